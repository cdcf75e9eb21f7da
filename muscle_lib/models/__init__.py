"""The physiology, one module or package per chapter. Numbers in, numbers out: nothing here draws."""

from __future__ import annotations

import importlib
import pkgutil


def every_model(chapter: str = "") -> list[type]:
    """All models of the library, or of one chapter, found by looking: classes made with ``@model`` that have a
    ``run()``."""
    found = []
    package = importlib.import_module(f"{__name__}.{chapter}" if chapter else __name__)
    for info in pkgutil.walk_packages(package.__path__, prefix=f"{package.__name__}."):
        module = importlib.import_module(info.name)
        found += [thing for thing in vars(module).values()
                  if isinstance(thing, type) and thing.__module__ == info.name
                  and hasattr(thing, "run") and hasattr(thing, "__dataclass_fields__")]
    return found
