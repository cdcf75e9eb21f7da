"""Chapter 5: from the command of the brain to the force of a muscle."""

from muscle_lib.models.voluntary_contraction.motor_pool import POOL_PRESETS, MotorPool
from muscle_lib.models.voluntary_contraction.motor_pool_trace import MotorPoolTrace

__all__ = ["POOL_PRESETS", "MotorPool", "MotorPoolTrace"]
