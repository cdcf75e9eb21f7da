"""The account: is its sentence true, and does everything stay inside its panel?"""

from __future__ import annotations

from functools import cache

from muscle_lib.figures.oxygen_and_glucose import AccountFigure
from muscle_lib.models.oxygen_and_glucose import WorkingMuscle, WorkTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = AccountFigure()
MODELS = [*along(WorkingMuscle), *(preset.model for preset in all_presets(WorkingMuscle).values())]


@cache
def run(model: WorkingMuscle) -> WorkTrace:
    """Both figures of the working muscle look at the same runs."""
    return model.run()


def check_recovery(words: Claims, trace: WorkTrace) -> None:
    """What is said of the time after the work, which two figures say."""
    if "does not let go" in words.words:
        words.shows(r"let go: \d+", trace.force_after_percent, 0.51, "%")
        words.claim("it has not let go", trace.force_percent[-1] > 0.049 * trace.force_first_percent)
    elif "not paid back" in words.words:
        lost = 33.0 - trace.pcr_end_mM
        after = trace.pcr_mM[trace.t_min >= trace.work_min].max()
        words.claim("no payment", lost > 0.49 and after < trace.pcr_end_mM + 0.64 * lost)
    elif "Hardly any phosphocreatine" in words.words:
        words.claim("hardly any is missing", 33.0 - trace.pcr_end_mM < 0.51)
    elif "is back after" in words.words:
        words.shows(r"back after \d+", trace.pcr_recovery_s, 0.51, "s")


def lies(model: WorkingMuscle) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    if "The muscle rests" in words.words:
        words.claim("rest", trace.force_percent.max() < 0.1)
        words.shows(r"phosphocreatine stays at [\d.]+", trace.pcr_end_mM, 0.051, "mM")
        words.shows(r"ATP at [\d.]+", trace.ATP_end_mM, 0.051, "mM")
        return words.lies
    words.shows(r"In [\d.]+", trace.work_min, 0.051, "minutes")
    shares = (trace.oxygen_share_percent, trace.glycolysis_share_percent, trace.store_share_percent)
    for pattern, share in zip((r"oxygen pays \d+", r"glycolysis \d+", r"store \d+"), shares, strict=True):
        words.shows(pattern, max(share, 0.0), 0.51, "%")
    words.claim("the parts are the whole", abs(sum(shares) - 100.0) < 1e-6)
    words.claim("ATP is near", ("ATP stays near" in words.words) == (trace.ATP_mM.min() > 0.98 * trace.ATP_mM[0]))
    words.shows(r"ATP [a-z ]+ [\d.]+", trace.ATP_mM.min(), 0.051, "mM")
    words.shows(r"phosphocreatine is down to [\d.]+", trace.pcr_end_mM, 0.051, "mM")
    words.shows(r"at the end is \d+", 100.0 * trace.force_last_percent / trace.force_first_percent, 0.51, "%")
    check_recovery(words, trace)
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(WorkingMuscle)[::9]] for lie in lies(model)] == []


def test_the_curves_stay_inside_their_panels():
    for model in MODELS:
        trace = run(model)
        for name, arrays in (("force", (trace.force_percent,)), ("stocks", (trace.pcr_mM, trace.Pi_mM, trace.ATP_mM)),
                             ("rates", (trace.used_mM_s, trace.store_pays_mM_s, trace.oxygen_pays_mM_s,
                                        trace.glycolysis_pays_mM_s))):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert all(low <= values.min() and values.max() <= high for values in arrays), (name, setting(model))


def test_a_bar_is_as_high_as_its_part_and_says_it():
    for model in (WorkingMuscle(), WorkingMuscle(cuff_percent=100.0)):
        trace = run(model)
        FIGURE.show(trace)
        shares = [trace.oxygen_share_percent, trace.glycolysis_share_percent, trace.store_share_percent]
        assert [bar.get_height() for bar in FIGURE._bars] == shares
        assert [word.get_text() for word in FIGURE._words] == [f"{share:.0f} %" for share in shares]


def test_where_hardly_anything_was_spent_nothing_waits_to_be_paid_back():
    trace = run(WorkingMuscle(intensity_percent=2.0))
    assert "Hardly any" in FIGURE.describe(trace) and "not paid back" not in FIGURE.describe(trace)


def test_what_is_below_zero_is_named():
    trace, rates = run(WorkingMuscle()), FIGURE.stage.axes["rates"]
    assert trace.store_pays_mM_s.min() < -0.1 and rates.get_ylim()[0] < trace.store_pays_mM_s.min()
    assert "below 0: paid back" in [text.get_text() for text in rates.texts]
