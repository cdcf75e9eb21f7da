"""The picture of sweat and drink: is its sentence true, and does the body hold what was worked out?"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from muscle_lib.figures.electrolytes.water_and_salt import WaterAndSaltFigure
from muscle_lib.models.electrolytes import WaterAndSalt, WaterAndSaltTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = WaterAndSaltFigure()
WORST = WaterAndSalt(mass_kg=45.0, sweat_L=5.0, drink_L=0.0, sweat_Na_mM=15.0, breath_L=2.0)
MODELS = [*along(WaterAndSalt), *(preset.model for preset in all_presets(WaterAndSalt).values()), WORST]


@cache
def run(model: WaterAndSalt) -> WaterAndSaltTrace:
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    for nothing, number, litres in (("no sweat", r"After [\d.]+", model.sweat_L),
                                    ("nothing to drink", r"and [\d.]+(?= L of a drink)", model.drink_L)):
        words.claim(nothing, (nothing in words.words) == (litres < 0.05))
        if litres >= 0.05:
            words.shows(number, litres, 0.051, "L")
    if "nothing to drink" in words.words:
        words.claim("nothing in nothing", "of sodium" not in words.words and "without sodium" not in words.words)
    elif "without sodium" in words.words:
        words.claim("no sodium in the drink", model.drink_Na_mM < 0.5)
    else:
        words.shows(r"drink with \d+", model.drink_Na_mM, 0.51, "mM")
    words.shows(r"blood is [\d.]+", trace.Na_out_mM, 0.051, "mM")
    words.shows(r", with \d+", trace.osmolality_mosm_kg, 0.51, "mosm/kg")
    na = trace.Na_out_mM
    for said, true in (("(hyponatraemia)", na < 135.0), ("(hypernatraemia)", na > 145.0),
                       ("within the normal", 135.0 <= na <= 145.0), ("dangerously", na < 125.0 or na > 155.0)):
        words.claim(said, (said in words.words) == true)
    for part, value, up, down in (
            (r"mass has \w+ by [\d.]+", 100.0 * (model.drink_L - model.sweat_L - model.breath_L) / model.mass_kg,
             "mass has risen", "mass has fallen"),
            (r"outside the cells has \w+ by [\d.]+", 100.0 * (trace.outside_L / (0.24 * model.mass_kg) - 1.0),
             "outside the cells has grown", "outside the cells has shrunk"),
            (r"the cells have \w+ by [\d.]+", 100.0 * (trace.inside_L / (0.36 * model.mass_kg) - 1.0),
             "the cells have swollen", "the cells have shrunk"),
            (r"fibres has \w+ by [\d.]+", trace.rest_mV - trace.normal_rest_mV, "fibres has risen",
             "fibres has fallen")):
        changed = abs(value) >= 0.05
        words.claim(up, (up in words.words) == (changed and value > 0.0))
        words.claim(down, (down in words.words) == (changed and value < 0.0))
        if changed:
            words.shows(part, abs(value), 0.051, "mV" if "fibres" in part else "%")
    return words.lies


def test_the_sentence_is_true_along_every_slider_and_for_every_preset():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(WaterAndSalt) for lie in lies(corner)] == []


def test_the_curves_stay_inside_their_panels():
    sodium, rest = (FIGURE.stage.axes[name].get_ylim() for name in ("sodium", "rest"))
    for trace in map(run, MODELS):
        assert sodium[0] < min(trace.Na_curves_mM.min(), trace.Na_out_mM)
        assert max(trace.Na_curves_mM.max(), trace.Na_out_mM) < sodium[1]
        assert rest[0] < trace.rest_curve_mV.min() and trace.rest_curve_mV.max() < rest[1]


def test_the_body_holds_what_was_worked_out():
    """Its litres are the trace's; so are its areas; no mark of sodium is lost or made."""
    body = FIGURE.stage.drawn.drawing
    for trace in map(run, MODELS):
        FIGURE.show(trace)
        assert [word.get_text() for word in body._litres] == [
            f"{litres:.1f} L" for litres in (trace.inside_L, trace.outside_L)]
        total = trace.rested_inside_L + trace.rested_outside_L
        for fill, litres in zip(body._fills, (trace.inside_L, trace.outside_L), strict=True):
            assert fill.get_width() / 178.0 == pytest.approx(litres / total)
        in_box, elsewhere = (len(marks.get_xdata()) for marks in (body._marks["sodium"], body._salt))
        in_glass = round(47.0 * trace.drink_L * trace.drink_Na_mM / (140.0 * trace.rested_outside_L))
        assert in_box + (elsewhere - in_glass) - in_glass == 47
        assert (body._flows.get_text() == "water enters the cells") == (trace.inside_change_percent > 0.4)
