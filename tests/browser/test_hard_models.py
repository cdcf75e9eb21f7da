"""Models that are slow, or that fail in a part of their range: made on the bench, because no lesson should have one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bench import Bench

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["slow", "preview"])
def test_the_latest_value_wins(bench: Bench, kind: str) -> None:
    explorer = bench.explorer(kind)
    level = explorer.control("Level")
    has_preview = kind == "preview"
    explorer.watch()
    with bench.patient():
        level.drag(0.0, 0.83, moves=60)
        level.drag_on(lambda: explorer.count("picture") >= (3 if has_preview else 1), "nothing follows the drag", 0.83)
        explorer.page.mouse.up()
        last = f"The level is {level.value:g} mV."
        explorer.wait_until(lambda: explorer.announced.text_content() == last, "the last value was not read out")
    expect(explorer.sentence).to_have_text(last)
    released = [what for what, _ in explorer.seen()].index("released")
    after = explorer.seen()[released:]
    # After the release: the run that was under way, the last value, and this once more in full and drawn sharply.
    assert sum(what == "picture" for what, _ in after) <= 3, f"stale pictures: {after}"
    computing = [words for what, words in explorer.seen() if what == "sentence" and "computing…" in words]
    assert bool(computing) == has_preview
    # The picture at rest is that of the last value: coming back to it gives the same.
    at_rest, value = explorer.pixels(), level.value
    level.handle.press("Home")
    expect(explorer.sentence).to_have_text("The level is 0 mV.")
    level.type(f"{value:g}")
    expect(explorer.sentence).to_have_text(last)
    assert explorer.pixels() == at_rest


def test_a_model_that_fails_says_so_and_keeps_the_last_picture(bench: Bench) -> None:
    explorer = bench.explorer("fragile")
    level = explorer.control("Level")
    with explorer.new_picture():
        level.type("40")
    good, sentence = explorer.source(), explorer.sentence.text_content()
    level.handle.press("End")
    expect(explorer.problem).to_have_text("There is no solution at 100 mV.")
    assert (explorer.source(), explorer.sentence.text_content()) == (good, sentence)
    with explorer.new_picture():
        level.type("20")
    expect(explorer.problem).to_have_count(0)
    expect(explorer.sentence).to_have_text("The level is 20 mV.")
    # Reset gets one out of it, too.
    level.handle.press("End")
    expect(explorer.problem).to_have_count(1)
    explorer.button("Reset").click()
    expect(explorer.problem).to_have_count(0)
