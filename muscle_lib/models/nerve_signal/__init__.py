"""Chapter 1: the impulse in a nerve cell's membrane, its way down the axon, and its handing over to the muscle."""

from muscle_lib.models.nerve_signal.axon import AxonTrace, UnmyelinatedAxon
from muscle_lib.models.nerve_signal.bedside import Bedside, BedsideTest, bedside_test
from muscle_lib.models.nerve_signal.cable import velocity_curve
from muscle_lib.models.nerve_signal.junction_presets import Junction
from muscle_lib.models.nerve_signal.junction_trace import JunctionTrace
from muscle_lib.models.nerve_signal.membrane import Membrane, MembraneTrace
from muscle_lib.models.nerve_signal.myelinated import MyelinatedAxon, MyelinatedTrace
from muscle_lib.models.nerve_signal.quanta import QuantaCount, QuantaTrace

__all__ = [
    "AxonTrace", "Bedside", "BedsideTest", "Junction", "JunctionTrace", "Membrane", "MembraneTrace", "MyelinatedAxon",
    "MyelinatedTrace", "QuantaCount", "QuantaTrace", "UnmyelinatedAxon", "bedside_test", "velocity_curve",
]
