"""Every lesson is executed once for all tests here, in a kernel of its own: that takes seconds."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.lessons import FOLDER, ROOT, lesson


@dataclass(frozen=True)
class Execution:
    """A lesson after “Run all”: its notebook with outputs, and what went wrong in the first or a second run."""

    notebook: Any
    second_run: str = ""
    first_run: str = ""


@cache
def execute(name: str) -> Execution:
    notebook = copy.deepcopy(lesson(name).notebook)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": FOLDER}})
    # The kernel takes this copy of the library, even where another one is installed.
    with client.setup_kernel(env={**os.environ, "PYTHONPATH": str(ROOT)}):
        if problem := run_all(client):
            return Execution(notebook, first_run=problem)
        first = copy.deepcopy(notebook)
        return Execution(first, second_run=run_all(client))


def run_all(client: NotebookClient) -> str:
    """Run every cell; the error of the first that fails, or ""."""
    try:
        for place, cell in enumerate(client.nb.cells):
            client.execute_cell(cell, place)
    except CellExecutionError as problem:
        return str(problem)
    return ""


@pytest.fixture(scope="session")
def executed() -> Callable[[str], Execution]:
    def successfully(name: str) -> Execution:
        execution = execute(name)
        assert execution.first_run == "", execution.first_run
        return execution

    return successfully
