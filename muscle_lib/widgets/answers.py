"""The file of answers: what stands in it, how it is read, and how it is written."""

from __future__ import annotations

import json
import math
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

#: Kind → key → entry.
Entries = dict[str, dict[str, Any]]

#: The kinds of entry, and what each entry must hold. Anything else in the file, and it counts as damaged.
#: A prediction that was skipped has picked nothing.
SHAPES: dict[str, dict[str, Any]] = {
    "student": {"name": str},
    "predict": {"question": str, "picked": (int, type(None)), "answer": str, "outcome": str, "right": bool},
    "ask": {"question": str, "answer": str, "given": (int, float), "right": bool, "tries": int},
    "note": {"prompt": str, "text": str},
    "record": {"title": str, "titles": dict, "first": list, "rows": list, "png": str, "sentence": str},
    "picture": {"png": str, "sentence": str, "settings": str},
    "mystery": {"seed": int, "asked": int, "open": bool, "ordered": list, "results": list, "block": str,
                "confidence": int, "answer": str, "right": bool, "reveal": str},
    "log": {"title": str, "lines": list},
    "triage": {"number": int, "seed": int, "case": str, "story": str, "given": str, "right": str, "tells": str},
    "causes": {"placed": dict, "wrong": dict},
    # No answers: which cell has written an entry, and which one it is of those that ask the same.
    "copies": {"of": str, "number": int, "cell": str, "count": int},
}
#: From now on it counts: a file of another version is put aside, as a damaged one is.
VERSION = 2


class DamagedError(ValueError):
    """A file that is not what we write."""


class OtherVersionError(DamagedError):
    """A file that another version of Muscle Lab has written."""


def read(path: Path) -> Entries:
    """What a file holds. Raises ``OSError`` or ``DamagedError``."""
    try:
        words = path.read_text(encoding="utf-8-sig")  # Notepad writes a mark before it
    except UnicodeDecodeError as problem:
        raise DamagedError(str(problem)) from None
    return understood(words)


def understood(words: str) -> Entries:
    """The text of such a file as entries. Raises ``DamagedError``."""
    try:
        content = json.loads(words, parse_constant=_finite, parse_float=_finite, parse_int=_whole)
        if isinstance(content, dict) and content.get("muscle_lab") != VERSION:
            raise OtherVersionError
        found = {kind: content.get(kind, {}) for kind in SHAPES}
        _check_shape(found)
    except DamagedError:
        raise
    # Whatever stands in it, it is not what we write.
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as problem:
        raise DamagedError(str(problem)) from None
    # Only a file that somebody else wrote can hold half a character, and only in this way.
    return plain(found) if "\\ud" in words.lower() else found


def empty() -> Entries:
    """Nothing of each kind."""
    return {kind: {} for kind in SHAPES}


def plain(entry: Any) -> Any:
    """As it comes back from a file. Half a character, which a damaged paste can leave, becomes a question mark."""
    return json.loads(json.dumps(entry, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace"))


def _finite(digits: str) -> float:
    """A number. NaN, Infinity and 1e400 are none, and we never write them."""
    if not math.isfinite(number := float(digits)):
        raise ValueError(digits)
    return number


def _whole(digits: str) -> int:
    _finite(digits)  # it is printed as a number with a point, too
    return int(digits)


def _check_shape(content: Entries) -> None:
    """Raise some error if this is not what we write."""
    for kind, fields in SHAPES.items():
        for entry in content[kind].values():
            _check(all(isinstance(entry[name], its) for name, its in fields.items()))
    for entry in content["mystery"].values():
        _check(all(isinstance(words, str) for words in [*entry["ordered"], *entry["results"]]))
    for entry in content["causes"].values():
        _check(all(isinstance(words, str) for words in [*entry["placed"].values(), *sum(entry["wrong"].values(), [])]))
    for entry in content["record"].values():
        # Numbers; or words, for a choice and for what was done to a live muscle.
        _check(all(isinstance(value, (int, float, str)) for row in entry["rows"] for value in row.values()))
        _check(all(isinstance(title, str) for title in [*entry["titles"].values(), *entry["first"]]))
        # Files of earlier days have neither these two, nor the first answer.
        _check(all(isinstance(name, str) for name in [*entry.get("controls", []), entry.get("headline", "")]))
    for entry in content["ask"].values():
        given, words = entry.get("first") or [0, ""]
        _check(isinstance(given, (int, float)) and isinstance(words, str))
    for entry in content["log"].values():
        _check(all(isinstance(seconds, (int, float)) and isinstance(done, str) for seconds, done in entry["lines"]))


def _check(is_so: bool) -> None:
    if not is_so:
        raise ValueError("not what we write")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Between reading a file and writing it nobody else of us does so: else of two kernels the second would write over
    what the first has just added.

    The sign is a file that can be made but once; who was killed has left it, so after two seconds it counts no more.
    Where none can be made (a folder that is read only), writing will say what is wrong.
    """
    sign = path.with_name(f"{path.name}.lock")
    until, mine = time.monotonic() + 2.0, False
    while not mine and time.monotonic() < until:
        try:
            os.close(os.open(sign, os.O_CREAT | os.O_EXCL))
            mine = True
        except PermissionError:  # of the folder; or, in Windows, of a sign that is just being taken away
            if os.name != "nt":
                break
            time.sleep(0.01)
        except FileExistsError:
            time.sleep(0.01)
        except OSError:
            break
    try:
        yield
    finally:
        with suppress(OSError):
            sign.unlink()


def write_safely(path: Path, content: str) -> None:
    """Write a text file through a new file and one move: a crash in between leaves the old file whole."""
    # Not a temporary file of Python's: nobody else, such as an instructor, could read that.
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with open(new, "x", encoding="utf-8", errors="replace") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
