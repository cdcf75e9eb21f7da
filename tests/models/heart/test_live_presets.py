"""What the presets of the living sheet say, held to what it then does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from muscle_lib.models.heart import LiveHeart, LiveHeartTrace
from muscle_lib.models.heart.live_trace import FIBRILLATES, TURNS
from muscle_lib.preset import preset
from tests.models.presets import held


@cache
def beating(of: LiveHeart) -> dict[int, LiveHeartTrace]:
    """What it is like after so many ms."""
    sheet, seen, now_ms = of.start(), {}, 0
    for ms in (100, 550, 1700, 2200):
        sheet.advance(of, ms - now_ms)
        seen[ms], now_ms = sheet.trace, ms
    return seen


def turning(of: LiveHeart, ms: int) -> LiveHeartTrace:
    sheet = of.start()
    sheet.do("turn")
    sheet.advance(of, ms)
    return sheet.trace


EDGE, MORE = preset(LiveHeart, "Beats from the left edge"), preset(LiveHeart, "More excitable")

#: Each says what the sheet does without a poke or a shock, so its own run, which has both, is not looked at.
SAYS: dict[str, Callable[[LiveHeartTrace], bool]] = {
    "the whole sheet is excited at once, pulls at once, and lets go": lambda _: (
        beating(LiveHeart())[100].excited_percent == 100.0 and beating(LiveHeart())[1700].pump > 0.8
        and beating(LiveHeart())[550].force_now_percent < 2.0),
    "each beat runs through the sheet, and the sheet pulls piece by piece: it pumps less": lambda _: (
        10.0 < beating(EDGE)[100].excited_percent < 40.0
        and beating(EDGE)[2200].pump < 0.5 * beating(LiveHeart())[1700].pump),
    "it beats as before; but a wave that turns breaks up into many": lambda _: (
        abs(beating(MORE)[1700].pump - beating(LiveHeart())[1700].pump) < 0.1
        and turning(MORE, 4000).state == FIBRILLATES and turning(LiveHeart(), 2500).state == TURNS),
}


def test_what_a_preset_says_is_what_the_sheet_does() -> None:
    assert held(LiveHeart, SAYS) == []
    assert preset(LiveHeart, "Beats, everywhere at once") == LiveHeart()
