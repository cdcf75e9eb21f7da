"""Chapter 8: a fault in brain, cord or nerve, and what drugs do there."""

from muscle_lib.models.nervous_system.drug_bench import DrugBench
from muscle_lib.models.nervous_system.drug_bench_trace import DrugBenchTrace
from muscle_lib.models.nervous_system.drugs import DRUGS, LEFT_OFF, LINKS, Drug
from muscle_lib.models.nervous_system.fast_stretch import FastStretch
from muscle_lib.models.nervous_system.fast_stretch_trace import StretchTrace

__all__ = ["DRUGS", "LEFT_OFF", "LINKS", "Drug", "DrugBench", "DrugBenchTrace", "FastStretch", "StretchTrace"]
