"""What the presets of chapter 2 say is what their runs do: each whole text, and the check of it.

Who changes a text must look at its run again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from muscle_lib.models.electrolytes import Excitability, IonBattery, MuscleFibre, NerveAtLowCalcium, WaterAndSalt
from tests.models.presets import held, ids, start

near = pytest.approx



TRUE: dict[type, dict[str, Callable[[Any], bool]]] = {
    IonBattery: {
        "the membrane rests near −90 mV, a little above potassium's own potential":
            lambda t: t.rest_mV == near(-90.0, abs=1.0) and 0.0 < t.from_E_K_mV < 10.0,
        "the rest falls, away from threshold": lambda t: t.rest_mV < start(IonBattery).rest_mV - 5.0,
        "the rest rises by 10 mV, towards threshold":
            lambda t: t.rest_mV - start(IonBattery).rest_mV == near(10.0, abs=0.5),
        "the rest hardly moves, by 1 mV: what suffers is the brain, by swelling":
            lambda t: abs(t.rest_mV - start(IonBattery).rest_mV) == near(1.0, abs=0.3),
        "the rest moves towards sodium's potential: the balance of the leaks decides":
            lambda t: t.rest_mV > start(IonBattery).rest_mV + 40.0,
    },
    Excitability: {
        "rests near −91 mV and fires at about 200 µA/cm²":
            lambda t: t.rest_mV == near(-91.0, abs=0.5) and t.threshold_uA_cm2 == near(200.0, abs=5.0),
        "rests more negative, so it needs a stronger pulse: this one is too weak":
            lambda t: t.rest_mV < -91.0 and t.threshold_uA_cm2 > t.stimulus_uA_cm2 and not t.fires,
        "rests near −103 mV and needs three quarters more current than in health":
            lambda t: t.rest_mV == near(-103.0, abs=0.5)
            and t.threshold_uA_cm2 / start(Excitability).threshold_uA_cm2 == near(1.75, abs=0.03),
        "nearer to its threshold: easier to excite, although more than half of its channels are shut":
            lambda t: t.threshold_uA_cm2 < start(Excitability).threshold_uA_cm2 and t.ready_sodium_percent < 50.0,
        "so few sodium channels are ready that no action potential comes: inexcitable":
            lambda t: t.ready_sodium_percent < 5.0 and not t.excitable and not t.fires,
        "potassium is still 8 mM and the pulse 450 µA/cm², but five times as many channels are ready, and it fires":
            lambda t: (t.K_out_mM, t.stimulus_uA_cm2) == (8.0, 450.0) and t.fires and t.ready_sodium_percent / start(
                Excitability, K_out_mM=8.0, stimulus_uA_cm2=450.0).ready_sodium_percent == near(5.0, abs=0.5),
        "at normal potassium a fifth less current is enough; the resting potential has hardly moved":
            lambda t: t.K_out_mM == 4.0 and abs(t.rest_mV - start(Excitability).rest_mV) < 1.0
            and t.threshold_uA_cm2 / start(Excitability).threshold_uA_cm2 == near(0.8, abs=0.02),
        "by itself it does almost nothing to the fibre":
            lambda t: t.threshold_uA_cm2 / start(Excitability).threshold_uA_cm2 == near(1.0, abs=0.06),
        "low potassium hides the low calcium: the threshold is even raised a little":
            lambda t: 1.0 < t.threshold_uA_cm2 / start(Excitability).threshold_uA_cm2 < 1.2,
        "the fibre does not notice: same rest, same threshold":
            lambda t: round(t.rest_mV) == -91
            and t.threshold_uA_cm2 / start(Excitability).threshold_uA_cm2 == near(1.0, abs=0.01),
        "a little easier to excite, and well":
            lambda t: 0.8 < t.threshold_uA_cm2 / start(Excitability).threshold_uA_cm2 < 1.0 and not t.spontaneous,
        "less potassium outside, and yet the fibre is depolarised: it rests near −56 mV, inexcitable":
            lambda t: t.K_out_mM < 4.0 and t.rest_mV == near(-56.0, abs=0.5) and not t.excitable,
    },
    NerveAtLowCalcium: {
        "the nerve is quiet, and a pulse of 6.5 nC/cm² sets it off":
            lambda t: not t.spontaneous and t.threshold_nC_cm2 == near(6.5, abs=0.05),
        "quiet, but seven tenths of the charge are enough: a tap on the nerve can do it":
            lambda t: not t.spontaneous and t.threshold_part == near(0.7, abs=0.05) and t.state == "latent tetany",
        "the nerve fires about 50 times a second by itself: tetany. (In people it does so at higher calcium, where the "
        "junction still has its reserve)":
            lambda t: t.spontaneous_Hz == near(50.0, abs=3.0) and t.state == "tetany"
            and t.safety_factor < 1.0 < start(NerveAtLowCalcium, Ca_out_mM=0.8).safety_factor,
        "hardly a difference: low magnesium acts mostly through calcium and potassium":
            lambda t: t.threshold_part == near(1.0, abs=0.1),
        "low potassium hides the low calcium: the threshold is even a little above normal":
            lambda t: 1.0 < t.threshold_part < 1.2,
        "with potassium corrected and calcium still low, the nerve becomes irritable":
            lambda t: (t.K_out_mM, t.state) == (4.0, "latent tetany"),
        "the nerve is harder to set off": lambda t: t.threshold_part > 1.2,
    },
    MuscleFibre: {
        "one action potential for each of the 25 pulses, then rest": lambda t: (t.n_in, t.n_after) == (25, 0),
        "half of the chloride channels are enough: normal": lambda t: t.state == "normal",
        "the fibre fires on by itself for nearly six seconds": lambda t: 5500.0 < t.after_ms < 6000.0,
        "all pulses are answered, with a large after-depolarisation: latent":
            lambda t: (t.n_in, t.state) == (25, "latent"),
        "a little more potassium, and the fibre stays depolarised after half of the pulses: paralysis. (Potassium in "
        "the model's tubule then climbs to 45 mM, which is not to be believed)":
            lambda t: t.n_in == near(12.5, abs=1.0) and t.state == "paralysis" and round(t.peak_K_T_mM) == 45,
        "rests some millivolts higher, and works":
            lambda t: 3.0 < t.rest_mV - start(MuscleFibre).rest_mV < 8.0 and t.state == "normal",
        "less potassium outside, and yet it is depolarised: it rests near −56 mV; each pulse pushes it up to about −7 "
        "mV, and no action potential follows":
            lambda t: t.rest_mV == near(-56.0, abs=0.5) and t.n_in == 0 and t.v_S_mV.max() == near(-7.0, abs=0.5)
                      and all(t.v_S_mV[(t.t_ms >= pulse) & (t.t_ms < pulse + 15.0)].max() == near(-7.5, abs=1.0)
                              for pulse in t.pulses_ms),
        "fewer sodium channels: it follows the pulses and stops with them; a small push more could tip it":
            lambda t: (t.n_in, t.n_after, t.state) == (25, 0, "latent"),
        "with a few channels that fail to inactivate, a milder loss of chloride gives a long run of myotonia":
            lambda t: t.state == "myotonia" and t.after_ms > 4000.0,
        "every strong pulse is still answered: the weakness of patients has more causes than this":
            lambda t: t.n_in == 25,
        "no pulse is answered: paralysis": lambda t: (t.n_in, t.state) == (0, "paralysis"),
    },
    WaterAndSalt: {
        "140 mM of sodium, 285 mosm/kg":
            lambda t: (t.Na_out_mM, t.osmolality_mosm_kg) == (near(140.0), near(285.0)),
        "sodium rises, because sweat is thinner than blood": lambda t: t.Na_out_mM > 141.0,
        "the mass is back, and sodium is a little low but normal":
            lambda t: t.mass_change_percent == 0.0 and t.Na_out_mM < 140.0 and t.sodium_state == "normal",
        "hardly different from water":
            lambda t: abs(t.Na_out_mM - start(WaterAndSalt).Na_out_mM) < 2.0 and t.sodium_state == "normal",
        "sodium a little above where it began": lambda t: 140.0 < t.Na_out_mM < 142.0,
        "a loss of nearly 6 % of body mass: sodium is high, the resting potential moves by less than 1 mV":
            lambda t: -6.0 < t.mass_change_percent < -5.5 and t.sodium_state == "hypernatraemia"
            and abs(t.rest_change_mV) < 1.0,
        "the mass is right, and sodium is just below normal: a mild hyponatraemia":
            lambda t: t.mass_change_percent == 0.0 and 134.0 < t.Na_out_mM < 135.0,
        "a marked hyponatraemia, and cells that swell by nearly a tenth":
            lambda t: t.sodium_state == "hyponatraemia" and t.inside_change_percent == near(9.0, abs=1.0),
        "a clearer hyponatraemia":
            lambda t: t.Na_out_mM < start(WaterAndSalt, sweat_L=4.0, drink_L=4.0).Na_out_mM - 2.0,
    },
}


@pytest.mark.parametrize("model", TRUE, ids=ids)
def test_what_a_preset_says_is_what_its_run_does(model: type) -> None:
    assert held(model, TRUE[model]) == []
