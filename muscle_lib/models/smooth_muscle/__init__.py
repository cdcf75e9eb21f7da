"""Chapter 9: smooth muscle, which holds for little; a swallow, and an artery that shuts."""

from muscle_lib.models.smooth_muscle.three_kinds import ThreeKinds, ThreeKindsTrace

__all__ = ["ThreeKinds", "ThreeKindsTrace"]
