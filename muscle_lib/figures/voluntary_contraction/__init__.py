"""Chapter 5's pictures."""

from muscle_lib.figures.voluntary_contraction.leg_muscles import LegMusclesFigure
from muscle_lib.figures.voluntary_contraction.live import LiveFigure
from muscle_lib.figures.voluntary_contraction.motor_pool import MotorPoolFigure
from muscle_lib.figures.voluntary_contraction.tiring import TiringFigure
from muscle_lib.figures.voluntary_contraction.whole_chain import WholeChainFigure

__all__ = ["LegMusclesFigure", "LiveFigure", "MotorPoolFigure", "TiringFigure", "WholeChainFigure"]
