"""Chapter 2: the ions of the blood, the resting potential, and how easily nerve and muscle fire."""

from muscle_lib.models.electrolytes.battery import BATTERY_PRESETS, BatteryTrace, IonBattery, ghk_mV, nernst_mV
from muscle_lib.models.electrolytes.excitability import EXCITABILITY_PRESETS, Excitability
from muscle_lib.models.electrolytes.excitability_trace import ExcitabilityTrace
from muscle_lib.models.electrolytes.fibre import FIBRE_PRESETS, MuscleFibre, followed_rate_Hz
from muscle_lib.models.electrolytes.fibre_trace import FibreTrace
from muscle_lib.models.electrolytes.nerve_calcium import NERVE_CALCIUM_PRESETS, NerveAtLowCalcium, NerveCalciumTrace
from muscle_lib.models.electrolytes.surface_charge import gate_shift_mV
from muscle_lib.models.electrolytes.threshold_map import ThresholdMap, threshold_map
from muscle_lib.models.electrolytes.water_and_salt import WATER_PRESETS, WaterAndSalt, WaterAndSaltTrace

__all__ = [
    "BATTERY_PRESETS", "EXCITABILITY_PRESETS", "FIBRE_PRESETS", "NERVE_CALCIUM_PRESETS", "WATER_PRESETS",
    "BatteryTrace", "Excitability", "ExcitabilityTrace", "FibreTrace", "IonBattery", "MuscleFibre", "NerveAtLowCalcium",
    "NerveCalciumTrace", "ThresholdMap", "WaterAndSalt", "WaterAndSaltTrace", "followed_rate_Hz", "gate_shift_mV",
    "ghk_mV", "nernst_mV", "threshold_map",
]
