"""What came out of a muscle's work: a row for each contraction, and the numbers that matter."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.oxygen_and_glucose.chain import COLUMNS
from muscle_lib.models.oxygen_and_glucose.energy import Blood
from muscle_lib.models.oxygen_and_glucose.haemoglobin import HILL, P50_mmHg
from muscle_lib.trace import result, trace

#: Our choice of words: below this part of its first force a muscle is called tired.
TIRED_percent = 90.0
#: A muscle that still pulls with this part of its first force long after its last impulse has not let go.
NOT_LET_GO_percent = 5.0
#: Vessels pressed further than this are called nearly shut, and shut; a store that pays less than this is paid back.
NEARLY_percent, SHUT_percent, PAID_BACK_mM_s = 60.0, 99.0, -0.02
#: Phosphocreatine that has moved by less than this has hardly moved.
HARDLY_mM = 0.5
#: Slower relaxations than this are drawn at the upper edge.
SLOWEST_SHOWN_ms = 1000.0


@trace
class ChainTrace:
    """What all work has in common. Each array has a value for the rest before (at 0) and for each contraction, or piece
    of 1 s of a hold and of the recovery: means over it (ATP, flow), its strongest force, or the value at its end."""

    t_min: NDArray
    force_percent: NDArray
    used_mM_s: NDArray
    #: The ATP that oxidation and glycolysis make.
    oxygen_pays_mM_s: NDArray
    glycolysis_pays_mM_s: NDArray
    #: The part of oxygen's that comes from glycogen.
    glycogen_burnt_mM_s: NDArray
    pcr_mM: NDArray
    ATP_mM: NDArray
    Pi_mM: NDArray
    pH: NDArray
    lactate_mM: NDArray
    glycogen_mM: NDArray
    po2_mmHg: NDArray
    flow_mL_100g_min: NDArray
    #: What part of the flow the contraction lets through: less than all, where it presses on its vessels.
    open_percent: NDArray
    energy_mM: NDArray
    #: How far the delivery of fuel by the blood (fat, and glucose) has got.
    delivery_percent: NDArray
    #: How long half of the force took to go, and when; only where a relaxation came to that.
    relaxed_at_min: NDArray
    relaxation_ms: NDArray
    #: How many contractions were worked out in full; the others repeat one of these.
    resolved: int
    work_min: float
    held: bool
    #: Of the blood that comes: how full it is of oxygen, and its haemoglobin.
    arterial_percent: float
    Hb_g_L: float
    #: How tight a cuff is on the artery: 0 is none.
    cuff_percent: float

    @cached_property
    def store_pays_mM_s(self) -> NDArray:
        """What the store (phosphocreatine, then ATP) pays; below 0 it is paid back."""
        return self.used_mM_s - self.oxygen_pays_mM_s - self.glycolysis_pays_mM_s

    @cached_property
    def pressed_percent(self) -> NDArray:
        """How far the vessels are pressed together: 0 is open. What they let through goes with the square of what is
        left of them, as in the model."""
        return 100.0 * (1.0 - np.sqrt(self.open_percent / 100.0))

    def vessels_and_store_at(self, t_min: float) -> str:
        """What a muscle does to its vessels and its store at a moment, in words; nothing where it is the usual."""
        at = min(int(np.searchsorted(self.t_min, t_min - 1e-9)), len(self.t_min) - 1)
        if self.pressed_percent[at] > NEARLY_percent:
            return "vessels shut" if self.pressed_percent[at] > SHUT_percent else "vessels nearly shut"
        return "store is paid back" if t_min > self.work_min and self.store_pays_mM_s[at] < PAID_BACK_mM_s else ""

    @cached_property
    def venous_percent(self) -> NDArray:
        """How full of oxygen the blood is that leaves the muscle."""
        ratio = (self.po2_mmHg.clip(min=0.0) / P50_mmHg) ** HILL
        return 100.0 * ratio / (1.0 + ratio)

    @result("Force at first")
    def force_first_percent(self) -> float:
        """The strongest force of the first five contractions (or seconds of a hold)."""
        return float(self.force_percent[1:min(6, self._end + 1)].max())

    @result("Force at the end")
    def force_last_percent(self) -> float:
        """The force at the end of the work."""
        return float(self.force_percent[self._end])

    @result("Force left, of the first")
    def force_left_percent(self) -> float:
        """The force at the end of the work, as a part of the first; NaN if there was none."""
        return _part(self.force_last_percent, self.force_first_percent)

    @result("Force that does not let go")
    def force_after_percent(self) -> float:
        """What is left of the first force at the end of the run, if there was a recovery; NaN without."""
        return _part(float(self.force_percent[-1]), self.force_first_percent) if self._recovers else math.nan

    @result("Phosphocreatine at the end")
    def pcr_end_mM(self) -> float:
        """Phosphocreatine at the end of the work."""
        return float(self.pcr_mM[self._end])

    @result("Recovery of phosphocreatine")
    def pcr_recovery_s(self) -> float:
        """How long until 63 % of the lost phosphocreatine is back (its time constant); NaN if it is not."""
        lost = float(self.pcr_mM[0]) - self.pcr_end_mM
        after, t_s = self.pcr_mM[self._end:], 60.0 * (self.t_min[self._end:] - self.t_min[self._end])
        wanted = self.pcr_end_mM + (1.0 - math.exp(-1.0)) * lost
        if lost < HARDLY_mM or after.max() < wanted:
            return math.nan
        i = int(np.argmax(after >= wanted))
        return float(np.interp(wanted, after[i - 1:i + 1], t_s[i - 1:i + 1]))

    @result("ATP at the end")
    def ATP_end_mM(self) -> float:
        """ATP at the end of the work."""
        return float(self.ATP_mM[self._end])

    @result("Lowest ATP")
    def ATP_lowest_mM(self) -> float:
        """The least ATP there ever was."""
        return float(self.ATP_mM.min())

    @result("Phosphate at the end")
    def Pi_end_mM(self) -> float:
        """Free phosphate at the end of the work."""
        return float(self.Pi_mM[self._end])

    @result("Highest pH")
    def pH_highest(self) -> float:
        """The pH in the least acid moment of the work."""
        return float(self.pH[:self._end + 1].max())

    @result("pH at the end")
    def pH_end(self) -> float:
        """The pH at the end of the work."""
        return float(self.pH[self._end])

    @result("Lactate at the end")
    def lactate_end_mM(self) -> float:
        """Lactate at the end of the work."""
        return float(self.lactate_mM[self._end])

    @result("Glycogen at the end")
    def glycogen_end_mM(self) -> float:
        """Glycogen left at the end of the work."""
        return float(self.glycogen_mM[self._end])

    @result("Lowest oxygen pressure")
    def po2_lowest_mmHg(self) -> float:
        """The lowest oxygen pressure in the muscle's blood."""
        return float(self.po2_mmHg.min())

    @result("Blood flow at the end")
    def flow_end_mL_100g_min(self) -> float:
        """Mean blood flow at the end of the work (the last six contractions or seconds)."""
        return float(self.flow_mL_100g_min[max(1, self._end - 5):self._end + 1].mean())

    @result("ATP used in the work")
    def used_mM(self) -> float:
        """All ATP that was used during the work."""
        return self._paid(self.used_mM_s)

    @result("Paid by oxygen")
    def oxygen_share_percent(self) -> float:
        """The part of the ATP of the work that oxygen has paid."""
        return 100.0 * self._paid(self.oxygen_pays_mM_s) / self.used_mM

    @result("Paid by glycolysis")
    def glycolysis_share_percent(self) -> float:
        """The part of the ATP of the work that came from glycolysis."""
        return 100.0 * self._paid(self.glycolysis_pays_mM_s) / self.used_mM

    @result("Paid by the store")
    def store_share_percent(self) -> float:
        """The part of the ATP of the work that was taken out of the store (phosphocreatine)."""
        return 100.0 - self.oxygen_share_percent - self.glycolysis_share_percent

    @result("First relaxation to half")
    def relaxation_first_ms(self) -> float:
        """How long half of the force takes to go after the first contraction; NaN if it never did."""
        return float(self.relaxation_ms[0]) if self.relaxation_ms.size else math.nan

    @result("Last relaxation to half")
    def relaxation_last_ms(self) -> float:
        """How long half of the force takes to go at the end of the work; NaN if that was not seen."""
        done = self.relaxation_ms[self.relaxed_at_min <= self.t_min[self._end] + 0.2]
        return float(done[-1]) if done.size else math.nan

    @property
    def state(self) -> str:
        """“idle”, “steady”, “tired”, or “contracture”: it has not let go."""
        if self.force_first_percent < 0.1:
            return "idle"
        if self._recovers and self.force_after_percent > NOT_LET_GO_percent:
            return "contracture"
        return "tired" if self.force_left_percent < TIRED_percent else "steady"

    @property
    def _end(self) -> int:
        """The row at which the work ends."""
        return max(1, int(np.searchsorted(self.t_min, self.work_min + 1e-9, side="right")) - 1)

    @property
    def _recovers(self) -> bool:
        # A minute after the work even a tired muscle has let go.
        return bool(self.t_min[-1] - self.t_min[self._end] > 0.49)

    def _paid(self, rate_mM_s: NDArray) -> float:
        lengths_s = 60.0 * np.diff(self.t_min[:self._end + 1])
        return float(np.sum(rate_mM_s[1:self._end + 1] * lengths_s))


