"""What git keeps of a notebook: text and code, no results, nothing of the computer it was written on."""

from __future__ import annotations

import copy
import re
import subprocess
import sys

import nbformat
import pytest

from tests.lessons import NAMES, code_cells, lesson


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid_and_every_cell_has_a_name_of_its_own(name):
    nbformat.validate(lesson(name).notebook)
    assert (lesson(name).notebook.nbformat, lesson(name).notebook.nbformat_minor) >= (4, 5)
    ids = [cell.id for cell in lesson(name).cells]
    assert len(set(ids)) == len(ids)
    # Names that someone chose, not eight random digits: they stand in test names and in messages.
    assert [cell_id for cell_id in ids if re.fullmatch(r"[0-9a-f]{8}", cell_id)] == []


@pytest.mark.parametrize("name", NAMES)
def test_only_cells_that_ask_for_it_keep_their_output(name):
    for cell in code_cells(lesson(name)):
        if "keep_output" in cell.metadata.get("tags", []):
            assert cell.outputs, f"cell {cell.id}"
        else:
            assert (cell.outputs, cell.execution_count) == ([], None), f"cell {cell.id}"


@pytest.mark.parametrize("name", NAMES)
def test_its_metadata_tell_nothing_about_a_computer_or_a_session(name):
    metadata = lesson(name).metadata
    assert metadata.keys() <= {"claims", "title", "illness", "kernelspec", "language_info"}
    assert metadata["kernelspec"] == {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert metadata["language_info"] == {"name": "python"}
    for cell in lesson(name).cells:
        assert cell.metadata.keys() <= {"jupyter", "tags"}, f"cell {cell.id}"
        assert "attachments" not in cell


@pytest.mark.kernel
def test_nbstripout_takes_the_pictures_of_a_saved_lesson_away_again(tmp_path):
    """JupyterLab saves the widgets with the lesson; a lesson that was used, stripped, is the one that git holds."""
    used = copy.deepcopy(lesson("01_nerve_signal").notebook)
    used.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"a": {}}}}
    for cell in code_cells(used):
        if "keep_output" not in cell.metadata.get("tags", []):
            cell.outputs = [nbformat.v4.new_output(
                "display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}})]
    nbformat.write(used, tmp_path / "used.ipynb")
    strip = [sys.executable, "-m", "nbstripout", "--keep-count", "--keep-id", "used.ipynb"]
    subprocess.run(strip, cwd=tmp_path, check=True)
    assert nbformat.read(tmp_path / "used.ipynb", nbformat.NO_CONVERT) == lesson("01_nerve_signal").notebook


@pytest.mark.parametrize("name", NAMES)
def test_there_are_no_absolute_paths(name):
    absolute = r"(?<![\w./:])/(?:home|Users|tmp|work|root|mnt|usr|opt)/\S*|\b[A-Z]:\\\\\w+|~/"
    assert re.findall(absolute, lesson(name).raw) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_written_with_unix_lines_and_ends_with_one(name):
    data = lesson(name).path.read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"}\n")
