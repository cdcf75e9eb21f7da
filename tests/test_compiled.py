"""The one place that knows of Numba: with it, without it, and with one that does not work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from muscle_lib import compiled
from muscle_lib.models import every_model
from muscle_lib.models.nerve_signal import Membrane

#: They start processes of their own.
pytestmark = pytest.mark.kernel

ROOT = Path(__file__).parents[1]

# What a fresh Python is asked: how it runs, what the install check says, and what comes out.
PROGRAM = """
import json
from muscle_lib import compiled
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.models.nerve_signal.membrane import integrate
trace = Membrane(second_nC_cm2=20.0).run()
print(json.dumps({"is_compiled": compiled.is_compiled(), "status": compiled.status(), "impulses": trace.impulses,
                  "v_mV": trace.v_mV[::100].tolist(), "has_plain": callable(integrate.py_func),
                  "warmed_up": None if compiled.is_compiled() else list(compiled.warm_up())}))
"""


def fresh(root: Path = ROOT, **environment: str) -> dict:
    """What a new Python says that finds the library in ``root``."""
    variables = {name: value for name, value in os.environ.items() if name != compiled.PLAIN_SWITCH}
    variables |= {"PYTHONUTF8": "1", **environment}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=root, env=variables, capture_output=True, text=True,
                          encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def assert_plain(said: dict, why: str) -> None:
    """It runs as plain Python, says why, and gives the numbers that this Python gives."""
    assert said["is_compiled"] is False and said["has_plain"]
    assert said["warmed_up"] == [], "it would take minutes, and nothing would be kept of it"
    assert said["status"].startswith("The models run as plain Python: correct, but slow. Some full runs take up to a ")
    assert why in said["status"] and said["status"].endswith(").")
    here = Membrane(second_nC_cm2=20.0).run()
    assert said["impulses"] == here.impulses
    np.testing.assert_allclose(said["v_mV"], here.v_mV[::100], rtol=0.0, atol=1e-7)


# A false Numba, found before the real one. Real ones have failed in each of these ways.
FALSE_NUMBA = {
    "missing": ("raise ModuleNotFoundError('No module named numba')",
                "Numba could not be loaded: No module named numba"),
    "needs an older NumPy": ("raise ImportError('Numba needs NumPy 2.0 or less')",
                             "Numba could not be loaded: Numba needs NumPy 2.0 or less"),
    "a broken library": ("raise OSError('libllvmlite.so: cannot open shared object file')",
                         "Numba could not be loaded: libllvmlite.so"),
    "something odd": ("raise AttributeError('module numpy has no attribute MachAr')",
                      "Numba could not be loaded: module numpy has no attribute"),
    "no cache folder": ("def njit(**options):\n"
                        "    def decorate(function):\n"
                        "        raise RuntimeError('cannot cache function: no locator available')\n"
                        "    return decorate",
                        "Numba cannot keep its compiled code: cannot cache function: no locator available"),
    "an empty folder": ("", "Numba cannot keep its compiled code: module 'numba' has no attribute 'njit'"),
}


@pytest.mark.parametrize("how", FALSE_NUMBA)
def test_without_a_working_numba_all_runs_as_plain_python(how: str, tmp_path: Path) -> None:
    program, why = FALSE_NUMBA[how]
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text(program, encoding="utf-8")
    assert_plain(fresh(PYTHONPATH=str(tmp_path)), why)


def test_the_switch_runs_all_as_plain_python() -> None:
    assert_plain(fresh(**{compiled.PLAIN_SWITCH: "1"}), "switched off by MUSCLE_LAB_PLAIN=1")


def test_any_other_word_is_no_switch() -> None:
    assert compiled.PLAIN_SWITCH not in fresh(**{compiled.PLAIN_SWITCH: "0"})["status"]


@pytest.mark.skipif(sys.platform == "win32", reason="the user's profile cannot be hidden there")
def test_a_real_numba_that_finds_no_writable_folder(tmp_path: Path) -> None:
    """A read-only classroom install: neither beside the library, nor in the home folder, nor where asked to."""
    pytest.importorskip("numba")
    shutil.copytree(ROOT / "muscle_lib", tmp_path / "muscle_lib", ignore=shutil.ignore_patterns("__pycache__"))
    # A folder without the right to write would not stop an administrator; a file in the folder's place stops anyone.
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    for folder in [path for path in (tmp_path / "muscle_lib").rglob("*") if path.is_dir()] + [tmp_path / "muscle_lib"]:
        (folder / "__pycache__").write_text("", encoding="utf-8")
    below = str(in_the_way / "cache")
    said = fresh(tmp_path, PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1", NUMBA_CACHE_DIR=below, HOME=below,
                 XDG_CACHE_HOME=below)
    assert_plain(said, "Numba cannot keep its compiled code: cannot cache function")


def test_with_numbas_compiler_switched_off_all_runs_as_plain_python() -> None:
    pytest.importorskip("numba")
    assert_plain(fresh(NUMBA_DISABLE_JIT="1"), "compiler is switched off, as by NUMBA_DISABLE_JIT=1")


def test_with_numba_the_install_check_names_its_version() -> None:
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    import numba
    assert compiled.status() == f"The models run compiled (Numba {numba.__version__})."


# A library of two files. The cache of Numba hangs on the first alone, the result on both.
OUTER = """
from muscle_lib.compiled import compiled
from muscle_lib.models.inner import FACTOR, taken_in

