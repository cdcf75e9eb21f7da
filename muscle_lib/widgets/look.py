"""How the widgets look, and how a small script comes to each.

Core ipywidgets give no way to name a slider's handle, to give a picture its text alternative, or to mark a region
whose changes are to be read out. So every top-level widget of ours carries one invisible ``<style>`` element; when
the page has loaded it, it runs ``script.SCRIPT`` once on the widget it stands in. It also keeps letters that are
typed at a widget from the notebook, and the focus where it belongs. Where a server forbids such scripts, all can still
be used; ``install_check`` says what is missing then.
"""

from __future__ import annotations

import base64
import html
import math
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from ipywidgets import HTML, HBox, Layout

from muscle_lib.figures.style import RC
from muscle_lib.widgets.script import SCRIPT

#: The class of every top-level widget of ours.
ROOT = "ml-root"
#: Text that a screen reader announces when it changes.
LIVE = "ml-live"
#: Text that a press has brought: the keyboard goes there, and so it is read out, when the button itself goes.
RESULT = "ml-result"

#: A doi may have brackets in it, but does not end with a full stop or a colon.
_DOI = re.compile(r"doi (10\.\d{4,9}/(?:[^\s;,()]|\([^\s()]*\))+(?<![.:]))")
_EMPHASIS = re.compile(r"\*(?!\s)([^*]+)(?<!\s)\*")

