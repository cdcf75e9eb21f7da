"""The cursor: its readings are the curve's, whatever is moved, and closed it leaves nothing behind."""

from __future__ import annotations

import math
import re
from functools import cache

import numpy as np
import pytest

from muscle_lib.figures.contract_and_relax import TwoFibresFigure
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.words import number
from muscle_lib.models.contract_and_relax import TwoFibres
from muscle_lib.widgets import explore
from muscle_lib.widgets.cursor import _finest
from tests.sentences import numbers
from tests.widgets.hands import Wave, WaveTrace, wave_explorer, words_of


class ReadableFigure:
    """The wave with a cursor, one curve that it reads, and a dot that it does not."""

    def __init__(self) -> None:
        self.stage = Stage([["wave"]], width_px=160, height_px=80)
        axes = self.stage.panel("wave", xlim=(0, 10), ylim=(-30, 30))
        self._wave = self.stage.free_curve("wave", "sodium", "wave", "cm")
        self.stage.dot("wave", "potassium", x="t_s.0", y="top", x_unit="s", label="helper")
        self.stage.add_cursor("Time", "s", axes)

    def show(self, trace: WaveTrace) -> None:
        self._wave.set_data(trace.t_s, trace.y)
        self.stage.show(trace)

    def describe(self, trace: WaveTrace) -> str:
        return f"The wave is {trace.top:.3f} cm high."


@cache
def figure() -> ReadableFigure:
    return ReadableFigure()


@pytest.fixture
def explorer():
    figure().stage.unpin()
    figure().stage.place_cursor(None)
    return explore(Wave(points=101), figure(), controls=["height_cm", "offset_cm"])


def test_it_opens_between_the_picture_and_what_is_said_of_it(explorer):
    explorer.build()
    parts = {part._dom_classes[0]: part for part in explorer.children[1].children}
    assert list(parts)[2:6] == ["ml-screen", "ml-under", "ml-words", "ml-try"]
    assert parts["ml-under"].children == (explorer._cursor.panel,)
    assert explorer._sentence in parts["ml-words"].children and explorer._remark in parts["ml-try"].children


@pytest.fixture
def cursor(explorer):
    explorer._cursor.button.value = True
    return explorer._cursor


#: The axis has 60 cm; a tenth of a thousandth of it would be false precision.
READABLE_cm = 0.06


def value_at(explorer, t: float) -> float:
    y = explorer.trace.y
    return float(np.interp(t, np.linspace(0, 10, y.size), y))


@pytest.mark.parametrize("at", [0.0, 0.02, 1.57, 4.7, 9.98, 10.0])
def test_the_reading_is_the_curves_value_there(explorer, cursor, at):
    cursor.at = at
    where, value = numbers(cursor.words)
    assert where == pytest.approx(at)
    assert value == pytest.approx(value_at(explorer, at), abs=READABLE_cm)
    assert cursor.words.endswith(" cm.")
    assert words_of(cursor._words) == cursor.words


def test_it_begins_at_the_peak_and_stays_where_it_was_put(explorer):
    explorer.set(offset_cm=1.0)
    cursor = explorer._cursor
    cursor.button.value = True
    assert cursor.at == pytest.approx(math.pi / 2, abs=0.05)
    assert cursor.words == "At 1.6 s: wave 4 cm."
    cursor.at = 8.0
    cursor.button.value = False
    cursor.button.value = True
    assert cursor.at == 8.0


def test_a_peak_between_two_steps_of_the_slider_is_read():
    """The release of calcium is over within a millisecond or two; a step is 1.6 of them."""
    explorer = explore(TwoFibres(), TwoFibresFigure(), ["pump_percent"])
    cursor, trace = explorer._cursor, explorer.trace
    cursor.button.value = True
    seen = set()
    for step in range(20):
        cursor.at = 1.6 * step
        seen.add((cursor.at, cursor.words))
        assert abs(cursor.at - 1.6 * step) <= 0.8
    for rows, name in ((trace.release_mM_s, "release from the store"), (trace.Ca_uM, "free calcium")):
        for row, kind in zip(rows, ("slow", "fast"), strict=True):
            peak = number(row.max(), _finest(explorer._figure.stage, f"{kind}: {name}"))
            assert any(at == row.argmax() and f"{kind}: {name} {peak} " in words for at, words in seen), (kind, name)


def test_on_a_level_curve_it_begins_in_the_middle(explorer):
    explorer.set(height_cm=0.0)
    explorer._cursor.button.value = True
    assert explorer._cursor.at == 5.0


