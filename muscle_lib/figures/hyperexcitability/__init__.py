"""Chapter 6's pictures."""

from muscle_lib.figures.hyperexcitability.cramp import CrampFigure

__all__ = ["CrampFigure"]
