"""A cell that is run alone, before all others."""

from __future__ import annotations

import pytest

import muscle_lib.widgets
from muscle_lib import first
from tests.kernels import ROOT, kernel

pytestmark = pytest.mark.kernel


def test_a_cell_that_is_run_alone_says_what_to_press(tmp_path):
    """As in a lab: the kernel finds its settings in a folder of its environment; here, in one of the user's."""
    place = tmp_path / "profile_default"
    place.mkdir()
    config = (ROOT / "ipython_kernel_config.json").read_text(encoding="utf-8")
    (place / "ipython_kernel_config.json").write_text(config, encoding="utf-8")
    with kernel(tmp_path, IPYTHONDIR=str(tmp_path)) as run:
        assert "Press ▶▶ first" in run('note("nerve_signal.n1")', error="NameError")
        assert run("mistyped", error="NameError") == ""
        assert run("print(1)") == "1\n"


def test_it_knows_all_that_lessons_use():
    assert set(muscle_lib.widgets.__all__) == first._OURS
