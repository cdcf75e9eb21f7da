"""Chapter 3: from the impulse to calcium, to cross-bridges, to force; and why letting go costs energy."""

from muscle_lib.models.contract_and_relax.letting_go import LETTING_GO_PRESETS, MUSCLES, LettingGo, LettingGoTrace
from muscle_lib.models.contract_and_relax.tetanus import TETANUS_PRESETS, Tetanus, TetanusTrace
from muscle_lib.models.contract_and_relax.two_fibres import TWO_FIBRES_PRESETS, TwoFibres, TwoFibresTrace

__all__ = [
    "LETTING_GO_PRESETS", "MUSCLES", "TETANUS_PRESETS", "TWO_FIBRES_PRESETS", "LettingGo", "LettingGoTrace", "Tetanus",
    "TetanusTrace", "TwoFibres", "TwoFibresTrace",
]
