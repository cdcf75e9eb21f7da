"""Chapter 9: pictures of smooth muscle, of a swallow and of an artery that shuts."""

from muscle_lib.figures.smooth_muscle.swallow import SwallowFigure
from muscle_lib.figures.smooth_muscle.ten_swallows import TenSwallowsFigure

__all__ = ["SwallowFigure", "TenSwallowsFigure"]
