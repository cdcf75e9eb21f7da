"""Letting go costs energy: cramp, contracture and rigor, told apart by impulses, ATP, calcium and force."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.coupling import (
    SUBSTEPS,
    REST_ATP_mM,
    REST_CA_uM,
    contract,
    contract_as_atp_falls,
    train,
)
from muscle_lib.models.contract_and_relax.preparation import (
    BRIDGES_ATP,
    CALCIUM,
    FORCE,
    PUMP_ATP,
    FibreTrace,
    half_time_ms,
    prepared,
    steps_of,
    supplied,
)
from muscle_lib.models.contract_and_relax.tetanus import Tetanus
from muscle_lib.models.contract_and_relax.two_fibres import BRODY, DANTROLENE, TwoFibres
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

#: The order to contract begins and ends here; the picture is so long.
ORDER_ms, END_ms, DURATION_ms = 300, 1300, 4000
# The limits of the rule are our choice.
#: Force that stays at the end of the picture: from here on the muscle has not let go.
STAYS_PERCENT = 5.0
#: … and between the impulses of a cramp it does not let go either, for so long.
LAST_ms = 1000
#: Calcium that stays at the end of the picture: from here on it is more than in rest.
STAYS_uM = 2.0 * REST_CA_uM
#: Below so much ATP the heads hardly let go: what stays then is called rigor.
STUCK_mM = 0.05
#: A half relaxation that takes so many times as long as that of the healthy, warm fibre is called slow.
SLOW = 1.5
HYPERTHERMIA = "Rosenberg et al. 2015, doi 10.1186/s13023-015-0310-1"
FATIGUE = "Allen et al. 2008, doi 10.1152/physrev.00015.2007"


@trace
class LettingGoTrace(FibreTrace):
    """What electrodes, a calcium dye and a force meter would show of one fibre, and what would be seen in it."""

    atp_mM: NDArray
    #: The same fibre, healthy, fresh and warm, at the same order.
    healthy_Ca_uM: NDArray
    healthy_force_percent: NDArray
    pump_uM: float = result("ATP used by the calcium pump", meaning="All that the pump uses in the four seconds.")
    heads_uM: float = result("ATP used by the heads", meaning="All that the heads of myosin use in the four seconds.")

    @result("Impulses in the order")
    def impulses_in_order(self) -> int:
        """Impulses between the beginning and the end of the order."""
        return int(np.count_nonzero(self.impulses_ms < END_ms))

    @result("Impulses after the order")
    def impulses_after(self) -> int:
        """Impulses after the end of the order."""
        return len(self.impulses_ms) - self.impulses_in_order

    @result("Highest force")
    def peak_percent(self) -> float:
        """The highest force."""
        return float(self.force_percent.max())

    @result("Force just before the order")
    def start_percent(self) -> float:
        """The force just before the order."""
        return float(self.force_percent[ORDER_ms])

    @result("Force when the order ends")
    def end_percent(self) -> float:
        """The force when the order ends."""
        return float(self.force_percent[END_ms])

    @result("Force left at the end", headline=True)
    def late_percent(self) -> float:
        """The force at the end of the picture, nearly three seconds after the order."""
        return float(self.force_percent[-1])

    @result("ATP at the end")
    def late_atp_mM(self) -> float:
        """The ATP at the end of the picture."""
        return float(self.atp_mM[-1])

    @result("Calcium at the end")
    def late_Ca_uM(self) -> float:
        """The free calcium at the end of the picture, as its mean over the last 100 ms."""
        return float(self.Ca_uM[-100:].mean())

    @result("Half relaxation")
    def half_relaxation_ms(self) -> float:
        """From the end of the order until the force has fallen to half of what it was then; NaN if it does not."""
        return half_time_ms(self.force_percent, END_ms) if self.end_percent >= 1.0 else math.nan

    @result("Half relaxation of the healthy fibre")
    def healthy_half_relaxation_ms(self) -> float:
        """The half relaxation of the same fibre when it is healthy, fresh and warm, after the same order."""
        return half_time_ms(self.healthy_force_percent, END_ms) if self.healthy_force_percent[END_ms] >= 1.0 \
            else math.nan

    @result("The pump's share of the ATP")
    def pump_share_percent(self) -> float:
        """The part of the ATP that the calcium pump uses; the rest goes to the heads of myosin."""
        return 100.0 * self.pump_uM / (self.pump_uM + self.heads_uM)

    def stuck_at(self, t_ms: float) -> str:
        """What holds the heads at a moment, where it is rigor; else nothing."""
        at = int(np.searchsorted(self.t_ms, t_ms))
        return "rigor: hours after death" if self.atp_mM[at] < STUCK_mM else ""

    @property
    def state(self) -> str:
        """The name of what is seen; the first that fits.

        “no contraction”: the force stays below 5 %. “rigor”: a force of 5 % or more stays to the end, and ATP is gone
        (below 0.05 mM). “cramp”: impulses came after the order, and in the last second the force never fell below 5 %.
        “twitches”: impulses came, but too few for that. “contracture”: force stays without impulses, and calcium is
        more than twice that of rest. “lets go slowly”: half of the force that the order left is gone only after 1.5
        times the healthy time. “lets go”: none of these.
        """
        if self.peak_percent < STAYS_PERCENT:
            return "no contraction"
        late = self.late_percent >= STAYS_PERCENT
        if late and self.late_atp_mM < STUCK_mM:
            return "rigor"
        if self.impulses_after:
            return "cramp" if self.force_percent[-LAST_ms:].min() >= STAYS_PERCENT else "twitches"
        if late and self.late_Ca_uM > STAYS_uM:
            return "contracture"
        # Asked this way round, a force that never falls to its half is slow as well.
        in_time = self.half_relaxation_ms <= SLOW * self.healthy_half_relaxation_ms
        return "lets go" if in_time or self.end_percent < STAYS_PERCENT and not late else "lets go slowly"


@model
class LettingGo:
    """One muscle fibre that is told to contract for a second, and what happens when the order ends.

    The equations in words
    ----------------------
    Those of the twitch. Two of its steps use ATP, and both are steps of letting go:
        the pump brings two calcium ions back into the store for one ATP
        a head of myosin needs one ATP to detach, and to be ready for its next stroke
    ATP is 8.2 mM before the order. If it is to fall, it does so during the order, by the same factor each ms.
        detach rate, attach rate = usual rate · ATP/(ATP + 0.1 mM);   pump, gate of the store: ATP/(ATP + 0.5 mM)
        (all of them 1 at 8.2 mM)
        nearly without ATP, up to a quarter of the heads also attach where there is no calcium (rigor):
            rate = 0.2 · usual rate · 0.0025/(0.0025 + ATP²), ATP in mM
    The store leaks; at rest the pump just keeps up with it. A leak that is many times larger raises the calcium in the
    fibre although no impulse comes. Fatigue slows the pump and the switching off of the filament, lowers release and
    the sensitivity to calcium, and weakens each head.

    ``run()`` returns a LettingGoTrace. Errors: a value out of range, of the wrong type or not finite raises a
    ValueError.
    """

    pump_percent: float = same_as(TwoFibres, "pump_percent")
    atp_mM: float = quantity(
        REST_ATP_mM, unit="mM", low=0.001, high=8.2, scale="log", symbol="[ATP]", label="ATP falls in the order, to",
        meaning="8.2: it stays. Heads and pump feel it. In life a muscle stops long before its ATP is gone.",
        source="Kemp et al. 2007, NMR Biomed 20:555, doi 10.1002/nbm.1192; the lower end is our choice")
    after_Hz: float = quantity(
        0.0, unit="Hz", low=0.0, high=40.0, step=1.0, symbol="f₂", label="Impulses after the order",
        meaning="0: the nerve is silent when the order ends, as it should be.",
        source="Our choice: from none to a strong cramp.")
    leak_times: float = quantity(
        1.0, unit="", low=1.0, high=100.0, scale="log", symbol="L", label="Leak of the calcium store (times normal)",
        meaning="In malignant hyperthermia the store's channel stays open. How much it leaks then has not been "
                "measured in man.",
        source="Our choice of how much; the disease: " + HYPERTHERMIA)
    order_Hz: float = quantity(
        30.0, unit="Hz", low=0.0, high=60.0, step=1.0, symbol="f₁", label="Impulses during the order",
        source="Our choice: from none to a short strongest effort.")
    release_percent: float = same_as(TwoFibres, "release_percent", idle_at=({"order_Hz": 0.0},))
    fatigue_percent: float = quantity(
        0.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="Z", label="Fatigue",
        meaning="100: after a minute of the strongest effort. Pump down to 45 %, release to 75 %, force of a head to "
                "60 %, filament 1.35 times less sensitive, and switched off four times more slowly.",
        source="Our choice of sizes; the causes: " + FATIGUE)
    fibre: str = same_as(Tetanus, "fibre")
    temperature_C: float = same_as(TwoFibres, "temperature_C")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All that the two fibres leave out.",
        "ATP is set by you, and is gone within a second. In a real muscle it hardly falls before everything else has "
        "changed; after death this takes hours. The next chapter lets the muscle make its own ATP.",
        "How fast pump, gate and heads fail as ATP falls, and that rigor from rest takes a quarter of the heads, are "
        "our choice. The fibre answers every impulse; without ATP a real one would soon stop.",
        "In real rigor nearly all heads are attached (in rabbit and frog at least 95 %: Lovell et al. 1981). Here it "
        "is about half, as when the fibre pulls.",
        "A contracture of the model has no end. A real muscle then heats up, swells and breaks down.",
        "The words are those of physiology. In daily life, and in many books, all of it is called a cramp.",
        "Where the impulses of a cramp come from: that is a later chapter's question.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> LettingGoTrace:
        """Order a contraction for one second, and watch for four."""
        impulses = np.zeros(DURATION_ms, dtype=bool)
        impulses[ORDER_ms:END_ms] = train(self.order_Hz, END_ms - ORDER_ms, at_once=True)
        healthy = contract(prepared(self.fibre), supplied(100.0, 100.0), impulses, SUBSTEPS)
        impulses[END_ms:] = train(self.after_Hz, DURATION_ms - END_ms)
        supply = supplied(self.pump_percent, self.release_percent, self.leak_times, self.fatigue_percent)
        t_ms = np.arange(DURATION_ms + 1.0)
        fallen = np.clip((t_ms - ORDER_ms) / (END_ms - ORDER_ms), 0.0, 1.0)
        atp_mM = REST_ATP_mM * (self.atp_mM / REST_ATP_mM) ** fallen
        kept = contract_as_atp_falls(prepared(self.fibre, self.temperature_C), supply, impulses, atp_mM, SUBSTEPS)
        return LettingGoTrace(
            t_ms=t_ms, impulses_ms=np.flatnonzero(impulses).astype(float), atp_mM=atp_mM, **steps_of(kept),
            healthy_Ca_uM=healthy[:, CALCIUM],
            healthy_force_percent=100.0 * healthy[:, FORCE],
            pump_uM=float(kept[1:, PUMP_ATP].sum()), heads_uM=float(kept[1:, BRIDGES_ATP].sum()))


_MADE_UP = {"source": "Our choice: a case made up for this lesson",
            "expect": "answer the question about this muscle to learn more"}

LettingGo.presets = grouped({
    "fibres": (
        Preset("Healthy", LettingGo(), source="Our choice of 30 impulses a second for one second",
               expect="the order ends, calcium goes back, and the force is gone within half a second",
               signature={"half_relaxation_ms": (130, 145), "late_percent": (0.0, 0.1), "impulses_after": (0, 0)}),
        Preset("Cramp", LettingGo(after_Hz=20.0), source="Our choice of 20 a second, for a cramp of a strong muscle",
               expect="the order has ended, but impulses go on, and so does the force",
               signature={"impulses_after": (53, 54), "late_percent": (75.0, 80.0)}),
        Preset("Fatigued", LettingGo(fatigue_percent=100.0), source=FATIGUE + "; the sizes are our choice",
               expect="weaker, and half as fast to let go",
               signature={"peak_percent": (57.0, 61.0), "half_relaxation_ms": (260, 285), "late_percent": (0.0, 0.5)}),
        Preset("Brody disease, in a fast fibre", LettingGo(fibre="fast", pump_percent=30.0),
               source="Our choice of 30 %; the disease, which is one of the fast fibres: " + BRODY,
               expect="no impulses after the order, calcium that goes back slowly, and ten times as long to let go as "
                      "a healthy fast fibre (dotted)",
               signature={"half_relaxation_ms": (800, 900), "healthy_half_relaxation_ms": (75, 85),
                          "impulses_after": (0, 0), "late_percent": (0.0, 1.0)}),
        Preset("Pump nearly gone", LettingGo(pump_percent=10.0), source="Our choice of 10 %",
               expect="a contracture: no impulses after the order, ATP is there, calcium stays, and force stays",
               signature={"late_percent": (99.0, 100.0), "impulses_after": (0, 0), "late_Ca_uM": (1.0, 40.0)}),
        Preset("No ATP", LettingGo(atp_mM=0.001), source="Our choice of 0.001 mM; rigor after death when ATP is gone: "
               "Bate-Smith & Bendall 1947, J Physiol 106:177",
               expect="ATP falls during the order; then the force stays as it is, without impulses: rigor",
               signature={"late_percent": (85.0, 92.0), "end_percent": (85.0, 90.0), "start_percent": (0.0, 0.1),
                          "impulses_after": (0, 0), "late_Ca_uM": (1.0, 2.0), "late_atp_mM": (0.001, 0.001)}),
        Preset("Malignant hyperthermia", LettingGo(order_Hz=0.0, leak_times=60.0),
               source="Our choice of a leak 60 times the usual, under anaesthesia, so that no order comes: "
                      + HYPERTHERMIA,
               expect="a contracture without a single impulse: the store leaks",
               signature={"late_percent": (25.0, 40.0), "impulses_in_order": (0, 0), "late_Ca_uM": (0.35, 0.5)}),
        Preset("… and dantrolene", LettingGo(order_Hz=0.0, leak_times=5.0, release_percent=40.0),
               source="Our choice of sizes; the drug shuts the leaking channel: " + DANTROLENE,
               expect="five times the usual leak in place of sixty, and so the contracture does not come",
               signature={"late_percent": (0.0, 2.0)}),
        Preset("Cold muscle, 25 °C", LettingGo(temperature_C=25.0),
               source="Our choice of 25 °C; Ranatunga et al. 1987, doi 10.1113/jphysiol.1987.sp016707",
               expect="nothing is broken, but every step takes longer",
               signature={"half_relaxation_ms": (270, 305), "late_percent": (0.0, 0.5)})),
    # The lesson shows these without a name, and names them after the guess: what they are is tested.
    "without a name": (
        Preset("Muscle A", LettingGo(fibre="fast", pump_percent=30.0), **_MADE_UP,
               signature={"late_percent": (0.0, 1.0), "impulses_after": (0, 0)}),
        Preset("Muscle B", LettingGo(atp_mM=0.001), **_MADE_UP,
               signature={"late_percent": (85.0, 92.0), "late_atp_mM": (0.001, 0.001)}),
        Preset("Muscle C", LettingGo(after_Hz=20.0), **_MADE_UP,
               signature={"impulses_after": (53, 54), "late_percent": (75.0, 80.0)}),
        Preset("Muscle D", LettingGo(order_Hz=0.0, leak_times=60.0), **_MADE_UP,
               signature={"late_percent": (25.0, 40.0), "impulses_in_order": (0, 0)})),
})
