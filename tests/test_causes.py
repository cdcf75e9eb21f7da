"""The causes of the chapters: each has its place, was met where it says, and its words do not tell the place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import muscle_lib.models.contract_and_relax as fibre
import muscle_lib.models.electrolytes as salts
import muscle_lib.models.heart as heart
import muscle_lib.models.hyperexcitability as cramp
import muscle_lib.models.nerve_signal as nerve
import muscle_lib.models.nervous_system as cords
import muscle_lib.models.oxygen_and_glucose as purse
import muscle_lib.models.smooth_muscle as smooth
import muscle_lib.models.voluntary_contraction as chain_of
from muscle_lib.causes import DEEDS, NOWHERE, PLACES, cause, causes, left, standing
from muscle_lib.chapters import chapters
from muscle_lib.figures.drawings.chain import BACK, CORNER, HEIGHT, NAMES, STATIONS, WHOLE
from muscle_lib.figures.drawings.chain import PLACES as ON_MAP
from muscle_lib.models.letting_go import CAUSES as OF_THE_MYSTERY
from muscle_lib.models.nervous_system.drugs import LEFT_OFF
from muscle_lib.preset import preset
from muscle_lib.questions import stations
from tests.figures.scenes import SCENES, Drawn
from tests.lessons import lesson

BUILT = {each.name: each for each in chapters() if each.number and each.own_models}
EVERY = [pytest.param(each, id=each.key) for each in causes()]


def spoken(name: str) -> str:
    """All that a lesson says and asks, in small letters, without what stands in brackets behind a link."""
    words = " ".join(cell.source for cell in lesson(name).cells if cell.cell_type == "markdown")
    return re.sub(r"\]\([^)]*\)", " ", words).lower()


def test_there_are_twenty_to_thirty_and_none_twice():
    assert 20 <= len(causes()) <= 30
    assert len({each.key for each in causes()}) == len({each.words for each in causes()}) == len(causes())
    assert cause("tetany").places == ("nerve",)
    with pytest.raises(ValueError, match="Did you mean 'tetany'"):
        cause("tetani")


@pytest.mark.parametrize("each", EVERY)
def test_a_cause_has_its_form(each):
    assert each.places and set(each.places) <= set(PLACES) and len(set(each.places)) == len(each.places)
    assert len(each.words.split()) <= 8 and len(each.words) <= 40, "it has to fit on a line of the list"
    assert (each.does in DEEDS) != (each.places == (NOWHERE,) and each.does == "")
    assert each.why.endswith((".", ".)")) and 8 <= len(each.why.split()) <= 45
    assert set(each.wrong) <= set(PLACES) - set(each.places)
    assert all(words.endswith((".", "?")) and 4 <= len(words.split()) <= 30 for words in each.wrong.values())
    assert len(set(each.wrong.values())) >= len(each.wrong) - 1, "two wrong places may share what is said"


@pytest.mark.parametrize("each", EVERY)
def test_the_words_of_a_cause_do_not_name_its_place(each):
    for place in each.places:
        names = {NAMES.get(place, ""), PLACES[place], place}
        telling = {word for name in names for word in re.findall(r"[a-z]+", name.lower())} - {
            "the", "or", "and", "at", "any", "from", "its", "own", "not"}
        assert not telling & set(re.findall(r"[a-z]+", each.words.lower())), (place, telling)


@pytest.mark.parametrize("each", EVERY)
def test_what_is_said_of_a_wrong_place_does_not_name_the_right_one(each):
    for words in each.wrong.values():
        for place in each.places:
            # A tempting place that is part of the right one's story has to say that it is another one's.
            assert not re.search(rf"\bis (?:in )?the {NAMES.get(place, place)}\b", words), words


@pytest.mark.parametrize("each", EVERY)
def test_where_several_places_count_the_reason_says_so(each):
    assert (len(each.places) > 1) == bool(re.search(r"\bcounts?\b", each.why))


@pytest.mark.parametrize("each", EVERY)
def test_it_was_met_at_a_station_that_is_there(each):
    assert each.station in stations(each.chapter) and each.station > 0
    assert any(cell.id == f"s{each.station}-case" for cell in lesson(BUILT[each.chapter].lesson).cells), \
        "the link leads to this cell"


def test_every_place_has_one_and_every_chapter_of_models_has_one():
    assert set(PLACES) == {*STATIONS, BACK, NOWHERE}
    assert {place for each in causes() for place in each.places} == set(PLACES)
    # Were all of them put to the place that is meant, no place of the map would be empty.
    full = {each.key: each.places[0] for each in causes()}
    assert all(standing(full).values())
    assert {each.chapter for each in causes()} == set(BUILT) and len(BUILT) == 10
    assert {each.does for each in causes()} == {*DEEDS, ""}


def test_no_place_is_right_for_too_many():
    counts = [len(here) for here in standing({each.key: each.places[0] for each in causes()}).values()]
    assert max(counts) <= len(causes()) / 5


def test_the_order_tells_nothing():
    """Neither chapter nor place runs through the list; and it is the same for everybody."""
    numbers = [BUILT[each.chapter].number for each in causes()]
    places = [each.places[0] for each in causes()]
    assert sum(one <= other for one, other in zip(numbers, numbers[1:], strict=False)) < 0.7 * len(numbers)
    assert sum(one == other for one, other in zip(places, places[1:], strict=False)) <= 3
    assert causes() is causes()
    assert NOWHERE not in places[:8], "what has no link is no beginning"


#: A word by which the lesson itself names the cause, in the chapter where it was met.
NAMED = {
    "lost_myelin": "lost myelin", "myasthenia": "myasthenia", "tetany": "tetany", "potassium": "sick kidneys",
    "myotonia": "myotonia", "brody": "brody's disease", "hyperthermia": "malignant hyperthermia", "rigor": "rigor",
    "fatigue": "phosphate and acid", "hold": "holds the same bag", "claudication": "narrowed artery",
    "anaemia": "anaemia", "mcardle": "mcardle's disease", "low_glucose": "blood glucose",
    "long_ride": "on a long ride", "night_cramp": "cramp", "spindles": "leaves a *charge*",
    "spasticity": "spasticity", "writers_cramp": "writer's cramp", "hot_bath": "multiple sclerosis",
    "esterase": "cholinesterase inhibitors", "gullet": "gullet", "coronary": "plaque", "chest_blow": "on the chest, not even hard",
    "sweat": "dehydration", "statin": "statin"}
OF_A_CASE = {"tetanus": "Tetanus", "motor_neurons": "Motor neuron disease"}


@pytest.mark.parametrize("each", EVERY)
def test_the_chapter_names_it(each):
    if each.key in OF_A_CASE:
        assert OF_A_CASE[each.key] in {case.name for case in OF_THE_MYSTERY}
    else:
        assert NAMED[each.key] in spoken(BUILT[each.chapter].lesson)


def test_a_statin_s_rare_harm_is_told_and_nobody_is_sent_home_with_it():
    assert "dark urine or weakness call" in cause("statin").why and "stop" not in cause("statin").why


def test_a_cause_at_another_place_is_still_left():
    assert len(left({})) == len(causes())
    assert cause("rigor") not in left({"rigor": "energy"}) and cause("rigor") in left({"rigor": "nerve"})
    assert left({each.key: each.places[-1] for each in causes()}) == []
    assert standing({"rigor": "energy", "no such": "nerve"})["energy"] == [cause("rigor")]


def test_the_corner_for_what_was_not_shown_lies_over_the_legend_s_words():
    whole = ON_MAP[WHOLE]
    assert whole.left <= CORNER.left < CORNER.right <= whole.right and CORNER.high <= whole.high <= HEIGHT
    assert CORNER.high - CORNER.low >= 24, "large enough to be pressed"
    drawn = Drawn(SCENES["chain map"])
    drawn.pixels(SCENES["chain map"].rest)
    renderer = drawn.stage.figure.canvas.get_renderer()
    legend = [text for text in drawn.axes.texts if whole.holds(*text.get_position())]
    assert legend and all(text.get_window_extent(renderer).y1 < CORNER.low for text in legend)


# What is said of a cause, tried on the model of its station

def made(model: type, name: str = "", **settings: float | str) -> Any:
    """What a model does, as a preset has it or with these settings."""
    return (preset(model, name) if name else model(**settings)).run()


def case(name: str) -> Any:
    """A patient of the mystery."""
    return next(each for each in OF_THE_MYSTERY if each.name == name).patients[0]


#: Each cause, and what its model must do for the words to be true.
TRIED: dict[str, Callable[[], bool]] = {
    "lost_myelin": lambda: not made(nerve.MyelinatedAxon, "Hardly any myelin: blocked").transmitted,
    "myasthenia": lambda: (made(nerve.Junction, "Myasthenia gravis").decrement_percent > 10.0
                           > made(nerve.Junction, "Healthy").decrement_percent),
    "tetany": lambda: made(salts.NerveAtLowCalcium, Ca_out_mM=0.5).spontaneous_Hz > 10.0,
    "potassium": lambda: (made(chain_of.WholeChain, K_out_mM=8.0).nerve_mean_Hz == pytest.approx(
        made(chain_of.WholeChain).nerve_mean_Hz) and made(chain_of.WholeChain, K_out_mM=8.0).fibre_mean_Hz == 0.0),
    "myotonia": lambda: made(salts.MuscleFibre, chloride_percent=10.0).n_after > 100,
    "brody": lambda: (made(fibre.LettingGo, "Brody disease, in a fast fibre").half_relaxation_ms
                      > 3.0 * made(fibre.LettingGo, fibre="fast").half_relaxation_ms),
    "hyperthermia": lambda: made(fibre.LettingGo, "Malignant hyperthermia").late_percent > 20.0,
    "rigor": lambda: made(fibre.LettingGo, "No ATP").late_percent > 80.0,
    "fatigue": lambda: (lambda it: it.relaxation_last_ms > 2.0 * it.relaxation_first_ms and it.ATP_end_mM > 8.0
                        and it.force_left_percent < 70.0)(made(purse.WorkingMuscle, intensity_percent=100.0)),
    "hold": lambda: made(purse.Holding, target_percent=55.0, pause_s=0.0).flow_in_work_mL_100g_min < 0.1,
    "claudication": lambda: (made(purse.WorkingMuscle, flow_max_mL_100g_min=25.0).pcr_recovery_s
                             > 3.0 * made(purse.WorkingMuscle).pcr_recovery_s),
    "anaemia": lambda: (lambda it: it.met_percent == pytest.approx(80.0, abs=2.0)
                        and it.arterial_percent == pytest.approx(97.0, abs=0.5))(made(purse.SupplyLine, Hb_g_L=75.0)),
    "mcardle": lambda: made(purse.LongExercise, phosphorylase_percent=0.0).second_wind_percent > 2.0,
    "low_glucose": lambda: made(purse.LongExercise, glucose_mM=2.5).force_left_percent == pytest.approx(
        made(purse.LongExercise, glucose_mM=5.0).force_left_percent, abs=0.5),
    "long_ride": lambda: (lambda it: it.last_N / it.first_N == pytest.approx(0.75, abs=0.03))(
        made(chain_of.WholeChain, "No glucose: glycogen gone, blood low")),
    "night_cramp": lambda: (made(cramp.Cramp, "Calf cramp at night").cramp_s > 10.0
                            > made(cramp.Cramp, "Tired, but neutral length").cramp_s),
    "spindles": lambda: (lambda night: night.run().cramp_s > 3.0 * replace(night, spindle_percent=0.0).run().cramp_s)(
        preset(cramp.Cramp, "Calf cramp at night")),
    "tetanus": lambda: case("Tetanus").cord_inhibition_percent < 10.0,
    "motor_neurons": lambda: (lambda it: it.units_percent < 20.0 and it.fasciculation_percent > 100.0)(
        case("Motor neuron disease")),
    "spasticity": lambda: (made(cords.FastStretch, "Weeks later, slowly").greatest_emg_percent == 0.0
                           and made(cords.FastStretch, "Weeks later, fast").greatest_emg_percent > 50.0),
    "writers_cramp": lambda: (made(cords.Dystonia, "Writer's cramp").both_percent
                              > 2.0 * made(cords.Dystonia, "Writing, relaxed").both_percent),
    "hot_bath": lambda: (made(cords.Tract, temperature_C=39.0).conducting_percent
                         < made(cords.Tract, temperature_C=36.0).conducting_percent),
    "esterase": lambda: set(made(cords.DrugBench, drug="cholinesterase inhibitors").direction_words) == {"more"},
    "gullet": lambda: (lambda it, usual: it.arrived_percent < 1.0 and it.peak_mmHg == pytest.approx(
        usual.peak_mmHg, rel=0.01))(made(smooth.Swallow, "No inhibition"), made(smooth.Swallow, "In order")),
    "coronary": lambda: (made(smooth.Artery, "Plaque of 30 %").spasm_opening_percent < 1.0
                         and made(smooth.Artery, "Healthy artery").spasm_opening_percent > 50.0),
    "chest_blow": lambda: made(heart.BadlyTimedBeat, "After 260 ms").turning_per_min > 100.0,
    "sweat": lambda: abs(made(salts.WaterAndSalt, sweat_L=4.0, drink_L=0.0).rest_change_mV) < 1.0,
    "statin": lambda: any("Statins are not on the bench" in words for words in LEFT_OFF)}


def test_every_cause_is_tried():
    assert set(TRIED) == {each.key for each in causes()} == {*NAMED, *OF_A_CASE}


@pytest.mark.parametrize("each", EVERY)
def test_what_is_said_of_it_is_what_the_model_of_its_station_does(each):
    assert TRIED[each.key]()
