"""The picture of letting go: is its sentence true, does it keep the name to itself when asked?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.contract_and_relax.letting_go import LettingGoFigure
from muscle_lib.models.contract_and_relax import LettingGo
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = LettingGoFigure()
MODELS = [*along(LettingGo), *(each.model for each in all_presets(LettingGo).values()), *corners(LettingGo)]


@cache
def run(model: Any) -> Any:
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    during, after = (trace.impulses_ms < 1300.0).sum(), (trace.impulses_ms >= 1300.0).sum()
    words.claim("no order", words.words.startswith("No order came") == (during == 0))
    if during > 1:
        words.shows(r"^\d+ impulses", during, 0.0, "")
    if after > 1:
        words.shows(r"\d+ more after" if during else r"but \d+ impulses", after, 0.0, "")
    if not after:
        words.claim("none after", ("none after it" if during else "and no impulse") in words.words)
    atp = trace.atp_mM[-1]
    words.shows(r"(stays at|falls to) [\d.]+", atp, 0.051 if atp >= 1.0 else 0.00051, "mM")
    words.claim("ATP falls", ("ATP falls" in words.words) == (atp <= 8.15))
    calcium = trace.Ca_uM[-100:].mean()
    words.claim("calcium low", ("Calcium is low" in words.words) == (calcium <= 0.1))
    # 0.11 µM, at which no head pulls, is not high.
    words.claim("calcium high", ("Calcium stays high" in words.words) == (calcium > 0.2))
    words.shows(r"(end|high|rest): [\d.]+", calcium, 0.0051, "µM")
    force, left = trace.force_percent, trace.force_percent[-1]
    words.claim("no force", ("no force to speak of" in words.words) == (force.max() < 1.0))
    if force.max() >= 1.0:
        words.shows(r"reaches \d+", force.max(), 0.51, "%")
        if left >= 0.95:
            words.shows(r"and is \d+", left, 0.51, "%")
        if "loses half" in words.words:
            words.shows(r"it was \d+", np.flatnonzero(force[1300:] < force[1300] / 2.0)[0], 0.51, "ms")
    stays = force.max() >= 5.0 and left >= 5.0
    stuck = atp < 0.05 and stays
    held = force[3000:].min() >= 5.0
    pulls = force.max() >= 5.0
    for name, true in (("this is a cramp", held and after and not stuck),
                       ("twitches, no cramp", pulls and after and not held and not stuck),
                       ("a contracture", stays and not after and calcium > 0.1 and not stuck),
                       ("which is rigor", stuck),
                       ("as it should", not stays and not after and "slowly" not in words.words and pulls)):
        words.claim(name, (name in words.words) == bool(true))
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_every_corner():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_name_can_be_left_to_the_student():
    silent = LettingGoFigure(named=False)
    for case in LettingGo.presets["without a name"]:
        trace = run(case.model)
        words = silent.describe(trace)
        assert FIGURE.describe(trace).startswith(words)
        assert not any(name in words for name in ("cramp", "contracture", "rigor", "slowly", "twitches"))


def test_the_run_is_drawn_inside_its_panels():
    for model in MODELS:
        trace = run(model)
        for name, values in (("atp", trace.atp_mM), ("calcium", trace.Ca_uM),
                             ("force", trace.force_percent)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, setting(model)


def test_a_few_impulses_after_the_order_are_neither_a_cramp_nor_letting_go_as_it_should():
    """One a second makes two twitches that are seen; three still let go between, wherever the picture ends."""
    for rate_Hz in (1.0, 2.0, 3.0):
        words = FIGURE.describe(run(LettingGo(after_Hz=rate_Hz)))
        assert "twitches, no cramp" in words and "as it should" not in words
    assert run(LettingGo(after_Hz=10.0)).state == "cramp"


def test_the_dotted_line_is_the_healthy_fibre_in_both_panels_and_the_order_is_named_only_if_it_came():
    FIGURE.show(run(LettingGo(pump_percent=10.0)))
    dotted = [curve for curve in FIGURE.stage.curves if curve.label == "healthy fibre"]
    healthy = run(LettingGo())
    for curve, values in zip(dotted, (healthy.Ca_uM, healthy.force_percent), strict=True):
        np.testing.assert_array_equal(curve.line.get_ydata(), values)
        assert curve.label in [text.get_text() for text in curve.line.axes.get_legend().get_texts()]
    assert FIGURE._order.get_text() == "nerve's order"
    FIGURE.show(run(LettingGo(order_Hz=0.0, leak_times=60.0)))
    assert FIGURE._order.get_text() == "no order"


def test_the_drawing_says_where_there_is_more_calcium_than_it_has_marks():
    for name, words in (("Healthy", "each 0.1 µM"), ("Pump nearly gone", "more than 4 µM")):
        FIGURE.show(run(all_presets(LettingGo)[name].model))
        assert FIGURE.stage.drawn.drawing._counted.get_text() == f"free calcium: {words}"
