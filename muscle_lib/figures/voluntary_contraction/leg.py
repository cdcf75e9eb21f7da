"""The leg with its supplies: how its parts are bound to a run of the whole chain, recorded or live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muscle_lib.figures.drawings.leg import HEIGHT, WIDTH, Leg, Moment
from muscle_lib.figures.drawings.limb import TOES_DOWN, TOES_UP
from muscle_lib.figures.scene import Bound, Scene, Sent, Told
from muscle_lib.figures.stage import Stage

#: An impulse needs so long for the drawn nerve; in a body about 20 ms. At so much force the calf is darkest.
WAY_s, DARKEST_N = 0.3, 4600.0
NERVE = Bound("carries", "Nerve (width; cut at 0)", "axons that conduct", "nerve_percent", of=(0.0, 100.0))
FOOT = Bound("foot_degrees", "Foot, and with it length and thickness of the calf", "length of the muscle, drawn",
             "length", of=(-1.0, 1.0), to=(TOES_DOWN, TOES_UP))


def leg_with_supplies(stage: Stage, time: str, smallest: str, declared: Callable[[Any], float] | None = None,
                      special: Bound = NERVE) -> None:
    """Let a leg play on the stage; ``smallest`` leads to the times of the smallest unit's impulses. What is ``special``
    in a model is that its nerve can be cut, or that its foot moves."""
    drawing = Leg(stage, stage.axes[stage.scene], free=special is FOOT)
    stage.play(Scene(drawing, Moment, (
        special,
        Bound("command", "Brain (colour) and arrow to the spinal cord (width)", "command", "command_percent",
              of=(0.0, 100.0)),
        Sent("impulses", "Dots on the nerve", "impulses of the smallest motor unit, drawn fifteen times too slowly",
             smallest, lasts=WAY_s),
        Bound("units", "End plates that are lit, of four (and part of one)",
              "part of the muscle that is recruited", "recruited"),
        Bound("force", "Calf (colour, fibres; the bulge is exaggerated)", "force", "force_N", of=(0.0, DARKEST_N)),
        Bound("blood", "Artery below the knee (width, dots)", "blood that is let through", "blood_percent",
              of=(0.0, 100.0)),
        Bound("flow", "Vessels in the calf (width)", "blood flow", "flow_mL_100g_min", of=(0.0, 100.0)),
        Bound("oxygen", "Vein (colour, dots)", "oxygen left in the muscle", "po2_mmHg", of=(0.0, 40.0)),
        Bound("store", "Glass (level)", "phosphocreatine", "pcr_mM", of=(0.0, 33.0)),
        Told("broken", "Crosses, and “no glycogen”", "links that let less than nine tenths pass", "broken_links"),
    ), (WIDTH, HEIGHT), time, declared, clock="state" if declared else ""))
