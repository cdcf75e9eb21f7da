"""``lab_report``: what a student has done in one lesson, as one HTML file to hand in."""

from __future__ import annotations

import base64
import html
from datetime import date
from pathlib import Path
from typing import Any

from ipywidgets import Button, HBox, Layout, Text, VBox

from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.kept import Kept, kept_for, write_safely
from muscle_lib.widgets.look import LIVE, ROOT, page_hook, text
from muscle_lib.widgets.note import keep_all_notes
from muscle_lib.widgets.record import table

_STYLE = """
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
@media print { body { max-width: none; margin: 0; font-size: 11pt; } h2 { break-after: avoid; } }
"""


def lab_report(chapter: str) -> LabReport:
    """The form at the end of a lesson: a name, and a button that writes the report beside the notebook."""
    return LabReport(chapter)


class LabReport(CellWidget):
    """What ``lab_report`` returns."""

    def __init__(self, chapter: str) -> None:
        self.chapter = chapter
        self._kept = kept_for(f"{chapter}.report")
        student = self._kept.get("student", "student") or {"name": ""}
        self._name = Text(value=student["name"], placeholder="Your name", layout=Layout(width="300px"))
        write = Button(description="Write my lab report", button_style="primary")
        afresh = Button(description="Start afresh", tooltip="Put everything that was entered in this lesson aside")
        self._said = text("", LIVE)
        named = HBox([text('<span data-names="Your name">Your name:</span>'), self._name, write, afresh])
        named.add_class("ml-row")
        named.add_class("ml-names-student")
        about = text("<small>What you enter in this lesson is kept in the file "
                     f"{html.escape(self._kept.path.name)} beside the notebook, and nowhere else.</small>")
        card = VBox([text("<b>Your lab report</b>"), named, self._said, about])
        card.add_class("ml-card")
        super().__init__([page_hook(), card])
        self.add_class(ROOT)
        write.on_click(lambda _: self.write())
        afresh.on_click(lambda _: self.start_afresh())
        if self._kept.problem:
            self._say(self._kept.problem)

    def write(self) -> Path | None:
        """Write the report beside the notebook, and offer it as a download; returns its path."""
        keep_all_notes()
        self._kept.put("student", "student", {"name": self._name.value.strip()})
        page = report_html(self._kept, self.chapter.replace("_", " "), self._name.value.strip(), date.today())
        data = base64.b64encode(page.encode("utf-8")).decode("ascii")
        path = self._kept.path.with_name(self._kept.path.name.replace(".answers.json", ".report.html"))
        link = (f'<a class="ml-link" download="{html.escape(path.name)}" href="data:text/html;base64,{data}">'
                "Save a copy</a>")
        try:
            write_safely(path, page)
        except OSError as problem:
            self._said.value = (f'<div class="ml-problem">The report could not be written here '
                                f"({html.escape(problem.strerror or str(problem))}). {link} instead.</div>")
            return None
        self._said.value = (f"Written: <b>{html.escape(path.name)}</b>, beside this notebook. It opens in any browser, "
                            f"and prints. {link}{_problem(self._kept.problem)}")
        return path

    def start_afresh(self) -> None:
        """For the next student: the file is put aside, not deleted; then run the notebook once more."""
        keep_all_notes()
        self._kept.problem = ""
        aside = self._kept.put_aside("old")
        self._say(f"Put aside as {aside}. Press ▶▶ to begin anew." if aside
                  else self._kept.problem or "Nothing has been entered yet.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper a line for the name."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = "<p><b>Your lab report</b></p><p>Name: ______________________</p>"
        bundle["text/plain"] = "Your lab report"
        return bundle

    def _say(self, words: str) -> None:
        self._said.value = _problem(words) if words == self._kept.problem else html.escape(words)


def report_html(kept: Kept, title: str, student: str, day: date) -> str:
    """The whole page. It needs no network: the pictures are inside."""
    sections = [
        ("Predictions", [_prediction(entry) for entry in kept.all("predict").values()]),
        ("Answers", [_answer(entry) for entry in kept.all("ask").values()]),
        ("Mystery muscles", [_case(entry) for entry in kept.all("mystery").values() if entry["ordered"]
                             or entry["answer"]]),
        ("Notes", [_note(entry) for entry in kept.all("note").values() if entry["text"].strip()]),
        ("What was done to the live muscle", [_logged(entry) for entry in kept.all("log").values() if entry["lines"]]),
        ("Recorded", [_recorded(entry) for entry in kept.all("record").values() if entry["rows"]]),
        ("Pinned pictures", [_pinned(entry) for entry in kept.all("picture").values()]),
    ]
    body = "".join(f"<h2>{heading}</h2>{''.join(parts)}" for heading, parts in sections if parts)
    heading = f"Lab report: {html.escape(title)}"
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{heading}</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
            f"<body><main><h1>{heading}</h1>"
            f"<p><b>{html.escape(student or 'Name: ______________________')}</b> · {day:%d %B %Y} · Muscle Lab</p>"
            f"{body or '<p>Nothing has been entered in this lesson yet.</p>'}</main></body></html>\n")