def test_it_reads_no_more_than_the_axis_shows():
    """A thousandth of a linear axis; on a logarithmic one three digits."""
    explorer = explore(TwoFibres(), TwoFibresFigure(), ["pump_percent"])
    explorer._cursor.button.value = True
    stage, words = explorer._figure.stage, explorer._cursor.words
    for label, value, unit in stage.readings(explorer._cursor.at):
        said = re.search(rf"{re.escape(label)} (−?[\d.]+) {re.escape(unit)}", words)[1]
        if (finest := _finest(stage, label)):
            assert float(said.replace("−", "-")) == pytest.approx(value, abs=finest), label
            assert len(said.partition(".")[2]) <= math.ceil(-math.log10(finest)), label
        else:
            assert len(said.replace(".", "").lstrip("0")) <= 3, label
    assert _finest(stage, "slow: free calcium") == 0.0 < _finest(stage, "slow: release from the store")


def test_a_negative_reading_has_a_true_minus_sign(explorer, cursor):
    cursor.at = 4.7
    assert value_at(explorer, 4.7) < -2.9
    assert cursor.words == "At 4.7 s: wave −3 cm."


def test_a_reading_of_zero_has_no_sign(explorer, cursor):
    explorer.set(height_cm=0.0)
    cursor.at = 0.0
    assert cursor.words == "At 0 s: wave 0 cm."
    cursor.set_mark()
    assert cursor.words == "At 0 s: wave 0 cm. From the mark at 0 s: 0 s; wave 0 cm."


def test_only_curves_are_read(cursor):
    assert "helper" not in cursor.words


def test_where_no_curve_is_there_is_no_reading(cursor):
    figure()._wave.set_data([0, 1], [0, 1])
    cursor.at = 5.0
    assert cursor.words == "At 5 s: no curve."


def test_a_gap_in_a_curve_is_no_reading(cursor):
    figure()._wave.set_data([0, 10], [np.nan, np.nan])
    assert cursor.words.endswith("no curve.")


def test_the_difference_to_the_mark_is_that_of_the_readings(explorer, cursor):
    cursor.at = 1.5
    cursor._set_mark.click()
    cursor.at = 1.0
    *_, mark, back, difference = numbers(cursor.words)
    assert (mark, back) == (1.5, -0.5)
    assert difference == pytest.approx(value_at(explorer, 1.0) - value_at(explorer, 1.5), abs=READABLE_cm)
    cursor.at = 4.0
    assert "From the mark at 1.5 s: +2.5 s; wave −" in cursor.words


def test_the_mark_can_be_taken_away(cursor):
    cursor.at = 5.0
    without, picture = cursor.words, cursor._stage.png()
    cursor.set_mark()
    cursor.at = 9.0
    assert "mark" in cursor.words
    cursor._no_mark.click()
    cursor.at = 5.0
    assert cursor.words == without
    assert cursor._stage.png() == picture


def test_the_readings_follow_a_new_trace(explorer, cursor):
    cursor.at = 1.57
    before = cursor.words
    explorer.set(offset_cm=2.0)
    assert cursor.words != before
    assert words_of(cursor._words) == cursor.words
    assert numbers(cursor.words)[1] == pytest.approx(value_at(explorer, 1.57), abs=READABLE_cm)


def test_the_line_moves_in_the_picture_on_screen(explorer, cursor):
    cursor.at = 2.0
    at_two = explorer._picture.value
    cursor.at = 8.0
    assert explorer._picture.value != at_two
    cursor.at = 2.0
    assert explorer._picture.value == at_two


def test_a_closed_cursor_leaves_the_picture_as_it_was_without_one(explorer):
    plain = explorer._picture.value
    cursor = explorer._cursor
    assert cursor.panel.layout.display == "none"
    cursor.button.value = True
    assert cursor.panel.layout.display == ""
    cursor.set_mark()
    cursor.at = 3.0
    assert explorer._picture.value != plain
    cursor.button.value = False
    assert cursor.panel.layout.display == "none"
    assert explorer._picture.value == plain


@pytest.mark.parametrize(("value", "finest", "words"), [
    (0.0035761, 0.0, "0.00358"), (0.0035761, 0.045, "0"), (-58.0571, 0.0, "−58.1"), (-58.0571, 0.17, "−58.1"),
    (18.25, 0.0, "18.25"), (4531.27, 0.0, "4531"), (1234.0, 0.0, "1234"), (123456.7, 0.0, "123457"), (0.0, 0.0, "0"),
    (-1e-12, 0.1, "0"), (99.96123, 0.0, "100"), (1e-5, 0.0, "0.00001"), (-3.0, 0.06, "−3"), (250.0, 1.0, "250"),
    (1e-30, 0.0, "0")])
def test_a_number_has_as_many_digits_as_mean_something(value, finest, words):
    assert number(value, finest) == words


def test_a_figure_without_a_cursor_has_no_button_for_one():
    assert wave_explorer()._cursor is None


def test_a_closed_slider_that_reports_its_place_anew_opens_nothing(explorer):
    """As it does when the page has just made it, and rounds its value to its own grid."""
    picture = explorer._picture.value
    explorer._cursor._slider.value += 0.001
    assert explorer._picture.value == picture
    assert words_of(explorer._cursor._words) == ""
