"""The leg with its reflex: how its parts are bound to a run of the loop that can cramp, recorded or live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muscle_lib.figures.drawings.leg import HEIGHT, WIDTH, Leg, Moment
from muscle_lib.figures.scene import Bound, Scene, Sent, Told
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.voluntary_contraction.leg import FOOT, WAY_s

#: What runs along the ways back is a mean over this long, as the EMG's curve is; all have one scale, up to this.
MEAN_s, MOST_eu = 0.2, 40.0


def leg_with_reflex(stage: Stage, time: str, smallest: str, state: str = "", deeds: str = "",
                    declared: Callable[[Any], float] | None = None) -> None:
    """Let a leg play on the stage. ``smallest`` leads to the times of the smallest unit's impulses, ``state`` to the
    state's name (where there is none, the time is told), ``deeds`` to what is done about a cramp; if it is empty,
    nothing is drawn of that."""
    def input_of(part: str, seen: str, value: str, path: str) -> Bound:
        return Bound(part, f"{seen} (width)", value, path, of=(0.0, MOST_eu), mean=MEAN_s)

    bound = (
        Bound("command", "Brain (colour) and arrow to the spinal cord (width)", "command", "command_percent",
              of=(0.0, 100.0)),
        Sent("impulses", "Dots on the nerve", "impulses of the smallest motor unit, drawn fifteen times too slowly",
             smallest, lasts=WAY_s),
        Bound("units", "End plates that are lit, of four (and part of one)", "motor units that are firing",
              "firing_at", of=(0.0, 120.0)),
        Bound("force", "Calf (colour, fibres; the bulge is exaggerated)", "force", "force_percent", of=(0.0, 100.0)),
        FOOT,
        input_of("spindle", "Way of the spindle", "what the spindles push with", "ia_eu"),
        input_of("organ", "Way of the force", "what force holds back, by the tendon organs", "ib_eu"),
        input_of("length", "Way of the length", "what length holds back", "by_length_eu"),
        input_of("current", "Arrow around the motor neuron", "what the inward current pushes with", "pic_eu"),
    )
    told = (Told("state", "The word at the upper left", "state of the muscle", state),
            Told("done", "Hands and things, with their word", "what somebody is doing about the cramp", deeds))
    more: list[Bound | Told] = [each for each in told if each.path]
    if deeds:
        more.append(input_of("inhibition", "Ring around the motor neuron, and before its word",
                             "what holds back by what somebody does", "inhibition_eu"))
    drawing = Leg(stage, stage.axes[stage.scene], reflex=True, deeds=bool(deeds))
    stage.play(Scene(drawing, Moment, (*bound, *more), (WIDTH, HEIGHT), time, declared,
                     clock="" if state else "state"))
