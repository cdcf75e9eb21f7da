"""Chapter 10: a cell of the heart, which cannot be tetanised, and a sheet of them, on which waves can turn."""

from muscle_lib.models.heart.badly_timed import BadlyTimedBeat, BadlyTimedTrace
from muscle_lib.models.heart.cell import HeartCell, HeartCellTrace
from muscle_lib.models.heart.live import LiveHeart
from muscle_lib.models.heart.live_trace import LiveHeartTrace
from muscle_lib.models.heart.one_constant import OneConstant, OneConstantTrace

__all__ = ["BadlyTimedBeat", "BadlyTimedTrace", "HeartCell", "HeartCellTrace", "LiveHeart", "LiveHeartTrace",
           "OneConstant", "OneConstantTrace"]
