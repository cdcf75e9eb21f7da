"""The type checker has nothing to say about the library. (In a process of its own: it takes some 15 s, and 1 s where
it finds what it has worked out before, from the same sources.)"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.lessons import ROOT


@pytest.mark.kernel
def test_mypy_has_nothing_to_say() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy", "--cache-dir", ROOT / ".pytest_cache" / "mypy"], cwd=ROOT,
                          capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
