"""Chapter 1's pictures."""

from muscle_lib.figures.nerve_signal.membrane import MembraneFigure

__all__ = ["MembraneFigure"]
