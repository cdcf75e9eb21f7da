"""What ``benchmarks/hub.py`` finds is put together rightly. (No hub is started here.)"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.hub_results import (
    LESSON,
    how_many_fit,
    part,
    proportional_MB,
    spread,
    table,
    together_GB,
    wrong_in_folders,
)


@dataclass
class Writer:
    name: str
    mark: str
    given: dict[str, Any] = field(default_factory=dict)


def hand_in(home: Path, writer: Writer, note: str) -> None:
    """What a lesson leaves beside the notebook."""
    writer.given = {"name": writer.name, "prediction": 2, "answer": 5.01, "note": f"saw {writer.mark}"}
    notebooks = home / writer.name / "notebooks"
    notebooks.mkdir(parents=True)
    answers = {"student": {"student": {"name": writer.name}}, "predict": {"nerve_signal.p1": {"picked": 2}},
               "ask": {"nerve_signal.q1": {"given": 5.01}}, "note": {"nerve_signal.n1": {"text": note}}}
    (notebooks / f"{LESSON}.answers.json").write_text(json.dumps(answers), encoding="utf-8")
    (notebooks / f"{LESSON}.report.html").write_text(f"<p>{note}</p>", encoding="utf-8")


def test_shared_pages_are_counted_in_parts():
    rollup = "5582-7ffe ---p 00000000 00:00 0   [rollup]\nRss:   2048 kB\nPss:   1024 kB\nPss_Dirty:  116 kB\n"
    assert proportional_MB(rollup) == 1.0


@pytest.mark.parametrize(("command", "what"), [
    ("/srv/bin/python3 -m jupyterhub -f hub_settings.py", "hub"),
    ("/srv/bin/python3 /srv/bin/jupyterhub-singleuser --allow-root", "servers"),
    ("/srv/bin/python3 -m ipykernel_launcher -f kernel.json", "kernels"),
    ("node /tmp/x/npm/node_modules/.bin/configurable-http-proxy --ip 127.0.0.1", "proxy"),
    ("git status", "others")])
def test_each_process_is_known_by_its_command(command, what):
    assert part(command) == what


def test_the_table_adds_up():
    parts = {"hub": [100.0], "kernels": [200.0, 212.0]}
    assert together_GB(parts) == 0.5
    first, second = table(parts).splitlines()
    assert first.split() == ["kernels", "2", "×", "206.0", "MB", "=", "0.40", "GB"]
    assert second.split()[0] == "hub"
    assert spread([10.0, 20.0, 30.0], "ms") == "median 20 ms, 95 % within 29 ms, slowest 30 ms (3)"


def test_as_many_fit_as_the_limit_has_room_for_beside_the_hub():
    parts = {"hub": [100.0], "proxy": [24.0], "servers": [100.0] * 3, "kernels": [150.0] * 3}
    assert how_many_fit(parts, students=3, limit_GB=1.0) == 3  # 900 MB, 250 for each
    assert how_many_fit(parts, students=3, limit_GB=7.5) == 30


def test_answers_that_are_lost_or_in_a_strange_folder_are_told(tmp_path):
    ada, bo, cy = (Writer(name, mark) for name, mark in (("ada", "a1"), ("bo", "b2"), ("cy", "c3")))
    hand_in(tmp_path, ada, "saw a1")
    hand_in(tmp_path, bo, "saw b2")
    assert wrong_in_folders([ada, bo], tmp_path) == []
    hand_in(tmp_path, cy, "saw b2")
    assert wrong_in_folders([ada, bo, cy], tmp_path) == [
        "cy: note is 'saw b2', was 'saw c3'", "cy: not one's own report", "cy has what bo wrote"]
    (tmp_path / "ada" / "notebooks" / f"{LESSON}.answers.json").unlink()
    assert wrong_in_folders([ada, bo], tmp_path)[0].startswith("ada: ")
