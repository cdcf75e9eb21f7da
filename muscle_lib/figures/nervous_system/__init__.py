"""Chapter 8: pictures of faults in brain, cord and nerve, and of what drugs do there."""

from muscle_lib.figures.nervous_system.dystonia import DystoniaFigure

__all__ = ["DystoniaFigure"]
