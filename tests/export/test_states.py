"""What an exported page shows was computed beforehand: each picture and each sentence is the model's own at that
setting. One small lesson is exported for all tests, less sharply and with short films."""

from __future__ import annotations

import base64
import io
import json
import random
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.export import draw, live
from muscle_lib.export.data import as_json
from muscle_lib.export.draw import Drawer, one_cell
from muscle_lib.export.lesson import lesson_of
from muscle_lib.export.pictures import pixels
from muscle_lib.export.work import here
from muscle_lib.figures.nerve_signal import MembraneFigure
from muscle_lib.figures.voluntary_contraction import LiveFigure
from muscle_lib.models import every_model
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.models.voluntary_contraction import LiveMuscle
from muscle_lib.preset import preset
from muscle_lib.questions import question
from muscle_lib.widgets import ask, evidence, explore
from muscle_lib.widgets.clock import FRAME_ms
from tests.lessons import not_sharply

SOURCES = {
    "imports": "import muscle_lib.figures.hyperexcitability as cramps\n"
               "import muscle_lib.figures.nerve_signal as figures\nimport muscle_lib.models.nerve_signal as nerve\n"
               "from muscle_lib.figures.voluntary_contraction import LiveFigure\n"
               "from muscle_lib.models.hyperexcitability import Cramp\n"
               "from muscle_lib.models.voluntary_contraction import LiveMuscle\n"
               "from muscle_lib.preset import preset\n"
               "from muscle_lib.widgets import *",
    "one": "## Station 1 · The first\n\nSee [there](02_electrolytes.ipynb#cell-id=s2-case).",
    "predicted": "predict('nerve_signal.p1', explore(nerve.Membrane(), figures.MembraneFigure(),"
                 "['stimulus_nC_cm2', 'temperature_C'], presets='one pulse'))",
    "chance": "explore(nerve.QuantaCount(), figures.QuantaFigure(), ['Ca_out_mM', 'Mg_out_mM'])",
    "heard": "explore(preset(Cramp, 'Recording 1'), cramps.RecordingFigure(), controls=[], presets=[])",
    "choice": "ask('nerve_signal.q2')",
    "number": "ask('nerve_signal.q1')",
    "board": "evidence('electrolytes.e1')",
    "two": "## Station 2 · Not of the core",
    "further": "predict('nerve_signal.p2', explore(nerve.Membrane(), figures.MembraneFigure(), ['second_delay_ms']))",
    "lives": "live(LiveMuscle(), LiveFigure(), ['drive_percent'])",
    "hidden": "mystery(1)",
    "end": "## The end",
    "check": "install_check()",
    "printed": "print('1 <2>')",
}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory) -> str:
    book = nbformat.v4.new_notebook(metadata={"title": "Small"})
    for name, source in SOURCES.items():
        cell = nbformat.v4.new_markdown_cell if source.startswith("##") else nbformat.v4.new_code_cell
        book.cells.append(cell(source, id=name))
    path = tmp_path_factory.mktemp("Übung 1") / "01_nerve_signal.ipynb"
    nbformat.write(book, path)
    return str(path)


