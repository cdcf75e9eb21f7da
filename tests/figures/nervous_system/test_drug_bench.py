"""The sentence and the picture of the drug bench: true, without seconds, and model and people kept apart."""

from __future__ import annotations

import re

import numpy as np
import pytest

from muscle_lib.figures.nervous_system import DrugBenchFigure
from muscle_lib.figures.nervous_system.drug_bench import LINE_LETTERS, LINE_px, ROOM_px
from muscle_lib.models.nervous_system import DRUGS, LINKS, DrugBench, DrugBenchTrace
from tests.sentences import Claims

FIGURE = DrugBenchFigure()
MODELS = [DrugBench(drug=drug, dose_percent=dose) for drug in DRUGS for dose in (0.0, 40.0, 100.0)]


def lies(of: DrugBench) -> list[str]:
    trace = of.run()
    words = FIGURE.describe(trace)
    checked = Claims(words, f"{of.drug}, {of.dose_percent:g} %")
    model, _, people = words.partition(". In people: ")
    drug = DRUGS[of.drug]
    if of.drug == "none" or of.dose_percent == 0.0:
        checked.claim("nothing is taken, and both are one", "Nothing is taken" in words and all(
            np.array_equal(getattr(trace, f"{trial}_drug_percent"), getattr(trace, f"{trial}_without_percent"))
            for trial in ("cramp", "stretch", "hold")))
        return checked.lies
    checked.shows(r"dose \d+", of.dose_percent, 0.5, "%")
    checked.claim("what was seen in people stands apart, and word by word", people == drug.people)
    name, less, more = LINKS[drug.link]
    grows = max(drug.spindle, drug.current, drug.muscle) > 1.0 or drug.excitability_eu > 0.0
    checked.claim("the link and its way", f"{name} is {more if grows else less}." in model)
    kept = dict(zip(("cramp", "stretch", "hold"), trace.kept, strict=True))
    for test, weaker, same, stronger in (
            ("cramp", "less cramp", "no change of the cramp", "more cramp"),
            ("stretch", "less answer", "no change of the answer", "more answer"),
            ("hold", "weaker willed", "no change of the willed", "stronger willed")):
        told = weaker if kept[test] < 0.9 else stronger if kept[test] > 1.1 else same
        checked.claim(f"{test}: {kept[test]:.2f}", told in model)
    checked.claim("no seconds", not re.search(r"\bseconds?\b|\d s\b", model))
    return checked.lies


def test_the_sentence_is_true_for_every_drug_and_dose() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_no_axis_bears_a_time() -> None:
    for name, axes in FIGURE.stage.axes.items():
        assert not axes.get_xlabel() and not len(axes.get_xticks()) or name in ("loop", "known")
    assert FIGURE.stage.cursor is None


@pytest.mark.parametrize("word", DRUGS)
def test_what_is_known_has_room_and_the_ways_are_those_of_the_trace(word: str) -> None:
    trace = DrugBench(drug=word).run()
    FIGURE.show(trace)
    how, people = FIGURE._how.get_text(), FIGURE._people.get_text()
    lines = how.splitlines() + people.splitlines()
    assert max(map(len, lines)) <= LINE_LETTERS and 18.0 + LINE_px * len(lines) <= ROOM_px[1]
    assert " ".join(how.split()).endswith(DRUGS[word].how) and " ".join(people.split()).endswith(DRUGS[word].people)
    assert [way.get_text() for way in FIGURE._ways] == list(trace.direction_words)
    # Every curve is in its panel.
    for curve in FIGURE.stage.curves:
        low, high = curve.line.axes.get_ylim()
        heights = np.asarray(curve.line.get_ydata(), dtype=float)
        assert low <= heights.min() and heights.max() <= high, (word, curve.label)


def test_the_drawing_shows_the_touched_link_and_the_dose() -> None:
    def drawn(drug: str, dose_percent: float) -> DrugBenchTrace:
        trace = DrugBench(drug=drug, dose_percent=dose_percent).run()
        FIGURE.show(trace)
        return trace

    loop = FIGURE.stage.drawn.drawing
    drawn("botulinum toxin", 100.0)
    packets = len(loop._packets.get_xdata())
    assert packets == 3 and loop._ring[0].get_visible() and loop._sign.get_text() == "junction: weaker"
    drawn("botulinum toxin", 0.0)
    assert len(loop._packets.get_xdata()) == 10 and not loop._ring[0].get_visible() and loop._drug.get_height() == 0.0
    drawn("quinine", 100.0)
    low = loop._level.get_height()
    drawn("diuretics", 100.0)
    assert low < loop._level.get_height() and loop._name.get_text() == "Diuretics"
