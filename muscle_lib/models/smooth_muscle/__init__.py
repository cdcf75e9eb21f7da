"""Chapter 9: smooth muscle, which holds for little; a swallow, and an artery that shuts."""

from muscle_lib.models.smooth_muscle.latch import HeadsTrace, Latch, LatchTrace
from muscle_lib.models.smooth_muscle.swallow import Swallow
from muscle_lib.models.smooth_muscle.swallow_trace import SwallowTrace

__all__ = ["HeadsTrace", "Latch", "LatchTrace", "Swallow", "SwallowTrace"]
