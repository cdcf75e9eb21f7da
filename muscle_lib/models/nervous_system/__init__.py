"""Chapter 8: a fault in brain, cord or nerve, and what drugs do there."""

from muscle_lib.models.nervous_system.dystonia import Dystonia, DystoniaTrace

__all__ = ["Dystonia", "DystoniaTrace"]
