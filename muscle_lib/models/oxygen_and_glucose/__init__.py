"""Chapter 4: who pays for force: phosphocreatine, glycogen and oxygen; and what the blood must bring."""

from muscle_lib.models.oxygen_and_glucose.endurance import power_law_s, three_compartments_s
from muscle_lib.models.oxygen_and_glucose.haemoglobin import severinghaus
from muscle_lib.models.oxygen_and_glucose.holding import Holding, HoldingTrace
from muscle_lib.models.oxygen_and_glucose.long_exercise import LongExercise, LongTrace
from muscle_lib.models.oxygen_and_glucose.supply_line import SupplyLine, SupplyTrace
from muscle_lib.models.oxygen_and_glucose.working_muscle import WorkingMuscle
from muscle_lib.models.oxygen_and_glucose.working_trace import WorkTrace

__all__ = [
    "Holding", "HoldingTrace", "LongExercise", "LongTrace", "SupplyLine", "SupplyTrace", "WorkTrace", "WorkingMuscle",
    "power_law_s", "severinghaus", "three_compartments_s",
]
