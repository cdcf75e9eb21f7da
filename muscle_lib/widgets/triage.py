"""``triage``: the red-flag trainer. One person after another: who can wait, who needs a doctor, who needs help now?"""

from __future__ import annotations

import html
import re
from dataclasses import asdict
from typing import Any

from ipywidgets import Button, HBox, Layout, Text, VBox

from muscle_lib.figures.drawings.body import WIDTH, BodyMoment, in_words
from muscle_lib.figures.drawings.chain import NAMES
from muscle_lib.figures.drawings.stills import body_png
from muscle_lib.quantity import named
from muscle_lib.questions import seen_in
from muscle_lib.triage import (
    EMERGENCY_SENT_HOME,
    RANKS,
    RIGHT,
    TOO_CAREFUL,
    TOO_CARELESS_A_RANK,
    Case,
    cases,
    in_order,
    ranks_too_low,
    taken,
    weight,
)
from muscle_lib.typed import number_in
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.choices import Radios
from muscle_lib.widgets.decided import MIX, NOT_REAL, NUMBER, Decision, cost, counted, decision, ranked, signed, table
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.lesson import station_link
from muscle_lib.widgets.look import LIVE, RESULT, ROOT, heard, page_hook, paragraph, rendered, still, text

ASKED = "How soon does this person need help?"
_LAST_ORDER = 99_999
# Words that an exported page says, too.
BEGIN, DECIDE, NEXT, ALL_MINE = "Show the first case", "Decide", "Next case", "Show all my decisions"
NONE_PICKED, AT, IS_RIGHT = "Choose one of the four first.", "Case {} of {}", " ← right"
TO_TALK, ONCE_MORE = "To talk about: cases to lay beside one another", "Each case once more, with what tells it"
_WEIGHTS = (("right", RIGHT), ("over-called: sooner than needed", TOO_CAREFUL),
            ("missed: too late, for each rank", TOO_CARELESS_A_RANK),
            ("missed: an emergency sent home", EMERGENCY_SENT_HOME))
#: What stands in a source about how we saw it: our bookkeeping, of no use to a student.
_BOOKKEEPING = re.compile(r" \(read\b[^)]*\)|, as quoted at [^\s;,]+")


def triage(key: str, seed: int = 1) -> Triage:
    """Let a student decide one case after another. ``seed`` shuffles them: the same number, the same order."""
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= _LAST_ORDER:
        raise ValueError(f"The number of an order is a whole number from 0 to {_LAST_ORDER}, got {seed!r}.")
    return Triage(key, seed)


