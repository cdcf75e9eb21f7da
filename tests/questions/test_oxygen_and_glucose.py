"""Chapter 4's questions against its models: the right answer is what the model does, and what a text says is so.

A prediction or a question that has no test here fails ``test_every_…``: a new one gets its test at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax.coupling import MIXED, SUBSTEPS, Supply, contract
from muscle_lib.models.contract_and_relax.preparation import BRIDGES_ATP, PUMP_ATP, STORE
from muscle_lib.models.oxygen_and_glucose import Holding, LongExercise, SupplyLine, WorkingMuscle, WorkTrace
from muscle_lib.models.oxygen_and_glucose.energy import REST_PCR_mM
from muscle_lib.preset import chosen, preset
from muscle_lib.quantity import quantities
from muscle_lib.questions import NumberQuestion, question, read
from tests.lessons import lesson
from tests.questions.opened import that_are_so
from tests.questions.test_questions import content

ENTRIES = read(content("oxygen_and_glucose"), "oxygen_and_glucose.toml")


def asked(kind: str, key: str) -> Any:
    return question(kind, f"oxygen_and_glucose.{key}")


@cache
def run(model: Any) -> Any:
    return model.run()


# ---------------------------------------------------------------- the explorers of the predictions

#: What each prediction is tried out with: the start, the figure, the sliders in view, the presets' names in order.
EXPLORERS = {
    "p1": (WorkingMuscle(), "AccountFigure", ["intensity_percent", "pause_s", "work_min", "oxidation_mM_s"],
           ["Untrained, healthy", "Trained", "Old"]),
    "p2": (SupplyLine(), "SupplyFigure", ["saturation_percent", "Hb_g_L", "flow_mL_100g_min", "demand_mL_100g_min"],
           ["At rest", "At work", "Hardest work", "High mountain", "Narrowed leg artery", "Anaemia"]),
    "p3": (WorkingMuscle(), "AccountFigure", ["flow_max_mL_100g_min", "Hb_g_L", "saturation_percent", "cuff_percent"],
           ["Anaemia", "High mountain", "Narrowed leg artery", "Tourniquet"]),
    "p4": (Holding(), "HoldingFigure", ["target_percent", "pause_s", "contraction_s", "fibre"],
           ["Hold half of the maximum", "… with a tourniquet", "The same force with pauses", "Hold 30 %", "Hold 80 %",
            "Slow fibres", "Fast fibres"]),
    "p6": (LongExercise(), "FuelFigure", ["glucose_mM", "glycogen_mM", "phosphorylase_percent", "intensity_percent"],
           ["Healthy, an hour", "Low blood glucose", "Glycogen used up", "… and low blood glucose"]),
    "p7": (LongExercise(), "FuelFigure", ["phosphorylase_percent", "glucose_mM"],
           ["McArdle disease", "McArdle disease, more glucose"]),
    "p8": (WorkingMuscle(), "FatigueFigure", ["intensity_percent", "pause_s", "rate_Hz", "phosphorylase_percent"],
           ["Narrowed leg artery", "Tourniquet", "Low blood glucose", "McArdle disease",
            "McArdle disease, held at full force"]),
}
#: The one slider that each prediction moves, from where to where, as its text says.
MOVES = {"p1": ("intensity_percent", 20.0, 100.0), "p2": ("Hb_g_L", 150.0, 75.0),
         "p3": ("flow_max_mL_100g_min", 150.0, 25.0), "p4": ("pause_s", 0.0, 2.0),
         "p6": ("glucose_mM", 5.0, 2.5), "p7": ("phosphorylase_percent", 100.0, 0.0),
         "p8": ("intensity_percent", 20.0, 100.0)}


class OnlyNames:
    """Stands for the figures: drawing them would take seconds."""

    def __getattr__(self, name: str) -> Callable[[], str]:
        return lambda: name


def explorers_of_the_lesson() -> dict[str, Any]:
    """What the lesson's cells ask for, without making an explorer."""
    found: dict[str, Any] = {}

    def explore(model: Any, figure: str, controls: list[str], presets: Any = (), ranges: Any = None) -> Any:
        assert not ranges, "a narrowed slider would belong into EXPLORERS"
        return model, figure, controls, [each.name for each in chosen(model, presets)]

    cells = {cell.id: cell.source for cell in lesson("04_oxygen_and_glucose").cells}
    names: dict[str, Any] = {}
    exec(cells["imports"], names)
    names |= {"figures": OnlyNames(), "explore": explore,
              "predict": lambda key, asked_with: found.update({key.split(".")[1]: asked_with})}
    for source in cells.values():
        if source.startswith("predict("):
            exec(source, names)
    return found


