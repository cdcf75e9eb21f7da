"""A living muscle without a kernel: a few branches of ten seconds, worked out beforehand by the same model.

What is pressed in them is written down here, as it is a choice: at most two forks deep, eight branches for a muscle.
"""

from __future__ import annotations

import copy
import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from numpy.typing import NDArray

from muscle_lib.export.pictures import Patch, patches, pixels
from muscle_lib.preset import all_presets
from muscle_lib.widgets.clock import FRAME_ms

LASTS_s, MOST_BRANCHES = 10.0, 8
#: Of the pictures that the lab shows, each third: eight a second.
LIVE_EVERY = 3
LIVE_fps = 1000.0 / FRAME_ms / LIVE_EVERY
#: The sentence is written anew with so many of them.
WORDS_EVERY = 8


@dataclass(frozen=True)
class Step:
    """What is done at a fork: a preset is set (if any), and buttons are pressed, each so many seconds later. ``then``:
    what can be done when the ten seconds are over."""

    presses: tuple[tuple[float, str], ...]
    preset: str = ""
    then: tuple[Step, ...] = ()


_WAIT = Step(())
_RELAX = (Step(((0.0, "relax"),)),)
_MOVE = ((0.0, "contract"), (4.0, "relax"))

#: For each living muscle what can be done to it, by the name of its model.
SCRIPTS: dict[str, tuple[Step, ...]] = {
    "LiveMuscle": tuple(Step(((1.0, "contract"),), preset, _RELAX) for preset in (
        "Rested and healthy", "Half of the axons cut", "Tourniquet, strong command", "Potassium 8 mM")),
    "LiveCramp": (
        Step(_MOVE, "Tired, short and excitable", (
            Step(((1.0, "stretch"),)), Step(((1.0, "stretch"), (3.0, "let_go"))), _WAIT)),
        Step(_MOVE, "The same, but neutral", (_WAIT,)),
        Step(_MOVE, "Healthy, neutral length", (_WAIT,))),
    "LiveRelief": (
        Step(((0.0, "set_off"),), "A cramp, left alone", tuple(
            Step(((1.0, key),)) for key in ("stretch", "tense_the_opposite_muscle", "massage", "water")) + (_WAIT,)),
        Step(((0.0, "set_off"),), "Hardly excitable", (_WAIT,))),
    "LiveHeart": (
        Step((), "Beats, everywhere at once", (Step(((1.0, "poke"),)),)),
        Step((), "Beats from the left edge"),
        Step(((1.0, "turn"),), "Beats, everywhere at once", (_WAIT, Step(((1.0, "shock"),)))),
        Step(((1.0, "turn"),), "More excitable", (Step(((1.0, "shock"),)),))),
}


class Shoot(NamedTuple):
    """One branch: what is seen in it, and from which picture on what is said."""

    pictures: tuple[tuple[Patch, ...], ...]
    sentences: tuple[tuple[int, str], ...]


def words_of(step: Step, muscle: Any) -> str:
    """What is done, for a button: “Half of the axons cut: after 1 s Contract”."""
    labels = {action.key: action.label for action in muscle.actions}
    pressed = "; ".join(f"after {at_s:g} s {labels[key]}" if at_s else labels[key] for at_s, key in step.presses)
    return ": ".join(filter(None, [step.preset, pressed])) or "Wait"


def meaning_of(step: Step, muscle: Any) -> str:
    """The same in whole words."""
    meanings = {action.key: action.meaning for action in muscle.actions}
    return html.unescape("; ".join(meanings[key].rstrip(".") for _, key in step.presses)) or "nothing is pressed"


def grown(step: Step, muscle: Any, figure: Any, rest: NDArray) -> list[Shoot]:
    """Live through a step from rest on, and then through each that may follow it, all over the picture at rest."""
    of = all_presets(muscle)[step.preset].model if step.preset else muscle
    run = of.start()
    first = _lived(step, of, run, figure, rest)
    return [first, *(_lived(each, of, copy.deepcopy(run), figure, rest) for each in step.then)]


def _lived(step: Step, of: Any, run: Any, figure: Any, rest: NDArray) -> Shoot:
    shown: list[tuple[Patch, ...]] = []
    said: list[tuple[int, str]] = []
    for _ in _thirds(step, of, run):
        figure.show(run.trace)
        if len(shown) % WORDS_EVERY == 0:
            words = figure.describe(run.trace)
            said += [(len(shown), words)] if not said or said[-1][1] != words else []
        shown.append(patches(pixels(figure.stage.png(moving=True)), rest))
    return Shoot(tuple(shown), tuple(said))


def _thirds(step: Step, of: Any, run: Any) -> Iterator[None]:
    """Live on in the steps in which the lab does, with all presses; stop at each picture that is shown."""
    waiting = list(step.presses)
    for tick in range(round(LASTS_s * 1000.0 / FRAME_ms)):
        while waiting and tick * FRAME_ms >= waiting[0][0] * 1000.0:
            run.do(waiting.pop(0)[1])
        run.advance(of, round(FRAME_ms * getattr(of, "pace", 1.0)))
        if tick % LIVE_EVERY == LIVE_EVERY - 1:
            yield
