"""The install check: green here, and red with the reason when something is wrong."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pytest

from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.widgets import check, install_check
from tests.widgets.hands import words_of


def without(monkeypatch, missing: str) -> None:
    """Pretend that a package is not installed."""
    def look_up(package: str) -> str:
        if package == missing:
            raise PackageNotFoundError(package)
        return version(package)

    monkeypatch.setattr(check, "version", look_up)


def test_it_is_green_here():
    outcome = install_check()
    assert outcome.ok
    assert outcome.verdict == "All is well: the lab is ready."
    assert str(outcome).endswith("✔ All is well: the lab is ready.")
    assert f"numpy {version('numpy')}" in str(outcome)
    assert "peak of +40.9 mV" in str(outcome)
    assert words_of(outcome._repr_html_()).endswith("✔ All is well: the lab is ready.")


@pytest.mark.parametrize("package", [name for name in check._PACKAGES if name != "numba"])
def test_it_is_red_when_a_package_is_missing(monkeypatch, package):
    without(monkeypatch, package)
    outcome = install_check()
    assert not outcome.ok
    assert f"Something is missing: {package}." in outcome.verdict
    assert "python3 lab.py" in outcome.verdict
    assert f"{package}: not installed" in outcome.details
    assert "✘" in str(outcome) and "✘" in outcome._repr_html_()


def test_it_stays_green_without_numba(monkeypatch):
    without(monkeypatch, "numba")
    outcome = install_check()
    assert outcome.ok
    assert "numba: not installed" in outcome.details


def test_it_says_how_the_models_run():
    from muscle_lib import compiled

    assert compiled.status() in install_check().details


@pytest.mark.parametrize("shift_mV", [-0.1, 0.1])
def test_it_is_red_when_the_number_is_off(monkeypatch, shift_mV):
    class Off:
        def __init__(self, **values: float) -> None:
            self.peak_mV = Membrane(**values).run().peak_mV + shift_mV

        def run(self):
            return self

    monkeypatch.setattr(check, "Membrane", Off)
    outcome = install_check()
    assert not outcome.ok
    assert f"{check._PEAK_mV} mV: please report this" in outcome.verdict
    assert "✘" in str(outcome)


def test_the_known_number_is_the_models_own_to_a_hundredth():
    assert Membrane(stimulus_nC_cm2=20.0).run().peak_mV == pytest.approx(check._PEAK_mV, abs=0.005)


def test_odd_characters_are_shown_and_not_obeyed():
    page = check.InstallCheck(False, "a <b>", ("x < y",))._repr_html_()
    assert "a &lt;b&gt;" in page
    assert "x &lt; y" in page


def test_it_carries_the_words_for_a_page_without_scripts():
    page = install_check()._repr_html_()
    assert page.startswith("<p ") and "content security policy" in words_of(page)
    assert page.index("onload") > page.index("forbids small scripts"), "what was before it is taken away"


@pytest.mark.parametrize(("ready", "words"), [
    ({"nerve_signal"}, "Still being prepared (first time only): chapters 2, "), (set(), "chapters 1, 2, "),
    (None, "All chapters are prepared.")])
def test_it_says_how_far_the_models_are_prepared(monkeypatch, ready, words):
    from muscle_lib import compiled

    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    monkeypatch.setattr(compiled, "is_ready", lambda chapter: ready is None or chapter in ready)
    outcome = install_check()
    assert outcome.ok and words in str(outcome) and words in words_of(outcome._repr_html_())
