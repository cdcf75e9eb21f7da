"""A moment of a fibre's trace, as the drawing of the fibre shows it."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.drawings.twitch import TwitchMoment
from muscle_lib.models.contract_and_relax.coupling import FAST, REST_ATP_mM
from muscle_lib.models.contract_and_relax.preparation import FibreTrace

#: How long the membrane is lit by an impulse (about as long as one lasts); what a small dot is; and the release that
#: opens the drawn gates fully: a fast fibre's. The pump's arrow is widest at the fastest uptake of a fast fibre.
LIT_ms, DOT_uM, RELEASE_mM_s, UPTAKE_mM_s = 3.0, 0.1, 28.0, FAST.pump_uM_ms


def fibre_moment(trace: FibreTrace, t_ms: float, fibre: int = 0, state: str = "") -> TwitchMoment:
    """The fibre (of several: which row) at a moment. Without ATP in its trace it has what it has at rest."""
    at = min(int(np.searchsorted(trace.t_ms, t_ms)), len(trace.t_ms) - 1)

    def now(name: str) -> float:
        return float(np.atleast_2d(getattr(trace, name))[fibre, at])

    since_ms = trace.t_ms[at] - trace.impulses_ms
    return TwitchMoment(
        impulse=bool(((since_ms >= 0.0) & (since_ms < LIT_ms)).any()), release=now("release_mM_s") / RELEASE_mM_s,
        store=now("store_percent") / 100.0, calcium=now("Ca_uM") / DOT_uM, troponin=now("troponin_percent") / 100.0,
        filament=now("filament_percent") / 100.0, attached=now("attached_percent") / 100.0,
        uptake=now("uptake_mM_s") / UPTAKE_mM_s,
        atp=now("atp_mM") / REST_ATP_mM if hasattr(trace, "atp_mM") else 1.0, state=state)
