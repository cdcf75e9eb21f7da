"""The live muscle in a real browser: it lives while somebody watches, and nothing of it lives on or fights."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, expect

from muscle_lib.widgets.echo import ASK_EVERY, MOST_ON_THE_WAY
from tests.browser.bench import Bench
from tests.browser.jupyter import SECONDS, Control, Desk, Explorer, Lab
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser

TASKS = "print([task.get_name() for task in asyncio.all_tasks()].count(clock.TASK))"
ECHO = "print(sheet._views._echo.sent, sheet._views._echo.heard)"
TEAR = """def tear(of, duration_ms):
    raise ValueError("the tendon tore")
one._muscle.advance = tear"""

# What the mouse meets on its way to a button, and what becomes of it.
_PRESSES = """root => {
    const seen = window.mlPresses = [];
    const note = event => seen.push(`${Math.round(event.timeStamp)} ${event.type} ${event.target.tagName} ` +
        `${(event.target.textContent || '').slice(0, 12)} ${event.isTrusted}`);
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click'])
        window.addEventListener(type, note, {capture: true, once: false, signal: AbortSignal.timeout(30000)});
    root.addEventListener('click', event => seen.push('arrived'), {signal: AbortSignal.timeout(30000)});
}"""

# What the page sends to the kernel, and when.
_SENDS = """() => {
    if (window.mlSends) return;
    window.mlSends = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        const text = typeof data === 'string' ? data : new TextDecoder().decode(new Uint8Array(data).slice(0, 1500));
        window.mlSends.push([Math.round(performance.now()), (text.match(/"msg_type": ?"(\\w+)"/) || [])[1],
                             (text.match(/"(value|event)": ?[^,}]*/) || [])[0], this.bufferedAmount]);
        window.mlSends.splice(0, window.mlSends.length - 40);
        return send.call(this, data);
    };
}"""
_SENT_LATELY = "[performance.now(), document.visibilityState, JSON.stringify(window.mlSends)]"

#: How long the page may be silent in the test of that; eight seconds, as it is, would be long to wait for.
GRACE_s = 5.0
#: Make a file as soon as no clock runs any more.
TELL = """from pathlib import Path
async def tell():
    while any(task.get_name() == clock.TASK for task in asyncio.all_tasks()):
        await asyncio.sleep(0.05)
    Path({sign!r}).touch()
telling = asyncio.ensure_future(tell())
"""


class Monitor:
    """A live muscle as it stands on a page."""

    def __init__(self, root: Locator) -> None:
        self.root, self.page = root, root.page
        self.picture, self.sentence = root.locator("img.widget-image").first, root.locator(".ml-sentence")
        self.clock = root.locator(".ml-clock")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    @property
    def seconds(self) -> float:
        """The muscle's clock, from the sentence."""
        found = re.search(r"\b[Aa]t ([\d.]+) s|stands at ([\d.]+) s", self.sentence.text_content())
        return float(found[1] or found[2])

    def wait_until(self, happened: Callable[[], bool], otherwise: str, seconds: float = SECONDS) -> None:
        until = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < until, otherwise
            self.page.wait_for_timeout(50)

    def start(self) -> None:
        self.page.evaluate(_SENDS)
        before = self.seconds
        self.button("Start").click()
        self.wait_until(lambda: self.seconds > before, "it does not live")

    def pause(self) -> None:
        """Press Pause. (One press in some hundreds, in whole runs of the tests only, came to nothing or late, or it had
        paused by itself, as it had not heard the page's pulse: then what the page saw of it is told.)"""
        self.root.evaluate(_PRESSES)
        with suppress(PlaywrightError):
            self.button("Pause").click(timeout=20_000)
        with suppress(AssertionError):
            expect(self.button("Start")).to_be_visible(timeout=20_000)
        assert self.button("Start").is_visible() and "nobody" not in self.clock.text_content(), (
            f"Not heard: {self.clock.text_content()} {self.page.evaluate('window.mlPresses')} "
            f"{self.page.evaluate(_SENT_LATELY)}")

    def expect_to_stand(self) -> None:
        """Its clock, its picture and its button all come to rest."""
        def stands() -> bool:
            before = self.seconds, self.picture.get_attribute("src")
            self.page.wait_for_timeout(400)  # ten pictures of a living muscle
            return (self.seconds, self.picture.get_attribute("src")) == before
        expect(self.button("Start")).to_be_visible()
        self.wait_until(stands, "it does not stand")
        expect(self.button("Start")).to_be_visible()


