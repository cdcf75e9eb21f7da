"""What a student enters is kept in a small file beside the notebook, so that it survives a restart.

``01_nerve_signal.ipynb`` keeps its predictions, answers, notes, tables and pictures in
``01_nerve_signal.answers.json``. The file belongs to one notebook in one folder, so neither two lessons nor two
copies of a lesson mix. It is read and written anew at every change: what another window has added stays, and what it
has written over an entry that this one shows is put aside whole before ours takes its place.
An entry belongs to the cell that wrote it: a copy of the cell, wherever it stands, begins with nothing.
What could not be written stays in memory, and is written with the next entry that can be. Where no notebook of one's
own is open (a page of Voilà, a script), there is nothing but memory.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from weakref import WeakSet

from IPython import get_ipython

from muscle_lib.widgets.answers import (
    SHAPES,
    VERSION,
    DamagedError,
    Entries,
    OtherVersionError,
    alone,
    empty,
    plain,
    read,
    write_safely,
)
from muscle_lib.widgets.cell import cell_id, request_id
from muscle_lib.widgets.found import is_second, offer
from muscle_lib.widgets.lesson import is_gone

#: Said by a copy that is empty, while what it was copied from is not.
ELSEWHERE = "What was entered for this in another cell is not shown here: it stays there, and in your lab report."


class Listener(Protocol):
    """Who wants to know when something was entered."""

    def kept_changed(self) -> None:
        """Something was kept, or the file was put aside."""


@dataclass
class Memory:
    """What this kernel knows of one file: all that was entered, what of it is not on the disk, and in which cells; and
    what the file held of each entry when a widget took it up or wrote it.

    Who listens is held weakly: neither does a widget stay for its sake, nor is it closed with another cell's.
    """

    entered: Entries = field(default_factory=empty)
    unwritten: set[tuple[str, str]] = field(default_factory=set)
    on_disk: dict[tuple[str, str], Any] = field(default_factory=dict)
    places: dict[str, dict[tuple[str, int], int]] = field(default_factory=dict)
    runs: dict[str, tuple[str, int]] = field(default_factory=dict)
    listeners: WeakSet[Listener] = field(default_factory=WeakSet)


class Kept:
    """The file of one notebook. ``problem`` says what is wrong with it, or is empty."""

    def __init__(self, path: Path, memory: Memory | None = None, is_file: bool = True) -> None:
        self.path, self.is_file = path, is_file
        self.problem = self._lasting = ""
        self._memory = memory or Memory()

    @property
    def where(self) -> str:
        """Where what is entered is kept, in words."""
        return (f"Kept in {self.path.name}, beside this notebook." if self.is_file else
                "No notebook file of your own is known here, so nothing is kept in a file: before you close or reload "
                "this page, press “Write my lab report” and save a copy.")

    @property
    def is_safe(self) -> bool:
        """Whether all that was entered is on the disk."""
        return self.is_file and not self._memory.unwritten

    def own_key(self, key: str, cell: str | None = None, run: str | None = None) -> str:
        """The key itself for the first cell that asks for it, and for a copy of the cell the key with a number.

        A cell that is run again gets what it had; where no cell is known, every one is the first.
        """
        cell, run = (cell_id(), request_id()) if cell is None else (cell, run or "")
        if not cell:
            return key
        # In one run of a cell each is another one, as in `display(note(…), note(…))`.
        last, count = self._memory.runs.get(key, ("", 0))
        count = count + 1 if last == run else 1
        self._memory.runs[key] = run, count
        numbers = self._memory.places.setdefault(key, {})
        if (cell, count) not in numbers:
            numbers[cell, count] = self._number(key, cell, count, set(numbers.values()))
        own = _numbered(key, numbers[cell, count])
        if own != key and own not in (entered := _names(self.everything())) and key in entered:
            self.problem = self.problem or ELSEWHERE
        return own

    def _number(self, key: str, cell: str, count: int, taken: set[int]) -> int:
        """Which one a cell is of those that ask for a key: the same one as before a restart, wherever it now stands;
        and a new one never that of a cell that has written something, unless this was the first and is gone."""
        owners = {each["number"]: (each["cell"], each["count"]) for each in self.all("copies").values()
                  # VS Code does not name a cell, but says its place (“…:/…#W3”), where tomorrow another may stand.
                  if each["of"] == key and each["number"] not in taken and ":" not in each["cell"]}
        for number, owner in owners.items():
            if owner == (cell, count):
                return number
        # (A copy that is not found may only not have been saved yet.)
        if 1 in owners and is_gone(self.path, owners[1][0], key):
            del owners[1]
        number = 1
        while number in taken | owners.keys():
            number += 1
        return number

    def _owners(self, entries: Entries) -> dict[str, Any]:
        """Which cell has written which of several entries for the same key."""
        entered = _names(entries)
        return {own: {"of": key, "number": number, "cell": cell, "count": count}
                for key, numbers in self._memory.places.items() for (cell, count), number in numbers.items()
                if (own := _numbered(key, number)) in entered}

    def get(self, kind: str, key: str) -> Any:
        """What was kept under a kind and a key, or None: for a widget that shows it from now on."""
        content = self._read() or empty()
        if (kind, key) not in self._memory.unwritten:
            self._memory.on_disk[kind, key] = deepcopy(content[kind].get(key))  # who asks may change what it gets
        return self._with_memory(content)[kind].get(key)

    def all(self, kind: str) -> dict[str, Any]:
        """Everything kept of one kind: key → entry."""
        return self._with_memory(self._read() or empty())[kind]

    def everything(self) -> Entries:
        """All kinds at once."""
        return self._with_memory(self._read() or empty())

    def tell(self, listener: Listener) -> None:
        """From now on tell it whatever changes, from whichever cell of this kernel."""
        self._memory.listeners.add(listener)

    def put(self, kind: str, key: str, entry: Any) -> None:
        """Keep an entry. Where the folder cannot be written to, ``problem`` says so."""
        self.put_all({kind: {key: entry}})

    def put_all(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep several entries, and write the file once."""
        self.problem = self._lasting
        for kind, of_kind in entries.items():
            for key, entry in of_kind.items():
                self._memory.entered[kind][key] = plain(entry)
                self._memory.unwritten.add((kind, key))
        if self.is_file:
            with alone(self.path):
                self._write()
        self._changed()

    def _write(self) -> None:
        """Add to the file what is not in it."""
        content = self._read()
        if content is None:
            return  # what cannot be read must not be written over
        if self._is_of_others(content) and not self._keep_copy():
            return
        everything = self._with_memory(content)
        everything["copies"] |= self._owners(everything)
        try:
            write_safely(self.path, json.dumps({"muscle_lab": VERSION, **everything}, ensure_ascii=False, indent=1,
                                               allow_nan=False))
        except OSError as problem:
            self.problem = (f"What you enter is not saved: {self.path.name} could not be written "
                            f"({problem.strerror or problem}). Until you close the lab it is in memory: write your "
                            "lab report and save a copy elsewhere.")
        else:
            for kind, key in self._memory.unwritten:
                self._memory.on_disk[kind, key] = deepcopy(self._memory.entered[kind][key])
            self._memory.unwritten.clear()

    def _is_of_others(self, content: Entries) -> bool:
        """Whether an entry that is to be written over is neither what this kernel last knew there, nor the same."""
        memory = self._memory
        return any(content[kind].get(key) not in (None, memory.on_disk.get((kind, key)), memory.entered[kind][key])
                   for kind, key in memory.unwritten)

    def _keep_copy(self) -> bool:
        """Copy the file as another window left it. If that cannot be, it must not be written over."""
        aside = self._aside("old")
        try:
            shutil.copyfile(self.path, aside)
        except OSError as problem:
            aside.unlink(missing_ok=True)
            self.problem = (f"What you enter is not saved: another window has written to {self.path.name}, and no copy "
                            f"of that could be made ({problem.strerror or problem}). Until you close the lab it is in "
                            "memory.")
            return False
        # It stays: a note is written anew after each rest, and nobody would have read it.
        self.problem = self._lasting = (
            f"Another window has written to {self.path.name} since this page read it. What it held then is in "
            f"{aside.name}; now it holds what is entered here. To take the other over, close that window, press ▶▶ "
            "here, and see “Your lab report”, at the end of the lesson.")
        return True

    def _changed(self) -> None:
        for listener in tuple(self._memory.listeners):
            listener.kept_changed()

    def _with_memory(self, content: Entries) -> Entries:
        """What is on the disk, what has not got there, and what was there and is missing: as when an older file has
        been put in the place of ours."""
        entered, unwritten = self._memory.entered, self._memory.unwritten
        return {kind: entered[kind] | content[kind] | {key: entered[kind][key] for of, key in unwritten if of == kind}
                for kind in SHAPES}

    def _read(self) -> Entries | None:
        """What the file holds; None where there is one that can neither be read nor be put aside."""
        if not self.is_file:
            return empty()
        try:
            return read(self.path)
        except FileNotFoundError:
            if self.path.parent.is_dir():  # else the whole folder has been moved
                self._forget_written()
            return empty()
        except OSError as problem:
            self.problem = (f"{self.path.name} could not be read ({problem.strerror or problem}), so what you enter "
                            "now is not saved.")
            return None
        except OtherVersionError:
            return self._begin_anew("other-version", "is of another version of Muscle Lab")
        except DamagedError:
            return self._begin_anew("damaged", "was damaged")

    def _forget_written(self) -> None:
        """Who takes the whole file away wants to begin anew; what never was in it is not meant."""
        for kind, entries in self._memory.entered.items():
            self._memory.entered[kind] = {key: entry for key, entry in entries.items()
                                          if (kind, key) in self._memory.unwritten}

    def _begin_anew(self, why: str, words: str) -> Entries | None:
        # Renamed, never overwritten: perhaps something can be saved from it.
        aside = self.put_aside(why)
        if not aside:
            return None
        self.problem = f"{self.path.name} {words}. It has been put aside as {aside}, and a new one is begun."
        return empty()

    def take_over(self, path: Path) -> str:
        """Add what another file holds, and say so. Of two entries for the same that of the other file is taken; the
        file as it was before is put aside whole."""
        self.problem = self._lasting = ""
        try:
            theirs = read(path)
        except (OSError, DamagedError) as problem:
            return f"{path.name} could not be read ({problem})."
        ours = self.everything()
        aside = self.put_aside("old")
        if self.problem:
            return self.problem
        self._memory.places.clear()  # which cell wrote what, their file knows
        self.put_all({kind: ours[kind] | theirs[kind] for kind in SHAPES})
        if is_second(path, self.path) and not self.problem:
            Kept(path).put_aside("old")
        before = f" What was here before has been put aside as {aside}." if aside else ""
        return self.problem or f"Taken over from {path.name}.{before} Press ▶▶ to see it in the lesson."

    def put_aside(self, why: str) -> str:
        """Rename the file and return its new name; "" where there is none or it cannot be (see ``problem``)."""
        aside = self._aside(why)
        try:
            os.replace(self.path, aside)
        except FileNotFoundError:
            return ""
        except OSError as problem:
            self.problem = f"{self.path.name} could not be put aside ({problem.strerror or problem})."
            return ""
        self._changed()
        return aside.name

    def _aside(self, why: str) -> Path:
        return self.path.with_name(f"{self.path.stem}.{why}-{datetime.now():%Y%m%d-%H%M%S-%f}.json")


