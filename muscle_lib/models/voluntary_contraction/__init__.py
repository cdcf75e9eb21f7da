"""Chapter 5: from the command of the brain to the force of a muscle."""

from muscle_lib.models.voluntary_contraction.hand_over import HandOver, hand_over
from muscle_lib.models.voluntary_contraction.leg_muscles import LEG_MUSCLES_PRESETS, LegMuscles, LegMusclesTrace
from muscle_lib.models.voluntary_contraction.live import LIVE_PRESETS, Action, LiveMuscle, LiveRun
from muscle_lib.models.voluntary_contraction.live_trace import LiveTrace
from muscle_lib.models.voluntary_contraction.motor_pool import POOL_PRESETS, MotorPool
from muscle_lib.models.voluntary_contraction.motor_pool_trace import MotorPoolTrace
from muscle_lib.models.voluntary_contraction.tiring import TIRING_PRESETS, Tiring, TiringTrace
from muscle_lib.models.voluntary_contraction.whole_chain import CHAIN_PRESETS, WholeChain
from muscle_lib.models.voluntary_contraction.whole_chain_trace import ChainTrace

__all__ = ["CHAIN_PRESETS", "LEG_MUSCLES_PRESETS", "LIVE_PRESETS", "POOL_PRESETS", "TIRING_PRESETS", "Action",
           "ChainTrace", "HandOver", "LegMuscles", "LegMusclesTrace", "LiveMuscle", "LiveRun", "LiveTrace", "MotorPool",
           "MotorPoolTrace", "Tiring", "TiringTrace", "WholeChain", "hand_over"]