def wait_for(sign: Path) -> None:
    """Until a file is there."""
    until = time.monotonic() + SECONDS
    while not sign.exists():
        assert time.monotonic() < until, "it lives on, though nobody is there"
        time.sleep(0.1)


def running_tasks(bench: Bench) -> int:
    """How many clocks run in the kernel."""
    return int(bench.notebook.kernel_says(TASKS))


@pytest.fixture
def first(bench: Bench) -> Iterator[Monitor]:
    """A muscle made anew; at the end no muscle lives."""
    monitor = Monitor(bench.fresh("one muscle").locator(".ml-monitor"))
    monitor.picture.wait_for()
    assert monitor.seconds == 0.0
    yield monitor
    if not monitor.page.is_closed():
        bench.notebook.kernel_says("one.pause()")


def test_it_lives_at_a_press_and_does_what_it_is_told(first: Monitor) -> None:
    first.expect_to_stand()
    first.start()
    expect(first.clock).to_contain_text("real time")
    first.button("Contract").click()
    first.wait_until(lambda: "kN of force" in first.sentence.text_content(), "no force")
    expect(first.picture).to_have_attribute("alt", re.compile("[Aa]t .* s"))
    # A slider moves while it lives: with all axons cut, the muscle does not answer.
    nerve = Control(Explorer(first.root), first.root.locator(".ml-control", has_text="Nerve"))
    nerve.handle.press("Home")
    first.wait_until(lambda: "does not answer" in first.sentence.text_content(), "the axons are not cut")
    nerve.handle.press("End")
    first.wait_until(lambda: "does not answer" not in first.sentence.text_content(), "the axons are still cut")
    first.button("Relax").click()
    first.wait_until(lambda: "no motor unit fires" in first.sentence.text_content(), "it does not relax")
    first.button("Pause").click()
    expect(first.clock).to_contain_text("Paused")
    first.expect_to_stand()
    expect(first.root).to_contain_text(re.compile(r"Done: [\d.]+ s Contract;.*Relax"))


def test_step_slow_motion_sound_and_record(first: Monitor) -> None:
    first.button("Contract").click()
    for _ in range(3):
        before = first.seconds
        first.button("Step").click()
        first.wait_until(lambda before=before: first.seconds == pytest.approx(before + 0.1), "no step")
    first.button("Slow motion").click()
    # From the press on: what stands on the page can lag behind the muscle, but never run ahead of it.
    begun, at = time.monotonic(), first.seconds
    first.start()
    expect(first.clock).to_contain_text("quarter")
    first.wait_until(lambda: first.seconds >= at + 0.4, "slow motion does not move")
    assert time.monotonic() - begun > 1.0
    first.button("Pause").click()
    first.expect_to_stand()
    first.button("Slow motion").click()
    first.button("Hear it").click()
    player = first.root.locator("audio")
    expect(player).to_be_attached()
    assert player.evaluate("a => [a.autoplay, a.loop, a.paused]") == [False, False, True]
    first.wait_until(lambda: player.evaluate("a => a.duration > 0.5"), "the browser cannot play it")
    expect(first.root.get_by_text(re.compile("To hear: .*crackling"))).to_be_attached()
    first.button("Record").click()
    expect(first.root.locator(".ml-table")).to_contain_text("Contract")
    expect_no_barriers(first.root)


