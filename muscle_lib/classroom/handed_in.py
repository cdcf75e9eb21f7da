"""What a class has handed in: lab reports and answers files, out of a folder with its sub-folders and zip files.

Nothing is unpacked onto the disk, and no file is believed: what is not ours, or damaged, is named and left out. A
student is known by the name in the file; where there is none, by the folder, which is how course platforms pack them.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from muscle_lib.chapters import chapters
from muscle_lib.classroom.before_after import Taken, taken_in
from muscle_lib.widgets.answers import DamagedError, Entries, OtherVersionError, understood
from muscle_lib.widgets.ask import first_answer

#: A report with many pictures has 5 MB; a zip file in a zip file in a zip file is nobody's homework.
LARGEST_MB, DEEPEST = 100, 2
#: What computers put beside the files by themselves.
_BY_THEMSELVES = re.compile(r"^(\..*|__MACOSX|Thumbs\.db|desktop\.ini)$")
#: Moodle's download: “Ada Lovelace_12345_assignsubmission_file_”, as a folder or before the file's name.
_MOODLE = re.compile(r"^(.+?)_\d+_assignsubmission_[a-z]+_?")
#: Folders that a lab makes, in each home folder of a hub or a computer room.
_OURS = ("notebooks", "muscle-lab", "muscle-lab-lessons")
_IN_REPORT = re.compile(r'<meta name="muscle-lab-answers" content="([^"]*)"')
#: Kinds of entry that know their lesson; and others, whose key may be that of another chapter's model.
ASKED, DONE = ("predict", "ask", "note", "triage", "causes"), ("mystery", "record", "picture", "log")
_UNREADABLE = (OSError, BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Work:
    """What one file says of one lesson. ``place`` is where it was found, “week 1/ada.zip/01_wave.answers.json”."""

    name: str
    place: str
    chapter: str
    entries: Entries


@dataclass(frozen=True)
class Student:
    """One student, and what was handed in for each chapter."""

    name: str
    works: Mapping[str, Work]


@dataclass(frozen=True)
class Skipped:
    """A file that was left out, and why."""

    place: str
    why: str


@dataclass(frozen=True)
class HandedIn:
    """All of it; ``doubles`` are names that stand over different answers to one lesson, each with its files."""

    students: tuple[Student, ...]
    taken: tuple[Taken, ...]
    skipped: tuple[Skipped, ...]
    doubles: Mapping[str, tuple[str, ...]]


def by_reason(skipped: Sequence[Skipped]) -> dict[str, list[str]]:
    """The places of all that was left out for the same reason: a class hands in thirty notebooks."""
    found: dict[str, list[str]] = {}
    for each in skipped:
        found.setdefault(each.why, []).append(each.place)
    return found


class UnfitError(ValueError):
    """A file that is of no use here; its words say why."""


def read_all(folder: Path) -> HandedIn:
    """Read a folder, or one zip file."""
    if not folder.exists():
        raise ValueError(f"There is no folder {folder}.")
    works: list[Work] = []
    taken: list[Taken] = []
    skipped: list[Skipped] = []
    for file in _files(folder):
        try:
            found = _understood(file.place, file.content())
        except UnfitError as problem:
            skipped.append(Skipped(file.place, str(problem)))
        except _UNREADABLE as problem:
            skipped.append(Skipped(file.place, f"not to be read ({getattr(problem, 'strerror', '') or problem})"))
        else:
            works += [found] if isinstance(found, Work) else []
            taken += found if isinstance(found, list) else []
    latest, earlier = _latest(works)
    if not latest and not taken:
        raise ValueError(f"In {folder} there is no lab report and no answers file that can be read."
                         + "".join(f"\n  {each.place}: {each.why}" for each in skipped))
    students, doubles = _students(latest)
    return HandedIn(students, tuple(taken), tuple(skipped + earlier), doubles)


# Files

@dataclass(frozen=True)
class _File:
    """A file that was found: how large it is, and how its content is had."""

    place: str
    size: int
    read: Callable[[], bytes]

    def content(self) -> bytes:
        if self.size > LARGEST_MB * 10**6:
            raise UnfitError(f"larger than {LARGEST_MB} MB")
        return self.read()


def _files(folder: Path) -> Iterator[_File]:
    """All files of a folder and its zip files, but for what computers put there."""
    if folder.is_file():
        yield from _opened(folder.name, folder)
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _BY_THEMSELVES.match(name))
        for path in (Path(above, name) for name in sorted(names) if not _BY_THEMSELVES.match(name)):
            yield from _opened(path.relative_to(folder).as_posix(), path)


def _opened(place: str, path: Path) -> Iterator[_File]:
    if place.lower().endswith(".zip"):
        yield from _in_zip(place, path, 1)
    else:
        yield _File(place, path.stat().st_size, path.read_bytes)


def _in_zip(place: str, file: Path | BytesIO, depth: int) -> Iterator[_File]:
    try:
        archive = ZipFile(file)
    except _UNREADABLE as problem:
        yield _File(place, 0, partial(_unfit, f"not to be opened ({problem})"))
        return
    with archive:
        for info in sorted(archive.infolist(), key=lambda each: each.filename):
            parts = PurePosixPath(info.filename.replace("\\", "/")).parts
            if info.is_dir() or any(_BY_THEMSELVES.match(part) for part in parts):
                continue
            inside = _File("/".join([place, *parts]), info.file_size, partial(archive.read, info))
            if not inside.place.lower().endswith(".zip") or depth == DEEPEST:
                yield inside
                continue
            try:
                content = inside.content()
            except _UNREADABLE:
                yield inside  # which will say why
            else:
                yield from _in_zip(inside.place, BytesIO(content), depth + 1)


def _unfit(why: str) -> bytes:
    raise UnfitError(why)


# One file

def _understood(place: str, content: bytes) -> Work | list[Taken]:
    """The work that a file holds, or a table of the test before and after."""
    ending = place.rpartition(".")[2].lower()
    if ending == "ipynb":
        raise UnfitError("a notebook: what is entered stands in the answers file beside it, and in the lab report")
    if ending not in ("json", "html", "htm", "csv"):
        raise UnfitError("neither a lab report nor an answers file")
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnfitError("damaged: it is not in UTF-8") from None
    if ending == "csv":
        try:
            return taken_in(words)
        except ValueError as problem:
            raise UnfitError(str(problem)) from None
    told = ""
    if ending != "json":
        carried = _IN_REPORT.search(words)
        if not carried:
            raise UnfitError("a lab report of an earlier Muscle Lab, which carries no data: take its answers file"
                             if "Lab report:" in words and "Muscle Lab" in words else "no lab report")
        words = unescape(carried[1])
        told = _told(words)
    elif '"muscle_lab"' not in words:
        raise UnfitError("no answers file of Muscle Lab, or damaged")
    try:
        entries = understood(words)
    except OtherVersionError:
        raise UnfitError("of another version of Muscle Lab") from None
    except DamagedError:
        raise UnfitError("damaged") from None
    return Work(_name(place, entries), place, _chapter(place, entries, told), entries)


def _told(words: str) -> str:
    try:
        return str(json.loads(words)["chapter"])
    except (ValueError, TypeError, KeyError):
        return ""


def _name(place: str, entries: Entries) -> str:
    """The name in the file; else that of its folder; else that of the file."""
    name = " ".join(entries["student"].get("student", {"name": ""})["name"].split())
    if name:
        return name[:80]
    parts = place.split("/")
    for part in reversed(parts):
        if found := _MOODLE.match(part):
            return found[1]
    folders = [part for part in parts[:-1] if part not in _OURS]
    return folders[-1] if folders else parts[-1].partition(".")[0]


def _chapter(place: str, entries: Entries, told: str) -> str:
    """The chapter whose answers these are: said in a report; else what most answers are to; else the file's name."""
    known = {each.name: each for each in chapters() if each.asks}
    by_name = [name for name, each in known.items() if each.lesson in place.rpartition("/")[2]]
    # An explorer by itself has its model's chapter, which in the short course is another one.
    found = told or _commonest(entries, ASKED) or _commonest(entries, DONE) or "".join(by_name[:1])
    if not found:
        raise UnfitError("without answers")
    if found not in known:
        raise UnfitError(f"of a lesson that this lab does not have ({found})")
    return found


