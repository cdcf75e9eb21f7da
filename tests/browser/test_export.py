"""The page that `lab.py export 02` writes, opened without a network. (How it is used: tests/export/test_page.py.)"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lab import EXPORT
from tests.browser.jupyter import ROOT
from tests.browser.offline import expect_no_barriers, open_offline

pytestmark = pytest.mark.browser


def test_an_exported_chapter_is_complete_without_a_network(browser: Browser, tmp_path: Path) -> None:
    notebook = Path(shutil.copy(ROOT / "notebooks" / "02_electrolytes.ipynb", tmp_path))
    subprocess.run([sys.executable, "-c", EXPORT, str(notebook), str(tmp_path)], cwd=ROOT, check=True)
    with open_offline(browser, tmp_path / "02_electrolytes.html") as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Electrolytes")
        assert page.locator("img").count() >= 5  # one for each station
        assert page.locator("math").count() > 5
        # What stands in a further station is folded.
        formula = page.locator("math[display=block]").locator("visible=true").first
        assert formula.bounding_box()["height"] > 20, "the formula is not drawn"
        expect(page.locator("body")).not_to_contain_text("$$")
        assert page.locator("script[src], link[href]").count() == 0
        expect_no_barriers(page)
