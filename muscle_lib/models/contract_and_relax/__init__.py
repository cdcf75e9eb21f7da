"""Chapter 3: from the impulse to calcium, cross-bridges and force; why letting go costs energy; length and speed."""

from muscle_lib.models.contract_and_relax.architecture import HEADS, LEG_MUSCLES, LegMuscle, LegMuscleTrace
from muscle_lib.models.contract_and_relax.length_and_speed import LengthAndSpeed, LengthAndSpeedTrace
from muscle_lib.models.contract_and_relax.letting_go import LettingGo, LettingGoTrace
from muscle_lib.models.contract_and_relax.mechanics import active_force_length, force_N, force_velocity, passive_force
from muscle_lib.models.contract_and_relax.tetanus import Tetanus, TetanusTrace
from muscle_lib.models.contract_and_relax.two_fibres import TwoFibres, TwoFibresTrace

__all__ = [
    "HEADS", "LEG_MUSCLES", "LegMuscle", "LegMuscleTrace", "LengthAndSpeed", "LengthAndSpeedTrace", "LettingGo",
    "LettingGoTrace", "Tetanus", "TetanusTrace", "TwoFibres", "TwoFibresTrace", "active_force_length", "force_N",
    "force_velocity", "passive_force",
]