_CSS = """
/* Asleep: no kernel stands behind what is seen. One line says so, wherever one is on the page; no broken chains. */
.ml-root.jupyter-widgets-disconnected::before, .ml-root .jupyter-widgets-disconnected::before { content: none; }
.jp-WindowedPanel-outer:has(.ml-root.jupyter-widgets-disconnected)::before { display: block; position: sticky; top: 0;
  z-index: 5; content: "Asleep: press ▶▶ above to wake this page."; padding: 5px 14px; font-size: 14px;
  color: #1a1a1a; background: #fff3c4; border-bottom: 2px solid #c44e00; }
/* What was said while a model was compiled for the first time (notice.py). */
.jp-OutputArea-child:has(.ml-gone) { display: none; }
/* A word of the glossary: the browser shows what it means to the mouse, this to the keyboard. */
a[href$="#cell-id=glossary"][title]:focus-visible { position: relative; }
a[href$="#cell-id=glossary"][title]:focus-visible::after { content: attr(title); position: absolute; left: 0; top: 100%;
  width: max-content; max-width: 380px; z-index: 6; padding: 4px 8px; font-size: 14px; font-weight: normal;
  font-style: normal; color: #1a1a1a; background: #fff; border: 1px solid #4d4d4d; }
.ml-root { max-width: 880px; font-size: 14px; overflow: visible; direction: ltr; text-align: left;
  --ml-blue: #0072b2; --ml-link: #00568c;
  --ml-danger: #b00020; --ml-changed: #c44e00; --ml-good: #007a59; --ml-tick: #4d4d4d; --ml-paper: #ffffff; }
[data-jp-theme-light="false"] .ml-root { --ml-blue: #56b4e9; --ml-link: #8ccbff; --ml-danger: #ff8f9c;
  --ml-changed: #ff9d5c; --ml-good: #3fc79f; --ml-tick: #c8c8c8; --ml-paper: #111111; }
.ml-root:focus { outline: none; }
.ml-root .ml-pad { cursor: crosshair; }
.ml-root small { font-size: 12px; }
.ml-root.ml-explorer, .ml-root.ml-monitor, .ml-root.ml-predict, .ml-root.ml-mystery { max-width: 1140px; width: 100%; }
.ml-predict > .ml-card { max-width: 880px; }
.ml-root .ml-outcome .ml-card { padding: 1px 12px 2px 12px; }
.ml-root .ml-outcome p, .ml-root .ml-outcome .widget-html-content > div { margin: 2px 0; }
.ml-root .ml-outcome .widget-html-content { line-height: 1.3; }
.ml-root .ml-outcome .ml-right, .ml-root .ml-outcome .ml-wrong { padding: 0 10px; }
.ml-explorer, .ml-monitor, .ml-mystery { container-type: inline-size; }
.ml-root .ml-board, .ml-root .ml-board > * { overflow: visible; }
/* A picture is never made so small that its words cannot be read: on a narrow page it is pushed sideways. */
.ml-root .ml-sideways { overflow: auto hidden; }
.ml-root .ml-sideways .widget-box { overflow: visible; }
/* A slider under its name, two of them beside one another where there is room. A third is as long as these. */
.ml-root .ml-grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
  column-gap: 20px; overflow: visible; }
.ml-root .ml-control { flex-flow: row wrap; align-items: center; min-height: 36px; min-width: 0; overflow: visible; }
.ml-root .ml-name { flex: 1 0 100%; overflow: visible; }
/* Where there is room (a window of 1268 px leaves 1100), what is turned stands beside the picture: all of it is on a
   projector's screen at once. With less, sliders would be so short and names so broken that it would not be. */
@container (min-width: 1100px) {
  .ml-root .ml-board { display: grid; grid-template-columns: 840px minmax(0, 1fr); column-gap: 14px;
    grid-template-areas: "screen hand" "screen words" "under words" "try try" "outcome outcome" "rest rest";
    grid-template-rows: auto 1fr auto auto auto auto; }
  .ml-root .ml-outcome { grid-area: outcome; } .ml-root .ml-hand { grid-area: hand; }
  .ml-root .ml-screen { grid-area: screen; } .ml-root .ml-under { grid-area: under; }
  .ml-root .ml-words { grid-area: words; }
  .ml-root .ml-try { grid-area: try; } .ml-root .ml-rest { grid-area: rest; }
  .ml-root .ml-hand .ml-grid { grid-template-columns: minmax(0, 1fr); }
  /* What lives is put in words anew each second: nothing that is pressed lies under them. */
  .ml-monitor .ml-board { grid-template-areas: "screen hand" "try words" "rest words";
    grid-template-rows: auto auto 1fr; }
  .ml-root .ml-sides { display: grid; grid-template-columns: minmax(0, 1fr) 390px; column-gap: 20px; }
  /* A line as long as the board would be hard to read. */
  .ml-root .ml-outcome .widget-html-content { columns: 2; column-gap: 24px; line-height: 1.25; }
  .ml-root .ml-outcome .widget-html-content > b { display: block; break-inside: avoid; }
  .ml-root .ml-outcome .ml-card { padding: 0 12px; } .ml-root .ml-outcome p { margin: 0; }
}
.ml-root .widget-html-content, .ml-root .jupyter-widgets label { font-size: 14px; line-height: 1.35; }
.ml-root button.jupyter-button { font-size: 14px; width: auto; height: 30px; line-height: 28px; padding: 0 10px; }
.ml-root .ml-try button.jupyter-button { height: 26px; line-height: 24px; padding: 0 7px; margin: 1px; }
.ml-root button.jupyter-button:focus-visible, .ml-root .noUi-handle:focus-visible, .ml-root select:focus-visible,
.ml-root input:focus-visible, .ml-root textarea:focus-visible, .ml-root .ml-sideways:focus-visible,
.ml-root .ml-pad:focus-visible,
.ml-root .ml-result:focus-visible {
  outline: 3px solid var(--ml-blue); outline-offset: 2px; }
.ml-root .ml-row { flex-flow: row wrap; align-items: center; gap: 2px; overflow: visible; }
.ml-root .ml-name .widget-html-content { line-height: 1.15 !important; }
.ml-root .ml-track { flex: 1 1 0; min-width: 0; overflow: visible; }
.ml-root .ml-track .widget-slider, .ml-root .ml-track .widget-hslider { width: auto; height: 24px; margin: 0 2px; }
.ml-root .ml-marks { height: 7px; margin: 0 10px; overflow: visible; }
.ml-root .ml-marks .widget-html-content { position: relative; height: 7px; line-height: 0 !important; }
.ml-root .ml-choice .widget-toggle-buttons, .ml-root .ml-choice .widget-dropdown { width: auto; flex: 1 1 auto; }
.ml-root .ml-choice .widget-toggle-button { width: auto; margin: 1px; }
.ml-root .ml-number { flex: 0 0 84px; }
.ml-root .ml-number input { font-size: 14px; }
/* Room is kept for the dot, and for a line below that may come and go: nothing jumps while a slider is moved. */
.ml-root .ml-control .ml-label { display: inline-block; position: relative; padding-left: 16px; }
.ml-root .ml-control .ml-label::before { content: "●"; position: absolute; left: 0; color: var(--ml-changed);
  visibility: hidden; }
.ml-root .ml-control .ml-changed::before { visibility: visible; }
.ml-root .ml-ends { white-space: nowrap; }
/* It does nothing now. Its words stay dark, as they say why. */
.ml-root .ml-idle .ml-track { opacity: 0.45; }
.ml-root .ml-band { position: absolute; top: 1px; height: 5px; border-radius: 3px; background: var(--ml-good); }
.ml-root .ml-danger { position: absolute; top: 1px; height: 5px; border-radius: 3px;
  background: repeating-linear-gradient(135deg, var(--ml-danger) 0 3px, var(--ml-paper) 3px 5px); }
.ml-root .ml-dangerous { color: var(--ml-danger); font-weight: 600; }
.ml-root .ml-tick { position: absolute; top: 0; width: 3px; height: 7px; margin-left: -1px;
  background: var(--ml-tick); }
.ml-root img.widget-image { display: block; height: auto !important; background: #fff; margin: 2px 0; }
/* These stand alone in a row. */
.ml-root .ml-control.ml-wide, .ml-root .ml-film .ml-control { flex-flow: row; }
.ml-root .ml-wide .ml-name { flex: 0 0 auto; }
.ml-root .ml-sentence { min-height: 40px; }
/* As high as the longest one yet, which lies under it unseen. */
.ml-monitor .ml-sentence { display: grid; }
.ml-monitor .ml-sentence > span, .ml-monitor .ml-sentence::after { grid-area: 1 / 1; }
.ml-monitor .ml-sentence::after { content: attr(data-longest); visibility: hidden; }
.ml-monitor .ml-outcome, .ml-monitor .ml-under { display: none; }
.ml-monitor .ml-try > :last-child { min-height: 20px; }
.ml-root .ml-unseen { visibility: hidden; }
.ml-root .ml-problem { border-left: 4px solid var(--ml-danger); padding: 2px 10px; font-weight: 600; }
.ml-root .ml-card { border: 1px solid var(--jp-border-color1, #bbb); border-left: 5px solid var(--ml-blue);
  border-radius: 4px; padding: 6px 12px 10px 12px; overflow: visible; }
.ml-root .ml-card > button, .ml-root .ml-sides > * > button { align-self: flex-start; }
.ml-root .ml-sides { flex-flow: column; } .ml-root .ml-sides, .ml-root .ml-sides > * { overflow: visible; }
.ml-root .ml-right { border-left: 4px solid var(--ml-good); padding: 2px 10px; }
.ml-root .ml-wrong { border-left: 4px solid var(--ml-changed); padding: 2px 10px; }
.ml-root .ml-grave { border: 2px solid var(--ml-changed); border-left: 14px double var(--ml-changed); }
.ml-root .widget-radio, .ml-root .widget-radio-box { width: auto !important; max-width: 100%; height: auto; }
.ml-root .widget-radio-box label { height: auto; min-height: 26px; white-space: normal; line-height: 1.35;
  padding: 2px 0; width: auto; }
.ml-root a.ml-link { color: var(--ml-link); text-decoration: underline; padding: 0 8px; }
.ml-root textarea { font-size: 14px; }
.ml-root table.ml-table { border-collapse: collapse; font-size: 14px; }
.ml-root table.ml-table th, .ml-root table.ml-table td { border-bottom: 1px solid #ccc; padding: 3px 8px;
  text-align: left; vertical-align: top; }
.ml-root .ml-inside { overflow-x: auto; overflow-wrap: normal; word-break: normal; }
.ml-root .ml-inside p { margin: 6px 0; max-width: 840px; }
.ml-root .ml-inside .ml-equation { white-space: pre-wrap; font-family: Georgia, "Times New Roman", serif;
  font-size: 15px; margin: 2px 0 2px 24px; max-width: 820px; }
.ml-root .ml-inside .ml-parameters td:nth-child(5) { min-width: 150px; }
.ml-root .ml-inside .ml-parameters td:nth-child(6) { min-width: 230px; }
.ml-root .ml-inside a { color: var(--jp-content-link-color, #00568c); overflow-wrap: anywhere; }
.ml-root .ml-inside code { white-space: nowrap; }
/* A case of the trainer: the body, and beside it (on a narrow page below it) what is decided. */
.ml-root.ml-triage { max-width: 1000px; }
.ml-root .ml-case { flex-flow: row wrap; align-items: flex-start; gap: 4px 18px; overflow: visible; }
.ml-root .ml-case > :first-child { flex: 0 0 auto; }
.ml-root .ml-case > :last-child { flex: 1 1 380px; min-width: 0; overflow: visible; }
.ml-root .ml-case > * > button { align-self: flex-start; }
.ml-root .ml-case img { display: block; max-width: 100%; height: auto; background: #fff; border-radius: 6px; }
.ml-root .ml-case .widget-radio-box label { margin: 0; min-height: 24px; }
.ml-root.ml-triage p { margin: 3px 0; max-width: 840px; }
.ml-root .ml-verdict a.ml-link { padding: 0; } .ml-root .ml-verdict small { display: block; line-height: 1.25; }
.ml-root caption { text-align: left; }
.ml-root details { margin: 4px 0; } .ml-root summary { cursor: pointer; }
.ml-root summary:focus-visible { outline: 3px solid var(--ml-blue); outline-offset: 2px; }
/* The bar of a lesson: a piece for each task, and what has become of it by its shape as well as its colour. */
.ml-root .ml-row-of-steps { display: flex; flex-flow: row wrap; align-items: center; gap: 2px 14px; padding: 1px 0; }
.ml-root .ml-steps { display: inline-flex; align-items: center; gap: 2px; font-weight: 600; }
.ml-root .ml-step { display: inline-block; box-sizing: border-box; width: 12px; height: 14px; border-radius: 2px;
  vertical-align: -2px; border: 1px solid var(--ml-tick); forced-color-adjust: none; }
.ml-root .ml-further, .ml-root .ml-further .ml-steps { font-size: 12px; font-weight: normal; }
.ml-root .ml-further .ml-step { width: 9px; height: 10px; }
.ml-root .ml-done { background: var(--ml-blue); border-color: var(--ml-blue); }
.ml-root .ml-begun { background: linear-gradient(to top, var(--ml-blue) 45%, transparent 45%); }
.ml-root .ml-skipped { border-color: var(--ml-changed);
  background: repeating-linear-gradient(135deg, var(--ml-changed) 0 2px, transparent 2px 4px); }
.ml-root .ml-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.ml-root .ml-script { display: none; }
/* High contrast: the system takes all backgrounds away, so what was told by one is told by its own colours. */
@media (forced-colors: active) {
  .ml-root .noUi-target, .ml-root .noUi-handle { border: 1px solid CanvasText !important; }
  .ml-root .noUi-handle { forced-color-adjust: none; background: CanvasText !important; }
  .ml-root button.jupyter-button { border: 1px solid ButtonText; }
  .ml-root button.mod-active, .ml-root button.mod-info, .ml-root button.mod-primary {
    forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight; }
  .ml-root button.jupyter-button:disabled { color: GrayText; border-color: GrayText; }
  .ml-root .ml-step { --ml-blue: Highlight; --ml-changed: CanvasText; --ml-tick: CanvasText; }
  .ml-root .ml-tick, .ml-root .ml-band, .ml-root .ml-danger { forced-color-adjust: none; }
  .ml-root .ml-tick { background: CanvasText; }
  .ml-root .ml-band { background: Highlight; }
  .ml-root .ml-danger { background: repeating-linear-gradient(135deg, CanvasText 0 3px, Canvas 3px 5px); }
}
"""


