"""Chapter 5: from the command of the brain to the force of a muscle."""

from muscle_lib.models.voluntary_contraction.hand_over import HandOver, hand_over
from muscle_lib.models.voluntary_contraction.leg_muscles import LegMuscles, LegMusclesTrace
from muscle_lib.models.voluntary_contraction.live import Action, LiveMuscle, LiveRun
from muscle_lib.models.voluntary_contraction.live_trace import LiveTrace, LiveWindow
from muscle_lib.models.voluntary_contraction.motor_pool import MotorPool
from muscle_lib.models.voluntary_contraction.motor_pool_trace import MotorPoolTrace
from muscle_lib.models.voluntary_contraction.tiring import Tiring, TiringTrace
from muscle_lib.models.voluntary_contraction.whole_chain import WholeChain
from muscle_lib.models.voluntary_contraction.whole_chain_trace import ChainTrace

__all__ = ["Action", "ChainTrace", "HandOver", "LegMuscles", "LegMusclesTrace", "LiveMuscle", "LiveRun", "LiveTrace",
           "LiveWindow", "MotorPool", "MotorPoolTrace", "Tiring", "TiringTrace", "WholeChain", "hand_over"]
