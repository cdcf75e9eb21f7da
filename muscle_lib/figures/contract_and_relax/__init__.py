"""Chapter 3's pictures."""

from muscle_lib.figures.contract_and_relax.architecture import LegMuscleFigure
from muscle_lib.figures.contract_and_relax.length_and_speed import LengthAndSpeedFigure

__all__ = ["LegMuscleFigure", "LengthAndSpeedFigure"]
