"""Small pieces of a page: text that is escaped, buttons, places for words that come later."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

#: Anything of a lesson's data as ``data.as_json`` has it.
Plain = Mapping[str, Any]


def escaped(words: Any) -> str:
    """Plain words as they may stand in HTML, also inside quotes."""
    return html.escape(str(words))


def as_id(key: str) -> str:
    """A key (“nerve_signal.p1”) as the id of an element."""
    return re.sub(r"\W", "-", key)


def as_json(value: Any) -> str:
    """As it may stand inside a script element, which “</script>” would end."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def button(name: str, words: str, title: str = "", pressed: bool = False, hidden: bool = False) -> str:
    """A button; ``pressed``: one that stays pressed."""
    more = f' title="{escaped(title)}"' * bool(title) + ' aria-pressed="false"' * pressed + " hidden" * hidden
    return f'<button type="button" class="{name}"{more}>{escaped(words)}</button>'


def status(name: str) -> str:
    """A place for words that are read out when they come."""
    return f'<div class="{name}" role="status"></div>'


def templates(parts: Iterable[str], name: str = "ml-verdict") -> str:
    """Words that wait until they are wanted."""
    return "".join(f'<template class="{name}">{part}</template>' for part in parts)


def choices(name: str, asked: str, answers: Iterable[str]) -> str:
    """A question and its answers, as HTML: one group, which its question names."""
    lines = "".join(f'<label><input type="radio" name="{as_id(name)}" value="{number}" autocomplete="off"> '
                    f"<span>{each}</span></label>" for number, each in enumerate(answers, start=1))
    return f'<fieldset class="ml-choices"><legend><b>{asked}</b></legend>{lines}</fieldset>'
