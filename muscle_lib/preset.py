"""A preset: a named, cited setting of a model, with what is expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Preset:
    """A button of the explorer.

    ``expect`` says in words what should be seen; ``signature`` says it in numbers (name of a result → lowest and
    highest value), and the tests hold every preset to it.
    """

    name: str
    model: Any
    source: str
    expect: str
    signature: Mapping[str, tuple[float, float]]