@pytest.fixture(scope="module", autouse=True)
def quickly() -> Iterator[None]:
    """A quarter of the pixels, films of four pictures, and a muscle that lives for half a second."""
    step = live.Step(((0.1, "contract"),), "Half of the axons cut", (live.Step(((0.0, "relax"),)),))
    with not_sharply(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(draw, "FILM_EVERY", 25)
        patch.setattr(live, "LASTS_s", 0.5)
        patch.setitem(live.SCRIPTS, "LiveMuscle", (step,))
        yield
    draw._drawer.cache_clear()


@pytest.fixture(scope="module")
def drawn() -> dict[Any, Any]:
    """All that is drawn for the lesson, by its task."""
    return {}


@pytest.fixture(scope="module")
def lesson(notebook, drawn) -> dict[str, Any]:
    """The lesson as the page reads it."""
    told: list[tuple[int, int]] = []

    def work(tasks: Any) -> Any:
        drawn.update(here(tasks, lambda done, of: told.append((done, of))))
        return drawn

    made = lesson_of(Path(notebook), work)
    assert told[-1] == (len(told), len(told))
    return json.loads(as_json(made))


@pytest.fixture(scope="module")
def blocks(lesson) -> Mapping[str, dict[str, Any]]:
    return {block["cell"]: block for block in lesson["blocks"]}


def picture(board: dict[str, Any], *layers: Any) -> NDArray:
    """The background with tiles over it, as a page lays them."""
    canvas = image(board, board["background"])
    for x, y, number in (tile for tiles in layers for tile in tiles):
        canvas.alpha_composite(image(board, number), (x, y))
    return np.asarray(canvas.convert("RGB"))


def image(board: dict[str, Any], number: int) -> Image.Image:
    kind, _, content = board["images"][number].partition(",")
    assert kind == "data:image/webp;base64"
    return Image.open(io.BytesIO(base64.b64decode(content))).convert("RGBA")


# Every number is the model's own

def test_fifty_states_at_random_are_what_the_model_gives_at_that_setting(notebook, blocks):
    """In the explorer itself, with its sliders and buttons: the same sentence, and the same pixels."""
    ways = []
    for cell in ("predicted", "chance"):
        board, explorer = blocks[cell]["board"], explorer_in(notebook, cell)
        ways += [(explorer, board, {control["name"]: place["value"]}, "", place["state"])
                 for control in board["controls"] for place in control["positions"]]
        ways += [(explorer, board, {}, button["name"], button["state"]) for button in board["presets"]]
    assert len(ways) > 50
    for explorer, board, values, name, number in random.Random(1).sample(ways, 50):
        explorer.reset()
        explorer.choose(name) if name else explorer.set(**values)
        explorer.finish()
        state = board["states"][number]
        assert (explorer.sentence, "") == (state["sentence"], state["problem"]), (values, name)
        assert np.array_equal(pixels(explorer._picture.value), picture(board, state["tiles"])), (values, name)


def explorer_in(notebook: str, cell: str) -> Any:
    value = one_cell(notebook, cell)
    return getattr(value, "explorer", value) if cell == "predicted" else value


def test_the_outcome_of_a_prediction_is_that_of_the_lab(notebook, blocks):
    for cell in ("predicted", "further"):
        told, widget = blocks[cell], one_cell(notebook, cell)
        widget.commit(2)
        assert told["outcome_html"] in widget._outcome.value
        assert told["choices"][1]["feedback_html"] in widget._outcome.value
        assert [choice["right"] for choice in told["choices"]].index(True) + 1 == question("predict", told["id"]).right
        state = told["board"]["states"][told["outcome_state"]]
        assert state["sentence"] == widget.explorer.sentence
        shown = pixels(widget.explorer._picture.value)
        assert np.array_equal(shown, picture(told["board"], state["tiles"])), "with the curves before it, pale"
        assert told["outcome_settings"] == widget.explorer.settings


def test_a_film_is_that_of_the_run(blocks):
    its = preset_of(blocks["predicted"]["board"], "Just too weak")
    figure, trace = MembraneFigure(), preset(Membrane, "Just too weak").run()
    figure.show(trace)
    moments = figure.stage.moments(trace)[::draw.FILM_EVERY]
    assert len(its["film"]["pictures"]) == len(moments) > 2
    board, over = blocks["predicted"]["board"], blocks["predicted"]["board"]["states"][its["film"]["over"]]["tiles"]
    assert its["film"]["over"] == its["state"]
    for at, tiles in zip(moments, its["film"]["pictures"], strict=True):
        figure.stage.show_at(trace, at)
        assert np.array_equal(pixels(figure.stage.png()), picture(board, over, tiles))


def preset_of(board: dict[str, Any], name: str) -> dict[str, Any]:
    return next(preset for preset in board["presets"] if preset["name"] == name)


def test_a_sound_is_that_of_the_run_with_fewer_samples(notebook, blocks):
    sound, board = blocks["heard"]["board"]["sound"], one_cell(notebook, "heard")
    heard = board.figure.hear(board.home.run())
    assert sound["words"] == heard.words
    ours, theirs = wav(base64.b64decode(sound["wav"].partition(",")[2])), wav(heard.wav)
    assert draw.SOUND_EVERY * ours.getframerate() == theirs.getframerate()
    ours, theirs = (np.frombuffer(each.readframes(each.getnframes()), "<i2") for each in (ours, theirs))
    assert np.abs(ours).max() > 1000 and np.array_equal(ours, theirs[::draw.SOUND_EVERY])


def wav(content: bytes) -> wave.Wave_read:
    return wave.open(io.BytesIO(content))


def test_a_living_muscle_is_the_one_that_lives_in_the_lab(blocks):
    board = blocks["lives"]["board"]
    rest, first, second = board["live"]["branches"]
    of, figure = preset(LiveMuscle, "Half of the axons cut"), LiveFigure()
    run = of.start()
    figure.show(run.trace)
    assert (rest["key"], rest["pictures"], rest["sentences"]) == ("rest", [], [[0, figure.describe(run.trace)]])
    assert [fork["to"] for fork in (*rest["forks"], *first["forks"])] == [first["key"], second["key"]]
    assert [fork["label"] for fork in (*rest["forks"], *first["forks"])] == [
        "Half of the axons cut: after 0.1 s Contract", "Relax"]
    ticks = round(live.LASTS_s * 1000.0 / FRAME_ms)
    for branch, (at, button) in ((first, (3, "contract")), (second, (0, "relax"))):
        assert len(branch["pictures"]) == ticks // live.LIVE_EVERY
        for tick in range(ticks):
            if tick == at:
                run.do(button)
            run.advance(of, FRAME_ms)
            if tick % live.LIVE_EVERY == live.LIVE_EVERY - 1:
                figure.show(run.trace)
                shown = picture(board, branch["pictures"][tick // live.LIVE_EVERY])
                assert np.array_equal(pixels(figure.stage.png(moving=True)), shown), (button, tick)


def test_a_setting_that_the_model_refuses_says_why_and_keeps_the_picture():
    (drawn,) = Drawer(explore(Membrane(), MembraneFigure(), [])).states((("temperature_C", 99.0),))
    assert drawn.patches == () and "Temperature" in drawn.problem and "25 °C" in drawn.problem


# What stands in the page

def test_what_is_said_of_answers_is_what_the_lab_says(blocks):
    choices = ask("nerve_signal.q2")
    assert [choice["feedback_html"] for choice in blocks["choice"]["choices"]] == [
        choices.answer(number) for number in range(1, len(blocks["choice"]["choices"]) + 1)]
    number, its = ask("nerve_signal.q1"), blocks["number"]
    for given, words in ((its["answer"], "right_html"), (its["answer"] + 2.0 * its["tolerance"], "high_html"),
                         (its["answer"] - 2.0 * its["tolerance"], "low_html")):
        assert its[words] == number.answer(given)
    board = evidence("electrolytes.e1")
    for finding in blocks["board"]["findings"]:
        assert finding["said_html"][finding["account"]] == board.answer(finding["account"])
        assert finding["row_html"] in board._board.value


def test_presets_and_start_values_lead_to_their_states(blocks):
    board = blocks["predicted"]["board"]
    sought = question("ask", "nerve_signal.q1").answer
    assert sought in [place["value"] for place in board["controls"][0]["positions"]], "what is asked can be found"
    assert [preset["name"] for preset in board["presets"] if preset["is_start"]] == ["One impulse"]
    assert preset_of(board, "One impulse")["state"] == 0 != preset_of(board, "Just too weak")["state"]
    weak = {name: getattr(preset(Membrane, "Just too weak"), name) for name in ("stimulus_nC_cm2", "temperature_C")}
    places = preset_of(board, "Just too weak")["places"]
    for control, place in zip(board["controls"], places, strict=True):
        assert control["positions"][place]["value"] == weak[control["name"]]
        assert control["positions"][control["start"]]["state"] == 0
        assert len({place["state"] for place in control["positions"]}) == len(control["positions"])


def test_a_station_that_is_not_of_the_core_only_begins_and_says_what_the_lab_has(blocks):
    board = blocks["further"]["board"]
    assert blocks["further"]["further"] and (board["controls"], board["presets"], len(board["states"])) == ([], [], 2)
    assert board["lab_only"].startswith("In the lab you can also move its sliders")
    assert not blocks["predicted"]["further"] and not blocks["printed"]["further"]


def test_each_cell_is_a_block_and_each_tile_an_image(lesson, blocks):
    assert list(blocks) == [name for name in SOURCES if name != "imports"]
    assert [station["number"] for station in lesson["stations"] if not station["further"]] == [1, 4, 5]
    assert blocks["printed"]["html"] == "<pre>1 &lt;2&gt;\n</pre>"
    assert 'href="02_electrolytes.html#s2-case"' in blocks["one"]["html"] and blocks["one"]["begins"]
    boards = [block["board"] for block in blocks.values() if "board" in block and block["type"] != "evidence"]
    assert len(boards) == 5
    for board in boards:
        assert {number for *_, number in tiles_in(board)} | {board["background"]} == set(range(len(board["images"])))
        assert len(set(board["images"])) == len(board["images"]), "each image once"


def test_films_give_way_where_a_page_would_be_too_large_and_nothing_else_does(notebook, drawn, lesson):
    small = json.loads(as_json(lesson_of(Path(notebook), lambda tasks: drawn, most_MB=0.0)))
    kept = 0
    for block, less in zip(lesson["blocks"], small["blocks"], strict=True):
        if block["type"] in ("board", "predict"):
            board, smaller = block["board"], less["board"]
            kept += sum(preset["film"] is not None for preset in board["presets"])
            assert not any(each["film"] for each in (smaller, *smaller["presets"]))
            assert [state["sentence"] for state in smaller["states"]] == [
                state["sentence"] for state in board["states"]]
            assert smaller["sound"] == board["sound"] and len(smaller["images"]) <= len(board["images"])
    assert kept and len(json.dumps(small)) < len(json.dumps(lesson))


def test_what_only_the_lab_can_do_is_said(blocks):
    for cell, words in (("hidden", "hidden fault"), ("check", "checks itself")):
        assert blocks[cell]["type"] == "lab_only" and words in blocks[cell]["sentence"]
    assert "numpy" not in json.dumps(blocks["check"]), "of the computer that wrote the page nothing is told"


def tiles_in(board: dict[str, Any]) -> Iterator[Any]:
    films = [each["film"] for each in (board, *board["presets"]) if each["film"]]
    branches = board["live"]["branches"] if board["live"] else []
    for tiles in (*(state["tiles"] for state in board["states"]),
                  *(tiles for each in (*films, *branches) for tiles in each["pictures"])):
        yield from tiles


@pytest.mark.parametrize("muscle", sorted(live.SCRIPTS))
def test_what_is_done_to_a_living_muscle_is_short_and_can_be_done(muscle):
    cls = next(model for model in every_model() if model.__name__ == muscle)
    steps = [step for first in live.SCRIPTS[muscle] for step in (first, *first.then)]
    assert len(steps) <= live.MOST_BRANCHES
    assert not any(each.then for first in live.SCRIPTS[muscle] for each in first.then)
    labels = [live.words_of(step, cls()) for step in live.SCRIPTS[muscle]]
    assert len(set(labels)) == len(labels)
    for step in steps:
        assert not step.preset or preset(cls, step.preset)
        assert all(at_s < 10.0 and live.meaning_of(step, cls()) for at_s, _ in step.presses)