def test_each_prediction_is_tried_out_with_its_own_explorer():
    assert explorers_of_the_lesson() == EXPLORERS
    for key, (name, before, after) in MOVES.items():
        settings, (_, _, controls, _) = asked("predict", key), EXPLORERS[key]
        assert (settings.before, settings.after) == ({name: before}, {name: after}) and name in controls, key


# ---------------------------------------------------------------- predictions: each choice as a truth; one holds

def halves(key: str) -> tuple[Any, Any]:
    """The two results of a prediction's experiment."""
    settings, start = asked("predict", key), EXPLORERS[key][0]
    return run(replace(start, **settings.before)), run(replace(start, **settings.after))


def atp_is_defended() -> list[bool]:
    fifth, all_fibres = halves("p1")
    assert fifth.work_min == all_fibres.work_min == pytest.approx(3.0, abs=0.04), "three minutes"
    assert fifth.force_first_percent < 0.22 * all_fibres.force_first_percent, "a fifth of the fibres, and all"
    assert all_fibres.used_mM > 4.0 * fifth.used_mM, "more than four times as much ATP"
    assert all_fibres.used_mM > 10.0 * all_fibres.ATP_mM[0], "more than ten times the stock"
    assert all_fibres.pcr_end_mM < 0.5 * all_fibres.pcr_mM[0], "phosphocreatine falls by more than half"
    left = all_fibres.ATP_end_mM / all_fibres.ATP_mM[0]
    return [left < 0.1, 0.4 < left < 0.6, left > 0.95]


def half_of_the_haemoglobin() -> list[bool]:
    whole, half = halves("p2")
    assert whole.arterial_percent == half.arterial_percent == 97.0 and whole.flow_mL_100g_min == half.flow_mL_100g_min
    assert half.delivered_mL_100g_min / whole.delivered_mL_100g_min == pytest.approx(0.5, abs=0.02)
    assert whole.extracted_percent == pytest.approx(54.0, abs=2.0), "the muscle had left nearly half"
    assert half.extracted_percent > 88.0, "now it takes nearly all"
    assert half.met_percent == pytest.approx(80.0, abs=1.0), "about four fifths"
    still = half.met_percent / whole.met_percent
    return [still > 0.95, 0.6 < still < 0.95, 0.4 < still < 0.6]


def narrowed_artery() -> list[bool]:
    healthy, narrowed = halves("p3")
    times = narrowed.pcr_recovery_s / healthy.pcr_recovery_s
    return [times >= 3.0, 0.95 < times < 1.05, 1.05 < times < 1.6]


def hold_or_pauses() -> list[bool]:
    held, paused = halves("p4")
    assert (held.target_percent, held.held, paused.held) == (50.0, True, False)
    assert Holding().contraction_s == 2.0 and paused.work_min == pytest.approx(10.0, abs=0.1), "2 s, ten minutes"
    assert held.oxygen_share_percent < 5.0 < 50.0 < paused.oxygen_share_percent, "with pauses oxygen pays"
    times = paused.held_s / held.endurance_s
    return [0.9 < times < 1.1, 1.8 < times < 2.2, times > 3.0]


def low_blood_glucose() -> list[bool]:
    usual, low = halves("p6")
    assert usual.work_min == pytest.approx(60.0, abs=0.1), "an hour"
    minutes = (low.t_min > 1.0) & (low.t_min < 10.0)
    return [np.abs(low.force_percent - usual.force_percent).max() < 1.0,
            low.force_percent[minutes].min() < 0.8 * usual.force_percent[minutes].min(), low.state == "contracture"]


def locked_glycogen() -> list[bool]:
    healthy, locked = halves("p7")
    comes_back = locked.second_wind_percent > 1.0
    return [locked.force_left_percent < 90.0 and not comes_back,
            4.0 < locked.lowest_at_min < 12.0 and 1.0 < locked.second_wind_percent < 10.0,
            abs(locked.force_left_percent - healthy.force_left_percent) < 5.0]


