"""Whether pictures that follow each other flash: one measure for films and for what lives.

WCAG 2.2, success criterion 2.3.1 (“Three Flashes or Below Threshold”), worked out from the pictures. A change is one of
relative luminance by a tenth or more of white's, while the darker of the two is below 0.8; a flash is a pair of them.
Allowed are three flashes in a second on more than a quarter of 341 × 256 pixels.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from muscle_lib.figures.drawings.heart_sheet import RAMP, SIDE, SheetMoment
from muscle_lib.widgets.clock import FRAME_ms
from muscle_lib.widgets.film import INTERVAL_ms

#: So much of the area may flash; and how large that is.
ALLOWED, AREA_px = 0.25, 341 * 256
#: Three flashes.
CHANGES = 6


def luminance(rgb: NDArray) -> NDArray:
    """Relative luminance of colours from 0 to 1, as WCAG has it."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def changes(frames: NDArray) -> NDArray:
    """For each pixel, by frame, whether its luminance has just changed by a tenth, counted from its last turning point.

    A slow rise is one change, however many frames it takes; it is counted when the tenth is reached.
    """
    found = np.zeros(frames.shape, dtype=bool)
    low, high = frames[0].copy(), frames[0].copy()
    #: 1 while it last went up, −1 down, 0 before the first change.
    way = np.zeros(frames[0].shape)
    for place, now in enumerate(frames[1:], start=1):
        low, high = np.minimum(low, now), np.maximum(high, now)
        up = (way <= 0) & (now - low >= 0.1) & (low < 0.8)
        down = (way >= 0) & (high - now >= 0.1) & (now < 0.8)
        found[place] = up | down
        way = np.where(up, 1.0, np.where(down, -1.0, way))
        # From a turning point on, only what comes after it counts.
        low, high = np.where(up | down | (way < 0), now, low), np.where(up | down | (way > 0), now, high)
        low, high = np.where(way < 0, np.minimum(low, now), low), np.where(way > 0, np.maximum(high, now), high)
    return found


def worst(frames: NDArray, most: int = CHANGES, frame_ms: float = FRAME_ms, pixels: float = 1.0) -> float:
    """The greatest part of the area that changes more often than that within a second; ``pixels``: that each place of
    a frame is on the page. (What is drawn is smaller than the area, so one area holds all of it.)"""
    a_second = round(1000.0 / frame_ms)
    sums = np.cumsum(changes(frames), axis=0, dtype=np.int16)
    in_a_second = sums[a_second:] - sums[:-a_second]
    return float((in_a_second > most).sum(axis=(1, 2)).max()) * pixels / AREA_px


def film_flashes(figure: Any, trace: Any) -> float:
    """The greatest part of the area that flashes in a trace's film of a heart's sheet; it starts anew at its end."""
    scene, seen = figure.stage.drawn, list[SheetMoment]()
    show, scene.drawing.show = scene.drawing.show, seen.append
    try:
        for t in scene.moments(trace):
            scene.show(trace, t)
    finally:
        scene.drawing.show = show
    light = luminance(np.array([to_rgb(color) for color in RAMP]))
    voltages = np.array([now.voltage for now in seen], dtype=float)
    frames = light[np.clip((voltages * len(RAMP)).astype(int), 0, len(RAMP) - 1)]
    pixels = (SIDE * seen[0].width) ** 2 / voltages[0].size
    return worst(np.concatenate([frames, frames]), frame_ms=INTERVAL_ms, pixels=pixels)