class Triage(CellWidget):
    """What ``triage`` returns. Each decision is kept with its case, so that one can stop and go on later."""

    def __init__(self, key: str, seed: int) -> None:
        self.key, self.seed = key, seed
        self._kept = kept_for(key)
        self._own = self._kept.own_key(key)
        self._decided: dict[str, Decision] = {}
        self._restore()
        self._verdict_of: Case | None = None
        self._number = Text(value=str(self.seed), continuous_update=False, tooltip="Number of the order",
                            layout=Layout(width="90px"))
        self._number.observe(lambda change: self._typed(change["new"]), "value")
        self._begin = Button(description=BEGIN, button_style="primary")
        self._decide = Button(description=DECIDE, button_style="primary")
        self._next = Button(button_style="primary")
        self._begin.on_click(lambda _: self.begin())
        self._decide.on_click(lambda _: self.decide())
        self._next.on_click(lambda _: self.go_on())
        self._radios = Radios(ASKED, [(ranked(rank), rank) for rank in RANKS])
        self._said, self._missing, self._so_far = text("", LIVE), text("", LIVE), text("")
        self._body, self._story, self._verdict = text(""), text("", RESULT), text("", RESULT)
        self._end, self._rest = text("", RESULT), text("")
        self._card = VBox()
        self._card.add_class("ml-card")
        super().__init__([page_hook(), self._card])
        self.add_class(ROOT)
        self.add_class("ml-triage")
        self._side, self._case = VBox(), HBox()
        self._case.add_class("ml-case")
        if self._decided:
            self.go_on()
        else:
            self._show_beginning()
        self._said.value = self._missing.value = paragraph(self._kept.problem, "ml-problem")

    @property
    def order(self) -> tuple[Case, ...]:
        """The cases of this trainer in the order of this number."""
        return in_order(self.seed, taken(self.key))

    @property
    def decisions(self) -> list[Decision]:
        """What was decided, in that order."""
        return sorted(self._decided.values(), key=lambda each: each.number)

    @property
    def case(self) -> Case | None:
        """The case that is asked or explained now; None when all are decided."""
        return self._verdict_of or next((each for each in self.order if each.key not in self._decided), None)

    def begin(self) -> None:
        """From the weights to the first case."""
        self.go_on()

    def go_on(self) -> None:
        """Show the next case; after the last the table of decisions."""
        self._verdict_of, self._verdict.value, self._missing.value = None, "", ""
        case = self.case
        if case is None:
            self._show_end()
            return
        self._offer()
        self._radios.buttons.disabled = self._decide.disabled = False
        at = AT.format(self._place(case), len(self.order))
        self._story.value = (f"<p><b>{at} · {html.escape(case.title)}</b> "
                             f"<small>(order {self.seed})</small> <b>· age {case.age}</b></p>"
                             f"<p>{rendered(case.story)}</p>")
        self._body.value = still(body_png(marked(case)), in_words(marked(case)), WIDTH)
        self._side.children = [self._radios, self._decide, self._missing]
        self._show_case()

    def decide(self, rank: str | None = None) -> str:
        """Take a rank (or that picked on screen) as the decision; shows and returns the verdict as HTML."""
        case = self.case
        if case is None or self._verdict_of:
            return self._verdict.value
        if rank is not None:
            self._radios.buttons.value = named(RANKS, rank, "rank")
        given = self._radios.buttons.value
        if given is None:
            self._missing.value = paragraph(NONE_PICKED, "ml-problem")
            return self._missing.value
        self._verdict_of = case
        self._decided[case.key] = made = self._decision(case, given)
        self._kept.put("triage", f"{self._own}#{case.key}", {"seed": self.seed, **asdict(made)})
        self._offer(case.rank, given)
        self._radios.buttons.disabled = self._decide.disabled = True
        self._missing.value = ""
        self._verdict.value = verdict(case, given, self.key) + paragraph(self._kept.problem, "ml-problem")
        is_last = len(self._decided) == len(self.order)
        self._next.description = ALL_MINE if is_last else NEXT
        self._side.children = [self._radios, self._decide, self._missing, self._verdict, self._next]
        self._show_case()
        return self._verdict.value

    def _offer(self, right: str = "", given: str | None = None) -> None:
        """The four ranks; after a decision with the right one marked among them."""
        self._radios.buttons.options = [(ranked(rank) + IS_RIGHT * (rank == right), rank) for rank in RANKS]
        self._radios.buttons.value = given

    def _restore(self) -> None:
        """What was decided before the last restart; a case that is no more on the list is left in the file."""
        on_list, given = {case.key: case for case in taken(self.key)}, {}
        for key, entry in self._kept.all("triage").items():
            if key.startswith(f"{self._own}#") and decision(entry) and entry["case"] in on_list:
                given[entry["case"]] = entry["given"]
                self.seed = entry["seed"] if 0 <= entry["seed"] <= _LAST_ORDER else self.seed
        # The numbers are those of today's list, which may be another one.
        self._decided = {key: self._decision(on_list[key], rank) for key, rank in given.items()}

    def _decision(self, case: Case, given: str) -> Decision:
        return Decision(self._place(case), case.key, case.story, given, case.rank, case.tells)

    def _place(self, case: Case) -> int:
        return self.order.index(case) + 1

    def _typed(self, words: str) -> None:
        try:
            number = number_in(words, {"": 1.0})
        except ValueError:
            number = -1.0
        if number != int(number) or not 0 <= number <= _LAST_ORDER:
            self._said.value = paragraph(f"“{words}” is no order: orders have whole numbers, 0 to {_LAST_ORDER}. It is "
                                         f"still order {self.seed}.", "ml-problem")
        elif number != self.seed:
            self.seed = int(number)
            self._said.value = f"<p>Order {self.seed}.</p>"
        self._number.value = str(self.seed)

    def _show_beginning(self) -> None:
        number = HBox([heard(self._number, text('<span data-names="Number of the order">Order of the cases:</span>')),
                       self._number,
                       text("<small>To talk about them, agree on a number: then all of you get the same case at the "
                            "same time.</small>")])
        for name in ("ml-row", "ml-names-order"):
            number.add_class(name)
        self._card.children = [text(beginning(len(self.order))), number, self._said, self._begin]

    def _show_case(self) -> None:
        decided = self.decisions
        self._so_far.value = (f"<details><summary>{counted(decided)}</summary>"
                              f'<div class="ml-inside">{table(decided)}</div></details>' if decided else "")
        self._case.children = [self._body, self._side]
        self._card.children = [self._story, self._case, self._so_far]

    def _show_end(self) -> None:
        decided, by_key = self.decisions, {case.key: case for case in self.order}
        self._end.value = (f"<p><b>{counted(decided)}.</b> {cost(decided)} {MIX}</p>"
                           f'<div class="ml-inside">{table(decided)}</div>')
        told = "".join(
            f"<details><summary>Case {each.number}, {html.escape(by_key[each.case].title)}: {each.kind}</summary>"
            f"<p>{rendered(each.story)}</p>{verdict(by_key[each.case], each.given, self.key)}</details>"
            for each in decided)
        pairs_told = pairs({each.case: each.number for each in decided})
        self._rest.value = f"<p><b>{TO_TALK}</b></p>{pairs_told}<p><b>{ONCE_MORE}</b></p>{told}"
        self._card.children = [self._end, self._rest]

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper all stories, each with a line for the decision."""
        bundle = super()._repr_mimebundle_(**kwargs)
        stories = "".join(
            f"<li><p><b>{html.escape(case.title)}, age {case.age}.</b> {rendered(case.story)}</p>"
            "<p>Rank: ____________ What tells it: "
            "______________________________</p></li>" for case in self.order)
        bundle["text/html"] = f"{beginning(len(self.order))}<ol>{stories}</ol><p>(Order {self.seed}.)</p>"
        bundle["text/plain"] = f"{ASKED} {len(self.order)} cases."
        return bundle


def marked(case: Case) -> BodyMoment:
    """What is marked on the body for a case."""
    return BodyMoment(pain=case.places, other=case.other, weak=case.weak, numb=case.numb)


def verdict(case: Case, given: str, key: str = "") -> str:
    """What is said of a decision: right or not, what tells it, where it fails, and what would change it. ``key``: of
    the trainer that asks."""
    weighs = signed(weight(given, case.rank))
    too_low = ranks_too_low(given, case.rank)
    said, right = html.escape(ranked(given)), html.escape(ranked(case.rank))
    is_grave = too_low > 0 and case.rank == "emergency"
    kind = "An emergency is missed" if is_grave else "Missed" if too_low > 0 else "Over-called"
    words = f"{kind}: you said {said}; right is {right}." if too_low else f"Right: {right}."
    call = f" In life: {NUMBER}." if case.rank == "emergency" else ""
    lines = [("What tells it", rendered(case.tells)),
             ("The link of the chain", f"{_link(case, key)} {rendered(case.why)}"),
             ("What one would have missed", rendered(case.missed)), ("What would change it", rendered(case.change))]
    told = "".join(f"<div><b>{name}:</b> {what}</div>" for name, what in lines)
    source = _BOOKKEEPING.sub("", case.source)
    mark = f"ml-wrong{' ml-grave' * is_grave}" if too_low else "ml-right"
    return (f'<div class="ml-verdict {mark}"><div><b>{words}</b> ({weighs}){call}</div>{told}'
            f"<div><small>Source: {rendered(source)}</small></div></div>")


def _link(case: Case, key: str) -> str:
    """The link of the chain, and where it was seen to fail: in the trainer's own lesson, or else in a chapter."""
    own, seen = seen_in(key, case.key), ""
    if own:
        seen = f", seen in station {own} of this lesson"
    elif case.chapter:
        seen = f", seen in {station_link(case.chapter, case.station, 'chapter')}"
    return f"{html.escape(NAMES.get(case.link, 'outside the chain'))}{seen}."


