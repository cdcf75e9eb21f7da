"""Chapter 9: pictures of smooth muscle, of a swallow and of an artery that shuts."""

from muscle_lib.figures.smooth_muscle.three_kinds import ThreeKindsFigure

__all__ = ["ThreeKindsFigure"]
