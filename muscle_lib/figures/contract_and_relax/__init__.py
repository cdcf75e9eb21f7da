"""Chapter 3: the pictures of contraction, of letting go, and of length and speed."""

from muscle_lib.figures.contract_and_relax.architecture import LegMuscleFigure
from muscle_lib.figures.contract_and_relax.length_and_speed import LengthAndSpeedFigure
from muscle_lib.figures.contract_and_relax.letting_go import LettingGoFigure
from muscle_lib.figures.contract_and_relax.tetanus import TetanusFigure
from muscle_lib.figures.contract_and_relax.two_fibres import TwoFibresFigure

__all__ = ["LegMuscleFigure", "LengthAndSpeedFigure", "LettingGoFigure", "TetanusFigure", "TwoFibresFigure"]
