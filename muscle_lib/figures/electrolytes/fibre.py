"""The train: a fibre's voltage over seconds, and what the train leaves behind in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.figures.drawings.fibre import (
    COLORS,
    HEIGHT,
    WIDTH,
    BATH_PER_mM,
    Fibre,
    FibreMoment,
    FULL_mM,
    USUAL_percent,
)
from muscle_lib.figures.scene import PICTURES, SIDE_BY_SIDE, Bound, Scene, Told, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.electrolytes.excitability_trace import LOST_REST_mV
from muscle_lib.models.electrolytes.fibre_currents import K_IN_mM
from muscle_lib.models.electrolytes.fibre_trace import FibreTrace, MEASURED_mM

LENGTH_s = 7.0
#: The film's first pictures, after the first pulse began.
SLOWLY_ms = np.arange(0.0, 2.6, 0.1)
#: Where the marks of the pulses and of the action potentials stand in the voltage's panel.
MARKS_mV, FIRED_mV = (-126.0, -115.0), (64.0, 76.0)


@figure
class FibreFigure:
    """Left: the fibre, a tenth of a second after its pulses. Right: the surface's voltage, its pulses and action
    potentials marked; the tubule's potassium, and slow inactivation."""

    def __init__(self) -> None:
        self.stage = Stage([["fibre", "voltage"], ["fibre", "potassium"], ["fibre", "ready"]], scene="fibre",
                           widths=SIDE_BY_SIDE, heights=(2.6, 1.3, 1.1), x_unit="s", colors=COLORS)
        voltage = self.stage.panel("voltage", "Membrane\npotential", ylim=(-130, 190), yticks=(-80, -40, 0, 40))
        # A healthy train ends at 7 mM, a paralysed fibre's tubule at more than ten times that.
        self.stage.axes["potassium"].set_yscale("log")
        potassium = self.stage.panel("potassium", "Tubule K⁺\n", ylim=(1.0, 140.0), yticks=(1, 4, 10, 40, 100),
                                     yticklabels=("1", "4", "10", "40", "100"))
        potassium.minorticks_off()
        ready = self.stage.panel("ready", "s gate\n", "Time", ylim=(0, 165), yticks=(0, 50, 100))
        self.stage.curve("voltage", "membrane potential", "v_S_mV", label="surface of the fibre", linewidth=1.0)
        self.stage.curve("voltage", "stimulus", MARKS_mV[1], x="pulses_ms", x_unit="s", foot=MARKS_mV[0],
                         label="pulses", pins=False, linewidth=3.5)
        # A pulse alone lifts the voltage, too: only where a mark stands above it is it an action potential.
        self.stage.curve("voltage", "sodium", FIRED_mV[1], x="aps_ms", x_unit="s", foot=FIRED_mV[0],
                         label="action potentials", pins=False, linewidth=1.0)
        # These two move slowly: every tenth sample is enough for the eye.
        self.stage.curve("potassium", "potassium", "K_T_mM", label="potassium in the T-tubule", every=10)
        self.stage.curve("ready", "sodium", "s", label="sodium channels not slowly inactivated", unit="%", every=10)
        for axes in (voltage, potassium, ready):
            axes.set_xlim(0, LENGTH_s)
            axes.tick_params(labelbottom=axes is ready)
            self.stage.legend(axes, columns=2)
        self.stage.add_cursor("Time", "s", voltage, potassium, ready)
        self.stage.play(Scene(Fibre(self.stage, self.stage.axes["fibre"], f"{K_IN_mM:.0f} mM"), FibreMoment, (
            Bound("excited", "Surface (yellow, dark core), open gates", "an action potential on the surface",
                  "surface_up"),
            Bound("depth", "Tubules (yellow from above; in the model a tubule has no depth)",
                  "how far an action potential has risen in the tubule", "tubule_up"),
            Bound("stuck", "Wall (bars) and “depolarised”", "above −65 mV without firing", "stuck"),
            as_it_is("potassium", f"Squares in each tubule (at most {FULL_mM}), and “more potassium than is drawn”",
                     "potassium in the T-tubule", "K_T_mM", 0.0, 200.0),
            as_it_is("bath", f"Squares above ({BATH_PER_mM} for 1 mM)", "potassium outside", "K_out_mM", 0.0, 12.0),
            Bound("quick", "Balls in the sodium gates", "sodium channels that h holds shut", "quickly_locked_percent",
                  of=(0.0, 100.0)),
            Bound("slow", "Bars on the sodium gates", "sodium channels that s holds shut", "slowly_locked_percent",
                  of=(0.0, 100.0)),
            as_it_is("leaky", f"A gate without a ball, and its word (from {USUAL_percent} %)",
                     "sodium channels that fail to inactivate", "persistent_na_percent", 0.0, 2.0),
            as_it_is("pores", "Arrow through the wall, and “gating pores leak”", "leak through gating pores",
                     "pore_mS_cm2", 0.0, 0.01),
            Bound("chloride", "Chloride pores without a cross", "chloride channels that work", "chloride_percent",
                  of=(0.0, 100.0)),
            Told("pulses", "Grey ticks", "pulses of the last fifth of a second", "pulses_ago_ms"),
            Told("fired", "Orange ticks", "action potentials of the last fifth of a second",
                 "action_potentials_ago_ms"),
        ), (WIDTH, HEIGHT), "t_ms", lambda trace: trace.look_ms, clock="clock"))

    def show(self, trace: FibreTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def moments(self, trace: FibreTrace) -> NDArray:
        """The times of a film, in seconds: the first action potential slowly, then the run. Of a fibre that fires,
        every second picture shows its last action potential."""
        first_ms = trace.pulses_ms[0]
        times_ms = np.linspace(first_ms + 10.0, trace.t_ms[-1], PICTURES - len(SLOWLY_ms))
        times_ms[::2] = [trace.fired_ms(t_ms) for t_ms in times_ms[::2]]
        return np.r_[first_ms + SLOWLY_ms, times_ms] / 1000.0

    def show_at(self, trace: FibreTrace, t_s: float) -> None:
        """The fibre at a moment."""
        self.stage.show_at(trace, t_s)

    def describe(self, trace: FibreTrace) -> str:
        """The name of the state, and what it is seen by."""
        alone = " A stroke without an orange mark is only the push of a pulse."
        return (f"{_WORDS[trace.state](trace)}{alone if trace.n_in < len(trace.pulses_ms) else ''} "
                f"{_potassium(trace)}")


def _answers(trace: FibreTrace) -> str:
    pulses = len(trace.pulses_ms)
    if not trace.n_in:
        return "no action potential " + ("at the one pulse" if pulses == 1 else "during the train")
    if pulses == 1:
        return f"{_times(trace.n_in)} at the one pulse"
    return f"{_times(trace.n_in)} during the train of {pulses} pulses"


def _times(count: int) -> str:
    return "one action potential" if count == 1 else f"{count} action potentials"


def _normal(trace: FibreTrace) -> str:
    return f"Normal: {_answers(trace)}{_then(trace)}."


def _then(trace: FibreTrace) -> str:
    return f", then {_times(trace.n_after)} more" if trace.n_after else ", and then silence"


def _latent(trace: FibreTrace) -> str:
    return (f"Latent: {_answers(trace)}{_then(trace)}. But 20 ms after the last pulse began the fibre is still "
            f"{said(trace, 'adp_mV')} above rest: a small push more could tip it.")


def _myotonia(trace: FibreTrace) -> str:
    words = (f"Myotonia: the fibre fires on by itself, {trace.n_after} times after the train, at a mean of "
             f"{trace.own_rate_Hz:.0f} a second")
    if trace.fires_to_the_end:
        return f"{words}, and is still firing when the picture ends."
    return f"{words}, and stops {said(trace, 'after_ms', 1, unit='s')} after the last pulse."


def _block(trace: FibreTrace) -> str:
    return (f"Myotonia, then block: {_times(trace.n_after)} after the train; then the fibre is stuck for seconds "
            f"at about {said(trace, 'late_mV', plus=True)}, where its sodium channels are shut.")


def _paralysis(trace: FibreTrace) -> str:
    words = f"Paralysis: {'only ' if trace.n_in else ''}{_answers(trace)}"
    if trace.late_mV > LOST_REST_mV:
        words += f", and afterwards the fibre is stuck for seconds at about {said(trace, 'late_mV', plus=True)}"
    return words + "."


def _paralysis_after(trace: FibreTrace) -> str:
    return (f"Paralysis after activity: {_answers(trace)}; afterwards the fibre is stuck for seconds at about "
            f"{said(trace, 'late_mV', plus=True)}, and answers nothing.")


def _paralysis_at_rest(trace: FibreTrace) -> str:
    return (f"Paralysis at rest: the fibre rests at {said(trace, 'rest_mV', plus=True)}, where its sodium channels are "
            f"shut; {_answers(trace)}.")


def _potassium(trace: FibreTrace) -> str:
    if trace.peak_K_T_mM - trace.K_out_mM < 0.05:
        return "Potassium in the tubule hardly changes."
    words = f"Potassium in the model's tubule rises from {trace.K_out_mM:.1f} to {said(trace, 'peak_K_T_mM', 1)}"
    if trace.peak_K_T_mM > MEASURED_mM:
        return f"{words}, far beyond the {MEASURED_mM:.0f} mM found between hard-working fibres."
    return words + (" and stays high, as its pump does not speed up." if trace.K_T_stays else ".")


_WORDS = {"normal": _normal, "latent": _latent, "myotonia": _myotonia, "myotonia, then block": _block,
          "paralysis": _paralysis, "paralysis after activity": _paralysis_after,
          "paralysis at rest": _paralysis_at_rest}
