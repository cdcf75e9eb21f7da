"""Chapter 8: a fault in brain, cord or nerve, and what drugs do there."""

from muscle_lib.models.nervous_system.fast_stretch import FastStretch
from muscle_lib.models.nervous_system.fast_stretch_trace import StretchTrace

__all__ = ["FastStretch", "StretchTrace"]
