"""Record: what is found, the table, the file to take along, the scatter plot, and two curves that a class builds."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import math
import re
from typing import get_type_hints

import numpy as np
import PIL.Image
import pytest
from matplotlib.colors import to_rgb

from muscle_lib.figures.contract_and_relax import LegMuscleFigure
from muscle_lib.figures.electrolytes import WaterAndSaltFigure
from muscle_lib.figures.nerve_signal import MembraneFigure, WaveFigure
from muscle_lib.figures.scatter import ScatterPlot
from muscle_lib.figures.style import STYLES
from muscle_lib.models import every_model
from muscle_lib.models.contract_and_relax import LegMuscle
from muscle_lib.models.electrolytes import WaterAndSalt
from muscle_lib.models.nerve_signal import Membrane, UnmyelinatedAxon
from muscle_lib.quantity import quantities
from muscle_lib.trace import result, results, trace, values
from muscle_lib.widgets import explore
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE
from muscle_lib.widgets.record import columns, table
from tests.checks import smallest
from tests.lessons import not_sharply
from tests.sentences import complaints, numbers
from tests.widgets.hands import Wave, wave_explorer, words_of
from tests.widgets.test_live import walk


@pytest.fixture
def explorer():
    return wave_explorer()


def record_of(explorer):
    return explorer._record._record


def downloaded(explorer) -> list[list[str]]:
    """The file behind “Save as CSV”, read as a spreadsheet would: header and rows."""
    (data,) = re.findall(r'download="record.csv" href="data:text/csv;base64,([^"]*)"', record_of(explorer)._csv.value)
    content = base64.b64decode(data)
    assert content.startswith(b"\xef\xbb\xbf"), "without a byte-order mark Excel takes µ for something else"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


# What is found

def test_the_columns_are_the_models_quantities_and_then_the_traces_numbers():
    assert columns(Wave(), Wave().run()) == {
        "height_cm": "Height (cm)", "speed_Hz": "Speed (Hz)", "bumps": "Bumps", "offset_cm": "Offset <of all> (cm)",
        "phase_deg": "Phase (°)", "top": "Top of the wave (cm)"}


def test_the_columns_of_a_membrane_have_names_and_units_for_people():
    found = columns(Membrane(), Membrane().run())
    assert set(found) >= {name for name, quantity in quantities(Membrane).items() if not quantity.fixed}
    assert found["peak_mV"] == "Highest voltage (mV)"
    assert found["upstroke_V_s"] == "Steepest rise (V/s)"
    assert found["latency_ms"] == "From stimulus to impulse (ms)"
    assert found["impulses"] == "Impulses"


@trace
class Older:
    t_s: np.ndarray
    seen_s: float = result("Seen for")

    @result("First", headline=True)
    def first_mV(self) -> float:
        """The first one. And more."""
        return 1.5


@trace
class Odd(Older):
    """A trace with properties of every kind."""

    @result("How many", meaning="A count.")
    def count(self) -> np.int64:
        return np.int64(3)

    @result("Share")
    def share_percent(self) -> float:
        """A share."""
        return math.nan

    @property
    def hidden_mV(self) -> float:
        return 1.0


def test_results_are_what_is_declared_also_inherited_and_numpys():
    found = values(Odd(np.zeros(2), 4.0))
    assert list(found) == ["seen_s", "first_mV", "count", "share_percent"]
    assert (found["seen_s"], found["first_mV"], found["count"]) == (4.0, 1.5, 3.0)
    assert math.isnan(found["share_percent"])
    assert {type(value) for value in found.values()} == {float}
    declared = results(Odd)
    assert [record.title for record in declared.values()] == ["Seen for (s)", "First (mV)", "How many", "Share (%)"]
    assert [name for name, record in declared.items() if record.headline] == ["first_mV"]
    assert (declared["first_mV"].meaning, declared["count"].meaning) == ("The first one", "A count.")


# The table

def test_there_is_no_table_before_the_first_press(explorer):
    assert explorer._record.panel.children == ()
    assert explorer._record.rows == []


def test_every_press_adds_a_row_with_the_sliders_and_the_results(explorer):
    explorer._record.button.click()
    explorer.set(height_cm=2.0, bumps=5)
    explorer.record()
    assert explorer._record.panel.children == (record_of(explorer),)
    first, second = explorer._record.rows
    assert first == {"height_cm": 1.0, "speed_Hz": 1.0, "bumps": 3.0, "offset_cm": 0.0, "phase_deg": 0.0,
                     "top": Wave().run().top}
    assert (second["height_cm"], second["bumps"]) == (2.0, 5.0)
    assert second["top"] == explorer.trace.top
    # Only what changes stands in the table on screen.
    assert words_of(record_of(explorer)._table).startswith("Row Height (cm) Bumps Top of the wave (cm) 1 1 3 2.9")


def test_a_press_is_confirmed_beside_the_button(explorer):
    """The table may be out of view, and it shows only what changes: a second press seemed to do nothing."""
    button, said = explorer._record.beside
    assert button is explorer._record.button and words_of(said) == "" and LIVE in said._dom_classes
    shown = next(box for box in walk(explorer) if button in getattr(box, "children", ()))
    assert shown.children[shown.children.index(button) + 1] is said
    for row in (1, 2):
        button.click()
        assert words_of(said) == f"✓ Row {row} added, below"
    record_of(explorer).delete(0)
    assert words_of(said) == "", "no row is said to be there that has gone"
    explorer.record()
    assert words_of(said) == "✓ Row 2 added, below"


def test_a_press_during_a_refused_value_records_what_the_picture_shows(explorer):
    explorer.set(height_cm=0.5)
    explorer._controls["height_cm"]._number.value = "99.0"
    explorer.record()
    assert explorer._record.rows[0]["height_cm"] == 0.5


def test_any_row_can_be_deleted_and_the_last_one_stands_ready(explorer):
    for height in (0.2, 0.4, 0.6):
        explorer.set(height_cm=height)
        explorer.record()
    record = record_of(explorer)
    (delete,) = [child for child in record.children[2].children if getattr(child, "description", "") == "Delete row"]
    assert record._which.options == ("1", "2", "3")
    record._which.index = 0
    delete.click()
    assert [row["height_cm"] for row in record.rows] == [0.4, 0.6]
    delete.click()
    assert [row["height_cm"] for row in record.rows] == [0.4]
    delete.click()
    delete.click()
    assert record.rows == []
    assert record._table.value == ""
    assert record.sentence == "Nothing recorded yet that has both values."


@pytest.mark.parametrize("index", [None, -1, 1, 99])
def test_a_row_that_is_not_there_is_not_deleted(explorer, index):
    explorer.record()
    record_of(explorer).delete(index)
    assert len(explorer._record.rows) == 1


def test_titles_are_shown_and_not_obeyed(explorer):
    explorer.record()
    explorer.set(offset_cm=-3.0)
    explorer.record()
    assert "Offset &lt;of all&gt; (cm)" in record_of(explorer)._table.value
    assert "<of all>" not in record_of(explorer)._table.value
    assert "<td>−3</td>" in record_of(explorer)._table.value


def test_a_number_that_is_missing_is_a_dash_in_the_table():
    assert "<td>–</td>" in table({"a": "A"}, ["a"], [{"a": 1.0}, {}])


def test_one_row_shows_the_controls_in_view_and_the_results(explorer):
    explorer.record()
    assert words_of(record_of(explorer)._table).startswith(
        "Row Height (cm) Speed (Hz) Bumps Top of the wave (cm) 1 1 1 3 2.9")


# The file to take along

def test_the_csv_has_units_in_its_header_and_reads_back_to_the_same_numbers(explorer):
    explorer.set(height_cm=0.1 + 0.2, offset_cm=-1.5)
    explorer.record()
    explorer.set(height_cm=2.0)
    explorer.record()
    header, *rows = downloaded(explorer)
    record = record_of(explorer)
    assert header == ["Height (cm)", "Speed (Hz)", "Bumps", "Offset <of all> (cm)", "Phase (°)", "Top of the wave (cm)"]
    assert [[float(field) for field in row] for row in rows] == [list(row.values()) for row in record.rows]
    assert record.csv.encode("utf-8-sig") == base64.b64decode(re.search(r'base64,([^"]*)', record._csv.value)[1])


def test_where_there_is_no_number_the_field_is_empty():
    """A membrane without an impulse has no latency."""
    explorer = explore(Membrane(stimulus_nC_cm2=0.0), MembraneFigure(), controls=["stimulus_nC_cm2"])
    assert math.isnan(explorer.trace.latency_ms)
    explorer.record()
    header, row = downloaded(explorer)
    assert row[header.index("From stimulus to impulse (ms)")] == ""
    assert float(row[header.index("Impulses")]) == 0.0
    record_of(explorer)._y.value = "latency_ms"
    assert record_of(explorer).sentence == "Nothing recorded yet that has both values."


def test_one_row_shows_every_result_however_many_inputs_there_are():
    """Chapter 2 has the loss of potassium read from here."""
    explorer = explore(WaterAndSalt(), WaterAndSaltFigure(), ["drink_L", "sweat_L"])
    explorer.record()
    assert len(quantities(explorer.model)) >= 8
    head = [words_of(cell) for cell in re.findall(r"<th scope='col'>(.*?)</th>", record_of(explorer)._table.value)]
    assert sorted(head[:3]) == ["Drink (L)", "Row", "Sweat lost (L)"]
    assert head[3:] == [each.title for each in results(type(explorer.trace)).values()]
    assert "Potassium lost in the sweat (mmol)" in head
    assert (record_of(explorer)._x.value, record_of(explorer)._y.value) == ("drink_L", "Na_out_mM")


def test_no_column_is_named_as_in_code():
    for cls in every_model():
        for each in [*quantities(cls).values(), *results(get_type_hints(cls.run)["return"]).values()]:
            assert not re.search(r"_|(?<!['’])\b(?<!\d )[b-z]\b", each.label), f"{cls.__name__}: {each.label}"


def test_a_second_file_opens_rightly_where_the_comma_is_the_decimal_sign():
    explorer = explore(LegMuscle(), LegMuscleFigure(), controls=["muscle"])
    explorer.record()
    data = re.search(r'download="record-comma.csv" href="data:text/csv;base64,([^"]*)"', record_of(explorer)._csv.value)
    content = base64.b64decode(data[1]).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(content), delimiter=";")
    other_header, other_row = downloaded(explorer)
    assert header == other_header
    assert "," in "".join(row) and "." not in "".join(field for field in row if re.fullmatch(r"[\d.,e-]+", field))
    assert [field.replace(",", ".") for field in row] == other_row, "the same numbers to the last digit, and words"


# The scatter plot

def test_the_axes_can_be_chosen_and_begin_with_the_first_slider_and_the_first_result(explorer):
    for height, offset in ((0.5, -2.0), (1.0, 1.0), (2.0, 4.0)):
        explorer.set(height_cm=height, offset_cm=offset)
        explorer.record()
    record = record_of(explorer)
    assert (record._x.value, record._y.value) == ("height_cm", "top")
    assert words_of(record._words) == record.sentence
    before = record.picture
    record._x.value, record._y.value = "bumps", "offset_cm"
    assert record.picture != before
    assert record.sentence == "3 points: Offset <of all> (cm) from −2 to 4, against Bumps 3."
    assert words_of(record._words) == record.sentence


@pytest.mark.parametrize(("points", "sentence"), [
    ([], "Nothing recorded yet that has both values."),
    ([(1.0, 2.0)], "1 point: Up (mV) 2, against Across (ms) 1."),
    ([(-0.0, 2.0), (0.5, -70.04)], "2 points: Up (mV) from −70.04 to 2, against Across (ms) from 0 to 0.5."),
    ([(1e-5, 0.0), (1e-5, 0.0)], "2 points: Up (mV) 0, against Across (ms) 0.00001."),
])
def test_the_plots_sentence_is_true_and_well_written(points, sentence):
    plot = ScatterPlot()
    plot.draw(points, "Across (ms)", "Up (mV)")
    assert plot.describe() == sentence
    assert complaints(sentence) == []


@pytest.mark.parametrize("points", [
    [(1.0, 2.0)], [(0.0, 0.0)], [(-5.0, 3.0), (5.0, -3.0)], [(1e6, 1e-6), (2e6, 3e-6)], [(-4.0, -4.0)]])
def test_every_point_lies_inside_the_axes(points):
    plot = ScatterPlot()
    plot.draw(points, "x", "y")
    axes = plot.stage.axes["dots"]
    for x, y in points:
        assert axes.get_xlim()[0] <= x <= axes.get_xlim()[1]
        assert axes.get_ylim()[0] <= y <= axes.get_ylim()[1]
    assert plot.stage.png().startswith(b"\x89PNG")


def test_a_point_at_zero_is_not_cut_by_the_axis():
    plot = ScatterPlot()
    plot.draw([(0.0, 0.0), (1.0, 1.0)], "x", "y")
    pixels = np.asarray(PIL.Image.open(io.BytesIO(plot.stage.png())).convert("RGB")).astype(int)
    color = np.array(to_rgb(STYLES["potassium"].color)) * 255
    rows, columns = np.nonzero((np.abs(pixels - color) <= 2).all(axis=2))
    left = columns < columns.mean()
    for of_left, of_right in zip((rows[left], columns[left]), (rows[~left], columns[~left]), strict=True):
        assert np.ptp(of_left) == pytest.approx(np.ptp(of_right), abs=2), "the left dot is not whole"


def test_numbers_have_as_many_digits_as_mean_something():
    explorer = wave_explorer()
    explorer.set(height_cm=1.25)
    explorer.record()
    assert float(explorer.trace.top) != round(explorer.trace.top, 3)
    cells = re.findall(r"<td>(.*?)</td>", record_of(explorer)._table.value)
    assert "1.25" in cells and f"{explorer.trace.top:.3g}" in cells and all(len(cell) <= 5 for cell in cells)


# What is kept

def test_the_record_is_kept_and_every_experiment_has_its_own():
    one, other = wave_explorer(), wave_explorer(controls=["offset_cm"])
    one.record()
    one.record()
    other.record()
    assert len(wave_explorer()._record.rows) == 2
    assert len(wave_explorer(controls=["offset_cm"])._record.rows) == 1
    kept = kept_for(one._key).all("record")
    assert [entry["title"].partition(" recorded: ")[0] for entry in kept.values()] == ["2 rows", "1 row"]


def test_a_table_does_not_follow_the_explorer_under_another_key(explorer):
    explorer.record()
    explorer.keep_under("wave.top")
    assert explorer._record.rows == []
    assert explorer._record.panel.children == ()


def test_the_same_picture_pinned_twice_is_kept_once(explorer):
    pictures = lambda: list(kept_for(explorer._key).all("picture").values())  # noqa: E731 - read anew each time
    for _ in range(3):
        explorer.pin()
        explorer.unpin()
    assert len(pictures()) == 1
    explorer.set(height_cm=1.7)
    explorer.pin()
    first, second = pictures()
    assert first["settings"] == "All values as at the start"
    assert second["settings"] == "Height 1.7 cm (17 mm)"
    assert base64.b64decode(second["png"]).startswith(b"\x89PNG")
    assert second["sentence"] == explorer.sentence


def test_a_slow_model_is_recorded_in_full_and_not_as_its_sketch():
    class SlowWave(Wave):
        def preview(self):
            return Wave(points=10).run()

    async def drag_and_record():
        explorer = wave_explorer(model=SlowWave(), presets=())
        explorer.set(height_cm=0.3)
        assert explorer.trace.y.size == 10
        explorer.record()
        return explorer

    explorer = asyncio.run(drag_and_record())
    assert explorer.trace.y.size == 50
    assert explorer._record.rows[0]["top"] == explorer.trace.top


# Two curves that a class builds, and what they show

@not_sharply()
def test_strength_and_duration_at_short_pulses_the_charge_is_constant():
    explorer = explore(Membrane(), MembraneFigure(), controls=["stimulus_nC_cm2", "pulse_ms"])

    def fires(charge: float) -> bool:
        explorer.set(stimulus_nC_cm2=charge)
        return explorer.trace.impulses > 0

    pulses = (0.05, 0.1, 0.2, 1.0)
    for pulse in pulses:
        explorer.set(pulse_ms=pulse)
        # Left just at or below the threshold, to within a hundredth.
        explorer.set(stimulus_nC_cm2=smallest(fires, 1.0, 40.0, within=0.02))
        explorer.record()
    header, *rows = downloaded(explorer)
    lasting, charge = ([float(row[header.index(title)]) for row in rows]
                       for title in (columns_title("pulse_ms"), columns_title("stimulus_nC_cm2")))
    assert lasting == list(pulses)
    # Weiss's and Lapicque's law: what counts in a short pulse is its charge, so that its current goes as 1/duration.
    assert max(charge[:3]) / min(charge[:3]) < 1.03
    currents = [q / t for q, t in zip(charge, lasting, strict=True)]
    assert currents == sorted(currents, reverse=True)
    # A long pulse needs more charge: some of it leaks away while it flows.
    assert charge[3] > 1.05 * charge[0]
    record = record_of(explorer)
    record._x.value, record._y.value = "pulse_ms", "stimulus_nC_cm2"
    assert [0.05, 1.0] == numbers(record.sentence)[-2:]


def columns_title(name: str) -> str:
    return quantities(Membrane)[name].title


@not_sharply()
def test_velocity_and_diameter_the_velocity_goes_as_the_square_root():
    explorer = explore(UnmyelinatedAxon(), WaveFigure(), controls=["diameter_um"])
    diameters = (100.0, 200.0, 400.0, 800.0)
    for diameter in diameters:
        explorer.set(diameter_um=diameter)
        explorer.record()
    rows = explorer._record.rows
    assert [row["diameter_um"] for row in rows] == list(diameters)
    for thin, thick in zip(rows, rows[1:], strict=False):
        assert thick["velocity_m_s"] / thin["velocity_m_s"] == pytest.approx(math.sqrt(2.0), rel=0.02)
