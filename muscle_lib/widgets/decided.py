"""What was decided in the red-flag trainer, and how it is shown: in the lesson and in the lab report.

It is no score of a student: a table of decisions, and what the mistakes in it would cost.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from muscle_lib.triage import RANKS, weight
from muscle_lib.widgets.look import rendered

#: What a decision can be, in words; “missed”: help would come too late.
KINDS = {"right": "right", "missed": "missed", "over-called": "over-called"}


@dataclass(frozen=True)
class Decision:
    """One case that was decided: its number in the student's order, what was said and what is right."""

    number: int
    case: str
    story: str
    given: str
    right: str
    tells: str

    @property
    def kind(self) -> str:
        """“right”, “missed” or “over-called”."""
        order = list(RANKS)
        too_low = order.index(self.right) - order.index(self.given)
        return "right" if not too_low else "missed" if too_low > 0 else "over-called"

    @property
    def weight(self) -> int:
        """What it weighs."""
        return weight(self.given, self.right)


def decision(entry: dict[str, Any]) -> Decision | None:
    """A kept entry as a decision; None for one that cannot be (a file from elsewhere, a rank that is no more)."""
    if {entry["given"], entry["right"]} <= set(RANKS):
        return Decision(**{name: entry[name] for name in ("number", "case", "story", "given", "right", "tells")})
    return None


def decisions(entries: Iterable[dict[str, Any]]) -> list[Decision]:
    """The decisions among kept entries, in their order."""
    found = [each for entry in entries if (each := decision(entry))]
    return sorted(found, key=lambda each: each.number)


def ranked(rank: str) -> str:
    """A rank with its mark: “● call now”."""
    return f"{RANKS[rank].mark} {RANKS[rank].words}"


def signed(number: int) -> str:
    """“+2”, “−3”."""
    return f"{number:+d}".replace("-", "−")


def counted(decisions: Sequence[Decision]) -> str:
    """“16 decided: 11 right, 2 missed, 3 over-called”."""
    counts = (f"{sum(each.kind == kind for each in decisions)} {words}" for kind, words in KINDS.items())
    return f"{len(decisions)} decided: {', '.join(counts)}"


def table(decisions: Sequence[Decision]) -> str:
    """What was right against what was said, with the numbers of the cases; its diagonal is right."""
    heads = "".join(f"<th scope='col'>{html.escape(ranked(given))}</th>" for given in RANKS)
    rows = []
    for right in RANKS:
        cells = []
        for given in RANKS:
            here = [each for each in decisions if (each.right, each.given) == (right, given)]
            numbers = ", ".join(str(each.number) for each in here)
            words = f"<b>{len(here)} {here[0].kind}</b> (case{'s' * (len(here) > 1)} {numbers})" if here else "–"
            cells.append(f"<td>{words}</td>")
        rows.append(f"<tr><th scope='row'>{html.escape(ranked(right))}</th>{''.join(cells)}</tr>")
    return ('<table class="ml-table"><caption>Each row: what is right; each column: what you said.</caption>'
            f"<thead><tr><th scope='col'>Right is</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")


def cost(decisions: Sequence[Decision]) -> str:
    """The weights together, and what they are not."""
    total, best = sum(each.weight for each in decisions), sum(weight(each.right, each.right) for each in decisions)
    return (f"Your decisions weigh {signed(total)}; all right would be {signed(best)}. This is a cost, not a mark: to "
            "be too careful costs a visit, to be careless can cost a life.")


def decisions_in_report(entries: Iterable[dict[str, Any]]) -> str:
    """The decisions of one trainer, for the lab report; nothing if there are none."""
    found = decisions(entries)
    if not found:
        return ""
    rows = "".join(f"<tr><td>{each.number}</td><td>{rendered(each.story)}</td>"
                   f"<td>{html.escape(ranked(each.given))}</td><td>{html.escape(ranked(each.right))} ({each.kind})</td>"
                   f"<td>{rendered(each.tells)}</td></tr>" for each in found)
    heads = "".join(f"<th>{name}</th>" for name in ("Case", "Story", "Said", "Right", "What tells it"))
    return (f"<article><p><b>The red-flag trainer: {counted(found)}</b></p>{table(found)}<p>{cost(found)}</p>"
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></article>")
