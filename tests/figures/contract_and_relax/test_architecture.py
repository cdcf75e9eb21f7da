"""The picture of the three leg muscles: its sentence is true, and its bars and dot are where the trace says."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any

from muscle_lib.figures.contract_and_relax import LegMuscleFigure
from muscle_lib.models.contract_and_relax import LEG_MUSCLES, LegMuscle
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = LegMuscleFigure()
NAMES = {"calf": "gastrocnemius"}
MODELS = [*along(LegMuscle), *(each.model for each in all_presets(LegMuscle).values()), *corners(LegMuscle)]


@cache
def run(model: Any) -> Any:
    return model.run()


def lies(model: LegMuscle) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("the muscle", words.words.startswith(f"Muscle: {NAMES.get(model.muscle, model.muscle)},"))
    words.claim("shorter", ("cm shorter" in words.words) == (model.change_cm < 0.0))
    words.claim("longer", ("cm longer" in words.words) == (model.change_cm > 0.0))
    words.claim("at its best", ("at its best length" in words.words) == (model.change_cm == 0.0))
    words.claim("held", (" and held." in words.words) == (model.speed_cm_s == 0.0))
    words.claim("shortening", ("shortening by" in words.words) == (model.speed_cm_s < 0.0))
    if model.change_cm:
        words.shows(r"[\d.]+ cm (shorter|longer)", abs(model.change_cm), 0.051, "cm")
    if model.speed_cm_s:
        words.shows(r"(shortening|stretched) by \d+", abs(model.speed_cm_s), 0.51, "cm/s")
    words.shows(r"pulls with \d+", trace.force_N, 0.51, "N")
    words.shows(r"\d+ % of its best held", 100.0 * trace.force_N / trace.strength_N, 0.51, "%")
    passive_N = run(replace(model, activation_percent=0.0, speed_cm_s=0.0)).force_N
    words.claim("passive", ("of it passive" in words.words) == (passive_N >= 0.5))
    if passive_N >= 0.5:
        words.shows(r"\d+ N of it passive", passive_N, 0.51, "N")
    words.shows(r"fibres are [\d.]+\d", trace.mean_fibre_cm, 0.051, "cm")
    words.shows(r"over [\d.]+ cm", trace.reach_cm, 0.051, "cm")
    words.shows(r"up to \d+ cm/s", 10.0 * trace.mean_fibre_cm, 0.51, "cm/s")
    words.claim("slow fibres", ("no sure number" in words.words) == math.isnan(trace.slow_fibres_percent))
    if not math.isnan(trace.slow_fibres_percent):
        words.shows(r"about \d+ % of its fibres", trace.slow_fibres_percent, 0.51, "%")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_every_corner():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_bars_are_where_the_trace_says_the_chosen_line_is_bold_and_nothing_reaches_beyond_its_panel():
    for model in MODELS:
        trace = run(model)
        FIGURE.show(trace)
        assert [bar.get_width() for bar in FIGURE._now] == list(trace.now_N / 1000.0)
        assert [bar.get_width() for bar in FIGURE._frames] == list(trace.best_N / 1000.0)
        assert [bar.get_width() for bar in FIGURE._spans] == list(trace.range_cm)
        bold = [line.get_linewidth() > 4.0 for line in FIGURE._lines]
        assert bold == [number == trace.chosen for number in range(3)]
        assert trace.force_curves_percent.max() < FIGURE.stage.axes["curve"].get_ylim()[1]
        assert trace.now_N.max() / 1000.0 < FIGURE.stage.axes["strength"].get_xlim()[1]


def test_the_bars_stand_on_the_axis_that_says_what_they_are():
    for bars, words, unit in ((FIGURE._now, "Force", "kN"), (FIGURE._frames, "Force", "kN"),
                              (FIGURE._spans, "Range", "cm")):
        for label in {bar.axes.get_xlabel() for bar in bars}:
            assert label.startswith(words) and f"({unit}" in label


def test_each_line_is_that_of_the_muscle_whose_name_it_bears():
    """Their arrays are the rows of one, whose name cannot tell them apart."""
    curves = [curve for curve in FIGURE.stage.curves if curve.ghost]
    assert [(curve.label, curve.y) for curve in curves] == [
        (name, f"force_curves_percent.{row}") for row, name in enumerate(LEG_MUSCLES)]
