"""``progress``: the head of a lesson: where in the chain we are, and a bar with a piece for each task, what of its core
is done and what is not.

It is no region that is read out by itself: after each answer one wants to hear the feedback, not the count.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipywidgets import VBox

from muscle_lib.causes import ENOUGH, causes, left
from muscle_lib.chapters import Chapter, chapters
from muscle_lib.quantity import named
from muscle_lib.questions import kind_of, question, stations
from muscle_lib.triage import taken
from muscle_lib.widgets.answers import Entries
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.chain import strip
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.lesson import lesson
from muscle_lib.widgets.look import ROOT, page_hook, paragraph, text

#: What a task can be, in the words of the legend. Answered wrong is begun; what was skipped is not asked again.
STATES = {"done": "done", "begun": "begun", "skipped": "skipped", "left": "to do"}

# The count in words; an exported page counts with the same ones.
DONE, SKIPPED, NEXT, NOTHING_LEFT = "{}: {} of {} done", ", {} skipped", "; next: {}.", "; nothing left to do."


@dataclass(frozen=True)
class Group:
    """The tasks of one station (0: the recall questions before the first), and what has become of each."""

    number: int
    title: str
    states: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called within a sentence."""
        return f"station {self.number}" if self.number else "recall"


def progress(chapter: str) -> Progress:
    """The bar of a chapter, by the chapter's name. It follows each answer, and is there again after a restart."""
    known = {each.name: each for each in chapters()}
    return Progress(known[named(known, chapter, "chapter")])


class Progress(CellWidget):
    """What ``progress`` returns."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter, self._core = chapter, core_of(chapter)
        self._kept = kept_for(f"{chapter.name}.progress")
        headings = [cell.heading for cell in lesson(self._kept.path, chapter.name)]
        self._titles = {int(found[1]): words for words in headings if (found := re.match(r"Station (\d+)", words))}
        self._bar = text("")
        super().__init__([page_hook(), VBox([text(strip(chapter)), self._bar])])
        self.add_class(ROOT)
        self.add_class("ml-progress")
        self._show(self._kept.problem)
        self._kept.tell(self)

    def kept_changed(self) -> None:
        """Something was entered in this lesson, or its file was put aside."""
        if self.comm is not None:  # else it is closed, and only not collected yet
            self._kept.problem = ""
            self._show()

    def _show(self, problem: str = "") -> None:
        """``sentence``: what of the core is done, and where to go on."""
        entries = self._kept.everything()
        core, further = groups(self.chapter, entries, self._titles)
        self.sentence = summary(title_of(self.chapter), core, is_core=True)
        lines = [f"<div><b>{self.sentence}</b> <small>{legend()}</small></div>", _row(core)]
        lines += [_row(further, f"{summary('Further', further)} ")] if further else []
        self._bar.value = "".join(lines) + paragraph(problem or self._kept.problem, "ml-problem")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper which stations the core has."""
        bundle = super()._repr_mimebundle_(**kwargs)
        words = (f"{title_of(self.chapter)}: {'stations' if len(self._core) > 1 else 'station'} {listed(self._core)}, "
                 f"about {self.chapter.core_minutes or self.chapter.minutes} minutes")
        bundle["text/html"], bundle["text/plain"] = f"{strip(self.chapter)}<p>{words}</p>", words
        return bundle


def core_of(chapter: Chapter) -> tuple[int, ...]:
    """The stations of its core; where none is chosen, all of them."""
    return chapter.core or tuple(number for number in stations(chapter.name) if number)


def title_of(chapter: Chapter) -> str:
    """What its first row is called: where all stations are the core, the word would say nothing."""
    return "Core" if chapter.core else "All"


def groups(chapter: Chapter, entries: Entries, titles: Mapping[int, str]) -> tuple[list[Group], list[Group]]:
    """The stations of the core, which the recall questions belong to, and the others."""
    found: tuple[list[Group], list[Group]] = ([], [])
    core = (0, *core_of(chapter))
    for number, keys in stations(chapter.name).items():
        title = titles.get(number, f"Station {number}") if number else "Recall"
        states = tuple(state(f"{chapter.name}.{key}", entries) for key in keys)
        found[number not in core].append(Group(number, title, states))
    return found


def told(chapter: str, entries: Entries) -> list[str]:
    """What was done of a chapter's core and of the rest, in words; nothing for a chapter that is none of ours."""
    known = [each for each in chapters() if each.name == chapter and each.asks]
    if not known:
        return []
    core, further = groups(known[0], entries, {})
    return [summary(title, of) for title, of in ((title_of(known[0]), core), ("Further", further)) if of]


def state(key: str, entries: Entries) -> str:
    """What has become of a task (“nerve_signal.p1”)."""
    kind = kind_of(key)
    if kind == "evidence":
        count = len(question(kind, key).studies)
        weighed = sum(f"{key}#{number}" in entries["ask"] for number in range(1, count + 1))
        return "done" if weighed == count else "begun" if weighed else "left"
    if kind == "triage":
        decided = [f"{key}#{case.key}" in entries["triage"] for case in taken(key)]
        return "done" if all(decided) else "begun" if any(decided) else "left"
    entry = entries[kind].get(key)
    if entry is None:
        return "left"
    if kind == "causes":
        placed = len(causes()) - len(left(entry["placed"]))
        return "done" if placed >= ENOUGH else "begun" if entry["placed"] else "left"
    if kind == "predict":
        return "skipped" if entry["picked"] is None else "done"
    if kind == "note":
        return "done" if entry["text"].strip() else "left"
    return "done" if entry["right"] else "begun"


def summary(title: str, groups: Sequence[Group], is_core: bool = False) -> str:
    """The count in words; of the core also where to go on."""
    states = [state for group in groups for state in group.states]
    words = DONE.format(title, states.count("done"), len(states))
    words += SKIPPED.format(states.count("skipped")) if "skipped" in states else ""
    if not is_core:
        return f"{words}."
    open_groups = [group.name for group in groups if {"left", "begun"} & set(group.states)]
    return words + (NEXT.format(open_groups[0]) if open_groups else NOTHING_LEFT)


def listed(numbers: Sequence[int]) -> str:
    """“1, 3 and 5”."""
    *others, last = map(str, numbers)
    return f"{', '.join(others)} and {last}" if others else last


def _row(groups: Sequence[Group], before: str = "") -> str:
    """The pieces of all tasks, station by station; in the small row behind its count."""
    parts = []
    for group in groups:
        words = html.escape(DONE.format(group.title, group.states.count("done"), len(group.states)))
        parts.append(f'<span class="ml-steps" role="img" aria-label="{words}" title="{words}">'
                     f"{group.number or group.title} {''.join(map(_piece, group.states))}</span>")
    return f'<div class="ml-row-of-steps{" ml-further" if before else ""}">{before}{"".join(parts)}</div>'


def legend() -> str:
    """What the pieces mean."""
    return " ".join(f"{_piece(state)}&nbsp;{words}" for state, words in STATES.items())


def _piece(its: str) -> str:
    return f'<i class="ml-step ml-{its}"></i>'
