"""How the house is built: which room may know which, that the rooms mirror each other, and house rules for the code."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.models import every_model
from muscle_lib.units import UNITS
from tests.lessons import NAMES, ROOT, lesson

LIBRARY = sorted((ROOT / "muscle_lib").rglob("*.py"))
#: All our own Python: the library, the launcher, the tests, the benchmarks.
OURS = [*LIBRARY, ROOT / "lab.py", *sorted((ROOT / "tests").rglob("*.py")),
        *sorted((ROOT / "benchmarks").rglob("*.py"))]
CHAPTERS = [lesson(name).chapter for name in NAMES if lesson(name).asks]
LONGEST_MODULE = 350


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Read once for all house rules."""
    return ast.parse(path.read_text(encoding="utf-8"))


def run(*command: str) -> None:
    """Run a tool at the top of the project; fail with all that it says if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# The tools

def test_imports_run_one_way():
    tool = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert tool, "import-linter is not installed beside this Python"
    run(tool, "--no-cache")


def test_ruff_has_nothing_to_say():
    run(sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", ".")


# The rooms

def test_every_chapter_has_the_same_name_in_every_room():
    own_models = {each.name: each.own_models for each in chapters()}
    for chapter in CHAPTERS:
        places = [exists(ROOT / "muscle_lib" / room / chapter) for room in ("models", "figures")]
        places.append((ROOT / "muscle_lib" / "questions" / f"{chapter}.toml").is_file())
        assert places == [own_models[chapter], own_models[chapter], True], f"{chapter}: models, figures, questions"


def exists(place: Path) -> bool:
    """A module, or a package, of this name."""
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


@pytest.mark.parametrize("room", ["models", "figures", "questions"])
def test_no_room_has_a_chapter_that_is_not_on_the_list(room):
    """What two chapters share (`stage`, `style`) stands in a module; a package is a chapter, or the drawings. One that
    is planned may have its models before its lesson."""
    packages = {path.parent.name for path in (ROOT / "muscle_lib" / room).glob("*/__init__.py")} - {"drawings"}
    packages |= {path.stem for path in (ROOT / "muscle_lib" / room).glob("*.toml")}
    assert packages <= {chapter.name for chapter in chapters()}


def test_every_models_module_has_its_figure_and_the_tests_of_both():
    for model in every_model():
        place = Path(*model.__module__.removeprefix("muscle_lib.models.").split("."))
        test = place.with_name(f"test_{place.name}.py")
        wanted = [Path("muscle_lib/figures") / place.with_suffix(".py"), Path("tests/models") / test,
                  Path("tests/figures") / test]
        assert [name.as_posix() for name in wanted if not (ROOT / name).is_file()] == []


def test_every_test_file_tests_something():
    """A file of tests whose names pytest does not know would be silent."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        functions = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
        assert any(name.startswith("test_") for name in functions), path


# The code

def test_a_module_can_be_read_in_one_go_and_says_what_it_is_for():
    for path in LIBRARY:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE, name_of(path)
        assert ast.get_docstring(tree(path)), name_of(path)


def test_the_library_never_prints_draws_globally_or_imports_everything():
    for path in LIBRARY:
        name = name_of(path)
        for node in ast.walk(tree(path)):
            where = name, getattr(node, "lineno", 0)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", where
            if isinstance(node, ast.ImportFrom):
                assert "*" not in [alias.name for alias in node.names], where
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
                assert not any(name.split(".")[-1] in ("pyplot", "pylab") for name in names), where


def test_a_sentence_takes_a_unit_from_the_name_of_its_number():
    """``said(trace, "peak_mV")``: written by hand beside ``{trace.…}`` it could be another than the number's."""
    assert [(name_of(path), *found) for path in LIBRARY for found in units_by_hand(tree(path))] == []


def units_by_hand(module: ast.Module) -> Iterator[tuple[int, str]]:
    unit = re.compile(rf" ({'|'.join(map(re.escape, UNITS.values()))})(?!\w)")
    for text in (node for node in ast.walk(module) if isinstance(node, ast.JoinedStr)):
        for value, words in pairwise(text.values):
            if isinstance(value, ast.FormattedValue) and isinstance(words, ast.Constant) and (
                    found := unit.match(words.value)) and re.search(r"\btrace\.", ast.unparse(value.value)):
                yield text.lineno, found[0]


