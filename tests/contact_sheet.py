"""All scenes on one sheet, each at rest, busy and at an extreme: for looking at.

    python -m tests.contact_sheet [FILE]

Writes a PNG (by default contact_sheet.png, in the present folder; it is not kept in the project).
"""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image

from tests.figures.scenes import SCENES, Drawn

GAP = 20


def sheet() -> Image.Image:
    """A row for each scene."""
    rows = []
    for case in SCENES.values():
        drawn = Drawn(case)
        pictures = [drawn.pixels(moment, moving=False) for moment in (case.rest, case.busy, case.extremes[0])]
        rows.append(np.concatenate([np.pad(picture, ((0, GAP), (0, GAP), (0, 0)), constant_values=200)
                                    for picture in pictures], axis=1))
    width = max(row.shape[1] for row in rows)
    whole = [np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0)), constant_values=200) for row in rows]
    return Image.fromarray(np.concatenate(whole).astype(np.uint8))


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else "contact_sheet.png"
    sheet().save(path)
    print(path)


if __name__ == "__main__":
    main()
