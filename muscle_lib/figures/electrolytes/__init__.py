"""Chapter 2's pictures."""

from muscle_lib.figures.electrolytes.battery import BatteryFigure
from muscle_lib.figures.electrolytes.excitability import ExcitabilityFigure
from muscle_lib.figures.electrolytes.fibre import FibreFigure
from muscle_lib.figures.electrolytes.nerve_calcium import NerveCalciumFigure
from muscle_lib.figures.electrolytes.threshold_map import ThresholdMapFigure
from muscle_lib.figures.electrolytes.water_and_salt import WaterAndSaltFigure

__all__ = ["BatteryFigure", "ExcitabilityFigure", "FibreFigure", "NerveCalciumFigure", "ThresholdMapFigure",
           "WaterAndSaltFigure"]
