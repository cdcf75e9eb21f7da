"""The sentence and the picture of the map: is what they say true?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability import CrampMapFigure
from muscle_lib.models.hyperexcitability import MapDot, MapDotTrace
from muscle_lib.models.hyperexcitability.cramp_map import CrampMap, stored_map
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(MapDot).values())
FIGURE = CrampMapFigure()


def lies(trace: MapDotTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    checked.shows(r"With an excitability of [−\d.]+", trace.excitability_eu, 0.0501, "eu")
    checked.shows(r"\d+(?= % fatigue)", trace.fatigue_percent, 0.501, "%")
    checked.shows(r"length of [−\d.]+", trace.length, 0.00501, "")
    checked.claim("it lets go", ("lets go" in words) == (trace.cramp_s < 1.0))
    checked.claim("not over", ("more than 115 s" in words) == (trace.cramp_s >= 115.0))
    if "goes on for" in words and "more than" not in words:
        checked.shows(r"goes on for \d+", trace.cramp_s, 0.501, "s")
    kept = stored_map()
    at = [float(kept.at(trace.length, trace.fatigue_percent, X)) for X in np.linspace(-2.0, 6.0, 33)]
    if "no excitability" in words:
        checked.claim("none", max(at) < 5.0)
    elif "every excitability" in words:
        checked.claim("all", min(at) >= 5.0)
    else:
        checked.shows(r"takes an excitability of about [−\d.]+", np.linspace(-2.0, 6.0, 33)[np.argmax(
            np.array(at) >= 5.0)], 0.00501, "eu")
    return checked.lies


@pytest.mark.parametrize("model", [*along(MapDot), *corners(MapDot)[::4]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


def test_the_dot_stands_in_the_panel_of_the_nearest_length_and_nowhere_else():
    for length, panel in ((-1.0, 0), (-0.8, 1), (-0.5, 2), (0.9, 3)):
        FIGURE.show(MapDot(length=length, excitability_eu=3.0, fatigue_percent=20.0).preview())
        fatigue = [float(dot.get_ydata()[0]) for dot in FIGURE._dots]
        assert fatigue == pytest.approx([20.0 if number == panel else np.nan for number in range(4)], nan_ok=True)
        assert FIGURE._dots[panel].get_xdata()[0] == 3.0


def test_the_stored_map_is_there_at_once_and_another_one_takes_its_place():
    figure = CrampMapFigure()
    assert figure.map is stored_map()
    figure.show(MapDot(length=0.0).preview())
    before = figure.stage.png()
    kept = stored_map()
    other = CrampMap(kept.length, kept.fatigue_percent, kept.excitability_eu, kept.cramp_s * 0.2)
    figure.set_map(other)
    assert figure.map is other and figure.stage.png() != before
    figure.set_map(kept)
    assert figure.stage.png() == before


def test_the_map_is_worked_out_anew_row_by_row_and_is_the_stored_one(monkeypatch):
    rows = []

    def row(X, F, length):
        rows.append((F, length))
        return stored_map().at(length, F, np.array(X))

    monkeypatch.setattr("muscle_lib.figures.hyperexcitability.cramp_map.cramp_row", row)
    figure = CrampMapFigure()
    steps = list(figure.survey(MapDot()))
    assert steps[-1] == (16, 16) and len(set(rows)) == 16
    np.testing.assert_array_equal(figure.map.cramp_s, stored_map().cramp_s)
