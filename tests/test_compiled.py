"""The one place that knows of Numba: with it, without it, and with one that does not work."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from muscle_lib import compiled
from muscle_lib.chapters import chapters
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


def test_warming_up_names_every_model_that_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compiled here: what takes half a minute is done before the tests, and left alone when it is there."""
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    ran: list[str] = []
    for cls in every_model():
        monkeypatch.setattr(cls, "run", lambda model: ran.append(type(model).__name__))
    marks: dict[str, Any] = {}

    class Mark:
        def __init__(self, chapter: str) -> None:
            self.exists, self.touch = lambda: chapter in marks, lambda: marks.setdefault(chapter, 1)

    monkeypatch.setattr(compiled, "_ready_mark", Mark)
    chapter_1 = list(compiled.warm_up("nerve_signal"))
    assert "nerve_signal.membrane.Membrane" in chapter_1 and "Membrane" in ran
    assert all(name.startswith("nerve_signal.") for name in chapter_1)
    others = list(compiled.warm_up())
    assert len(chapter_1) + len(others) == len(ran) == len(every_model())
    assert list(compiled.warm_up()) == []


def test_chapters_are_prepared_in_the_order_of_the_lessons() -> None:
    """And each folder of models is a chapter: else the start page would not count it."""
    known = [chapter.name for chapter in chapters()]
    prepared = compiled.chapters_with_models()
    assert prepared == [name for name in known if name in prepared] and prepared[0] == "nerve_signal"


def test_a_chapter_is_made_of_its_own_models_and_of_those_that_they_import() -> None:
    def made_of(chapter: str) -> set[str]:
        return {path.relative_to(ROOT / "muscle_lib").parts[1] for path in compiled._files(chapter)
                if path.parent.name != "muscle_lib"}

    assert made_of("nerve_signal") == {"nerve_signal"}
    assert made_of("electrolytes") == {"electrolytes", "nerve_signal"}
    assert made_of("voluntary_contraction") == {"voluntary_contraction", "nerve_signal", "electrolytes", "series.py",
                                                "contract_and_relax", "oxygen_and_glucose"}, "also at second hand"
    # An import that is written in another way would not be seen.
    for path in (ROOT / "muscle_lib" / "models").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
            for name in names:
                if name.startswith("muscle_lib.models"):
                    assert name.split(".")[2] in compiled._looked_at(path)[1], f"{path}: {name}"
            assert not isinstance(node, ast.ImportFrom) or node.level == 0, f"{path}: a relative import"


# A library of three chapters: the second uses a loop of the first.
MODEL = """
from dataclasses import dataclass
from muscle_lib.compiled import compiled
{imported}

@compiled
def {chapter}_loop(x):
    return {term}

@dataclass
class {name}:
    def run(self):
        return {chapter}_loop(1.0)
"""
CHAPTERS = {"one": ("One", "", "x + 1.0"), "two": ("Two", "from muscle_lib.models.one.loop import one_loop",
                                                   "one_loop(x) * 2.0"), "three": ("Three", "", "x - 3.0")}
