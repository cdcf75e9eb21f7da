"""What a squeeze does to a mouthful: fluid in a tube of slices, pushed from one to the next by the pressures there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.smooth_muscle.manometry import LENGTH_cm, begins_s, greatest_mmHg, squeeze

#: The tube gives way by so much area for each mmHg; fluid flows so easily from slice to slice. Our choices.
GIVES_cm2_mmHg, EASE = 0.1, 10.0
#: Where it is wider than this, it flows no more easily: what counts there is no longer friction. (And the steps would
#: be too long: neighbouring slices would fill and empty in turn.)
WIDE_cm2 = 1.0
#: In one step at most this part of a slice flows out: else more than all of it could.
AT_MOST = 0.25
#: The mouthful fills the uppermost part of the tube when it comes from the throat.
FILLED_cm = 6.0
#: From when to when after the swallow the lower sphincter is relaxed.
OPENS_s, SHUTS_s = 0.5, 9.0
#: What is worked out, and how often it is kept.
DURATION_s, KEPT_s = 15.0, 0.1
#: Slices and steps of a full run; and of a sketch, with half as many slices, which then bear longer steps.
FULL, SKETCH = (88, 0.00025), (44, 0.001)


def slices_cm(number: int) -> NDArray:
    """The middles of so many slices."""
    return (np.arange(number) + 0.5) * LENGTH_cm / number


def moved(fluid_cm2, first, greatest_mmHg, shape, sphincter_mmHg, slice_cm, dt_s, gives, ease, wide_cm2, at_most,
          every):
    """Step the fluid in the slices; ``first`` is the step at which the squeeze begins in each slice.

    Returns the areas and the volume that has left the tube (mL), kept each ``every`` steps.
    """
    number, steps = fluid_cm2.size, sphincter_mmHg.size
    area = fluid_cm2.copy()
    pressure = np.zeros(number)
    flow = np.zeros(number + 1)  # over the upper edge of each slice, and over the lowest edge
    kept = np.empty((steps // every + 1, number))
    left_mL = np.zeros(steps // every + 1)
    kept[0] = area
    conducts, most_part = ease / slice_cm, at_most * slice_cm / dt_s
    gone = 0.0
    for step in range(steps):
        for i in range(number):
            since = step - first[i]
            pressure[i] = area[i] / gives + (greatest_mmHg[i] * shape[since] if since > 0 else 0.0)
        for i in range(1, number):
            push = pressure[i - 1] - pressure[i]
            # It flows the worse the narrower the slice is that it comes from.
            source = area[i - 1] if push > 0.0 else area[i]
            wanted, most = conducts * min(source, wide_cm2) ** 2 * push, most_part * source
            if wanted > most:
                wanted = most
            elif wanted < -most:
                wanted = -most
            flow[i] = wanted
        # Nothing comes back from the stomach.
        last = area[number - 1]
        push = max(pressure[number - 1] - sphincter_mmHg[step], 0.0)
        flow[number] = min(conducts * min(last, wide_cm2) ** 2 * push, most_part * last)
        for i in range(number):
            area[i] += dt_s / slice_cm * (flow[i] - flow[i + 1])
        gone += dt_s * flow[number]
        if (step + 1) % every == 0:
            kept[(step + 1) // every] = area
            left_mL[(step + 1) // every] = gone
    return kept, left_mL


def moved_without_numba(fluid_cm2, first, greatest_mmHg, shape, sphincter_mmHg, slice_cm, dt_s, gives, ease, wide_cm2,
                        at_most, every):
    """The same with all slices at once, as plain Python is too slow for one after the other."""
    steps = sphincter_mmHg.size
    area = fluid_cm2.copy()
    flow = np.zeros(area.size + 1)
    kept = np.empty((steps // every + 1, area.size))
    left_mL = np.zeros(steps // every + 1)
    kept[0] = area
    gone = 0.0
    pressure, source = np.empty(area.size + 1), np.empty(area.size)
    conducts, most_part = ease / slice_cm, at_most * slice_cm / dt_s
    for step in range(steps):
        pressure[:-1] = area / gives + greatest_mmHg * shape[np.maximum(step - first, 0)]
        pressure[-1] = sphincter_mmHg[step]
        push = pressure[:-1] - pressure[1:]
        source[:-1] = np.where(push[:-1] > 0.0, area[:-1], area[1:])
        source[-1] = area[-1] if push[-1] > 0.0 else 0.0
        most = most_part * source
        flow[1:] = np.minimum(np.maximum(conducts * np.minimum(source, wide_cm2) ** 2 * push, -most), most)
        area += dt_s / slice_cm * (flow[:-1] - flow[1:])
        gone += dt_s * flow[-1]
        if (step + 1) % every == 0:
            kept[(step + 1) // every] = area
            left_mL[(step + 1) // every] = gone
    return kept, left_mL


_moved = compiled(moved, without_numba=moved_without_numba)


def swallowed(inhibition: float, amplitude_mmHg: float, squeeze_s: float, mouthful_mL: float,
              sphincter_mmHg: tuple[float, float], number: int = FULL[0], dt_s: float = FULL[1],
              ease: float = EASE) -> tuple[NDArray, NDArray]:
    """The areas of a mouthful in so many slices, and what has reached the stomach (mL), each tenth of a second.

    ``sphincter_mmHg`` is the pressure that the lower sphincter holds at rest, and while it is relaxed.
    """
    steps = round(DURATION_s / dt_s)
    t_s = np.arange(steps) * dt_s
    places_cm, slice_cm = slices_cm(number), LENGTH_cm / number
    fluid_cm2 = np.zeros(number)
    fluid_cm2[:round(FILLED_cm / slice_cm)] = mouthful_mL / FILLED_cm
    resting, relaxed = sphincter_mmHg
    return _moved(
        fluid_cm2, np.rint(begins_s(places_cm, inhibition) / dt_s).astype(np.int64),
        greatest_mmHg(places_cm, amplitude_mmHg), squeeze(t_s, squeeze_s),
        np.where((t_s >= OPENS_s) & (t_s < SHUTS_s), relaxed, resting), slice_cm, dt_s, GIVES_cm2_mmHg, ease, WIDE_cm2,
        AT_MOST, round(KEPT_s / dt_s))
