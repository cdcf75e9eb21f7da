"""Chapter 4's pictures."""

from muscle_lib.figures.oxygen_and_glucose.fatigue import FatigueFigure
from muscle_lib.figures.oxygen_and_glucose.holding import HoldingFigure
from muscle_lib.figures.oxygen_and_glucose.long_exercise import FuelFigure
from muscle_lib.figures.oxygen_and_glucose.supply_line import SupplyFigure
from muscle_lib.figures.oxygen_and_glucose.working_muscle import AccountFigure

__all__ = ["AccountFigure", "FatigueFigure", "FuelFigure", "HoldingFigure", "SupplyFigure"]
