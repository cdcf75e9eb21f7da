"""Chapter 6: how a cramp starts."""

from muscle_lib.models.hyperexcitability.cramp import CRAMP_PRESETS, Cramp
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from muscle_lib.models.hyperexcitability.states import STATES
from muscle_lib.models.hyperexcitability.threshold_frequency import (
    THRESHOLD_PRESETS,
    ThresholdFrequency,
    ThresholdTrace,
)

__all__ = ["CRAMP_PRESETS", "STATES", "THRESHOLD_PRESETS", "Cramp", "CrampTrace", "ThresholdFrequency",
           "ThresholdTrace"]
