"""Chapter 6: how a cramp starts."""

from muscle_lib.models.hyperexcitability.causes import Causes, CausesTrace
from muscle_lib.models.hyperexcitability.chain_cramp import ChainCramp
from muscle_lib.models.hyperexcitability.chain_cramp_trace import ChainCrampTrace
from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.cramp_map import CrampMap, MapDot, MapDotTrace, cramp_map
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from muscle_lib.models.hyperexcitability.earning import Earning, EarningTrace
from muscle_lib.models.hyperexcitability.hysteresis import Hysteresis, HysteresisTrace
from muscle_lib.models.hyperexcitability.live import LiveCramp, LiveCrampRun, LoopAction
from muscle_lib.models.hyperexcitability.live_trace import LiveCrampTrace
from muscle_lib.models.hyperexcitability.states import STATES
from muscle_lib.models.hyperexcitability.threshold_frequency import ThresholdFrequency, ThresholdTrace

__all__ = ["STATES", "Causes", "CausesTrace", "ChainCramp", "ChainCrampTrace", "Cramp", "CrampMap", "CrampTrace",
           "Earning", "EarningTrace", "Hysteresis", "HysteresisTrace", "LiveCramp", "LiveCrampRun", "LiveCrampTrace",
           "LoopAction", "MapDot", "MapDotTrace", "ThresholdFrequency", "ThresholdTrace", "cramp_map"]
