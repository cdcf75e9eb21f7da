"""What is seen by those who zoom in, who use high contrast or a dark page; and what may not move under the hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, expect

from muscle_lib.widgets import install_check
from tests.browser.bench import Bench
from tests.browser.jupyter import SCREEN
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser

#: What cannot be read or used where there is little room: words below 12 px, also those in a picture (drawn 14 px high
#: in so many px as it says); a track on which no value can be found; what reaches out of the part that is shown, and
#: cannot be pushed into view.
NARROW = """root => {
    const found = [], right = root.closest('.jp-WindowedPanel-outer').getBoundingClientRect().right;
    const all = what => [...root.querySelectorAll(what)].filter(e => e.checkVisibility());
    const least = (px, size, what) => { if (!(size > px - 0.01)) found.push(`${size} px, not ${px}: ${what}`); };
    const words = all('*').filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
    for (const e of words) least(12, parseFloat(getComputedStyle(e).fontSize), e.textContent.slice(0, 60));
    for (const e of all('img')) least(12, 14 * e.getBoundingClientRect().width
        / (parseFloat(e.style.width) || Number(e.getAttribute('width'))), `type in the picture: ${e.alt.slice(0, 60)}`);
    for (const e of all('.ml-grid .noUi-base'))
        least(200, e.getBoundingClientRect().width, `track of ${e.closest('.ml-control').textContent.slice(0, 60)}`);
    const pushed = e => !e.matches('.jp-Cell')
        && (/auto|scroll/.test(getComputedStyle(e).overflowX) || pushed(e.parentElement));
    return found.concat(words.concat(all('button, input, select, textarea, .noUi-handle'))
        .filter(e => !e.closest('[class*="sideways"], .ml-inside') && !(e.closest('table') && pushed(e)))
        .filter(e => e.getBoundingClientRect().right > right + 1).map(e => `cut off: ${e.outerHTML.slice(0, 99)}`));
}"""
PLACES = """root => [...root.querySelectorAll('.ml-control, .ml-screen, .ml-sentence')]
    .map(e => Math.round(e.getBoundingClientRect().top - root.getBoundingClientRect().top))"""
#: How much a colour stands out (the contrast of WCAG) from that of the page.
CONTRAST = """(e, [property, pseudo]) => {
    const light = color => { const [r, g, b] = color.match(/[0-9.]+/g).map(Number).slice(0, 3).map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    let page = e;
    while (/^rgba\\(.*, 0\\)$/.test(getComputedStyle(page).backgroundColor) || page === e) page = page.parentElement;
    const pair = [light(getComputedStyle(e, pseudo)[property]), light(getComputedStyle(page).backgroundColor)];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


def contrast(part: Locator, what: str, pseudo: str | None = None) -> float:
    return part.first.evaluate(CONTRAST, [what, pseudo])


@pytest.mark.parametrize("width", [640, 800])  # 1280 at 200 %, and half a screen
def test_a_narrow_page_can_be_used_and_read(bench: Bench, width: int) -> None:
    explorer, page = bench.explorer("membrane"), bench.page
    page.set_viewport_size({"width": width, "height": 720})
    try:
        for name in ("More", "Cursor", "Record"):
            explorer.button(name).click()
        page.wait_for_function("root => root.querySelector('table.ml-table')", arg=explorer.root.element_handle())
        assert explorer.root.evaluate(NARROW) == []
        # All of the picture can be pushed into view, by keyboard, too.
        screen = explorer.root.locator(".ml-screen")
        expect(screen).to_have_attribute("tabindex", "0")
        screen.focus()
        page.keyboard.press("End")
        for _ in range(20):
            page.keyboard.press("ArrowRight")
        page.wait_for_function("""screen => screen.scrollLeft > 0
            && screen.scrollLeft + screen.clientWidth >= screen.scrollWidth - 1""", arg=screen.element_handle())
        expect_no_barriers(explorer.root)
        with explorer.new_picture():
            explorer.control("Temperature").handle.press("End")
    finally:
        page.set_viewport_size(SCREEN)


def test_nothing_jumps_while_a_slider_is_moved(bench: Bench) -> None:
    explorer = bench.explorer("map")
    potassium = explorer.controls()[0]
    expect(potassium.label).to_contain_text("Potassium")
    places = explorer.root.evaluate(PLACES)
    potassium.handle.press("End")
    expect(potassium.label).to_contain_text("▲ dangerous")
    expect(potassium.label).to_have_class("ml-label ml-changed")
    explorer.words()
    assert explorer.root.evaluate(PLACES)[:3] == places[:3]


def test_a_third_slider_is_as_long_as_the_others(bench: Bench) -> None:
    explorer, page = bench.explorer("membrane"), bench.page
    controls = explorer.root.locator(".ml-hand .ml-control")
    controls.last.evaluate("control => { control.style.display = 'none'; }")
    try:
        for width in (1280, 900):
            page.set_viewport_size({"width": width, "height": 720})
            expect(controls.filter(visible=True)).to_have_count(3)
            tracks = [control.root.locator(".noUi-base").bounding_box()["width"] for control in explorer.controls()]
            assert max(tracks) - min(tracks) <= 1
    finally:
        page.set_viewport_size(SCREEN)


def test_dark_and_high_contrast_show_everything(bench: Bench) -> None:
    explorer = bench.explorer("map")
    potassium = explorer.controls()[0]
    potassium.handle.press("End")
    for name in ("More", "Record", "Look inside"):
        explorer.button(name).click()
    link, tick = explorer.root.get_by_role("link", name="Save as CSV"), potassium.root.locator(".ml-tick")
    danger = potassium.root.locator(".ml-dangerous")
    expect(link).to_be_visible()
    expect(danger).to_be_visible()
    for dress in (bench.notebook.in_dark, bench.notebook.in_high_contrast):
        with dress():
            expect_no_barriers(explorer.root)
            assert contrast(link, "color") >= 4.5 and contrast(danger, "color") >= 4.5
            assert contrast(tick, "backgroundColor") >= 3.0
            assert contrast(potassium.root.locator(".ml-band"), "backgroundColor") >= 3.0
            assert contrast(potassium.label, "color", "::before") >= 3.0
    with bench.notebook.in_high_contrast():
        for edge in (potassium.root.locator(".noUi-target"), explorer.button("Reset")):
            assert edge.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1
            assert contrast(edge, "borderTopColor") >= 3.0
        stripes = potassium.root.locator(".ml-danger").first
        assert stripes.evaluate("e => getComputedStyle(e).forcedColorAdjust") == "none"
        assert explorer.button("More").evaluate("e => getComputedStyle(e).backgroundColor") != \
            explorer.button("Reset").evaluate("e => getComputedStyle(e).backgroundColor"), "what is pressed looks so"


@pytest.mark.parametrize(("policy", "is_told"), [("script-src 'self'", True), ("script-src 'unsafe-inline'", False)])
def test_the_install_check_says_when_scripts_are_forbidden(browser: Browser, policy: str, is_told: bool) -> None:
    page = browser.new_page()
    page.set_content(f'<meta http-equiv="Content-Security-Policy" content="{policy}">{install_check()._repr_html_()}')
    expect(page.get_by_text("All is well")).to_be_visible()
    expect(page.get_by_text("forbids small scripts")).to_have_count(int(is_told))
    page.close()