def letting_go() -> list[bool]:
    fifth, all_fibres = halves("p8")
    assert fifth.relaxation_first_ms == pytest.approx(all_fibres.relaxation_first_ms, rel=0.05), "fresh, they are alike"
    assert all_fibres.force_left_percent < 70.0, "a tired muscle is weak and slow to let go"
    change = all_fibres.relaxation_last_ms / all_fibres.relaxation_first_ms
    assert change > 1.5 * fifth.relaxation_last_ms / fifth.relaxation_first_ms
    return [change < 0.95, 0.95 < change < 1.05, change > 2.0]


PREDICTIONS: dict[str, Callable[[], list[bool]]] = {
    "p1": atp_is_defended, "p2": half_of_the_haemoglobin, "p3": narrowed_artery, "p4": hold_or_pauses,
    "p6": low_blood_glucose, "p7": locked_glycogen, "p8": letting_go}


# ---------------------------------------------------------------- questions, in the same way

@cache
def contraction() -> dict[str, Any]:
    """A second of impulses and a second after it, as chapter 3 works it out."""
    impulses = np.zeros(2000, dtype=bool)
    impulses[:1000:40] = True
    kept = contract(MIXED, Supply(), impulses, SUBSTEPS)
    return {"pump": kept[:, PUMP_ATP].sum(), "heads": kept[:, BRIDGES_ATP].sum(), "store": kept[:, STORE]}


def what_needs_atp() -> list[bool]:
    pump, heads = contraction()["pump"], contraction()["heads"]
    assert pump / (pump + heads) == pytest.approx(1 / 3, abs=0.09), "the pump takes about a third"
    return [pump < 0.05 * heads, min(pump, heads) > 0.2 * (pump + heads), heads < 0.05 * pump]


def where_calcium_is_from() -> list[bool]:
    # Chapter 3's fibre has no calcium outside: what is free in it can only have come from the store, which falls.
    store = contraction()["store"]
    return [store.min() < 0.97 * store[0], store.min() >= store[0], False]


def first_seconds() -> list[bool]:
    sprint = run(WorkingMuscle(intensity_percent=100.0, pause_s=0.0, rate_Hz=40.0, work_min=0.5))
    begin = 60.0 * sprint.t_min <= 10.01
    length_s = 60.0 * np.diff(sprint.t_min, prepend=0.0)
    used, *paid = (float((rate * length_s)[begin].sum()) for rate in (
        sprint.used_mM_s, sprint.oxygen_pays_mM_s, sprint.glycolysis_pays_mM_s, sprint.store_pays_mM_s))
    return [part > 0.5 * used for part in paid]


def saturation_or_flow() -> list[bool]:
    usual, less_full, less_flow = (run(SupplyLine(**changed)) for changed in (
        {}, {"saturation_percent": 80.0}, {"flow_mL_100g_min": 25.0}))
    assert (usual.arterial_percent, usual.flow_mL_100g_min) == (97.0, 80.0), "from 97 %; from 80"
    # “A sixth less is delivered”, “it still gets nine tenths”; “a third of the oxygen”, “nearly all”, “only half”
    assert less_full.delivered_mL_100g_min / usual.delivered_mL_100g_min == pytest.approx(5 / 6, abs=0.02)
    assert less_full.met_percent == pytest.approx(90.0, abs=2.0)
    assert less_flow.delivered_mL_100g_min / usual.delivered_mL_100g_min == pytest.approx(1 / 3, abs=0.03)
    assert less_flow.extracted_percent > 95.0 and less_flow.met_percent == pytest.approx(50.0, abs=5.0)
    apart = less_full.met_percent - less_flow.met_percent
    return [apart < -5.0, apart > 5.0, abs(apart) <= 5.0]


def which_blood_shows_it() -> list[bool]:
    usual = run(SupplyLine())
    lacking = [run(preset(SupplyLine, name)) for name in ("Anaemia", "Narrowed leg artery")]
    assert max(trace.met_percent for trace in lacking) < 85.0, "the muscle lacks oxygen"
    # “to 10 % in anaemia, to 2 % with the narrowed artery”
    assert [round(trace.venous_percent) for trace in lacking] == [10, 2]
    arterial = all(trace.arterial_percent < usual.arterial_percent - 2.0 for trace in lacking)
    venous = all(trace.venous_percent < 0.5 * usual.venous_percent for trace in lacking)
    return [arterial, venous and not arterial, not arterial and not venous]


