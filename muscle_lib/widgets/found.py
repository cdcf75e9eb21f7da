"""Answers to this chapter that lie beside the notebook under another name.

So it is after the notebook was renamed or saved under another name, and in a synchronised folder to which two
computers have written. They may be somebody else's: so they are shown with their name, and taken over only if asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from muscle_lib.widgets.answers import DamagedError, Entries, read

#: What we ourselves have put aside, as “01_wave.answers.old-20260503-101010-123456.json”.
_ASIDE = re.compile(r"\.(old|damaged|other-version)-\d{8}-\d{6}-\d+\.json$")


@dataclass(frozen=True)
class Found:
    """A file with answers to a chapter. ``words`` says whose, how many, and of when."""

    path: Path
    words: str
    is_aside: bool


def found(own: Path, chapter: str) -> list[Found]:
    """All such files beside one's own, the newest first; last what was put aside."""
    files = []
    for path in own.parent.glob("*.answers*.json"):
        try:
            changed = path.stat()
            about = path != own and _about(path, chapter, changed.st_mtime_ns, changed.st_size)
        except OSError:
            continue  # it went away, or may not be read
        if about:
            is_aside = bool(_ASIDE.search(path.name))
            files.append((is_aside, -changed.st_mtime_ns, Found(path, f"{path.name} ({about})", is_aside)))
    return [each for _, _, each in sorted(files, key=lambda file: file[:2])]


def holds(own: Path, chapter: str) -> str:
    """What one's own file holds, in words: so that nobody goes on with an older one without noticing."""
    try:
        now = own.stat()
        about = _about(own, chapter, now.st_mtime_ns, now.st_size)
    except OSError:
        about = ""
    return f"When this page was run it held: {about}." if about else ""


def offer(own: Path, chapter: str) -> str:
    """The sentence for the lesson's first look: if there is no file of one's own yet, or a second one of its name."""
    others = [each for each in found(own, chapter) if not each.is_aside
              and (not own.exists() or is_second(each.path, own))]
    if not others:
        return ""
    more = f" and in {len(others) - 1} more" if len(others) > 1 else ""
    return (f"Beside this notebook there are answers to this chapter in another file: {others[0].words}{more}. "
            "If they are yours, take them over under “Your lab report”, at the end of the lesson.")


def is_second(path: Path, own: Path) -> bool:
    """Whether a file is another copy of one's own, as a synchronised folder makes it: “01_wave.answers (1).json”."""
    return path.name.startswith(own.stem)


@lru_cache(maxsize=1000)
def _about(path: Path, chapter: str, changed_ns: int, size: int) -> str:
    """Whose answers a file holds, how many and of when; "" if they are none to this chapter. Read once a version."""
    try:
        entries = read(path)
    except (OSError, DamagedError):
        return ""
    count = _count(entries, chapter)
    name = entries["student"].get("student", {"name": ""})["name"].strip()
    day = datetime.fromtimestamp(changed_ns / 1e9)
    return ", ".join([*([name] if name else []), f"{count} {'entry' if count == 1 else 'entries'}",
                      f"{day:%d %B %Y, %H:%M}"]) if count else ""


def _count(entries: Entries, chapter: str) -> int:
    return sum(key.startswith(f"{chapter}.") for kind in entries if kind != "copies" for key in entries[kind])
