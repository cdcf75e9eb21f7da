"""The pictures of chapter 1."""

from __future__ import annotations

import dataclasses
from typing import Any


def name_of(thing: Any) -> str:
    """A readable test name for a model (what is not as usual), a preset, a quantity, a class or a value."""
    if dataclasses.is_dataclass(thing) and hasattr(thing, "run") and not isinstance(thing, type):
        changed = (f"{field.name}={getattr(thing, field.name):g}" for field in dataclasses.fields(thing)
                   if getattr(thing, field.name) != field.default)
        return f"{type(thing).__name__}({','.join(changed)})"
    return str(getattr(thing, "name", None) or getattr(thing, "__name__", None) or thing)[:40]
