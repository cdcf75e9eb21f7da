"""A cell that is run once more: what it made before is put away, and takes no memory."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ipywidgets.widgets import widget as ipywidgets_widget

from muscle_lib.widgets import cell, explore, live, note, predict
from tests.kernels import kernel
from tests.lessons import code_cells, lesson
from tests.widgets.hands import Wave, WaveFigure, is_open
from tests.widgets.test_live import Beat, BeatFigure

MEASURE = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss / 1e6)"
COUNT = "from ipywidgets.widgets import widget; print(len(widget._instances))"


def wave() -> Any:
    made = explore(Wave(), WaveFigure(), ["height_cm"])
    made.build()
    return made


def test_a_cell_that_is_run_once_more_puts_away_what_it_made_and_nothing_else(cells, wave_questions):
    before = len(ipywidgets_widget._instances)
    cells.run("other")
    other = wave()
    cells.run("this")
    one, two = wave(), predict("wave.top", wave())
    assert all(map(is_open, (one, two, two.explorer))), "one run may make several"
    many = len(ipywidgets_widget._instances)
    cells.run("this")
    new = [wave(), predict("wave.top", wave())]
    assert not any(map(is_open, (one, one._picture, one._more_box, two, two._card, two.explorer)))
    assert all(map(is_open, (other, other._picture, *new)))
    assert len(ipywidgets_widget._instances) == many > before
    # Someone may still hold it; its pictures are gone, and would come again.
    assert one._picture.value == b"" and not one._figure.stage.pages[0].backgrounds
    assert one._figure.stage.png()


def test_where_no_cell_is_known_nothing_is_put_away(cells):
    one, two = wave(), wave()
    assert is_open(one) and is_open(two) and cell.cell_id() == ""


def test_ipython_forgets_it_but_not_what_has_another_name(cells):
    cells.run("this")
    one = wave()
    cells.user_ns |= {"_3": one, "mine": one, "Out": {3: one, 4: "words"}}
    cells.user_ns_hidden["_3"] = one
    cells.run("this")
    wave()
    assert cells.user_ns == {"mine": one, "Out": {4: "words"}} and cells.user_ns_hidden == {}


def test_what_was_entered_a_moment_ago_is_kept(cells, wave_questions, tmp_path):
    cells.run("note")
    note("wave.seen")._box.value = "It was hi"
    cells.run("note")
    assert note("wave.seen").text == "It was hi"
    cells.run("live")
    one = live(Beat(), BeatFigure(), ["height_cm"])
    one.build()
    one.history.append((0.5, "Contract"))
    cells.run("live")
    live(Beat(), BeatFigure(), ["height_cm"])
    kept = [json.loads(path.read_text(encoding="utf-8"))["log"] for path in tmp_path.glob("*.answers.json")]
    assert [entry["lines"] for log in kept for entry in log.values()] == [[[0.5, "Contract"]]]


@pytest.mark.kernel
def test_five_runs_take_as_much_memory_as_one(tmp_path):
    """As JupyterLab and Notebook send it. (benchmarks/memory.py does the same with any lesson.)"""
    code = [(cell.source, cell.id) for cell in code_cells(lesson("00_start_here"))]
    with kernel(tmp_path) as run:
        megabytes, widgets = [], []
        for _ in range(5):
            for source, cell_id in code:
                run(source, cell_id)
            megabytes.append(float(run(MEASURE)))
            widgets.append(int(run(COUNT)))
    assert len(set(widgets)) == 1, widgets
    assert megabytes[-1] < 1.06 * megabytes[0], megabytes