def _prediction(entry: dict[str, Any]) -> str:
    if entry["picked"] is None:
        return f"<article><p><b>{html.escape(entry['question'])}</b></p><p>Skipped.</p></article>"
    mark = "right" if entry["right"] else "wrong"
    return (f"<article><p><b>{html.escape(entry['question'])}</b></p>"
            f"<p class='{mark}'>Predicted: {html.escape(entry['answer'])} ({mark})</p>"
            f"<p>What happened: {html.escape(entry['outcome'])}</p></article>")


def _answer(entry: dict[str, Any]) -> str:
    mark = "right" if entry["right"] else "wrong"
    tries = f", after {entry['tries']} tries" if entry["tries"] > 1 else ""
    return (f"<article><p><b>{html.escape(entry['question'])}</b></p>"
            f"<p class='{mark}'>{html.escape(entry['answer'])} ({mark}{tries})</p></article>")


def _case(entry: dict[str, Any]) -> str:
    tests = "".join(f"<li>{html.escape(result)}</li>" for result in entry["results"])
    mark = "right" if entry["right"] else "wrong"
    answer = (f"<p class='{mark}'>{html.escape(entry['answer'])} ({mark})</p><p>{html.escape(entry['reveal'])}</p>"
              if entry["answer"] else "<p>Not answered.</p>")
    return f"<article><p><b>Case {entry['seed']}</b></p><ol>{tests}</ol>{answer}</article>"


def _note(entry: dict[str, Any]) -> str:
    return (f"<article><p><b>{html.escape(entry['prompt'])}</b></p>"
            f"<blockquote>{html.escape(entry['text'])}</blockquote></article>")


def _logged(entry: dict[str, Any]) -> str:
    lines = "".join(f"<tr><td>{seconds:.1f} s</td><td>{html.escape(done)}</td></tr>"
                    for seconds, done in entry["lines"])
    return (f"<article><p><b>{html.escape(entry['title'])}</b></p><table><thead><tr><th>Muscle's clock</th>"
            f"<th>What was done</th></tr></thead><tbody>{lines}</tbody></table></article>")


def _recorded(entry: dict[str, Any]) -> str:
    return (f"<article><p><b>{html.escape(entry['title'])}</b></p>{_image(entry['png'], entry['sentence'])}"
            f"<div class='wide' tabindex='0'>{table(entry['titles'], entry['first'], entry['rows'])}</div></article>")


def _pinned(entry: dict[str, Any]) -> str:
    return (f"<article>{_image(entry['png'], entry['sentence'])}<p>{html.escape(entry['sentence'])}</p>"
            f"<p><small>{html.escape(entry['settings'])}</small></p></article>")


def _image(png: str, words: str) -> str:
    return f'<img alt="{html.escape(words)}" src="data:image/png;base64,{html.escape(png)}">'


def _problem(words: str) -> str:
    return f'<div class="ml-problem">{html.escape(words)}</div>' if words else ""
