"""Chapter 2's pictures."""

from muscle_lib.figures.electrolytes.excitability import ExcitabilityFigure
from muscle_lib.figures.electrolytes.fibre import FibreFigure
from muscle_lib.figures.electrolytes.threshold_map import ThresholdMapFigure

__all__ = ["ExcitabilityFigure", "FibreFigure", "ThresholdMapFigure"]
