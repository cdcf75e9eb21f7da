"""The relief lab: one cramp, left alone and with something done about it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import (
    MINETTO,
    Cramp,
    DURATION_s,
    FALL_s,
    RISE_s,
    SKETCH_DT_ms,
    START_s,
    TRACE_ms,
)
from muscle_lib.models.hyperexcitability.loop import USUAL, advance_loop, inputs_of, start_loop
from muscle_lib.models.letting_go.relief_trace import ReliefTrace
from muscle_lib.models.letting_go.remedies import BERTOLASI, COCHRANE_MG, REMEDIES
from muscle_lib.models.series import means_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as

#: The contraction before the cramp is that of chapter 6: command, hold, fatigue.
COMMAND, HOLD_s, FATIGUE = 0.6, 3.3, 0.5
END_s = START_s + RISE_s + HOLD_s + FALL_s
#: The picture, counted from the command's end.
FROM_s, UNTIL_s = -END_s, DURATION_s - END_s


@model
class Relief:
    """A cramp of chapter 6, once left alone and once with something done about it; the chances are the same in both.

    The equations in words
    ----------------------
    The muscle, its reflexes and the command are those of chapter 6's ``Cramp``. An action moves one part of that loop:
        length: the muscle is made longer (or shorter) within the time that the action takes
        inhibition: so much is taken away from what the motor neurons hear
        excitability: the push that is always there becomes smaller
        inward current: a part of it is taken away
    It begins after a delay and lasts its time; the strength multiplies its size, nothing else. What is drunk or
    swallowed needs minutes to days to begin. Taken long before, it is there from the start, with all its size; what
    hands do is then over.
        seconds saved = how long the cramp goes on from the action, without it − with it

    ``run()`` returns a ReliefTrace of 75 seconds, the command's end at 0.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the loop is chapter 6's, the sizes of the actions are our choice. What trials in people found stands apart,
    in ``REMEDIES``, with its sources.
    """

    action: str = choice(
        "nothing", options={word: remedy.name for word, remedy in REMEDIES.items()}, symbol="a", label="Action",
        source="Our choice: what people do about cramps, and one thing not to do.")
    action_s: float = quantity(
        10.0, unit="s", low=0.0, high=60.0, step=1.0, symbol="t_a", label="Time of the action, after the command",
        meaning="For something to swallow: when it is swallowed.", source="Our choice: long enough to see the cramp.",
        idle_at=({"taken_before": "yes"},))
    strength_times: float = quantity(
        1.0, unit="", low=0.5, high=2.0, step=0.1, symbol="s", label="Strength of the action, times the usual",
        meaning="Twice as strong: twice the stretch, the inhibition or the change of excitability.",
        source="Our choice: half to double, as nobody has measured these sizes.",
        idle_at=tuple({"action": word} for word, remedy in REMEDIES.items() if remedy.moves_nothing))
    taken_before: str = choice(
        "no", options={"no": "In this cramp", "yes": "For days before it"}, symbol="b", label="Taken",
        meaning="For days before: what has to be taken for a while has all its effect from the start.",
        source="Our choice: otherwise slow things could never show what they do.")
    excitability_eu: float = same_as(
        Cramp, "excitability_eu", low=2.0, step=0.5, label="Who: excitability of the motor neurons")
    length: float = same_as(
        Cramp, "length", high=-0.8, label="Length of the muscle before the action",
        meaning="−1 is the shortest (calf: toes pointed); at −0.8 little of the cramp is left.")
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = same_as(Cramp, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "What a model says is no evidence that something helps a person. What stands beside the picture is; and the "
        "two do not always agree.",
        "The sizes are handles of our choice: nobody has measured how much a massage holds motor neurons back.",
        "The loop is very sensitive to small changes, so it overstates what drugs do. Believe the direction, not the "
        "seconds.",
        "Here quinine makes a cramp shorter; in trials it made cramps fewer, and not surely shorter (El-Tawil et al. "
        "2015, doi 10.1002/14651858.CD005044.pub3).",
        "A cramp left alone lasts 55 s, which was aimed at. In one study people's lasted 152 s (Miller et al. 2010, "
        "doi 10.1249/MSS.0b013e3181c0647e), and pickle juice took more of it away there than here.",
        "Cut off from the spinal cord the muscle is silent at once; people's cramped for 2.6 s more (Minetto et al. "
        "2011, doi 10.1113/jphysiol.2011.212332).",
        "The cramp has some 5 % of the greatest force. A real calf feels as hard as wood.",
        "An inhibition of 4 eu takes more from a cramp than from a willed contraction of the same EMG (47 and 35 %). "
        "In people both are held back alike (Khan & Burne 2007, doi 10.1152/jn.00371.2007).",
        "Expecting relief relieves (placebo); that, and how different two cramps of one person are, is left out.",
        "Doses, absorption and side effects are left out. Nothing here is advice to take anything.",
        "Whether massage or heat brings blood is left out; in the nerve-side account that would change nothing.",
        "Mexiletine's effect on stray impulses is left out.",
        "All of chapter 6's limits hold here too.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> ReliefTrace:
        """Set the cramp off, and let it go on without and with the action."""
        # A whole number of steps makes a value of the trace.
        dt_ms = TRACE_ms / round(TRACE_ms / self.dt_ms)
        t_s = FROM_s + np.arange(1, round(1000.0 * DURATION_s / dt_ms) + 1) * dt_ms / 1000.0
        length, inhibition_eu, change_eu, current = self.moved(t_s)
        alone = _alone(self.excitability_eu, self.length, self.seed, dt_ms)
        nothing_moves = bool((length == self.length).all() and (inhibition_eu == 0.0).all()
                             and (change_eu == 0.0).all() and current == 1.0)
        treated = alone if nothing_moves else _run(
            length, inhibition_eu, self.excitability_eu + change_eu, current, self.seed, dt_ms)
        every = round(TRACE_ms / dt_ms)
        return ReliefTrace(
            **treated, t_s=t_s[every - 1::every], untreated_emg_percent=alone["emg_size_percent"],
            length=means_of(length, every),
            inhibition_eu=means_of(inhibition_eu, every), excitability_change_eu=means_of(change_eu, every),
            current_percent=np.full(t_s.size // every, 100.0 * current), action=self.action, action_s=self.action_s,
            taken_before=self.taken_before)

    def preview(self) -> ReliefTrace:
        """A quick sketch, in larger steps."""
        return replace(self, dt_ms=SKETCH_DT_ms).run()

    def moved(self, t_s: NDArray) -> tuple[NDArray, NDArray, NDArray, float]:
        """What the action does over time: length, inhibition, change of excitability; and the part of the inward
        current that is there."""
        remedy, acts = REMEDIES[self.action], self._acts(t_s)
        size = self.strength_times * remedy.size
        moves = {place: acts * size * (remedy.place == place) for place in ("length", "inhibition", "excitability")}
        length = np.clip(self.length + moves["length"], -1.0, 1.0)
        current = max(0.0, 1.0 + size) if remedy.place == "inward current" and acts.any() else 1.0
        return length, moves["inhibition"], moves["excitability"], current

    def _acts(self, t_s: NDArray) -> NDArray:
        """How much of the action is there, from 0 to 1, over time."""
        remedy = REMEDIES[self.action]
        is_before = self.taken_before == "yes"
        if remedy.moves_nothing or (is_before and not remedy.is_taken):
            return np.zeros(t_s.size)
        if is_before:
            return np.ones(t_s.size)
        since_s = t_s - (self.action_s + remedy.delay_s)
        rises = np.clip(since_s / remedy.takes_s, 0.0, 1.0) if remedy.takes_s else (since_s > 1e-9).astype(float)
        over_s = since_s - remedy.takes_s - remedy.lasts_s
        falls = np.clip(over_s / remedy.takes_s, 0.0, 1.0) if remedy.takes_s else (over_s > 1e-9).astype(float)
        return rises - falls


def _run(length: NDArray, inhibition_eu: NDArray, excitability_eu: NDArray, current: float, seed: int,
         dt_ms: float) -> dict[str, NDArray]:
    """What chapter 6's loop does under these inputs: fields of the trace."""
    t_s = np.arange(1, length.size + 1) * dt_ms / 1000.0
    command = np.interp(t_s, START_s + np.cumsum([0.0, RISE_s, HOLD_s, FALL_s]), [0.0, COMMAND, COMMAND, 0.0])
    constants = USUAL._replace(pic=current)
    inputs = inputs_of(length.size, command, length, inhibition_eu=inhibition_eu, excitability_eu=excitability_eu)
    run, every = advance_loop(constants, start_loop(seed, FATIGUE, dt_ms, constants), inputs), round(TRACE_ms / dt_ms)
    parts = {"command_percent": 100.0 * command, "emg_size_percent": 100.0 * run.emg,
             "force_percent": 100.0 * run.force, "ia_eu": run.ia_eu, "ib_eu": run.ib_eu,
             "by_length_eu": run.by_length_eu, "pic_eu": run.pic_eu}
    return {**{name: means_of(values, every) for name, values in parts.items()},
            "spike_s": FROM_s + run.spike_ms / 1000.0, "spike_unit": run.spike_unit + 1}


