"""Chapter 7: what lets a cramp go, two accounts of it, and a muscle whose fault is hidden."""

from muscle_lib.models.letting_go.bench import TESTS, Finding, Test, finding
from muscle_lib.models.letting_go.live import LiveRelief
from muscle_lib.models.letting_go.muscle_side import ACTIONS, MuscleSide, MuscleSideTrace
from muscle_lib.models.letting_go.mystery import BUDGET, Case, CONFIDENCES_percent, Verdict, judge, price, shortest
from muscle_lib.models.letting_go.patient import BLOCK_WORDS, BLOCKS, CAUSES, POINTS_TO, Cause, Patient
from muscle_lib.models.letting_go.relief import Relief
from muscle_lib.models.letting_go.relief_trace import ReliefTrace
from muscle_lib.models.letting_go.remedies import FOUND, REMEDIES, SURE, Remedy, Trials

__all__ = ["ACTIONS", "BLOCKS", "BLOCK_WORDS", "BUDGET", "CAUSES", "FOUND", "POINTS_TO", "REMEDIES", "SURE", "TESTS",
           "CONFIDENCES_percent", "Case", "Cause", "Finding", "LiveRelief", "MuscleSide", "MuscleSideTrace", "Patient",
           "Relief", "ReliefTrace", "Remedy", "Test", "Trials", "Verdict", "finding", "judge", "price", "shortest"]
