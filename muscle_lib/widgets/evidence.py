"""``evidence``: a contested statement, and one finding after another to be weighed for or against it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from ipywidgets import Button, HBox, ToggleButton, VBox

from muscle_lib.questions import ACCOUNTS, Evidence, Study, question
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, ROOT, page_hook, paragraph, plain, rendered, text

# Words that an exported page says, too.
STATEMENT, WHAT_SAYS_IT = "The statement:", "What does each finding say?"
SHOW_ALL, SHOWS_ALL = "Show all", "Put all findings on the board, without weighing them; press again to go on"
FINDING, ALL_WEIGHED = "Finding {} of {}.", "All findings are weighed."
LOOK, GO_ON = "Look at the whole board before you judge.", "Press “Show all” again to go on weighing."
ALL_SHOWN = "All {} findings are on the board; {} of them you have weighed."
#: The head of the board.
HEAD = ("<thead><tr><th>Study</th><th>Finding</th><th>What it says, and why</th><th>Strength</th><th>Source</th></tr>"
        "</thead>")


def evidence(key: str) -> EvidenceBoard:
    """Let a student weigh the evidence ``key`` (“chapter.key”), finding by finding."""
    return EvidenceBoard(key)


class EvidenceBoard(CellWidget):
    """What ``evidence`` returns. Each finding is shown without its verdict first; what has been weighed stays below."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._evidence: Evidence = question("evidence", key)
        self._kept = kept_for(key)
        self._own = self._kept.own_key(key)
        self._finding = text("", LIVE)
        self._said = text("", LIVE)
        self._board = text("")
        self._buttons = HBox([self._button(account, words) for account, words in ACCOUNTS.items()])
        self._all = ToggleButton(value=False, description=SHOW_ALL, tooltip=SHOWS_ALL)
        self._all.observe(lambda _: self._show(), "value")
        row = HBox([self._buttons, self._all])
        for box in (self._buttons, row):
            box.add_class("ml-row")
        statement = text(f"{stated(self._evidence)} {WHAT_SAYS_IT}")
        # What is said of one finding stands over the next one, never under it.
        card = VBox([statement, self._said, self._finding, row, self._board])
        card.add_class("ml-card")
        super().__init__([page_hook(), card])
        self.add_class(ROOT)
        self._weighed: list[str] = []
        for number in range(len(self._evidence.studies)):
            entry = self._kept.get("ask", self._entry_key(number))
            if entry is None:
                break
            self._weighed.append(_as_account(entry["given"]))
        self._show()
        self._said.value = paragraph(self._kept.problem, "ml-problem")

    @property
    def left(self) -> int:
        """How many findings are still to be weighed."""
        return len(self._evidence.studies) - len(self._weighed)

    def answer(self, account: str) -> str:
        """Weigh the present finding: “for”, “against” or “neither”. Returns the feedback as HTML."""
        if not self.left or self._all.value:
            return self._said.value
        number, study = len(self._weighed), self._evidence.studies[len(self._weighed)]
        is_right = fits(study, account)
        self._kept.put("ask", self._entry_key(number), {
            "about": self._evidence.statement, "question": f"{study.study}: {study.finding}",
            "answer": ACCOUNTS[account], "given": list(ACCOUNTS).index(account) + 1, "right": is_right, "tries": 1,
            "why": f"{ACCOUNTS[study.account]}. {study.why}"})
        self._weighed.append(account)
        self._said.value = said(study, account) + paragraph(self._kept.problem, "ml-problem")
        self._show()
        return self._said.value

    def show_all(self) -> None:
        """The whole board at once, as for a projector; nothing of it counts as answered."""
        self._all.value = True

    def _button(self, account: str, words: str) -> Button:
        button = Button(description=words)
        button.on_click(lambda _: self.answer(account))
        return button

    def _entry_key(self, number: int) -> str:
        return f"{self._own}#{number + 1}"

    def _show(self) -> None:
        studies, done = self._evidence.studies, len(self._weighed)
        for button in self._buttons.children:
            button.disabled = not self.left or self._all.value
        if self._all.value and self.left:
            self._finding.value = f"<p><b>{ALL_SHOWN.format(len(studies), done)}</b> {GO_ON}</p>"
            self._said.value = ""
        elif self.left:
            self._finding.value = (f"<p><b>{FINDING.format(done + 1, len(studies))}</b> "
                                   f"{rendered(studies[done].finding)}</p>")
        else:
            self._finding.value = f"<p><b>{ALL_WEIGHED}</b> {LOOK}</p>"
        shown = studies if self._all.value else studies[:done]
        self._board.value = board(shown) if shown else ""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper the statement with the whole board."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = f"<p>{stated(self._evidence)}</p>{board(self._evidence.studies)}"
        bundle["text/plain"] = plain(self._evidence.statement)
        return bundle


def _as_account(given: float) -> str:
    """The answer of a kept entry; a number that cannot be (a file from elsewhere) counts as “decides nothing”."""
    accounts = list(ACCOUNTS)
    return accounts[int(given) - 1] if given in range(1, len(accounts) + 1) else accounts[-1]


def stated(asked: Evidence) -> str:
    """The statement, as HTML."""
    return f"<b>{STATEMENT}</b> “{rendered(asked.statement)}”"


def fits(study: Study, account: str) -> bool:
    """Whether a finding can be read so."""
    return account in (study.account, study.also)


def said(study: Study, account: str) -> str:
    """What is said when a finding is weighed so, as HTML."""
    is_right = fits(study, account)
    words = ("So it is usually read:" if account == study.account else "So it can be read, too:" if is_right else
             f"It is usually read otherwise ({ACCOUNTS[study.account]}):")
    return (f'<div class="{"ml-right" if is_right else "ml-wrong"}"><b>{rendered(study.study)}. {words}</b> '
            f"“{rendered(study.finding)}” {rendered(study.why)} <i>Strength: {rendered(study.strength)}.</i></div>")


def board(studies: tuple[Study, ...]) -> str:
    """A table with a count above it: the balance at a glance, and the strength of each finding beside it."""
    rows = "".join(map(row_of, studies))
    return (f"<p>{balance([study.account for study in studies])}</p>"
            f'<div class="ml-inside"><table class="ml-table">{HEAD}<tbody>{rows}</tbody></table></div>')


def balance(accounts: Sequence[str]) -> str:
    """How many speak for the statement, and how many against it."""
    counts = ", ".join(f"{accounts.count(account)} {words}" for account, words in
                       (("for", "for"), ("against", "against"), ("neither", "that decide nothing")))
    return f"On the board: {counts}. Findings are not votes: mind their strength."


def row_of(study: Study) -> str:
    """A weighed finding as a row of the board."""
    return (f"<tr><td>{rendered(study.study)}</td><td>{rendered(study.finding)}</td>"
            f"<td><b>{html.escape(ACCOUNTS[study.account])}.</b> {rendered(study.why)}</td>"
            f"<td>{rendered(study.strength)}</td>"
            f"<td>{rendered(study.source)}</td></tr>")