def page_hook() -> HTML:
    """The invisible element that styles a top-level widget and describes it to a screen reader."""
    hook = HTML(_hook())
    hook.add_class("ml-script")
    return hook


@cache
def _hook() -> str:
    script = html.escape(re.sub(r"\s+", " ", SCRIPT), quote=True)
    return f'<style onload="{script}">{_CSS}</style>'


def text(words: str, css_class: str = "") -> HTML:
    """A piece of trusted HTML with a class of its own (escape what comes from a student)."""
    element = HTML(words)
    if css_class:
        element.add_class(css_class)
    return element


def heard(field: Any, words: HTML, trait: str = "value") -> HTML:
    """A text beside a field, which tells the page what of that field has arrived here: a press waits for it."""
    shown = words.value

    def tell(_: Any = None) -> None:
        has = getattr(field, trait)
        words.value = f'<div data-has="{-1 if has is None else html.escape(str(has))}">{shown}</div>'

    field.observe(tell, trait)
    tell()
    return words


def paragraph(words: str, css_class: str) -> str:
    """Escaped words in a ``<div>`` of a class; empty for no words."""
    return f'<div class="{css_class}">{html.escape(words)}</div>' if words else ""


def rendered(words: str) -> str:
    """A text of ours as HTML: escaped, what stands *between asterisks* emphasised, and each doi a link."""
    words = _EMPHASIS.sub(r"<em>\1</em>", html.escape(words))
    return _DOI.sub(r'<a href="https://doi.org/\1" target="_blank" rel="noopener">doi \1</a>', words)


