"""Chapter 2: the ions of the blood, the resting potential, and how easily nerve and muscle fire."""

from muscle_lib.models.electrolytes.excitability import EXCITABILITY_PRESETS, Excitability
from muscle_lib.models.electrolytes.excitability_trace import ExcitabilityTrace
from muscle_lib.models.electrolytes.fibre import FIBRE_PRESETS, MuscleFibre, followed_rate_Hz
from muscle_lib.models.electrolytes.fibre_trace import FibreTrace
from muscle_lib.models.electrolytes.surface_charge import gate_shift_mV
from muscle_lib.models.electrolytes.threshold_map import ThresholdMap, threshold_map

__all__ = [
    "EXCITABILITY_PRESETS", "FIBRE_PRESETS", "Excitability", "ExcitabilityTrace", "FibreTrace", "MuscleFibre",
    "ThresholdMap", "followed_rate_Hz", "gate_shift_mV", "threshold_map",
]