@lru_cache(maxsize=64)
def _alone(excitability_eu: float, length: float, seed: int, dt_ms: float) -> dict[str, NDArray]:
    """The cramp that is left alone: the same whatever action is tried on it, so it is remembered."""
    still = np.zeros(round(1000.0 * DURATION_s / dt_ms))
    return _run(still + length, still, still + excitability_eu, 1.0, seed, dt_ms)


def _preset(action: str, expect: str, signature: dict[str, tuple[float, float]], source: str = "",
            name: str = "", **settings: Any) -> Preset:
    return Preset(name or REMEDIES[action].name, Relief(action=action, **settings), expect=expect, signature=signature,
                  source=source or "Our choice of size; what is known from people stands beside the picture")


_NONE = {"changed": (0, 0), "saved_s": (0.0, 0.0)}
Relief.presets = grouped({
    "by hand": (
        _preset("nothing", "the cramp goes on for nearly a minute, and ends by itself",
                {"left_s": (50.0, 64.0), "changed": (0, 0)}, source="Our choice of the muscle; people: " + MINETTO),
        _preset("stretch", "over at once, and it does not come back when the muscle is short again",
                {"left_s": (0.0, 1.0), "saved_s": (38.0, 54.0)},
                source="Our choice of size; in the laboratory: " + BERTOLASI),
        _preset("opposite muscle", "over within a second or two", {"left_s": (0.0, 4.0), "saved_s": (36.0, 54.0)}),
        _preset("massage", "about half as long, while it is pressed",
                {"left_s": (14.0, 28.0), "saved_s": (15.0, 38.0)}),
        _preset("rest", "nothing: the command had ended before", _NONE),
        _preset("standing", "over within a second or two, like a slow stretch",
                {"left_s": (0.0, 3.0), "saved_s": (36.0, 54.0)}),
        _preset("tap", "hardly lasting: the loop comes back", {"left_s": (32.0, 50.0), "saved_s": (0.0, 14.0)}),
        # The usual calf is as short as it can be.
        _preset("shorten", "another calf, held at −0.9: left alone its cramp lasts 10 s and not 45 s; made shorter "
                "still, it lasts longer", {"saved_s": (-40.0, -2.0)}, length=-0.9, name="Shorten a longer calf",
                source="Our choice of size; short muscles cramp: " + BERTOLASI)),
    "drinks": (
        _preset("pickle juice", "somewhat shorter, from half a minute after the swallowing on",
                {"left_s": (36.0, 54.0), "saved_s": (2.0, 20.0)}, action_s=0.0),
        _preset("water", "nothing: the cramp is over before the water has arrived", _NONE, action_s=0.0),
        _preset("salt drink", "nothing within this time", _NONE, action_s=0.0),
        _preset("salt drink, sodium low", "nothing within this time", _NONE, action_s=0.0)),
    "on the shelf": (
        _preset("magnesium", "nothing in this cramp: it needs days", _NONE),
        _preset("magnesium, level low", "nothing in this cramp: it needs days", _NONE),
        _preset("heat", "nothing yet: heat needs minutes", _NONE),
        # Some of the slow ones again, taken long before.
        _preset("magnesium", "flat: the next cramp is as long as this one", _NONE, taken_before="yes",
                name="Magnesium, for days before", source="Our choice: no change; trials: " + COCHRANE_MG),
        _preset("magnesium, level low", "where there was a lack, the next cramp is shorter",
                {"saved_s": (10.0, 45.0)}, taken_before="yes", name="Magnesium, level low, for days before"),
        _preset("salt drink, sodium low", "a little shorter", {"saved_s": (3.0, 24.0)}, taken_before="yes",
                name="Salt, sodium low, for days before"),
        _preset("quinine", "shorter; and not worth its danger", {"left_s": (25.0, 42.0)}, taken_before="yes",
                name="Quinine, for days before"),
        _preset("mexiletine", "short; a drug for specialists, and the model overstates it", {"left_s": (4.0, 13.0)},
                taken_before="yes", name="Mexiletine, before")),
})
