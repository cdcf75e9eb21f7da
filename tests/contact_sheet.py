"""All scenes on one sheet, each at rest, busy and at an extreme, and the pictures of the pages: for looking at.

    python -m tests.contact_sheet [FILE]

Writes a PNG (by default contact_sheet.png, in the present folder; it is not kept in the project).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable

import numpy as np
from PIL import Image

from muscle_lib.figures.drawings.stills import legs_png, strip_png
from muscle_lib.figures.smooth_muscle import two_swallows
from tests.figures.scenes import SCENES, Case, Drawn

GAP = 20


def sheet(cases: Iterable[Case] = SCENES.values(), pages: Iterable[bytes] = ()) -> Image.Image:
    """A row for each scene, and for each picture of a page."""
    shown = [[np.asarray(Image.open(io.BytesIO(page)).convert("RGB"))] for page in pages]
    for case in cases:
        drawn = Drawn(case)
        shown.append([drawn.pixels(moment, moving=False) for moment in (case.rest, case.busy, case.extremes[0])])
    rows = [np.concatenate([np.pad(picture, ((0, GAP), (0, GAP), (0, 0)), constant_values=200) for picture in pictures],
                           axis=1) for pictures in shown]
    width = max(row.shape[1] for row in rows)
    whole = [np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0)), constant_values=200) for row in rows]
    return Image.fromarray(np.concatenate(whole).astype(np.uint8))


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else "contact_sheet.png"
    sheet(pages=(strip_png(), legs_png(), two_swallows()[0])).save(path)
    print(path)


if __name__ == "__main__":
    main()
