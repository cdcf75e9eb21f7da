"""A band of a published value is not drawn so that the model just fits: it lies around the value that was published."""

from __future__ import annotations

import pytest

from tests.checks import Check
from tests.validation import collect

#: Chapters whose bands have been looked through.
CHAPTERS = ("electrolytes", "nerve_signal")
#: A value that is itself a limit has a band on one side only.
LIMITS = ("at least", "more than")
PUBLISHED = [check for check in collect() if check.kind == "published" and check.chapter in CHAPTERS]


@pytest.mark.parametrize("check", PUBLISHED, ids=lambda check: check.name)
def test_the_band_of_a_published_value_lies_around_it(check: Check) -> None:
    middle = (check.low + check.high) / 2.0
    one_sided = any(words in check.what for words in LIMITS)
    assert one_sided or float(check.expected) == pytest.approx(middle, abs=0.02 * (check.high - check.low))
