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

#: The kinds of entry, in the order of the lab report.
KINDS = ("student", "predict", "ask", "note", "record", "picture", "log")
_VERSION = 1


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
        return self._read()[kind]

    def put(self, kind: str, key: str, entry: Any) -> None:
        """Keep an entry; None takes it away. Where the folder cannot be written to, ``problem`` says so."""
        content = self._read()
        if entry is None:
            content[kind].pop(key, None)
        else:
            content[kind][key] = entry
        try:
            self._write({"muscle_lab": _VERSION, **content})
            self.problem = ""
        except OSError as problem:
            self.problem = (f"What you enter cannot be kept: {self.path.name} could not be written "
                            f"({problem.strerror or problem}). Copy your notes before you close the lab.")

    def _read(self) -> dict[str, dict[str, Any]]:
        empty: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            if not isinstance(content, dict) or any(not isinstance(content.get(kind, {}), dict) for kind in KINDS):
                raise ValueError("its structure is not ours")
        except FileNotFoundError:
            return empty
        except OSError as problem:
            self.problem = f"{self.path.name} could not be read ({problem.strerror or problem})."
            return empty
        except ValueError:
            self._put_aside()
            return empty
        return empty | {kind: content.get(kind, {}) for kind in KINDS}

    def _put_aside(self) -> None:
        """A damaged file is renamed, never overwritten: perhaps something can be saved from it."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"{self.path.stem}.damaged-{stamp}.json")
        try:
            os.replace(self.path, aside)
            self.problem = (f"{self.path.name} was damaged. It has been put aside as {aside.name}, and a new one is "
                            "begun.")
        except OSError as problem:
            self.problem = f"{self.path.name} is damaged and could not be put aside ({problem.strerror or problem})."

    def _write(self, content: dict[str, Any]) -> None:
        # Into a new file first, then in one move: a crash in between leaves the old file whole.
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name, suffix=".new")
        try:
            with open(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False, indent=1, allow_nan=False)
            os.replace(name, self.path)
        except BaseException:
            os.unlink(name)
            raise


def kept_for(key: str) -> Kept:
    """The file for a question's key: that of the running notebook, or of the key's chapter where none is known."""
    # Jupyter's server tells the kernel which notebook it was started for.
    notebook = PurePosixPath(os.environ.get("JPY_SESSION_NAME", "").replace("\\", "/"))
    stem = notebook.stem if notebook.suffix == ".ipynb" else key.partition(".")[0]
    return Kept(Path.cwd() / f"{stem}.answers.json")