@trace
class WorkTrace(ChainTrace):
    """Some minutes of work, and the recovery."""

    @cached_property
    def relaxation_shown_ms(self) -> NDArray:
        """The relaxations as they are drawn: what takes longer than a second stands at the upper edge."""
        return self.relaxation_ms.clip(max=SLOWEST_SHOWN_ms)

    @result("Paid by oxygen", headline=True)
    def oxygen_share_percent(self) -> float:
        """The part of the ATP of the work that oxygen has paid."""
        return super().oxygen_share_percent


def trace_of(cls: type, ran: tuple[NDArray, NDArray, float], blood: Blood, work_min: float, held: bool,
             **more: Any) -> Any:
    """Make a trace of the chain's table, and of the blood that it ran with."""
    table, relaxations, _ = ran
    column = {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(COLUMNS)}
    t_min = column["t_s"] / 60.0
    # The work goes on to the end of the contraction in which its time is up.
    ends = t_min[np.searchsorted(t_min, min(work_min, t_min[-1]) - 1e-9)]
    return cls(
        t_min=t_min, force_percent=100.0 * column["force"],
        flow_mL_100g_min=column["flowing_mL_100g_min"], delivery_percent=100.0 * column["mobilised"],
        open_percent=100.0 * column["open"], arterial_percent=100.0 * blood.saturation, Hb_g_L=blood.Hb_g_L,
        cuff_percent=100.0 * (1.0 - blood.open),
        oxygen_pays_mM_s=column["oxidation_mM_s"], glycolysis_pays_mM_s=column["glycolysis_mM_s"],
        glycogen_burnt_mM_s=column["burnt_mM_s"],
        relaxed_at_min=relaxations[:, 0] / 60.0, relaxation_ms=relaxations[:, 1].copy(),
        resolved=int(column["resolved"].sum()), work_min=float(ends), held=held,
        **{name: column[name] for name in ("used_mM_s", "pcr_mM", "ATP_mM", "Pi_mM", "pH", "lactate_mM",
                                           "glycogen_mM", "po2_mmHg", "energy_mM")}, **more)


def _part(of: float, whole: float) -> float:
    return 100.0 * of / whole if whole > 0.1 else math.nan
