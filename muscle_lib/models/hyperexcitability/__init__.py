"""Chapter 6: how a cramp starts."""

from muscle_lib.models.hyperexcitability.cramp import CRAMP_PRESETS, Cramp
from muscle_lib.models.hyperexcitability.cramp_map import MAP_PRESETS, CrampMap, MapDot, MapDotTrace, cramp_map
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from muscle_lib.models.hyperexcitability.states import STATES
from muscle_lib.models.hyperexcitability.threshold_frequency import (
    THRESHOLD_PRESETS,
    ThresholdFrequency,
    ThresholdTrace,
)

__all__ = ["CRAMP_PRESETS", "MAP_PRESETS", "STATES", "THRESHOLD_PRESETS", "Cramp", "CrampMap", "CrampTrace", "MapDot",
           "MapDotTrace", "ThresholdFrequency", "ThresholdTrace", "cramp_map"]
