"""``docs/contributing.md`` names only what there is: files, commands, and names of the library."""

from __future__ import annotations

import importlib
import re
from importlib.util import find_spec
from operator import attrgetter

import pytest

from tests.lessons import ROOT
from tests.minutes import MINUTES, WORDS_PER_MINUTE
from tests.questions.test_form import CHOICE, FEEDBACK, QUESTION

TEXT = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
FENCED = re.findall(r"```\w*\n(.*?)```", TEXT, re.DOTALL)
INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))
PATH = re.compile(r"(?<![\w.])[\w.<>-]*(?:/[\w.<>-]*)+|[\w-]+\.(?:py|toml|md|lock|yml|json|ipynb)\b")
#: What a row of a table says: its first cell, the file in its second, and the number in its third, if there is one.
ROWS = re.findall(r"^\| (.+?) \| `([\w/.]+)` \|(?: (\d+) \|)?$", TEXT, re.MULTILINE)
LIBRARY = [path for ending in ("py", "toml") for path in (ROOT / "muscle_lib").rglob(f"*.{ending}")]
TESTS = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_contributing.py"]
SOURCE = "\n".join(path.read_text(encoding="utf-8")
                   for path in (ROOT / "lab.py", ROOT / "pyproject.toml", *LIBRARY, *TESTS))


def paths() -> list[str]:
    """All paths on the page, but for those of an environment, which git does not keep."""
    return sorted({path for code in (*FENCED, *INLINE) for path in PATH.findall(code) if not path.startswith(".venv")})


@pytest.mark.parametrize("path", paths())
def test_every_path_leads_somewhere(path):
    """``<chapter>`` stands for any name."""
    assert list(ROOT.glob(re.sub(r"<\w+>", "*", path)))


def test_every_command_is_there():
    modules = re.findall(r"python -m (tests\.\w+)", TEXT)
    assert len(modules) >= 4 and [name for name in modules if not find_spec(name)] == []
    options = re.findall(r"lab\.py \w+ (--[\w-]+)", TEXT)
    assert len(options) >= 4 and [option for option in options if option not in SOURCE] == []


def test_every_name_is_where_the_page_says():
    names = [(name, path) for what, path, _ in ROWS for name in re.findall(r"`@?([\w.]+)`", what)]
    assert len(names) > 20
    for name, path in names:
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        attrgetter(name)(importlib.import_module(module))


def test_every_other_name_is_used_somewhere():
    names = {name for code in INLINE if not PATH.search(code)
             for dotted in re.findall(r"([A-Za-z_][\w.]*)(?=\(| ?=|$)", code) for name in dotted.split(".")}
    assert len(names) > 40
    assert [name for name in names if not re.search(rf"\b{name}\b", SOURCE)] == []


def test_it_tells_the_rule_by_which_minutes_are_counted():
    told = [float(number) for number in re.findall(r"^\| .+ \| ([\d.]+) \|$", TEXT.partition("## How long")[2],
                                                   re.MULTILINE)]
    counted = ("predict", "note", "ask", "number", "study", "explore", "live", "mystery", "triage", "place_causes")
    assert told == [1.0, *(MINUTES[kind] for kind in counted)] and len(counted) == len(MINUTES)
    assert f"{WORDS_PER_MINUTE} words of text" in TEXT
    assert f"at most {QUESTION} words, a choice {CHOICE}, a feedback {FEEDBACK}" in TEXT


def test_the_shortest_example_is_about_as_long_as_it_says():
    lengths = [(path, int(lines)) for _, path, lines in ROWS if lines]
    assert len(lengths) == 7
    for path, lines in lengths:
        assert abs(len((ROOT / path).read_text(encoding="utf-8").splitlines()) - lines) <= 10, path
