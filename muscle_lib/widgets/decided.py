"""What was decided in the red-flag trainer, and how it is shown: in the lesson and in the lab report.

It is no score of a student: a table of decisions, and what the mistakes in it would cost.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from muscle_lib.triage import RANKS, cases, ranks_too_low, weight
from muscle_lib.widgets.look import rendered

#: What a decision can be; “missed”: help would come too late.
KINDS = ("right", "missed", "over-called")
# Words that an exported page says, too.
COUNTED = "{} decided: " + ", ".join(f"{{}} {kind}" for kind in KINDS)
COST = ("Your decisions weigh {}; all right would be {}. This is a cost, not a mark: to over-call costs a visit, to "
        "miss something can cost a life.")
#: Said where the trainer begins and where it ends: of sixteen cases seven are emergencies.
MIX = "This mix is ours: in life nearly all cramps are harmless."
NUMBER = "your local emergency number (112, 911, 999, …)"
NOT_REAL = ("The people are invented. This is for learning, not for judging a real person: in doubt, ask a doctor. "
            f"In an emergency call {NUMBER}.")


_FRAME = ' style="border: 2px solid currentColor"'


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
        too_low = ranks_too_low(self.given, self.right)
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
    """A rank with its mark: “█ call now”."""
    return f"{RANKS[rank].mark} {RANKS[rank].words}"


def signed(number: int) -> str:
    """“+2”, “−3”."""
    return f"{number:+d}".replace("-", "−")


def counted(decisions: Sequence[Decision]) -> str:
    """“16 decided: 11 right, 2 missed, 3 over-called”."""
    return COUNTED.format(len(decisions), *(sum(each.kind == kind for each in decisions) for kind in KINDS))


def table(decisions: Sequence[Decision]) -> str:
    """What was right against what was said, with the cases by number and title; its diagonal is framed."""
    titles = {case.key: case.title for case in cases()}
    heads = "".join(f"<th scope='col'>{html.escape(ranked(given))}</th>" for given in RANKS)
    rows = []
    for right in RANKS:
        cells = []
        for given in RANKS:
            here = [each for each in decisions if (each.right, each.given) == (right, given)]
            told = ", ".join(f"{each.number} {titles.get(each.case, '')}".strip() for each in here)
            words = f"<b>{len(here)} {here[0].kind}</b> ({html.escape(told)})" if here else "–"
            cells.append(f"<td{_FRAME if given == right else ''}>{words}</td>")
        rows.append(f"<tr><th scope='row'>{html.escape(ranked(right))}</th>{''.join(cells)}</tr>")
    return ('<table class="ml-table"><caption>Each row: what is right; each column: what you said; framed: where '
            'both agree.</caption>'
            f"<thead><tr><th scope='col'>Right is</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")


def cost(decisions: Sequence[Decision]) -> str:
    """The weights together, and what they are not."""
    total, best = sum(each.weight for each in decisions), sum(weight(each.right, each.right) for each in decisions)
    return COST.format(signed(total), signed(best))


def decisions_in_report(entries: Iterable[dict[str, Any]]) -> str:
    """The decisions of one trainer, for the lab report; nothing if there are none."""
    entries = list(entries)
    found, by_key = decisions(entries), {case.key: case for case in cases()}
    if not found:
        return ""
    orders = ", ".join(str(seed) for seed in sorted({entry["seed"] for entry in entries}))
    ages = {key: f"<b>{html.escape(case.title)}, age {case.age}.</b> " for key, case in by_key.items()}
    rows = "".join(f"<tr><td>{each.number}</td><td>{ages.get(each.case, '')}{rendered(each.story)}</td>"
                   f"<td>{html.escape(ranked(each.given))}</td><td>{html.escape(ranked(each.right))} ({each.kind})</td>"
                   f"<td>{rendered(each.tells)}</td></tr>" for each in found)
    heads = "".join(f"<th>{name}</th>" for name in ("Case", "Story", "Said", "Right", "What tells it"))
    return (f"<article><p><b>The red-flag trainer: {counted(found)}</b> (order {orders})</p>"
            f"<p>{NOT_REAL} {MIX}</p>{table(found)}<p>{cost(found)}</p>"
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></article>")
