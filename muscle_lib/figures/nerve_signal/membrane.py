"""The impulse: the membrane's voltage, the conductances under it, and the stimulus that set it off."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import count, said
from muscle_lib.models.nerve_signal.membrane_trace import MembraneTrace, REST_mV


@figure
class MembraneFigure:
    """Voltage, open sodium and potassium conductance, and stimulus, on one time axis with fixed scales."""

    def __init__(self) -> None:
        self.stage = Stage([["voltage"], ["conductance"], ["stimulus"]], heights=(3.2, 1.8, 1.0), one_time_axis=True)
        voltage = self.stage.panel("voltage", "Membrane\npotential", xlim=(0, 50), ylim=(-95, 62),
                                   yticks=(-80, -40, 0, 40))
        conductance = self.stage.panel("conductance", "Open\n", ylim=(0, 42), yticks=(0, 20, 40))
        # A short pulse is a hundred times stronger than a steady current: only a logarithmic axis shows both, and says
        # so.
        self.stage.axes["stimulus"].set_yscale("symlog", linthresh=10)
        stimulus = self.stage.panel("stimulus", "Stimulus\n", "Time", ylim=(-15, 1500), yticks=(0, 10, 100, 1000),
                                    yticklabels=("0", "", "100", ""))
        self.stage.label(stimulus, 49.8, 900, "lines at 0, 10, 100 and 1000", ha="right", va="top",
                         bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})
        reference = STYLES["reference"]
        voltage.axhline(REST_mV, color=reference.color, linestyle=reference.dash, linewidth=reference.width)
        self.stage.label(voltage, 49.8, REST_mV - 3, "rest", ha="right", va="top")

        self.stage.curve("voltage", "membrane potential", "v_mV", label="inside against outside")
        self.stage.curve("conductance", "sodium", "g_Na_mS_cm2", label="sodium channels")
        self.stage.curve("conductance", "potassium", "g_K_mS_cm2", label="potassium channels")
        self.stage.curve("stimulus", "stimulus", "stimulus_uA_cm2")
        self.stage.add_cursor("Time", "ms", voltage, conductance, stimulus)
        self.stage.legend(voltage)
        self.stage.legend(conductance)

    def show(self, trace: MembraneTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: MembraneTrace) -> str:
        """What the picture shows, in one to three sentences."""
        return _WORDS[trace.state](trace) + _second_pulse(trace)


def _voltage(trace: MembraneTrace, path: str) -> str:
    return said(trace, path, plus=True)


def _rest(trace: MembraneTrace) -> str:
    return f"Nothing is sent: the membrane rests at {_voltage(trace, 'end_mV')}."


def _no_impulse(trace: MembraneTrace) -> str:
    pulled_down = trace.stimulus_uA_cm2.min() < 0.0 and REST_mV - trace.trough_mV > trace.peak_mV - REST_mV
    if pulled_down:
        return f"No impulse: the current pulls the voltage down to {_voltage(trace, 'trough_mV')}."
    comes_back = "" if trace.stimulus_uA_cm2[-1] else " and comes back"
    return f"No impulse: the voltage rises only to {_voltage(trace, 'peak_mV')}{comes_back}."


def _impulses(trace: MembraneTrace) -> str:
    words = (f"{count(trace.impulses)}: {'the first starts ' if trace.impulses > 1 else ''}{_when(trace)}; "
             f"the voltage shoots up to {_voltage(trace, 'peak_mV')} and falls to {_voltage(trace, 'after_mV')}.")
    if trace.impulses > 1 and trace.stimulus_uA_cm2[-1] > 0.0:
        gap_ms = np.diff(trace.impulse_times_ms).mean()
        # Unless they stopped before the end of the picture.
        if trace.t_ms[-1] - trace.impulse_times_ms[-1] < 1.5 * gap_ms:
            rate = 1000.0 / gap_ms
            words += f" As long as the current flows, they follow one another at about {rate:.0f} a second."
    return words


def _when(trace: MembraneTrace) -> str:
    if math.isnan(trace.rebound_ms):
        return f"{said(trace, 'latency_ms', 1)} after the stimulus began"
    return f"{said(trace, 'rebound_ms', 1)} after the downward current stopped"


def _held(trace: MembraneTrace) -> str:
    held = _voltage(trace, "late_mV")
    if not trace.impulses:
        return f"No impulse: the current lifts the voltage to {held} and holds it there."
    words = (f"{count(trace.impulses)}, then the current holds the voltage near {held}, where the "
             "sodium channels stay inactivated.")
    return words + (f" What is left is a swing of {said(trace, 'swing_mV')}." if trace.swing_mV >= 1.0 else "")


def _swinging(trace: MembraneTrace) -> str:
    return (f"{count(trace.impulses)}, then the voltage only swings by {said(trace, 'swing_mV')}, "
            f"{trace.rate_Hz:.0f} times a second: too few sodium channels can open for it to pass 0.")


def _by_itself(trace: MembraneTrace) -> str:
    return f"The membrane fires by itself, without a stimulus: {count(trace.impulses).lower()} in this picture."


_WORDS = {"at rest": _rest, "no impulse": _no_impulse, "one impulse": _impulses, "several impulses": _impulses,
          "held depolarised": _held, "swinging": _swinging, "fires by itself": _by_itself}


def _second_pulse(trace: MembraneTrace) -> str:
    if math.isnan(trace.second_ms):
        return ""
    delay = f"{said(trace, 'second_delay_ms', 1)} later,"
    if trace.second_fired:
        # Not “gives”: with a steady current it might have come anyway.
        return f" The second pulse, {delay} is followed by an impulse."
    return f" The second pulse, {delay} gives none."
