"""The list of faults still fits the code, so that ``python -m tests.faults`` can be run at any time."""

from __future__ import annotations

import pytest

from tests import faults


@pytest.mark.parametrize("fault", faults.listed(), ids=lambda fault: fault["id"])
def test_a_fault_can_be_put_in_and_has_tests_that_could_see_it(fault):
    assert faults.occurs(fault) == 1 and fault["old"] != fault["new"]
    *paths, _, _ = faults.tests_of(fault["file"], faults.ROOT)
    assert paths
