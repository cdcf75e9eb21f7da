"""A model that has to be compiled first: that is said where its picture will be, and no longer when it is there."""

from __future__ import annotations

from typing import Any

import pytest

from muscle_lib import compiled
from muscle_lib.widgets import explore, notice
from muscle_lib.widgets.look import page_hook
from muscle_lib.widgets.notice import GONE, PREPARING
from muscle_lib.widgets.predict import Predict
from tests.kernels import kernel
from tests.widgets.hands import Wave, figure, words_of


class NewWave(Wave):
    """A wave with a loop that nobody has called yet."""

    seen: list[str] = []
    loop: Any = None

    def run(self):
        type(self).loop(self.height_cm if self.bumps < 9 else self.bumps)
        return super().run()


@pytest.fixture
def new(monkeypatch: pytest.MonkeyPatch) -> Any:
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")

    @compiled._numba.njit  # not kept on disk
    def loop(x):
        return x + 1

    monkeypatch.setattr(NewWave, "loop", staticmethod(loop))
    figure().stage.unpin()
    return explore(NewWave(), figure(), ["height_cm", "bumps"])


class Page:
    """Notes down what stands in the output of a cell."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shown: list[str] = []
        monkeypatch.setattr(notice, "get_ipython", lambda: self)
        monkeypatch.setattr(notice, "display", self.display)

    def display(self, html: Any, display_id: bool) -> Page:
        self.update(html)
        return self

    def update(self, html: Any) -> None:
        self.shown.append(html.data)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    return Page(monkeypatch)


def test_before_the_first_picture_it_stands_in_its_place_and_is_read_out(new, page):
    new.build()
    assert page.shown == [f'<p role="alert">{PREPARING}</p>', GONE]
    assert PREPARING not in words_of(new._sentence) + words_of(new._announcement)


def test_what_is_left_of_it_takes_no_room_and_says_nothing():
    assert words_of(GONE) == "" and ".jp-OutputArea-child:has(.ml-gone) { display: none; }" in page_hook().value


def test_what_is_there_already_is_not_announced(new, page):
    new.build()
    explore(NewWave(), figure(), ["height_cm"]).build()
    assert len(page.shown) == 2


def test_it_goes_also_if_the_model_fails(new, page):
    failing = explore(NewWave(offset_cm=-5.0), figure(), ["height_cm"])
    with pytest.raises(ZeroDivisionError):
        failing.build()
    assert page.shown[0] and page.shown[-1] == GONE


def test_where_nobody_waits_before_a_page_nothing_is_said(new, page, monkeypatch):
    monkeypatch.setattr(notice, "get_ipython", lambda: None)
    new.build()
    assert page.shown == []


def test_under_a_question_it_is_said_where_the_press_was(new, page, wave_questions):
    prediction = Predict("wave.top", new)
    said = []
    prediction._asked.observe(lambda change: said.append(words_of(change["new"])), "value")
    prediction.skip()
    assert said == [PREPARING, ""] and page.shown == []
    assert "ml-live" in prediction._asked._dom_classes, "else no screen reader reads it out"
    assert prediction.is_open


def test_a_board_that_is_there_says_it_under_its_picture(new, page):
    new.build()
    said = {part: [] for part in ("_sentence", "_announcement")}
    for part, words in said.items():
        getattr(new, part).observe(lambda change, words=words: words.append(words_of(change["new"])), "value")
    new.set(height_cm=0.5)
    assert not any(PREPARING in words for words in sum(said.values(), []))
    new.set(bumps=9)  # a whole number, for which the loop is compiled once more
    assert any(words.endswith(f"({PREPARING})") for words in said["_sentence"])
    assert PREPARING in said["_announcement"]
    assert words_of(new._sentence) == new.sentence


def test_a_board_whose_new_run_fails_no_longer_says_it(new, page):
    new.build()
    new.set(bumps=9, offset_cm=-5.0)
    assert new.problem == "the wave broke" and words_of(new._sentence) == new.sentence


@pytest.mark.kernel
def test_a_real_page_is_told_before_its_first_picture(tmp_path):
    """In a kernel of its own, for which nothing is compiled yet; the quickest of all models."""
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    with kernel(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "compiled")) as run:
        run("from muscle_lib.figures.nerve_signal import MembraneFigure\n"
            "from muscle_lib.models.nerve_signal import Membrane\n"
            "from muscle_lib.widgets import explore, notice\n"
            "show, shown = notice.display, []\n"
            "notice.display = lambda html, **more: shown.append(html.data) or show(html, **more)")
        run("explore(Membrane(), MembraneFigure(), [])")
        assert run("print(shown)") == f"""['<p role="alert">{PREPARING}</p>']\n"""