def test_it_fits_on_a_projector(first: Monitor) -> None:
    screen = first.page.locator(".jp-Notebook .jp-WindowedPanel-outer").bounding_box()
    hand = first.root.locator(".ml-hand button:visible").all()
    assert first.button("Start").evaluate("start => start.closest('.ml-hand') !== null") and len(hand) > 3
    parts = [first.picture, first.sentence, first.clock, first.root.locator(".ml-grid").first, *hand]
    boxes = [part.bounding_box() for part in parts]
    height = max(box["y"] + box["height"] for box in boxes) - min(box["y"] for box in boxes)
    assert height <= screen["height"], f"{height:.0f} px high"
    for button in first.root.locator("button:visible").all():
        box = button.bounding_box()
        assert screen["x"] <= box["x"] and box["x"] + box["width"] <= screen["x"] + screen["width"]


def test_by_keyboard_alone(first: Monitor) -> None:
    keys = first.page.keyboard
    first.button("Start").focus()
    keys.press("Enter")
    first.wait_until(lambda: first.seconds > 0.0, "Enter does not start it")
    keys.press("Tab")
    expect(first.button("Contract")).to_be_focused()
    keys.press("Space")
    first.wait_until(lambda: "kN of force" in first.sentence.text_content(), "Space does not contract it")
    # The focus stays where it is, however many pictures come.
    expect(first.button("Contract")).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Enter")
    expect(first.clock).to_contain_text("Paused")
    first.expect_to_stand()


def test_two_muscles_do_not_fight(bench: Bench, first: Monitor) -> None:
    second = Monitor(bench.run("another").locator(".ml-monitor"))
    first.start()
    second.start()
    expect(first.clock).to_contain_text("another live muscle")
    first.expect_to_stand()
    assert running_tasks(bench) == 1
    second.button("Pause").click()
    second.expect_to_stand()
    assert running_tasks(bench) == 0


def test_a_cell_that_is_run_once_more_leaves_nothing_running(bench: Bench, first: Monitor) -> None:
    first.start()
    again = Monitor(bench.run("one muscle").locator(".ml-monitor"))
    again.expect_to_stand()
    assert running_tasks(bench) == 0
    again.start()
    assert running_tasks(bench) == 1
    again.button("Pause").click()
    again.expect_to_stand()


def test_an_error_in_the_model_is_said_and_reset_mends_it(bench: Bench, first: Monitor) -> None:
    bench.notebook.kernel_says(TEAR)
    first.button("Start").click()
    expect(first.root.locator(".ml-problem")).to_contain_text("the tendon tore")
    expect(first.clock).to_contain_text("Stopped by an error")
    first.expect_to_stand()
    assert running_tasks(bench) == 0
    first.button("Reset").click()
    expect(first.root.locator(".ml-problem")).to_have_count(0)
    first.start()
    first.button("Pause").click()
    first.expect_to_stand()


def test_when_the_page_is_closed_it_stops(bench: Bench, first: Monitor, desk: Desk, lab: Lab) -> None:
    bench.notebook.kernel_says(f"long_grace_s, clock.GRACE_s = clock.GRACE_s, {GRACE_s}")
    begun = time.monotonic()
    first.start()
    # As long as somebody watches it lives on, also longer than the grace.
    first.wait_until(lambda: time.monotonic() - begun > 1.2 * GRACE_s, "")
    before = first.seconds
    first.wait_until(lambda: first.seconds > before, "it does not live on")
    # The kernel lives on without a page; whoever comes back finds it at rest.
    sign = lab.folder / "stands"
    bench.notebook.kernel_says(TELL.format(sign=os.fspath(sign)))
    back = Bench(desk.reopen(bench.notebook, meanwhile=lambda: wait_for(sign)), lab)
    assert running_tasks(back) == 0
    back.notebook.kernel_says("clock.GRACE_s = long_grace_s; assert one._muscle.now_s > 0")


# ---------------------------------------------------------------- a picture that is touched

PLACE = "print(sheet.model.across_percent, sheet.model.down_percent)"


@pytest.fixture
def sheet(bench: Bench) -> Iterator[Monitor]:
    """The living sheet of heart muscle, made anew."""
    monitor = Monitor(bench.fresh("sheet").locator(".ml-monitor"))
    monitor.picture.wait_for()
    yield monitor
    bench.notebook.kernel_says("sheet.pause()")


def place(bench: Bench) -> list[float]:
    return [float(word) for word in bench.notebook.kernel_says(PLACE).split()]


