"""“Run all” works from top to bottom, and a second time in the same kernel."""

from __future__ import annotations

import pytest

from tests.lessons import NAMES, code_cells, lesson


@pytest.mark.parametrize("name", NAMES)
def test_run_all_works_twice(name, executed):
    assert executed(name).second_run == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_warns_or_writes_anything_unasked(name, executed):
    for cell in executed(name).notebook.cells:
        streams = [output for output in cell.get("outputs", []) if output.output_type == "stream"]
        if "keep_output" not in cell.metadata.get("tags", []):
            assert streams == [], f"cell {cell.id}"


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_output_is_what_the_cell_prints_today(name, executed):
    now = {cell.id: cell for cell in executed(name).notebook.cells}
    for cell in code_cells(lesson(name)):
        if "keep_output" in cell.metadata.get("tags", []):
            # A cell that takes a while sends what it prints in several parts.
            printed = "".join(output.text for output in now[cell.id].outputs)
            assert printed == "".join(output.text for output in cell.outputs) != "", f"cell {cell.id}"
