"""Chapter 7: what lets a cramp go, two accounts of it, and a muscle whose fault is hidden."""

from muscle_lib.models.letting_go.bench import TESTS, Finding, Test, finding
from muscle_lib.models.letting_go.muscle_side import ACTIONS, MUSCLE_SIDE_PRESETS, MuscleSide, MuscleSideTrace
from muscle_lib.models.letting_go.mystery import BUDGET, Case, CONFIDENCES_percent, Verdict, judge, price, shortest
from muscle_lib.models.letting_go.patient import BLOCK_WORDS, BLOCKS, CAUSES, Cause, Patient

__all__ = [
    "ACTIONS", "BLOCKS", "BLOCK_WORDS", "BUDGET", "CAUSES", "CONFIDENCES_percent", "MUSCLE_SIDE_PRESETS", "TESTS",
    "Case", "Cause", "Finding", "MuscleSide", "MuscleSideTrace", "Patient", "Test", "Verdict", "finding", "judge",
    "price", "shortest",
]
