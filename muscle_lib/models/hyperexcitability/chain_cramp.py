"""The cramp on the whole chain: the loop's impulses make calcium, newtons, use of ATP, and take oxygen."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.architecture import HEADS, best_force_N, heads_of
from muscle_lib.models.contract_and_relax.coupling import SUBSTEPS
from muscle_lib.models.electrolytes import MuscleFibre
from muscle_lib.models.hyperexcitability.chain_cramp_trace import ChainCrampTrace
from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.loop import (
    FATIGUE,
    USUAL,
    WIDTH,
    Inputs,
    LoopRun,
    advance_loop,
    inputs_of,
    start_loop,
)
from muscle_lib.models.oxygen_and_glucose.energy import Muscle
from muscle_lib.models.series import means_of
from muscle_lib.models.voluntary_contraction.chain import FIBRES, ChainState, SUPPLY_ms, advance_chain, start_chain
from muscle_lib.models.voluntary_contraction.whole_chain import WholeChain, blood_of, link_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, same_as

#: A run lasts so long; a sketch is shorter and coarser.
DURATION_ms, SKETCH_ms, SKETCH_DT_ms, SKETCH_SUBSTEPS = 40_000, 16_000, 2, 2
#: Fatigue is handed from the chain to the loop after each piece of this length. Below this part of the best force the
#: muscle is not asked how tired it is.
PIECE_ms, ASKED = 200, 0.01
#: The loop's fatigue for each part of its force that the chain has lost: half the force is full fatigue.
FATIGUE_PER_LOSS = 2.0
#: Potassium in the tubule is taken from trains of this length, which is enough for it to gather.
TRAIN_s, FIBRE_RUN_ms, FIBRE_DT_ms = 0.5, 1000.0, 0.02


@model
class ChainCramp:
    """A cramp on the whole chain: newtons, ATP and oxygen.

    The equations in words
    ----------------------
    The motor neurons are those of this chapter's first model, with its reflexes. Their impulses go the way of chapter
    5's whole chain: nerve → junction → fibre → calcium → cross-bridges → force ⇄ ATP, phosphocreatine, oxygen, blood.
        force at the tendon = best force · force of the chain · curve of length
    With the switch “whole chain” off, the loop goes on with its own simple fatigue, as in the first model. With it on,
    its fatigue comes from the chain instead:
        fatigue = fatigue at the start + 2 · (1 − force of the chain / force of a chain that gets the same impulses and
        never tires), and at most all
    What gathers in the fibres' tubules is handed over by chapter 2's fibre, at the mean rate of the units.

    ``run()`` returns a ChainCrampTrace of forty seconds, ``preview()`` a sketch of the first sixteen.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: those of chapters 1 to 5; the loop is our choice.
    """

    whole_chain: str = choice(
        "no", options={"no": "Off: a simple one", "yes": "On: from the whole chain"}, symbol="switch",
        label="Fatigue that the reflexes feel",
        meaning="Off: a number that grows with force. On: how far the chain's own force has fallen.",
        source="Our choice: off, so that the cramp is the one that was seen before.")
    excitability_eu: float = same_as(Cramp, "excitability_eu")
    fatigue_percent: float = same_as(Cramp, "fatigue_percent")
    length: float = same_as(Cramp, "length", idle_at=({"drive_percent": 0.0},))
    drive_percent: float = same_as(Cramp, "drive_percent")
    hold_s: float = same_as(Cramp, "hold_s", high=10.0)
    blood_percent: float = same_as(WholeChain, "blood_percent")
    glycogen_mM: float = same_as(WholeChain, "glycogen_mM")
    strength_N: float = same_as(WholeChain, "strength_N")
    seed: int = same_as(Cramp, "seed")
    dt_ms: int = same_as(WholeChain, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Three fibres stand for all, as in chapter 5. The chain starts with full stores, whatever the fatigue at the "
        "start says: that one is only felt by the reflexes.",
        "The length lowers the force that is shown; that a short muscle also uses less ATP is left out.",
        "Tendon organs feel the loop's own simple force, not the chain's.",
        "Potassium is a number that is handed over. It does not act back on the fibres here (chapter 7 asks what if).",
        "Pain is left out. A cramp is no failure of energy: what hurts is not known for sure.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> ChainCrampTrace:
        """Contract, let the command end, and follow the muscle's supplies."""
        return self._run(DURATION_ms, self.dt_ms, SUBSTEPS, is_sketch=False)

    def preview(self) -> ChainCrampTrace:
        """A quick sketch of the first sixteen seconds."""
        return self._run(SKETCH_ms, SKETCH_DT_ms, SKETCH_SUBSTEPS, is_sketch=True)

    @property
    def _is_linked(self) -> bool:
        return self.whole_chain == "yes"

    @property
    def _contraction(self) -> Cramp:
        return Cramp(drive_percent=self.drive_percent, hold_s=self.hold_s)

    def _run(self, duration_ms: int, dt_ms: int, substeps: int, is_sketch: bool) -> ChainCrampTrace:
        t_s = np.arange(1, duration_ms // dt_ms + 1) * dt_ms / 1000.0
        inputs = inputs_of(t_s.size, self._contraction.command_at(t_s), self.length,
                           excitability_eu=self.excitability_eu)
        table, runs = self._advance(inputs, dt_ms, substeps)

        def thin(name: str) -> NDArray:
            return means_of(np.concatenate([getattr(run, name) for run in runs]), SUPPLY_ms // dt_ms)

        end_s = self._contraction.command_end_s
        spike_ms = np.concatenate([run.spike_ms for run in runs])
        spike_unit = np.concatenate([run.spike_unit for run in runs])
        effort_Hz, cramp_Hz = (_mean_rate_Hz(spike_ms / 1000.0, spike_unit, low, high) for low, high in (
            (end_s - 1.2, end_s - 0.2), (end_s + 2.0, end_s + 5.0)))
        return ChainCrampTrace(
            t_s=np.arange(1, len(table) + 1) * SUPPLY_ms / 1000.0,
            command_percent=100.0 * inputs.command[SUPPLY_ms // dt_ms - 1::SUPPLY_ms // dt_ms],
            emg_size_percent=100.0 * thin("emg"), loop_force_percent=100.0 * thin("force"),
            fatigue_percent=100.0 * thin("fatigue"),
            force_N=self.strength_N * table[:, 3] * np.exp(-(self.length / WIDTH) ** 2), calcium_uM=table[:, 2].copy(),
            used_mM_s=table[:, 4].copy(), pcr_mM=table[:, 5].copy(), po2_mmHg=table[:, 11].copy(),
            flow_mL_100g_min=table[:, 12].copy(), effort_Hz=effort_Hz, cramp_Hz=cramp_Hz,
            effort_K_mM=tubule_mM(effort_Hz), cramp_K_mM=tubule_mM(cramp_Hz), command_end_s=end_s,
            recruited=table[:, 13].copy(), smallest_s=spike_ms[spike_unit == 0] / 1000.0, length=self.length,
            blood_percent=self.blood_percent, glycogen_mM=self.glycogen_mM, is_sketch=is_sketch)

    def _advance(self, inputs: Inputs, dt_ms: int, substeps: int) -> tuple[NDArray, list[LoopRun]]:
        """The chain's table and the loop's runs; in pieces, so that the one can tell the other how tired it is."""
        constants = USUAL._replace(fatigue_follows=0.0) if self._is_linked else USUAL
        loop = start_loop(self.seed, self.fatigue_percent / 100.0, float(dt_ms), constants)
        # Nerve and salts are healthy; what can be cut is the blood.
        muscle = WholeChain(blood_percent=self.blood_percent)
        link, blood, fuel = link_of(muscle), blood_of(muscle), Muscle(1.2, 1.0, muscle.glucose_mM)
        chain = start_chain(link, FIBRES, blood, self.glycogen_mM)
        rested, untired = start_chain(link, FIBRES, blood, self.glycogen_mM), start_chain(link, FIBRES, blood, 100.0)
        tables, runs, piece = [], [], PIECE_ms // dt_ms
        if not self._is_linked:
            piece = inputs.command.size
        for first in range(0, inputs.command.size, piece):
            run = advance_loop(constants, loop, Inputs(*(values[first:first + piece] for values in inputs)))

            def go_on(state: ChainState, run: LoopRun = run) -> tuple[NDArray, ChainState]:
                return advance_chain(loop.units, link, FIBRES, fuel, blood, state, run.counts, run.spike_unit,
                                     run.spike_ms, float(dt_ms), substeps)

            table, chain = go_on(chain)
            tables.append(table)
            runs.append(run)
            if self._is_linked:
                untired_table, untired = go_on(untired)
                untired = untired._replace(small_cell=rested.small_cell, middle_cell=rested.middle_cell,
                                           large_cell=rested.large_cell, vessels=rested.vessels)
                self._hand_back(loop.state.now, table[:, 3].mean(), untired_table[:, 3].mean())
        return np.concatenate(tables), runs

    def _hand_back(self, now: NDArray, force: float, untired: float) -> None:
        """The loop's fatigue, from the forces of the chain and of one that never tires."""
        if untired > ASKED:
            now[FATIGUE] = np.clip(self.fatigue_percent / 100.0 + FATIGUE_PER_LOSS * (1.0 - force / untired), 0.0, 1.0)


def _mean_rate_Hz(spike_s: NDArray, spike_unit: NDArray, low_s: float, high_s: float) -> float:
    """The mean rate of the units that fire in a time; 0 if none does."""
    fired = np.bincount(spike_unit[(spike_s > low_s) & (spike_s <= high_s)], minlength=1)
    return float(fired[fired > 0].mean() / (high_s - low_s)) if fired.any() else 0.0


def tubule_mM(rate_Hz: float) -> float:
    """The highest potassium in a healthy fibre's tubule within half a second at a rate; at less than 5 Hz, at rest."""
    # No finer than this does a rate make a difference that can be seen.
    return _tubule_mM(round(rate_Hz))


@lru_cache(maxsize=64)
def _tubule_mM(rate_Hz: int) -> float:
    if rate_Hz < 5:
        return float(MuscleFibre().K_out_mM)
    fibre = MuscleFibre(rate_Hz=float(rate_Hz), pulses=max(1, int(TRAIN_s * rate_Hz)), duration_ms=FIBRE_RUN_ms,
                        dt_ms=FIBRE_DT_ms).run()
    return fibre.peak_K_T_mM


#: The best forces of the muscles, as in chapter 3: the calf is the gastrocnemius, and of the quadriceps it is the
#: rectus femoris, the one head that passes over hip and knee.
HAMSTRINGS_N, CALF_N = (best_force_N(heads_of(name)) for name in ("hamstrings", "gastrocnemius"))
RECTUS_FEMORIS_N = best_force_N((HEADS["rectus femoris"],))
_CASE = "Our choice: a case made up for this lesson"
ChainCramp.presets = grouped({
    "cost": (
        Preset("Calf cramp", ChainCramp(), source="Our choice: this chapter's cramp",
               expect="the cramp costs less than half of the ATP of the contraction: no failure of energy",
               signature={"ATP_ratio": (0.2, 0.45), "is_over": (0, 0), "cramp_K_mM": (5.0, 5.4),
                          "end_pcr_mM": (24.0, 31.0)}),
        Preset("It lets go", ChainCramp(length=0.0), source="Our choice: neutral length",
               expect="the supplies recover at once", signature={"cramp_N": (0.0, 20.0), "cramp_s": (0.0, 0.0)})),
    "whole chain": (
        "Calf cramp",
        Preset("Calf cramp, fatigue from the whole chain", ChainCramp(whole_chain="yes"),
               source="Our choice: the switch is on",
               expect="stronger: the cramp squeezes its own vessels and tires the chain, and fatigue lets the cramp "
                      "grow",
               signature={"is_over": (0, 0), "fatigue_change_percent": (10.0, 50.0), "lowest_po2_mmHg": (0.0, 3.0)}),
        Preset("Without blood, from the whole chain",
               ChainCramp(whole_chain="yes", blood_percent=0.0, hold_s=10.0), source="Our choice: a tourniquet",
               expect="the oxygen is used up, and the cramp is nearly as strong as the contraction",
               signature={"lowest_po2_mmHg": (0.0, 1.0), "cramp_emg_percent": (60.0, 100.0)})),
    # One contraction in three muscles. The model knows one muscle only: what differs is where the case puts it, and
    # how strong it is.
    "leg muscles": (
        Preset("Calf at night, toes pointed",
               ChainCramp(excitability_eu=5.0, fatigue_percent=0.0, strength_N=CALF_N), source=_CASE,
               expect="rested, but short and excitable: it cramps",
               signature={"cramp_s": (15.0, 34.0), "effort_N": (1500.0, 2500.0)}),
        Preset("Hamstrings, 80th minute, knee bent",
               ChainCramp(excitability_eu=2.0, fatigue_percent=75.0, strength_N=HAMSTRINGS_N), source=_CASE,
               expect="no more excitable than others, but tired and short: it cramps",
               signature={"cramp_s": (25.0, 36.0)}),
        Preset("Hamstrings, 80th minute, knee straight",
               ChainCramp(excitability_eu=2.0, fatigue_percent=75.0, length=0.0, strength_N=HAMSTRINGS_N), source=_CASE,
               expect="just as tired, but not short: it lets go", signature={"cramp_s": (0.0, 0.0)}),
        Preset("Rectus femoris after the climb, knee straight",
               ChainCramp(excitability_eu=2.0, fatigue_percent=60.0, strength_N=RECTUS_FEMORIS_N), source=_CASE,
               expect="short and tired: it cramps, with a smaller force than the other two",
               signature={"cramp_s": (15.0, 34.0), "effort_N": (500.0, 1200.0)})),
})
