"""Chapter 9: smooth muscle, which holds for little; a swallow, and an artery that shuts."""

from muscle_lib.models.smooth_muscle.artery import Artery
from muscle_lib.models.smooth_muscle.artery_trace import ArteryTrace

__all__ = ["Artery", "ArteryTrace"]