def pairs(numbers: dict[str, int]) -> str:
    """Which cases to lay beside one another, each pair once."""
    lines, done, titles = [], set(), {case.key: html.escape(case.title) for case in cases()}
    for case in cases():
        both = frozenset((case.key, case.pair))
        if both <= numbers.keys() and both not in done:
            done.add(both)
            # In the order in which it is told what they show.
            one, other = (f"{numbers[key]} ({titles[key]})" for key in (case.key, case.pair))
            lines.append(f"<li>Cases {one} and {other}: {rendered(case.pair_why)}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _ranks() -> str:
    return "The ranks: " + html.escape("; ".join(ranked(rank) for rank in RANKS)) + "."


def beginning(count: int) -> str:
    """What is said before the first of so many cases."""
    weights = "".join(f"<tr><th scope='row'>{name}</th><td>{signed(what)}</td></tr>" for name, what in _WEIGHTS)
    return (f"<p><b>{count} people: who can wait, and who needs help now?</b> Read each story, look at the "
            f"body, and decide how soon help is needed. {MIX} {NOT_REAL} If somebody may need help "
            f"now: “When to see a doctor”, at the end of this page.</p><p>{_ranks()}</p>"
            "<p>What a decision weighs. To miss costs more than to over-call:</p>"
            f'<table class="ml-table"><tbody>{weights}</tbody></table>')
