"""When the money runs out: is the sentence true, and does everything stay inside its panel?"""

from __future__ import annotations

from muscle_lib.figures.oxygen_and_glucose import FatigueFigure
from muscle_lib.models.oxygen_and_glucose import WorkingMuscle
from tests.figures.oxygen_and_glucose.test_working_muscle import MODELS, check_recovery, run
from tests.figures.sweep import corners, setting
from tests.sentences import Claims

FIGURE = FatigueFigure()


def lies(model: WorkingMuscle) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    if "The muscle rests" in words.words:
        words.claim("rest", trace.force_percent.max() < 0.1)
        words.shows(r"stays at [\d.]+", trace.Pi_end_mM, 0.051, "mM")
        words.shows(r"the pH at \d\.\d+", trace.pH_end, 0.0051, "")
        return words.lies
    words.shows(r"phosphate is \d+", trace.Pi_end_mM, 0.51, "mM")
    words.shows(r"the pH \d\.\d+", trace.pH_end, 0.0051, "")
    words.shows(r"force is \d+", 100.0 * trace.force_last_percent / trace.force_first_percent, 0.51, "%")
    if "at first" in words.words:
        words.shows(r"takes \d+ ms at first", trace.relaxation_ms[0], 0.51, "ms")
        in_work = trace.relaxation_ms[trace.relaxed_at_min <= trace.work_min + 0.2]
        words.shows(r"and \d+ ms at the end", in_work[-1], 0.51, "ms")
    elif "takes" in words.words:
        words.shows(r"takes \d+", trace.relaxation_ms[-1], 0.51, "ms")
    else:
        words.claim("no relaxation", not (trace.relaxed_at_min <= trace.work_min + 0.2).any())
    check_recovery(words, trace)
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(WorkingMuscle)[4::9]] for lie in lies(model)] == []


def test_the_curves_stay_inside_their_panels_and_what_is_too_slow_at_the_edge():
    for model in MODELS:
        trace = run(model)
        for name, values in (("phosphate", trace.Pi_mM), ("acid", trace.pH), ("force", trace.force_percent)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, (name, setting(model))

    slow = run(WorkingMuscle(pause_s=0.0, rate_Hz=40.0))
    assert slow.relaxation_ms.max() > 1000.0
    for trace in (slow, run(WorkingMuscle())):
        assert list(trace.relaxation_shown_ms) == [min(time_ms, 1000.0) for time_ms in trace.relaxation_ms]
