"""The drug bench: one drug at a time, tried on a cramp, on a fast stretch and on a willed contraction."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp, FALL_s, RISE_s, START_s
from muscle_lib.models.hyperexcitability.loop import USUAL, LoopConstants, advance_loop, inputs_of, start_loop
from muscle_lib.models.nervous_system.cords import CORDS
from muscle_lib.models.nervous_system.drug_bench_trace import DrugBenchTrace
from muscle_lib.models.nervous_system.drugs import DRUGS, LEFT_OFF
from muscle_lib.models.series import mean_over_last, means_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as

#: The cramp is chapter 6's; its picture begins when the command ends, and lasts until the untreated one is over.
_CRAMP = Cramp()
CRAMP_s, SETTLED_s = 60.0, 0.7
#: The stretch, in lengths (half of the joint's range), fast enough for the spastic cord: our choice. And the hold.
BEFORE_s, FROM, TO, SPEED_lengths_s, SHORT_s = 1.0, -0.5, 0.5, 3.0, 4.0
HALF_COMMAND, HELD_s = 0.5, (1.0, 3.0)
#: Forces are compared over so long, and drawn as means over so many milliseconds.
HALF_s, SEEN_ms = 0.5, {"cramp": 200.0, "stretch": 20.0, "hold": 40.0}


@model
class DrugBench:
    """A drug, and what it does to three pulls of a muscle in this model: which way, not how much.

    The equations in words
    ----------------------
    A drug touches one link of chapter 6's loop; with the dose, the handle goes from “untouched” to its full size:
        with the drug = without it · [1 + dose · (full − 1)],   excitability: + dose · full
    Three tests, each without the drug and with it, with the same chances:
        the cramp: chapter 6's tired, short, excitable muscle, after the command has ended
        the fast stretch: a muscle of a spastic cord is made longer at 3 lengths a second
        the willed contraction: a healthy muscle holds at half of the command
    What junctions and fibres make of the impulses multiplies the force, also the force that the tendon organs feel.
    The greatest force over half a second is compared: less, more, or (within a tenth) no change.

    ``run()`` returns a DrugBenchTrace.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the loop is chapter 6's, the handles are our choice. What is known about each drug stands apart, in
    ``DRUGS``, with its sources.
    """

    drug: str = choice(
        "none", options={word: drug.name for word, drug in DRUGS.items()}, symbol="drug", label="Drug",
        source="Our choice: drugs of which a source says how they act and which way they work.")
    dose_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="d", label="Dose",
        meaning="100 %: the handle at its full size. This is no dose that anybody takes.",
        source="Our choice of scale: nobody has measured how far a drug moves a link of this loop.",
        idle_at=({"drug": "none"},))
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = same_as(Cramp, "dt_ms", default=2.0, source="Our choice: with half of it no direction changes.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The loop is very sensitive to small changes, so it overstates every drug. Believe the direction, not the size "
        "and not the duration.",
        "The sizes are handles of our choice, made so that each direction that a source names comes out: that it does "
        "is no evidence.",
        "Absorption, doses, side effects, habituation and what one drug does to another are left out. Nothing here is "
        "advice, and nobody stops a medicine because of it.",
        "Each drug touches one link here; in a body it touches many, in the brain, too: most of these make sleepy.",
        "With less force the tendon organs hold back less, so dantrolene and botulinum toxin make the motor neurons of "
        "this cramp fire more, and longer, while the muscle pulls less.",
        "Dantrolene takes the same part from each force here. In people single twitches lost 64 %, and a contraction "
        "at 50 impulses a second nothing (Miglietta 1977, Am J Phys Med 56:293).",
        "A cholinesterase inhibitor also brings fasciculations, and too much of it weakens: neither is tried here.",
        "Baclofen also makes some people feel weak; here it leaves the willed contraction as it is, as in the tests "
        "of strength.",
        *LEFT_OFF,
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> DrugBenchTrace:
        """Try the drug on each of the three."""
        drug = DRUGS[self.drug].at(self.dose_percent / 100.0)
        found: dict[str, NDArray] = {}
        kept = []
        for trial, usual in (("cramp", USUAL), ("stretch", CORDS["spastic"].links), ("hold", USUAL)):
            without, alone = tried(trial, usual, 0.0, self.seed, self.dt_ms)
            force, most = tried(trial, drug.on(usual), drug.excitability_eu, self.seed, self.dt_ms)
            found[f"{trial}_part"] = np.arange(1, force.size + 1) / force.size
            found[f"{trial}_drug_percent"] = 100.0 * force / without.max()
            found[f"{trial}_without_percent"] = 100.0 * without / without.max()
            kept.append(most / alone)
        return DrugBenchTrace(drug=self.drug, dose_percent=self.dose_percent, kept=np.array(kept), **found)


@lru_cache(maxsize=64)
def tried(trial: str, links: LoopConstants, excitability_eu: float, seed: int,
          dt_ms: float) -> tuple[NDArray, float]:
    """The force of one test over its picture, and its greatest half second. Nothing of it changes, so it is kept."""
    # A whole number of steps makes a value of the picture.
    each = SEEN_ms[trial]
    dt_ms = each / round(each / dt_ms)
    if trial == "cramp":
        start_s = START_s + RISE_s + _CRAMP.hold_s + FALL_s
        t_s = np.arange(1, round(1000.0 * (start_s + CRAMP_s) / dt_ms) + 1) * dt_ms / 1000.0
        command, length, fatigue = _CRAMP.command_at(t_s), _CRAMP.length, _CRAMP.fatigue_percent / 100.0
        excitability_eu += _CRAMP.excitability_eu
        counted = (start_s + SETTLED_s, t_s[-1])
    else:
        start_s, fatigue = 0.0, 0.0
        t_s = np.arange(1, round(1000.0 * SHORT_s / dt_ms) + 1) * dt_ms / 1000.0
        command, length, counted = np.zeros(t_s.size), 0.0, HELD_s
        if trial == "stretch":
            length = np.clip(FROM + np.maximum(0.0, t_s - BEFORE_s) * SPEED_lengths_s, FROM, TO)
            counted = (BEFORE_s, SHORT_s)
        else:
            command = np.interp(t_s, [0.3, 0.8, HELD_s[1], HELD_s[1] + FALL_s], [0.0, HALF_COMMAND, HALF_COMMAND, 0.0])
    inputs = inputs_of(t_s.size, command, length, excitability_eu=excitability_eu)
    force = advance_loop(links, start_loop(seed, fatigue, dt_ms, links), inputs).force
    over = mean_over_last(force, round(1000.0 * HALF_s / dt_ms))
    is_counted = (t_s > counted[0]) & (t_s <= counted[1])
    seen = means_of(force[t_s > start_s], round(each / dt_ms))
    seen.setflags(write=False)
    return seen, float(over[is_counted].max())


_LESS, _SAME, _MORE = (-1.0, -1.0), (0.0, 0.0), (1.0, 1.0)


def _preset(drug: str, expect: str, cramp: tuple[float, float], stretch: tuple[float, float],
            hold: tuple[float, float]) -> Preset:
    source = DRUGS[drug].people_source
    return Preset(DRUGS[drug].name, DrugBench(drug=drug), expect=expect,
                  source=f"Our choice of size; in people: {source}" if source else "Our choice: to compare with",
                  signature={"cramp_direction": cramp, "stretch_direction": stretch, "hold_direction": hold})


DrugBench.presets = grouped({
    "first shelf": (
        _preset("none", "both curves are one", _SAME, _SAME, _SAME),
        _preset("baclofen", "less cramp, less answer to the stretch, the will untouched", _LESS, _LESS, _SAME),
        _preset("diazepam", "as baclofen", _LESS, _LESS, _SAME),
        _preset("tizanidine", "less cramp, less answer to the stretch, the will hardly touched", _LESS, _LESS, _SAME),
        _preset("cyproheptadine", "less of all three", _LESS, _LESS, _LESS),
        _preset("dantrolene", "less of all three", _LESS, _LESS, _LESS),
        _preset("botulinum toxin", "less of all three, most of the will", _LESS, _LESS, _LESS),
        _preset("mexiletine", "less cramp, less answer to the stretch, the will hardly touched", _LESS, _LESS, _SAME),
        _preset("quinine", "less cramp; not worth its danger", _LESS, (-1.0, 0.0), _SAME)),
    "second shelf": (
        "No drug",
        _preset("diuretics", "more cramp, the others unchanged", _MORE, _SAME, _SAME),
        _preset("cholinesterase inhibitors", "more of all three", _MORE, _MORE, _MORE),
        _preset("serotonin drugs", "more of all three", _MORE, _MORE, _MORE)),
})
