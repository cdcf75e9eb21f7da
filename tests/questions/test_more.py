"""“Under More” is said of what has no slider in view, and of nothing else."""

from __future__ import annotations

import re

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.quantity import quantities
from muscle_lib.questions import FILED, kind_of, question, stations
from tests.lessons import board_in, calls, lesson, run
from tests.minutes import parts

MORE = r"\*\*More\*\*|“More”"
CHAPTERS = [each for each in chapters() if each.asks and not each.planned]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=[each.name for each in CHAPTERS])
def test_what_is_said_to_be_under_more_has_no_slider_in_view(chapter):
    names: dict = {}
    for cell in lesson(chapter.lesson).cells:
        run(cell, names, chapter.lesson) if cell.id == "imports" else None
    wrong = []
    for number, cells in parts(chapter.lesson).items():
        shown, hidden, texts = set(), set(), [cell.source for cell in cells if cell.cell_type == "markdown"]
        for cell in cells:
            if any(call.func.id in ("explore", "live") for call in calls(cell)):
                explorer = board_in(run(cell, names, chapter.lesson))
                labels = {name: record.label for name, record in quantities(explorer.model).items()}
                shown |= {labels[name] for name in explorer._shown}
                hidden |= {label for name, label in labels.items() if name not in explorer._shown}
        keys = stations(chapter.name).get(number, ())
        texts += [repr(question(kind_of(key), f"{chapter.name}.{key}")) for key in keys if kind_of(key) in FILED]
        wrong += [(number, text) for text in texts for named in re.findall("“([^”]+)”", text)
                  if named in hidden - shown and not re.search(MORE, text)]
        for sentence in re.split(r"(?<=[.!?])\s|\\n\n", "\n\n".join(texts)):
            sentence = " ".join(sentence.split())
            for more in re.finditer(MORE, sentence):
                named = [found for found in re.finditer("“([^”]+)”", sentence) if found[1] in shown | hidden]
                nearest = min(named, key=lambda found: abs(found.start() - more.start()), default=None)
                wrong += [(number, sentence)] if not nearest or nearest[1] not in hidden else []
    assert wrong == []
