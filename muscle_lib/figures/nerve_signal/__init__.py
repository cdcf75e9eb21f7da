"""Chapter 1's pictures."""

from muscle_lib.figures.nerve_signal.axon import WaveFigure
from muscle_lib.figures.nerve_signal.bedside import BedsideFigure
from muscle_lib.figures.nerve_signal.junction import JunctionFigure
from muscle_lib.figures.nerve_signal.membrane import MembraneFigure
from muscle_lib.figures.nerve_signal.myelinated import LesionFigure
from muscle_lib.figures.nerve_signal.quanta import QuantaFigure

__all__ = ["BedsideFigure", "JunctionFigure", "LesionFigure", "MembraneFigure", "QuantaFigure", "WaveFigure"]
