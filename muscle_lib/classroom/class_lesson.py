"""What a class has made of one lesson, as a part of the page: tasks, ideas, answers, curves, notes, and the test."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from muscle_lib.chapters import Chapter, chapters
from muscle_lib.classroom.before_after import Taken, asked_in_test, gains, right_by_question
from muscle_lib.classroom.counted import SIGNS, Board, Mark, Tally, done, ideas, mark, tasks
from muscle_lib.classroom.handed_in import Work
from muscle_lib.figures.class_curve import ClassCurve, in_words
from muscle_lib.figures.words import number
from muscle_lib.questions import question
from muscle_lib.widgets.decided import signed
from muscle_lib.widgets.look import rendered, still

#: A student's name and work.
Works = Sequence[tuple[str, Work]]


def title(chapter: Chapter) -> str:
    """“1 · The nerve signal”."""
    return html.escape(chapter.title if chapter.number is None else f"{chapter.number} · {chapter.title}")


def people(count: int) -> str:
    """“30 students”."""
    return "1 student" if count == 1 else f"{count} students"


def table(caption: str, heads: Iterable[str], rows: Iterable[tuple[str, Sequence[str]]], kind: str = "",
          above: str = "") -> str:
    """A table with a name, and with a head for each column and row; cells are HTML, with or without their ``<td>``. One
    that is too broad can be pushed sideways, also with the keyboard."""
    head = "".join(f"<th scope='col'>{each}</th>" for each in heads)
    body = "".join(f"<tr><th scope='row'>{first}</th>" + "".join(
        cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells) + "</tr>" for first, cells in rows)
    return (f"<div class='wide' tabindex='0' role='region' aria-label='{html.escape(caption)}'><table class='{kind}'>"
            f"<caption>{html.escape(caption)}</caption><thead>{above}<tr>{head}</tr></thead><tbody>{body}</tbody>"
            "</table></div>")


def lesson_html(chapter: Chapter, works: Works, counted: Sequence[Tally], found: Sequence[Board],
                taken: Sequence[Taken]) -> str:
    """All about one lesson; what nobody has done is left out."""
    parts = [_matrix(chapter, works), ideas_html(ideas(counted), f"Misconceptions: {chapter.title}"),
             "".join(map(_answers, counted)), "".join(map(_curve, found)), _notes(chapter, works),
             _test(chapter, taken)]
    heads = ("Task by task", "Ideas that were chosen", "First answers, question by question",
             "The class's own curves", "Notes side by side", "The test before and after")
    return f"<section><h2 id='{chapter.name}'>{title(chapter)}</h2>" + "".join(
        f"<h3>{head}</h3>{part}" for head, part in zip(heads, parts, strict=True) if part) + "</section>"


def _matrix(chapter: Chapter, works: Works) -> str:
    """A line for each student, a column for each task, by station."""
    if not works:
        return ""
    asked = tasks(chapter.name)
    stations = "".join(f"<th scope='colgroup' colspan='{len(list(keys))}'>{f'Station {number}' if number else 'Recall'}"
                       "</th>" for number, keys in groupby(asked, key=itemgetter(0)))
    rows = [(html.escape(name), [str(done(work.entries, chapter.name)),
                                 *(_cell(mark(work.entries, f"{chapter.name}.{key}")) for _, key in asked)])
            for name, work in works]
    heads = ["Name", f"Done, of {len(asked)}", *(key for _, key in asked)]
    signs = "; ".join(f"{sign}: {words}" for sign, words in SIGNS.items())
    return (table(f"Who did what: {chapter.title}", heads, rows, "marks", f"<tr><td colspan='2'></td>{stations}</tr>")
            + "<p><small>p: prediction, q: question, n: note, e: evidence, t: trainer, m: map of causes. "
            f"{signs}.</small></p>")


def _cell(its: Mark) -> str:
    kind = " class='wrong'" if its.sign == "✗" else ""
    return f"<td{kind}><span aria-hidden='true'>{its.sign}</span><span class='unseen'>{its.words}</span></td>"


def ideas_html(found: Sequence[tuple[str, int, int, tuple[str, ...]]], caption: str) -> str:
    """The misconceptions of a class, those that most of the asked have chosen first."""
    numbers = {each.name: each.lesson if each.number is None else f"chapter {each.number}" for each in chapters()}
    rows = [(rendered(idea[:1].upper() + idea[1:]), [f"{bar(count, of)}{count} of {of}", "; ".join(
        f"{numbers[chapter]}, {task}" for chapter, _, task in (key.partition(".") for key in keys))])
            for idea, count, of, keys in found]
    return table(caption, ("The idea", "Chosen", "Where"), rows, "answers") if rows else ""


def bar(count: int, of: int) -> str:
    """How much of all that is, as a bar beside its number. (A border, which browsers print, unlike a background.)"""
    return f"<span class='bar' style='width: {5.0 * count / of:.2f}em'></span>" if count else ""


def _answers(tally: Tally) -> str:
    """One question: each answer, how many gave it, and the idea behind it."""
    beside = [f"{count} {words}" for count, words in (
        (tally.skipped, "skipped"), (tally.other, "in words of another version of the lesson"),
        (tally.unknown, "whose first answer is not known")) if count]
    has_ideas = any(option.idea for option in tally.options)
    head = "<th scope='col'>The idea behind it</th>" if has_ideas else ""
    rows = "".join(f"<tr{' class=right' if option.is_right else ''}><th scope='row'>{rendered(option.words)}"
                   f"{' (right)' if option.is_right else ''}</th><td class='count'>{bar(option.count, tally.answered)}"
                   f"{option.count} of {tally.answered}</td>{_idea(option.idea) if has_ideas else ''}</tr>"
                   for option in tally.options)
    also = f" ({'; '.join(beside)})" if beside else ""
    return (f"<table class='answers'><caption>{html.escape(tally.name)}. {rendered(tally.text)}{also}</caption>"
            f"<thead><tr><th scope='col'>Answer</th><th scope='col'>How many</th>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>")


def _idea(words: str) -> str:
    return f"<td class='idea'>{rendered(words)}</td>"


def _curve(board: Board) -> str:
    """The picture of one board, its sentence, and its points as a table."""
    if not board.points:
        return ""
    alike = [(point.x, point.y) for point in board.points if point.is_alike]
    others = [(point.x, point.y) for point in board.points if not point.is_alike]
    names = list(dict.fromkeys(point.name for point in board.points))
    figure = ClassCurve()
    picture = figure.draw(alike, others, board.across, board.up)
    words = in_words(alike, others, len(names), board.across, board.up)
    also = f" Also changed: {', '.join(board.also)}." if board.also else ""
    none = f" {board.without_value} more without a value." if board.without_value else ""
    rows = [(html.escape(point.name), [number(point.x), number(point.y), "" if point.is_alike else "yes"])
            for point in sorted(board.points, key=lambda each: (names.index(each.name), each.x))]
    listed = table(f"Recorded points: {board.title}",
                   ("Name", html.escape(board.across), html.escape(board.up), "Else changed"), rows)
    return (f"<figure>{still(picture, words, figure.stage.width_px)}<figcaption><b>{html.escape(board.title)}.</b> "
            f"{html.escape(words + also + none)}</figcaption></figure>"
            f"<details><summary>The points as a table</summary>{listed}</details>")


def _notes(chapter: Chapter, works: Works) -> str:
    """Under each prompt what all have written, with what a good note says to unfold."""
    found = []
    for _, key in tasks(chapter.name):
        full = f"{chapter.name}.{key}"
        written = [(name, entry["text"].strip()) for name, work in works
                   if (entry := work.entries["note"].get(full)) and entry["text"].strip()]
        if not written:
            continue
        asked = question("note", full)
        notes = "".join(f"<article><b>{html.escape(name)}</b>\n{html.escape(words)}</article>"
                        for name, words in written)
        good = (f"<details><summary>What a good note says</summary><p>{rendered(asked.expected)}</p></details>"
                if asked.expected else "")
        found.append(f"<p><b>{key}. {rendered(asked.text)}</b></p><div class='notes'>{notes}</div>{good}")
    return "".join(found)


def _test(chapter: Chapter, taken: Sequence[Taken]) -> str:
    """Who has gained what, and which question; compared are only those who have taken both tests."""
    both = gains(taken, chapter.name)
    counts: list[Mapping[str, tuple[int, int]]] = [
        right_by_question(taken, chapter.name, test) for test in ("before", "after")]
    if not any(counts):
        return ""
    words = f"<p>{_gained([(each.before, each.after, each.questions) for each in both])}</p>" if both else (
        "<p>Nobody has taken both tests, so there is no gain to be told.</p>")
    by_student = table(f"Right answers: {chapter.title}", ("Name", "Before", "After", "Gain"), [
        (html.escape(each.name), [f"{each.before} of {each.questions}", f"{each.after} of {each.questions}",
                                  signed(each.after - each.before)]) for each in both]) if both else ""
    rows = [(f"{key}. {rendered(asked_in_test(chapter.name, key).text)}", [_of(its, key) for its in counts])
            for key in dict.fromkeys([*counts[0], *counts[1]])]
    return words + by_student + table(f"Question by question: {chapter.title}",
                                      ("Question", "Right before (all)", "Right after (all)"), rows)


def _of(counts: Mapping[str, tuple[int, int]], key: str) -> str:
    right, of = counts.get(key, (0, 0))
    return f"{bar(right, of)}{right} of {of}" if of else "–"


def _gained(both: Sequence[tuple[int, int, int]]) -> str:
    """The class in one sentence: from so many percent to so many; and how much of what was missing was gained."""
    before, after, of = (sum(each) for each in zip(*both, strict=True))
    missing = of - before
    share = f" Of what was missing before, {100.0 * (after - before) / missing:.0f} % was gained." if (
        missing and after > before) else ""
    percent = 100.0 / max(of, 1)
    return (f"{people(len(both))} took both tests: {percent * before:.0f} % of the answers were right before, "
            f"{percent * after:.0f} % after.{share}")
