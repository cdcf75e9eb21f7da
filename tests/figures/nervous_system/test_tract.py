"""The damaged tract's sentence and picture: is what they say true?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.drawings import tract as drawing
from muscle_lib.figures.drawings.stills import bare_stage
from muscle_lib.figures.nervous_system import TractFigure
from muscle_lib.models.nervous_system import Tract, TractTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(Tract).values())
FIGURE = TractFigure()


def lies(trace: TractTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    checked.shows(r"At [\d.]+", trace.temperature_C, 0.0501, "°C")
    blocked = 100.0 - trace.gone_percent - trace.conducting_percent
    if "is blocked" in words:
        checked.claim("none is blocked", blocked < 0.5)
    elif "no fibre conducts" in words:
        checked.claim("none conducts", trace.conducting_percent < 0.5)
    else:
        checked.shows(r"°C \d+", trace.conducting_percent, 0.501, "%")
        checked.shows(r"needs [\d.]+", trace.least_myelin_percent, 0.0501, "%")
        checked.claim("some are blocked", blocked >= 0.5)
    checked.claim("what is gone is told", ("gone" in words) == (trace.gone_percent >= 0.5))
    if "gone" in words:
        checked.shows(r"\d+ % are gone", trace.gone_percent, 0.501, "%")
    if "no force" in words:
        checked.claim("there is none", trace.force_percent < 0.1)
        return checked.lies
    checked.shows(r"has \d+", trace.force_percent, 0.501, "%")
    checked.claim("full effort", ("full effort" in words) == (trace.command_percent > 99.5))
    if "an effort of" in words:
        checked.shows(r"effort of \d+", trace.command_percent, 0.501, "%")
    checked.claim("what all fibres would give", ("all fibres" in words) == (
        trace.command_percent <= 99.5 and trace.conducting_percent <= 99.5))
    if "all fibres" in words:
        checked.shows(r"would have \d+", trace.whole_percent, 0.501, "%")
    return checked.lies


@pytest.mark.parametrize("model", along(Tract), ids=setting)
def test_the_sentence_is_true_along_every_slider(model: Tract) -> None:
    assert lies(model.run()) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset) -> None:
    assert lies(preset.model.run()) == []


def test_the_sentence_is_true_where_nothing_gets_through_and_where_nobody_tries() -> None:
    for model in (Tract(temperature_C=40.0, exposed_k_mS_cm2=10.0, gone_percent=90.0), Tract(command_percent=0.0),
                  Tract(gone_percent=40.0, command_percent=50.0)):
        assert lies(model.run()) == []


def test_the_dots_lie_on_their_curves() -> None:
    for settings in ({}, {"temperature_C": 39.0}, {"command_percent": 50.0, "exposed_k_mS_cm2": 7.0}):
        trace = Tract(**settings).run()
        FIGURE.show(trace)
        for panel, curve in (("heat", "conducting_by_temperature_percent"),
                             ("force", "half_percent" if settings.get("command_percent") else "full_percent")):
            lines = {each.y: each.line for each in FIGURE.stage.curves if each.line.axes is FIGURE.stage.axes[panel]}
            x, y = lines["conducting_percent" if panel == "heat" else "force_percent"].get_data()
            assert np.interp(x, *lines[curve].get_data()) == pytest.approx(y, abs=0.5)


# The drawing

class Drawn:
    """The tract on a stage of its own, and what can be counted on it."""

    def __init__(self) -> None:
        stage = bare_stage(["scene"], drawing.WIDTH, drawing.HEIGHT, list(drawing.COLORS))
        self.tract = drawing.Tract(stage, stage.axes["scene"])

    def show(self, **now: float) -> Drawn:
        self.tract.show(drawing.TractMoment(**now))
        return self

    @property
    def arrive(self) -> set[float]:
        """The lines on which a bead has come past the damage."""
        x, y = self.tract._beads.get_data()
        return set(np.asarray(x)[np.asarray(y) < drawing._HURT_LOW])

    @property
    def stopped(self) -> set[float]:
        return set(self.tract._crosses[1].get_xdata())


DRAWN = Drawn()


@pytest.mark.parametrize("conducting", [0.0, 0.35, 0.531, 0.74, 1.0])
def test_each_line_has_either_beads_at_its_end_or_a_cross(conducting: float) -> None:
    drawn = DRAWN.show(command=1.0, damaged=1.0, conducting=conducting)
    assert len(drawn.arrive) == round(drawing.FIBRES * conducting)
    assert len(drawn.arrive) + len(drawn.stopped) == drawing.FIBRES and not drawn.arrive & drawn.stopped
    assert drawn.tract._count.get_text() == f"{len(drawn.arrive)} of {drawing.FIBRES}"


def test_on_a_line_that_is_gone_there_is_neither() -> None:
    drawn = DRAWN.show(command=1.0, gone=0.3, damaged=0.7, conducting=0.4)
    assert (len(drawn.arrive), len(drawn.stopped)) == (8, 6)


def test_half_an_effort_has_half_as_many_beads_and_none_has_none() -> None:
    def beads(command: float) -> int:
        return len(DRAWN.show(command=command).tract._beads.get_xdata())

    assert beads(0.0) == 0 and beads(1.0) == 2 * beads(0.5) > 0
    assert DRAWN.show(command=0.0, damaged=1.0, conducting=0.5).stopped == set()


def test_the_thermometer_and_the_muscle_follow_their_numbers() -> None:
    tops, thick = [], []
    for T, force in ((34.0, 0.0), (37.0, 0.5), (40.0, 1.0)):
        tract = DRAWN.show(temperature_C=T, force=force).tract
        tops.append(tract._level.get_y() + tract._level.get_height())
        thick.append(np.ptp(tract._muscle.get_path().vertices[:, 1]))
    assert np.diff(tops) == pytest.approx([36.0, 36.0]) and np.diff(thick) == pytest.approx([13.0, 13.0], abs=1.0)
