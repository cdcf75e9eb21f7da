"""``lab_report``: what a student has done in one lesson, as one HTML file to hand in."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from ipywidgets import Button, Dropdown, HBox, Layout, Text, VBox

from muscle_lib.questions import question
from muscle_lib.widgets.answers import VERSION, Entries, write_safely
from muscle_lib.widgets.ask import first_right
from muscle_lib.widgets.causes import causes_counted, causes_in_report
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.decided import counted, decisions, decisions_in_report
from muscle_lib.widgets.found import found, holds
from muscle_lib.widgets.kept import Kept, kept_for
from muscle_lib.widgets.lesson import Cell, lesson, place
from muscle_lib.widgets.look import LIVE, ROOT, heard, page_hook, rendered, text
from muscle_lib.widgets.note import keep_all_notes
from muscle_lib.widgets.progress import told
from muscle_lib.widgets.record import table

# Words that an exported page says, too.
YOURS, YOUR_NAME, AFRESH, A_COPY = "Your lab report", "Your name", "Start afresh", "Save a copy"
PREDICTED, HAPPENED, WOULD_BE, IS_SKIPPED = "Predicted:", "What happened:", "Right would have been:", "Skipped."
RIGHT, WRONG, TRIES = "right", "wrong", ", after {} tries"
#: The look of a report.
STYLE = """
@page { margin: 18mm; }
body { font: 16px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 46em; margin: 1em auto;
  padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.25em; border-bottom: 2px solid #0072b2; margin-top: 1.6em; }
article { break-inside: avoid; margin: 0 0 1.1em 0; }
.right { border-left: 4px solid #007a59; padding-left: 10px; }
.wrong { border-left: 4px solid #c44e00; padding-left: 10px; }
blockquote { margin: 0.3em 0; padding-left: 10px; border-left: 4px solid #999; white-space: pre-wrap; }
img { max-width: 100%; height: auto; }
div.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85em; }
th, td { border: 1px solid #999; padding: 2px 6px; text-align: left; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } h2 { break-after: avoid; }
  div.wide { overflow: visible; } div.wide table { font-size: 7pt; width: 100%; }
  div.wide th, div.wide td { overflow-wrap: anywhere; padding: 1px 3px; } }
"""


def lab_report(chapter: str) -> LabReport:
    """The form at the end of a lesson: a name, and a button that writes the report beside the notebook."""
    if not isinstance(chapter, str) or not chapter.strip():
        raise ValueError(f'lab_report must be given its chapter, as lab_report("nerve_signal"), got {chapter!r}.')
    return LabReport(chapter)


class LabReport(CellWidget):
    """What ``lab_report`` returns."""

    def __init__(self, chapter: str) -> None:
        self.chapter = chapter
        self._kept = kept_for(f"{chapter}.report")
        student = self._kept.get("student", "student") or {"name": ""}
        self._name = Text(value=student["name"], placeholder=YOUR_NAME, tooltip=YOUR_NAME,
                          continuous_update=False, layout=Layout(width="300px"))
        write = Button(description="Write my lab report", button_style="primary")
        afresh = Button(description=AFRESH, tooltip="Put everything that was entered in this lesson aside")
        self._said = text("", LIVE)
        your_name = heard(self._name, text(f'<span data-names="{YOUR_NAME}">{YOUR_NAME}:</span>'))
        named = HBox([your_name, self._name, write, afresh])
        named.add_class("ml-names-student")
        about = text(f"<small>{html.escape(self._where)}</small>")
        self._others = Dropdown(layout=Layout(width="420px"))
        take = Button(description="Take over", tooltip="Add these answers to those of this notebook")
        self._beside = HBox([text('<span data-names="Other answers beside this notebook">Other answers beside this '
                                  "notebook:</span>"), self._others, take])
        for row in (named, self._beside):
            row.add_class("ml-row")
        self._beside.add_class("ml-names-control")
        self._look_beside()
        card = VBox([text(f"<b>{YOURS}</b>"), named, self._said, self._beside, about])
        card.add_class("ml-card")
        super().__init__([page_hook(), card])
        self.add_class(ROOT)
        write.on_click(lambda _: self.write())
        afresh.on_click(lambda _: self.start_afresh())
        take.on_click(lambda _: self.take_over(self._others.value))
        if self._kept.problem:
            self._say(self._kept.problem)

    def write(self) -> Path | None:
        """Write the report beside the notebook, and offer it as a download; returns its path."""
        keep_all_notes()
        self._kept.put("student", "student", {"name": self._name.value.strip()})
        page = report_html(self._kept, self.chapter, self._name.value.strip(), date.today(),
                           lesson(self._kept.path, self.chapter))
        data = base64.b64encode(page.encode("utf-8", "replace")).decode("ascii")
        path = self._kept.path.with_name(self._kept.path.name.replace(".answers.json", ".report.html"))
        link = (f'<a class="ml-link" download="{html.escape(path.name)}" href="data:text/html;base64,{data}">'
                f"{A_COPY}</a>")
        if not self._kept.is_file:
            self._said.value = f"Your report is ready. {link}: it is kept nowhere else."
            return None
        try:
            write_safely(path, page)
        except OSError as problem:
            self._said.value = (f'<div class="ml-problem">The report could not be written here '
                                f"({html.escape(problem.strerror or str(problem))}). {link} instead.</div>"
                                f"{_problem(self._kept.problem)}")
            return None
        self._said.value = (f"Written: <b>{html.escape(path.name)}</b>, beside this notebook. It opens in any browser, "
                            f"and prints. {link}{_problem(self._kept.problem)}")
        return path

    def start_afresh(self) -> None:
        """For the next student: the file is put aside, not deleted; then run the notebook once more."""
        keep_all_notes()
        self._kept.problem = ""
        if not self._kept.is_safe:
            self._say("What was entered is in no file. Save a copy of your report; then reload the page, or restart "
                      "the kernel, to begin anew.")
            return
        aside = self._kept.put_aside("old")
        self._say(f"Put aside as {aside}. Press ▶▶ to begin anew." if aside
                  else self._kept.problem or "Nothing has been entered yet.")
        self._look_beside()

    def take_over(self, path: Path) -> None:
        """Add the answers of another file to those of this notebook."""
        keep_all_notes()
        self._say(self._kept.take_over(path))
        self._name.value = (self._kept.get("student", "student") or {"name": ""})["name"]
        self._look_beside()

    def _look_beside(self) -> None:
        """Which other answers to this chapter there are."""
        others = found(self._kept.path, self.chapter) if self._kept.is_file else []
        self._others.options = [(each.words, each.path) for each in others]
        self._others.index = 0 if others else None
        self._beside.layout.display = "" if others else "none"

    @property
    def _where(self) -> str:
        name = self._kept.path.name
        return (f"What you enter in this lesson is kept in the file {name} beside the notebook, and nowhere else. "
                f"{holds(self._kept.path, self.chapter)}" if self._kept.is_file else self._kept.where)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper a line for the name."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = f"<p><b>{YOURS}</b></p><p>Name: ______________________</p>"
        bundle["text/plain"] = YOURS
        return bundle

    def _say(self, words: str) -> None:
        self._said.value = _problem(words) if words == self._kept.problem else html.escape(words)


def report_html(kept: Kept, chapter: str, student: str, day: date, cells: Sequence[Cell] = ()) -> str:
    """The whole page, in the order of the lesson's cells. It needs no network: the pictures are inside."""
    entries = kept.everything()
    articles = [(place(key, cells), made) for kind, article in _ARTICLES.items()
                for key, entry in _together(kind, entries[kind]).items() if (made := article(key, entry))]
    headings = [*(cell.heading for cell in cells), "Elsewhere" if cells else "What was done"]
    sections = [f"<h2>{html.escape(heading)}</h2>{''.join(made for _, made in under)}" for heading, under in
                groupby(sorted(articles, key=itemgetter(0)), key=lambda article: headings[article[0]])]
    heading = f"Lab report: {html.escape(chapter.replace('_', ' '))}"
    done = "".join(f"<p><b>{words}</b></p>" for words in told(chapter, entries))
    body = done + summary(entries, cells) + "".join(sections) if sections else (
        "<p>Nothing has been entered in this lesson yet.</p>")
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{heading}</title>'
            f'<meta name="viewport" content="width=device-width">{for_the_class(entries, chapter, student)}'
            f"<style>{STYLE}</style></head><body><main><h1>{heading}</h1>"
            f"<p><b>{html.escape(student or 'Name: ______________________')}</b> · {day:%d %B %Y} · Muscle Lab</p>"
            f"{body}</main></body></html>\n")


def for_the_class(entries: Entries, chapter: str, student: str) -> str:
    """The answers as the file beside the notebook has them, but for the pictures: what ``lab.py class`` reads. In an
    element that no browser shows, or runs."""
    records = {key: entry | {"png": ""} for key, entry in entries["record"].items()}
    own = {"student": {"student": {"name": student}}, "record": records, "picture": {}}
    words = json.dumps({"muscle_lab": VERSION, "chapter": chapter, **entries, **own}, ensure_ascii=False)
    return f'<meta name="muscle-lab-answers" content="{html.escape(words)}">'


def summary(entries: Entries, cells: Sequence[Cell]) -> str:
    """What was done, skipped and right: a table for who has many reports to read."""
    predicted = list(entries["predict"].values())
    made = [entry for entry in predicted if entry["picked"] is not None]
    asked = [entry for key, entry in entries["ask"].items() if "#" not in key]
    weighed = [entry for key, entry in entries["ask"].items() if "#" in key]
    solved = [entry for entry in entries["mystery"].values() if entry["answer"]]
    notes = [entry for entry in entries["note"].values() if entry["text"].strip()]
    lines = [
        ("Predictions", len(predicted), _of("predict", cells),
         f"{len(made)} made, {_right(made)} of them right; {len(predicted) - len(made)} skipped"),
        ("Questions", len(asked), _of("ask", cells),
         f"{len(asked)} answered; right at the first try {sum(map(first_right, asked))}, in the end {_right(asked)}"),
        ("Findings weighed", len(weighed), "", f"{len(weighed)}, {_right(weighed)} of them as they are usually read"),
        ("Mystery muscles", len(solved), "", f"{len(solved)} diagnosed, {_right(solved)} of them rightly"),
        ("Red-flag trainer", len(entries["triage"]), "", counted(decisions(entries["triage"].values()))),
        *(("Causes placed", len(each["placed"]), "", causes_counted(each)) for each in entries["causes"].values()),
        ("Notes", len(notes), _of("note", cells), f"{len(notes)} written"),
    ]
    rows = "".join(f"<tr><th scope='row'>{what}</th><td>{words}{of}</td></tr>"
                   for what, count, of, words in lines if count or of)
    return f"<table>{rows}</table>" if rows else ""


def _right(entries: Iterable[dict[str, Any]]) -> int:
    return sum(entry["right"] for entry in entries)


def _of(what: str, cells: Sequence[Cell]) -> str:
    """How many of these the lesson has."""
    count = sum(len(re.findall(rf"\b{what}\(", cell.source)) for cell in cells)
    return f" (the lesson has {count})" if count else ""


def _together(kind: str, entries: dict[str, Any]) -> dict[str, Any]:
    """The findings of one board of evidence are one thing in the report, and so are the decisions of one trainer."""
    if kind not in ("ask", "triage"):
        return entries
    found: dict[str, Any] = {}
    for key, entry in entries.items():
        board, is_finding, _ = key.partition("#")
        if is_finding or kind == "triage":
            found.setdefault(board, []).append(entry)
        else:
            found[key] = entry
    return found


def _prediction(key: str, entry: dict[str, Any]) -> str:
    if entry["picked"] is None:
        return f"<article><p><b>{rendered(entry['question'])}</b></p><p>{IS_SKIPPED}</p></article>"
    mark = RIGHT if entry["right"] else WRONG
    return (f"<article><p><b>{rendered(entry['question'])}</b></p>"
            f"<p class='{mark}'>{PREDICTED} {rendered(entry['answer'])} ({mark})</p>"
            f"<p>{HAPPENED} {rendered(entry['outcome'])}</p>{_instead(key, entry)}</article>")


def _instead(key: str, entry: dict[str, Any]) -> str:
    """Which answer would have been right, if the lesson still asks this."""
    with suppress(ValueError):
        asked = question("predict", key.partition("~")[0])
        if not entry["right"] and asked.text == entry["question"]:
            return f"<p>{WOULD_BE} {rendered(asked.choices[asked.right - 1].text)}</p>"
    return ""


def _answer(key: str, entry: Any) -> str:
    if isinstance(entry, list):
        return _weighed(entry)
    mark = "right" if entry["right"] else "wrong"
    tries = TRIES.format(entry["tries"]) if entry["tries"] > 1 else ""
    return (f"<article><p><b>{rendered(entry['question'])}</b></p>"
            f"<p class='{mark}'>{rendered(entry['answer'])} ({mark}{tries})</p></article>")


def _weighed(findings: list[dict[str, Any]]) -> str:
    rows = "".join(f"<tr><td>{rendered(entry['question'])}</td><td>{html.escape(entry['answer'])}</td>"
                   f"<td>{'as it is usually read' if entry['right'] else 'usually read otherwise'}</td>"
                   f"<td>{rendered(str(entry.get('why', '')))}</td></tr>"
                   for entry in findings)
    about = rendered(str(findings[0].get("about", "")))
    return (f"<article><p><b>The evidence{f': “{about}”' if about else ''}</b></p><table><thead><tr><th>Finding</th>"
            "<th>Weighed</th><th></th><th>How it is usually read</th></tr></thead>"
            f"<tbody>{rows}</tbody></table></article>")


def _case(key: str, entry: dict[str, Any]) -> str:
    if not entry["ordered"] and not entry["answer"]:
        return ""
    tests = "".join(f"<li>{html.escape(result)}</li>" for result in entry["results"])
    mark = "right" if entry["right"] else "wrong"
    answer = (f"<p class='{mark}'>{html.escape(entry['answer'])} ({mark})</p><p>{html.escape(entry['reveal'])}</p>"
              if entry["answer"] else "<p>Not answered.</p>")
    return f"<article><p><b>Case {entry['seed']}</b></p><ol>{tests}</ol>{answer}</article>"


def _note(key: str, entry: dict[str, Any]) -> str:
    if not entry["text"].strip():
        return ""
    return (f"<article><p><b>{rendered(entry['prompt'])}</b></p>"
            f"<blockquote>{html.escape(entry['text'])}</blockquote></article>")


def _logged(key: str, entry: dict[str, Any]) -> str:
    if not entry["lines"]:
        return ""
    lines = "".join(f"<tr><td>{seconds:.1f} s</td><td>{html.escape(done)}</td></tr>"
                    for seconds, done in entry["lines"])
    return (f"<article><p><b>{_title(key, entry)}</b></p><table><thead><tr><th>Muscle's clock</th>"
            f"<th>What was done; → what the muscle did</th></tr></thead><tbody>{lines}</tbody></table></article>")


def _recorded(key: str, entry: dict[str, Any]) -> str:
    if not entry["rows"]:
        return ""
    return (f"<article><p><b>{_title(key, entry)}</b></p>{_image(entry['png'], entry['sentence'])}"
            f"<div class='wide' tabindex='0'>{table(entry['titles'], entry['first'], entry['rows'])}</div></article>")


def _pinned(key: str, entry: dict[str, Any]) -> str:
    return (f"<article>{_image(entry['png'], entry['sentence'])}<p>{html.escape(entry['sentence'])}</p>"
            f"<p><small>{html.escape(entry['settings'])}</small></p></article>")


def _title(key: str, entry: dict[str, Any]) -> str:
    """In words; files of earlier days have the name in code before it."""
    return html.escape(entry["title"].removeprefix(f"{key}: "))


#: In this order within one cell.
_ARTICLES: dict[str, Callable[[str, Any], str]] = {
    "predict": _prediction, "ask": _answer, "mystery": _case, "note": _note, "log": _logged, "record": _recorded,
    "picture": _pinned, "triage": lambda _, entries: decisions_in_report(entries),
    "causes": lambda _, entry: causes_in_report(entry)}


def _image(png: str, words: str) -> str:
    return f'<img alt="{html.escape(words)}" src="data:image/png;base64,{html.escape(png)}">'


def _problem(words: str) -> str:
    return f'<div class="ml-problem">{html.escape(words)}</div>' if words else ""
