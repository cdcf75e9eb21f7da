"""Chapter 9: pictures of smooth muscle, of a swallow and of an artery that shuts."""

from muscle_lib.figures.smooth_muscle.artery import ArteryFigure
from muscle_lib.figures.smooth_muscle.latch import LatchFigure
from muscle_lib.figures.smooth_muscle.swallow import SwallowFigure, two_swallows
from muscle_lib.figures.smooth_muscle.ten_swallows import TenSwallowsFigure
from muscle_lib.figures.smooth_muscle.three_kinds import ThreeKindsFigure
from muscle_lib.figures.smooth_muscle.waves import WavesFigure

__all__ = ["ArteryFigure", "LatchFigure", "SwallowFigure", "TenSwallowsFigure", "ThreeKindsFigure", "WavesFigure",
           "two_swallows"]
