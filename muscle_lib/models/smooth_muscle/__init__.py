"""Chapter 9: smooth muscle, which holds for little; a swallow, and an artery that shuts."""

from muscle_lib.models.smooth_muscle.swallow import Swallow
from muscle_lib.models.smooth_muscle.swallow_trace import SwallowTrace
from muscle_lib.models.smooth_muscle.ten_swallows import TenSwallows, TenTrace

__all__ = ["Swallow", "SwallowTrace", "TenSwallows", "TenTrace"]
