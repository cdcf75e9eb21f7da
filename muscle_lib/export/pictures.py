"""The pictures of a board, small: one background, and of every other picture only what differs from what is under it.

They are lossless: laid over one another the tiles give the figure's own pixels.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

#: A gap of so many drawn pixels without a difference parts two tiles: as a rule they are two panels.
GAP_px = 24
#: How hard WebP tries: 3 is as small as 4 and quicker; 6 takes seconds for 3 % less.
METHOD, QUALITY = 3, 30


@dataclass(frozen=True)
class Patch:
    """A part of a picture as a file, and where its upper left corner lies."""

    x: int
    y: int
    webp: bytes


def pixels(png: bytes) -> NDArray:
    """A picture of a stage as an array of RGB."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def whole(picture: NDArray) -> Patch:
    """All of a picture."""
    return Patch(0, 0, _webp(picture))


def patches(picture: NDArray, under: NDArray) -> tuple[Patch, ...]:
    """What a picture has otherwise than the one under it. Where both agree a patch is transparent."""
    differs = (picture != under).any(axis=2)
    return tuple(Patch(x.start, y.start, _webp(_seen(picture[y, x], differs[y, x]))) for y, x in _boxes(differs))


def _seen(picture: NDArray, shown: NDArray) -> NDArray:
    """The picture where it is shown, and elsewhere nothing."""
    return np.dstack([picture, np.full(shown.shape, 255, np.uint8)]) * shown[:, :, np.newaxis]


def data_uri(content: bytes, kind: str) -> str:
    """A file as an address that holds it: “image/webp”, “audio/wav”."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _webp(picture: NDArray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(file, "WEBP", lossless=True, method=METHOD, quality=QUALITY)
    return file.getvalue()


def _boxes(differs: NDArray, top: int = 0, left: int = 0) -> Iterator[tuple[slice, slice]]:
    """The boxes that hold all that differs, parted wherever a gap goes right through, across or down."""
    rows, columns = _runs(np.any(differs, axis=1)), _runs(np.any(differs, axis=0))
    if len(rows) == 1 and len(columns) == 1:
        y, x = rows[0], columns[0]
        yield slice(top + y.start, top + y.stop), slice(left + x.start, left + x.stop)
        return
    for y in rows:
        for x in columns:
            if differs[y, x].any():
                yield from _boxes(differs[y, x], top + y.start, left + x.start)


def _runs(marked: Any) -> list[slice]:
    """From where to where something is marked; what is nearer than a gap is one run."""
    at = np.flatnonzero(marked)
    if not at.size:
        return []
    breaks = np.flatnonzero(np.diff(at) > GAP_px)
    starts, stops = at[np.r_[0, breaks + 1]], at[np.r_[breaks, at.size - 1]]
    return [slice(int(start), int(stop) + 1) for start, stop in zip(starts, stops, strict=True)]
