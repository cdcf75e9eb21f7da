"""The impulse: the membrane's voltage, the conductances under it, and the stimulus that set it off."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.drawings import membrane as drawing
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import count, said
from muscle_lib.models.nerve_signal.membrane_trace import MembraneTrace, REST_mV

#: A film begins so long before the first stimulus, and ends so long after the last.
_BEFORE_ms, _AFTER_ms = 0.5, 14.0
#: So strong are the two currents where their arrows and streams are greatest, in µA/cm².
_GREATEST = 900.0
#: More than this crosses in no picture.
_MOST = 400.0
_BOUND = (
    Bound("v_mV", "Signs along both faces (one for 9 mV)", "membrane potential", "v_mV", of=(-90.0, 60.0),
          to=(-90.0, 60.0)),
    Bound("sodium_gate", "Flaps of the sodium channel (the gap goes with the root)", "m³, its fast gates",
          "sodium_gate"),
    Bound("lid", "Lid of the sodium channel: 0 in its mouth, 1 free (its way goes with the root)", "h, not inactivated",
          "h"),
    Bound("potassium_gate", "Flaps of the potassium channel (the gap goes with the root)", "n⁴, its gates",
          "potassium_gate"),
    Bound("sodium_in", "Arrow and stream of sodium (inwards; none below 4 %)", "sodium current", "sodium_uA_cm2",
          of=(-_GREATEST, _GREATEST), to=(1.0, -1.0)),
    Bound("potassium_out", "Arrow and stream of potassium (outwards; none below 4 %)", "potassium current",
          "potassium_uA_cm2", of=(-_GREATEST, _GREATEST), to=(-1.0, 1.0)),
    Bound("sodium_crossed", "The number “in”", "sodium since the start of the picture (of potassium a squid's axon "
          "holds five million pmol for each cm² of its membrane: 400 mM, our choice, half a millimetre thick)",
          "sodium_in_pmol_cm2", of=(-_MOST, _MOST), to=(-_MOST, _MOST)),
    Bound("potassium_crossed", "The number “out”", "potassium since the start of the picture",
          "potassium_out_pmol_cm2", of=(-_MOST, _MOST), to=(-_MOST, _MOST)),
    Bound("sodium_outside", "Dots of sodium outside", "sodium outside", "na_out_percent", of=(0.0, 120.0),
          to=(0.0, 1.2)),
)


@figure
class MembraneFigure:
    """The patch itself, and beside it voltage, open sodium and potassium conductance, and stimulus, on one time axis
    with fixed scales."""

    def __init__(self) -> None:
        self.stage = Stage([["patch", "voltage"], ["patch", "conductance"], ["patch", "stimulus"]], scene="patch",
                           widths=SIDE_BY_SIDE, heights=(3.2, 1.8, 1.0), colors=drawing.colors())
        voltage = self.stage.panel("voltage", "Membrane\npotential", xlim=(0, 50), ylim=(-95, 62),
                                   yticks=(-80, -40, 0, 40))
        conductance = self.stage.panel("conductance", "Open\n", xlim=(0, 50), ylim=(0, 42), yticks=(0, 20, 40))
        # A short pulse is a hundred times stronger than a steady current: only a logarithmic axis shows both, and says
        # so.
        self.stage.axes["stimulus"].set_yscale("symlog", linthresh=10)
        stimulus = self.stage.panel("stimulus", "Stimulus\n", "Time", xlim=(0, 50), ylim=(-15, 1500),
                                    yticks=(0, 10, 100, 1000), yticklabels=("0", "", "100", ""))
        self.stage.label(stimulus, 49.8, 900, "grid lines: 0, 10, 100, 1000", ha="right", va="top",
                         bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})
        reference = STYLES["reference"]
        voltage.axhline(REST_mV, color=reference.color, linestyle=reference.dash, linewidth=reference.width)
        self.stage.label(voltage, 49.8, REST_mV - 3, "rest", ha="right", va="top")

        self.stage.curve("voltage", "membrane potential", "v_mV", label="membrane potential")
        self.stage.curve("conductance", "sodium", "g_Na_mS_cm2", label="sodium channels")
        self.stage.curve("conductance", "potassium", "g_K_mS_cm2", label="potassium channels")
        self.stage.curve("stimulus", "stimulus", "stimulus_uA_cm2")
        self.stage.add_cursor("Time", "ms", voltage, conductance, stimulus)
        for axes in (voltage, conductance):
            axes.tick_params(labelbottom=False)
            self.stage.legend(axes)
        self.stage.play(Scene(
            drawing.Membrane(self.stage, self.stage.axes["patch"]), drawing.MembraneMoment, _BOUND,
            (drawing.WIDTH, drawing.HEIGHT), "t_ms", lambda trace: trace.rush_ms, film=_film))

    def show(self, trace: MembraneTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: MembraneTrace) -> str:
        """What the picture shows, in one to three sentences."""
        return _WORDS[trace.state](trace) + _second_pulse(trace)


def _film(trace: MembraneTrace) -> tuple[float, float]:
    """From just before the first stimulus on, for as long as something happens."""
    last_ms = trace.start_ms if math.isnan(trace.second_ms) else trace.second_ms
    end_ms = float(trace.t_ms[-1])
    return trace.start_ms - _BEFORE_ms, end_ms if trace.stimulus_uA_cm2[-1] else min(last_ms + _AFTER_ms, end_ms)


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
    gone = trace.potassium_out_pmol_cm2[-1]
    return f"{words} Of five million potassium ions inside, {gone:.0f} have gone out by the end."


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
