"""Chapter 10: a cell of the heart, which cannot be tetanised."""

from muscle_lib.models.heart.cell import HeartCell, HeartCellTrace

__all__ = ["HeartCell", "HeartCellTrace"]
