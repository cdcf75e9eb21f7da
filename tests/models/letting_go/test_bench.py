"""The bench: every result is a chapter's model, run on the hidden parameters, and its words are its numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import LettingGo
from muscle_lib.models.electrolytes import NerveAtLowCalcium
from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.letting_go import CAUSES, TESTS, MuscleSide, finding
from muscle_lib.models.letting_go import body as lab
from muscle_lib.models.letting_go.bench import BY_KEY
from muscle_lib.models.letting_go.patient import HEALTHY
from muscle_lib.models.nerve_signal import MyelinatedAxon
from muscle_lib.models.nerve_signal.bedside import Bedside
from muscle_lib.models.nervous_system import Dystonia, FastStretch
from muscle_lib.models.nervous_system.cords import CORDS
from muscle_lib.models.oxygen_and_glucose import WorkingMuscle
from tests.checks import Check
from tests.sentences import complaints, numbers

#: Of the test “Three minutes of work”; nobody chose a constant by it.
MCARDLE = "46 patients and as many others, on a bicycle; Clin J Sport Med 2007, doi 10.1097/JSM.0b013e3180f6168c"
CHECKS = [Check("letting_go P-5", "work that somebody with McArdle disease can do (peak power; the model: force left "
                "after three minutes), of a healthy person's", "published", "35", 25.0, 50.0, "%", MCARDLE,
                lambda: 100.0 * finding(typical("McArdle"), "work").numbers[0] / finding(HEALTHY, "work").numbers[0],
                spread_told="not given in the abstract")]
KEYS = [test.key for test in TESTS]


def typical(name: str):
    return next(cause for cause in CAUSES if name in cause.name).patients[0]


def test_check():
    CHECKS[0].hold()


def test_every_test_has_its_key_its_name_and_its_price():
    assert len(set(KEYS)) == len({test.name for test in TESTS}) == len(TESTS)
    assert all(1 <= test.price <= 3 and test.what.endswith((".", "?")) for test in TESTS)


def test_of_a_healthy_person_everything_is_normal():
    assert [key for key in KEYS if not finding(HEALTHY, key).is_normal] == []


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_the_degrees_of_an_illness_differ_in_numbers_and_not_in_signs(cause):
    rows = [[finding(patient, key) for key in KEYS] for patient in cause.patients]
    assert len({tuple(found.sign for found in row) for row in rows}) == 1
    assert len({tuple(found.numbers for found in row) for row in rows}) == len(rows)


def test_no_two_illnesses_share_all_results_and_nobody_seems_healthy():
    rows = [tuple(finding(cause.patients[0], key).sign for key in KEYS) for cause in CAUSES]
    assert len(set(rows)) == len(rows)
    assert ("normal",) * len(KEYS) not in rows


@pytest.mark.parametrize("key", KEYS)
def test_a_result_is_a_sentence_of_numbers_that_differ_between_patients(key):
    found = {cause.name: finding(cause.patients[0], key) for cause in CAUSES}
    assert [complaints(result.words) for result in found.values() if complaints(result.words)] == []
    # The EMG and the nerve block differ between fewer patients than the others, but they do.
    assert len({tuple(numbers(result.words)) for result in found.values()}) > 1


@pytest.mark.parametrize(("name", "key", "unit", "shown"), [
    ("Low calcium", "calcium", "mM", lambda p: p.Ca_out_mM),
    ("Hypokalaemic", "potassium", "mM", lambda p: p.K_out_mM),
    ("Low calcium", "tap", "%", lambda p: 100.0 * NerveAtLowCalcium(Ca_out_mM=p.Ca_out_mM).run().threshold_part),
    ("myelin", "conduction", "%", lambda p: 100.0 - p.damaged_axons_percent * (
        1.0 - MyelinatedAxon(myelin_percent=p.myelin_percent).run().fraction_transmitted)),
    ("Brody", "relaxation", "ms", lambda p: LettingGo(pump_percent=p.pump_percent).run().half_relaxation_ms),
    ("hyperthermia", "relaxation", "%", lambda p: LettingGo(leak_times=p.leak_times).run().start_percent),
    ("claudication", "flow", "mL of blood a minute", lambda p: WorkingMuscle(
        flow_max_mL_100g_min=p.flow_max_mL_100g_min).run().flow_end_mL_100g_min),
    ("McArdle", "work", "%", lambda p: WorkingMuscle(
        phosphorylase_percent=p.phosphorylase_percent).run().force_left_percent),
    ("Myasthenia", "3 Hz", "% of full", lambda p: 100.0 * Bedside(
        receptors_percent=p.receptors_percent).run().first),
], ids=lambda thing: thing if isinstance(thing, str) else "")
def test_what_is_said_is_what_the_chapters_model_gives(name, key, unit, shown):
    patient = typical(name)
    found, value = finding(patient, key), shown(patient)
    said = [float(number) for number in re.findall(rf"(\d+(?:\.\d+)?) {unit}(?!\w)", found.words)]
    # The half of the last digit: calcium and potassium are told to the hundredth, all else in whole numbers.
    assert any(abs(number - value) <= (0.0051 if unit == "mM" else 0.51) for number in said)
    assert any(abs(number - value) < 1e-9 for number in found.numbers) or key == "tap"


def test_a_slightly_other_patient_has_slightly_other_numbers():
    for name, key, change in (("Low calcium", "calcium", {"Ca_out_mM": 0.79}), ("Brody", "relaxation",
                              {"pump_percent": 28.0}), ("McArdle", "lactate", {"phosphorylase_percent": 9.0}),
                              ("Myasthenia", "3 Hz", {"receptors_percent": 36.0}),
                              ("claudication", "work", {"flow_max_mL_100g_min": 22.0})):
        patient = typical(name)
        assert finding(patient, key).words != finding(replace(patient, **change), key).words


def test_strength_is_lost_where_impulses_are_lost():
    assert lab.strength_percent(HEALTHY) == pytest.approx(100.0, abs=0.1)
    assert lab.strength_percent(typical("myelin")) == pytest.approx(40.0, abs=0.5)
    assert lab.strength_percent(typical("Hypokalaemic")) == 0.0
    # A bottle-neck: two faults on the way of the impulse multiply.
    both = replace(typical("myelin"), receptors_percent=35.0)
    assert lab.answering(both) == pytest.approx(
        lab.conducted(typical("myelin")) * lab.answering(typical("Myasthenia")), rel=1e-9)


def test_stiffness_comes_from_its_own_places():
    stiff = {name: lab.stiffness_percent(typical(name)) for name in (
        "Myotonia", "hyperthermia", "McArdle", "muscle-side")}
    assert min(stiff.values()) > 20.0 > 3.0 * lab.stiffness_percent(HEALTHY)
    # Without an order there is none in a paralysed muscle; a leaking store needs no order.
    paralysed = {"pore_mS_cm2": 0.008, "K_out_mM": 2.5}
    assert lab.stiffness_percent(replace(typical("McArdle"), **paralysed)) < 1.0
    assert lab.stiffness_percent(replace(typical("hyperthermia"), **paralysed)) > 20.0


def test_a_stretch_in_the_toy_is_the_toys_own_stretch():
    patient = typical("muscle-side")
    assert lab.toy(patient, "stretch") == lab.toy(patient, "stretch")
    alone, stretched = (lab.stiffness_percent(patient, 2.7, stretched=way) for way in (False, True))
    assert stretched < alone
    model = MuscleSide(half_K_mM=patient.half_K_mM, flow_percent=patient.rest_flow_percent, drive_s=20.0)
    assert lab.toy_impulses_Hz(patient) == pytest.approx(
        float(model.run().rate_Hz[(abs(model.run().t_s - 2.0)).argmin()]), abs=0.2)


def test_a_nerve_block_ends_only_what_comes_down_the_nerve(monkeypatch):
    for name in ("Myotonia", "hyperthermia", "McArdle", "muscle-side"):
        assert finding(typical(name), "block").sign == "no effect"
    # Impulses that the nerve makes, whatever their reason.
    monkeypatch.setattr(lab, "nerve_impulses_Hz", lambda patient: 15.0)
    found = {key: BY_KEY[key].look(HEALTHY) for key in ("block", "EMG", "relaxation", "hold")}
    free, blocked = found["block"].numbers
    assert found["block"].sign == "ends it" and free > 40.0 and blocked < 7.0
    assert "15 impulses a second, of whole motor units" in found["EMG"].words
    assert found["relaxation"].sign == "slow" and found["hold"].sign == "stays stiff"


def test_the_nerves_own_impulses_are_those_of_its_chapter():
    wild = replace(HEALTHY, Ca_out_mM=0.45)
    assert lab.nerve_impulses_Hz(wild) == NerveAtLowCalcium(Ca_out_mM=0.45).run().spontaneous_Hz > 20.0
    assert "of whole motor units" in finding(wild, "EMG").words


def test_the_needle_tells_single_fibres_from_motor_units():
    for name, low, high in (("Myotonia", 100.0, 150.0), ("muscle-side", 8.0, 20.0)):
        assert "single fibres" in finding(typical(name), "EMG").words
        assert low < finding(typical(name), "EMG").numbers[1] < high
    assert "silent after it" in finding(typical("McArdle"), "EMG").words


def test_a_test_that_is_not_on_the_bench_is_refused():
    with pytest.raises(KeyError):
        finding(HEALTHY, "horoscope")


def test_the_ordinary_cramp_is_the_loop_of_its_chapter():
    patient = typical("Ordinary cramp")
    trace = Cramp(excitability_eu=patient.excitability_eu, fatigue_percent=25.0).run()
    last = (trace.t_s > trace.command_end_s + 1.98) & (trace.t_s <= trace.command_end_s + 2.02)
    whole = finding(patient, "hold").numbers[0]
    assert whole == pytest.approx(100.0 * trace.force_percent[last].mean() / trace.force_percent.max(), rel=0.12)
    assert finding(patient, "EMG").numbers[1] == pytest.approx(trace.cramp_rate_Hz, abs=2.0)
    assert lab.control_impulses_Hz(HEALTHY) == 0.0
    # Both act on the loop itself, within the seven tenths of a second between the two looks.
    for way in ({"stretched": True}, {"blocked": True}):
        alone, ended = lab.loop(patient).force_percent, lab.loop(patient, **way).force_percent
        assert alone[-1] > 15.0 > 5.0 > ended[-1]


def test_the_less_excitable_the_less_is_left_of_the_cramp():
    patient = typical("Ordinary cramp")
    left = [lab.stiffness_percent(replace(patient, excitability_eu=eu)) for eu in (6.0, 5.0, 4.0, 0.0)]
    assert left == sorted(left, reverse=True) and left[-1] == pytest.approx(lab.stiffness_percent(HEALTHY))


def test_the_spastic_calf_answers_speed_and_nothing_else():
    patient = typical("Spastic")
    slow, fast, later = finding(patient, "fast stretch").numbers
    assert slow < 2.0 < 50.0 < fast and later < 1.0
    # It is the spastic cord of chapter 8, stretched as there.
    assert lab.links(patient) == CORDS["spastic"].links
    assert (slow, fast) == tuple(FastStretch(cord="spastic", speed_deg_s=speed).run().greatest_emg_percent
                                 for speed in (35.0, 105.0))
    speeds = [lab.answer_percent(patient, speed)[0] for speed in (35.0, 70.0, 105.0, 140.0)]
    assert speeds == sorted(speeds) and speeds[-1] > 80.0
    # Without the stronger answer to speed there is none; what the cord has lost besides makes it larger.
    alone = {name: lab.answer_percent(replace(HEALTHY, **{name: getattr(patient, name)}), 105.0)[0]
             for name in ("pic_percent", "renshaw_percent", "tonic_eu", "stretch_times")}
    assert alone.pop("stretch_times") < fast - 10.0 and set(alone.values()) == {0.0}
    assert lab.answer_percent(replace(patient, stretch_times=1.0), 105.0)[0] < 2.0


def test_in_tetanus_a_jerk_sets_off_what_nothing_but_a_block_ends():
    patient = typical("Tetanus")
    slow, fast, later = finding(patient, "fast stretch").numbers
    assert 5.0 < later < fast and slow < fast
    assert finding(patient, "stretch").sign == "resists" and finding(patient, "block").sign == "ends it"
    assert finding(patient, "relaxation").sign == "slow" and lab.twitches_per_min(patient) < 10.0
    # The less the cord holds back, the more: from none to a spasm.
    left = [lab.answer_percent(replace(HEALTHY, cord_inhibition_percent=part), 105.0)[1] for part in (100, 20, 5, 2)]
    assert left == sorted(left) and left[0] == 0.0 and left[1] < 1.0


def test_opposed_muscles_pull_against_each_other_as_they_stop_holding_each_other_back():
    shares = [lab.together_percent(replace(HEALTHY, mutual_percent=percent)) for percent in (80, 50, 20, 10, 0)]
    assert shares == pytest.approx([17.0, 27.0, 53.0, 73.0, 100.0], abs=1.0)
    patient = typical("Dystonia")
    said = Dystonia(inhibition_percent=patient.mutual_percent).run().both_percent
    assert finding(patient, "to and fro").numbers == (said,)
    # A strong pull asks one muscle only, so it is none the weaker.
    assert finding(patient, "strength").is_normal


def test_motor_units_that_die_are_made_up_for_until_the_others_can_grow_no_more():
    few = {left: replace(HEALTHY, units_percent=left) for left in (100.0, 50.0, 20.0, 10.0)}
    assert [lab.unit_times(each) for each in few.values()] == [1.0, 2.0, 5.0, 5.0]
    assert [lab.supplied(each) for each in few.values()] == pytest.approx([1.0, 1.0, 1.0, 0.5])
    patient = typical("Motor neuron")
    assert finding(patient, "strength").numbers[0] == pytest.approx(50.0, abs=0.5)
    assert finding(patient, "3 Hz").sign == "small but steady" and finding(patient, "conduction").is_normal
    words = finding(patient, "EMG").words
    assert "5 times as large as usual" in words and "at rest single motor units twitch" in words


def test_twitches_at_rest_are_those_of_the_loops_chapter():
    for eu in (0.0, 4.0):
        chapters = Cramp(excitability_eu=eu, fatigue_percent=0.0, length=0.0, drive_percent=0.0).run()
        expected = 3.0 * np.exp(eu / 1.5)
        ours = lab.twitches_per_min(replace(HEALTHY, excitability_eu=eu))
        # Both are counts of one minute, so they scatter by their root.
        assert abs(ours - expected) < 3.0 * expected ** 0.5
        assert abs(ours - chapters.fasciculations_per_min) < 4.0 * expected ** 0.5
