"""``python3 lab.py class FOLDER``: one page about what a class has done and thought, and the same as tables (CSV)."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from muscle_lib.chapters import Chapter, chapters
from muscle_lib.classroom.class_csv import answers_csv, points_csv
from muscle_lib.classroom.class_lesson import ideas_html, lesson_html, people, table, title
from muscle_lib.classroom.counted import boards, done, ideas, tallies, tasks
from muscle_lib.classroom.handed_in import HandedIn, Student, by_reason, read_all, without_names
from muscle_lib.widgets.answers import write_safely

_STYLE = """
@page { margin: 15mm; }
body { font: 16px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 66em; margin: 1em auto;
  padding: 0 1em; }
h1 { font-size: 1.7em; } h2 { font-size: 1.35em; border-bottom: 2px solid #0072b2; margin-top: 2em; }
h3 { font-size: 1.1em; margin: 1.6em 0 0.4em 0; } a { color: #00568c; }
div.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9em; margin: 0.3em 0; }
caption { text-align: left; padding: 2px 0; font-weight: bold; }
th, td { border: 1px solid #999; padding: 2px 7px; text-align: left; vertical-align: top; }
table.marks td { text-align: center; padding: 2px 3px; white-space: nowrap; }
table.marks th { padding: 2px 4px; }
table.marks td.wrong { background: #fbe6d9; }
table.answers { width: 100%; margin-bottom: 1.1em; break-inside: avoid; }
table.answers tbody th { font-weight: normal; } table.answers tr.right th { font-weight: bold; }
table.answers td.count { width: 9.5em; white-space: nowrap; } table.answers td.idea { width: 34%; }
span.bar { display: inline-block; border-top: 0.7em solid #0072b2; margin-right: 6px; }
tr.right span.bar { border-top-color: #007a59; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
figure { margin: 0.8em 0; break-inside: avoid; } img { max-width: 100%; height: auto; } figcaption { font-size: 0.9em; }
div.notes { display: grid; grid-template-columns: repeat(auto-fill, minmax(15em, 1fr)); gap: 0.6em 1.2em; }
div.notes article { border-left: 4px solid #999; padding-left: 10px; white-space: pre-wrap; break-inside: avoid;
  overflow-wrap: anywhere; }
@media print { nav { display: none; } body { max-width: none; margin: 0; font-size: 10pt; }
  h2, h3 { break-after: avoid; }
  div.wide { overflow: visible; } table.marks { font-size: 7pt; } table.marks td, table.marks th { padding: 0 2px; } }
"""
#: So many ideas at the top of the page.
MOST = 10


def write(folder: Path, names: bool = True) -> Iterator[str]:
    """Read what was handed in, and write page and tables beside the folder; says meanwhile what is done. A ValueError
    says what is wrong."""
    folder = folder.resolve()
    handed = read_all(folder)
    for why, places in by_reason(handed.skipped).items():
        yield f"Left out, {why}: {', '.join(places)}"
    yield f"Counting the answers of {people(len(handed.students))} ..."
    handed = handed if names else without_names(handed)
    beside = folder.with_suffix("") if folder.is_file() else folder
    stem = f"{beside.name}-class{'' if names else '-without-names'}"
    # Excel takes a CSV file for UTF-8 only if it begins with a mark.
    for name, content in ((f"{stem}.html", class_html(handed, date.today())),
                          (f"{stem}.csv", f"\ufeff{answers_csv(handed)}"),
                          (f"{stem}-points.csv", f"\ufeff{points_csv(handed)}")):
        try:
            write_safely(beside.with_name(name), content)
        except OSError as problem:
            raise ValueError(f"{name} could not be written into {beside.parent} "
                             f"({problem.strerror or problem}).") from None
        yield f"Written: {beside.with_name(name)}"


def class_html(handed: HandedIn, day: date) -> str:
    """The whole page. It needs no network: the pictures are inside."""
    lessons = [each for each in chapters() if any(each.name in student.works for student in handed.students)
               or any(taken.chapter == each.name for taken in handed.taken)]
    works = {each.name: [(student.name, student.works[each.name]) for student in handed.students
                         if each.name in student.works] for each in lessons}
    counted = {name: tallies(name, [work for _, work in its]) for name, its in works.items()}
    chosen = ideas([tally for its in counted.values() for tally in its])[:MOST]
    links = "".join(f"<li><a href='#{each.name}'>{title(each)}</a></li>" for each in lessons)
    sections = "".join(lesson_html(each, works[each.name], counted[each.name], boards(works[each.name]), handed.taken)
                       for each in lessons)
    most = ideas_html(chosen, "Of all lessons, by their share of the answers")
    together = (f"<nav aria-label='Lessons'><ul>{links}</ul></nav>{_overview(handed.students, lessons)}"
                f"{f'<h2>Ideas that were chosen most often</h2>{most}' if most else ''}") if len(lessons) > 1 else ""
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>What the class thought</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
            f"<body><main><h1>What the class thought</h1><p><b>{people(len(handed.students))}, {len(lessons)} "
            f"{'lesson' if len(lessons) == 1 else 'lessons'}</b> · {day:%d %B %Y} · Muscle Lab</p>{_to_know(handed)}"
            f"{together}{sections}</main></body></html>\n")


def _to_know(handed: HandedIn) -> str:
    """What was left out, and who could not be told apart."""
    lines = [f"Left out, <b>{html.escape(why)}</b>: {html.escape(', '.join(places))}"
             for why, places in by_reason(handed.skipped).items()]
    lines += [f"“{html.escape(name)}” stands over different answers to the same lesson, so they count as different "
              f"students: {html.escape(', '.join(places))}. If they are one student's, take the older file away."
              for name, places in handed.doubles.items()]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details open><summary>Before you read on: {len(lines)}</summary><ul>{listed}</ul></details>" if (
        lines) else ""


def _overview(students: Sequence[Student], lessons: Sequence[Chapter]) -> str:
    """How much each student has done of each lesson."""
    rows = [(html.escape(student.name), [_done(student, each.name) for each in lessons]) for student in students]
    return ("<h2>Who did what</h2>" + table("Tasks done, of all those of the lesson (the core is a part of them)",
                                            ["Name", *map(title, lessons)], rows)) if rows else ""


def _done(student: Student, chapter: str) -> str:
    if chapter not in student.works:
        return "–"
    return f"{done(student.works[chapter].entries, chapter)} of {len(tasks(chapter))}"