def test_a_click_pokes_where_it_is_and_the_keys_do_the_same(bench: Bench, sheet: Monitor) -> None:
    box = sheet.picture.bounding_box()
    scale = box["width"] / 840.0
    # A quarter of the way across the square, half way down.
    sheet.picture.click(position={"x": scale * (22.0 + 64.0), "y": scale * (36.0 + 128.0)})
    expect(sheet.root).to_contain_text("Done: 0.0 s Poke")
    assert place(bench) == pytest.approx([25.0, 50.0], abs=1.5)
    before = place(bench)
    expect(sheet.picture).to_be_focused()
    picture = sheet.picture.get_attribute("src")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        sheet.page.keyboard.press(key)
    sheet.wait_until(lambda: place(bench) == [before[0] + 4.0, before[1] - 2.0], "the keys do not move the cross")
    sheet.wait_until(lambda: sheet.picture.get_attribute("src") != picture, "the cross is not seen to move")
    sheet.page.keyboard.press("Enter")
    expect(sheet.root).to_contain_text("Done: 0.0 s Poke; 0.0 s Poke")
    sheet.picture.click(position={"x": scale * 600.0, "y": scale * 100.0})
    assert place(bench) == [before[0] + 4.0, before[1] - 2.0], "beside the sheet there is nothing to touch"
    expect_no_barriers(sheet.root)


def test_the_sheet_warns_lives_at_its_pace_and_has_a_second_view(sheet: Monitor) -> None:
    expect(sheet.root).to_contain_text("If flickering light can give you")
    # From the press on: what stands on the page can lag behind the sheet, but never run ahead of it.
    begun, at = time.monotonic(), sheet.seconds
    sheet.start()
    expect(sheet.root.get_by_text("If flickering light can give you")).to_be_hidden()
    expect(sheet.clock).to_contain_text("25 % of real time")
    sheet.wait_until(lambda: sheet.seconds >= at + 0.5, "it does not live on")
    assert time.monotonic() - begun > 1.9
    sheet.pause()
    sheet.expect_to_stand()
    before = sheet.picture.get_attribute("src")
    sheet.button("As a heart").click()
    sheet.wait_until(lambda: sheet.picture.get_attribute("src") != before, "no second view")


def test_a_slow_page_does_not_fall_behind(bench: Bench, sheet: Monitor) -> None:
    """Pictures that wait to be shown would hold up what is pressed, and show what is long past."""
    slowed = sheet.page.context.new_cdp_session(sheet.page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": 8})
    try:
        def is_with_it() -> bool:
            sent, heard = (int(said) for said in bench.notebook.kernel_says(ECHO).split())
            return MOST_ON_THE_WAY + ASK_EVERY < heard and sent <= heard + MOST_ON_THE_WAY + ASK_EVERY

        sheet.start()
        sheet.wait_until(is_with_it, "it falls behind")
        sheet.pause()
    finally:
        slowed.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        slowed.detach()
    sheet.expect_to_stand()


def test_who_asks_for_less_motion_gets_stills(bench: Bench) -> None:
    bench.page.emulate_media(reduced_motion="reduce")
    try:
        sheet = Monitor(bench.fresh("sheet").locator(".ml-monitor"))
        expect(sheet.button("Stills")).to_have_attribute("aria-pressed", "true")
        sheet.picture.evaluate("""img => { window.mlCount = 0; new MutationObserver(() => window.mlCount++).observe(img,
            {attributes: true, attributeFilter: ['src']}); }""")
        begun = time.monotonic()
        sheet.button("Start").click()
        sheet.wait_until(lambda: sheet.page.evaluate("window.mlCount") >= 2, "no further still comes")
        # One at the press, and then one in two seconds at most; less where the machine is slow.
        assert sheet.page.evaluate("window.mlCount") <= 1 + (time.monotonic() - begun) / 1.9
    finally:
        bench.page.emulate_media(reduced_motion="no-preference")
        bench.notebook.kernel_says("sheet.pause()")


def test_the_sheet_fits_on_a_projector(sheet: Monitor) -> None:
    test_it_fits_on_a_projector(sheet)