def plain(words: str) -> str:
    """The same for where nothing can be emphasised (a button, a name that is read out): without the asterisks."""
    return _EMPHASIS.sub(r"\1", words)


def row(children: Iterable[Any]) -> HBox:
    """Widgets side by side, which wrap where there is no room."""
    box = HBox(list(children))
    box.add_class("ml-row")
    return box


def readable(width_px: int) -> Layout:
    """How wide a picture is: as drawn if there is room, and never so small that its type is below 12 px."""
    smallest_px = math.ceil(width_px * 12.0 / RC["font.size"])
    return Layout(width=f"{width_px}px", max_width="100%", min_width=f"{smallest_px}px")


def still(picture: bytes, words: str, width_px: int) -> str:
    """A picture that never changes, as plain HTML; the words are for who does not see it."""
    data = base64.b64encode(picture).decode("ascii")
    return f'<img alt="{html.escape(words)}" width="{width_px}" src="data:image/png;base64,{data}">'


def on_paper(picture: bytes, words: str, width_px: int) -> str:
    """A picture with its sentence, as plain HTML: what is left of a widget where no kernel runs."""
    data, words = base64.b64encode(picture).decode("ascii"), html.escape(words)
    return (f'<figure dir="ltr"><img alt="{words}" width="{width_px}" src="data:image/png;base64,{data}">'
            f"<figcaption>{words}</figcaption></figure>")
