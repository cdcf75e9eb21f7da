"""Chapter 8: pictures of faults in brain, cord and nerve, and of what drugs do there."""

from muscle_lib.figures.nervous_system.drug_bench import DrugBenchFigure
from muscle_lib.figures.nervous_system.fast_stretch import FastStretchFigure

__all__ = ["DrugBenchFigure", "FastStretchFigure"]