def test_the_search_for_units_finds_what_it_should():
    assert list(units_by_hand(ast.parse("f'{trace.rest_mV:.0f} mV'\nf'at {float(trace.t_s[-1]):.1f} s or'"))) == [
        (1, " mV"), (2, " s")]
    assert not list(units_by_hand(ast.parse("f'{said(trace, 1)} mV' f'{trace.work_min:.0f} minutes' f'{top} mV'")))


def test_every_file_is_opened_with_an_encoding():
    """Without it Windows would read and write our files in another encoding than everybody else."""
    for path in OURS:
        assert list(without_encoding(tree(path))) == [], name_of(path)


def without_encoding(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        named = {keyword.arg for keyword in node.keywords}
        if name in ("read_text", "write_text") and "encoding" not in named:
            yield f"{name}, line {node.lineno}"
        if isinstance(node.func, ast.Name) and name == "open" and "encoding" not in named:
            mode = node.args[1].value if len(node.args) > 1 else "r"
            if "b" not in mode:
                yield f"open, line {node.lineno}"


def test_the_search_for_encodings_finds_what_it_should():
    assert list(without_encoding(ast.parse("open('a')\nopen('a', 'w')\np.read_text()"))) == [
        "open, line 1", "open, line 2", "read_text, line 3"]
    assert list(without_encoding(ast.parse("open('a', 'rb')\nopen('a', encoding='utf-8')\nos.open('a', 1)"))) == []


# What git keeps

#: Where a file was written is nobody's business, and no mirror may stand in a lock or a setting.
PRIVATE = {
    "a folder of one computer": r"(?<![\w.~-])/(?:home|Users)/(?!runner\b)\w+|/(?:work|tmp)/\w+|\b[A-Z]:\\+Users\\+\w",
    "a registry's address":
        r"https?://(?!pypi\.org/project/)[\w.-]*(?:pypi|pythonhosted|anaconda\.org|npmjs|artifactory|nexus)\b",
}


def test_no_file_names_a_computers_folder_or_a_registry():
    found = []
    for path in kept_files():
        for what, pattern in PRIVATE.items():
            # The tests of the launcher and of the locks make up folders and addresses, and so does this file.
            if path.suffix != ".py" or "tests" not in path.parts:
                found += [f"{name_of(path)}: {what}: {match}" for match in re.findall(pattern, text_of(path))]
    assert found == []


def test_no_notebook_holds_the_state_of_a_widget():
    """JupyterLab saves it into lessons (tests/notebooks/test_stripped.py looks at those in more detail)."""
    notebooks = [path for path in kept_files() if path.suffix == ".ipynb"]
    assert [name_of(path) for path in notebooks if "application/vnd.jupyter.widget" in text_of(path)] == []
    assert notebooks


@pytest.mark.parametrize(("text", "found"), [
    ("see /home/anna/lab", True), ("/Users/anna", True), ("in /tmp/x1", True), ("C:\\Users\\anna", True),
    ("C:\\\\Users\\\\anna", True), ("https://pypi.org/simple", True), ("http://my.artifactory.corp/x", True),
    ("the /home folder", False), ("https://example.org/home/anna", False), ("https://doi.org/10.1/x", False)])
def test_the_search_for_private_places_finds_what_it_should(text, found):
    assert any(re.search(pattern, text) for pattern in PRIVATE.values()) == found


def test_no_link_is_kept_that_leads_elsewhere():
    """Such as one to another copy's .pytest_cache: on other computers it leads nowhere, and is in the tests' way."""
    assert [name_of(path) for path in kept() if path.is_symlink()] == []


def kept_files() -> list[Path]:
    return [path for path in kept() if path.is_file()]


def kept() -> list[Path]:
    """What git keeps, or would keep if all were added; without git, nothing can be said."""
    git = shutil.which("git")
    listed = subprocess.run([git or "git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT,
                            capture_output=True, check=False) if git else None
    if listed is None or listed.returncode:
        pytest.skip("this copy of the lab is not a git checkout")
    return [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a picture


def test_the_tests_look_at_this_copy_of_the_library():
    assert Path(find_spec("muscle_lib").origin).is_relative_to(ROOT)
