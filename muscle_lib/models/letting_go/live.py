"""The cramp of chapter 6 as it lives on, with everything at hand that people do about it."""

from __future__ import annotations

from muscle_lib.models.hyperexcitability import LiveCramp, LiveCrampRun, LiveCrampTrace, LoopAction
from muscle_lib.models.hyperexcitability.live import run_by_itself
from muscle_lib.models.letting_go.remedies import BERTOLASI, PLACES, REMEDIES
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, same_as

#: “Set off a cramp” contracts for so long; a press on “Massage” lasts so long.
SETS_OFF_s, PRESSES_s = 4.0, 10.0


def action_of(word: str) -> LoopAction:
    """The button for one of the remedies: what it moves, how soon, and what studies in people found."""
    remedy = REMEDIES[word]
    when = f"after {remedy.delay} at the earliest" if remedy.delay else "at once"
    does = f"moves {PLACES[remedy.place]}, {when}"
    if remedy.moves_nothing:
        does = f"moves {PLACES['nothing']}" + (f", and would come {when}" if remedy.delay else "")
    meaning = f"{does}. In people: {remedy.trials.marks}. {remedy.trials.words}"
    # What lasts for ever in the relief lab lasts here as long as somebody presses.
    lasts_s = min(remedy.lasts_s, PRESSES_s) if word == "massage" else remedy.lasts_s
    # Standing on it is what walking about does, too.
    label = "Walk, stand on it" if word == "standing" else remedy.name
    return LoopAction(remedy.name.lower().replace(" ", "_"), label, meaning,
                      after_s=0.0 if remedy.moves_nothing else remedy.delay_s, lasts_s=lasts_s,
                      lengthens_by=1.5 if remedy.place == "length" else None,
                      inhibition_eu=remedy.size if remedy.place == "inhibition" else 0.0, deed=word)


@model
class LiveRelief:
    """A calf muscle that can be made to cramp, in real time, and everything that people do about a cramp.

    The equations in words
    ----------------------
    They are those of chapter 6's live muscle. “Set off a cramp” commands for four seconds, which is enough in a tired,
    short and excitable muscle. Each other button does what the relief lab says of it:
        stretch, stand on it: the muscle gets longer by 1.5 within a second, until it is let go
        opposite muscle: 6 eu less input for five seconds; massage: 2 eu less for ten seconds
        tap on the tendon: 20 eu less for a third of a second
        pickle juice: 1 eu less, from half a minute after the swallowing on
        rest, water, salt, magnesium, quinine: nothing within the time of a cramp

    ``start()`` returns the muscle as it lives on, a LiveCrampRun. ``run()`` sets off a cramp and leaves it alone, and
    returns a LiveCrampTrace of twenty seconds.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the loop is chapter 6's, and the sizes of the actions are our choice; the evidence from people stands beside
    each.
    """

    excitability_eu: float = same_as(LiveCramp, "excitability_eu")
    length: float = same_as(LiveCramp, "length", high=0.0)
    drive_percent: float = same_as(LiveCramp, "drive_percent")
    fatigue_percent: float = same_as(LiveCramp, "fatigue_percent")
    pic_percent: float = same_as(LiveCramp, "pic_percent")
    spindle_percent: float = same_as(LiveCramp, "spindle_percent")
    tendon_organ_percent: float = same_as(LiveCramp, "tendon_organ_percent")
    seed: int = same_as(LiveCramp, "seed")
    dt_ms: float = same_as(LiveCramp, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "What a model says is no evidence that something helps a person. The words about trials are.",
        "The sizes are handles of our choice: nobody has measured how much a massage holds motor neurons back.",
        "Standing on it is a stretch here; in a body the muscle also has to carry weight.",
        "Nothing that is swallowed acts within the time of a cramp here, pickle juice apart. Nothing here is advice to "
        "take anything.",
        "All of chapter 6's limits hold here too.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it
    #: What a student can do to it.
    actions = (
        LoopAction("set_off", "Set off a cramp", "the brain commands for four seconds, then no more", contracts=True,
                   contracts_for_s=SETS_OFF_s),
        action_of("stretch"),
        LoopAction("let_go", "Let the foot go", "the muscle is as short again as the slider says", lengthens_by=0.0),
        *(action_of(word) for word in ("opposite muscle", "massage", "standing", "rest", "tap", "pickle juice", "water",
                                       "salt drink", "magnesium", "quinine")),
    )

    def start(self) -> LiveCrampRun:
        """A muscle at rest, as tired as it is set, ready to go on."""
        return LiveCrampRun(self)

    def run(self) -> LiveCrampTrace:
        """Twenty seconds with a cramp that is left alone."""
        return run_by_itself(self, ("set_off",))


LiveRelief.presets = grouped({
    "two calves": (
        Preset("A cramp, left alone", LiveRelief(), source="Our choice of the muscle, as in chapter 6",
               expect="it goes on, and ends by itself after most of a minute",
               signature={"state": ("cramp", "cramp"), "emg_now_percent": (20.0, 45.0)}),
        Preset("Hardly excitable", LiveRelief(excitability_eu=0.0),
               source="Our choice of X 0; short muscles cramp more: " + BERTOLASI,
               expect="a few seconds, and over: whatever you did would seem to have helped",
               signature={"state": ("rest", "rest"), "emg_now_percent": (0.0, 1.0)})),
})
