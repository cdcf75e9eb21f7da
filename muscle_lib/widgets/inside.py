"""“Look inside”: what the model is, where its numbers come from, and what it leaves out."""

from __future__ import annotations

import html
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from muscle_lib.quantity import quantities


def look_inside(model: Any) -> str:
    """The model's own docstring, its parameters with their sources, and what it leaves out, as HTML."""
    words = _doc(type(model)).split("\nParameters\n")[0]
    rows = "".join(
        f"<tr><td>{html.escape(record.label)}</td><td>{html.escape(record.symbol)}</td>"
        f"<td>{html.escape(record.text(getattr(model, record.name)))}</td><td>{html.escape(record.range_text)}</td>"
        f"<td>{html.escape(record.meaning)}</td><td>{html.escape(record.source)}</td>"
        f"<td><code>{record.name}</code></td></tr>"
        for record in quantities(model).values())
    return (f'<div class="ml-inside"><pre>{html.escape(words)}</pre>'
            "<table class='ml-table'><thead><tr><th>Parameter</th><th>Symbol</th><th>Now</th><th>Range</th>"
            f"<th>Meaning</th><th>Source</th><th>In code</th></tr></thead><tbody>{rows}</tbody></table>"
            f"<p><strong>What this model leaves out</strong></p>{_list(type(model).leaves_out)}</div>")


def leaves_out(*models: Any) -> LeftOut:
    """For the end of a lesson: what each of its models leaves out."""
    for each in models:
        if not hasattr(each, "leaves_out"):
            raise ValueError(f"leaves_out must be given models, as leaves_out(Membrane), got {each!r}.")
    return LeftOut(tuple(models))


@dataclass(frozen=True)
class LeftOut:
    """The lists, each under the first line of its model's docstring."""

    models: tuple[Any, ...]

    def _repr_html_(self) -> str:
        return "".join(f"<p><b>{html.escape(_doc(cls).splitlines()[0])}</b></p>{_list(cls.leaves_out)}"
                       for cls in self.models)


def _doc(model: Any) -> str:
    return inspect.getdoc(model) or ""


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>"
