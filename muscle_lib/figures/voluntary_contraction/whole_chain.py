"""The whole chain: from the command down to the force on the left, what pays for it on the right, one time for all."""

from __future__ import annotations

import math

from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.sound import Sound, sound_of
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.voluntary_contraction.leg import leg_with_supplies
from muscle_lib.figures.words import newtons, said
from muscle_lib.models.voluntary_contraction.whole_chain import emg_percent
from muscle_lib.models.voluntary_contraction.whole_chain_trace import PASSES, ChainTrace, GONE_mmHg

LENGTH_s = 30.0
#: A slow curve is drawn from every so many samples; one that changes quickly with a thin line.
EVERY, FAST_WIDTH = 5, 1.4
#: The panels with the time under them.
BELOW = ("oxygen", "calcium", "flow")
#: A change of the last contraction by less than this is not said to be one.
SAME = 0.03
#: The stores are full near this phosphocreatine.
REST_PCR_mM = 33.0


@figure
class WholeChainFigure:
    """Left: the leg. Right: impulses, force, phosphocreatine and phosphate, oxygen. Under “More curves”: command and
    calcium, ATP used and blood flow."""

    def __init__(self) -> None:
        self.stage = Stage([["leg", "impulses"], ["leg", "force"], ["leg", "stores"], ["leg", "oxygen"]], scene="leg",
                           widths=SIDE_BY_SIDE, more=[["command", "use"], ["calcium", "flow"]], height_px=440, x="t_s",
                           colors=colors())
        panels = {name: axes for name, axes in self.stage.axes.items() if name != "leg"}
        for name, axes in panels.items():
            axes.set_xlim(0, LENGTH_s)
            axes.tick_params(labelbottom=name in BELOW)
        for name, words, top, ticks in (
                ("impulses", "Impulses\n", 74, (0, 20, 40)), ("force", "Force\n", 7.6, (0, 2, 4)),
                ("stores", "Stores\n", 66, (0, 15, 30)), ("oxygen", "Oxygen\n", 74, (0, 20, 40)),
                ("command", "Command\n", 140, (0, 50, 100)), ("calcium", "Calcium\n", 8.5, (0, 3, 6)),
                ("use", "ATP used\n", 3.6, (0, 1, 2)), ("flow", "Flow\n", 118, (0, 40, 80))):
            self.stage.panel(name, words, "Time" if name in BELOW else "", ylim=(0, top), yticks=ticks)
        curve = self.stage.curve
        curve("impulses", "command", "nerve_Hz", label="of the nerve", linewidth=FAST_WIDTH)
        curve("impulses", "membrane potential", "fibre_Hz", label="of the fibres", linewidth=FAST_WIDTH)
        curve("force", "active force", "force_N", unit="kN", label="at the tendon", linewidth=FAST_WIDTH)
        curve("stores", "phosphocreatine", "pcr_mM", every=EVERY)
        curve("stores", "phosphate", "Pi_mM", every=EVERY)
        curve("oxygen", "oxygen", "po2_mmHg", label="left in the muscle", every=EVERY)
        curve("command", "command", "command_percent", label="the brain's command")
        curve("calcium", "calcium", "calcium_uM", label="in the fibres", linewidth=FAST_WIDTH)
        curve("use", "ATP", "used_mM_s", label="spent", linewidth=FAST_WIDTH)
        curve("flow", "flow", "flow_mL_100g_min", label="let through", linewidth=FAST_WIDTH, every=EVERY)
        self.stage.add_cursor("Time", "s", *panels.values())
        for axes in panels.values():
            self.stage.legend(axes)
        leg_with_supplies(self.stage, "t_s", "smallest_s", lambda trace: trace.mid_hold_s)

    def show(self, trace: ChainTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: ChainTrace) -> str:
        """How far the command gets, and what that costs."""
        return f"{_WORDS.get(trace.broken_link, _cut)(trace)} {_supply(trace)}"

    def hear(self, trace: ChainTrace) -> Sound:
        """The EMG of the run, with the impulses that made it through the nerve."""
        return sound_of(emg_percent(trace), 0.0, trace.spike_ms / 1000.0, trace.spike_unit)


def _force(trace: ChainTrace) -> str:
    first = "second" if len(trace.contractions) == 1 else "contraction"
    words = f"The force reaches {newtons(trace, 'first_N')} in the first {first}"
    if not math.isfinite(trace.last_to_first):
        return words + "."
    if abs(trace.last_to_first - 1.0) < SAME:
        return words + " and as much at the end."
    return words + f" and {newtons(trace, 'last_N')} at the end."


def _none(trace: ChainTrace) -> str:
    return f"All links of this muscle hold: the motor neurons' impulses reach the fibres. {_force(trace)}"


def _command(trace: ChainTrace) -> str:
    return "The command is too weak for a single motor unit: nothing happens."


def _cut(trace: ChainTrace) -> str:
    """All places at which something is cut, not only the first: the last one may be why no force comes out."""
    places = [(place, why(trace)) for link, (place, why) in _CUTS.items() if link in trace.broken_links]
    if len(places) == 1:
        return "The chain breaks at {}: {}. ".format(*places[0]) + _left(trace)
    return "The chain breaks at " + ", and at ".join(f"{place} ({why})" for place, why in places) + f". {_left(trace)}"


def _nerve(trace: ChainTrace) -> str:
    return f"only {said(trace, 'nerve_percent')} of its axons conduct" if trace.nerve_percent >= 0.5 else (
        "no axon conducts")


def _junction(trace: ChainTrace) -> str:
    part = f"only {said(trace, 'transmitted', unit='%')}" if trace.transmitted >= 0.005 else "hardly any"
    return f"an impulse of the nerve reaches {part} of the fibres"


def _fibre(trace: ChainTrace) -> str:
    if not trace.followed_Hz:
        return "the fibres cannot be excited"
    return f"the fibres follow only {trace.followed_Hz:.0f} impulses a second"


def _blood(trace: ChainTrace) -> str:
    if trace.blood_percent / 100.0 >= PASSES:
        return "the muscle squeezes its own vessels shut"
    return f"only {said(trace, 'blood_percent')} of it is let through" if trace.blood_percent >= 0.5 else (
        "none is let through")


def _glycogen(trace: ChainTrace) -> str:
    return f"the muscle has only {said(trace, 'glycogen_mM')}" if trace.glycogen_mM[0] >= 0.5 else (
        "the muscle has none")


def _energy(trace: ChainTrace) -> str:
    return f"All impulses arrive, but the muscle tires. {_force(trace)}"


def _left(trace: ChainTrace) -> str:
    return "No force comes out." if trace.peak_N < 0.5 else _force(trace)


def _supply(trace: ChainTrace) -> str:
    if trace.lowest_pcr_mM > REST_PCR_mM - 0.5:
        return "The stores stay full."
    oxygen = f" and oxygen in the muscle to {said(trace, 'lowest_po2_mmHg', 1)}"
    if trace.lowest_po2_mmHg < GONE_mmHg:
        oxygen = f", and the oxygen in the muscle is used up ({said(trace, 'lowest_po2_mmHg', 1)})"
    return f"Phosphocreatine falls to {said(trace, 'lowest_pcr_mM')}{oxygen}."


_WORDS = {"none": _none, "command": _command, "energy": _energy}
#: Where it can be cut, and the words for how.
_CUTS = {"nerve": ("the nerve", _nerve), "junction": ("the junction", _junction), "fibre": ("the muscle fibre", _fibre),
         "blood": ("the blood", _blood), "glycogen": ("the glycogen", _glycogen)}