# Waits for a line, then does what it says in a library that is loaded anew; Numba, which takes a second, stays loaded.
PREPARE = """
import sys
import numba
for line in sys.stdin:
    for name in [name for name in sys.modules if name.startswith("muscle_lib")]:
        del sys.modules[name]
    from muscle_lib import compiled
    print(*[compiled.progress()] if line == "only look\\n" else compiled.warm_up(*line.split()), flush=True)
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[tuple[Callable[..., str], Path]]:
    """Three small chapters: what prepares them as a new Python does and says which models it ran; their folder."""
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    models = tmp_path / "muscle_lib" / "models"
    for chapter, (name, imported, term) in CHAPTERS.items():
        (models / chapter).mkdir(parents=True)
        (models / chapter / "__init__.py").write_text("", encoding="utf-8")
        (models / chapter / "loop.py").write_text(
            MODEL.format(chapter=chapter, name=name, imported=imported, term=term), encoding="utf-8")
    for name in ("compiled.py", "chapters.py"):
        shutil.copy(ROOT / "muscle_lib" / name, models.parent)
    shutil.copy(ROOT / "muscle_lib" / "models" / "__init__.py", models)
    (models.parent / "__init__.py").write_text("", encoding="utf-8")
    (models.parent / "chapters.toml").write_text("".join(
        f'[[chapter]]\nnumber = {number}\nname = "{chapter}"\ntitle = ""\nabout = ""\nclaims = []\n'
        for number, chapter in enumerate(CHAPTERS, start=1)), encoding="utf-8")

    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    environment.pop("NUMBA_CACHE_DIR", None)
    process = subprocess.Popen([sys.executable, "-c", PREPARE], cwd=tmp_path, env=environment, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def prepare(line: str = "") -> str:
        print(line, file=process.stdin, flush=True)
        return process.stdout.readline().strip()

    with process:
        yield prepare, models
        process.stdin.close()
        assert process.wait() == 0


def test_what_is_prepared_is_left_alone_and_thrown_away_by_chapter(library: Any) -> None:
    prepare, models = library
    assert prepare("one") == "one.loop.One"
    assert prepare("only look").startswith("Still being prepared (first time only): chapters 2, 3. You can work ")
    assert prepare() == "two.loop.Two three.loop.Three"
    assert prepare() == "" and prepare("only look") == "All chapters are prepared."
    kept = {path: path.stat().st_mtime_ns for path in models.rglob("*.nbc")}
    assert {path.parts[-3] for path in kept} == set(CHAPTERS)

    loop = models / "one" / "loop.py"
    loop.write_text(loop.read_text(encoding="utf-8").replace("x + 1.0", "x + 11.0"), encoding="utf-8")
    assert prepare("only look").startswith("Still being prepared (first time only): chapters 1, 2. ")
    assert prepare() == "one.loop.One two.loop.Two", "the second takes in a loop of the first"
    assert prepare("only look") == "All chapters are prepared."
    changed = {path.parts[-3] for path, when in kept.items() if not path.exists() or path.stat().st_mtime_ns != when}
    assert changed == {"one", "two"}, "the third has nothing to do with it"

    shutil.rmtree(models / "three" / "__pycache__")
    assert prepare() == "three.loop.Three", "its compiled code was thrown away by hand"


def test_two_processes_do_not_compile_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another one has the lock of a chapter, a first run says that it waits, waits, and then goes on."""
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")
    holds = ("import sys\nfrom pathlib import Path\nfrom muscle_lib import compiled\n"
             "compiled._cache_folder = lambda chapter: Path(sys.argv[1])\n"
             "with compiled._alone('nerve_signal'):\n    print('has it', flush=True)\n    sys.stdin.readline()\n")
    monkeypatch.setattr(compiled, "_cache_folder", lambda chapter: tmp_path)
    other = subprocess.Popen([sys.executable, "-c", holds, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, text=True,
                             stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})
    said = []

    def waits() -> None:
        said.append("waits")
        other.communicate("\n")

    with other:
        assert other.stdout.readline() == "has it\n"
        with compiled.first_time(Membrane, waits):
            assert said == ["waits"] and other.returncode == 0
    with compiled.first_time(Membrane, waits):
        assert said == ["waits"], "nobody has it"


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_cache_folder", lambda chapter: tmp_path)
    monkeypatch.setattr(compiled, "_LONGEST_WAIT_s", 0.1)
    monkeypatch.setattr(compiled, "_try_lock", lambda file: False)
    said = []
    with compiled._alone("nerve_signal", lambda: said.append("waits")):
        assert said == ["waits"]


def test_a_first_call_that_has_to_be_compiled_is_told_and_a_second_is_not() -> None:
    if not compiled.is_compiled():
        pytest.skip("there is no Numba here")

    @compiled._numba.njit  # not kept on disk
    def twice(x: float) -> float:
        return 2.0 * x

    said: list[str] = []
    for _ in range(2):
        with compiled.when_compiling(lambda: said.append("compiles")):
            assert twice(2.5) == 5.0
        assert said == ["compiles"]
