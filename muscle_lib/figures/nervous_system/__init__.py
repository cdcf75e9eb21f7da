"""Chapter 8: the pictures of what goes wrong in brain, cord and nerve, and of what drugs do there."""

from muscle_lib.figures.nervous_system.drug_bench import DrugBenchFigure

__all__ = ["DrugBenchFigure"]
