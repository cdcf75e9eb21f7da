"""For the tests that hold what a preset says to what its run does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from muscle_lib.models import every_model
from muscle_lib.preset import Preset, all_presets


def said(model: type) -> dict[str, Preset]:
    """The presets of a model, by what they say."""
    return {preset.expect: preset for preset in all_presets(model).values()}


def of_chapter(chapter: str) -> dict[tuple[str, str], Preset]:
    """All presets of a chapter's models, by the names of model and preset."""
    return {(model.__name__, name): preset for model in every_model() if f".{chapter}." in model.__module__
            for name, preset in all_presets(model).items()}


@cache
def start(model: type, **settings: float) -> Any:
    """What a model does at its defaults, but for these settings."""
    return model(**settings).run()


def held(model: type, true: dict[str, Callable[[Any], bool]]) -> list[str]:
    """Texts without a check, checks without a text, and texts that are not so; an empty list if all is well."""
    presets = said(model)
    wrong = sorted(presets.keys() ^ true.keys())
    return wrong + [text for text, holds in true.items() if text in presets and not holds(presets[text].model.run())]


def ids(model: type) -> str:
    return model.__name__
