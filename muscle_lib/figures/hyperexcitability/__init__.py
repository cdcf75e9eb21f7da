"""Chapter 6's pictures."""

from muscle_lib.figures.hyperexcitability.cramp import CrampFigure
from muscle_lib.figures.hyperexcitability.cramp_map import CrampMapFigure
from muscle_lib.figures.hyperexcitability.threshold_frequency import ThresholdFigure

__all__ = ["CrampFigure", "CrampMapFigure", "ThresholdFigure"]
