"""Chapter 10: a cell of the heart, which cannot be tetanised."""

from muscle_lib.models.heart.cell import HeartCell, HeartCellTrace
from muscle_lib.models.heart.live import LiveHeart
from muscle_lib.models.heart.live_trace import LiveHeartTrace

__all__ = ["HeartCell", "HeartCellTrace", "LiveHeart", "LiveHeartTrace"]
