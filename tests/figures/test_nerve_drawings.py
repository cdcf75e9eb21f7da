"""The drawings of chapter 1: which way ions go, how many, what opens; what an impulse does at the junction; where an
axon's stops."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.figures.drawings.axon import AxonMoment
from muscle_lib.figures.drawings.ions import IONS
from muscle_lib.figures.drawings.junction import _ENDING, QUANTA_A_VESICLE, JunctionMoment
from muscle_lib.figures.drawings.membrane import MembraneMoment
from muscle_lib.figures.drawings.shapes import smooth
from muscle_lib.figures.nerve_signal import LesionFigure, MembraneFigure, WaveFigure
from muscle_lib.models.nerve_signal import Junction, Membrane, MyelinatedAxon, UnmyelinatedAxon
from muscle_lib.models.nerve_signal.junction import end_plate, quanta_needed
from muscle_lib.preset import all_presets
from tests.figures.scenes import SCENES, Drawn

drawn = cache(lambda name: Drawn(SCENES[name]).drawing)


def count(line) -> int:
    """How many dots a line has."""
    return len(line.get_xdata())


# ---------------------------------------------------------------- the membrane

@pytest.mark.parametrize(("kind", "inwards", "outwards"), [
    ("sodium", {"sodium_in": 0.8}, {"sodium_in": -0.8}),
    ("potassium", {"potassium_out": -0.8}, {"potassium_out": 0.8})])
def test_an_arrow_points_the_way_the_ions_go_and_more_ions_make_it_longer_and_broader(kind, inwards, outwards):
    drawing = drawn("membrane")

    def tip_and_width(flows):
        drawing.show(replace(MembraneMoment(), **flows))
        vertices = np.asarray(drawing._arrows[kind].get_path().vertices)
        return vertices[3, 1], vertices[1, 1], np.ptp(vertices[:, 0])

    tip, neck, _ = tip_and_width(inwards)
    assert tip < neck, "inside is below"
    tip, neck, broad = tip_and_width(outwards)
    assert tip > neck
    part, flow = next(iter(outwards.items()))
    less_tip, _, less_broad = tip_and_width({part: flow / 2.0})
    assert less_tip < tip and less_broad < broad


@pytest.mark.parametrize(("flow", "ions"), [(0.0, 0), (0.03, 0), (0.1, 1), (0.5, 4), (1.0, 7)])
def test_the_larger_the_current_the_more_ions_are_in_the_channel_and_none_passes_a_gate_that_looks_shut(flow, ions):
    drawing = drawn("membrane")
    drawing.show(replace(MembraneMoment(), sodium_in=flow, potassium_out=flow))
    assert [count(drawing._streams[kind]) for kind in ("sodium", "potassium")] == [ions, ions]


def test_the_baths_dots_are_as_many_after_an_impulse_as_before():
    """Few ions move: what crossed is a number, and no dot of the bath goes missing for it."""
    drawing = drawn("membrane")
    counts = []
    for crossed in (0.0, 15.0, 60.0):
        drawing.show(replace(MembraneMoment(), sodium_crossed=crossed, potassium_crossed=crossed))
        counts.append(count(drawing._bath))
        assert drawing._count["sodium"].get_text() == f"{crossed:.1f} in"
        assert drawing._count["potassium"].get_text() == f"{crossed:.1f} out"
    assert counts == [14, 14, 14], "420 mM, at 30 mM a dot"
    drawing.show(replace(MembraneMoment(), sodium_outside=0.5))
    assert count(drawing._bath) == 7


def test_at_the_peak_the_numbers_show_that_more_came_in_than_went_out_and_after_the_impulse_as_much():
    """The charge left over turns the signs: 1 in and 1 out would not."""
    trace, figure = Membrane().run(), MembraneFigure()
    figure.show(trace)

    def shown(t_ms):
        figure.stage.show_at(trace, t_ms)
        return [float(figure.stage.drawn.drawing._count[kind].get_text().split()[0]) for kind in IONS if kind in (
            "sodium", "potassium")]

    came, went = shown(trace.t_ms[int(trace.v_mV.argmax())])
    # A membrane of 1 µF/cm² takes 1 pmol for each 96 mV; some of it comes from the pulse.
    assert 0.6 < came - went < (trace.v_mV.max() + 65.0) / 96.485
    came, went = shown(trace.start_ms + 8.0)
    assert came > 10.0 and came == pytest.approx(went, abs=0.5)


@pytest.mark.parametrize(("amount", "words"), [(-0.04, "0.0"), (-1.26, "−1.3"), (0.26, "0.3")])
def test_what_crossed_has_one_decimal_and_a_true_minus(amount, words):
    drawing = drawn("membrane")
    drawing.show(replace(MembraneMoment(), sodium_crossed=amount))
    assert drawing._count["sodium"].get_text() == f"{words} in"


def test_an_arrow_is_as_long_as_its_current_and_a_small_one_hardly_seen():
    drawing = drawn("membrane")

    def length(flow):
        drawing.show(replace(MembraneMoment(), potassium_out=flow))
        return np.ptp(np.asarray(drawing._arrows["potassium"].get_path().vertices)[:, 1])

    assert length(0.1) < length(1.0) / 4.0 and length(0.55) == pytest.approx((length(0.1) + length(1.0)) / 2.0)


def test_the_lid_leaves_the_mouth_free_as_long_as_much_sodium_flows():
    trace, drawing = Membrane().run(), drawn("membrane")
    for at in np.flatnonzero(-trace.sodium_uA_cm2 > 600.0):
        drawing.show(replace(MembraneMoment(), lid=float(trace.h[at])))
        lid = np.asarray(drawing._lid.get_path().vertices)
        assert lid[:, 0].max() - 78.0 > 10.0 and lid[:, 1].max() < 182.0 - 13.0, "beside the middle, below the wall"


@pytest.mark.parametrize(("v_mV", "signs", "outside"), [(-65.0, 7, "plus"), (-81.0, 9, "plus"), (0.0, 0, "plus"),
                                                        (40.0, 4, "minus")])
def test_there_are_as_many_signs_as_the_voltage_is_large_and_plus_is_outside_at_rest(v_mV, signs, outside):
    drawing = drawn("membrane")
    drawing.show(replace(MembraneMoment(), v_mV=v_mV))
    assert count(drawing._plus) == count(drawing._minus) == signs
    if signs:
        higher = "plus" if drawing._plus.get_ydata()[0] > drawing._minus.get_ydata()[0] else "minus"
        assert higher == outside


def test_a_gate_opens_as_the_area_of_a_pore_and_the_lid_shuts_the_channels_mouth():
    drawing = drawn("membrane")

    def gap(open_part):
        drawing.show(replace(MembraneMoment(), potassium_gate=open_part))
        x = np.asarray(drawing._gates["potassium"].get_path().vertices)[:, 0] - 222.0
        return x[x > 0.0].min()

    shut, half, whole = gap(0.0), gap(0.25), gap(1.0)
    assert shut < half < whole and half - shut == pytest.approx((whole - shut) / 2.0)

    def lid(free):
        drawing.show(replace(MembraneMoment(), lid=free))
        return np.asarray(drawing._lid.get_path().vertices).mean(axis=0)

    assert abs(lid(0.0)[0] - 78.0) < 1.5 < 30.0 < lid(1.0)[0] - 78.0


def test_each_ion_has_a_form_and_a_colour_of_its_own():
    assert len({ion.marker for ion in IONS.values()}) == len({ion.fill for ion in IONS.values()}) == len(IONS)


def test_no_picture_of_the_membrane_leaves_the_range_of_its_drawing():
    """Beyond the range that a part is bound to, it would stand still."""
    for preset in (*all_presets(Membrane).values(),):
        trace = preset.model.run()
        assert np.abs(trace.sodium_uA_cm2).max() < 900.0 and np.abs(trace.potassium_uA_cm2).max() < 900.0
        assert max(trace.sodium_in_pmol_cm2.max(), trace.potassium_out_pmol_cm2.max()) < 400.0


# ---------------------------------------------------------------- the junction

FULL = JunctionMoment(calcium=1.0, quanta=30.0, transmitter=1.0, potential=1.0, fires=1.0, needed=8.5)


def pieces(patch) -> int:
    """How many separate shapes a path is made of."""
    return int((np.asarray(patch.get_path().codes) == 1).sum()) if patch.get_path().codes is not None else 0


@pytest.mark.parametrize(("quanta", "vesicles"), [(0.0, 0), (0.4, 0), (1.0, 1), (6.2, 1), (15.0, 3), (30.0, 6),
                                                  (180.0, 10)])
def test_a_vesicle_opens_for_every_five_quanta_and_only_under_it_there_is_transmitter(quanta, vesicles):
    drawing = drawn("junction")
    drawing.show(replace(FULL, quanta=quanta))
    assert (pieces(drawing._opened) == vesicles) and count(drawing._docked) == 10 - vesicles
    below = drawing._transmitter.get_ydata() < 206.0
    assert below.sum() == 5 * vesicles
    drawing.show(replace(FULL, quanta=quanta, transmitter=0.0))
    assert not (drawing._transmitter.get_ydata() < 206.0).any()
    assert QUANTA_A_VESICLE == 5.0


@pytest.mark.parametrize("working", [1.0, 0.8, 0.5, 0.3, 0.1])
@pytest.mark.parametrize("quanta", [10.0, 20.0, 30.0, 50.0])
def test_of_the_receptors_under_open_vesicles_as_large_a_part_opens_as_works_at_all(working, quanta):
    drawing = drawn("junction")
    drawing.show(replace(FULL, quanta=quanta, working=working))
    opened = pieces(drawing._open) / 2
    assert abs(opened - working * quanta / 5.0) <= 1.0
    assert count(drawing._lost) == 10 - round(10 * working), "the others have a cross"
    drawing.show(replace(FULL, quanta=quanta, working=working, transmitter=0.0))
    assert pieces(drawing._open) == 0, "without transmitter all are shut"
    for left in (0.9, 0.6, 0.3, 0.11):
        drawing.show(replace(FULL, quanta=quanta, working=working, transmitter=left))
        assert pieces(drawing._open) / 2 == opened, "none that is free lies shut under transmitter"


def test_blocked_or_lost_is_said_where_there_is_a_cross():
    drawing = drawn("junction")
    for now, words in ((FULL, ""), (replace(FULL, working=0.3), "× blocked or lost"),
                       (replace(FULL, enzyme=0.5), "× blocked or lost")):
        drawing.show(now)
        assert drawing._lost_word.get_text() == words and bool(count(drawing._lost)) == bool(words)


def test_calcium_lies_inside_the_ending_and_none_right_above_another():
    drawing = drawn("junction")
    drawing.show(replace(FULL, calcium=2.0))
    dots = np.column_stack(drawing._calcium.get_data())
    assert len(dots) == 16, "the most that the picture is told"
    apart = np.abs(dots[:, None] - dots[None]) + 99.0 * np.eye(16)[..., None]
    assert np.hypot(*apart.T).min() > 14.0
    assert smooth(_ENDING).contains_points(dots, radius=0.0).all()
    assert all(smooth(_ENDING).contains_points(dots + edge).all() for edge in ((6, 0), (-6, 0), (0, 6), (0, -6)))


def test_a_healthy_impulse_lets_in_eight_dots_of_calcium_and_a_weaker_one_fewer():
    drawing = drawn("junction")
    counts = []
    for calcium in (1.0, 0.67, 0.25, 0.0):
        drawing.show(replace(FULL, calcium=calcium))
        counts.append(count(drawing._calcium))
    assert counts == [8, 5, 2, 0]


def test_the_junction_says_what_would_fire_its_fibre():
    drawing = drawn("junction")
    for now, verdict, words in (
            (FULL, "a middle fibre fires", "30 quanta (vesicles); 9 would fire it"),
            (replace(FULL, quanta=6.2, fires=0.0), "a middle fibre stays silent",
             "6 quanta (vesicles); 9 are needed"),
            (replace(FULL, fires=0.0), "", "30 quanta (vesicles); 9 would fire it"),
            (JunctionMoment(needed=8.5), "", "")):
        drawing.show(now)
        assert (drawing._verdict.get_text(), drawing._quanta.get_text()) == (verdict, words)


@pytest.mark.parametrize("settings", [
    {}, {"receptors_percent": 35.0}, {"receptors_percent": 20.0, "threshold_mV": 15.0}, {"threshold_mV": 4.0},
    {"receptors_percent": 35.0, "esterase_factor": 3.0}])
def test_the_quanta_that_would_do_just_bring_the_middle_fibre_to_its_threshold(settings):
    junction = Junction(**settings)
    peak_mV, _, _ = end_plate(junction, np.array([quanta_needed(junction)]), np.array([junction.threshold_mV]))
    assert peak_mV[0] == pytest.approx(junction.threshold_mV, rel=0.002)
    trace = junction.run()
    assert (trace.quanta_first >= trace.quanta_needed) == bool(trace.fires[-1])


def test_what_the_junction_shows_comes_in_the_order_of_cause_and_effect():
    """The ending is lit, transmitter comes and opens receptors, then the fibre fires; without enough it never does."""
    trace = Junction().run()
    lit, most = np.flatnonzero(trace.arrives), int(trace.transmitter.argmax())
    assert lit[0] == 0 and lit[-1] == most - 1 and trace.transmitter[most] == pytest.approx(1.0)
    assert 0 < int(np.argmax(trace.fires)) and trace.fires[0] == 0.0 and trace.fires[-1] == 1.0
    assert trace.first_of_threshold.max() == pytest.approx(trace.safety_factor)
    weak = Junction(calcium_entry_percent=67.0).run()
    assert weak.calcium_in == pytest.approx(0.67) and not weak.fires.any()
    assert trace.t_ms[most] < weak.shown_ms < weak.t_ms[int(weak.first_epp_mV.argmax())]


# ---------------------------------------------------------------- axons

REST, WAVE = (-80.0, -80.0), (-80.0, 20.0, -60.0, -80.0)
NODES = AxonMoment(REST, -80.0, 660.0, 10.0, 40.0)


def test_nothing_swells_where_the_impulse_is():
    drawing = drawn("axon to the next cell")
    widths = []
    for along in (REST, WAVE):
        drawing.show(replace(NODES, along_mV=along))
        widths.append(np.ptp(np.asarray(drawing._rim.get_path().vertices)[:, 1]))
        assert all(np.ptp(path.vertices[:, 1]) == pytest.approx(widths[0]) for path in drawing._lit.get_paths())
    assert widths[0] == widths[1]


def test_the_signs_inside_turn_where_the_voltage_is_above_zero():
    drawing = drawn("axon to the next cell")
    drawing.show(NODES)
    assert count(drawing._plus) == 0 and count(drawing._minus) > 20
    drawing.show(replace(NODES, along_mV=WAVE))
    third = 96.0 + 660.0 / 3.0
    assert count(drawing._plus) and np.abs(drawing._plus.get_xdata() - third).max() < 80.0


@pytest.mark.parametrize("settings", [{}, {"myelin_percent": 3.0}, {"myelin_percent": 10.0}])
def test_no_minus_stands_over_what_is_orange(settings):
    """Where half of the voltage at rest is gone the inside is no longer called negative."""
    figure, trace = LesionFigure(), MyelinatedAxon(**settings).run()
    figure.show(trace)
    drawing = figure.stage.drawn.drawing
    orange = [path.get_extents() for path, color in zip(drawing._lit.get_paths(), drawing._lit.get_facecolor(),
                                                        strict=True) if color[2] < 0.25]
    assert orange
    for stretch in orange:
        assert not ((drawing._minus.get_xdata() > stretch.x0) & (drawing._minus.get_xdata() < stretch.x1)).any()
    assert count(drawing._minus) > 10


def test_the_cross_stands_beside_the_fibre_and_hides_no_myelin():
    drawing = drawn("axon to the next cell")
    drawing.show(replace(NODES, damage_from=0.5, damage_to=0.55, myelin=0.03, stopped=20.5 / 40.0))
    lowest = np.asarray(drawing._wraps.get_path().vertices)[:, 1].min()
    assert drawing._cross[1].get_ydata()[0] + 7.5 < lowest
    assert drawing._cross[1].get_xdata()[0] == pytest.approx(96.0 + 660.0 * 20.5 / 40.0)


def test_gates_crowd_at_the_nodes_and_lie_all_along_a_fibre_without_myelin():
    drawing = drawn("axon to the next cell")
    drawing.show(replace(NODES, damage_from=0.5, damage_to=0.55, myelin=0.01))
    at = np.unique(np.asarray(drawing._gates.get_path().vertices)[:, 0])
    assert at == pytest.approx(96.0 + 16.5 * np.arange(41)), "none in the bare stretch between its nodes"
    bare = drawn("axon without myelin")
    bare.show(replace(AxonMoment(), length=300.0))
    assert np.diff(np.unique(np.asarray(bare._gates.get_path().vertices)[:, 0])).max() < 10.0


@pytest.mark.parametrize(("myelin", "thick"), [(1.0, 9.0), (0.1, 4.5), (0.03, 2.15)])
def test_thin_myelin_is_drawn_thin_and_the_rest_is_well(myelin, thick):
    drawing = drawn("axon to the next cell")
    drawing.show(replace(NODES, damage_from=0.5, damage_to=0.55, myelin=myelin))
    vertices = np.asarray(drawing._wraps.get_path().vertices)
    hurt = (vertices[:, 0] > 426.0) & (vertices[:, 0] < 459.0)
    assert np.ptp(vertices[hurt & (vertices[:, 1] > 44.0), 1]) == pytest.approx(thick, abs=0.05)
    assert np.ptp(vertices[~hurt & (vertices[:, 1] > 44.0), 1]) == pytest.approx(9.0)


def test_one_fibre_of_the_muscle_has_one_end_plate():
    drawing = drawn("axon with myelin")
    drawing.show(replace(NODES, length=225.0, internodes=10.0))
    assert count(drawing._plates) == pieces(drawing._muscle) == 3


@pytest.mark.parametrize("settings", [{"myelin_percent": 3.0}, {"myelin_percent": 1.0}, {"na_channels_percent": 25.0}])
def test_a_cross_stands_behind_the_last_node_that_fired_once_the_next_has_had_its_chance(settings):
    trace = MyelinatedAxon(**settings).run()
    assert trace.stopped_at(trace.arrivals_ms[0, trace.reached_node]) == -1.0, "not yet"
    assert 40.0 * trace.stopped_at(trace.shown_ms) == pytest.approx(trace.reached_node + 0.5)
    assert not any(trace.arrived_by(t) for t in trace.t_ms)


def test_no_cross_where_the_impulse_gets_through_and_the_next_cell_hears_of_it_then():
    trace = MyelinatedAxon(myelin_percent=10.0).run()
    assert {trace.stopped_at(t) for t in trace.t_ms} == {-1.0}
    last_ms = trace.arrivals_ms[0, -1]
    assert (trace.arrived_by(last_ms - 0.01), trace.arrived_by(last_ms)) == (0.0, 1.0)


def test_a_healthy_impulse_is_shown_where_it_would_be_and_only_while_that_is_news():
    trace, healthy = MyelinatedAxon(myelin_percent=10.0).run(), MyelinatedAxon().run()
    assert 40.0 * trace.healthy_at(trace.shown_ms) > 24.0
    assert trace.healthy_at(trace.arrivals_ms[0, 10]) == -1.0, "before the damage both are as far"
    assert trace.healthy_at(trace.arrivals_ms[0, -1]) == -1.0, "both have arrived"
    assert {healthy.healthy_at(t) for t in healthy.t_ms} == {-1.0}


@pytest.mark.parametrize("myelin_percent", [10.0, 3.0])
@pytest.mark.parametrize("temperature_C", [25.0, 37.0, 42.0])
def test_the_dashed_line_stands_where_the_healthy_picture_is_darkest(myelin_percent, temperature_C):
    """At the same moment, and over the whole way behind the damage."""
    trace = MyelinatedAxon(myelin_percent=myelin_percent, temperature_C=temperature_C).run()
    healthy = MyelinatedAxon(temperature_C=temperature_C).run()
    nodes = []
    for t_ms in healthy.t_ms:
        darkest, line = int(np.argmax(healthy.voltage_at(t_ms))), 40.0 * trace.healthy_at(t_ms)
        # At the sealed end it is higher all at once.
        if 0.0 < line < 36.0:
            assert line == pytest.approx(darkest, abs=1.0)
            nodes.append(darkest)
    assert nodes and nodes[-1] > 30
    shown = 40.0 * trace.healthy_at(trace.shown_ms)
    assert shown > 28.0 if trace.conducts else shown == pytest.approx(27.0, abs=1.0), "the still picture"
    assert trace.shown_ms <= trace.t_ms[-1]


@pytest.mark.parametrize("name", ["Thin myelin: slowed", "The same with 4-aminopyridine"])
def test_an_impulse_that_gets_through_is_shown_behind_the_damage_with_its_plus_signs(name):
    """Shown while still in it, it had no plus sign, and looked dead beside “the impulse gets through”."""
    figure, trace = LesionFigure(), all_presets(MyelinatedAxon)[name].model.run()
    figure.show(trace)
    drawing = figure.stage.drawn.drawing
    behind = drawing._left + 660.0 * trace.damage_to
    assert count(drawing._plus) >= 3 and min(drawing._plus.get_xdata()) > behind - 5.0
    assert drawing._clock.get_text() == f"at {trace.shown_ms:.2f} ms", "as exact as the curve below is read"


@pytest.mark.parametrize("axon", [UnmyelinatedAxon(), MyelinatedAxon()])
def test_a_fibre_lies_over_its_curves_place_over_place(axon):
    """The impulse's darkest part stands over the peak of the wave."""
    figure, trace = WaveFigure(), axon.run()
    figure.show(trace)
    t_ms = 0.4 * float(np.nanmax(trace.arrivals_ms[0]))
    figure.show_at(trace, t_ms)
    peak_mm = trace.x_mm[int(np.argmax(trace.voltage_at(t_ms)))]
    wave, fibre = figure.stage.axes["wave"], figure.stage.axes["fibre"]
    figure.stage.png()
    peak_px = wave.transData.transform((peak_mm, 0.0))[0]
    lit = figure.stage.drawn.drawing._lit
    darkest = int(np.argmin([color[:3].sum() for color in lit.get_facecolor()]))
    left, right = (fibre.transData.transform((x, 0.0))[0] for x in (
        lit.get_paths()[darkest].vertices[:, 0].min(), lit.get_paths()[darkest].vertices[:, 0].max()))
    assert left - 12.0 <= peak_px <= right + 12.0
