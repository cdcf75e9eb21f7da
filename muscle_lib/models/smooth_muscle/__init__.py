"""Chapter 9: smooth muscle, which holds for little; a swallow, and an artery that shuts."""

from muscle_lib.models.smooth_muscle.artery import Artery
from muscle_lib.models.smooth_muscle.artery_trace import ArteryTrace
from muscle_lib.models.smooth_muscle.latch import HeadsTrace, Latch, LatchTrace
from muscle_lib.models.smooth_muscle.swallow import Swallow
from muscle_lib.models.smooth_muscle.swallow_trace import SwallowTrace
from muscle_lib.models.smooth_muscle.ten_swallows import TenSwallows, TenTrace
from muscle_lib.models.smooth_muscle.three_kinds import ThreeKinds, ThreeKindsTrace
from muscle_lib.models.smooth_muscle.waves import CalciumWaves, WavesTrace

__all__ = ["Artery", "ArteryTrace", "CalciumWaves", "HeadsTrace", "Latch", "LatchTrace", "Swallow", "SwallowTrace",
           "TenSwallows", "TenTrace", "ThreeKinds", "ThreeKindsTrace", "WavesTrace"]
