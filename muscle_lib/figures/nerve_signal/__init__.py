"""Chapter 1's pictures."""

from muscle_lib.figures.nerve_signal.junction import BedsideFigure, JunctionFigure, QuantaFigure
from muscle_lib.figures.nerve_signal.lesion import LesionFigure
from muscle_lib.figures.nerve_signal.membrane import MembraneFigure
from muscle_lib.figures.nerve_signal.wave import WaveFigure

__all__ = ["BedsideFigure", "JunctionFigure", "LesionFigure", "MembraneFigure", "QuantaFigure", "WaveFigure"]
