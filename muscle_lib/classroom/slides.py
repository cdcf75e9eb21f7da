"""``python3 lab.py slides 02``: one page for each prediction, to vote on with a class. First its case and the choices;
then the outcome in their place. One file for a browser, without a network; arrow keys turn the pages.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from muscle_lib.classroom.lesson import Experiment, Station, Task, experiment, read_lesson, titled, words_html
from muscle_lib.questions import Prediction, question
from muscle_lib.widgets.answers import write_safely
from muscle_lib.widgets.choices import answered
from muscle_lib.widgets.look import rendered, still

_STYLE = """
html, body { height: 100%; margin: 0; background: #fff; color: #1a1a1a; }
body { font: 2.6vmin/1.35 system-ui, sans-serif; }
section { display: none; box-sizing: border-box; min-height: 100%; padding: 3vmin 5vmin 7vmin 5vmin; }
section.now { display: block; } body:not(.script) section { display: block; }
h1 { font-size: 5vmin; } h2 { font-size: 1.1em; margin: 0 0 0.6em 0; border-bottom: 2px solid #0072b2; }
p.asked { font-size: 1.35em; font-weight: bold; margin: 0.6em 0; }
ol { font-size: 1.25em; margin: 0.4em 0; padding-left: 1.6em; } li { padding: 0.2em 0; }
div.outcome ol { font-size: 1em; } li.right { font-weight: bold; } li.right::after { content: " ✓"; color: #007a59; }
div.outcome p { margin: 0.4em 0; } .key { border-left: 0.25em solid #007a59; padding-left: 0.5em; }
img { display: block; width: auto; max-width: 100%; height: auto; max-height: 52vh; margin: 0.4em auto; }
nav { position: fixed; right: 2vmin; bottom: 1.5vmin; font-size: 2.2vmin; background: #fff; padding: 0.2em; }
nav button { font: inherit; min-width: 2.6em; min-height: 2em; } body:not(.script) nav { display: none; }
@media print { @page { size: landscape; margin: 10mm; } section { display: block !important; min-height: 0;
  break-after: page; padding: 0; } nav { display: none; } body { font-size: 11pt; } img { max-height: 100mm; } }
"""
#: The arrows (and what a presenter's remote sends) turn the pages, Home and End go to the ends, F fills the screen. The
#: address tells the page, so that a reload stays there.
_SCRIPT = """
"use strict";
const pages = [...document.querySelectorAll("section")], where = document.getElementById("where");
let now = Math.max(0, pages.findIndex(page => "#" + page.id === location.hash));
function show(place) {
  now = Math.min(Math.max(place, 0), pages.length - 1);
  pages.forEach((page, i) => page.classList.toggle("now", i === now));
  where.textContent = (now + 1) + " of " + pages.length;
  history.replaceState(null, "", "#" + pages[now].id);
  document.getElementById("said").textContent = pages[now].querySelector("h1, h2").textContent;
  scrollTo(0, 0);
}
function fill() {
  if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen();
}
const keys = {ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1};
addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key in keys) show(now + keys[event.key]);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(pages.length - 1);
  else if (event.key === "f" || event.key === "F") fill();
  else return;
  event.preventDefault();
});
document.getElementById("back").onclick = () => show(now - 1);
document.getElementById("on").onclick = () => show(now + 1);
document.getElementById("fill").onclick = fill;
document.body.classList.add("script");
show(now);
"""
_UNSEEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"


def write(notebook: Path, folder: Path) -> Iterator[str]:
    """Write a chapter's predictions as slides into a folder; says meanwhile what is done. A ValueError says what is
    wrong."""
    lesson = read_lesson(notebook)
    slides = []
    for station in lesson.stations:
        for task in station.tasks:
            if task.key.startswith("p"):
                yield f"Station {station.number} · {task.key} ..."
                slides.append(slide(station, task, experiment(task.shown)))
    path = folder / f"{notebook.stem}-slides.html"
    write_safely(path, page(titled(lesson.chapter), slides))
    yield f"Written: {folder.name}/{path.name}, with {len(slides)} prediction{'' if len(slides) == 1 else 's'}"
    yield "Open it in a browser. Arrow keys turn the pages, F fills the screen"


def page(title: str, slides: Sequence[str]) -> str:
    """The whole file: a first page, and two for each prediction. Without the script, or printed, all are in a row."""
    title = html.escape(title)
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            f'<title>{title} · Slides</title><meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
            f"</head><body><main><section id='title'><h1>{title}</h1><p>What do you expect? Vote, then look.</p>"
            f"</section>{''.join(slides)}</main><nav><button id='back' aria-label='Back'>←</button> "
            "<span id='where'></span> <button id='on' aria-label='On'>→</button> "
            f"<button id='fill'>Full screen (F)</button><span id='said' role='status' style='{_UNSEEN}'></span></nav>"
            f"<script>{_SCRIPT}</script></body></html>\n")


def slide(station: Station, task: Task, done: Experiment) -> str:
    """A prediction twice: with its case, to be voted on; and with its outcome."""
    asked = question("predict", task.shown.key)
    head = html.escape(f"Station {station.number} · {station.title}")
    return (f"<section id='{task.key}'><h2>{head}</h2>{words_html(_case(station, task))}"
            f"<p class='asked'>{rendered(asked.text)}</p>{_choices(asked)}</section>"
            f"<section id='{task.key}-outcome'><h2>{head} · What happens</h2>"
            f"<div class='outcome'>{_choices(asked, True)}"
            f"<p class='key'>{rendered(done.outcome)} {answered(asked.choices[asked.right - 1], True)}</p>"
            f"{still(done.after, done.after_words, done.width_px)}</div></section>")


def _case(station: Station, task: Task) -> str:
    """What stands right above the prediction; for a station's first one the story it begins with. (How long it takes,
    and what is on the screen, is for who sits at it.)"""
    if task.words:
        return task.words
    paragraphs = [each for each in station.case.strip().split("\n\n") if not each.startswith("*")]
    first = next(each for each in station.tasks if each.key.startswith("p"))
    return paragraphs[0] if paragraphs and task is first else ""


def _choices(asked: Prediction, told: bool = False) -> str:
    lines = [f"<li{' class=right' if told and number == asked.right else ''}>{rendered(choice.text)}</li>"
             for number, choice in enumerate(asked.choices, start=1)]
    return f'<ol type="A">{"".join(lines)}</ol>'
