"""Pages that must be complete without a network, and what axe-core finds on a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page


@contextmanager
def open_offline(browser: Browser, path: Path) -> Iterator[Page]:
    """Open a file with the network off; nothing may be asked of the network, and all pictures must be there."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri(), wait_until="load")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    for picture in page.locator("img").all():
        assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
        assert picture.get_attribute("alt"), "a picture without words"
    yield page
    context.close()


def expect_no_barriers(part: Page | Locator, within: str = "html") -> None:
    """axe-core finds nothing serious or critical in a part of a page, or in those parts of it."""
    page = part if isinstance(part, Page) else part.page
    # The package's own reader takes the system's encoding, which on Windows is the wrong one.
    if not page.evaluate("'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    include = within if isinstance(part, Page) else part.element_handle()
    found = page.evaluate("""within => axe.run({include: [within]}, {resultTypes: ['violations']})
        .then(result => result.violations
            .filter(one => ['serious', 'critical'].includes(one.impact))
            .flatMap(one => one.nodes.map(node => `${one.id}: ${node.failureSummary}\\n  ${node.html}`)))""", include)
    assert found == [], "\n".join(found)
