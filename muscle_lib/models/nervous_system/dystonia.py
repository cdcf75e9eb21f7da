"""Dystonia: two muscles that oppose each other, to and fro; each silences the other, or no longer does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

COHEN = "Cohen & Hallett 1988, doi 10.1212/WNL.38.7.1005"
CHEN = "Chen et al. 1995, doi 10.1002/mds.870100505"
SOHN = "Sohn & Hallett 2004, doi 10.1002/ana.20270"
ALBANESE = "Albanese et al. 2013, doi 10.1002/mds.25475"
VAN_HARTEN = "Van Harten et al. 1999, doi 10.1136/bmj.319.7210.623"
#: The muscles find their rhythm in so long, before the picture begins; so many seconds are then seen.
BEFORE_s, SEEN_s = 1.0, 3.0
#: A muscle is at work above this part of its greatest activity.
AT_WORK_percent = 5.0
#: A pen has left so long a line, with a point each so many seconds.
LINE_s, POINT_s = 2.8, 0.02


def two_muscles(first: ArrayLike, second: ArrayLike, inhibition: float, tau_s: float, dt_s: float) -> NDArray:
    """How active two muscles are that get these commands and silence each other; they start at rest.

    Each follows what is left of its command, within ``tau_s``: the command less ``inhibition`` times the other's
    activity, and never less than nothing. All are parts of one muscle's greatest activity; two rows come back.
    """
    step = dt_s / tau_s
    commands = np.column_stack([first, second]).tolist()
    a = b = 0.0
    active = []
    for to_a, to_b in commands:
        active.append((a, b))
        a, b = (a + step * (max(0.0, to_a - inhibition * b) - a), b + step * (max(0.0, to_b - inhibition * a) - b))
    return np.array(active).T


def at_once(a: ArrayLike, b: ArrayLike) -> float:
    """The part of the activity that cancels out: twice the smaller of the two, of both together; 0 without any."""
    both = float(np.sum(a) + np.sum(b))
    return 2.0 * float(np.sum(np.minimum(a, b))) / both if both > 0.0 else 0.0


@trace
class DystoniaTrace:
    """Some beats of a hand that goes to and fro. Activities are in per cent of a muscle's greatest."""

    t_s: NDArray
    extensor_command_percent: NDArray
    flexor_command_percent: NDArray
    extensor_percent: NDArray
    flexor_percent: NDArray
    neighbour_percent: NDArray
    #: How far the wrist is bent back.
    wrist_deg: NDArray
    inhibition_percent: float

    @result("Effort of both muscles", headline=True)
    def effort_percent(self) -> float:
        """The activity of both muscles together, on average, in per cent of the greatest of one."""
        return float((self.extensor_percent + self.flexor_percent).mean())

    @result("Movement, to and fro")
    def movement_deg(self) -> float:
        """How far it is from where the wrist is bent back most to where it is bent forward most."""
        return float(np.ptp(self.wrist_deg))

    @result("Time with both at work")
    def both_percent(self) -> float:
        """The part of the time in which both muscles are above 5 % of their greatest activity."""
        both = np.minimum(self.extensor_percent, self.flexor_percent) > AT_WORK_percent
        return 100.0 * float(both.mean())

    @result("Effort that cancels out")
    def cancelled_percent(self) -> float:
        """The part of the effort with which the muscles only pull against each other (in papers: co-contraction)."""
        return 100.0 * at_once(self.extensor_percent, self.flexor_percent)

    @result("Wrist, on average")
    def posture_deg(self) -> float:
        """How far the wrist is bent on average: back is plus, forward is minus."""
        return float(self.wrist_deg.mean())

    @result("Most activity of the neighbour")
    def overflow_percent(self) -> float:
        """The greatest activity of a muscle that has no part in the task."""
        return float(self.neighbour_percent.max())

    def written_deg(self, at_s: float) -> tuple[float, ...]:
        """The line that a pen in this hand has left at a moment: where the wrist was, the newest first."""
        ago = np.arange(0.0, min(LINE_s, at_s - self.t_s[0]) + 1e-9, POINT_s)
        return tuple(float(wrist) for wrist in np.interp(at_s - ago, self.t_s, self.wrist_deg))


