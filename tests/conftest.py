"""Options and settings that all tests share."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

# The same examples in every run, and none refused for being slow: a class's computer must not fail by luck.
# To look for new ones: pytest --hypothesis-profile=default
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, max_examples=50)
hypothesis.settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--random-runs", type=int, default=200, metavar="N",
                     help="how many runs with random parameters, spread over all models (default: 200)")


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a student enters is kept in the current folder: no test may find what another has entered."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