def kept_for(key: str, offers: bool = True) -> Kept:
    """The file for a question's key: that of the running notebook; only memory where none is known.

    ``offers``: whether ``problem`` names another file, beside it, with answers to the chapter of this key.
    """
    chapter = key.partition(".")[0]
    notebook = _notebook()
    if not notebook.endswith(".ipynb"):
        path = Path.cwd() / f"{chapter}.answers.json"
        return Kept(path, _memory(path), is_file=False)
    # Its own folder, where it is told: the current one is another after %cd.
    folder = Path(notebook).parent if Path(notebook).is_absolute() and Path(notebook).parent.is_dir() else Path.cwd()
    path = folder / f"{PurePosixPath(notebook.replace(chr(92), '/')).stem}.answers.json"
    kept = Kept(path, _memory(path))
    kept.problem = offer(path, chapter) if offers else ""
    return kept


def _numbered(key: str, number: int) -> str:
    return key if number == 1 else f"{key}~{number}"


def _names(entries: Entries) -> set[str]:
    """The keys under which anything was entered, without the numbers of pictures and parts."""
    return {key.partition("#")[0] for kind, of_kind in entries.items() if kind != "copies" for key in of_kind}


@cache
def _memory(path: Path) -> Memory:
    """One for all widgets of this kernel."""
    return Memory()


def _notebook() -> str:
    """The notebook that this kernel was started for: Jupyter's server tells it, and so does VS Code."""
    if "VOILA_REQUEST_URL" in os.environ:
        return ""
    shell = get_ipython()
    told = shell.user_ns.get("__vsc_ipynb_file__", "") if shell else ""
    return os.environ.get("JPY_SESSION_NAME", "") or str(told)
