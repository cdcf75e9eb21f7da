"""Start the real lab, and drive it in a real browser as a student would."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, TimeoutError, expect, sync_playwright

from lab import JUPYTERLAB
from muscle_lib.figures.stage import SHARPNESS
from muscle_lib.questions import Prediction, read
from muscle_lib.widgets.look import plain
from muscle_lib.widgets.rest import QUIET_SECONDS

ROOT = Path(__file__).resolve().parents[2]

#: How long to wait for anything. Long, because a slow machine must only be slow; a test that passes never waits for it.
SECONDS = 60

# A projector; most laptops show more.
SCREEN = {"width": 1280, "height": 720}

# The network of a test machine may be closed; without these flags Chromium keeps knocking on it.
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"]

# A slow machine must only be slow here, too.
expect.set_options(timeout=SECONDS * 1000)

# What may stand in the browser's console as an error, each with its reason.
HARMLESS = {
    'Window name candidate "null" already exists': "JupyterLab, where a page is opened while another one closes",
    "Could not restore the debugger state": "JupyterLab's own debugger, when a kernel is restarted under it",
    "Failed to execute 'removeChild' on 'Node'": "JupyterLab's own code, where a page is opened just after a theme",
    # Two of JupyterLab's extensions expect what Notebook 7 does not have.
    "Command 'filebrowser:open-path' not registered.": "Notebook 7",
    "Cannot read properties of undefined (reading 'schema')": "Notebook 7",
    # Voilà looks for icons and a typesetter of formulas on the internet, which a test machine may not have.
    "net::ERR_": "Voilà without internet",
    "The getter for the shared module is not a function": "Voilà loads an extension of Notebook 7 that it cannot use",
}


# --- The browser -------------------------------------------------------------------------------------------------


class NoBrowserError(Exception):
    """No Chromium, Chrome or Edge could be started here."""


@contextmanager
def start_browser() -> Iterator[Browser]:
    """A browser without a window: one named by MUSCLE_LAB_BROWSER, the system's, or Playwright's own."""
    with sync_playwright() as playwright:
        ways: list[dict[str, str]] = []
        for name in (os.environ.get("MUSCLE_LAB_BROWSER"), "chromium", "chromium-browser", "google-chrome"):
            if name and (path := shutil.which(name)):
                ways.append({"executable_path": path})
        # Playwright's own download, then Chrome and Edge at the places where Windows and macOS keep them.
        ways += [{}, {"channel": "chrome"}, {"channel": "msedge"}]
        for way in ways:
            try:
                browser = playwright.chromium.launch(args=CHROMIUM_FLAGS, **way)
            except Error:
                continue
            yield browser
            browser.close()
            return
        raise NoBrowserError("no browser: install Chromium, Chrome or Edge, or run `playwright install chromium`; "
                        "MUSCLE_LAB_BROWSER may name one that lies elsewhere")


def browser_for_tests() -> Iterator[Browser]:
    """The browser; without one the tests that need it are skipped, except in CI, where that is a failure."""
    try:
        with start_browser() as running:
            yield running
    except NoBrowserError as problem:
        if os.environ.get("CI"):
            pytest.fail(f"{problem} (CI must have one)")
        pytest.skip(str(problem))


# --- The lab -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab on a folder. Notebook 7 and Voilà answer at the same address."""

    folder: Path
    address: str
    token: str

    def forget(self, lesson: str) -> None:
        """Take away what has been entered in a lesson: it opens as on the first day."""
        (self.folder / "notebooks" / f"{lesson}.answers.json").unlink(missing_ok=True)

    def link(self, path: str) -> str:
        """The address of a page, with the token that lets us in."""
        return f"{self.address}/{quote(path)}?token={self.token}"


