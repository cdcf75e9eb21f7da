"""The muscle-side account of a cramp as a toy: potassium that gathers around the fibres, calcium that stays in them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity
from muscle_lib.trace import result, trace

#: The picture begins before the longest drive and ends two minutes after it; the drive ends at 0.
BEFORE_s, AFTER_s = 40.0, 120.0
#: One point of the picture.
SHOWN_s = 0.05
# The limits of the words are our choice.
#: Fibres that give more impulses than this are said to fire, and a muscle with this force or more has not let go.
FIRING_Hz, HELD_percent = 5.0, 5.0
#: An ordinary contraction is over sooner than this.
LETS_GO_s = 1.0
#: The account itself, as a model of the fibre; the toy keeps its idea and none of its equations.
TASAKI = "Tasaki et al. 2020, doi 10.36903/physiome.12871364"
TOY = "Our choice: a toy, whose constants show the account and were not measured"


class Act(NamedTuple):
    """Something that is done: its name, how a sentence begins with it, whether it silences the nerve, how much blood
    flows at least (1 is the flow of the relaxed muscle), and whether it shuts the calcium channels."""

    name: str
    phrase: str
    blocks: bool = False
    least_flow: float = 0.0
    shuts: bool = False


#: What the student can do, by its word in code.
ACTIONS = {
    "nothing": Act("Nothing", "Doing nothing"),
    "nerve block": Act("Nerve block", "Blocking the nerve", blocks=True),
    "massage": Act("Massage", "Massaging", least_flow=1.5),
    "stretch": Act("Stretch", "Stretching", least_flow=0.6),
    "channels shut": Act("Calcium channels shut", "Shutting the calcium channels", shuts=True),
}


@trace
class MuscleSideTrace:
    """Impulses, force, potassium, calcium and flow over time, beside the same muscle left alone.

    All arrays have the shape of ``t_s``, which is 0 when the nerve's drive ends. Forces are parts of the greatest.
    """

    t_s: NDArray
    #: Impulses that the nerve sends, those that the fibres begin by themselves, and what the fibres fire.
    nerve_Hz: NDArray
    own_Hz: NDArray
    rate_Hz: NDArray
    force_percent: NDArray
    K_mM: NDArray
    #: The part of the calcium load that stays in the fibre; 100 would be all that it can take.
    calcium_percent: NDArray
    flow_percent: NDArray
    #: Without the action.
    untreated_rate_Hz: NDArray
    untreated_force_percent: NDArray
    action: str
    action_s: float
    drive_Hz: float
    drive_s: float

    @property
    def action_name(self) -> str:
        """What was done."""
        return ACTIONS[self.action].name

    @property
    def is_left_alone(self) -> bool:
        """Whether nothing was done."""
        return self.action == "nothing"

    @property
    def driven_s(self) -> float:
        """How long the nerve's impulses really came: less than was wanted if a block cut them short."""
        return float(np.count_nonzero(self.nerve_Hz) * (self.t_s[1] - self.t_s[0]))

    @result("The force stays for", headline=True)
    def held_s(self) -> float:
        """How long after the drive the force was last 5 % or more; 0 if it was not."""
        return self._last_s(self.force_percent >= HELD_percent)

    @result("The force stays for, left alone")
    def untreated_held_s(self) -> float:
        """How long the force would have stayed without the action."""
        return self._last_s(self.untreated_force_percent >= HELD_percent)

    @result("The fibres fire for")
    def self_firing_s(self) -> float:
        """How long after the drive the fibres last fired by themselves; 0 if they did not."""
        return self._last_s(self.rate_Hz > FIRING_Hz)

    @result("The fibres fire for, left alone")
    def untreated_firing_s(self) -> float:
        """How long the fibres would have fired without the action."""
        return self._last_s(self.untreated_rate_Hz > FIRING_Hz)

    @property
    def fires_to_the_end(self) -> bool:
        """Whether the fibres still fire when the picture ends."""
        return bool(self.rate_Hz[-1] > FIRING_Hz)

    @property
    def held_to_the_end(self) -> bool:
        """Whether the muscle still has force when the picture ends."""
        return bool(self.force_percent[-1] >= HELD_percent)

    @result("Force without an impulse")
    def silent_tail_s(self) -> float:
        """How long after the drive there was force while no fibre fired: no electrode would show anything then."""
        silent = (self.t_s >= 0.0) & (self.rate_Hz <= FIRING_Hz) & (self.force_percent >= HELD_percent)
        return float(np.count_nonzero(silent) * (self.t_s[1] - self.t_s[0]))

    @result("From the action to the last impulse")
    def firing_left_s(self) -> float:
        """From the action until the fibres last fired; 0 if they no longer did, NaN without an action."""
        return self._since_action_s(self.self_firing_s)

    @result("From the action to the end of the force")
    def force_left_s(self) -> float:
        """From the action until the force was last 5 % or more; 0 if it no longer was, NaN without an action."""
        return self._since_action_s(self.held_s)

    @result("Force at the action")
    def force_at_action_percent(self) -> float:
        """The force at the moment of the action."""
        return self._at_action(self.untreated_force_percent)

    @result("Impulses at the action")
    def rate_at_action_Hz(self) -> float:
        """How many impulses a second the fibres fire at the moment of the action."""
        return self._at_action(self.untreated_rate_Hz)

    @result("Highest potassium outside")
    def top_K_mM(self) -> float:
        """The highest potassium around the fibres."""
        return float(self.K_mM.max())

    @property
    def changed(self) -> bool:
        """Whether the action moved force or firing at all."""
        return not (np.array_equal(self.force_percent, self.untreated_force_percent)
                    and np.array_equal(self.rate_Hz, self.untreated_rate_Hz))

    @property
    def state(self) -> str:
        """One of “lets go” (within a second), “silent tail” (force without firing), “fires, then a silent tail”,
        “fires” (and lets go with the last impulse), “fires to the end”."""
        if self.fires_to_the_end:
            return "fires to the end"
        if self.held_s < LETS_GO_s:
            return "lets go"
        if self.self_firing_s < LETS_GO_s:
            return "silent tail"
        return "fires, then a silent tail" if self.silent_tail_s >= LETS_GO_s else "fires"

    def _at_action(self, values: NDArray) -> float:
        return float(np.interp(self.action_s, self.t_s, values))

    def _last_s(self, so: NDArray) -> float:
        found = np.flatnonzero(so & (self.t_s >= 0.0))
        return float(self.t_s[found[-1]]) if found.size else 0.0

    def _since_action_s(self, last_s: float) -> float:
        return math.nan if self.is_left_alone else max(0.0, last_s - self.action_s)


