"""Start the real lab and drive it in the system's Chromium, as a student would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]

# The network of a test machine may be closed; without these flags Chromium keeps knocking on it.
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def chromium() -> str | None:
    """Where this machine's Chromium or Chrome is, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"):
        if path := shutil.which(name):
            return path
    return os.environ.get("MUSCLE_LAB_CHROMIUM")


@contextmanager
def server(folder: Path, application: str = "lab", *arguments: str):
    """Run ``jupyter lab`` (or notebook, or voila) on a folder; yields its address with the token."""
    token = "test-token"
    log = folder / f"{application}.log"
    command = [sys.executable, "-m", "jupyter", application, "--no-browser", *arguments]
    if application == "voila":
        command += [f"--token={token}"]
    else:
        command += [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}", "--allow-root",
                    "--ServerApp.ip=127.0.0.1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / ".jupyter"),
                   "PYTHONUNBUFFERED": "1"}
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield _address(process, log), token
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _address(process: subprocess.Popen, log: Path) -> str:
    for _ in range(600):
        said = log.read_text(encoding="utf-8", errors="replace")
        if found := re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)/", said):
            return found.group(0).rstrip("/")
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def browser():
    """The system's Chromium without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield running
        running.close()


def run_all(page: Page, seconds: float = 90) -> None:
    """Run all cells of the notebook that is open in JupyterLab, and wait until the kernel is done."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_selector(".ml-root img.widget-image, .ml-root .ml-card", timeout=seconds * 1000)
    wait_idle(page, seconds)


def wait_idle(page: Page, seconds: float = 60) -> None:
    """Wait until no cell is waiting for the kernel."""
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent.includes('[*]'))",
        timeout=seconds * 1000)


def picture(explorer: Locator) -> str:
    """The address of the picture shown now: it changes with every new picture."""
    return explorer.locator("img.widget-image").first.get_attribute("src")
