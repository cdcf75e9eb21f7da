"""A lesson after “Run all” (twice, once for all tests here): what it prints, and shows.

That it runs in a kernel, and prints there what it keeps, is nbval's business: ``pytest --nbval notebooks``. As that
one, these tests are left out of ``lab.py test --quick``: every picture of every lesson is drawn once more for them.
"""

from __future__ import annotations

import base64
from functools import cache
from html.parser import HTMLParser

import pytest
from nbconvert import HTMLExporter
from traitlets.config import Config

from muscle_lib.widgets.chain import LEGS_ALT
from tests.lessons import NAMES, code_cells, has_call, lesson
from tests.sentences import complaints

pytestmark = pytest.mark.long

#: A widget needs a server to be shown; on paper its picture comes first.
FOR_PAPER = Config({"HTMLExporter": {"exclude_input": True},
                    "NbConvertBase": {"display_data_priority": ["text/html", "image/png", "text/plain"]}})


class Pictures(HTMLParser):
    """The attributes of all images of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        if tag == "img":
            self.found.append(dict(attributes))


@cache
def page_of(name: str) -> str:
    """A lesson as HTML; converted once."""
    return HTMLExporter(config=FOR_PAPER).from_notebook_node(lesson(name).executed)[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_is_on_paper_with_its_picture_and_sentence(name):
    # In the head stands where in the chain the lesson is; on the start page, the whole of it and two legs.
    pictures = [picture for picture in Pictures(page_of(name)).found
                if not picture["alt"].startswith(("The chain of a movement.", LEGS_ALT))]
    showing = ("explore", "live", "picture")
    assert len(pictures) == sum(any(has_call(cell, show) for show in showing) for cell in lesson(name).cells)
    for picture in pictures:
        assert complaints(picture["alt"]) == []
        kind, _, data = picture["src"].partition(",")
        assert kind == "data:image/png;base64"
        assert base64.b64decode(data).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", NAMES)
def test_no_widget_is_left_as_python_text(name):
    for word in ("VBox(", "HBox(", "Ask(", "Predict(", "Note(", "Explorer(", "LiveMonitor(", "Progress(", "Traceback"):
        assert word not in page_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_prints_what_it_keeps_and_no_other_prints_anything(name):
    for cell, now in zip(code_cells(lesson(name)), code_cells(lesson(name).executed), strict=True):
        printed = "".join(output.text for output in now.outputs if output.output_type == "stream")
        keeps = "keep_output" in cell.metadata.get("tags", [])
        assert printed == ("".join(output.text for output in cell.outputs) if keeps else ""), f"cell {cell.id}"
        assert not keeps or printed, f"cell {cell.id}"