def _commonest(entries: Entries, kinds: Sequence[str]) -> str:
    counts = Counter(key.partition(".")[0] for kind in kinds for key in entries[kind])
    return counts.most_common(1)[0][0] if counts else ""


# Whose

def _latest(works: Sequence[Work]) -> tuple[list[Work], list[Skipped]]:
    """Without a file that another one of the same name goes on from: a report, and the answers it was made of."""
    latest: list[Work] = []
    earlier: list[Skipped] = []
    for number, work in enumerate(works):
        for other in [*latest, *works[number + 1:]]:
            if _who(work) == _who(other) and work.chapter == other.chapter and _goes_on(other.entries, work.entries):
                earlier.append(Skipped(work.place, "no more than another file of the same student holds"))
                break
        else:
            latest.append(work)
    return latest, earlier


def _who(work: Work) -> str:
    return work.name.casefold()


def _goes_on(later: Entries, earlier: Entries) -> bool:
    """Whether one file holds all predictions, answers and notes of another: then they are one student's. A note may
    have been written anew, if there is something else to know the student by."""
    is_known = bool(earlier["predict"] or earlier["ask"])
    return all(key in later[kind] and _is_kept(kind, entry, later[kind][key], is_known)
               for kind in ("predict", "ask", "note") for key, entry in earlier[kind].items())