def what_a_hold_lacks() -> list[bool]:
    held = run(Holding())
    in_the_blood = run(Holding(saturation_percent=99.0)).endurance_s > 1.05 * held.endurance_s
    flow = held.flow_in_work_mL_100g_min < 1.0 and run(Holding(pause_s=2.0)).state == "held on"
    # “Above about half of the maximum the flow stops”; “phosphocreatine falls and phosphate and acid rise”
    assert run(Holding(target_percent=55.0)).flow_in_work_mL_100g_min < 0.1
    nothing = held.pcr_end_mM > 30.0 and held.Pi_end_mM < 8.0 and held.pH_end > 6.9
    return [in_the_blood, flow, nothing]


def where_a_tourniquet_shows() -> list[bool]:
    hold, light = Holding(target_percent=80.0), WorkingMuscle(intensity_percent=30.0, pause_s=2.0)
    cuffed = run(replace(light, cuff_percent=100.0))
    in_hold = run(replace(hold, cuff_percent=100.0)).endurance_s < 0.95 * run(hold).endurance_s
    in_light_work = cuffed.pcr_end_mM < 0.7 * run(light).pcr_end_mM and (
        cuffed.force_left_percent < 0.8 * run(light).force_left_percent)
    # “There oxygen pays nearly all.”
    assert run(light).oxygen_share_percent > 80.0 and cuffed.oxygen_share_percent < 20.0
    return [in_hold, not in_hold and not in_light_work, in_light_work]


def the_wall() -> list[bool]:
    usual, wall = run(LongExercise()), run(preset(LongExercise, "Glycogen used up"))
    assert wall.force_left_percent < 80.0 < usual.force_left_percent, "the same pace is no longer possible"
    return [wall.glycogen_end_mM < 2.0, wall.ATP_lowest_mM < 8.0, wall.po2_lowest_mmHg < usual.po2_lowest_mmHg - 1.0]


def hard_and_silent() -> list[bool]:
    # A cramp and myotonia are impulses; here there are none, and the force stays.
    locked = run(preset(WorkingMuscle, "McArdle disease, held at full force"))
    stays = locked.force_after_percent > 50.0 and locked.t_min[-1] > locked.work_min + 2.0
    return [not stays, stays and locked.ATP_lowest_mM < 0.5, False]


def fatigue_without_acid() -> list[bool]:
    locked = run(preset(WorkingMuscle, "McArdle disease"))
    # “no lactate is made, the pH even rises, and yet the muscle tires quickly”
    assert locked.lactate_end_mM < 1.5 and locked.pH_end > locked.pH[0] + 0.1 and locked.force_left_percent < 50.0
    hard = run(WorkingMuscle(intensity_percent=100.0))
    by_phosphate, by_acid = 1.0 / (1.0 + (hard.Pi_end_mM - 4.0) / 45.0), 1.0 - 0.25 * (7.05 - hard.pH_end)
    assert by_phosphate < by_acid, "phosphate weakens more than acid does"
    # ATP “stays near 8 mM”; “from 4 to 25 mM”
    assert (locked.Pi_mM[0], locked.Pi_end_mM) == pytest.approx((4.0, 25.0), abs=0.5)
    return [False, locked.ATP_mM.min() < 7.5, locked.Pi_end_mM > 4.0 * locked.Pi_mM[0]]


def lactic_acid() -> list[bool]:
    hard: WorkTrace = run(WorkingMuscle(intensity_percent=100.0))
    locked: WorkTrace = run(preset(WorkingMuscle, "McArdle disease, held at full force"))
    lets_go_though_acid = hard.pH[-1] < 6.5 and hard.force_after_percent < 1.0
    hard_without_lactate = locked.state == "contracture" and locked.lactate_end_mM < 1.5
    # “up to 40 mM”; “half of it is there for nine minutes and more”: after three minutes most of it is.
    assert hard.lactate_end_mM == pytest.approx(40.0, abs=2.0)
    left = hard.lactate_mM[-1] / hard.lactate_end_mM
    return [lets_go_though_acid and hard_without_lactate, hard.lactate_end_mM < 5.0, left < 0.6]


