"""Chapter 3: the pictures of contraction and of letting go."""

from muscle_lib.figures.contract_and_relax.letting_go import LettingGoFigure
from muscle_lib.figures.contract_and_relax.tetanus import TetanusFigure
from muscle_lib.figures.contract_and_relax.two_fibres import TwoFibresFigure

__all__ = ["LettingGoFigure", "TetanusFigure", "TwoFibresFigure"]
