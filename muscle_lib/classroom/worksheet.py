"""``python3 lab.py worksheet 02``: a chapter on paper, to be worked through beside the lab. No answers are on it;
``--key`` writes them. A page for a browser that prints on A4 (or Letter), and as PDF where there is a Chromium.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from muscle_lib.classroom.class_lesson import table
from muscle_lib.classroom.lesson import (
    Experiment,
    Lesson,
    Station,
    Task,
    case_picture,
    experiment,
    read_lesson,
    titled,
    words_html,
)
from muscle_lib.questions import ACCOUNTS, Choice, NumberQuestion, kind_of, question
from muscle_lib.widgets.answers import write_safely
from muscle_lib.widgets.choices import answered
from muscle_lib.widgets.look import rendered, still
from muscle_lib.widgets.record import columns

_STYLE = """
@page { size: %s; margin: 15mm; }
body { font: 15px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 46em; margin: 1em auto;
  padding: 0 1em; }
h1 { font-size: 1.6em; margin: 0 0 0.3em 0; }
h2 { font-size: 1.3em; border-bottom: 2px solid #0072b2; margin-top: 1.8em; }
h3 { font-size: 1em; margin: 1.2em 0 0.2em 0; }
section > div.task { break-inside: avoid; margin: 1.2em 0; }
figure { margin: 0.5em 0; break-inside: avoid; } img { max-width: 100%%; height: auto; }
figcaption { font-size: 0.9em; }
ol { margin: 0.3em 0; padding-left: 2em; } li { padding: 2px 0; }
p.who span, p.line { border-bottom: 1px solid #777; } p.who span { display: inline-block; width: 15em; }
p.line { height: 1.7em; margin: 0; }
table { border-collapse: collapse; width: 100%%; margin: 0.4em 0; font-size: 0.9em; }
caption { text-align: left; font-weight: bold; padding: 2px 0; }
th, td { border: 1px solid #777; padding: 3px 7px; text-align: left; vertical-align: top; }
table.fill td { height: 1.9em; } td.box { width: 4.5em; text-align: center; }
li.right { font-weight: bold; }
.key { font-weight: normal; border-left: 4px solid #007a59; padding-left: 10px; }
footer { margin-top: 2em; font-size: 0.85em; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; } h2, h3 { break-after: avoid; } }
"""
PAPERS = {"a4": "A4", "letter": "letter"}
#: So many columns of results, and so many empty rows.
_RESULTS, _ROWS, _LINES = 3, 3, 5
#: What a lesson says of a curve that is to be built.
_CURVE = re.compile(r"choose “([^”]+)” across and “([^”]+)” up", re.DOTALL)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
             "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
             "/Applications/Chromium.app/Contents/MacOS/Chromium")
_WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")


def write(notebook: Path, folder: Path, *chosen: str) -> Iterator[str]:
    """Write a chapter's worksheet into a folder; “key”: with the answers, “letter”: on Letter. Says meanwhile what is
    done. A ValueError says what is wrong."""
    key, paper = "key" in chosen, PAPERS["letter" if "letter" in chosen else "a4"]
    lesson = read_lesson(notebook)
    parts = []
    for station in lesson.stations:
        yield f"{_head(station)} ..."
        parts.append(station_html(station, key))
    size = "-letter" if paper == "letter" else ""
    path = folder.resolve() / f"{notebook.stem}-{'key' if key else 'worksheet'}{size}.html"
    write_safely(path, page(lesson, parts, key, paper))
    yield f"Written: {folder.name}/{path.name}, for paper of the size {paper.capitalize()}"
    yield pdf(path)


def page(lesson: Lesson, parts: Sequence[str], key: bool, paper: str) -> str:
    """The whole page; the pictures are inside."""
    title = html.escape(titled(lesson.chapter))
    kind = "Key" if key else "Worksheet"
    who = "" if key else "<p class='who'>Name <span></span> Date <span></span></p>"
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            f'<title>{title} · {kind}</title><meta name="viewport" content="width=device-width">'
            f"<style>{_STYLE % paper}</style></head><body><main><h1>{title} · {kind}</h1>{who}{''.join(parts)}</main>"
            "<footer>Muscle Lab · CC BY 4.0</footer></body></html>\n")


def _head(station: Station) -> str:
    return f"Station {station.number} · {station.title}" if station.number else station.title


def station_html(station: Station, key: bool) -> str:
    """One station: its case, and all that it asks."""
    curve = _CURVE.search(station.case)
    parts = [f"<h2>{html.escape(_head(station))}</h2>{words_html(station.case)}"]
    for task in station.tasks:
        words = words_html(task.words) if task.words else ""
        parts.append(words + _DRAWN[kind_of(f"x.{task.key}")](task, key))
        if curve and task.key.startswith("p"):
            parts.append(_curve_table(task, curve[1], curve[2]))
            curve = None
    return f"<section>{''.join(parts)}</section>"


def _asked(name: str, words: str, body: str) -> str:
    return f"<div class='task'><p><b>{name}. {rendered(words)}</b></p>{body}</div>"


def _choices(choices: Sequence[Choice], right: int, key: bool) -> str:
    lines = [f"<li{' class=right' if key and number == right else ''}>{rendered(choice.text)}"
             f"{f'<p class=key>{answered(choice, number == right)}</p>' if key else ''}</li>"
             for number, choice in enumerate(choices, start=1)]
    return f'<ol type="A">{"".join(lines)}</ol>'


def _prediction(task: Task, key: bool) -> str:
    asked, done = question("predict", task.shown.key), experiment(task.shown)
    body = _choices(asked.choices, asked.right, key)
    if key:
        shown = f"<p class='key'>{rendered(done.outcome)}</p>{_picture(done.after, done.after_words, done.width_px)}"
    else:
        shown = _picture(done.axes, "Empty axes", done.width_px, "Sketch here what you expect, before you try.")
    return _asked(task.key, asked.text, body) + shown + _measured(task.key, done, key)


def _measured(name: str, done: Experiment, key: bool) -> str:
    """The experiment as Record would note it, to be filled in; under it rows for experiments of one's own."""
    moving = {title: values for title, values in done.settings.items() if values[0] != values[1]} or done.settings
    found = dict(list(done.results.items())[:_RESULTS])
    heads = ["", *map(html.escape, (*moving, *found))]
    rows: list[tuple[str, Sequence[str]]] = [
        (when, [html.escape(values[half]) for values in moving.values()]
         + [html.escape(values[half]) if key else "" for values in found.values()])
        for half, when in enumerate(("Before", "After"))]
    if not key:
        rows += [("Your own", [""] * (len(heads) - 1))] * _ROWS
    return f"<div class='task'>{table(f'{name}: what you measure', heads, rows, 'fill')}</div>" if found else ""


def _curve_table(task: Task, across: str, up: str) -> str:
    """For a curve that the case asks for: its two columns, empty."""
    titles = columns(task.board.model, task.board.trace).values()
    heads = ["", *(html.escape(next((title for title in titles if title.startswith(words)), words))
                   for words in (across, up))]
    rows = [(str(number), ["", ""]) for number in range(1, 7)]
    return f"<div class='task'>{table('Your own curve', heads, rows, 'fill')}</div>"


def _question(task: Task, key: bool) -> str:
    asked = question("ask", task.shown.key)
    shown = case_picture(task)
    above = _picture(*shown) if shown else ""
    if not isinstance(asked, NumberQuestion):
        return above + _asked(task.key, asked.text, _choices(asked.choices, asked.right, key))
    unit = html.escape(asked.unit)
    value = f"<b>{asked.answer:g}</b> {unit} (± {asked.tolerance:g})".replace("-", "−")
    body = (f"<p class='key'>{value}. {rendered(asked.right)}</p>" if key else f"<p>____________ {unit}</p>")
    return _asked(task.key, asked.text, body)


def _note(task: Task, key: bool) -> str:
    asked = question("note", task.shown.key)
    lines = f"<p class='key'>{rendered(asked.expected)}</p>" if key else "<p class='line'></p>" * _LINES
    return _asked(task.key, asked.text, lines)


def _evidence(task: Task, key: bool) -> str:
    asked = question("evidence", task.shown.key)
    rows = []
    for study in asked.studies:
        right = (study.account, study.also)
        boxes = [f"<td class='box'>{'✓' if key and name in right else ''}</td>" for name in ACCOUNTS]
        why = f"<p class='key'>{rendered(study.why)}</p>" if key else ""
        rows.append((f"{rendered(study.study)}", [f"{rendered(study.finding)}{why}", *boxes]))
    return _asked(task.key, asked.statement, table("What does each finding say?", (
        "Study", "What was found", *ACCOUNTS.values()), rows))


def _on_screen(task: Task, key: bool) -> str:
    return f"<p><b>{task.key}.</b> This one is done on the screen.</p>"


_DRAWN = {"predict": _prediction, "ask": _question, "note": _note, "evidence": _evidence, "triage": _on_screen,
          "causes": _on_screen}


def _picture(png: bytes, words: str, width_px: int, under: str = "") -> str:
    return f"<figure>{still(png, words, width_px)}<figcaption>{html.escape(under or words)}</figcaption></figure>"


# PDF


def pdf(path: Path) -> str:
    """Print a page into a PDF beside it, with a Chromium or Chrome; says what came of it."""
    browser = chromium()
    target = path.with_suffix(".pdf")
    by_hand = f"Open {path.name} in a browser and print it."
    if not browser:
        return f"No PDF: there is no Chromium, Chrome or Edge on this computer. {by_hand}"
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}",
                   f"--print-to-pdf={target}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # a container; the page is our own
        try:
            subprocess.run([*command, path.as_uri()], capture_output=True, timeout=120, check=True)
        except (OSError, subprocess.SubprocessError):
            return f"No PDF: {Path(browser).name} could not print the page. {by_hand}"
    if not target.is_file():
        return f"No PDF: {Path(browser).name} wrote none. {by_hand}"
    return f"Written: {path.parent.name}/{target.name}"


def chromium() -> str | None:
    """A browser that can print without a window; MUSCLE_LAB_BROWSER names another one."""
    folders = [os.environ[name] for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if name in os.environ]
    names = [os.environ.get("MUSCLE_LAB_BROWSER", ""), *_BROWSERS,
             *(os.path.join(folder, name) for folder in folders for name in _WINDOWS)]
    return next((found for name in names if name and (found := shutil.which(name))), None)