QUESTIONS: dict[str, Callable[[], list[bool]]] = {
    "q1": what_needs_atp, "q2": where_calcium_is_from, "q3": first_seconds, "q5": saturation_or_flow,
    "q6": which_blood_shows_it, "q7": what_a_hold_lacks, "q8": where_a_tourniquet_shows, "q9": the_wall,
    "q10": hard_and_silent, "q11": fatigue_without_acid, "q12": lactic_acid}


def test_every_prediction_and_every_question_is_held_to_its_model():
    assert PREDICTIONS.keys() == EXPLORERS.keys() == MOVES.keys() == ENTRIES["predict"].keys()
    assert QUESTIONS.keys() | {"q4"} == ENTRIES["ask"].keys()
    assert [key for key, entry in ENTRIES["ask"].items() if isinstance(entry, NumberQuestion)] == ["q4"]


@pytest.mark.parametrize("key", PREDICTIONS | QUESTIONS)
def test_the_right_choice_is_what_the_model_does_and_no_other_is(key):
    kind = "predict" if key in PREDICTIONS else "ask"
    assert that_are_so(asked(kind, key), (PREDICTIONS | QUESTIONS)[key]()) == [asked(kind, key).right]


# ---------------------------------------------------------------- the number, and what the texts say in passing

def test_the_flow_that_is_asked_for():
    number, start = asked("ask", "q4"), EXPLORERS["p3"][0]
    recovery = {part: run(replace(start, flow_max_mL_100g_min=number.answer + part * number.tolerance)).pcr_recovery_s
                for part in (-1, 0, 1)}
    assert number.unit == quantities(WorkingMuscle)["flow_max_mL_100g_min"].unit
    # “back only after a minute”; “lower the flow”: at what is no longer accepted it takes clearly longer, or shorter.
    assert recovery[0] == pytest.approx(60.0, abs=1.5) and recovery[1] < 58.5 < 63.0 < recovery[-1]
    # “About a quarter of the healthy 150”
    assert number.answer / start.flow_max_mL_100g_min == pytest.approx(0.25, abs=0.03)


def test_what_the_texts_of_the_stations_say():
    # Station 1: “33 mM / 1.2 mM/s = 28 s”
    assert REST_PCR_mM / WorkingMuscle().oxidation_mM_s == pytest.approx(28.0, abs=0.6)
    # Station 2: “A litre of arterial blood holds about 200 mL of oxygen”
    assert run(SupplyLine()).arterial_mL_L == pytest.approx(200.0, abs=5.0)
    # “The muscle answers the first two by taking a larger part, and by asking for more flow.”
    for name in ("Anaemia", "High mountain"):
        assert run(preset(SupplyLine, name)).extracted_percent > run(SupplyLine()).extracted_percent + 5.0
        assert run(preset(WorkingMuscle, name)).flow_end_mL_100g_min > run(WorkingMuscle()).flow_end_mL_100g_min
    # “a low saturation hardly slows the recovery here”
    assert run(preset(WorkingMuscle, "High mountain")).pcr_recovery_s < 1.1 * run(WorkingMuscle()).pcr_recovery_s
    # Station 1: “A fibre holds ATP for about six seconds of its hardest work.”
    hardest = run(WorkingMuscle(intensity_percent=100.0, pause_s=0.0, rate_Hz=40.0, work_min=0.5))
    assert hardest.ATP_mM[0] / hardest.used_mM_s[1:4].mean() == pytest.approx(6.0, abs=0.3)
    # Station 3: “the oxygen that is still there pays a fifth of the ATP for 15 s and next to none after 25 s”
    held = run(Holding())
    early, late = (np.interp(t_s, 60.0 * held.t_min, held.oxygen_pays_mM_s / held.used_mM_s) for t_s in (15.0, 25.0))
    assert early == pytest.approx(0.2, abs=0.03) and late < 0.05
    # Station 4: “Only a muscle whose glycogen is gone feels it, and only a little.”
    gone, and_low = (run(preset(LongExercise, name)) for name in ("Glycogen used up", "… and low blood glucose"))
    assert 1.0 < gone.force_left_percent - and_low.force_left_percent < 12.0
    # Station 5: “In the first half minute the pH even rises.”
    hard = run(WorkingMuscle(intensity_percent=100.0))
    assert 60.0 * hard.t_min[hard.pH.argmax()] <= 30.0 and hard.pH_highest > hard.pH[0]
