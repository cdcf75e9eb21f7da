"""The monitor of the live relief lab is that of chapter 6's live muscle: the loop is the same."""

from muscle_lib.figures.hyperexcitability.live import LiveCrampFigure as LiveReliefFigure

__all__ = ["LiveReliefFigure"]
