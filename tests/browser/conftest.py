"""One browser and one lab for all tests in this folder.

They live as long as the package's tests (not the whole session): Playwright keeps an event loop running in this
thread, and tests elsewhere rely on there being none.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.bench import PATH, Bench, write_bench
from tests.browser.jupyter import Desk, Lab, browser_for_tests, start_lab


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser; without one these tests are skipped, except in CI, where that is a failure."""
    yield from browser_for_tests()


@pytest.fixture(scope="package")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The lab, in a folder as students have them: with a space and with letters beyond ASCII in its name."""
    with start_lab(tmp_path_factory.mktemp("Übung Мышца ")) as running:
        yield running


@pytest.fixture(scope="package")
def desk(browser: Browser, lab: Lab) -> Iterator[Desk]:
    """All pages that the tests have open."""
    desk = Desk(browser, lab)
    yield desk
    desk.close()


@pytest.fixture(scope="package")
def open_bench(desk: Desk, lab: Lab) -> None:
    """The bench, open, with all that its cells need; each of them is run by the test that needs it."""
    write_bench(lab)
    bench = Bench(desk.notebook(PATH), lab)
    bench.run("imports")
    bench.run("hard models")


@pytest.fixture
def bench(open_bench: None, desk: Desk, lab: Lab) -> Bench:
    """The bench, in the page in which it is open now."""
    return Bench(desk.notebook(PATH), lab)


@pytest.fixture(autouse=True)
def clear_desk(desk: Desk) -> Iterator[None]:
    """No test may leave an error in the browser's console, nor an open dialog to the next test."""
    yield
    desk.tidy()
    errors = desk.take_errors()
    assert not errors, "errors in the browser's console:\n" + "\n".join(errors)
