"""Options and settings that all tests share."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

# The same examples in every run, and none refused for being slow: a class's computer must not fail by luck.
# To look for new ones: pytest --hypothesis-profile=default
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, max_examples=20)
hypothesis.settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--random-runs", type=int, default=200, metavar="N",
                     help="how many runs with random parameters, spread over all models (default: 200)")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay in one process: those that share something which takes long to make."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(shared_by(item)))


def shared_by(item: pytest.Item) -> str:
    """One browser; one kernel for each notebook; one namespace for each lesson; else the cases of one test function."""
    if item.get_closest_marker("browser"):
        return "browser"
    if item.path.suffix == ".ipynb":
        return item.path.name
    lesson = getattr(item, "callspec", None) and item.callspec.params.get("name")
    if item.path.name in ("test_convert.py", "test_lessons.py", "test_grammar.py") and lesson:
        return f"{item.path} {lesson}"
    return item.nodeid.partition("[")[0]


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a student enters is kept in the current folder: no test may find what another has entered."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
