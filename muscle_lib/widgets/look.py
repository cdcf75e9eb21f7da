"""How the widgets look, and the small script that tells a screen reader what it needs.

Core ipywidgets give no way to name a slider's handle, to give a picture its text alternative, or to mark a region
whose changes are to be read out. So every top-level widget of ours carries one invisible ``<style>`` element; when
the page has loaded it, it runs ``_SCRIPT`` once on the widget it stands in. Without the script all still works; it
is only less well described.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable
from typing import Any

from ipywidgets import HTML, HBox

#: The class of every top-level widget of ours.
ROOT = "ml-root"
#: Text that a screen reader announces when it changes.
LIVE = "ml-live"

_CSS = """
/* Asleep: no kernel stands behind what is seen. One line says so, wherever one is on the page; no broken chains. */
.ml-root.jupyter-widgets-disconnected::before, .ml-root .jupyter-widgets-disconnected::before { content: none; }
.jp-WindowedPanel-outer:has(.ml-root.jupyter-widgets-disconnected)::before { display: block; position: sticky; top: 0;
  z-index: 5; content: "Asleep: press ▶▶ above to wake this page."; padding: 5px 14px; font-size: 14px;
  color: #1a1a1a; background: #fff3c4; border-bottom: 2px solid #c44e00; }
/* A word of the glossary: the browser shows what it means to the mouse, this to the keyboard. */
a[href$="#cell-id=glossary"][title]:focus-visible { position: relative; }
a[href$="#cell-id=glossary"][title]:focus-visible::after { content: attr(title); position: absolute; left: 0; top: 100%;
  width: max-content; max-width: 380px; z-index: 6; padding: 4px 8px; font-size: 14px; font-weight: normal;
  font-style: normal; color: #1a1a1a; background: #fff; border: 1px solid #4d4d4d; }
.ml-root { max-width: 880px; font-size: 14px; overflow: visible; }
.ml-root.ml-explorer, .ml-root.ml-monitor, .ml-root.ml-predict { max-width: 1140px; width: 100%; }
.ml-predict > .ml-card { max-width: 880px; }
.ml-root .ml-outcome .ml-card { padding: 1px 12px 2px 12px; }
.ml-root .ml-outcome p, .ml-root .ml-outcome .widget-html-content > div { margin: 2px 0; }
.ml-root .ml-outcome .widget-html-content { line-height: 1.3; }
.ml-root .ml-outcome .ml-right, .ml-root .ml-outcome .ml-wrong { padding: 0 10px; }
.ml-explorer, .ml-monitor { container-type: inline-size; }
.ml-root .ml-board, .ml-root .ml-board > * { overflow: visible; }
/* A slider under its name: two of them beside one another, if the page is not very narrow. */
@container (min-width: 640px) {
  .ml-root .ml-hand .ml-control { flex: 1 1 40%; flex-flow: row wrap; min-width: 0; }
  .ml-root .ml-hand .ml-name { flex: 1 0 100%; }
}
/* Where there is room, what is turned stands beside the picture: all of it is on a projector's screen at once. */
@container (min-width: 1100px) {
  .ml-root .ml-board { display: grid; grid-template-columns: 840px minmax(0, 1fr); column-gap: 14px;
    grid-template-areas: "screen hand" "screen words" "outcome words" "try try" "rest rest";
    grid-template-rows: auto 1fr auto auto auto; }
  .ml-root .ml-outcome { grid-area: outcome; } .ml-root .ml-hand { grid-area: hand; }
  .ml-root .ml-screen { grid-area: screen; } .ml-root .ml-words { grid-area: words; }
  .ml-root .ml-try { grid-area: try; } .ml-root .ml-rest { grid-area: rest; }
  .ml-root .ml-hand .ml-grid { flex-flow: column; }
  .ml-root .ml-hand .ml-control { flex: none; width: 100%; }
}
.ml-root .widget-html-content, .ml-root .jupyter-widgets label { font-size: 14px; line-height: 1.35; }
.ml-root button.jupyter-button { font-size: 14px; width: auto; height: 30px; line-height: 28px; padding: 0 10px; }
.ml-root button.jupyter-button:focus-visible, .ml-root .noUi-handle:focus-visible,
.ml-root input:focus-visible, .ml-root textarea:focus-visible { outline: 3px solid #0072b2; outline-offset: 2px; }
.ml-root .ml-grid { flex-flow: row wrap; column-gap: 20px; overflow: visible; }
.ml-root .ml-row { flex-flow: row wrap; align-items: center; gap: 2px; overflow: visible; }
.ml-root .ml-control { flex: 1 1 390px; min-width: min(320px, 100%); max-width: 440px; align-items: center;
  min-height: 36px; overflow: visible; }
.ml-root .ml-name { flex: 0 0 148px; overflow: visible; }
.ml-root .ml-name .widget-html-content { line-height: 1.15 !important; }
.ml-root .ml-track { flex: 1 1 auto; overflow: visible; }
.ml-root .ml-track .widget-slider, .ml-root .ml-track .widget-hslider { width: auto; height: 24px; margin: 0 2px; }
.ml-root .ml-marks { height: 7px; margin: 0 10px; overflow: visible; }
.ml-root .ml-marks .widget-html-content { position: relative; height: 7px; line-height: 0 !important; }
.ml-root .ml-choice .widget-toggle-buttons, .ml-root .ml-choice .widget-dropdown { width: auto; flex: 1 1 auto; }
.ml-root .ml-choice .widget-toggle-button { width: auto; margin: 1px; }
.ml-root .ml-number { flex: 0 0 84px; }
.ml-root .ml-number input { font-size: 14px; }
.ml-root .ml-changed::before { content: "● "; color: #c44e00; }
.ml-root .ml-changed { font-weight: 600; }
.ml-root .ml-band { position: absolute; top: 1px; height: 5px; border-radius: 3px; background: #007a59; }
.ml-root .ml-danger { position: absolute; top: 1px; height: 5px; border-radius: 3px;
  background: repeating-linear-gradient(135deg, #b00020 0 3px, #ffffff 3px 5px); }
.ml-root .ml-dangerous { color: #b00020; font-weight: 600; }
.ml-root .ml-tick { position: absolute; top: 0; width: 3px; height: 7px; margin-left: -1px; background: #4d4d4d; }
.ml-root img.widget-image { display: block; max-width: 100%; height: auto !important; background: #fff; margin: 2px 0; }
/* These stand alone in a column, where a flex basis would be a height. */
.ml-root .ml-control.ml-wide, .ml-root .ml-film .ml-control { flex: none; max-width: none; }
.ml-root .ml-sentence { min-height: 40px; }
.ml-root .ml-problem { border-left: 4px solid #b00020; padding: 2px 10px; font-weight: 600; }
.ml-root .ml-card { border: 1px solid var(--jp-border-color1, #bbb); border-left: 5px solid #0072b2;
  border-radius: 4px; padding: 6px 12px 10px 12px; overflow: visible; }
.ml-root .ml-card > button { align-self: flex-start; }
.ml-root .ml-right { border-left: 4px solid #007a59; padding: 2px 10px; }
.ml-root .ml-wrong { border-left: 4px solid #c44e00; padding: 2px 10px; }
.ml-root .widget-radio, .ml-root .widget-radio-box { width: auto !important; max-width: 100%; height: auto; }
.ml-root .widget-radio-box label { height: auto; min-height: 26px; white-space: normal; line-height: 1.35;
  padding: 2px 0; width: auto; }
.ml-root a.ml-link { color: #00568c; text-decoration: underline; padding: 0 8px; }
.ml-root textarea { font-size: 14px; }
.ml-root table.ml-table { border-collapse: collapse; font-size: 14px; }
.ml-root table.ml-table th, .ml-root table.ml-table td { border-bottom: 1px solid #ccc; padding: 3px 8px;
  text-align: left; vertical-align: top; }
.ml-root .ml-inside { overflow-x: auto; }
.ml-root .ml-inside code { overflow-wrap: anywhere; }
.ml-root .ml-inside pre { white-space: pre-wrap; font-size: 13px; }
.ml-root .ml-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.ml-root .ml-script { display: none; }
"""

_SCRIPT = """
(function (style) {
  var root = style.closest('.ml-root');
  if (!root || root.dataset.mlDescribed) { return; }
  root.dataset.mlDescribed = '1';
  function name(element, text) {
    if (element && element.getAttribute('aria-label') !== text) { element.setAttribute('aria-label', text); }
  }
  function describe() {
    /* What is typed into a page that sleeps would be lost. */
    var asleep = root.classList.contains('jupyter-widgets-disconnected');
    root.querySelectorAll('button, input, select, textarea, .noUi-target').forEach(function (part) {
      if (part.inert !== asleep) { part.inert = asleep; } });
    root.querySelectorAll('.ml-control').forEach(function (control) {
      var label = control.querySelector('.ml-label');
      if (!label) { return; }
      name(control.querySelector('.noUi-handle'), label.dataset.name);
      name(control.querySelector('.ml-number input'), label.dataset.name + ', type a value');
      name(control.querySelector('select'), label.dataset.name);
      var options = control.querySelector('.widget-toggle-buttons');
      if (options) { options.setAttribute('role', 'group'); name(options, label.dataset.name); }
    });
    /* Arrow keys choose in a list; to JupyterLab they would mean the next cell. */
    root.querySelectorAll('select, input[type=radio]').forEach(function (input) {
      input.setAttribute('data-lm-suppress-shortcuts', 'true');
    });
    root.querySelectorAll('.widget-toggle-button').forEach(function (button) {
      button.setAttribute('aria-pressed', button.classList.contains('mod-active'));
    });
    root.querySelectorAll('[class*="ml-names-"]').forEach(function (holder) {
      var words = holder.querySelector('[data-names]');
      if (words) { holder.querySelectorAll('input, textarea, select').forEach(function (input) {
        if (!input.labels || !input.labels.length || !input.labels[0].textContent.trim()) {
          name(input, words.dataset.names); } }); }
    });
    root.querySelectorAll('.widget-play').forEach(function (play) {
      play.querySelectorAll('button').forEach(function (button, i) {
        name(button, ['Play or pause the film', 'Stop the film', 'Repeat the film'][i] || 'Film');
      });
    });
    root.querySelectorAll('.ml-live > .widget-html-content').forEach(function (live) {
      if (live.getAttribute('role') !== 'status') {
        live.setAttribute('role', 'status');
        live.setAttribute('aria-live', 'polite');
        live.setAttribute('aria-atomic', 'true');
      }
    });
    var words = root.querySelector('.ml-sentence');
    root.querySelectorAll('img.widget-image').forEach(function (picture) {
      var its = picture.parentElement.querySelector('.ml-picture-words') || words;
      if (its && picture.alt !== its.textContent.trim()) { picture.alt = its.textContent.trim(); }
    });
  }
  new MutationObserver(describe).observe(root, {childList: true, subtree: true, attributes: true,
    attributeFilter: ['class']});
  describe();
})(this)
"""


def page_hook() -> HTML:
    """The invisible element that styles a top-level widget and describes it to a screen reader."""
    script = html.escape(re.sub(r"\s+", " ", _SCRIPT), quote=True)
    hook = HTML(f'<style onload="{script}">{_CSS}</style>')
    hook.add_class("ml-script")
    return hook


def text(words: str, css_class: str = "") -> HTML:
    """A piece of trusted HTML with a class of its own (escape what comes from a student)."""
    element = HTML(words)
    if css_class:
        element.add_class(css_class)
    return element


def paragraph(words: str, css_class: str) -> str:
    """Escaped words in a ``<div>`` of a class; empty for no words."""
    return f'<div class="{css_class}">{html.escape(words)}</div>' if words else ""


def row(children: Iterable[Any]) -> HBox:
    """Widgets side by side, which wrap where there is no room."""
    box = HBox(list(children))
    box.add_class("ml-row")
    return box


def on_paper(picture: bytes, words: str, width_px: int) -> str:
    """A picture with its sentence, as plain HTML: what is left of a widget where no kernel runs."""
    data, words = base64.b64encode(picture).decode("ascii"), html.escape(words)
    return (f'<figure><img alt="{words}" width="{width_px}" src="data:image/png;base64,{data}">'
            f"<figcaption>{words}</figcaption></figure>")