@compiled
def sigmoid(x):
    """From 0, far below, to 1, far above."""
    return 1.0 / (1.0 + math.exp(-x))


@compiled
def squeezed(steps, every, dt_s, drive_Hz, drive_s, half_K_mM, flow, channels, action_s, blocks, least_flow, shuts):
    """The toy's run; from ``action_s`` on an action blocks the nerve, keeps up a least flow, or shuts the channels.

    Returns one row per point of the picture: time, nerve's and own impulses, force, potassium, calcium, flow."""
    kept = np.empty((steps // every, 7))
    potassium, force, fresh, calcium = 4.0, 0.0, 1.0, 0.0
    for i in range(steps // every * every):
        t = i * dt_s - BEFORE_s
        acts = t >= action_s - 1e-9
        # A block stops what the nerve sends, and nothing else.
        nerve = 0.0 if t < -drive_s - 1e-9 or t >= -1e-9 or (acts and blocks) else drive_Hz
        # Depolarised fibres fire by themselves; still more depolarised ones no longer can.
        own = 20.0 * sigmoid((potassium - half_K_mM) / 0.4) * sigmoid((13.0 - potassium) / 0.5)
        rate = max(nerve, own)
        # A hard contraction squeezes its own vessels.
        blood = flow * (1.0 - 0.85 * min(1.0, force / 0.3))
        if acts:
            blood = max(blood, least_flow)
        if i % every == 0:
            row = kept[i // every]
            row[0], row[1], row[2], row[3] = t, nerve, own, force
            row[4], row[5], row[6] = potassium, calcium, blood
        fused = rate ** 3 / (rate ** 3 + 11.0 ** 3)
        entry = 0.0 if acts and shuts else 0.1 * channels * sigmoid((potassium - 8.0) / 0.4) * (1.0 - calcium)
        d_force = (fused * fresh + 0.35 * calcium * fresh - force) / 0.1
        d_fresh = -force * fresh / 60.0 + (1.0 - fresh) / 150.0
        d_potassium = 0.012 * rate - blood * (potassium - 4.0) / 8.0 - 0.02 * (potassium - 4.0)
        d_calcium = entry - calcium * (blood + 0.1) / 8.0
        force += dt_s * d_force
        fresh += dt_s * d_fresh
        potassium += dt_s * d_potassium
        calcium += dt_s * d_calcium
    return kept


@model
class MuscleSide:
    """A toy of the muscle-side account: a long, hard contraction that does not end when the nerve falls silent.

    The equations in words
    ----------------------
    Each impulse leaves potassium outside the fibre; the blood carries it away:
        change of potassium = 0.012 mM · impulses − flow · (K − 4 mM)/8 s − 0.02 · (K − 4 mM)
        flow = flow at rest · (1 − 0.85 · part of 30 % of the greatest force that is reached)
    Much potassium outside depolarises the fibres. Above K_h they fire by themselves, up to 20 times a second; near
    13 mM they cannot fire any more:
        own impulses = 20 Hz · rises around K_h · falls around 13 mM
    The same depolarisation opens calcium channels of the surface (L-type). Some calcium stays in the fibre, and is
    carried out faster when the blood flows:
        change of calcium load = 0.1 · channels · rises around 8 mM · (1 − load) − load · (flow + 0.1)/8 s
        force follows (impulses³/(impulses³ + 11³) + 0.35 · load) · freshness, with a delay of 0.1 s
    Nerve block: the nerve's impulses stop. Massage: flow 1.5, whatever the squeeze. Stretch: flow at least 0.6.

    ``run()`` returns a MuscleSideTrace. Errors: a value out of range, of the wrong type or not finite raises a
    ValueError. Sources: the constants are all our choice; the account was worked out for a fibre by Tasaki et al. 2020,
    doi 10.36903/physiome.12871364. They built it on a model of fatigue, which tires but does not cramp: Shorten et al.
    2007, doi 10.1007/s10974-007-9125-6.
    """

    half_K_mM: float = quantity(
        8.6, unit="mM", low=8.4, high=9.2, step=0.05, symbol="K_h",
        label="Potassium at which the fibres half fire by themselves",
        meaning="Lower: a more irritable membrane. A tenth decides between seconds and minutes.", source=TOY + ".")
    drive_Hz: float = quantity(
        25.0, unit="Hz", low=0.0, high=40.0, step=1.0, symbol="r", label="Drive: impulses from the nerve",
        meaning="Or from a stimulator below a nerve block: the fibres cannot tell.",
        source="Our choice: from none to a strongest effort.")
    drive_s: float = quantity(
        30.0, unit="s", low=5.0, high=40.0, step=1.0, symbol="t_r", label="The drive lasts",
        source="Our choice: from an ordinary contraction to a very long one.")
    action: str = choice(
        "nothing", options={word: act.name for word, act in ACTIONS.items()}, symbol="a", label="Action",
        meaning="The block is that of the nerve; the channels are those of the fibres' surface.",
        source="Our choice: what the two accounts quarrel about.")
    action_s: float = quantity(
        14.0, unit="s", low=-20.0, high=60.0, step=1.0, symbol="t_a", label="Time of the action, after the drive",
        meaning="Below 0: while the nerve still drives.", source="Our choice: well into the contraction.")
    flow_percent: float = quantity(
        100.0, unit="%", low=20.0, high=150.0, step=5.0, symbol="q₀", label="Blood flow of the relaxed muscle",
        meaning="Squeezing takes up to 85 % of it away.", source=TOY + ".")
    channels_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="L", label="Calcium channels of the surface (L-type)",
        source=TOY + ".")
    dt_ms: float = quantity(
        5.0, unit="ms", low=1.0, high=10.0, symbol="dt", label="Time step",
        source="Our choice: half of it changes the times by less than 1 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "It is a toy with constants of our choice. It shows what the account claims, and proves nothing about real "
        "cramps.",
        "It has no motor neurons and no reflexes. That a nerve block changes nothing after the drive is put in, not "
        "found.",
        "Stretch only opens the vessels here. It cannot show the reflex by which a stretch may stop a cramp, nor what "
        "length does to force.",
        "Massage brings half as much blood again as flows at rest here. In thighs after exercise it brought no more "
        "(Hinds et al. 2004); in a cramping muscle nobody has measured it. That massage helps is practice.",
        "Its potassium reaches 9.3 mM. In calves that held hard 7.5 mM was measured (J Appl Physiol 1999, doi "
        "10.1152/jappl.1999.87.1.460), in thighs at the hardest work tried 9.0 mM (Am J Physiol 2000, "
        "doi 10.1152/ajpregu.2000.278.2.R400).",
        "All fibres are alike. In a real muscle some would fire, some would be silent, and the steep change at K_h "
        "would be smeared out.",
        "Potassium in T-tubules, chloride, the sodium–potassium pump and energy are not told apart.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> MuscleSideTrace:
        """Drive the muscle, stop, act; and do the same without the action."""
        left_alone = self._kept("nothing")
        kept = left_alone if self.action == "nothing" else self._kept(self.action)
        t_s, nerve_Hz, own_Hz, force, K_mM, calcium, flow = kept.T
        return MuscleSideTrace(
            t_s=t_s, nerve_Hz=nerve_Hz, own_Hz=own_Hz, rate_Hz=np.maximum(nerve_Hz, own_Hz),
            force_percent=100.0 * force, K_mM=K_mM, calcium_percent=100.0 * calcium, flow_percent=100.0 * flow,
            untreated_rate_Hz=np.maximum(left_alone[:, 1], left_alone[:, 2]),
            untreated_force_percent=100.0 * left_alone[:, 3], action=self.action, action_s=self.action_s,
            drive_Hz=self.drive_Hz, drive_s=self.drive_s)

    def _kept(self, action: str) -> NDArray:
        act, dt_s = ACTIONS[action], self.dt_ms / 1000.0
        return squeezed(round((BEFORE_s + AFTER_s) / dt_s), max(1, round(SHOWN_s / dt_s)), dt_s, self.drive_Hz,
                        self.drive_s, self.half_K_mM, self.flow_percent / 100.0, self.channels_percent / 100.0,
                        self.action_s, act.blocks, act.least_flow, act.shuts)


_SILENT = MuscleSide(half_K_mM=9.0, action_s=12.0)
MuscleSide.presets = grouped({
    "long and hard": (
        Preset("Long and hard, left alone", MuscleSide(), source=f"{TOY}; the account itself: {TASAKI}",
               expect="after the drive the fibres go on by themselves for nearly two minutes",
               signature={"self_firing_s": (95.0, 119.0), "top_K_mM": (9.0, 9.6)}),
        Preset("Nerve block", MuscleSide(action="nerve block"), source=TOY,
               expect="nothing changes: the nerve had been silent for 14 s", signature={
                   "self_firing_s": (95.0, 119.0), "changed": (0, 0)}),
        Preset("Massage", MuscleSide(action="massage"), source=TOY,
               expect="firing stops within seconds, force soon after",
               signature={"firing_left_s": (0.8, 2.0), "force_left_s": (4.0, 8.0)}),
        Preset("Stretch", MuscleSide(action="stretch"), source=TOY,
               expect="slower than massage: in this toy a stretch only opens the vessels",
               signature={"firing_left_s": (2.5, 5.0), "force_left_s": (11.0, 17.0)})),
    "without EMG": (
        # It has fired its last impulse and still holds on.
        Preset("A contraction without EMG", _SILENT, source=TOY,
               expect="the last impulse comes ten seconds after the drive, and force stays for thirteen more",
               signature={"self_firing_s": (8.4, 11.4), "silent_tail_s": (10.0, 16.0)}),
        Preset("… and massage", replace(_SILENT, action="massage"), source=TOY,
               expect="the force goes sooner", signature={"force_left_s": (2.0, 8.0)}),
        Preset("… and stretch", replace(_SILENT, action="stretch"), source=TOY,
               expect="no sooner than alone: at so little force the vessels are open already",
               signature={"force_left_s": (9.0, 13.0)})),
    "warm-up": (
        Preset("Without calcium channels", MuscleSide(channels_percent=0.0), source=TOY,
               expect="it fires nearly as long, with less force and without a silent tail",
               signature={"self_firing_s": (95.0, 119.0), "silent_tail_s": (0.0, 0.5)}),
        Preset("Ten seconds", MuscleSide(drive_s=10.0), source=TOY,
               expect="too little potassium gathers: it lets go at once",
               signature={"self_firing_s": (0.0, 0.1), "held_s": (0.0, 0.5)})),
})
