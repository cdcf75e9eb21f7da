"""“Look inside”: what the model is, where its numbers come from, and what it leaves out."""

from __future__ import annotations

import html
import inspect
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from muscle_lib.figures.scene import Scene
from muscle_lib.quantity import Choice, Record, quantities
from muscle_lib.widgets.look import rendered

#: Where a docstring turns from the physiology to the code, and from there to the sources.
_CODE, _SOURCES = re.compile(r"(?=``(?:run|start)\(\)``)"), re.compile(r"(?=\bSources?(?: of the idea)?: )")


def look_inside(model: Any, scene: Scene | None = None) -> str:
    """A model for people, as HTML: its equations, its parameters, its sources, what moves in its drawing, and what it
    leaves out.

    All of it is the model's own docstring and declarations. What that says of the code stands folded at the end.
    """
    title, _, words = _doc(type(model)).split("\nParameters\n")[0].partition("\n")
    equations, code = (*_CODE.split(words, maxsplit=1), "")[:2]
    code, sources = (*_SOURCES.split(code, maxsplit=1), "")[:2]
    rows = "".join(_row(record, getattr(model, record.name)) for record in quantities(model).values())
    return (f'<div class="ml-inside"><p><strong>{rendered(title)}</strong></p>{_equations(equations)}'
            "<table class='ml-table ml-parameters'><thead><tr><th>Parameter</th><th>Symbol</th><th>Now</th>"
            "<th>Range</th><th>Meaning</th><th>Source</th><th>In code</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
            f"<p>{_prose(sources)}</p>{_moves(scene) if scene else ''}"
            f"<p><strong>What this model leaves out</strong></p>{_list(type(model).leaves_out)}"
            f"<details><summary>For those who use it in code</summary><p>{_prose(code)}</p></details></div>")


def _moves(scene: Scene) -> str:
    """What moves in a drawing, and with what."""
    return ("<p><strong>What moves in the drawing, and with what</strong></p>"
            f"{_list([bound.words for bound in scene.bound])}<p>All else in it stands still.</p>")


def _row(record: Record, value: Any) -> str:
    """A line of the table; the words of a choice stand in it as people say them, and behind its name as code does."""
    span, code = _number(record.range_text), f"<code>{record.name}</code>"
    if isinstance(record, Choice):
        code += "".join(f"<br><code>{html.escape(repr(option))}</code>" for option in record.options)
        span = "<br>".join(html.escape(words) for words in record.options.values())
    return (f"<tr><td>{html.escape(record.label)}</td><td>{_mathematics(record.symbol)}</td>"
            f"<td>{_number(record.text(value))}</td><td>{span}</td><td>{rendered(record.meaning)}</td>"
            f"<td>{rendered(record.source)}</td><td>{code}</td></tr>")


def _equations(words: str) -> str:
    """Prose as paragraphs, and what is indented as equations, line by line."""
    parts = []
    lines = textwrap.dedent(re.sub(r".*\n *-{3,}\n", "", words)).splitlines()  # without the heading
    for is_indented, group in groupby(lines, key=lambda line: line.startswith(" ")):
        block = textwrap.dedent("\n".join(group))
        if is_indented:
            parts.append(f'<div class="ml-equation">{_mathematics(block)}</div>')
        else:
            parts += [f"<p>{_prose(part)}</p>" for part in block.split("\n\n") if part.strip()]
    return "".join(parts)


def _prose(words: str) -> str:
    """Running text, with the names of code set as code."""
    return re.sub("``(.+?)``", r"<code>\1</code>", _mathematics(" ".join(words.split())))


def _number(words: str) -> str:
    """A number with a true minus sign, and 1e-05 as people write it."""
    return re.sub(r"e-0?(\d+)", r" · 10<sup>−\1</sup>", html.escape(words)).replace("-", "−")


def _mathematics(words: str) -> str:
    """What stands behind “_” goes down, and what stands in brackets behind “^” goes up."""
    words = re.sub(r"\^\(((?:[^()]|\([^()]*\))*)\)", r"<sup>\1</sup>", rendered(words))
    return re.sub(r"\b([A-Za-z])_([A-Za-z]+)", r"\1<sub>\2</sub>", words)


def leaves_out(*models: Any) -> LeftOut:
    """For the end of a lesson: what each of its models leaves out, folded under what the model is."""
    for each in models:
        if not hasattr(each, "leaves_out"):
            raise ValueError(f"leaves_out must be given models, as leaves_out(Membrane), got {each!r}.")
    return LeftOut(tuple(models))


@dataclass(frozen=True)
class LeftOut:
    """The lists, each folded under the first line of its model's docstring."""

    models: tuple[Any, ...]

    def _repr_html_(self) -> str:
        return "".join(f"<details><summary>{rendered(_doc(cls).splitlines()[0])}</summary>"
                       f"{_list(cls.leaves_out)}</details>" for cls in self.models)


def _doc(model: Any) -> str:
    return inspect.getdoc(model) or ""


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{rendered(line)}</li>' for line in lines)}</ul>"
