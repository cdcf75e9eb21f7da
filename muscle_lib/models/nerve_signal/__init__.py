"""Chapter 1: the impulse in a nerve cell's membrane, its way down the axon, and its handing over to the muscle."""

from muscle_lib.models.nerve_signal.membrane import MEMBRANE_PRESETS, Membrane, MembraneTrace

__all__ = ["MEMBRANE_PRESETS", "Membrane", "MembraneTrace"]
