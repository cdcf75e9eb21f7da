"""Chapter 3: from the impulse to calcium, cross-bridges and force; why letting go costs energy; length and speed."""

from muscle_lib.models.contract_and_relax.architecture import HEADS, LEG_MUSCLES, LEG_PRESETS, LegMuscle, LegMuscleTrace
from muscle_lib.models.contract_and_relax.length_and_speed import LENGTH_PRESETS, LengthAndSpeed, LengthAndSpeedTrace
from muscle_lib.models.contract_and_relax.letting_go import BLIND_MUSCLES, LETTING_GO_PRESETS, LettingGo, LettingGoTrace
from muscle_lib.models.contract_and_relax.mechanics import active_force_length, force_N, force_velocity, passive_force
from muscle_lib.models.contract_and_relax.tetanus import TETANUS_PRESETS, Tetanus, TetanusTrace
from muscle_lib.models.contract_and_relax.two_fibres import TWO_FIBRES_PRESETS, TwoFibres, TwoFibresTrace

__all__ = [
    "BLIND_MUSCLES", "HEADS", "LEG_MUSCLES", "LEG_PRESETS", "LENGTH_PRESETS", "LETTING_GO_PRESETS", "TETANUS_PRESETS",
    "TWO_FIBRES_PRESETS", "LegMuscle", "LegMuscleTrace", "LengthAndSpeed", "LengthAndSpeedTrace", "LettingGo",
    "LettingGoTrace", "Tetanus", "TetanusTrace", "TwoFibres", "TwoFibresTrace", "active_force_length", "force_N",
    "force_velocity", "passive_force",
]
