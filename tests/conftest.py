"""Options and settings that all tests share."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

# The same examples in every run, and none refused for being slow: a class's computer must not fail by luck.
# To look for new ones: pytest --hypothesis-profile=default
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, max_examples=20)
hypothesis.settings.load_profile("ci")


# Python looks through what there is for what can be thrown away: seldom here, as it took a tenth of the tests' time.
# Not at all while tests are collected, as nothing is thrown away then.
gc.set_threshold(50_000, 5, 5)
gc.disable()


#: Long tests that run no model.
RUN_NO_MODEL = {"test_types", "test_lab", "test_architecture", "test_locks", "test_grammar", "test_questions"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--random-runs", type=int, default=60, metavar="N",
                     help="how many runs with random parameters, spread over all models (default: 60)")
    parser.addoption("--all-lessons", action="store_true",
                     help="try all lessons in the browser, not only the first two and the newest: minutes more")


class Together(LoadScopeScheduling):
    """Hands out tests to several processes; what shares something that takes long to make stays in one process."""

    def _split_scope(self, nodeid: str) -> str:
        """One browser; one notebook, which has a kernel; one lesson, which is executed once for all its tests; else one
        file of tests."""
        path = nodeid.partition("::")[0]
        if path.startswith("tests/browser/"):
            return "browser"
        lesson = lesson_in(nodeid)
        return f"lesson {lesson}" if lesson and path.startswith(("tests/notebooks/", "tests/widgets/")) else path


def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Meanwhile all models are compiled, once: else each process would do it for itself, half a minute long."""
    from lab import WARM_UP

    config.add_cleanup(subprocess.Popen([sys.executable, "-c", WARM_UP], cwd=config.rootpath,
                                        stdout=subprocess.DEVNULL).wait)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's first, as they take longest; then what runs no model, while the models are compiled.
    Lesson by lesson, where a file takes each of them in turn: what a lesson has made is kept until the next one."""
    items.sort(key=lambda item: (not item.nodeid.startswith("tests/browser/"), item.path.stem not in RUN_NO_MODEL))
    driven = [place for place, item in enumerate(items) if item.nodeid.startswith("tests/widgets/test_lessons.py")]
    by_lesson = sorted((items[place] for place in driven), key=lambda item: lesson_in(item.nodeid))
    for place, item in zip(driven, by_lesson, strict=True):
        items[place] = item
    # A browser waits for much that no test can see. In CI what fails there is tried once more, and told as “RERUN”: one
    # is a finding, and no more a red main for it.
    for item in items if "CI" in os.environ else []:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish() -> None:
    """What is there by now stays until the end: Python need not look through it again for what can be thrown away."""
    gc.freeze()
    gc.enable()


def lesson_in(nodeid: str) -> str:
    """The lesson that the name of a test names, or ""."""
    found = re.search(r"\[(\d\d_\w+|short_course)", nodeid)
    return found[1] if found else ""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process for each core, and one for the browser, which mostly waits."""
    return (os.cpu_count() or 1) + ("not browser" not in config.option.markexpr)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.fixture(scope="session")
def kept_runs() -> Any:
    """Runs of the models are kept from now on, for all tests of this process."""
    from tests.runs import RUNS  # not at the top: it takes a second, which tests of lab.py need not pay for

    RUNS.keep()
    return RUNS


@pytest.fixture(scope="session")
def nobody_listens() -> None:
    """A widget that opens tells a page all that it is, which takes a third of the time of making it; here is no page.
    Only what stands in a box is still asked for: a closed widget there is an error. (With a page: tests/browser.)"""
    from ipywidgets import Widget
    from ipywidgets.widgets import widget as module

    def open_to_nobody(self: Any) -> None:
        if self.comm is None:
            self.get_state([name for name in ("children",) if self.has_trait(name)])
            self.comm = module.comm.create_comm(target_name="jupyter.widget", comm_id=self._model_id)

    Widget.open = open_to_nobody


@pytest.fixture(autouse=True)
def runs_of_models(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where models are run, each setting is run once; but anew in a test that changes what a model is made of."""
    if not {"models", "figures", "questions", "widgets", "notebooks"} & set(request.path.parts):
        yield
        return
    runs = request.getfixturevalue("kept_runs")
    if {"questions", "widgets", "notebooks"} & set(request.path.parts):
        request.getfixturevalue("nobody_listens")
    own = getattr(getattr(request.node, "_fixtureinfo", None), "argnames", ())
    runs.is_on = not ("monkeypatch" in own and {"models", "figures"} & set(request.path.parts))
    yield
    runs.is_on = True


def close_widgets() -> None:
    """ipywidgets keeps every widget, and with it its figure and its trace, until it is closed."""
    if ipywidgets := sys.modules.get("ipywidgets"):
        ipywidgets.Widget.close_all()


@pytest.fixture(scope="module", autouse=True)
def nothing_is_kept_for_other_files(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a file of tests keeps in caches of its own is of no use to the next, and traces and pictures are large."""
    yield
    close_widgets()
    for thing in list(vars(request.module).values()):
        if hasattr(thing, "cache_clear") and getattr(thing, "__module__", "") == request.module.__name__:
            thing.cache_clear()
    # Figures are large and refer to themselves; what is left after them is there to stay.
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def a_folder_of_its_own(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a student enters is kept in the current folder: no test may find what another has entered."""
    # Models and figures keep nothing, and have most of the tests.
    if {"models", "figures"} & set(request.path.parts):
        return
    monkeypatch.chdir(request.getfixturevalue("tmp_path"))
    monkeypatch.setenv("JPY_SESSION_NAME", "wave.ipynb")
    monkeypatch.delenv("VOILA_REQUEST_URL", raising=False)
