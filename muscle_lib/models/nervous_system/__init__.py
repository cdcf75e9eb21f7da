"""Chapter 8: a fault in brain, cord or nerve, and what drugs do there."""

from muscle_lib.models.nervous_system.dystonia import Dystonia, DystoniaTrace
from muscle_lib.models.nervous_system.tract import Tract, TractTrace

__all__ = ["Dystonia", "DystoniaTrace", "Tract", "TractTrace"]