@model
class Dystonia:
    """The wrist of a writing hand: two muscles that oppose each other, and a neighbour that has no part in it.

    The equations in words
    ----------------------
        command of each muscle = middle ± swing · sine of the beat; to the flexor, what nobody wants comes on top
        change of a muscle's activity = (what is left of its command − activity) / 20 ms
        what is left = command − mutual inhibition · the other muscle's activity, and never less than nothing
        neighbour's command = (spread − surround inhibition) · the extensor's command, and never less than nothing
        wrist = 10° · (extensor's activity − flexor's)
    ``run()`` returns a DystoniaTrace of three seconds. Errors: a value out of range, of the wrong type or not finite
    raises a ValueError.
    Sources: both muscles at once in the cramps of writers and musicians: Cohen & Hallett 1988, doi
    10.1212/WNL.38.7.1005; less reciprocal inhibition: Chen et al. 1995, doi 10.1002/mds.870100505; surround
    inhibition lost: Sohn & Hallett 2004, doi 10.1002/ana.20270. The equations and all numbers are our choice.
    """

    inhibition_percent: float = quantity(
        80.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="w", label="Mutual inhibition",
        meaning="How much of its own activity each muscle takes from the other's command.",
        source="Our choice of numbers. Inhibition between the muscles of the forearm was weaker in writer's cramp: "
               + CHEN)
    surround_percent: float = quantity(
        40.0, unit="%", low=0.0, high=50.0, step=5.0, symbol="s", label="Surround inhibition",
        meaning="How much of a command is kept away from muscles that have no part in the movement.",
        source="Our choice of numbers. When the index finger moved, the pathway to the little finger's muscle was "
               "held down in healthy people, and not in hand dystonia: " + SOHN)
    unwanted_percent: float = quantity(
        0.0, unit="%", low=0.0, high=50.0, step=5.0, symbol="u", label="Unwanted command to the flexor",
        meaning="A steady command that the person did not give: a forced contraction.",
        source="Our choice of numbers. Contractions that force a posture are part of what dystonia means: " + ALBANESE)
    beats_Hz: float = quantity(1.0, unit="Hz", low=0.5, high=3.0, symbol="f", label="Beats a second",
                               source="Our choice: slow writing.", fixed=True)
    middle_percent: float = quantity(
        55.0, unit="%", low=20.0, high=80.0, symbol="D_mid", label="Middle of the commands",
        source="Our choice: with the swing, commands from 10 to 100 %.", fixed=True)
    swing_percent: float = quantity(
        45.0, unit="%", low=10.0, high=50.0, symbol="D_sw", label="Swing of the commands",
        source="Our choice: with the middle, commands from 10 to 100 %.", fixed=True)
    spread_percent: float = quantity(
        30.0, unit="%", low=0.0, high=50.0, symbol="spread", label="Spread of a command",
        meaning="What a neighbour would get of the command if nothing kept it away. The one that is drawn lies at the "
                "back of the upper arm; it was overactive in writer's cramp (Hughes & McLellan 1985).",
        source="Our choice: a third, so that the usual surround inhibition keeps all of it away.", fixed=True)
    tau_ms: float = quantity(20.0, unit="ms", low=5.0, high=100.0, symbol="τ", label="Time to follow a command",
                             source="Our choice: short beside a beat.", fixed=True)
    bend_deg: float = quantity(10.0, unit="°", low=5.0, high=15.0, symbol="k", label="Bend by one muscle alone",
                               source="Our choice: about what the wrist does in writing.", fixed=True)
    dt_ms: float = quantity(1.0, unit="ms", low=0.25, high=2.0, symbol="dt", label="Time step",
                            source="Our choice: half of it changes results by less than 1 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Where inhibition is lost. In people with dystonia it was found weaker in the spinal cord, in the brain stem "
        "and in the cortex; what is cause and what follows is not settled. Here it is one number between two muscles.",
        "What spoils the writing. Patients have excessive activity and move less finely (Cohen & Hallett 1988, doi "
        "10.1212/WNL.38.7.1005); here the movement stays nearly the same, so the pen writes nearly the same.",
        "The task. Writer's cramp comes with writing; here nothing knows what the hand is doing. And fingers, twisting "
        "and tremor: the wrist alone moves, as a spring without mass.",
        "The causes. The same three sliders stand for writer's cramp, a medicine and a stroke; which muscles are "
        "hit, how soon and for how long is not in the model.",
        "Muscles that pull against each other on purpose: everybody stiffens a joint so when it must not give way. In "
        "dystonia nobody asked for it.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> DystoniaTrace:
        """Let the hand go to and fro for some beats."""
        dt_s, tau_s = self.dt_ms / 1000.0, self.tau_ms / 1000.0
        before = round(BEFORE_s / dt_s)
        t_s = np.arange(-before, round(SEEN_s / dt_s) + 1) * dt_s
        beat = np.sin(2.0 * np.pi * self.beats_Hz * t_s)
        # No command can ask for more than all that a muscle has.
        extend = np.clip(self.middle_percent + self.swing_percent * beat, 0.0, 100.0)
        flex = np.clip(self.middle_percent - self.swing_percent * beat + self.unwanted_percent, 0.0, 100.0)
        extensor, flexor = two_muscles(extend, flex, self.inhibition_percent / 100.0, tau_s, dt_s)
        # Nobody silences the neighbour, and it silences nobody.
        neighbour, _ = two_muscles(self.overflow(extend), np.zeros_like(extend), 0.0, tau_s, dt_s)
        seen = slice(before, None)
        return DystoniaTrace(
            t_s=t_s[seen], extensor_command_percent=extend[seen], flexor_command_percent=flex[seen],
            extensor_percent=extensor[seen], flexor_percent=flexor[seen], neighbour_percent=neighbour[seen],
            wrist_deg=self.bend_deg * (extensor - flexor)[seen] / 100.0, inhibition_percent=self.inhibition_percent)

    def overflow(self, command: NDArray) -> NDArray:
        """What a neighbour gets of a command."""
        return command * max(0.0, self.spread_percent - self.surround_percent) / 100.0


_DEFAULT = Dystonia()
_LESS = replace(_DEFAULT, inhibition_percent=10.0)
_SPREAD = replace(_LESS, surround_percent=10.0)
_FORCED = replace(_SPREAD, unwanted_percent=30.0)
Dystonia.presets = grouped({
    "writing": (
        Preset("Writing, relaxed", _DEFAULT, source="Our choice",
               expect="one muscle works, then the other; both at once for a sixth of the time",
               signature={"effort_percent": (81.8, 83.5), "movement_deg": (19.8, 20.0), "both_percent": (15.0, 19.0)}),
        Preset("Less mutual inhibition", _LESS, source="Our choice of numbers. Less of it in patients: " + CHEN,
               expect="the same movement for a fifth more effort",
               signature={"effort_percent": (99.0, 101.0), "movement_deg": (19.7, 20.0)}),
        Preset("No mutual inhibition", replace(_DEFAULT, inhibition_percent=0.0), source="Our choice",
               expect="a third more effort for a tenth less movement, and both at work all the time",
               signature={"effort_percent": (109.0, 111.0), "movement_deg": (17.7, 18.0),
                          "both_percent": (99.0, 100.0)}),
        Preset("Spreading to a neighbour", _SPREAD, source="Our choice of numbers. Surround inhibition lost: " + SOHN,
               expect="a muscle that has no part in it joins in, with up to a fifth of its greatest activity",
               signature={"overflow_percent": (19.0, 21.0), "effort_percent": (99.0, 101.0)}),
        Preset("A command that nobody gave", _FORCED, source="Our choice of numbers. What dystonia means: " + ALBANESE,
               expect="the hand goes to and fro by a sixth less, and about another place: bent forward",
               signature={"posture_deg": (-2.7, -2.3), "movement_deg": (16.2, 16.8)}),
    ),
    "causes": (
        "Writing, relaxed",
        Preset("Writer's cramp", _SPREAD, source="Our choice of numbers. Co-contraction in patients: " + COHEN,
               expect="both muscles at once for most of the time, and a neighbour with them",
               signature={"both_percent": (65.0, 80.0), "overflow_percent": (19.0, 21.0)}),
        Preset("After a medicine", _LESS,
               source="Our choice of numbers. Some medicines against psychosis or vomiting cause dystonia within a "
                      "week; one against acetylcholine nearly always ends it within 20 minutes: " + VAN_HARTEN,
               expect="as with less mutual inhibition for any other reason: the model cannot tell them apart",
               signature={"effort_percent": (99.0, 101.0), "cancelled_percent": (35.0, 39.0)}),
        Preset("After a stroke", _FORCED,
               source="Our choice of numbers. Dystonia can follow a stroke, often some months later: Suri et al. 2018",
               expect="both muscles at once, a neighbour with them, and the hand bent forward",
               signature={"both_percent": (75.0, 90.0), "overflow_percent": (19.0, 21.0), "posture_deg": (-2.7, -2.3)}),
    ),
})
