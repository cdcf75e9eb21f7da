"""The type checker has nothing to say about the library. (In a process of its own: it takes some 15 s.)"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lessons import ROOT


@pytest.mark.kernel
def test_mypy_has_nothing_to_say(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "mypy", "--cache-dir", tmp_path], cwd=ROOT, capture_output=True,
                          text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
