"""The drawings of chapter 2 with the models behind them: what is counted, which way it goes, what comes first."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.blood import blood_value
from muscle_lib.figures.drawings.battery import PER_MARK_mM, height
from muscle_lib.figures.drawings.fibre import _BAR, _GATES, _LEAKY
from muscle_lib.figures.drawings.water import PER_MARK_mmol
from muscle_lib.figures.electrolytes import BatteryFigure, FibreFigure, WaterAndSaltFigure
from muscle_lib.figures.scene import Bound
from muscle_lib.models.electrolytes import IonBattery, MuscleFibre, WaterAndSalt
from muscle_lib.models.electrolytes.fibre_currents import K_IN_mM
from muscle_lib.preset import all_presets
from tests.figures.sweep import along

BATTERY, FIBRE = BatteryFigure(), FibreFigure()
BATTERIES = [*along(IonBattery), *(preset.model for preset in all_presets(IonBattery).values())]
HEALTHY, MYOTONIC = MuscleFibre(), MuscleFibre(chloride_percent=10.0)
#: Stuck after half of its pulses; stuck from the beginning; not stuck, but with nearly all of its gates locked.
STUCK, STUCK_AT_REST = (MuscleFibre(persistent_na_percent=1.1, K_out_mM=5.5),
                        MuscleFibre(pore_mS_cm2=0.008, K_out_mM=2.5))
LOCKED = MuscleFibre(K_out_mM=8.0)


@cache
def run(model: Any) -> Any:
    return model.run()


def battery(model: IonBattery) -> Any:
    BATTERY.show(run(model))
    return BATTERY.stage.drawn.drawing


def fibre(model: MuscleFibre, t_ms: float | None = None) -> Any:
    """The drawing at a moment; without one, as it is shown first."""
    trace = run(model)
    FIBRE.show(trace)
    if t_ms is not None:
        FIBRE.show_at(trace, t_ms / 1000.0)
    return FIBRE.stage.drawn.drawing


def marks(drawn: Any, ion: str) -> np.ndarray:
    return np.column_stack(drawn._marks[ion].get_data())


def is_inside(places: np.ndarray) -> np.ndarray:
    x, y = places.T
    return (27.0 < x) & (x < 177.0) & (112.0 < y) & (y < 272.0)


@pytest.mark.parametrize("figure, models", [
    (BATTERY, BATTERIES), (WaterAndSaltFigure(), along(WaterAndSalt))], ids=["battery", "water"])
def test_a_number_that_is_taken_as_it_is_lies_between_its_limits(figure, models):
    """Beyond them the drawing would stand still."""
    for bound in (each for each in figure.stage.drawn.bound if isinstance(each, Bound)):
        for model in models:
            value = getattr(run(model), bound.path)
            assert bound.at(run(model), np.zeros(0), 0.0) * (bound.of[1] / bound.to[1]) == pytest.approx(value), bound


def test_every_mark_has_a_place_of_its_own_and_stands_on_its_side():
    for model in BATTERIES:
        drawn, trace = battery(model), run(model)
        everywhere = [*map(tuple, drawn._others.get_path().vertices[::2] + (3.0, 0.0))]
        for ion, sign in (("sodium", "Na"), ("potassium", "K"), ("chloride", "Cl")):
            at = marks(drawn, ion)
            everywhere += map(tuple, at)
            for side, here in (("in", is_inside(at)), ("out", ~is_inside(at))):
                amount = getattr(trace, f"{sign}_{side}_mM")
                assert here.sum() == max(round(amount / PER_MARK_mM), 1), (model, ion, side)
        assert len(set(everywhere)) == len(everywhere), model


def test_plus_and_minus_balance_on_both_sides():
    """But for the rounding to whole marks: the surplus that makes the voltage is far too small to be drawn."""
    for model in BATTERIES:
        drawn = battery(model)
        less = np.vstack([marks(drawn, "chloride"), drawn._others.get_path().vertices[::2] + (3.0, 0.0)])
        plus = np.vstack([marks(drawn, "sodium"), marks(drawn, "potassium")])
        for side in (is_inside, lambda at: ~is_inside(at)):
            # Magnesium and calcium, up to 15 mM, are not drawn.
            assert abs(int(side(plus).sum()) - int(side(less).sum())) <= 6, model


def test_more_potassium_outside_is_counted():
    counts = [int((~is_inside(marks(battery(IonBattery(K_out_mM=K)), "potassium"))).sum()) for K in (2.0, 5.0, 10.0)]
    assert counts == [1, 2, 4]


def test_potassium_pulls_outwards_sodium_and_calcium_inwards_and_chloride_not_at_all():
    drawn = battery(IonBattery())
    ends = {ion: pull.get_path().vertices[:, 1] for ion, pull in drawn._pulls.items()}
    wall = 275.5
    assert drawn._tails["potassium"].get_ydata()[0] < wall < drawn._tails["sodium"].get_ydata()[0]
    assert drawn._tails["calcium"].get_ydata()[0] > wall
    length = {ion: np.ptp(y) for ion, y in ends.items()}
    assert length["calcium"] > length["sodium"] > length["potassium"]
    assert length["chloride"] == 0.0 and drawn._tails["chloride"].get_ydata()[0] > wall, "no pull, and its name"


def test_calcium_s_door_is_shut_so_its_arrow_is_thin_as_wide_means_that_it_passes_easily():
    drawn = battery(IonBattery())
    widths = {ion: np.ptp(pull.get_path().vertices[:, 0]) for ion, pull in drawn._pulls.items()}
    assert widths["calcium"] <= widths["sodium"] < widths["potassium"]
    assert [ion for ion, pull in drawn._pulls.items() if pull.get_linestyle() != "solid"] == ["calcium"]


def test_the_number_over_the_box_is_the_blood_s_and_not_of_all_of_the_body_s_water():
    figure = WaterAndSaltFigure()
    figure.show(run(WaterAndSalt()))
    assert figure.stage.drawn.drawing._sodium.get_text() == "blood sodium 137 mM"


def test_in_the_train_s_legend_the_pulses_do_not_look_like_the_fibre_s_voltage():
    widths = {curve.label: curve.line.get_linewidth() for curve in FIBRE.stage.curves}
    assert widths["pulses"] > 2.0 * widths["surface of the fibre"]


def test_an_arrow_is_as_long_as_the_square_root_of_its_pull_and_grows_where_the_pull_does():
    lengths, pulls = [], []
    for K_out_mM in (6.5, 4.0, 2.5, 1.5):
        drawn, trace = battery(IonBattery(K_out_mM=K_out_mM)), run(IonBattery(K_out_mM=K_out_mM))
        lengths.append(np.ptp(drawn._pulls["potassium"].get_path().vertices[:, 1]))
        pulls.append(trace.rest_mV - trace.E_K_mV)
    assert lengths == pytest.approx([6.4 * pull ** 0.5 for pull in pulls])
    assert min(np.diff(lengths)) > 3.0, "from preset to preset it can be seen"


def test_what_the_axis_marks_has_a_number_and_no_mark_runs_through_the_legend():
    curve = BATTERY.stage.axes["curve"]
    BATTERY.stage.png()
    legend = curve.get_legend().get_window_extent()
    # Those that stand: not the cursor.
    marks = [*curve.patches, *(each for each in curve.lines if each not in BATTERY.stage._moving)]
    limits = {x for value in (blood_value("potassium").normal, blood_value("potassium").danger) for x in value}
    assert limits <= {*curve.get_xticks()} and len(marks) >= 3
    for mark in marks:
        assert mark.get_window_extent().y1 <= legend.y0


def test_the_gauge_has_numbers_at_their_heights():
    drawn = {text.get_text(): text.get_position()[1] for text in BATTERY.stage.axes["cell"].texts}
    for word, mV in (("−100", -100.0), ("0", 0.0), ("+100", 100.0)):
        assert drawn[word] == height(mV)
    assert any(word.startswith("mV at which") for word in drawn)


def test_a_leakier_membrane_has_a_wider_pore_for_sodium_and_a_membrane_nearer_to_its_mark():
    widths, needles = [], []
    for na_per_k in (0.001, 0.01, 0.3, 1.0):
        drawn = battery(IonBattery(na_per_k=na_per_k))
        widths.append(float(np.ptp(drawn._pore.get_path().vertices[:, 0])))
        needles.append(float(drawn._needle.get_path().vertices[:, 1].mean()))
    assert widths == sorted(widths) and widths[-1] == pytest.approx(14.0) and needles == sorted(needles)


def test_the_surface_is_excited_first_then_all_tubules_at_once_from_above():
    trace = run(HEALTHY)
    times = np.arange(10.0, 13.0, 0.05)
    up, down = (np.array([of(t) for t in times]) for of in (trace.surface_up, trace.tubule_up))
    assert times[up > 0][0] < times[down > 0.5][0] and times[up > 0][-1] < times[down > 0][-1]
    lowest = []
    for t_ms in (10.35, 10.4, 10.5):
        x, y = np.array(fibre(HEALTHY, t_ms)._wall.get_data())
        # Without the piece beside the word.
        x, y = x[~(y < 150.0)], y[~(y < 150.0)]
        tubules = [y[abs(x - middle) < 20.0] for middle in (64.0, 150.0, 236.0)]
        assert np.nanmin(tubules[0]) == pytest.approx(np.nanmin(tubules[1])) == pytest.approx(np.nanmin(tubules[2]))
        lowest.append(np.nanmin(y))
    assert lowest == sorted(lowest, reverse=True) and lowest[0] > 200.0 and lowest[-1] < 170.0


def test_a_pulse_that_only_lifts_the_voltage_excites_nothing():
    trace = run(LOCKED)
    at_ms = float(trace.t_ms[np.argmax(trace.v_S_mV)])
    assert trace.v_S_mV.max() > -40.0 and len(trace.aps_ms) == 0
    drawn = fibre(LOCKED, at_ms)
    assert drawn._state.get_text() == "at rest" and len(drawn._wall.get_xdata()) == 0


@pytest.mark.parametrize(("model", "word", "impulses"), [
    (HEALTHY, "at rest", 6), (MYOTONIC, "action potential", 27), (STUCK, "depolarised", 0),
    (STUCK_AT_REST, "depolarised", 0), (LOCKED, "at rest", 0)],
    ids=["healthy", "myotonic", "stuck", "stuck at rest", "locked"])
def test_what_is_shown_first_tells_who_lets_go(model, word, impulses):
    drawn = fibre(model)
    assert drawn._state.get_text() == word
    signals, fired = (len(ticks.get_xdata()) // 3 for ticks in (drawn._pulses, drawn._fired))
    assert signals in (5, 6) and fired == impulses
    assert (len(drawn._bars.get_xdata()) > 0) == (word == "depolarised")
    # A wall that is stuck is drawn otherwise, not only in another colour.
    assert (len(drawn._core.get_xdata()) > 0) == (word == "action potential")


def test_gates_pores_and_potassium_are_as_many_as_the_trace_says():
    for model in (HEALTHY, MYOTONIC, STUCK, STUCK_AT_REST, MuscleFibre(chloride_percent=50.0)):
        trace, drawn = run(model), fibre(model)
        quick, slow = (1.0 - float(np.interp(trace.look_ms, trace.t_ms, gate)) for gate in (trace.h, trace.s))
        # One of the eight stands for those that lack the quick lock.
        assert len(drawn._balls.get_xdata()) == min(round(8 * quick), 7 if model is STUCK else 8)
        assert round(len(drawn._slow_bars.get_path().vertices) / len(_BAR.vertices)) == round(8 * slow)
        assert drawn._pores_word.get_text() == f"chloride pores: {round(0.12 * model.chloride_percent)} of 12 work"
        in_tubules = (np.array(drawn._potassium.get_ydata()) < 290.0).sum()
        potassium = float(np.interp(trace.look_ms, trace.t_ms, trace.K_T_mM))
        assert in_tubules == 3 * min(round(potassium), 18)
        assert (drawn._more.get_text() != "") == (potassium > 18.5)


def test_a_film_begins_slowly_and_shows_a_firing_fibre_while_it_fires():
    trace = run(MYOTONIC)
    times = FIBRE.moments(trace)
    assert np.all(np.diff(times[:26]) < 0.0002) and times[-1] == pytest.approx(7.0, abs=0.05)
    words = [fibre(MYOTONIC, 1000.0 * t)._state.get_text() for t in times[26:60:2]]
    assert set(words) == {"action potential"}


def test_an_action_potential_is_shown_while_some_of_its_gates_are_open():
    """They lock within half a millisecond: a moment later the word would stand over gates that are all locked."""
    for model in (MYOTONIC, MuscleFibre(chloride_percent=20.0, persistent_na_percent=0.25)):
        trace = run(model)
        assert trace.surface_up(trace.look_ms) == 1.0 and 0.05 < trace.tubule_up(trace.look_ms) < 1.0, "it rises"
        drawn = fibre(model)
        assert drawn._state.get_text() == "action potential" and len(drawn._holes.get_path().vertices) > 5 * open_pores(
            model)


def open_pores(model: MuscleFibre) -> int:
    return round(0.12 * model.chloride_percent)


def test_the_gate_that_lacks_its_quick_lock_is_what_keeps_the_fibre_stuck():
    drawn = fibre(STUCK)
    assert drawn._leaky_word.get_text() == "1.1 % lack the quick lock"
    assert drawn._leak.get_visible() and _GATES[_LEAKY] not in drawn._balls.get_xdata()
    assert len(drawn._holes.get_path().vertices) == 5 * (12 + 1), "pores, and one gate"
    for model in (HEALTHY, MYOTONIC, STUCK_AT_REST):
        drawn = fibre(model)
        assert drawn._leaky_word.get_text() == "" and not drawn._leak.get_visible()
    # Between attacks it is there, told, and shut with all others.
    drawn = fibre(MuscleFibre(persistent_na_percent=1.1))
    assert drawn._leaky_word.get_text() and not drawn._leak.get_visible()


def test_the_clock_has_no_more_digits_than_can_be_believed():
    assert fibre(HEALTHY, 585.87)._clock.get_text() == "at 586 ms"
    assert fibre(HEALTHY, 10.44)._clock.get_text() == "at 10.4 ms", "its first action potential, step by step"


def test_a_leak_through_gating_pores_is_seen_and_named():
    for model in (HEALTHY, STUCK, STUCK_AT_REST):
        drawn = fibre(model)
        assert drawn._pore_leak_word.get_visible() == (len(drawn._pore_leak.get_path().vertices) > 2) == (
            model is STUCK_AT_REST)


def test_what_is_inside_the_fibre_is_the_models():
    assert f"{K_IN_mM:.0f} mM" in [text.get_text() for text in FIBRE.stage.axes["fibre"].texts]


def test_the_sodium_of_sweat_and_drink_is_found_again():
    for model in along(WaterAndSalt):
        trace = run(model)
        rest = 140.0 * trace.rested_outside_L
        assert trace.sodium_sweated_percent == pytest.approx(100.0 * model.sweat_L * model.sweat_Na_mM / rest, abs=1e-6)
        assert trace.sodium_drunk_percent == pytest.approx(100.0 * model.drink_L * model.drink_Na_mM / rest)


def test_marks_and_litres_give_the_sodium_that_is_told():
    """To one mark: a student counts them. In a body of 70 kg; in another a mark is as much more as the body."""
    figure = WaterAndSaltFigure()
    for model in along(WaterAndSalt):
        trace = run(model)
        figure.show(trace)
        drawn = figure.stage.drawn.drawing
        marks = len(drawn._marks["sodium"].get_xdata())
        mmol = marks * PER_MARK_mmol * model.mass_kg / 70.0
        assert mmol / trace.outside_L == pytest.approx(trace.Na_out_mM, rel=0.026), model
        # And by area: nothing is drawn larger than it is.
        per_px = marks / drawn._fills[1].get_width()
        assert per_px / (47.0 / (178.0 * 0.4)) == pytest.approx(trace.Na_out_mM / 140.0, rel=0.026), model


def test_the_glass_has_the_name_of_the_drink():
    figure = WaterAndSaltFigure()
    for sodium_mM, name in ((0.0, "water"), (20.0, "sports drink"), (60.0, "rehydration salts"),
                            (45.0, "drink, 45 mM")):
        figure.show(run(WaterAndSalt(drink_Na_mM=sodium_mM)))
        assert figure.stage.drawn.drawing._drink_word.get_text() == name