def _is_kept(kind: str, before: Any, now: Any, is_known: bool) -> bool:
    if kind == "predict":
        return before["picked"] == now["picked"]
    if kind == "ask":
        first, now_first = first_answer(before), first_answer(now)
        return before["tries"] <= now["tries"] and (first == now_first or not first or not now_first)
    return is_known or before["text"].strip() in now["text"]


def _students(works: Sequence[Work]) -> tuple[tuple[Student, ...], dict[str, tuple[str, ...]]]:
    """The works by student. One name over different answers to one lesson is two students: told apart by the folders
    in which their files lie, or at least by a number."""
    by_name: dict[str, list[Work]] = {}
    for work in works:
        by_name.setdefault(_who(work), []).append(work)
    found: list[Student] = []
    doubles: dict[str, tuple[str, ...]] = {}
    for same in by_name.values():
        groups: dict[str, list[Work]] = {}
        for work in same:
            folder = work.place.rpartition("/")[0] if _twice(same) else ""
            groups.setdefault(folder, []).append(work)
        each_ones = [one for group in groups.values() for one in _dealt(group)]
        name = same[0].name
        numbered = [name] if len(each_ones) == 1 else [f"{name} ({n})" for n in range(1, len(each_ones) + 1)]
        found += [Student(its, one) for its, one in zip(numbered, each_ones, strict=True)]
        if len(each_ones) > 1:
            doubles[name] = tuple(work.place for work in same)
    return tuple(sorted(found, key=lambda each: each.name.casefold())), doubles


def _twice(works: Sequence[Work]) -> bool:
    return len({work.chapter for work in works}) < len(works)


def _dealt(works: Sequence[Work]) -> list[dict[str, Work]]:
    """As few students as can have handed these in."""
    hands: list[dict[str, Work]] = []
    for work in works:
        hand = next((hand for hand in hands if work.chapter not in hand), None)
        if hand is None:
            hands.append(hand := {})
        hand[work.chapter] = work
    return hands


def without_names(handed: HandedIn) -> HandedIn:
    """The same, with numbers in place of the names; in an order that tells nothing of the alphabet."""
    everybody: list[Student | Taken] = [*handed.students, *handed.taken]
    names = {each.name.casefold() for each in everybody}
    order = sorted(names, key=lambda name: sha256(name.encode("utf-8")).digest())
    number = {name: count for count, name in enumerate(order, start=1)}

    def place(each: Student | Taken) -> int:
        return number[each.name.casefold()]

    students = [replace(each, name=f"Student {place(each)}") for each in sorted(handed.students, key=place)]
    taken = [replace(each, name=f"Student {place(each)}") for each in handed.taken]
    # The names of files are often names of people.
    skipped = [Skipped("a file", "named without --no-names")] * len(handed.skipped)
    return HandedIn(tuple(students), tuple(taken), tuple(skipped), {})
