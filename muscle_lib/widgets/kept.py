"""What a student enters is kept in a small file beside the notebook, so that it survives a restart.

``01_nerve_signal.ipynb`` keeps its predictions, answers, notes, tables and pictures in
``01_nerve_signal.answers.json``. The file belongs to one notebook in one folder, so neither two lessons nor two
copies of a lesson mix. It is read and written anew at every change: what another window has added stays.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

#: The kinds of entry, and what each entry must hold. Anything else in the file, and it counts as damaged.
#: A prediction that was skipped has picked nothing.
_SHAPES: dict[str, dict[str, Any]] = {
    "student": {"name": str},
    "predict": {"question": str, "picked": (int, type(None)), "answer": str, "outcome": str, "right": bool},
    "ask": {"question": str, "answer": str, "given": (int, float), "right": bool, "tries": int},
    "note": {"prompt": str, "text": str},
    "record": {"title": str, "titles": dict, "first": list, "rows": list, "png": str, "sentence": str},
    "picture": {"png": str, "sentence": str, "settings": str},
    "mystery": {"seed": int, "asked": int, "open": bool, "ordered": list, "results": list, "block": str,
                "confidence": int, "answer": str, "right": bool, "reveal": str},
    "log": {"title": str, "lines": list},
}
#: From now on it counts: a file of another version is put aside, as a damaged one is.
_VERSION = 2


class Kept:
    """The file of one notebook. ``problem`` says what is wrong with it, or is empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""

    def get(self, kind: str, key: str) -> Any:
        """What was kept under a kind and a key, or None."""
        return self.all(kind).get(key)

    def all(self, kind: str) -> dict[str, Any]:
        """Everything kept of one kind: key → entry."""
        return (self._read() or _empty())[kind]

    def put(self, kind: str, key: str, entry: Any) -> None:
        """Keep an entry; None takes it away. Where the folder cannot be written to, ``problem`` says so."""
        self.problem = ""
        content = self._read()
        if content is None:
            return  # what cannot be read must not be written over
        if entry is None:
            content[kind].pop(key, None)
        else:
            content[kind][key] = entry
        try:
            everything = {"muscle_lab": _VERSION, **content}
            write_safely(self.path, json.dumps(everything, ensure_ascii=False, indent=1, allow_nan=False))
        except OSError as problem:
            self.problem = (f"What you enter cannot be kept: {self.path.name} could not be written "
                            f"({problem.strerror or problem}). Copy your notes before you close the lab.")

    def _read(self) -> dict[str, dict[str, Any]] | None:
        """What the file holds; None where there is one that can neither be read nor be put aside."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"), parse_constant=_no_number)
            if isinstance(content, dict) and content.get("muscle_lab") != _VERSION:
                return self._begin_anew("other-version", "is of another version of Muscle Lab")
            _check_shape(content)
        except FileNotFoundError:
            return _empty()
        except OSError as problem:
            self.problem = (f"{self.path.name} could not be read ({problem.strerror or problem}), so what you enter "
                            "now is not kept.")
            return None
        except (ValueError, AttributeError, RecursionError):
            return self._begin_anew("damaged", "was damaged")
        return _empty() | {kind: content.get(kind, {}) for kind in _SHAPES}

    def _begin_anew(self, why: str, words: str) -> dict[str, dict[str, Any]] | None:
        # Renamed, never overwritten: perhaps something can be saved from it.
        aside = self.put_aside(why)
        if not aside:
            return None
        self.problem = f"{self.path.name} {words}. It has been put aside as {aside}, and a new one is begun."
        return _empty()

    def put_aside(self, why: str) -> str:
        """Rename the file and return its new name; "" where there is none or it cannot be (see ``problem``)."""
        aside = self.path.with_name(f"{self.path.stem}.{why}-{datetime.now():%Y%m%d-%H%M%S-%f}.json")
        try:
            os.replace(self.path, aside)
        except FileNotFoundError:
            return ""
        except OSError as problem:
            self.problem = f"{self.path.name} could not be put aside ({problem.strerror or problem})."
            return ""
        return aside.name


def _empty() -> dict[str, dict[str, Any]]:
    return {kind: {} for kind in _SHAPES}


def _no_number(name: str) -> None:
    """NaN and Infinity are no JSON, and we never write them."""
    raise ValueError(name)


def _check_shape(content: Any) -> None:
    """Raise a ValueError if this is not what we write."""
    for kind, fields in _SHAPES.items():
        for entry in content.get(kind, {}).values() if isinstance(content, dict) else (None,):
            if not isinstance(entry, dict) or not all(isinstance(entry.get(name), its) for name, its in fields.items()):
                raise ValueError(f"{kind}: {entry!r}")
        if kind == "mystery":
            for entry in content.get(kind, {}).values():
                if not all(isinstance(words, str) for words in [*entry["ordered"], *entry["results"]]):
                    raise ValueError(f"{kind}: {entry!r}")
        if kind == "record":
            for entry in content.get(kind, {}).values():
                cells = [cell for row in entry["rows"] for cell in row.items()]
                # Numbers; or words, for a choice and for what was done to a live muscle.
                if not all(isinstance(value, (int, float, str)) for _, value in cells):
                    raise ValueError(f"{kind}: {cells!r}")
                if not all(isinstance(title, str) for title in [*entry["titles"].values(), *entry["first"]]):
                    raise ValueError(f"{kind}: {entry['titles']!r}")
        if kind == "log":
            for entry in content.get(kind, {}).values():
                if not all(isinstance(seconds, (int, float)) and isinstance(done, str)
                           for seconds, done in entry["lines"]):
                    raise ValueError(f"{kind}: {entry['lines']!r}")


def write_safely(path: Path, content: str) -> None:
    """Write a text file through a new file and one move: a crash in between leaves the old file whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        # Half a character, which a damaged paste can leave, becomes a question mark instead of an error.
        with open(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def kept_for(key: str) -> Kept:
    """The file for a question's key: that of the running notebook, or of the key's chapter where none is known."""
    # Jupyter's server tells the kernel which notebook it was started for.
    notebook = PurePosixPath(os.environ.get("JPY_SESSION_NAME", "").replace("\\", "/"))
    stem = notebook.stem if notebook.suffix == ".ipynb" else key.partition(".")[0]
    return Kept(Path.cwd() / f"{stem}.answers.json")
