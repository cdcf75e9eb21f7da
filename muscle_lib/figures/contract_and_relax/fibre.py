"""The drawing of a fibre from close by, bound to a trace of this chapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muscle_lib.figures.drawings.twitch import FREE, HEIGHT, WIDTH, MARK_uM, Twitch, TwitchMoment
from muscle_lib.figures.scene import Bound, Scene, Sent, Told
from muscle_lib.figures.stage import Stage
from muscle_lib.models.contract_and_relax.coupling import FAST, REST_ATP_mM

#: How long the membrane is lit by an impulse, about as long as one lasts; and the release at which the drawn gates are
#: open: the fast fibre's.
LIT_ms, RELEASE_mM_s = 3.0, 28.0


def fibre(stage: Stage, declared: Callable[[Any], float], row: str = "", name: str = "", atp: bool = False,
          named: bool = True) -> None:
    """Draw it, after cursor and legends. ``row``: of several fibres, “.0” is the first; ``atp``: with its ATP; not
    ``named``: it does not say what holds the heads."""
    drawing = Twitch(stage, stage.axes[stage.scene], atp, name)
    percent = 0.0, 100.0
    bound: list[Bound | Told | Sent] = [
        Sent("impulses", "Membrane (lit all at once)", f"an impulse in the last {LIT_ms:g} ms", "impulses_ms", LIT_ms),
        Bound("release", "Gates, and calcium in them", "release from the store", f"release_mM_s{row}",
              (0.0, RELEASE_mM_s)),
        Bound("store", "Large marks (each 50 µM)", "calcium in the store", f"store_percent{row}", percent),
        Bound("calcium", f"Small marks (each {MARK_uM:g} µM)", "free calcium", f"Ca_uM{row}",
              (0.0, (FREE + 1) * MARK_uM), (0.0, FREE + 1)),
        Bound("troponin", "Troponins with a mark", "part of the troponin that holds calcium", f"troponin_percent{row}",
              percent),
        Bound("filament", "Stretches of thread moved aside", "part of the thin filament that is on (half of the "
              "troponins can switch on all of it, and it goes off later than they let calcium go)",
              f"filament_percent{row}", percent),
        Bound("attached", "Heads on the thin filament (too few and too large)", "part of all heads",
              f"attached_percent{row}", percent),
        Bound("uptake", "Arrow through the pump", "uptake into the store", f"uptake_mM_s{row}",
              (0.0, FAST.pump_uM_ms)),
    ]
    if atp:
        bound.append(Bound("atp", "Glass (level; pump and heads stuck near 0)", "ATP", "atp_mM",
                           (0.0, REST_ATP_mM)))
        if named:
            bound.append(Told("state", "Word above the membrane", "rigor, with ATP below 0.05 mM: heads are stuck",
                              "stuck_at"))
    stage.play(Scene(drawing, TwitchMoment, bound, (WIDTH, HEIGHT), "t_ms", declared))
