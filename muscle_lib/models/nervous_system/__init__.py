"""Chapter 8: a fault in brain, cord or nerve, and what drugs do there."""

from muscle_lib.models.nervous_system.clonus import Clonus
from muscle_lib.models.nervous_system.clonus_trace import ClonusTrace
from muscle_lib.models.nervous_system.dystonia import Dystonia, DystoniaTrace

__all__ = ["Clonus", "ClonusTrace", "Dystonia", "DystoniaTrace"]
