"""A run that is kept for all tests is what the model would give, and is forgotten with the code that made it."""

from __future__ import annotations

import dataclasses
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from muscle_lib.models import every_model
from muscle_lib.quantity import Choice, quantities
from tests import runs
from tests.models.test_every_model import name_of, results, same

MODELS = every_model()


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_a_trace_comes_out_of_its_file_as_it_was(cls: type) -> None:
    for run in {cls.run, getattr(cls, "preview", cls.run)}:
        trace = run(cls())
        again = pickle.loads(runs._packed(trace))
        before, after = results(trace), results(again)
        assert before.keys() == after.keys() and all(same(before[name], after[name]) for name in before)
        assert can_be_changed(again) == can_be_changed(trace) == []


def can_be_changed(thing: object, path: str = "") -> list[str]:
    """The arrays somewhere in a trace into which one could write."""
    if isinstance(thing, np.ndarray):
        return [path] if thing.flags.writeable else []
    inner = vars(thing) if dataclasses.is_dataclass(thing) else dict(enumerate(thing)) if type(thing) is tuple else {}
    return [found for name, each in inner.items() for found in can_be_changed(each, f"{path}.{name}")]


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_every_setting_has_a_name_of_its_own(cls: type) -> None:
    """The file is found by it."""
    for record in quantities(cls).values():
        values = record.options if isinstance(record, Choice) else (record.low, record.default, record.high)
        others = {value for value in values if value != record.default}
        assert len({repr(cls(**{record.name: value})) for value in others} | {repr(cls())}) == len(others) + 1


def test_what_was_kept_is_forgotten_when_any_model_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(runs.ROOT / "muscle_lib", tmp_path / "muscle_lib", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(runs, "ROOT", tmp_path)
    monkeypatch.setattr(runs, "__file__", str(tmp_path / "muscle_lib" / "quantity.py"))
    seen = {runs.made_of()}
    assert seen == {runs.made_of()}
    for name in ("quantity.py", "trace.py", "models/series.py", "models/electrolytes/fibre_solver.py",
                 "models/hyperexcitability/cramp_map.csv"):
        path = tmp_path / "muscle_lib" / name
        path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
        seen.add(runs.made_of())
    assert len(seen) == 6


def test_a_run_is_made_once_for_all_processes_and_a_broken_file_is_made_anew(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LONG_s", -1.0)
    monkeypatch.setattr(runs, "LONG_s_MB", -1.0)
    made = []

    def run(model: object) -> object:
        made.append(model)
        return type(model).run.__get__(model)()

    model = MODELS[0]()
    for _ in range(2):  # two processes: neither has the other's memory
        kept = runs.Runs()
        kept._folder = tmp_path
        trace = kept._kept_version(run)(model)
    assert made == [model]
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:20])
    kept = runs.Runs()
    kept._folder = tmp_path
    assert same(kept._kept_version(run)(model).changes_cm, trace.changes_cm) and made == [model, model]
