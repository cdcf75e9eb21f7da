"""What a muscle fibre did in a train of pulses and after it, and the rule that names its state."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.electrolytes.excitability_trace import LOST_REST_mV
from muscle_lib.trace import result, trace

# The limits of the rule are our choice.
#: A fibre that answers fewer than this part of the pulses is called paralysed.
ANSWERED = 0.8
#: So many action potentials after the last pulse are called myotonia.
AFTER_DISCHARGES = 3
#: An action potential that passes 0 mV up to so long after a pulse began still belongs to the pulse.
BELONGS_ms = 10.0
#: When the after-depolarisation is read, after the last pulse began; and from when on it is more than usual.
ADP_AFTER_ms, ADP_LIMIT_mV = 20.0, 8.0
#: When it is read whether the fibre has come back to rest, after the last pulse began; and how long it must have been
#: silent then to be called stopped. Later still, slow inactivation ends even a paralysed fibre's plateau.
LATE_AFTER_ms, SILENT_ms = 3500.0, 500.0
#: The most potassium that was measured between the fibres of hard-working human muscle (McKenna et al. 2024, doi
#: 10.1007/s00421-023-05335-9): more than that in the tubule is not to be believed.
MEASURED_mM = 13.0
#: An action potential is under way from so long before it passes 0 mV in the tubule to so long after it, wherever the
#: voltage is above this.
BEFORE_ms, AFTER_ms, UP_mV = 1.0, 2.0, -40.0
#: A moment after the last pulse, to be looked at: does the fibre go on, rest, or stay up? And what “still fires” means.
LOOK_AFTER_ms, STILL_ms = 100.0, 20.0


@trace
class FibreTrace:
    """A fibre in a train of pulses and after it.

    The arrays from ``v_S_mV`` to ``s`` have the shape of ``t_ms``; S is the surface, T the T-tubule. The samples lie
    about 0.1 ms apart; the times of the action potentials come from the solver's own, finer steps.
    """

    t_ms: NDArray
    v_S_mV: NDArray
    v_T_mV: NDArray
    K_T_mM: NDArray
    #: Gates of the surface's sodium channels: h shuts within a millisecond, s within seconds.
    h: NDArray
    s: NDArray
    #: When action potentials passed 0 mV in the tubule, and when the pulses began.
    aps_ms: NDArray
    pulses_ms: NDArray
    rest_mV: float = result("Resting potential", meaning="The surface voltage at which the fibre rests.")
    K_out_mM: float
    chloride_percent: float
    persistent_na_percent: float
    pore_mS_cm2: float
    ready_sodium_percent: float = result(
        "Sodium channels that are ready at rest",
        meaning="Sodium channels that could open at rest: neither h nor s holds them shut.")
    #: Whether this is the quick sketch of ``preview()``, which ends early.
    is_sketch: bool

    @property
    def last_pulse_ms(self) -> float:
        """When the last pulse began."""
        return float(self.pulses_ms[-1])

    @result("Action potentials during the train")
    def n_in(self) -> int:
        """Action potentials until 10 ms after the last pulse began."""
        return int(np.count_nonzero(self.aps_ms <= self.last_pulse_ms + BELONGS_ms))

    @result("Action potentials after the train", headline=True)
    def n_after(self) -> int:
        """Action potentials later than that: the fibre's own."""
        return len(self.aps_ms) - self.n_in

    @result("The fibre fires on for")
    def after_ms(self) -> float:
        """From the beginning of the last pulse to the last action potential after the train; none without one."""
        return float(self.aps_ms[-1]) - self.last_pulse_ms if self.n_after else math.nan

    @result("Rate after the train")
    def own_rate_Hz(self) -> float:
        """The mean rate of the action potentials after the train; none with fewer than two."""
        own = self.aps_ms[self.n_in:]
        return float(1000.0 / np.diff(own).mean()) if len(own) > 1 else math.nan

    @result("After-depolarisation")
    def adp_mV(self) -> float:
        """How far above rest the surface still is 20 ms after the last pulse began."""
        return float(np.interp(self.last_pulse_ms + ADP_AFTER_ms, self.t_ms, self.v_S_mV)) - self.rest_mV

    @result("Voltage at the end")
    def end_mV(self) -> float:
        """The surface voltage at the end of the run."""
        return float(self.v_S_mV[-1])

    @result("Highest potassium in the T-tubule")
    def peak_K_T_mM(self) -> float:
        """The most potassium that gathers in the model's T-tubule."""
        return float(self.K_T_mM.max())

    @property
    def K_T_stays(self) -> bool:
        """Whether the tubule's potassium is still high at the end of a full run, though the fibre is silent."""
        silent = not (self.aps_ms > self.t_ms[-1] - 2.0 * SILENT_ms).any()
        rise_mM = self.peak_K_T_mM - self.K_out_mM
        return silent and not self.is_sketch and float(self.K_T_mM[-1]) - self.K_out_mM > max(1.0, rise_mM / 2.0)

    @result("Fewest sodium channels not slowly inactivated")
    def lowest_s_percent(self) -> float:
        """The fewest sodium channels that slow inactivation leaves."""
        return 100.0 * float(self.s.min())

    @result("Voltage 3.5 s after the train")
    def late_mV(self) -> float:
        """The surface voltage three and a half seconds after the last pulse began, or at the end of a shorter run."""
        return float(np.interp(self._late_ms, self.t_ms, self.v_S_mV))

    @property
    def stopped(self) -> bool:
        """Whether no action potential came in the half second before that moment."""
        return not ((self.aps_ms > self._late_ms - SILENT_ms) & (self.aps_ms <= self._late_ms)).any()

    @property
    def fires_to_the_end(self) -> bool:
        """Whether the fibre still fires by itself when the run ends, so that more would follow."""
        return self.n_after > 1 and bool(self.aps_ms[-1] > self.t_ms[-1] - 3000.0 / self.own_rate_Hz)

    @property
    def state(self) -> str:
        """The name of what is seen; the first that fits.

        “paralysis at rest”: rest above −65 mV. “paralysis”: fewer than 8 of 10 pulses answered. “myotonia”: three or
        more action potentials after the last pulse; with “, then block” if they have stopped 3.5 s later and the
        voltage is then above −65 mV. “paralysis after activity”: above −65 mV then, without such a run. “latent”: an
        after-depolarisation of more than 8 mV, so that a small push more could tip it. “normal”: none of these.
        """
        if self.rest_mV > LOST_REST_mV:
            return "paralysis at rest"
        if self.n_in < ANSWERED * len(self.pulses_ms):
            return "paralysis"
        if self.n_after >= AFTER_DISCHARGES:
            return "myotonia, then block" if self.stopped and self.late_mV > LOST_REST_mV else "myotonia"
        if self.late_mV > LOST_REST_mV:
            return "paralysis after activity"
        return "latent" if self.adp_mV > ADP_LIMIT_mV else "normal"

    @cached_property
    def quickly_locked_percent(self) -> NDArray:
        """Sodium channels of the surface that h holds shut."""
        return 100.0 * (1.0 - self.h)

    @cached_property
    def slowly_locked_percent(self) -> NDArray:
        """Those that s holds shut, whatever h does."""
        return 100.0 * (1.0 - self.s)

    @property
    def look_ms(self) -> float:
        """A tenth of a second after the last pulse began; or, if it fires on, when its last action potential before
        that rose."""
        return self.fired_ms(min(self.last_pulse_ms + LOOK_AFTER_ms, float(self.t_ms[-1])))

    def fired_ms(self, t_ms: float) -> float:
        """When the last action potential in the 20 ms before a moment rose on the surface: its gates are open then, and
        locked soon after. Without one, the moment itself."""
        still = self.aps_ms[(self.aps_ms <= t_ms) & (self.aps_ms > t_ms - STILL_ms)]
        if not len(still):
            return t_ms
        rises = np.flatnonzero((self.t_ms > still[-1] - BEFORE_ms) & (self.t_ms <= t_ms) & (self.v_S_mV > UP_mV))
        if not len(rises) or not rises[0]:
            return float(still[-1])
        # Between two samples; a hair later, as the voltage is above this then.
        pair = slice(rises[0] - 1, rises[0] + 1)
        return float(np.interp(UP_mV + 0.01, self.v_S_mV[pair], self.t_ms[pair]))

    def surface_up(self, t_ms: float) -> float:
        """1 while an action potential is on the surface, else 0. What a pulse lifts by itself does not count."""
        return float(self._in_action_potential(t_ms) and np.interp(t_ms, self.t_ms, self.v_S_mV) > UP_mV)

    def tubule_up(self, t_ms: float) -> float:
        """How far an action potential has risen in the tubule: from 0 at −60 to 1 at 0 mV; 1 until it has sunk again,
        else 0."""
        if not self._in_action_potential(t_ms):
            return 0.0
        v_mV = float(np.interp(t_ms, self.t_ms, self.v_T_mV))
        is_rising = not np.any((self.aps_ms <= t_ms) & (self.aps_ms > t_ms - AFTER_ms))
        return min(max(1.0 + v_mV / 60.0, 0.0), 1.0) if is_rising else float(v_mV > UP_mV)

    def stuck(self, t_ms: float) -> float:
        """1 while the surface, for most of the last 20 ms, was above −65 mV without firing; else 0."""
        if self._in_action_potential(t_ms):
            return 0.0
        last = (self.t_ms > t_ms - STILL_ms) & (self.t_ms <= t_ms)
        return float(np.median(self.v_S_mV[last] if last.any() else self.v_S_mV[:1]) > LOST_REST_mV)

    def pulses_ago_ms(self, t_ms: float) -> tuple[float, ...]:
        """How long ago each pulse began that has begun."""
        return tuple((t_ms - self.pulses_ms[self.pulses_ms <= t_ms]).tolist())

    def action_potentials_ago_ms(self, t_ms: float) -> tuple[float, ...]:
        """How long ago each action potential was that has been."""
        return tuple((t_ms - self.aps_ms[self.aps_ms <= t_ms]).tolist())

    def _in_action_potential(self, t_ms: float) -> bool:
        return bool(np.any((self.aps_ms - BEFORE_ms <= t_ms) & (t_ms <= self.aps_ms + AFTER_ms)))

    @property
    def _late_ms(self) -> float:
        return min(self.last_pulse_ms + LATE_AFTER_ms, float(self.t_ms[-1]))