@compiled
def called(x):
    return FACTOR * taken_in(x)
"""
INNER = """
from muscle_lib.compiled import compiled

FACTOR = 10.0

@compiled
def taken_in(x):
    return x + 1.0
"""
# Waits for a line, then uses the library as a fresh Python does: only Numba, which takes a second, stays loaded.
USE = """
import sys
import numba
for _ in sys.stdin:
    for name in [name for name in sys.modules if name.startswith("muscle_lib")]:
        del sys.modules[name]
    from muscle_lib.models.outer import called
    print(called(1.0), sum(called.stats.cache_hits.values()), flush=True)
"""


@pytest.mark.parametrize("place", ["beside the sources", "where NUMBA_CACHE_DIR says"])
def test_no_old_code_is_used_after_a_change_in_another_file(place: str, tmp_path: Path) -> None:
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    models = tmp_path / "muscle_lib" / "models"
    models.mkdir(parents=True)
    shutil.copy(ROOT / "muscle_lib" / "compiled.py", models.parent)
    for path, content in ((models.parent / "__init__.py", ""), (models / "__init__.py", ""),
                          (models / "outer.py", OUTER), (models / "inner.py", INNER)):
        path.write_text(content, encoding="utf-8")
    # Python's own bytecode would lie: it takes a file changed in the same second, and as long as before, for the same.
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    if place != "beside the sources":
        environment["NUMBA_CACHE_DIR"] = str(tmp_path / "cache")

    process = subprocess.Popen([sys.executable, "-c", USE], cwd=tmp_path, env=environment, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def used() -> str:
        print("now", file=process.stdin, flush=True)
        return process.stdout.readline().strip()

    with process:
        assert used() == "20.0 0"
        assert used() == "20.0 1", "unchanged, it comes from the cache"
        (models / "inner.py").write_text(INNER.replace("x + 1.0", "x + 2.0"), encoding="utf-8")
        assert used() == "30.0 0", "a function of another file"
        (models / "inner.py").write_text(INNER.replace("x + 1.0", "x + 2.0").replace("10.0", "100.0"), encoding="utf-8")
        assert used() == "300.0 0", "a constant of another file"
        assert used() == "300.0 1"


def test_a_compiled_function_keeps_its_plain_version() -> None:
    @compiled.compiled
    def twice(x: float) -> float:
        return 2.0 * x

    assert twice(2.5) == twice.py_func(2.5) == 5.0
    assert twice.py_func.__name__ == "twice"


def test_warming_up_runs_every_model_and_names_it(kept_runs: Any) -> None:
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    names = list(compiled.warm_up())
    assert len(names) == len(every_model())
    assert "nerve_signal.membrane.Membrane" in names
