"""The picture of ten swallows: is its sentence true, and does each dot lie in the field of its word?"""

from __future__ import annotations

from functools import cache
from typing import Any

from muscle_lib.figures.smooth_muscle import TenSwallowsFigure
from muscle_lib.models.smooth_muscle import TenSwallows, TenTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, setting
from tests.sentences import Claims

FIGURE = TenSwallowsFigure()
MODELS = [*along(TenSwallows), *(preset.model for preset in all_presets(TenSwallows).values()),
          TenSwallows(amplitude_mmHg=22.0, spread_percent=5.0), TenSwallows(inhibition_percent=0.0, complains="no"),
          TenSwallows(amplitude_mmHg=400.0, squeeze_s=6.0, complains="no"), TenSwallows(amplitude_mmHg=29.0),
          TenSwallows(amplitude_mmHg=35.0, patient=4)]


@cache
def run(model: TenSwallows) -> TenTrace:
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"Of \d+", len(trace.arrives_s), 0.0, "")
    counts = {word: trace.said.count(word) for word in set(trace.said)}
    weak = counts.get("weak", 0) + counts.get("failed", 0)
    for word, number in (("premature", counts.get("premature", 0)), ("weak or failed", weak),
                         ("hypercontractile", counts.get("hypercontractile", 0))):
        words.claim(f"{number} {word}", (f"{number} {word}" in words.words) == bool(number))
    words.claim("all normal", ("all normal" in words.words) == (set(counts) == {"normal"}))
    words.claim("too few", ("before 10" in words.words) == (len(trace.said) < 10))
    ill = model.complains == "yes" and len(trace.said) == 10
    words.claim("spasm", ("distal spasm" in words.words) == (ill and counts.get("premature", 0) >= 2))
    failed = counts.get("failed", 0)
    if len(trace.said) == 10 and not counts.get("premature", 0) and not counts.get("hypercontractile", 0):
        words.claim("ineffective", ("ineffective" in words.words) == ((weak > 7 or failed >= 5) and failed < 10))
        words.claim("not clear", ("not clear" in words.words) == (5 <= weak <= 7 and failed < 5))
        words.claim("normal", ("a normal oesophagus" in words.words) == (weak < 5))
    words.claim("no disease of who has no complaints",
                ("jackhammer" not in words.words and "distal spasm" not in words.words) or ill)
    return words.lies


def test_the_sentence_is_true_along_every_slider_and_for_every_preset():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_each_swallow_lies_in_the_field_of_its_word():
    for trace in map(run, MODELS):
        for said, arrives_s, vigour in zip(trace.said, trace.arrives_s, trace.vigour_mmHg_s_cm, strict=True):
            field = ("failed" if vigour < 100.0 else "weak" if vigour < 450.0 else "premature" if arrives_s < 4.5
                     else "hypercontractile" if vigour > 8000.0 else "normal")
            assert said == field


def test_all_of_them_are_in_view_and_counted():
    table, count = (FIGURE.stage.axes[name] for name in ("table", "count"))
    for trace in map(run, MODELS):
        assert table.get_xlim()[0] < trace.arrives_s.min() and trace.arrives_s.max() < table.get_xlim()[1]
        assert table.get_ylim()[0] < trace.vigour_mmHg_s_cm.min()
        assert trace.vigour_mmHg_s_cm.max() < table.get_ylim()[1]
        assert trace.swallows_of_word.sum() == len(trace.said) and trace.swallows_of_word.max() < count.get_ylim()[1]
