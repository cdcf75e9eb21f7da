"""``place_causes``: the causes that the chapters have named are placed on the map of the chain; at the end the map is
the whole course in one picture.

A cause is picked in a list; its place is pressed on the map, or chosen in a second list. The map itself is a picture
with native buttons over it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from ipywidgets import Button, Dropdown, HBox, Layout, Select, VBox

from muscle_lib.causes import DEEDS, ENOUGH, NOWHERE, PLACES, Cause, cause, causes, left, standing
from muscle_lib.figures.drawings import chain
from muscle_lib.figures.drawings.chain import CORNER, HEIGHT, WIDTH
from muscle_lib.figures.drawings.stills import map_png
from muscle_lib.quantity import named
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.chain import percent
from muscle_lib.widgets.choices import Asked
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.lesson import station_link
from muscle_lib.widgets.look import LIVE, ROOT, page_hook, paragraph, still, text

ASKED = "At which link of the chain does each cause act?"
HOW = "Pick a cause, then press its place on the map, or choose it under the list."
SMOOTH = ("Smooth muscle of every organ has its place at the artery, whose wall it is; the heart's own muscle at the "
           "heart. “Not shown” is for what was not shown to touch any link.")
# Words that an exported page says, too.
CAUSE, PLACE, PUT, AGAIN, UNDO = "1. The cause", "2. Its place", "Put it there", "Begin again", "Undo: bring all back"
NO_PLACE, PLACED = "Choose a place under the list, or press it on the map.", "{} of {} placed"
STANDS, AFTER, STANDS_NOT = "Right{}: {} → {}.", ", after {}", "Not there: {} → {}."
SEEN, SEE_AGAIN, NEXT = "What was seen: {}", "See again: {} and try another place.", "Next: {}"
ALL_PLACED = "All causes are placed. This is the whole course in one picture."
NOTHING_THERE, PICK = "nothing is placed there yet", "Pick a cause in the list to go on."
EMPTY, ALL_BACK = "The map is empty: pick a cause. “Undo” brings all back.", "All is back on the map."
KEY = " · ".join(f"{deed.mark} {deed.words}" for deed in DEEDS.values())

#: What is said of a wrong place, where nothing special is.
NOT_THERE = "That link was not at fault there. Look once more: what was the first to change?"
NOT_SHOWN = "That it acts there was not shown. Was it shown at any link?"

#: The map with its marks also stands in the report and on paper, so it has its style with it.
_MAP_CSS = f"""
.ml-filled {{ position: relative; max-width: {WIDTH}px; }}
.ml-filled img {{ display: block; width: 100%; max-width: 100%; height: auto; background: #fff; border-radius: 6px; }}
.ml-filled span {{ position: absolute; transform: translate(-50%, -50%); padding: 0 6px; font-size: 14px;
  line-height: 20px; white-space: nowrap; color: #1a1a1a; background: #fff; border: 2px solid #5b2a86;
  border-radius: 11px; pointer-events: none; }}
.ml-filled .ml-nowhere {{ border-style: dashed; border-color: #767676; }}
.ml-standing {{ columns: 270px 3; column-gap: 20px; margin: 4px 0; font-size: 14px; line-height: 1.35; }}
.ml-standing div {{ break-inside: avoid; margin-bottom: 5px; }}
"""
#: The buttons are seen by their frame only: what they say is drawn under them, and read out.
_CSS = f"""
.ml-root.ml-causes {{ max-width: 1140px; width: 100%; container-type: inline-size; }}
.ml-causes .ml-desk, .ml-causes .ml-desk > * {{ overflow: visible; }}
.ml-causes .ml-desk select {{ width: 100%; font-size: 14px; }}
.ml-causes .ml-desk .widget-select, .ml-causes .ml-desk .widget-dropdown {{ width: auto; max-width: 420px;
  margin: 2px; }}
.ml-causes .ml-desk .widget-select, .ml-causes .ml-desk .widget-select select {{ height: 176px; }}
.ml-causes .ml-desk button.ml-put {{ align-self: flex-start; }}
.ml-causes .ml-places {{ position: relative; width: {WIDTH}px; max-width: 100%; min-width: 720px; }}
.ml-causes .ml-places > .widget-html, .ml-causes .ml-places .widget-html-content {{ margin: 0; width: 100%; }}
.ml-root.ml-causes .ml-places button.ml-place {{ position: absolute; margin: 0; padding: 0; min-width: 0;
  line-height: 1; text-indent: 200%; white-space: nowrap; overflow: hidden; background: transparent;
  border: 3px solid transparent; border-radius: 9px; box-shadow: none; forced-color-adjust: none; }}
.ml-root.ml-causes .ml-places button.ml-place:hover {{ border-color: #5b2a86; }}
@container (min-width: 1080px) {{
  .ml-causes .ml-desk {{ display: grid; grid-template-columns: 315px minmax(0, 1fr); column-gap: 10px; }}
}}
"""


def place_causes(key: str) -> CausesBoard:
    """Let a student place all causes on the map; ``key`` (“warning_signs.m1”) is where it is kept."""
    if not isinstance(key, str) or not all(key.partition(".")):
        raise ValueError(f'place_causes must be given a key, as place_causes("warning_signs.m1"), got {key!r}.')
    return CausesBoard(key)


class CausesBoard(CellWidget):
    """What ``place_causes`` returns. Only what stands rightly stays on the map; what was tried before is kept, too."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._kept = kept_for(key)
        self._own = self._kept.own_key(key)
        self._placed: dict[str, str] = {}
        self._wrong: dict[str, list[str]] = {}
        self._before: dict[str, Any] | None = None
        self._list, self._where = Select(), Dropdown(options=[(words, name) for name, words in PLACES.items()],
                                                     value=None)
        self._count, self._said, self._standing = text(""), text("", LIVE), text("")
        self._map = text("")
        self._buttons = {name: self._place_button(name) for name in PLACES}
        self._put = Button(description=PUT, button_style="primary")
        self._put.add_class("ml-put")
        self._again = Button(description=AGAIN)
        self._put.on_click(lambda _: self.put())
        self._again.on_click(lambda _: self.begin_again())
        super().__init__([page_hook(), self._desk()])
        self.add_class(ROOT)
        self.add_class("ml-causes")
        entry = self._kept.get("causes", self._own)
        self._take_up(entry or {})
        self._said.value = paragraph(self._kept.problem, "ml-problem")

    @property
    def left(self) -> int:
        """How many causes are still to be placed."""
        return len(left(self._placed))

    def place(self, key: str, place: str) -> str:
        """Put a cause (by its key) to a place (“nerve”), as on screen; returns what is said of it, as HTML."""
        its = cause(key)
        named(PLACES, place, "place")
        if key in self._placed:
            self._said.value = self._stands(its)
            return self._said.value
        is_right = place in its.places
        if is_right:
            self._placed[key] = place
        elif place not in self._wrong.setdefault(key, []):
            self._wrong[key].append(place)
        self._before = None
        self._keep()
        self._show(after=its)
        said = self._stands(its) + self._next() if is_right else self._not_there(its, place)
        self._said.value = said + paragraph(self._kept.problem, "ml-problem")
        return self._said.value

    def put(self) -> None:
        """Put what is picked in the one list to what is chosen in the other."""
        if self._where.value is None:
            self._said.value = paragraph(NO_PLACE, "ml-problem")
        else:
            self.press(self._where.value)

    def press(self, place: str) -> None:
        """Press a place: what is picked is put there; if nothing is, it is said what stands there."""
        if self._list.value is not None:
            self.place(self._list.value, place)
            return
        here = standing(self._placed)[place]
        words = f"{_name(place)}: {'; '.join(map(_marked, here)) or NOTHING_THERE}."
        self._said.value = f"<p>{html.escape(words)} {PICK}</p>"

    def begin_again(self) -> None:
        """Take everything off the map; a second press, before anything is placed, brings it back."""
        before = {"placed": self._placed, "wrong": self._wrong}
        self._take_up(self._before or {})
        is_back, self._before = self._before is not None, None if self._before else before
        self._keep()
        self._show()
        words = ALL_BACK if is_back else EMPTY
        self._said.value = f"<p>{words}</p>{paragraph(self._kept.problem, 'ml-problem')}"

    def _take_up(self, entry: Mapping[str, Any]) -> None:
        """Go on from what was kept; what cannot be (a file from elsewhere) is left out."""
        by_key = {each.key: each for each in causes()}
        self._placed = {key: place for key, place in entry.get("placed", {}).items()
                        if key in by_key and place in by_key[key].places}
        self._wrong = {key: [place for place in dict.fromkeys(tried) if place in PLACES] for key, tried in
                       entry.get("wrong", {}).items() if key in by_key}
        self._show()

    def _keep(self) -> None:
        self._kept.put("causes", self._own, {"placed": self._placed, "wrong": self._wrong})

    def _show(self, after: Cause | None = None) -> None:
        """``after``: the cause that was tried last; a wrong one stays picked, behind a right one comes the next."""
        open_ones, at = left(self._placed), standing(self._placed)
        self._count.value = (f"<b>{ASKED}</b> {HOW} "
                             f"<b>{PLACED.format(len(self._placed), len(causes()))}</b> ({ENOUGH} are enough for the "
                             "core, the rest if you like).<br>"
                             f"<small>{KEY}. {SMOOTH}</small>")
        picked = after if after in open_ones else next(iter(_from(after, open_ones)), None)
        with self._list.hold_sync():
            self._list.options = [(f"✓ {each.words}" if each.key in self._placed else each.words, each.key)
                                  for each in causes()]
            self._list.value = picked.key if picked else None
        self._where.value = None
        for name, button in self._buttons.items():
            count = len(at[name])
            button.description = f"{chain.NAMES.get(name, 'not shown')}: {count} {'cause' if count == 1 else 'causes'}"
            button.tooltip = "; ".join(map(_marked, at[name])) or "Put the picked cause here"
        self._map.value = filled(self._placed)
        self._standing.value = listed(self._placed)
        self._again.disabled = not (self._placed or self._wrong or self._before)
        self._again.description = UNDO if self._before else AGAIN

    def _stands(self, its: Cause) -> str:
        tried = self._wrong.get(its.key, [])
        after = AFTER.format(" and ".join(chain.NAMES.get(place, "not shown") for place in tried)) if tried else ""
        words = STANDS.format(after, html.escape(its.words), _name(self._placed[its.key]))
        return (f'<div class="ml-right"><b>{words}</b>{deed_of(its)} {html.escape(its.why)} '
                f"{station_link(its.chapter, its.station)}</div>")

    def _not_there(self, its: Cause, place: str) -> str:
        words = its.wrong.get(place, NOT_THERE if its.does else NOT_SHOWN)
        why = f" <i>{SEEN.format(html.escape(its.why))}</i>" if len(self._wrong[its.key]) > 2 else ""
        again = SEE_AGAIN.format(station_link(its.chapter, its.station))
        return (f'<div class="ml-wrong"><b>{STANDS_NOT.format(html.escape(its.words), _name(place))}</b> '
                f"{html.escape(words)}{why} {again}</div>")

    def _next(self) -> str:
        if not self.left:
            return f"<p><b>{ALL_PLACED}</b></p>"
        return f"<p>{NEXT.format(f'<b>{html.escape(cause(self._list.value).words)}</b>')}</p>"

    def _place_button(self, name: str) -> Button:
        place = CORNER if name == NOWHERE else chain.PLACES[name]
        button = Button(layout=Layout(**percent(place, HEIGHT)))
        button.add_class("ml-place")
        button.on_click(lambda _: self.press(name))
        return button

    def _desk(self) -> VBox:
        """The list and the map, side by side where there is room; under them what is said, and what stands where."""
        hand = VBox([Asked(CAUSE, self._list), Asked(PLACE, self._where), self._put])
        over_it = VBox([self._map, *self._buttons.values()])
        over_it.add_class("ml-places")
        sideways = VBox([over_it])
        sideways.add_class("ml-sideways")
        desk = VBox([hand, sideways])
        desk.add_class("ml-desk")
        row = HBox([self._again])
        row.add_class("ml-row")
        return VBox([text(f"<style>{_CSS}</style>"), self._count, desk, self._said, self._standing, row])

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper the empty map, and a table to be filled in."""
        bundle = super()._repr_mimebundle_(**kwargs)
        rows = "".join(f"<tr><td>{html.escape(each.words)}</td><td></td><td></td></tr>" for each in causes())
        bundle["text/html"] = (
            f"<p><b>{ASKED}</b> Write down for each cause its place on the map, and what the link does: {KEY}. "
            f"{SMOOTH}</p>{filled({})}<table><thead><tr><th>Cause</th><th style='width: 14em'>Place</th><th>★ ✕ ▬</th>"
            f"</tr></thead><tbody>{rows}</tbody></table>")
        bundle["text/plain"] = f"{ASKED} {'; '.join(each.words for each in causes())}."
        return bundle


def deed_of(its: Cause) -> str:
    """What its link does wrong, after a space; nothing if it touches none."""
    return f" {DEEDS[its.does].mark} {DEEDS[its.does].words.capitalize()}." if its.does else ""


def filled(placed: Mapping[str, str]) -> str:
    """The map, and at each place how many causes stand there, by what they do: “★2 ✕1”."""
    marks = []
    for name, here in standing(placed).items():
        count = " ".join(f"{deed.mark}{number}" for key, deed in DEEDS.items()
                         if (number := sum(each.does == key for each in here)))
        if name == NOWHERE:
            words, (x, y) = f"not shown{f': {len(here)}' if here else ''}", CORNER.middle
        else:
            words, (x, y) = count, chain.PLACES[name].tag
        if words:
            at = f"left: {100 * x / WIDTH:.2f}%; top: {100 * (HEIGHT - y) / HEIGHT:.2f}%"
            marks.append(f'<span{" class=ml-nowhere" if name == NOWHERE else ""} aria-hidden="true" style="{at}">'
                         f"{words}</span>")
    return (f'<style>{_MAP_CSS}</style><div class="ml-filled">{still(map_png(), chain.in_words(), WIDTH)}'
            f"{''.join(marks)}</div>")


def listed(placed: Mapping[str, str]) -> str:
    """What stands where, in the order of the chain."""
    return "".join(f"<div><b>{_name(name)}</b><br>{'<br>'.join(html.escape(_marked(each)) for each in here)}</div>"
                   for name, here in standing(placed).items() if here).join(('<div class="ml-standing">', "</div>"))


def causes_in_report(entry: Mapping[str, Any]) -> str:
    """The map and what stands on it, as it goes into the lab report; nothing if nothing was tried."""
    placed, tried = entry["placed"], sum(map(len, entry["wrong"].values()))
    if not placed and not tried:
        return ""
    return (f"<article><p><b>{ASKED}</b></p>{filled(placed)}<p>{KEY}</p>{listed(placed)}"
            f"<p>{causes_counted(entry)}; wrong tries: {tried}.</p></article>")


def causes_counted(entry: Mapping[str, Any]) -> str:
    """“20 of 28 placed, 17 of them at the first try”."""
    at_once = sum(not entry["wrong"].get(key) for key in entry["placed"])
    return f"{len(entry['placed'])} of {len(causes())} placed, {at_once} of them at the first try"


def _marked(its: Cause) -> str:
    return f"{DEEDS[its.does].mark} {its.words}" if its.does else its.words


def _name(place: str) -> str:
    return html.escape(PLACES[place])


def _from(after: Cause | None, among: list[Cause]) -> list[Cause]:
    """The others in the order of the list, from one of them on."""
    order = list(causes())
    start = order.index(after) if after else 0
    return [each for each in (*order[start:], *order[:start]) if each in among]

