"""Chapter 10: pictures of the heart."""

from muscle_lib.figures.heart.badly_timed import BadlyTimedFigure
from muscle_lib.figures.heart.cell import HeartCellFigure
from muscle_lib.figures.heart.live import LiveHeartFigure
from muscle_lib.figures.heart.one_constant import OneConstantFigure

__all__ = ["BadlyTimedFigure", "HeartCellFigure", "LiveHeartFigure", "OneConstantFigure"]
