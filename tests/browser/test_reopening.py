"""A lesson that is opened without its kernel, and one whose kernel still runs: what is seen, and what is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from muscle_lib.widgets.kept import ELSEWHERE
from tests.browser.jupyter import Desk, Explorer, Lab, Notebook, write_notebook
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser

PATH = "notebooks/asleep.ipynb"
CELLS = ("""from muscle_lib.widgets import explore, lab_report, note
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.figures.nerve_signal import MembraneFigure""",
         'explore(Membrane(), MembraneFigure(), ["stimulus_nC_cm2", "temperature_C"])', 'note("nerve_signal.n1")',
         'lab_report("nerve_signal")')
WORD = 'An [impulse](00_start_here.ipynb#cell-id=glossary "Impulse: a beat.") runs.'
#: Give the notebook's file another name, as its menu does; and let a kernel of its own begin, as on the next day.
RENAME = "name => jupyterapp.shell.currentWidget.context.rename(name)"
NEXT_DAY = """async () => {
    const session = jupyterapp.shell.currentWidget.sessionContext;
    await session.shutdown();
    await session.startKernel();
    await session.session.kernel.info;
}"""
#: Do something to the cell with this number; and the names of all cells of code, from top to bottom.
TO_CELL = """async ([number, ...commands]) => {
    jupyterapp.shell.currentWidget.content.activeCellIndex = number;
    for (const command of commands) await jupyterapp.commands.execute(`notebook:${command}`);
}"""
NAMES = """() => jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.id)"""
HAS_KERNEL = "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
#: Save the page. What stands before the page's cells, and what before the widgets that would show a broken chain.
SAVE = "() => jupyterapp.shell.currentWidget.context.save()"
LINE = """() => getComputedStyle(document.querySelector('.jp-WindowedPanel-outer'), '::before').content"""
CHAINS = """() => [...document.querySelectorAll('.jupyter-widgets-disconnected')]
    .filter(e => !['none', 'normal'].includes(getComputedStyle(e, '::before').content)).length"""
ASLEEP = '"Asleep: press ▶▶ above to wake this page."'


@pytest.fixture(scope="module")
def saved(desk: Desk, lab: Lab) -> Iterator[str]:
    """A page in which something was moved and written, saved; its kernel ended. Gives its last sentence."""
    write_notebook(lab, PATH, *CELLS)
    content = json.loads((lab.folder / PATH).read_text(encoding="utf-8"))
    content["cells"].insert(0, {"cell_type": "markdown", "id": "word", "metadata": {}, "source": WORD})
    (lab.folder / PATH).write_text(json.dumps(content), encoding="utf-8")
    notebook = desk.notebook(PATH, run=True)
    (explorer,) = notebook.explorers()
    with explorer.new_picture():
        explorer.controls()[0].handle.press("End")
    notebook.page.locator("textarea:visible").last.fill("It was tall.")
    explorer.wait_until(lambda: "It was tall." in answers(lab), "the note is not kept")
    sentence = explorer.sentence.text_content()
    notebook.page.evaluate(SAVE)
    desk.reopen(notebook, lambda: end_kernels(desk, lab))
    yield sentence


def answers(lab: Lab) -> str:
    path = lab.folder / "notebooks" / "asleep.answers.json"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def end_kernels(desk: Desk, lab: Lab) -> None:
    """End the kernel of the page, as when the computer is switched off."""
    page, token = desk.new_page(), {"Authorization": f"token {lab.token}"}
    for session in page.request.get(f"{lab.address}/api/sessions", headers=token).json():
        if session["path"] == PATH:
            page.request.delete(f"{lab.address}/api/sessions/{session['id']}", headers=token)
    page.close()


def expect_asleep(page: Page, sentence: str) -> None:
    """Picture, sentence and note are there, and one line; nothing can be typed, nothing looks broken."""
    explorer = Explorer(page.locator(".ml-explorer"))
    expect(explorer.sentence).to_have_text(sentence)
    assert explorer.picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    page.wait_for_function(f"asleep => ({LINE})() === asleep", arg=ASLEEP)
    assert page.evaluate(CHAINS) == 0
    box = page.locator(".ml-names-note textarea")
    expect(box).to_have_value("It was tall.")
    page.wait_for_function("box => box.inert", arg=box.element_handle())
    assert page.get_by_text("Error displaying widget").count() == 0


def expect_awake(notebook: Notebook, sentence: str | None = None) -> None:
    """It answers, and what was entered is there."""
    notebook.page.locator(".ml-explorer").first.wait_for()  # a page that was opened anew shows it a moment later
    (explorer,) = notebook.explorers()
    if sentence:
        expect(explorer.sentence).to_have_text(sentence)
    notebook.page.wait_for_function(f"({LINE})() === 'none'")
    control = explorer.controls()[0]
    with explorer.new_picture():
        control.handle.press("Home" if control.value == control.high else "End")
    expect(notebook.page.locator(".ml-names-note textarea")).to_have_value("It was tall.")
    box = notebook.page.locator(".ml-names-note textarea")
    notebook.page.wait_for_function("box => !box.inert", arg=box.element_handle())


def test_without_its_kernel_a_page_shows_its_pictures_and_says_what_to_press(desk: Desk, saved: str) -> None:
    page = desk.notebook(PATH).page
    expect_asleep(page, saved)
    expect_no_barriers(page, ".ml-root")


def test_a_page_that_sleeps_can_be_saved_and_sleeps_in_notebook_7_too(desk: Desk, lab: Lab, saved: str) -> None:
    def in_notebook_7() -> None:
        page = desk.new_page()
        page.goto(lab.link(f"notebooks/{PATH}"))
        expect_asleep(page, saved)
        page.close()

    notebook = desk.notebook(PATH)
    notebook.page.evaluate(SAVE)
    expect_asleep(desk.reopen(notebook, in_notebook_7).page, saved)


def test_a_saved_page_is_alive_in_voila(desk: Desk, lab: Lab, saved: str) -> None:
    page = desk.new_page()
    page.goto(lab.link(f"voila/render/{PATH}"))
    explorer = Explorer(page.locator(".ml-explorer"))
    with explorer.new_picture():
        explorer.controls()[0].handle.press("End")
    expect(page.locator(".ml-names-note")).to_contain_text("nothing is kept in a file")
    page.close()


def test_a_page_of_the_version_before_says_what_to_press(desk: Desk, lab: Lab, saved: str) -> None:
    """It was saved without the state of its widgets."""
    content = json.loads((lab.folder / PATH).read_text(encoding="utf-8"))
    del content["metadata"]["widgets"]
    (lab.folder / "notebooks" / "before.ipynb").write_text(json.dumps(content), encoding="utf-8")
    page = desk.new_page()
    page.goto(lab.link("doc/workspaces/before/tree/notebooks/before.ipynb"))
    expect(page.get_by_text(ASLEEP[1:-1])).to_have_count(1)
    expect(page.get_by_text(ASLEEP[1:-1])).to_be_visible()
    expect(page.locator("figcaption")).to_contain_text("One impulse")
    assert page.locator("figure img").evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    assert page.get_by_text("Error displaying widget").count() == 0
    page.close()


def test_it_wakes_and_stays_awake_over_a_reload_and_says_when_its_kernel_was_restarted(
        desk: Desk, lab: Lab, saved: str) -> None:
    notebook = desk.notebook(PATH)
    notebook.restart_and_run_all()
    expect_awake(notebook)
    sentence = notebook.explorers()[0].sentence.text_content()
    notebook.page.evaluate(SAVE)
    notebook = desk.reopen(notebook, lambda: None)
    expect_awake(notebook, sentence)
    # What was shown by the last kernel is gone from the file: it does not grow from day to day.
    notebook.page.evaluate(SAVE)
    content = json.loads((lab.folder / PATH).read_text(encoding="utf-8"))
    (state,) = content["metadata"]["widgets"].values()
    pictures = [one for one in state["state"].values() if one["model_name"] == "ImageModel"]
    assert len(pictures) == 1
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    notebook.page.wait_for_function(f"{LINE[6:]} !== 'none'")
    assert notebook.page.evaluate(LINE) == ASLEEP
    assert notebook.page.evaluate(CHAINS) == 0


def test_a_word_of_the_glossary_says_what_it_means_and_leads_to_the_glossary(desk: Desk, lab: Lab, saved: str) -> None:
    def in_a_fresh_workspace() -> None:
        page = desk.new_page()
        page.goto(lab.link(f"doc/workspaces/words/tree/{PATH}"))
        link = page.get_by_role("link", name="impulse")
        expect(link).to_have_accessible_description("Impulse: a beat.")
        page.locator(".ml-root").first.wait_for()
        link.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert link.evaluate("link => getComputedStyle(link, '::after').content") == '"Impulse: a beat."'
        link.press("Enter")
        expect(page.get_by_role("heading", name="Glossary")).to_be_in_viewport()
        page.close()

    # Of two pages that share a kernel each complains of what is the other's.
    desk.reopen(desk.notebook(PATH), in_a_fresh_workspace)


def take_over(notebook: Notebook, lab: Lab, old: str, new: str) -> None:
    """The notebook has a new name, and a new kernel: what was entered under the old one is offered, and taken over."""
    notebook.run_cell("import")
    asked, report = (notebook.run_cell(words) for words in ("note(", "lab_report("))
    expect(asked.locator("textarea")).to_have_value("")
    expect(asked).to_contain_text(f"there are answers to this chapter in another file: {old}.answers.json (1 entry, ")
    report.get_by_role("button", name="Take over").click()
    expect(report).to_contain_text(f"Taken over from {old}.answers.json. Press ▶▶ to see it in the lesson.")
    expect(notebook.run_cell("note(").locator("textarea")).to_have_value("It was tall.")
    assert "It was tall." in (lab.folder / "notebooks" / f"{new}.answers.json").read_text(encoding="utf-8")


def test_a_notebook_with_another_name_is_offered_what_was_entered_under_the_old_one(
        desk: Desk, lab: Lab, saved: str) -> None:
    notebook = desk.notebook(PATH)
    page = notebook.page
    page.evaluate(RENAME, "asleep_ada.ipynb")
    page.evaluate(NEXT_DAY)
    take_over(notebook, lab, "asleep", "asleep_ada")
    page.evaluate(SAVE)  # or it would ask
    # “Save As” closes the page, and opens the new one with a kernel of its own.
    page.evaluate("() => { jupyterapp.commands.execute('docmanager:save-as'); }")
    path = page.locator(".jp-Dialog input")
    path.fill("notebooks/asleep_bob.ipynb")
    path.press("Enter")
    expect(page).to_have_title(re.compile("^asleep_bob"))
    expect(page.locator(".jp-Notebook")).to_have_count(1)
    page.wait_for_function(HAS_KERNEL)
    take_over(notebook, lab, "asleep_ada", "asleep_bob")
    # JupyterLab asks whether there is a file of that name.
    assert all("api/contents/notebooks/asleep_bob.ipynb" in error for error in desk.take_errors())


def expect_notes(notebook: Notebook, *texts: str) -> None:
    """What stands in the notes, from top to bottom."""
    boxes = notebook.page.locator(".ml-names-note textarea")
    expect(boxes).to_have_count(len(texts))
    for box, text in zip(boxes.all(), texts, strict=True):
        expect(box).to_have_value(text)


def test_a_copied_cell_above_its_first_takes_nothing_from_it_and_a_cell_that_was_moved_keeps_its_own(
        desk: Desk, lab: Lab) -> None:
    write_notebook(lab, "notebooks/copied.ipynb", "from muscle_lib.widgets import note", 'note("nerve_signal.n1")', "1")
    notebook = desk.notebook("notebooks/copied.ipynb", run=True)
    page = notebook.page
    page.locator(".ml-names-note textarea").fill("Mine.")
    expect(page.locator(".ml-names-note")).to_contain_text("Last at")
    page.evaluate(TO_CELL, [1, "copy-cell", "paste-cell-above"])
    notebook.restart_and_run_all()
    expect_notes(notebook, "", "Mine.")
    copy = page.locator(".ml-names-note").first
    expect(copy).to_contain_text(ELSEWHERE)
    copy.locator("textarea").fill("The copy's.")
    expect(copy).to_contain_text("Last at")
    # Cut, put in again at the end, and one place up; and a copy is always a new cell.
    first, above, own, last = page.evaluate(NAMES)
    page.evaluate(TO_CELL, [2, "cut-cell"])
    page.evaluate(TO_CELL, [2, "paste-cell-below", "move-cell-up"])
    assert page.evaluate(NAMES) == [first, above, own, last] and own == "cell-1" != above
    page.evaluate(TO_CELL, [1, "move-cell-down"])
    notebook.restart_and_run_all()
    expect_notes(notebook, "Mine.", "The copy's.")
