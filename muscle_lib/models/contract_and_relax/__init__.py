"""Chapter 3: from an impulse to calcium, cross-bridges and force, and what length and speed do to it."""

from muscle_lib.models.contract_and_relax.architecture import HEADS, LEG_MUSCLES, LEG_PRESETS, LegMuscle, LegMuscleTrace
from muscle_lib.models.contract_and_relax.length_and_speed import LENGTH_PRESETS, LengthAndSpeed, LengthAndSpeedTrace
from muscle_lib.models.contract_and_relax.mechanics import active_force_length, force_N, force_velocity, passive_force

__all__ = [
    "HEADS", "LEG_MUSCLES", "LEG_PRESETS", "LENGTH_PRESETS", "LegMuscle", "LegMuscleTrace", "LengthAndSpeed",
    "LengthAndSpeedTrace", "active_force_length", "force_N", "force_velocity", "passive_force",
]
