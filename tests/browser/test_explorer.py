"""One explorer (the second of chapter 1) in every detail: presets, Pin, More, Look inside, and what is read out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.bench import Bench
from tests.browser.jupyter import Explorer
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def explorer(bench: Bench) -> Explorer:
    """The explorer, made anew."""
    return bench.explorer("membrane")


def test_a_preset_says_what_to_expect_until_a_slider_moves(explorer: Explorer) -> None:
    start = explorer.pixels(), explorer.sentence.text_content()
    for name in ("Just too weak", "Local anaesthetic"):
        with explorer.new_picture():
            explorer.button(name).click()
        expect(explorer.root).to_contain_text(f"{name}, expected:")
        expect(explorer.button(name)).to_have_class(re.compile("mod-info"))
    sodium = explorer.control("Sodium channels left")
    expect(sodium.number).to_have_value("25")
    expect(sodium.label).to_have_class(re.compile("ml-changed"))
    # A value of one's own is no longer the preset.
    with explorer.new_picture():
        sodium.type("60")
    expect(explorer.root).not_to_contain_text("expected:")
    with explorer.new_picture():
        explorer.button("Reset").click()
    expect(explorer.sentence).to_have_text(start[1])
    explorer.wait_until(lambda: explorer.pixels() == start[0], "Reset does not bring the picture back")


def test_pin_keeps_the_curve_and_unpin_takes_it_away(explorer: Explorer) -> None:
    temperature, cold = explorer.control("Temperature"), explorer.sentence.text_content()
    with explorer.new_picture():
        temperature.type("18.5")
    expect(explorer.sentence).not_to_have_text(cold)  # the words come after the picture that they belong to
    plain, warm = explorer.pixels(), explorer.words()
    temperature.type("6.3")
    expect(explorer.sentence).to_have_text(cold)
    explorer.button("Pin").click()
    expect(explorer.button("Unpin")).to_be_visible()
    temperature.type("18.5")
    expect(explorer.sentence).to_have_text(warm)
    assert explorer.pixels() != plain, "there is no ghost"
    explorer.button("Unpin").click()
    explorer.wait_until(lambda: explorer.pixels() == plain, "the ghost stays")
    expect(explorer.button("Pin")).to_be_visible()


def test_more_shows_the_other_sliders_and_a_mark_for_changes_under_it(explorer: Explorer) -> None:
    explorer.button("More").click()
    pulse = explorer.control("First pulse")
    with explorer.new_picture():
        pulse.handle.press("End")
    expect_no_barriers(explorer.root)
    # Open, the slider itself carries the mark; shut, the button does.
    expect(pulse.label).to_have_class(re.compile("ml-changed"))
    explorer.button("More").click()
    expect(pulse.root).to_be_hidden()
    expect(explorer.button("More ●")).to_be_visible()
    explorer.button("Reset").click()
    expect(explorer.button("More")).to_be_visible()
    # A preset may change what was never shown.
    explorer.button("Steady current").click()
    explorer.button("More ●").click()
    expect(explorer.control("Steady current (").number).to_have_value("10")


#: The words of a page, but for those of links, that are torn over two lines.
BROKEN_WORDS = """inside => {
  const broken = [], walk = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest("a, details:not([open])")) { continue; }
    for (const word of node.data.matchAll(/[\\p{L}_]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (range.getClientRects().length > 1) { broken.push(word[0]); }
    }
  }
  return broken; }"""


def test_look_inside_names_every_parameter_and_its_source(explorer: Explorer) -> None:
    explorer.button("Look inside").click()
    rows = explorer.root.locator(".ml-inside tbody tr")
    rows.first.wait_for()
    for row in rows.all():
        for column in (0, 2, 3, 5):  # parameter, value now, range, source
            expect(row.locator("td").nth(column)).not_to_be_empty()
    expect(rows.filter(has_text="temperature_C")).to_contain_text("Hodgkin & Huxley 1952")
    expect(explorer.root.locator(".ml-inside")).to_contain_text("What this model leaves out")
    expect_no_barriers(explorer.root)
    assert explorer.root.locator(".ml-inside").evaluate(BROKEN_WORDS) == []
    # The table shows the values of now, also while it stays open.
    explorer.control("Temperature").type("18.5")
    expect(rows.filter(has_text="temperature_C")).to_contain_text("18.5 °C")
    explorer.button("Look inside").click()
    expect(explorer.root.locator(".ml-inside")).to_have_count(0)


def test_the_sentence_is_read_out_at_rest_and_not_at_every_step(bench: Bench, explorer: Explorer) -> None:
    channels = explorer.control("Potassium channels")
    explorer.watch()
    with bench.patient():
        channels.drag(1.0, 0.1, moves=40)
        channels.drag_on(lambda: explorer.count("picture") >= 5, "the picture does not follow the slider", near=0.1)
        explorer.page.mouse.up()
        explorer.wait_until(lambda: explorer.announced.text_content() == explorer.sentence.text_content() != "",
                            "the sentence was not read out")
    seen = [what for what, _ in explorer.seen()]
    # A machine that pauses in the middle of the drag gives one more.
    assert 1 <= seen.count("announced") <= 1 + seen.count("picture") // 5


def test_on_a_right_to_left_page_units_still_stand_behind_their_numbers(explorer: Explorer) -> None:
    explorer.page.evaluate("document.documentElement.dir = 'rtl'")
    try:
        assert explorer.root.evaluate("root => getComputedStyle(root).direction") == "ltr"
    finally:
        explorer.page.evaluate("document.documentElement.dir = ''")


def test_a_value_that_is_no_number_changes_nothing(explorer: Explorer) -> None:
    temperature, sentence = explorer.control("Temperature"), explorer.sentence.text_content()
    temperature.number.focus()
    explorer.page.keyboard.press("Control+a")
    explorer.page.keyboard.type("e")  # the one letter that a number field takes, as in 1e3
    explorer.page.keyboard.press("Enter")
    temperature.number.blur()
    expect(temperature.number).to_have_value("6.3")
    assert explorer.sentence.text_content() == sentence
    with explorer.new_picture():
        temperature.type("10")


def test_a_value_a_class_would_not_reach_by_keys_can_be_typed(explorer: Explorer) -> None:
    temperature = explorer.control("Temperature")
    with explorer.new_picture():
        temperature.type("18.53")
    expect(temperature.number).to_have_value("18.53")
