"""Chapter 5's pictures."""

from muscle_lib.figures.voluntary_contraction.motor_pool import MotorPoolFigure

__all__ = ["MotorPoolFigure"]
