"""Chapter 7's pictures."""

from muscle_lib.figures.letting_go.muscle_side import MuscleSideFigure

__all__ = ["MuscleSideFigure"]
