"""Chapter 6's pictures."""

from muscle_lib.figures.hyperexcitability.causes import CausesFigure
from muscle_lib.figures.hyperexcitability.chain_cramp import ChainCrampFigure
from muscle_lib.figures.hyperexcitability.cramp import CrampFigure
from muscle_lib.figures.hyperexcitability.cramp_map import CrampMapFigure
from muscle_lib.figures.hyperexcitability.earning import EarningFigure
from muscle_lib.figures.hyperexcitability.hysteresis import HysteresisFigure
from muscle_lib.figures.hyperexcitability.live import LiveCrampFigure
from muscle_lib.figures.hyperexcitability.recording import RecordingFigure
from muscle_lib.figures.hyperexcitability.threshold_frequency import ThresholdFigure

__all__ = ["CausesFigure", "ChainCrampFigure", "CrampFigure", "CrampMapFigure", "EarningFigure", "HysteresisFigure",
           "LiveCrampFigure", "RecordingFigure", "ThresholdFigure"]
