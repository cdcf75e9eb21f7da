"""The train: a fibre's voltage over seconds, and what the train leaves behind in it."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import mV
from muscle_lib.models.electrolytes.excitability_trace import LOST_REST_mV
from muscle_lib.models.electrolytes.fibre_trace import FibreTrace

LENGTH_s = 7.0
#: Where the marks of the pulses stand in the voltage's panel.
MARKS_mV = (-126.0, -115.0)


class FibreFigure:
    """The surface's voltage with the pulses marked under it, the tubule's potassium, and slow inactivation."""

    def __init__(self) -> None:
        self.stage = Stage([["voltage"], ["potassium"], ["ready"]], heights=(2.6, 1.3, 1.1), one_time_axis=True)
        voltage, potassium, ready = (self.stage.axes[name] for name in ("voltage", "potassium", "ready"))
        voltage.set(xlim=(0, LENGTH_s), ylim=(-130, 95), yticks=(-80, -40, 0, 40), ylabel="Membrane\npotential (mV)")
        # A healthy train ends at 7 mM, a paralysed fibre's tubule at more than ten times that.
        potassium.set_yscale("log")
        potassium.set(ylim=(1.0, 140.0), yticks=(1, 4, 10, 40, 100), yticklabels=("1", "4", "10", "40", "100"),
                      ylabel="Tubule K⁺\n(mM)")
        potassium.minorticks_off()
        ready.set(ylim=(0, 165), yticks=(0, 50, 100), xlabel="Time (s)", ylabel="s gate\n(%)")
        self._voltage = self.stage.curve(voltage, STYLES["membrane potential"], "surface of the fibre", "mV")
        self._voltage.set_linewidth(1.0)
        # No curve: a pin leaves no ghost of the pulses.
        (pulses,) = voltage.plot([], [], color=STYLES["stimulus"].color, linewidth=STYLES["stimulus"].width,
                                 label="pulses")
        self._pulses = self.stage.moving(pulses)
        self._potassium = self.stage.curve(potassium, STYLES["potassium"], "potassium in the T-tubule", "mM")
        self._ready = self.stage.curve(ready, STYLES["sodium"], "sodium channels not slowly inactivated", "%")
        self.stage.add_cursor("Time", "s", voltage, potassium, ready)
        for axes in (voltage, potassium, ready):
            self.stage.legend(axes)

    def show(self, trace: FibreTrace) -> None:
        """Move the curves to a new trace."""
        t_s = trace.t_ms / 1000.0
        self._voltage.set_data(t_s, trace.v_S_mV)
        self._pulses.set_data(np.repeat(trace.pulses_ms / 1000.0, 3),
                              np.tile((*MARKS_mV, np.nan), len(trace.pulses_ms)))
        # These two move slowly: every tenth sample is enough for the eye.
        self._potassium.set_data(t_s[::10], trace.K_T_mM[::10])
        self._ready.set_data(t_s[::10], 100.0 * trace.s[::10])

    def describe(self, trace: FibreTrace) -> str:
        """The name of the state, and what it is seen by."""
        return f"{_WORDS[trace.state](trace)} {_potassium(trace)}"


def _answers(trace: FibreTrace) -> str:
    pulses = len(trace.pulses_ms)
    if not trace.n_in:
        return "no action potential during the train"
    given = "one pulse" if pulses == 1 else f"{pulses} pulses"
    return f"{_times(trace.n_in)} during the train of {given}"


def _times(count: int) -> str:
    return "one action potential" if count == 1 else f"{count} action potentials"


def _normal(trace: FibreTrace) -> str:
    return f"Normal: {_answers(trace)}{_then(trace)}."


def _then(trace: FibreTrace) -> str:
    return f", then {_times(trace.n_after)} more" if trace.n_after else ", and then silence"


def _latent(trace: FibreTrace) -> str:
    return (f"Latent: {_answers(trace)}{_then(trace)}. But 20 ms after the last pulse began the fibre is still "
            f"{trace.adp_mV:.0f} mV above rest: a small push more could tip it.")


def _myotonia(trace: FibreTrace) -> str:
    words = (f"Myotonia: the fibre fires on by itself, {trace.n_after} times after the train, at a mean of "
             f"{trace.own_rate_Hz:.0f} a second")
    if trace.fires_to_the_end:
        return f"{words}, and is still firing when the picture ends."
    return f"{words}, and stops {trace.after_ms / 1000.0:.1f} s after the last pulse."


def _block(trace: FibreTrace) -> str:
    return (f"Myotonia, then block: {_times(trace.n_after)} after the train; then the fibre is stuck for seconds "
            f"at about {mV(trace.late_mV)}, where its sodium channels are shut.")


def _paralysis(trace: FibreTrace) -> str:
    words = f"Paralysis: {'only ' if trace.n_in else ''}{_answers(trace)}"
    if trace.late_mV > LOST_REST_mV:
        words += f", and afterwards the fibre is stuck for seconds at about {mV(trace.late_mV)}"
    return words + "."


def _paralysis_after(trace: FibreTrace) -> str:
    return (f"Paralysis after activity: {_answers(trace)}; afterwards the fibre is stuck for seconds at about "
            f"{mV(trace.late_mV)}, and answers nothing.")


def _paralysis_at_rest(trace: FibreTrace) -> str:
    return (f"Paralysis at rest: the fibre rests at {mV(trace.rest_mV)}, where its sodium channels are shut; "
            f"{_answers(trace)}.")


def _potassium(trace: FibreTrace) -> str:
    if trace.peak_K_T_mM - trace.K_out_mM < 0.05:
        return "Potassium in the tubule hardly changes."
    return f"Potassium in the tubule rises from {trace.K_out_mM:.1f} to {trace.peak_K_T_mM:.1f} mM."


_WORDS = {"normal": _normal, "latent": _latent, "myotonia": _myotonia, "myotonia, then block": _block,
          "paralysis": _paralysis, "paralysis after activity": _paralysis_after,
          "paralysis at rest": _paralysis_at_rest}
