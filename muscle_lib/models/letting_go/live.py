"""The cramp of chapter 6 as it lives on, with everything at hand that people do about it."""

from __future__ import annotations

from muscle_lib.models.hyperexcitability import LiveCramp, LiveCrampRun, LiveCrampTrace, LoopAction
from muscle_lib.models.hyperexcitability.live import run_by_itself
from muscle_lib.models.letting_go.remedies import (
    BERTOLASI,
    INHIBITION,
    LENGTH,
    MAGNESIUM,
    MASSAGE,
    NO_PLACE,
    OPPOSITE,
    PICKLE,
    PLACES,
    QUININE,
    REMEDIES,
    REST,
    SALT,
    STAND,
    STRETCH,
    TAP,
    WATER,
    DAY_s,
    HOUR_s,
    MINUTE_s,
)
from muscle_lib.preset import Preset
from muscle_lib.quantity import model, same_as

#: Standing on it is what walking about does, too.
LABELS = {STAND: "Walk, stand on it"}
#: “Set off a cramp” contracts for so long; a press on “Massage” lasts so long.
SETS_OFF_s, PRESSES_s = 4.0, 10.0


def _when(delay_s: float) -> str:
    """How soon something acts."""
    for unit_s, word in ((DAY_s, "day"), (HOUR_s, "hour"), (MINUTE_s, "minute"), (1.0, "second")):
        if delay_s >= unit_s:
            count = round(delay_s / unit_s)
            return f"after {count} {word}{'' if count == 1 else 's'} at the earliest"
    return "at once"


def action_of(number: int) -> LoopAction:
    """The button for one of the remedies: what it moves, how soon, and how good the evidence from people is."""
    remedy = REMEDIES[number]
    does = ("moves nothing in the loop" if remedy.place == NO_PLACE
            else f"moves {PLACES[remedy.place]}, {_when(remedy.delay_s)}")
    if remedy.place == NO_PLACE and remedy.delay_s:
        does = f"moves nothing in the loop, and would come {_when(remedy.delay_s)}"
    meaning = f"{does}. Evidence from people: {remedy.trials.level}. {remedy.trials.words}"
    # What lasts for ever in the relief lab lasts here as long as somebody presses.
    lasts_s = min(remedy.lasts_s, PRESSES_s) if number == MASSAGE else remedy.lasts_s
    moves = {LENGTH: {"lengthens_by": 1.5}, INHIBITION: {"inhibition_eu": remedy.size}}.get(remedy.place, {})
    return LoopAction(remedy.name.lower().replace(" ", "_"), LABELS.get(number, remedy.name), meaning,
                      after_s=remedy.delay_s, lasts_s=lasts_s, **moves)


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
    #: What a student can do to it.
    actions = (
        LoopAction("set_off", "Set off a cramp", "the brain commands for four seconds, then no more", contracts=True,
                   contracts_for_s=SETS_OFF_s),
        action_of(STRETCH),
        LoopAction("let_go", "Let the foot go", "the muscle is as short again as the slider says", lengthens_by=0.0),
        *(action_of(number) for number in (OPPOSITE, MASSAGE, STAND, REST, TAP, PICKLE, WATER, SALT, MAGNESIUM,
                                           QUININE)),
    )

    def start(self) -> LiveCrampRun:
        """A muscle at rest, as tired as it is set, ready to go on."""
        return LiveCrampRun(self)

    def run(self) -> LiveCrampTrace:
        """Twenty seconds with a cramp that is left alone."""
        return run_by_itself(self, ("set_off",))


LIVE_RELIEF_PRESETS = (
    Preset("A cramp, left alone", LiveRelief(), source="Our choice of the muscle, as in chapter 6",
           expect="it goes on, and ends by itself after most of a minute",
           signature={"state": ("cramp", "cramp"), "emg_now_percent": (20.0, 45.0)}),
    Preset("Hardly excitable", LiveRelief(excitability_eu=0.0),
           source="Our choice of X 0; short muscles cramp more: " + BERTOLASI,
           expect="a few seconds, and over: whatever you did would seem to have helped",
           signature={"state": ("rest", "rest"), "emg_now_percent": (0.0, 1.0)}),
)
