"""Chapter 8: pictures of faults in brain, cord and nerve, and of what drugs do there."""

from muscle_lib.figures.nervous_system.clonus import ClonusFigure
from muscle_lib.figures.nervous_system.drug_bench import DrugBenchFigure
from muscle_lib.figures.nervous_system.dystonia import DystoniaFigure
from muscle_lib.figures.nervous_system.fast_stretch import FastStretchFigure
from muscle_lib.figures.nervous_system.tract import TractFigure

__all__ = ["ClonusFigure", "DrugBenchFigure", "DystoniaFigure", "FastStretchFigure", "TractFigure"]