@contextmanager
def start_lab(folder: Path) -> Iterator[Lab]:
    """JupyterLab with our defaults (see ``lab.py``) on a copy of the lessons in ``folder``."""
    private = folder / ".jupyter"  # settings, signatures and history of this run; nothing of the user's own
    # In an environment that lab.py made these lie elsewhere; here they are found all the same.
    for source, place in (("jupyterlab_overrides.json", "labconfig/default_setting_overrides.json"),
                          ("jupyter_server.json", "jupyter_server_config.d/muscle-lab.json")):
        (private / place).parent.mkdir(parents=True)
        shutil.copy(ROOT / source, private / place)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    token, log = "test-token", folder / "lab.log"
    # As lab.py starts it, but with any free port, a token that we know, and no browser of its own.
    command = [sys.executable, "-c", JUPYTERLAB, f"--ServerApp.root_dir={folder}", "--ServerApp.ip=127.0.0.1",
               "--LanguageServerManager.autodetect=False", "--no-browser", "--allow-root", "--ServerApp.port=0",
               # For _RUN: a folded cell does not show whether it has been run.
               "--LabApp.expose_app_in_browser=True", f"--IdentityProvider.token={token}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONUNBUFFERED": "1",
                   "JUPYTER_CONFIG_DIR": str(private), "JUPYTER_DATA_DIR": str(private / "data"),
                   "JUPYTER_RUNTIME_DIR": str(private / "runtime"), "IPYTHONDIR": str(private / "ipython")}
    with open(log, "wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield Lab(folder, _address(process, log), token)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _address(process: subprocess.Popen, log: Path) -> str:
    """Wait for the server to say where it is."""
    until = time.monotonic() + 2 * SECONDS
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8", errors="replace")):
            return found.group(0)
        time.sleep(0.1)
    raise RuntimeError(f"the lab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def write_notebook(lab: Lab, path: str, *cells: str) -> None:
    """Put a notebook of our own into the lab's folder."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": [
        {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "execution_count": None, "outputs": [],
         "source": source} for number, source in enumerate(cells)]}
    (lab.folder / path).write_text(json.dumps(content), encoding="utf-8")


@cache
def predictions() -> dict[str, Prediction]:
    """The predictions of all chapters, by what they ask."""
    asked = [asked for path in sorted((ROOT / "muscle_lib" / "questions").glob("*.toml"))
             for asked in read(path.read_text(encoding="utf-8"), path.name)["predict"].values()]
    found = {plain(one.text): one for one in asked}
    assert len(found) == len(asked), "two predictions ask the same"
    return found


# --- A page ------------------------------------------------------------------------------------------------------


class Desk:
    """The pages that are open in the browser, and what they complained about."""

    def __init__(self, browser: Browser, lab: Lab) -> None:
        # One for all pages: what the first has fetched, the others have.
        self._context = browser.new_context(viewport=SCREEN)
        self._context.set_default_timeout(SECONDS * 1000)
        self._lab = lab
        self._notebooks: dict[str, Notebook] = {}
        self._errors: list[str] = []

    def new_page(self) -> Page:
        """An empty page whose console is watched."""
        page = self._context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._note(str(error)))
        return page

    def tidy(self) -> None:
        """Close every dialog and lift every mouse button: the next test begins at a clear desk."""
        for notebook in self._notebooks.values():
            close_dialogs(notebook.page)
            notebook.page.mouse.up()

    def notebook(self, path: str, run: bool = False) -> Notebook:
        """A notebook in JupyterLab, run with ⏩ if need be. It is opened once and stays open for the next test."""
        if path not in self._notebooks:
            self._notebooks[path] = Notebook(self._lab, self.new_page(), path)
            if run:
                self._notebooks[path].restart_and_run_all()
        # A page behind another one draws once a second, and a click waits for two drawings.
        self._notebooks[path].page.bring_to_front()
        return self._notebooks[path]

    def reopen(self, notebook: Notebook, meanwhile: Callable[[], None]) -> Notebook:
        """Close the page of a notebook, whose kernel lives on; later open it in a new one."""
        notebook.page.close()
        del self._notebooks[notebook.path]
        meanwhile()
        return self.notebook(notebook.path)

    def take_errors(self) -> list[str]:
        """The errors in all consoles since the last time."""
        errors, self._errors = self._errors, []
        return errors

    def close(self) -> None:
        """Close all pages."""
        self._context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"{message.text}  [{message.location['url']}]")

    def _note(self, error: str) -> None:
        if not any(known in error for known in HARMLESS):
            self._errors.append(error)


def close_dialogs(page: Page) -> None:
    """Dismiss whatever JupyterLab asks."""
    while page.locator(".jp-Dialog").count():
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)


def let_it_act(page: Page) -> None:
    """The page has done all that it does by itself upon what was pressed before (a dialog needs a moment)."""
    page.evaluate("new Promise(done => setTimeout(done, 200))")
    page.evaluate("new Promise(requestAnimationFrame)")


def run_all_by_menu(page: Page) -> None:
    """Menu Run, Run All Cells: the same in JupyterLab and Notebook 7."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


# Take the numbers of all code cells (or those with a text) away, so that they can be waited for.
_MARK_OLD = """text => {
    document.querySelectorAll('.jp-OutputArea-child').forEach(e => e.dataset.old = '1');
    jupyterapp.shell.currentWidget.content.widgets
        .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().includes(text))
        .forEach(cell => cell.model.executionCount = null);
}"""

# Those cells have a number, run no longer, and the page shows all that they have put out, and it is new.
_RUN = """text => {
    const widget = '[data-mime-type="application/vnd.jupyter.widget-view+json"]';
    const cells = jupyterapp.shell.currentWidget.content.widgets
        .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().includes(text));
    // After an error the remaining cells are not run.
    const failed = cell => cell.node.querySelector(':not([data-old]) > [data-mime-type$="jupyter.error"]');
    return cells.some(failed) || cells.every(cell =>
        cell.model.executionCount !== null && cell.model.executionState === 'idle'
        && cell.node.querySelectorAll('.jp-OutputArea-child').length >= cell.model.outputs.length
        && !cell.node.querySelector('[data-old]')
        && [...cell.node.querySelectorAll(widget)].every(output => output.querySelector('.jupyter-widgets')));
}"""


# The number of the one code cell with a text; and run a cell as the active one.
_CELL = """text => {
    const cells = jupyterapp.shell.currentWidget.content.widgets;
    const found = cells.filter(c => c.model.type === 'code' && c.model.sharedModel.getSource().includes(text));
    if (found.length !== 1) throw new Error(`${found.length} cells with ${text}`);
    return cells.indexOf(found[0]);
}"""
_RUN_ONE = """number => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = number;
    notebook.mode = 'command';
    notebook.activeCell.node.scrollIntoView();
    notebook.activeCell.node.focus();
    jupyterapp.commands.execute('notebook:run-cell');
}"""

# The text of all error outputs of the cells with a text.
_ERRORS = """text => jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().includes(text))
    .flatMap(cell => [...cell.node.querySelectorAll('[data-mime-type$="jupyter.stderr"], ' +
                                                    '[data-mime-type$="jupyter.error"]')])
    .map(output => output.textContent)"""

# The colour of the page, which tells themes apart.
_PAPER = "getComputedStyle(document.body).getPropertyValue('--jp-layout-color0')"

# A piece of code is on its way to the kernel; nobody waits for it.
_SENT = """code => {
    jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code, store_history: false});
}"""

# At work until a file is there.
_BUSY = """import os, time
until, was_released = time.monotonic() + {seconds}, False
while not was_released and time.monotonic() < until:
    time.sleep(0.01)
    was_released = os.path.exists({sign!r})
"""

_PRINTED = """async code => {
    const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const asked = kernel.requestExecute({code, store_history: false});
    let printed = '';
    asked.onIOPub = message => { if (message.header.msg_type === 'stream') printed += message.content.text; };
    const answer = await asked.done;
    if (answer.content.status !== 'ok') throw new Error(`${answer.content.ename}: ${answer.content.evalue}`);
    return printed.trim();
}"""


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, lab: Lab, page: Page, path: str) -> None:
        self.page, self.path, self._lab = page, path, lab
        # A workspace of its own: the tabs of other tests do not turn up here. lab.py does the same, and “doc” is its
        # simple interface, too.
        workspace = re.sub(r"\W+", "-", path)
        page.goto(lab.link(f"doc/workspaces/{workspace}/tree/{path}"))
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        self._wait_until_idle()

    def run_all(self) -> None:
        """Menu Run, Run All Cells."""
        self._mark_old()
        run_all_by_menu(self.page)
        self._wait_until_run()

    def restart_and_run_all(self) -> None:
        """The button ⏩, as the lessons ask for."""
        self._mark_old()
        self._wait_until_idle()
        confirm = self.page.get_by_role("button", name="Confirm Kernel Restart")
        # JupyterLab passes over the button, or says that there is no kernel, while it is still setting the page up;
        # a student would press it again.
        while not confirm.is_visible():
            close_dialogs(self.page)
            self.page.get_by_role("button", name="Restart the kernel and run all cells").click()
            with suppress(TimeoutError):
                confirm.wait_for(timeout=3000)
        confirm.click()
        self._wait_until_run()

    def run_cell(self, text: str) -> Locator:
        """Run the one code cell whose source contains a text once more, and return its output, which is new."""
        # A folded cell does not hold its text.
        number = self.page.evaluate(_CELL, text)
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(number)
        self._mark_old(text)
        # All at once: between two steps a widget that has just been answered could take the focus.
        self.page.evaluate(_RUN_ONE, number)
        self._wait_until_run(text)
        return cell.locator(".jp-OutputArea")

    def kernel_says(self, code: str) -> str:
        """What a piece of code prints in this notebook's kernel, without a cell of it."""
        return self.page.evaluate(_PRINTED, code)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """What happens inside meets a kernel that is still at work, however long that takes."""
        sign = self._lab.folder / "released"
        sign.unlink(missing_ok=True)
        self.page.evaluate(_SENT, _BUSY.format(sign=os.fspath(sign), seconds=SECONDS))
        try:
            yield
        finally:
            sign.touch()
        assert self.kernel_says("print(was_released)") == "True", "it was no longer busy"

    @contextmanager
    def in_dark(self) -> Iterator[None]:
        """With JupyterLab's dark theme."""
        self._wear("JupyterLab Dark")
        try:
            yield
        finally:
            self._wear("JupyterLab Light")

    @contextmanager
    def in_high_contrast(self) -> Iterator[None]:
        """With the few colours that a user has chosen for the whole system."""
        self.page.emulate_media(forced_colors="active")
        try:
            yield
        finally:
            self.page.emulate_media(forced_colors="none")

    def _wear(self, theme: str) -> None:
        paper = self.page.evaluate(_PAPER)
        self.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
        # Its style sheet comes a moment after its name.
        self.page.wait_for_function(f"paper => {_PAPER} !== paper", arg=paper)

    def explorers(self) -> list[Explorer]:
        """All explorers that can be seen, from top to bottom."""
        return [Explorer(root) for root in self.page.locator(".ml-explorer").all()]

    def open_covered(self) -> None:
        """Commit the choice with the longest answer in every prediction, so that all explorers can be seen."""
        covered = self.page.locator(".ml-root:has(button:text-is('This is my prediction'))")
        while left := covered.count():
            asked = predictions()[covered.first.locator("[data-names]").get_attribute("data-names")]
            lengths = [len(choice.feedback + choice.misconception) for choice in asked.choices]
            covered.first.get_by_role("radio").nth(lengths.index(max(lengths))).check()
            covered.first.get_by_role("button", name="This is my prediction").click()
            expect(covered).to_have_count(left - 1)
        for explorer in self.explorers():
            expect(explorer.picture).to_be_visible()
            expect(explorer.sentence).not_to_be_empty()

    def _wait_until_idle(self) -> None:
        """There is a kernel, and it has nothing to do. Before this the buttons do not work yet."""
        self.page.locator(".jp-StatusBar-Widget").get_by_text("(ipykernel) | Idle").wait_for()

    def _mark_old(self, within: str = "") -> None:
        self.page.evaluate(_MARK_OLD, within)

    def _wait_until_run(self, within: str = "") -> None:
        """All cells (or those with a text) have been run, and no output is from before."""
        # Long, because models may still have to be compiled. Not at each frame of the screen, as it looks at all cells.
        self.page.wait_for_function(_RUN, arg=within, polling=100, timeout=3000 * SECONDS)
        errors = self.page.evaluate(_ERRORS, within)
        assert not errors, "\n".join(errors)


# --- An explorer -------------------------------------------------------------------------------------------------

# The fingerprint of a picture that the browser has decoded. The same pixels give the same file.
# Nothing, while a slider moves and the picture is not drawn sharply.
_PIXELS = """async (img, sharpness) => {
    const src = img.src;
    await img.decode();
    const bytes = await (await fetch(src)).arrayBuffer();
    if (img.src !== src || img.naturalWidth < (sharpness - 0.5) * img.clientWidth) return null;
    return String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}"""

# Notes, in the page itself, whatever changes in an explorer: nothing is missed between two looks.
_WATCH = """root => {
    const log = window.mlSeen = [];
    const last = {};
    const note = (what, value) => {
        if (last[what] !== value) { last[what] = value; log.push([what, value]); }
    };
    const look = () => {
        if (!root.isConnected) return;
        note('picture', root.querySelector('img.widget-image').src);
        note('sentence', root.querySelector('.ml-sentence').textContent);
        note('announced', root.querySelector('.ml-hidden > .widget-html-content').textContent);
    };
    look();
    log.length = 0;
    new MutationObserver(look).observe(root, {subtree: true, childList: true, characterData: true, attributes: true});
    addEventListener('pointerup', () => log.push(['released', '']), {capture: true});
}"""

_COME = """async root => {
    root.scrollIntoView({block: 'center'});
    for (let frame = 0; frame < 3; frame++) {
        await Promise.race([new Promise(requestAnimationFrame), new Promise(late => setTimeout(late, 500))]);
    }
}"""


class Explorer:
    """An explorer as it stands on a page."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.page = root.page
        self.picture = root.locator("img.widget-image").first  # a table of records has another
        self.sentence = root.locator(".ml-sentence")
        self.problem = root.locator(".ml-problem")
        # Read with text_content(): the browser skips the layout of cells off the screen; inner_text() is then empty.
        self.announced = root.locator(".ml-hidden > .widget-html-content")

    def come_into_view(self) -> None:
        """Scroll to it, as whoever uses it does. JupyterLab does not lay out a cell that is far away; in one that gets
        the focus there, Chromium may go on to draw what stood in it before."""
        self.root.evaluate(_COME)

    def button(self, name: str) -> Locator:
        """One of its buttons."""
        return self.root.get_by_role("button", name=name, exact=True)

    def controls(self) -> list[Control]:
        """All sliders that can be seen."""
        return [Control(self, control)
                for control in self.root.locator(".ml-grid .ml-control:not(.ml-choice):visible").all()]

    def choices(self) -> list[Choice]:
        """All choices that can be seen."""
        return [Choice(self, choice) for choice in self.root.locator(".ml-grid .ml-choice:visible").all()]

    def control(self, label: str) -> Control:
        """The slider whose label contains a text."""
        return Control(self, self.root.locator(".ml-control", has_text=label))

    def choice(self, label: str) -> Choice:
        """The choice whose label contains a text."""
        return Choice(self, self.root.locator(".ml-choice", has_text=label))

    def source(self) -> str:
        """The address of the picture: a new one for every new picture."""
        return self.picture.get_attribute("src")

    def pixels(self) -> str:
        """A fingerprint of the picture that is shown, once it is drawn sharply."""
        found = None
        until = time.monotonic() + SECONDS
        while found is None:
            assert time.monotonic() < until, "the picture is not drawn sharply"
            try:
                found = self.picture.evaluate(_PIXELS, SHARPNESS)
            except Error as problem:  # a still newer picture came while this one was being looked at
                if "decode" not in str(problem) and "fetch" not in str(problem):
                    raise
        return found

    def words(self) -> str:
        """The sentence, once nothing is being computed any more."""
        expect(self.sentence).not_to_contain_text("computing…")
        return self.sentence.text_content()

    def watch(self) -> None:
        """From now on note every change, for ``seen``."""
        self.root.evaluate(_WATCH)

    def seen(self) -> list[tuple[str, str]]:
        """What changed since ``watch``, in order: picture, sentence, announced; and where the mouse was released."""
        return [(what, value) for what, value in self.page.evaluate("window.mlSeen")]

    def count(self, what: str) -> int:
        """How often that has changed since ``watch``."""
        return sum(seen == what for seen, _ in self.seen())

    @contextmanager
    def new_picture(self) -> Iterator[None]:
        """What happens inside must lead to another picture: another address and other pixels."""
        source, pixels, words = self.source(), self.pixels(), self.sentence.text_content()
        yield
        self.wait_until(lambda: self.source() != source and self.pixels() != pixels,
                        f"the picture did not change; before it said: “{words}”")

    def changes_on(self, action: Callable[[], None]) -> bool:
        """Whether an action leads to another picture."""
        pixels = self.pixels()
        action()
        with suppress(AssertionError):
            self.wait_until(lambda: self.pixels() != pixels, "", seconds=1)
            return True
        # Or not yet: what the page had to say, and what comes of it at rest, is done before this comes back.
        for _ in range(2):
            self.page.evaluate(_PRINTED, f"import asyncio; await asyncio.sleep({2 * QUIET_SECONDS})")
        return self.pixels() != pixels

    def wait_until(self, happened: Callable[[], bool], otherwise: str, seconds: float = SECONDS) -> None:
        """Look again and again until something has happened."""
        until = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < until, otherwise
            self.page.wait_for_timeout(50)


class Choice:
    """A parameter that is one of several things: a row of buttons, or a list."""

    def __init__(self, explorer: Explorer, root: Locator) -> None:
        self.explorer = explorer
        self.root = root
        self.label = root.locator(".ml-label")
        self.list = root.get_by_role("combobox")

    @property
    def title(self) -> str:
        """Its name."""
        return self.label.text_content()

    @property
    def is_list(self) -> bool:
        """Whether it is a list, not a row of buttons."""
        return self.list.count() > 0

    def options(self) -> list[str]:
        """What can be chosen."""
        options = self.list.locator("option") if self.is_list else self.root.get_by_role("button")
        return [words.strip() for words in options.all_text_contents()]

    @property
    def value(self) -> str:
        """What is chosen, as a screen reader is told."""
        if self.is_list:
            return self.list.evaluate("list => list.selectedOptions[0].textContent.trim()")
        return self.root.get_by_role("button", pressed=True).text_content().strip()

    def choose(self, option: str) -> None:
        """Press an option, or pick it from the list."""
        if self.is_list:
            self.list.select_option(option)
        else:
            self.root.get_by_role("button", name=option, exact=True).click()


# The range of a slider, as the widget that draws it knows it.
_RANGE = "handle => handle.closest('.noUi-target').noUiSlider.options.range"


# Whether its handle is drawn where it stands.
_IS_THERE = """handle => {
    const slider = handle.closest('.noUi-target'), drawn = handle.getBoundingClientRect();
    const track = slider.querySelector('.noUi-base').getBoundingClientRect();
    const at = track.left + track.width * slider.noUiSlider.getPositions()[0] / 100;
    return Math.abs((drawn.left + drawn.right) / 2 - at) < 2;
}"""


class Control:
    """One slider with its label and its number field."""

    def __init__(self, explorer: Explorer, root: Locator) -> None:
        self.explorer = explorer
        self.root = root
        self.label = root.locator(".ml-label")
        self.handle = root.get_by_role("slider")
        self.number = root.locator(".ml-number input")

    @property
    def value(self) -> float:
        """Where the slider stands, on its own scale."""
        return float(self.handle.evaluate("handle => handle.closest('.noUi-target').noUiSlider.get(true)"))

    @property
    def low(self) -> float:
        """The slider's left end. (Its aria-valuemin is rounded to one decimal, too.)"""
        return float(self.handle.evaluate(f"{_RANGE}.min"))

    @property
    def high(self) -> float:
        """The slider's right end."""
        return float(self.handle.evaluate(f"{_RANGE}.max"))

    @property
    def title(self) -> str:
        """Its name with the unit: “Temperature (°C)”."""
        # Without the small line that gives the value in another unit.
        return self.label.evaluate("label => label.firstChild.textContent")

    @property
    def title_pattern(self) -> re.Pattern[str]:
        """What the name for a screen reader begins with."""
        return re.compile("^" + re.escape(self.title))

    @property
    def is_log(self) -> bool:
        """Whether it counts in powers of ten."""
        return self.label.get_attribute("data-scale") == "log"

    @property
    def range_text(self) -> str:
        """Its ends as its message words them; those of a logarithmic slider are powers of ten."""
        low, high = (10.0**end if self.is_log else end for end in (self.low, self.high))
        return f"{low:g} to {high:g}"

    def expect_agreement(self) -> None:
        """Slider and number field come to show the same."""
        def agree() -> bool:
            shown, value = float(self.number.input_value()), self.value
            # A logarithmic slider counts in powers of ten, and stands at the step next to what was typed.
            return abs(shown - value) < 1e-6 * max(1.0, abs(value)) or abs(shown - 10.0**value) < 0.02 * shown
        self.explorer.wait_until(agree, f"slider and number field of “{self.title}” disagree")

    def type(self, text: str) -> None:
        """Type into the number field and press Enter."""
        self.number.fill(text)
        self.number.press("Enter")

    def drag(self, start: float, end: float, moves: int = 8) -> None:
        """Drag the handle by mouse between two places, in parts of the track's width; leaves the button down."""
        mouse = self.explorer.page.mouse
        # A key moved it, and it glides.
        self.explorer.wait_until(lambda: self.handle.evaluate(_IS_THERE), f"the handle of “{self.title}” does not come")
        # A picture that comes late can push the handle away from under the mouse: then it is taken hold of again.
        until = time.monotonic() + SECONDS
        self.handle.hover()
        mouse.down()
        while self.root.locator(".noUi-active").count() == 0:
            assert time.monotonic() < until, f"the handle of “{self.title}” cannot be taken hold of"
            mouse.up()
            self.handle.hover()
            mouse.down()
        self._move(*(start + (end - start) * move / moves for move in range(moves + 1)))

    def drag_on(self, happened: Callable[[], bool], otherwise: str, near: float) -> None:
        """Go on dragging to and fro near a place until something has happened, as a hand waits for the picture."""
        def moved() -> bool:
            self._move(near - 0.03, near)
            return happened()
        self.explorer.wait_until(moved, otherwise)

    def _move(self, *parts: float) -> None:
        track = self.root.locator(".noUi-base").bounding_box()
        for part in parts:
            self.explorer.page.mouse.move(track["x"] + track["width"] * part, track["y"] + track["height"] / 2)
            # A hand is not faster than the screen.
            self.explorer.page.evaluate("new Promise(requestAnimationFrame)")
