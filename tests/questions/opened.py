"""What a lesson opens and says, for the tests that hold a chapter's questions to its models."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from muscle_lib.preset import chosen, preset
from tests.lessons import calls, lesson


def text_of(name: str, cell_id: str) -> str:
    """What a cell of a lesson says."""
    return next(cell.source for cell in lesson(name).cells if cell.id == cell_id)


def words_in(name: str, cell_id: str) -> str:
    """The same, its lines as one."""
    return " ".join(text_of(name, cell_id).split())


def explorers_in(name: str, **models: Any) -> dict[str, tuple[Any, list[str], str | list[str]]]:
    """What a lesson opens, under each prediction, or alone or live (by the name of its cell): start, controls, presets.
    ``models``: under which name the lesson knows its chapter's models."""
    found = {}
    for cell in lesson(name).cells:
        named: dict[str, Any] = {call.func.id: call for call in calls(cell)}
        if opened := named.get("explore") or named.get("live"):
            key = named["predict"].args[0].value.partition(".")[2] if "predict" in named else cell.id
            by_name = {keyword.arg: keyword.value for keyword in opened.keywords}
            controls = by_name.pop("controls", None) or opened.args[2]
            last = next(iter(by_name.values()), None) or opened.args[3]
            found[key] = tuple(eval(ast.unparse(part), {**models, "preset": preset})
                               for part in (opened.args[0], controls, last))
    return found


def buttons_of(explorers: Mapping[str, tuple[Any, list[str], str | list[str]]]) -> dict[str, tuple[Any, ...]]:
    """The same, with its presets by name, as their buttons say it."""
    return {key: (start, controls, [each.name for each in chosen(start, presets)])
            for key, (start, controls, presets) in explorers.items()}


def right_answer(asked: Any) -> str:
    """The text of the right choice."""
    return asked.choices[asked.right - 1].text


def that_are_so(asked: Any, truths: Sequence[bool]) -> list[int]:
    """The numbers of the choices that are so, of one truth for each choice."""
    return [number for number, (_, is_so) in enumerate(zip(asked.choices, truths, strict=True), 1) if is_so]
