"""Chapter 7: pictures of what lets a cramp go, and of the other account of it."""

from muscle_lib.figures.letting_go.live import LiveReliefFigure
from muscle_lib.figures.letting_go.muscle_side import MuscleSideFigure
from muscle_lib.figures.letting_go.relief import ReliefFigure

__all__ = ["LiveReliefFigure", "MuscleSideFigure", "ReliefFigure"]
