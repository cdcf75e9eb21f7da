"""Cases made up for the lesson: three recordings without a name, and three leg muscles on the whole chain."""

from __future__ import annotations

from muscle_lib.models.contract_and_relax.architecture import HEADS, best_force_N, heads_of
from muscle_lib.models.hyperexcitability.chain_cramp import ChainCramp
from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.preset import Preset

CASE = "Our choice: a case made up for this lesson"
GUESS = "answer the question about this recording to learn more"

#: The best forces of the muscles, as in chapter 3: the calf is the gastrocnemius, and of the quadriceps it is the long
#: head, the one that passes over hip and knee.
HAMSTRINGS_N, CALF_N = (best_force_N(heads_of(name)) for name in ("hamstrings", "gastrocnemius"))
RECTUS_FEMORIS_N = best_force_N((HEADS["rectus femoris"],))

#: The lesson shows these without a name, and names them after the guess.
RECORDINGS = (
    Preset("Recording 1", Cramp(excitability_eu=4.0, fatigue_percent=0.0, length=0.0, drive_percent=0.0),
           source=CASE, expect=GUESS, signature={"cramp_s": (0.0, 0.0), "fasciculations_per_min": (25.0, 65.0),
                                                 "state": ("fasciculation", "fasciculation")}),
    Preset("Recording 2", Cramp(hold_s=3.0), source=CASE, expect=GUESS,
           signature={"cramp_s": (25.0, 65.0), "state_after": ("cramp", "cramp"), "is_over": (1, 1)}),
    Preset("Recording 3", Cramp(excitability_eu=0.0, fatigue_percent=0.0, length=0.0, drive_percent=20.0, hold_s=20.0),
           source=CASE, expect=GUESS, signature={"cramp_s": (0.0, 0.0), "peak_percent": (10.0, 18.0),
                                                 "state_after": ("rest", "rest")}),
)

#: One contraction in three muscles. The model knows one muscle only: what differs is where the case puts it, and how
#: strong it is.
LEG_CASES = (
    Preset("Calf at night, toes pointed",
           ChainCramp(excitability_eu=5.0, fatigue_percent=0.0, strength_N=CALF_N), source=CASE,
           expect="rested, but short and excitable: it cramps",
           signature={"cramp_s": (15.0, 34.0), "effort_N": (1500.0, 2500.0)}),
    Preset("Hamstrings, 80th minute, knee bent",
           ChainCramp(excitability_eu=2.0, fatigue_percent=75.0, strength_N=HAMSTRINGS_N), source=CASE,
           expect="no more excitable than others, but tired and short: it cramps",
           signature={"cramp_s": (25.0, 36.0)}),
    Preset("Hamstrings, 80th minute, knee straight",
           ChainCramp(excitability_eu=2.0, fatigue_percent=75.0, length=0.0, strength_N=HAMSTRINGS_N), source=CASE,
           expect="just as tired, but not short: it lets go", signature={"cramp_s": (0.0, 0.0)}),
    Preset("Quadriceps (long head) after the climb, knee straight",
           ChainCramp(excitability_eu=2.0, fatigue_percent=60.0, strength_N=RECTUS_FEMORIS_N), source=CASE,
           expect="short and tired: it cramps, with a smaller force than the other two",
           signature={"cramp_s": (15.0, 34.0), "effort_N": (500.0, 1200.0)}),
)
