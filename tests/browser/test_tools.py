"""What is taken along from an explorer: the table as a file, readings of the cursor, a film, and the lab report."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Browser, expect

from muscle_lib.questions import question
from tests.browser.bench import Bench
from tests.browser.jupyter import Explorer, Lab
from tests.browser.offline import expect_no_barriers, open_offline
from tests.browser.test_live import Monitor, running_tasks

pytestmark = pytest.mark.browser


@pytest.fixture
def explorer(bench: Bench) -> Explorer:
    """An explorer made anew."""
    return bench.explorer("membrane")


def test_record_makes_a_table_a_plot_and_a_file(explorer: Explorer) -> None:
    sodium, rows = explorer.control("Sodium channels"), explorer.root.locator("table.ml-table tbody tr")
    plot = explorer.root.locator("img.widget-image").nth(1)
    with explorer.new_picture():
        sodium.type("20")
    explorer.button("Record").click()
    expect(rows).to_have_count(1)
    first_plot = plot.get_attribute("src")
    with explorer.new_picture():
        sodium.type("90")
    explorer.button("Record").click()
    expect(rows).to_have_count(2)
    expect(plot).not_to_have_attribute("src", first_plot)
    expect(plot).to_be_visible()
    assert plot.evaluate("img => img.naturalWidth") > 0
    expect(plot).to_have_attribute("alt", explorer.root.locator(".ml-picture-words").text_content())
    expect_no_barriers(explorer.root)
    # The file holds what the table shows.
    link = explorer.root.get_by_role("link", name="Save as CSV")
    with explorer.page.expect_download() as download:
        link.click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert download.value.suggested_filename.endswith(".csv")
    assert [float(row[sodium.title]) for row in table] == [20.0, 90.0]
    highest = "Highest voltage (mV)"
    assert float(table[0][highest]) < 0.0 < float(table[1][highest])
    explorer.button("Delete row").click()
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("20")


def test_the_cursor_by_keyboard(explorer: Explorer) -> None:
    explorer.button("Cursor").click()
    handle = explorer.root.get_by_role("slider", name=re.compile("^Cursor: Time"))
    reading = explorer.root.get_by_text(re.compile(r"^At .* ms: .* mV"))
    expect(reading).to_be_visible()
    before = reading.text_content()
    explorer.button("Set mark").click()
    expect(reading).to_contain_text("From the mark at")
    expect_no_barriers(explorer.root)
    with explorer.new_picture():
        handle.press("ArrowRight")
        handle.press("ArrowRight")
    expect(reading).not_to_contain_text(before)
    # Two steps of a five-hundredth of the time axis; at both ends it may stand at a peak half a step away.
    expect(reading).to_contain_text(re.compile(r"ms: \+[\d.]+ ms;"))
    moved = float(re.search(r"ms: \+([\d.]+) ms;", reading.text_content())[1])
    low, high = (float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
    assert 1.0 <= moved / ((high - low) / 500) <= 3.0
    explorer.button("No mark").click()
    expect(reading).not_to_contain_text("From the mark")
    with explorer.new_picture():
        explorer.button("Cursor").click()
    expect(reading).to_be_hidden()


def test_a_film_plays_and_can_be_stopped_anywhere(bench: Bench) -> None:
    explorer = bench.explorer("film")
    still = explorer.pixels()
    explorer.button("Film").click()
    film = explorer.root.locator(".ml-film")
    film.wait_for()
    shown = Explorer(film)
    shown.picture = film.locator("img.widget-image:visible")
    expect_no_barriers(film)
    moment = film.get_by_role("slider")
    expect(moment).to_have_accessible_name("Moment of the film")
    first = shown.pixels()
    play = film.locator(".widget-play button").first
    play.click()
    explorer.wait_until(lambda: float(moment.get_attribute("aria-valuenow")) >= 5.0, "the film does not play")
    play.click()
    explorer.wait_until(lambda: shown.pixels() != first, "the picture stands still")
    # Scrubbing, by keys and by mouse.
    moment.press("Home")
    explorer.wait_until(lambda: shown.pixels() == first, "the first moment does not come back")
    track = film.locator(".noUi-base").bounding_box()
    explorer.page.mouse.click(track["x"] + track["width"] * 0.5, track["y"] + track["height"] / 2)
    explorer.wait_until(lambda: shown.pixels() != first, "scrubbing shows nothing")
    explorer.button("Film").click()
    expect(film).to_have_count(0)
    explorer.wait_until(lambda: explorer.pixels() == still, "the picture does not come back")


def test_what_was_entered_survives_a_restart_and_makes_a_report(bench: Bench, lab: Lab, browser: Browser) -> None:
    asked, number = question("predict", "nerve_signal.p1"), question("ask", "nerve_signal.q1")
    written, page = "A whole impulse, or none. <b>Überraschend!</b>", bench.page
    predict = bench.fresh("predict")
    predict.get_by_label(asked.choices[0].text).check()
    predict.get_by_role("button", name="This is my prediction").click()
    explorer = Explorer(predict.locator(".ml-explorer"))
    explorer.picture.wait_for()
    explorer.button("Record").click()
    expect(explorer.root.locator("table.ml-table tbody tr")).to_have_count(1)
    explorer.button("Unpin").click()
    explorer.button("Pin").click()
    expect(explorer.button("Unpin")).to_be_visible()
    note = bench.run("note")
    note.get_by_role("textbox").fill(written)
    note.get_by_role("textbox").blur()
    expect(note).to_contain_text("Kept in bench.answers.json")
    ask = bench.run("ask")
    ask.get_by_role("textbox").fill(f"{number.answer}")
    ask.get_by_role("button", name="Check").click()
    expect(ask.locator(".ml-right")).to_be_visible()

    # A live muscle does not outlive its kernel, either.
    Monitor(bench.run("one muscle").locator(".ml-monitor")).start()
    bench.notebook.restart_and_run_all()
    expect_it_to_be_new(bench)
    expect(page.locator(".ml-outcome .ml-card")).to_contain_text(f"You predicted: {asked.choices[0].text}")
    # (The trainer on this page has a table, too.)
    expect(page.locator(".ml-explorer table.ml-table tbody tr")).to_have_count(1)
    expect(page.locator("textarea").first).to_have_value(written)
    expect(page.locator(".ml-names-answer .ml-right")).to_contain_text(number.right)

    report = bench.run("report")
    report.get_by_label("Your name").fill("Ada <Lovelace>")
    report.get_by_role("button", name="Write my lab report").click()
    expect(report).to_contain_text("Written: bench.report.html")
    with open_offline(browser, lab.folder / "notebooks" / "bench.report.html") as paper:
        expect(paper.get_by_role("heading", level=1)).to_contain_text("Lab report")
        for words in ("Ada <Lovelace>", asked.text, asked.choices[0].text, written, number.text):
            expect(paper.locator("body")).to_contain_text(words)
        expect(paper.locator("table")).to_have_count(2)  # the summary, and what was recorded
        assert paper.locator("img").count() == 2  # the scatter plot, and what was pinned
        expect_no_barriers(paper)


def test_a_copied_cell_is_another_note_and_a_cell_run_again_the_same(bench: Bench) -> None:
    """The page tells which cell runs."""
    bench.fresh("note").get_by_role("textbox").fill("the first")
    bench.run("the same note").get_by_role("textbox").fill("the second")
    expect(bench.run("note").get_by_role("textbox")).to_have_value("the first")
    expect(bench.run("the same note").get_by_role("textbox")).to_have_value("the second")


def expect_it_to_be_new(bench: Bench) -> None:
    """After a restart the muscle is rested, none lives unseen, and it can be started."""
    assert running_tasks(bench) == 0
    monitor = Monitor(bench.page.locator(".ml-monitor").first)
    assert monitor.seconds == 0.0
    monitor.start()
    monitor.button("Pause").click()
    monitor.expect_to_stand()
