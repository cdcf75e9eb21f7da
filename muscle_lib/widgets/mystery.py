"""``mystery``: a muscle whose fault is hidden; tests are ordered on a budget, and the failed link is named."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from ipywidgets import Button, HBox, Layout, Text, VBox

from muscle_lib.chapters import warning_signs
from muscle_lib.models.letting_go import (
    BLOCK_WORDS,
    BLOCKS,
    BUDGET,
    CAUSES,
    POINTS_TO,
    TESTS,
    Case,
    CONFIDENCES_percent,
    Test,
)
from muscle_lib.models.letting_go.bench import BY_KEY
from muscle_lib.models.letting_go.mystery import Verdict, blocks_left, judge, price, shortest
from muscle_lib.quantity import named, quantities
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.choices import Radios
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, RESULT, ROOT, heard, page_hook, paragraph, text

#: What is said of a case that cannot wait, by the rank of its sign.
IN_LIFE = {"emergency": "In life this is an emergency:", "today": "In life this is seen by a doctor today:"}

_ASKED = "Which link of the chain has failed?"
_SURE = {percent: f"{percent} % sure" for percent in CONFIDENCES_percent}
_NUMBER = quantities(Case)["seed"]
_SIGNS = ('<div class="ml-inside"><table class="ml-table"><thead><tr><th>Link</th><th>What points to it</th></tr>'
          "</thead><tbody>"
          + "".join(f"<tr><td>{block}</td><td>{html.escape(POINTS_TO[block])}</td></tr>" for block in BLOCKS)
          + "</tbody></table></div>")


def mystery(seed: int = 1, key: str = "letting_go.mystery") -> Mystery:
    """Open the case with this number. Everybody who opens it has the same patient."""
    return Mystery(seed, key)


class Mystery(CellWidget):
    """What ``mystery`` returns. What was ordered and answered is kept for every case under its own number."""

    def __init__(self, seed: int, key: str) -> None:
        self.key, self.case = key, Case(seed=seed)
        self._asked = self.case.seed
        self._kept = kept_for(key)
        self._own = self._kept.own_key(key)
        self._ordered: list[str] = []
        self._verdict: Verdict | None = None
        self._number = Text(value=str(self._asked), continuous_update=False, tooltip="Number of the case",
                            layout=Layout(width="90px"))
        self._who, self._purse, self._list = text(""), text(""), text("")
        self._said, self._missing, self._answer_said = text("", LIVE), text("", LIVE), text("", RESULT)
        self._signs = text("")
        self._ranks = {sign.key: sign.rank for sign in warning_signs()}
        self._tests = {test.key: self._test_button(test) for test in TESTS}
        self._choices = (Radios("The link that failed", [(BLOCK_WORDS[block], block) for block in BLOCKS]),
                         Radios("How sure are you?", [(words, percent) for percent, words in _SURE.items()]))
        self._block, self._sure = (asked.buttons for asked in self._choices)
        self._decide = Button(description="This is my diagnosis", button_style="primary")
        self._decide.on_click(lambda _: self.decide())
        super().__init__([page_hook(), self._card()])
        self.add_class(ROOT)
        self.add_class("ml-mystery")
        self._number.observe(lambda change: self._typed(change["new"]), "value")
        self._take_up(Case(seed=self._last_open()))

    def take_up(self, seed: int) -> None:
        """Go over to another case, as it was left."""
        case = Case(seed=seed)
        if case != self.case:
            self._keep(is_open=False)
            self._take_up(case)
            self._keep()

    def _typed(self, words: str) -> None:
        try:
            seed = _NUMBER.read(words)
        except ValueError:
            self._said.value = paragraph(f"“{words}” is no case: cases have whole numbers, {_NUMBER.range_text}. Case "
                                         f"{self.case.seed} is still the one below.", "ml-problem")
        else:
            self.take_up(seed)
        self._number.value = str(self.case.seed)

    def _take_up(self, case: Case) -> None:
        self.case, self._verdict = case, None
        entry = self._kept.get("mystery", self._entry_key) or {"ordered": [], "block": "", "confidence": 0}
        self._ordered = _affordable(entry["ordered"])
        self._number.value = str(case.seed)
        self._who.value = f"<p>{html.escape(case.cause.history)}</p>"
        self._block.value = entry["block"] if entry["block"] in BLOCKS else None
        self._sure.value = entry["confidence"] if entry["confidence"] in CONFIDENCES_percent else None
        if entry["block"] and self._block.value and self._sure.value:
            self._verdict = judge(case, self._block.value, self._sure.value)
        self._said.value = paragraph(self._kept.problem, "ml-problem") or f"<p>Case {case.seed}: order a test.</p>"
        self._show()

    @property
    def left(self) -> int:
        """Coins in the purse."""
        return BUDGET - price(self._ordered)

    def order(self, key: str) -> str:
        """Order a test (by its key) and return its result as a sentence; what cannot be paid says so."""
        test = BY_KEY[named(BY_KEY, key, "test")]
        if self._verdict or (key not in self._ordered and test.price > self.left):
            why = "The case is closed." if self._verdict else f"{test.name} costs {_coins(test.price)}: too much."
            self._said.value = paragraph(why, "ml-problem")
            return why
        if key not in self._ordered:
            self._ordered.append(key)
        words = self.case.find(key).words
        self._keep()
        self._said.value = (f"<p><b>{html.escape(test.name)}.</b> {html.escape(words)} Left: {_coins(self.left)}.</p>"
                            f"{paragraph(self._kept.problem, 'ml-problem')}")
        self._show()
        return words

    def answer(self, block: str, confidence_percent: int) -> str:
        """Name the failed link and how sure you are, as on screen; returns the verdict as HTML."""
        named(BLOCKS, block, "block")
        judge(self.case, block, confidence_percent)
        if not self._verdict:
            self._block.value, self._sure.value = block, confidence_percent
        return self.decide()

    def decide(self) -> str:
        """Take what is picked on screen as the answer; shows and returns the verdict as HTML."""
        if self._verdict:
            return self._answer_said.value
        if self._block.value is None or self._sure.value is None:
            self._missing.value = paragraph("Choose a link of the chain, and how sure you are.", "ml-problem")
            return self._missing.value
        # Only without Numba there is time to read it.
        self._missing.value = "<p>Comparing with all other illnesses …</p>"
        self._verdict = judge(self.case, self._block.value, self._sure.value)
        self._keep()
        self._show()
        return self._answer_said.value

    @property
    def _entry_key(self) -> str:
        return f"{self._own}#{self.case.seed}"

    def _last_open(self) -> int:
        """The case that was open when the kernel ended, if the notebook still asks for the same."""
        for key, entry in self._kept.all("mystery").items():
            is_ours = key.startswith(f"{self._own}#") and entry["open"] and entry["asked"] == self._asked
            if is_ours and _NUMBER.low <= entry["seed"] <= _NUMBER.high:
                return entry["seed"]
        return self._asked

    def _keep(self, is_open: bool = True) -> None:
        verdict = self._verdict
        self._kept.put("mystery", self._entry_key, {
            "seed": self.case.seed, "asked": self._asked, "open": is_open, "ordered": self._ordered,
            "results": [self._result(key) for key in self._ordered],
            "block": self._block.value if verdict else "", "confidence": self._sure.value if verdict else 0,
            "answer": f"{BLOCK_WORDS[self._block.value]}; {_SURE[self._sure.value]}" if verdict else "",
            "right": bool(verdict and verdict.right), "reveal": self._reveal() if verdict else ""})

    def _result(self, key: str) -> str:
        return f"{BY_KEY[key].name} ({_coins(BY_KEY[key].price)}): {self.case.find(key).words}"

    def _reveal(self) -> str:
        """Whether to call for help in life, what it was, what the tests had left open, and the cheapest way."""
        cause, path = self.case.cause, shortest(self.case.patient)
        names = " and ".join(BY_KEY[key].name for key in path)
        left = blocks_left({key: self.case.find(key).sign for key in self._ordered})
        told = "left one link open" if len(left) == 1 else "left these links open"
        told = f"your tests ({_coins(price(self._ordered))}) {told}"
        if not self._ordered:
            told = "without a test these links were open"
        urgent = f"{IN_LIFE[self._ranks[cause.sign]]} {cause.urgent} " if cause.urgent else ""
        return (f"{urgent}It was: {cause.name}. Link: {cause.block}. {cause.what} Among the {len(CAUSES)} illnesses "
                f"of this lab: {told}: {', '.join(left)}. The cheapest way to settle it: {names}, for "
                f"{_coins(price(path))}.")

    def _show(self) -> None:
        verdict = self._verdict
        closed = verdict is not None
        self._purse.value = f"<b>Left: {self.left} of {BUDGET} coins.</b> Each test costs its number."
        for key, button in self._tests.items():
            # What has been paid can be heard again; and no press may grey its own button, which has the focus.
            is_ordered = key in self._ordered
            button.description = f"{'✓ ' if is_ordered else ''}{BY_KEY[key].name} · {BY_KEY[key].price}"
            button.disabled = closed or not is_ordered and BY_KEY[key].price > self.left
        for asked in (self._block, self._sure, self._decide):
            asked.disabled = closed
        rows = "".join(f"<li>{html.escape(self._result(key))}</li>" for key in self._ordered)
        self._list.value = f"<ol>{rows}</ol>" if rows else "<p>Nothing has been ordered yet.</p>"
        # It would be half of the answer before there is one.
        self._signs.value = _SIGNS if closed else ""
        self._missing.value = ""
        if verdict is None:
            self._answer_said.value = ""
            return
        mark = "ml-right" if verdict.right else "ml-wrong"
        self._answer_said.value = (
            f'<div class="{mark}"><b>{html.escape(verdict.words)}</b> '
            f"({verdict.points:+d} points) {html.escape(self._reveal())}</div>".replace("(-", "(−")
            + paragraph(self._kept.problem, "ml-problem"))

    def _test_button(self, test: Test) -> Button:
        button = Button(tooltip=f"{test.what} {_coins(test.price)}.")
        button.on_click(lambda _: self.order(test.key))
        return button

    def _card(self) -> VBox:
        its_name = heard(self._number, text('<span data-names="Number of the case">Case number:</span>'))
        number = HBox([its_name, self._number, self._purse])
        number.add_class("ml-names-case")
        tests = HBox(list(self._tests.values()))
        for row in (number, tests):
            row.add_class("ml-row")
        choices = HBox(self._choices)
        choices.add_class("ml-grid")
        # What is found, and what is thought of it: beside one another where there is room.
        sides = HBox([VBox([number, self._who, tests, self._said, self._list]),
                      VBox([choices, self._decide, self._missing, self._answer_said])])
        sides.add_class("ml-sides")
        card = VBox([text(f"<b>{_ASKED}</b>"), sides, self._signs])
        card.add_class("ml-card")
        return card

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper a sheet on which results are uncovered one by one."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = _on_paper(self.case)
        bundle["text/plain"] = f"{self.case.cause.history} {_ASKED} (case {self.case.seed})"
        return bundle


def _affordable(keys: Iterable[Any]) -> list[str]:
    """Of the tests in a file only those that exist, each once, as long as the purse lasts."""
    found: list[str] = []
    for key in keys:
        if key in BY_KEY and key not in found and price([*found, key]) <= BUDGET:
            found.append(key)
    return found


def _coins(count: int) -> str:
    return "1 coin" if count == 1 else f"{count} coins"


def _on_paper(case: Case) -> str:
    rows = "".join(f"<tr><td>{html.escape(test.name)}</td><td>{test.price}</td><td>{html.escape(test.what)}</td>"
                   f"<td>{html.escape(case.find(test.key).words)}</td></tr>" for test in TESTS)
    blocks = "".join(f"<li>{html.escape(BLOCK_WORDS[block])}</li>" for block in BLOCKS)
    return (f"<p>{html.escape(case.cause.history)} <b>{_ASKED}</b> (Case {case.seed})</p><p>You have {BUDGET} coins. "
            "Cover the last column with a sheet of paper, and uncover only the results that you pay for.</p>"
            "<table><thead><tr><th>Test</th><th>Coins</th><th>What is done</th><th>Result</th></tr></thead>"
            f'<tbody>{rows}</tbody></table><ol type="A">{blocks}</ol><p>I am ______ % sure.</p>')
