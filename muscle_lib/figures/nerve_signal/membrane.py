"""The impulse: the membrane's voltage, the conductances under it, and the stimulus that set it off."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import count, mV
from muscle_lib.models.nerve_signal.membrane_trace import MembraneTrace, REST_mV


@figure
class MembraneFigure:
    """Voltage, open sodium and potassium conductance, and stimulus, on one time axis with fixed scales."""

    def __init__(self) -> None:
        self.stage = Stage([["voltage"], ["conductance"], ["stimulus"]], heights=(3.2, 2.0, 0.7), one_time_axis=True)
        voltage = self.stage.panel("voltage", "Membrane\npotential", xlim=(0, 50), ylim=(-95, 62),
                                   yticks=(-80, -40, 0, 40))
        conductance = self.stage.panel("conductance", "Open\n", ylim=(0, 42), yticks=(0, 20, 40))
        # A short pulse is a hundred times stronger than a steady current: only a logarithmic axis shows both.
        self.stage.axes["stimulus"].set_yscale("symlog", linthresh=10)
        stimulus = self.stage.panel("stimulus", "Stimulus\n", "Time", ylim=(-15, 1500), yticks=(0, 100),
                                    yticklabels=("0", "100"))
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


def _rest(trace: MembraneTrace) -> str:
    return f"Nothing is sent: the membrane rests at {mV(trace.v_mV[-1])}."


def _no_impulse(trace: MembraneTrace) -> str:
    pulled_down = trace.stimulus_uA_cm2.min() < 0.0 and REST_mV - trace.trough_mV > trace.peak_mV - REST_mV
    if pulled_down:
        return f"No impulse: the current pulls the voltage down to {mV(trace.trough_mV)}."
    comes_back = "" if trace.stimulus_uA_cm2[-1] else " and comes back"
    return f"No impulse: the voltage rises only to {mV(trace.peak_mV)}{comes_back}."


def _impulses(trace: MembraneTrace) -> str:
    words = (f"{count(trace.impulses)}: {'the first starts ' if trace.impulses > 1 else ''}{_when(trace)}; "
             f"the voltage shoots up to {mV(trace.peak_mV)} and falls to {mV(trace.after_mV)}.")
    if trace.impulses > 1 and trace.stimulus_uA_cm2[-1] > 0.0:
        gap_ms = np.diff(trace.impulse_times_ms).mean()
        # Unless they stopped before the end of the picture.
        if trace.t_ms[-1] - trace.impulse_times_ms[-1] < 1.5 * gap_ms:
            rate = 1000.0 / gap_ms
            words += f" As long as the current flows, they follow one another at about {rate:.0f} a second."
    return words


def _when(trace: MembraneTrace) -> str:
    before = trace.t_ms < trace.start_ms + trace.latency_ms
    pulled_down = np.flatnonzero(before & (trace.stimulus_uA_cm2 < 0.0))
    if len(pulled_down) and trace.stimulus_uA_cm2[before][-1] == 0.0:
        since_ms = trace.start_ms + trace.latency_ms - trace.t_ms[pulled_down[-1]]
        return f"{since_ms:.1f} ms after the downward current stopped"
    return f"{trace.latency_ms:.1f} ms after the stimulus began"


def _held(trace: MembraneTrace) -> str:
    # The mean, because a small swing may go on.
    held = mV(trace.v_mV[trace.v_mV.size // 2:].mean())
    if not trace.impulses:
        return f"No impulse: the current lifts the voltage to {held} and holds it there."
    words = (f"{count(trace.impulses)}, then the current holds the voltage near {held}, where the "
             "sodium channels stay inactivated.")
    return words + (f" What is left is a swing of {trace.swing_mV:.0f} mV." if trace.swing_mV >= 1.0 else "")


def _swinging(trace: MembraneTrace) -> str:
    return (f"{count(trace.impulses)}, then the voltage only swings by {trace.swing_mV:.0f} mV, {trace.rate_Hz:.0f} "
            "times a second: too few sodium channels can open for it to pass 0.")


def _by_itself(trace: MembraneTrace) -> str:
    return f"The membrane fires by itself, without a stimulus: {count(trace.impulses).lower()} in this picture."


_WORDS = {"at rest": _rest, "no impulse": _no_impulse, "one impulse": _impulses, "several impulses": _impulses,
          "held depolarised": _held, "swinging": _swinging, "fires by itself": _by_itself}


def _second_pulse(trace: MembraneTrace) -> str:
    if math.isnan(trace.second_ms):
        return ""
    delay = f"{trace.second_ms - trace.start_ms:.1f} ms later,"
    if trace.second_fired:
        # Not “gives”: with a steady current it might have come anyway.
        return f" The second pulse, {delay} is followed by an impulse."
    return f" The second pulse, {delay} gives none."
