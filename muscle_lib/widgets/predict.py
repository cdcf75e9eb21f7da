"""``predict``: an explorer stays covered until the student has said what will happen."""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from typing import Any, get_type_hints

from ipywidgets import Button, HBox, VBox

from muscle_lib.quantity import named
from muscle_lib.questions import places, question
from muscle_lib.trace import results
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.choices import Choices, verdict
from muscle_lib.widgets.explorer import Explorer
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, RESULT, ROOT, page_hook, paragraph, plain, rendered, text

# Words that an exported page says, too.
FIRST, COMMIT, SKIP = "First predict, then try.", "This is my prediction", "Skip"
SKIPS = "Open the explorer without a prediction"
NONE_PICKED = "Choose one of the answers first, or press “Skip”."


def predict(key: str, explorer: Explorer) -> Predict:
    """Cover an explorer with the question ``key`` (“chapter.key”) until it is answered or skipped."""
    if not isinstance(explorer, Explorer):
        raise ValueError("A prediction covers an explorer: write predict('chapter.p1', explore(…)), "
                         f"got {reprlib.repr(explorer)}.")
    return Predict(key, explorer)


class Predict(CellWidget):
    """What ``predict`` returns: first the question, then the explorer with the outcome beside it."""

    def __init__(self, key: str, explorer: Explorer) -> None:
        self.key, self.explorer = key, explorer
        self._question = question("predict", key)
        explorer.check(**self._question.before)
        explorer.check(**self._question.after)
        self._check_outcome()
        self._choices = Choices(self._question.text, self._question.choices)
        self._commit = Button(description=COMMIT, button_style="primary")
        self._skip = Button(description=SKIP, tooltip=SKIPS)
        self._asked, self._outcome = text("", LIVE), text("", RESULT)
        explorer.notice.beside = self._asked
        buttons = HBox([self._commit, self._skip])
        buttons.add_class("ml-row")
        self._card = VBox([text(f"<b>{FIRST}</b>"), self._choices, buttons, self._asked])
        self._card.add_class("ml-card")
        self._outcome.add_class("ml-card")
        self._kept = kept_for(key)
        self._own = self._kept.own_key(key)
        self._hook = page_hook()
        super().__init__([self._hook, self._card])
        self.add_class(ROOT)
        self.add_class("ml-predict")
        self._commit.on_click(lambda _: self.commit())
        self._skip.on_click(lambda _: self.skip())
        explorer.keep_under(self._own)
        self._restore()

    @property
    def is_open(self) -> bool:
        """Whether the explorer can be seen."""
        return self.explorer in self.children

    def commit(self, number: int | None = None) -> None:
        """Take a choice (by its number from 1, or the one picked on screen) as the prediction and open up."""
        if number is not None:
            self._choices.picked = number
        picked = self._choices.picked
        if picked is None:
            self._asked.value = paragraph(NONE_PICKED, "ml-problem")
            return
        try:
            outcome = self._reveal(picked)
        except Exception as problem:  # a button that only stands still would not say so
            self._asked.value = paragraph(f"The experiment of {self.key!r} could not be done: {problem}. Press “Skip” "
                                          "to open the explorer without it.", "ml-problem")
            return
        self._keep(picked=picked, answer=self._question.choices[picked - 1].text, outcome=outcome,
                   right=picked == self._question.right)

    def skip(self) -> None:
        """Open the explorer without a prediction, as for a projector."""
        self._open(f"<b>{rendered(self._question.text)}</b>")
        self._keep(picked=None, answer="", outcome="", right=False)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and its plain version: the question, and the explorer's picture where that is uncovered."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"], bundle["text/plain"] = self._choices.on_paper, plain(self._question.text)
        if self.is_open:
            explorer = self.explorer._repr_mimebundle_()
            bundle["text/html"] += explorer["text/html"]
            bundle["text/plain"] += f"\n{explorer['text/plain']}"
        return bundle

    def _reveal(self, picked: int) -> str:
        """Show the outcome beside the prediction, and return it."""
        choice = self._question.choices[picked - 1]
        outcome = self.experiment()
        self._open(told(rendered(self._question.text), rendered(choice.text), rendered(outcome))
                   + verdict(choice, picked == self._question.right))
        return outcome

    def _check_outcome(self) -> None:
        """The results that the outcome names are there: not only found out when a student has predicted."""
        trace: Any = get_type_hints(type(self.explorer.model).run).get("return")
        if not hasattr(trace, "__dataclass_fields__"):
            return  # a model of one's own need not say what it gives
        for _, name in places(self._question.outcome):
            if not hasattr(trace, name):
                named([*trace.__dataclass_fields__, *results(trace)], name, f"result for the outcome of {self.key!r}")

    def _keep(self, **entry: Any) -> None:
        self._kept.put("predict", self._own, {"question": self._question.text, **entry})
        self._tell_kept_problem()

    def _restore(self) -> None:
        """What was predicted before the last restart stands."""
        entry = self._kept.get("predict", self._own)
        if entry and entry["picked"] is None:
            self._open(f"<b>{rendered(self._question.text)}</b>")
        elif entry and 1 <= entry["picked"] <= len(self._question.choices):
            self._reveal(entry["picked"])
        self._tell_kept_problem()

    def _tell_kept_problem(self) -> None:
        shown = self._outcome if self.is_open else self._asked
        shown.value += paragraph(self._kept.problem, "ml-problem")

    def experiment(self, at_half: Callable[[], None] = lambda: None) -> str:
        """Run the question's experiment in the explorer, the first half kept as a ghost; say how it came out. Between
        the halves who makes a picture of each is called."""
        explorer = self.explorer
        explorer.reset()
        explorer.set(**self._question.before)
        explorer.finish()  # a sketch of a slow model is no outcome
        before = explorer.trace
        at_half()
        explorer.leave_ghost()
        explorer.set(**self._question.after)
        explorer.finish()
        if explorer.problem:
            raise RuntimeError(explorer.problem)
        return self._question.happens(before, explorer.trace)

    def _open(self, outcome: str) -> None:
        """Uncover the explorer; of the question only what still matters stays on screen."""
        self.explorer.build()
        self._outcome.value = outcome
        self.explorer.outcome.children = [self._outcome]
        self.children = [self._hook, self.explorer]


def told(asked: str, predicted: str, happens: str) -> str:
    """The outcome beside the prediction, all as HTML."""
    return (f"<b>{asked}</b><p><b>You predicted:</b> {predicted}<br>"
            f"<b>What happens:</b> {happens}</p>")
