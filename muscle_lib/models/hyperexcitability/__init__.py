"""Chapter 6: how a cramp starts."""

from muscle_lib.models.hyperexcitability.causes import CAUSES_PRESETS, Causes, CausesTrace
from muscle_lib.models.hyperexcitability.chain_cramp import CHAIN_CRAMP_PRESETS, ChainCramp
from muscle_lib.models.hyperexcitability.chain_cramp_trace import ChainCrampTrace
from muscle_lib.models.hyperexcitability.cramp import CRAMP_PRESETS, Cramp
from muscle_lib.models.hyperexcitability.cramp_map import MAP_PRESETS, CrampMap, MapDot, MapDotTrace, cramp_map
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from muscle_lib.models.hyperexcitability.earning import EARNING_PRESETS, Earning, EarningTrace
from muscle_lib.models.hyperexcitability.hysteresis import HYSTERESIS_PRESETS, Hysteresis, HysteresisTrace
from muscle_lib.models.hyperexcitability.live import LIVE_CRAMP_PRESETS, LiveCramp, LiveCrampRun, LoopAction
from muscle_lib.models.hyperexcitability.live_trace import LiveCrampTrace
from muscle_lib.models.hyperexcitability.recordings import LEG_CASES, RECORDINGS
from muscle_lib.models.hyperexcitability.states import STATES
from muscle_lib.models.hyperexcitability.threshold_frequency import (
           THRESHOLD_PRESETS,
           ThresholdFrequency,
           ThresholdTrace,
)

__all__ = ["CAUSES_PRESETS", "CHAIN_CRAMP_PRESETS", "CRAMP_PRESETS", "EARNING_PRESETS", "HYSTERESIS_PRESETS",
           "LEG_CASES", "LIVE_CRAMP_PRESETS", "MAP_PRESETS", "RECORDINGS", "STATES", "THRESHOLD_PRESETS", "Causes",
           "CausesTrace", "ChainCramp", "ChainCrampTrace", "Cramp", "CrampMap", "CrampTrace", "Earning",
           "EarningTrace", "Hysteresis", "HysteresisTrace", "LiveCramp", "LiveCrampRun", "LiveCrampTrace",
           "LoopAction", "MapDot", "MapDotTrace", "ThresholdFrequency", "ThresholdTrace", "cramp_map"]
