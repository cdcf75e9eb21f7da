"""The chain of a movement on a page: ``chain_map``, the start page's picture and way in, and the strip in a lesson's
head. The pictures stand still; links and marks lie over them.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from muscle_lib.chapters import Chapter, chapters
from muscle_lib.figures.drawings import chain
from muscle_lib.figures.drawings.chain import BACK, HEIGHT, NAMES, PLACES, STRIP_HEIGHT, STRIP_PLACES, WIDTH, Place
from muscle_lib.figures.drawings.stills import LEGS_px, legs_png, map_png, strip_png
from muscle_lib.widgets.look import still

#: What is said of the two legs beside the map.
LEGS = "A calf that contracts gets shorter, and pulls the heel up."
LEGS_ALT = "A leg at rest, and one whose calf contracts."

#: A lesson's strip has its style with it, as it also stands on paper. On a screen its words are never below 12 px.
_STRIP_CSS = """
@media screen { .ml-strip .ml-sideways { overflow: auto hidden; } .ml-strip div div { min-width: 720px; } }
.ml-progress .widget-html-content { min-width: 0; }
.ml-strip { max-width: 840px; font-size: 14px; line-height: 1.4; margin-bottom: 2px; }
.ml-strip div div { position: relative; }
.ml-strip img { display: block; width: 100%; max-width: 100%; height: auto; background: #fff; border-radius: 6px; }
.ml-strip i { position: absolute; box-sizing: border-box; border: 3px solid #5b2a86; border-radius: 8px;
  forced-color-adjust: none; }
"""
_CSS = f"""
.ml-chain {{ display: flex; flex-flow: row wrap; gap: 8px 12px; align-items: flex-start; }}
.ml-chain-sideways {{ flex: 0 1 {WIDTH}px; min-width: 0; overflow: auto hidden; padding: 4px; margin: -4px; }}
.ml-chain-map {{ position: relative; width: {WIDTH}px; }}
.ml-chain img {{ display: block; width: 100%; max-width: 100%; height: auto; background: #fff; border-radius: 6px; }}
.ml-chain figure {{ flex: 0 0 {LEGS_px[0]}px; margin: 0; }}
.ml-chain ul {{ list-style: none; margin: 0; padding: 0; }}
.ml-chain li {{ margin: 0; }}
.ml-chain a.ml-chapter {{ position: absolute; display: block; border-radius: 8px; text-decoration: none; }}
.ml-chain a.ml-chapter span {{ position: absolute; transform: translate(-50%, -50%); padding: 0 7px; font-size: 14px;
  line-height: 20px; white-space: nowrap; color: #00568c; background: #fff; border: 1px solid #00568c;
  border-radius: 11px; }}
.ml-chain a.ml-chapter:hover {{ outline: 2px solid #00568c; }}
.ml-chain a.ml-chapter:focus-visible {{ outline: 3px solid #0072b2; outline-offset: 1px; }}
.ml-chain a.ml-chapter:hover span, .ml-chain a.ml-chapter:focus-visible span {{ color: #fff; background: #00568c; }}
@media (forced-colors: active) {{
  .ml-chain a.ml-chapter span {{ color: LinkText; background: Canvas; border-color: LinkText; }}
  .ml-chain a.ml-chapter:focus-visible span {{ forced-color-adjust: none; color: HighlightText;
    background: Highlight; }}
}}
"""


def chain_map() -> ChainPage:
    """The map of the chain: each picture opens its chapter. Beside it a leg, at rest and at work."""
    return ChainPage(tuple(each for each in chapters() if not each.planned and each.links))


class ChainPage:
    """What ``chain_map`` returns: plain HTML, as only there JupyterLab turns a link to a notebook into one that opens
    it beside the others."""

    def __init__(self, shown: Sequence[Chapter]) -> None:
        self._shown = shown

    def __str__(self) -> str:
        return "\n".join([chain.in_words(), *(_name(each) for each in self._shown)])

    def _repr_html_(self) -> str:
        links = "".join(_link(each, parts(each, self._shown)) for each in self._shown)
        legs = html.escape(LEGS)
        return (f'<style>{_CSS}</style><div class="ml-chain"><div class="ml-chain-sideways"><div class="ml-chain-map">'
                f'{still(map_png(), chain.in_words(), WIDTH)}'
                f'<nav aria-label="The chapters on the map"><ul>{links}</ul></nav></div></div>'
                f'<figure>{still(legs_png(), LEGS_ALT, LEGS_px[0])}'
                f"<figcaption>{legs}</figcaption></figure></div>")


def parts(chapter: Chapter, shown: Sequence[Chapter]) -> list[Place]:
    """A chapter's part of each of its pictures on the map: what several chapters share is divided."""
    found = []
    for link in chapter.links:
        sharing = [each.name for each in shown if link in each.links]
        found.append(PLACES[link].part(sharing.index(chapter.name), len(sharing)))
    return found


def around(places: Sequence[Place]) -> Place:
    """The rectangle around several."""
    return Place(min(place.left for place in places), min(place.low for place in places),
                 max(place.right for place in places), max(place.high for place in places))


def _link(chapter: Chapter, own: Sequence[Place]) -> str:
    """One link for all its pictures, with the chapter's number on each."""
    area = around(own)
    name, wide, high = html.escape(_name(chapter)), area.right - area.left, area.high - area.low
    chips = []
    for part in own:
        x, y = part.tag
        word = f"Chapter {chapter.number}" if part.right - part.left > 100.0 else f"{chapter.number}"
        at = f"left: {100 * (x - area.left) / wide:.2f}%; top: {100 * (area.high - y) / high:.2f}%"
        chips.append(f'<span style="{at}">{word}</span>')
    return (f'<li><a class="ml-chapter" href="{chapter.lesson}.ipynb" aria-label="{name}" title="{name}" '
            f'style="{over(area, HEIGHT)}">{"".join(chips)}</a></li>')


def strip(chapter: Chapter) -> str:
    """The chain as a strip, with a chapter's place in it marked; nothing for one that has none."""
    marked = [name for name in NAMES if name in (*chapter.links, *chapter.near) and name in STRIP_PLACES]
    if not marked:
        return ""
    here = chain.here(marked)
    frames = "".join(f'<i style="{over(STRIP_PLACES[name], STRIP_HEIGHT)}"></i>' for name in marked)
    places = [STRIP_PLACES[name] for name in marked if name != BACK] or [STRIP_PLACES[BACK]]
    left, right = min(place.left for place in places), max(place.right for place in places)
    # The sentence stands under what it names, and has room to go on: to the right or, at the right end, to the left.
    side = f"padding-left: {100 * left / WIDTH:.1f}%" if left < WIDTH * 0.6 else (
        f"padding-right: {100 * (WIDTH - right) / WIDTH:.1f}%; text-align: right")
    return (f'<style>{_STRIP_CSS}</style><div class="ml-strip"><div class="ml-sideways"><div>'
            f'{still(strip_png(), f"{chain.in_words()} {here}", WIDTH)}{frames}</div></div>'
            f'<div style="{side}" aria-hidden="true"><b>{html.escape(here)}</b></div></div>')


def _name(chapter: Chapter) -> str:
    return f"Chapter {chapter.number}: {chapter.title}"


def over(place: Place, height: float) -> str:
    """The style of what lies over a place."""
    return "; ".join(f"{name}: {size}" for name, size in percent(place, height).items())


def percent(place: Place, height: float) -> dict[str, str]:
    """Where a place lies, as parts of the picture: so what lies over it goes with its size."""
    return {"left": f"{100 * place.left / WIDTH:.2f}%", "top": f"{100 * (height - place.high) / height:.2f}%",
            "width": f"{100 * (place.right - place.left) / WIDTH:.2f}%",
            "height": f"{100 * (place.high - place.low) / height:.2f}%"}
