"""Chapter 2: the ions of the blood, the resting potential, and how easily nerve and muscle fire."""

from muscle_lib.models.electrolytes.battery import BatteryTrace, IonBattery, ghk_mV, nernst_mV
from muscle_lib.models.electrolytes.excitability import Excitability
from muscle_lib.models.electrolytes.excitability_trace import ExcitabilityTrace
from muscle_lib.models.electrolytes.fibre import MuscleFibre, followed_rate_Hz
from muscle_lib.models.electrolytes.fibre_trace import FibreTrace
from muscle_lib.models.electrolytes.nerve_calcium import NerveAtLowCalcium, NerveCalciumTrace
from muscle_lib.models.electrolytes.surface_charge import gate_shift_mV
from muscle_lib.models.electrolytes.threshold_map import ThresholdMap, threshold_map
from muscle_lib.models.electrolytes.water_and_salt import WaterAndSalt, WaterAndSaltTrace

__all__ = [
    "BatteryTrace", "Excitability", "ExcitabilityTrace", "FibreTrace", "IonBattery", "MuscleFibre", "NerveAtLowCalcium",
    "NerveCalciumTrace", "ThresholdMap", "WaterAndSalt", "WaterAndSaltTrace", "followed_rate_Hz", "gate_shift_mV",
    "ghk_mV", "nernst_mV", "threshold_map",
]
