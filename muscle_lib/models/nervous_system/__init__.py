"""Chapter 8: a fault in brain, cord or nerve, and what drugs do there."""

from muscle_lib.models.nervous_system.clonus import Clonus
from muscle_lib.models.nervous_system.clonus_trace import ClonusTrace
from muscle_lib.models.nervous_system.drug_bench import DrugBench
from muscle_lib.models.nervous_system.drug_bench_trace import DrugBenchTrace
from muscle_lib.models.nervous_system.drugs import DRUGS, LEFT_OFF, LINKS, Drug
from muscle_lib.models.nervous_system.dystonia import Dystonia, DystoniaTrace
from muscle_lib.models.nervous_system.fast_stretch import FastStretch
from muscle_lib.models.nervous_system.fast_stretch_trace import StretchTrace
from muscle_lib.models.nervous_system.tract import Tract, TractTrace

__all__ = ["DRUGS", "LEFT_OFF", "LINKS", "Clonus", "ClonusTrace", "Drug", "DrugBench", "DrugBenchTrace", "Dystonia",
           "DystoniaTrace", "FastStretch", "StretchTrace", "Tract", "TractTrace"]
