"""``ask``: a question that checks itself, with its own feedback for every answer."""

from __future__ import annotations

import html
from typing import Any

from ipywidgets import Button, HBox, Layout, Text, VBox

from muscle_lib.questions import Choice, ChoiceQuestion, NumberQuestion, question
from muscle_lib.typed import UnclearError, number_in
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.choices import Choices, verdict
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, ROOT, heard, page_hook, paragraph, plain, rendered, text

# Words that an exported page says, too.
CHECK, CHECKS, A_NUMBER = "Check", "Check my answer", "a number"
NONE_PICKED, NONE_TYPED, ANSWER_IN = "Choose one of the answers first.", "Type a number, in {}.", "Answer in {}"


def ask(key: str) -> Ask:
    """Ask the question ``key`` (“chapter.key”). It can be answered again and again."""
    return Ask(key)


class Ask(CellWidget):
    """What ``ask`` returns."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._question: ChoiceQuestion | NumberQuestion = question("ask", key)
        self._feedback = text("", LIVE)
        check = Button(description=CHECK, button_style="primary", tooltip=CHECKS)
        check.on_click(lambda _: self.check())
        if isinstance(self._question, ChoiceQuestion):
            self._answer = Choices(self._question.text, self._question.choices)
            parts = [self._answer, check]
        else:
            words = rendered(self._question.text)
            wanted = ANSWER_IN.format(self._question.unit)
            named = html.escape(f"{plain(self._question.text)} {wanted}")
            # Not a FloatText: it cannot be empty (0 would look like an answer; NaN cannot be sent to the page).
            # Sent when it is left, not letter by letter; and “Check” waits until it has arrived.
            self._answer = Text(placeholder=A_NUMBER, tooltip=wanted, continuous_update=False,
                                layout=Layout(width="110px"))
            row = HBox([self._answer, heard(self._answer, text(html.escape(self._question.unit))), check])
            row.add_class("ml-row")
            parts = [text(f'<div data-names="{named}"><b>{words}</b></div>'), row]
        card = VBox([*parts, self._feedback])
        card.add_class("ml-card")
        card.add_class("ml-names-answer")
        super().__init__([page_hook(), card])
        self.add_class(ROOT)
        self._kept = kept_for(key)
        self._own = self._kept.own_key(key)
        self._restore()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper the question, with its choices or a line for a number."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if isinstance(self._question, ChoiceQuestion):
            bundle["text/html"] = self._answer.on_paper
        else:
            words, unit = rendered(self._question.text), html.escape(self._question.unit)
            bundle["text/html"] = f"<p><b>{words}</b> ________ {unit}</p>"
        bundle["text/plain"] = plain(self._question.text)
        return bundle

    def answer(self, value: float) -> str:
        """Give an answer (the number of a choice from 1, or a number) and return the feedback."""
        if isinstance(self._question, ChoiceQuestion):
            self._answer.picked = int(value)
        else:
            self._answer.value = repr(value)
        return self.check()

    def check(self) -> str:
        """Look at the answer that is on screen; shows and returns the feedback as HTML."""
        self._show()
        given = self._given
        if given is not None:
            # Only counted: what is shown is what stands here.
            words, before = self._words(given), self._kept.all("ask").get(self._own)
            self._kept.put("ask", self._own, {
                "question": self._question.text, "answer": words, "given": given, "right": self.is_right,
                "tries": before["tries"] + 1 if before else 1,
                "first_right": first_right(before) if before else self.is_right,
                "first": first_answer(before) if before else [given, words]})
            self._feedback.value += paragraph(self._kept.problem, "ml-problem")
        return self._feedback.value

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer on screen that can be looked at."""
        return self._given is not None

    @property
    def is_right(self) -> bool:
        """Whether the answer on screen is right."""
        asked = self._question
        if isinstance(asked, ChoiceQuestion):
            return self._given == asked.right
        # A little more than the tolerance, because 6.65 − 6.5 is 0.15000000000000036 in binary fractions.
        return self._given is not None and abs(self._given - asked.answer) <= asked.tolerance * (1 + 1e-9)

    @property
    def _given(self) -> float | None:
        """The number of the choice, or the number typed; None without one."""
        if isinstance(self._question, ChoiceQuestion):
            return self._answer.picked
        try:
            return number_in(self._answer.value, {self._question.unit: 1.0})
        except ValueError:
            return None

    def _words(self, given: float) -> str:
        """The answer for the report."""
        if isinstance(self._question, ChoiceQuestion):
            return self._question.choices[int(given) - 1].text
        return f"{given:g} {self._question.unit}".replace("-", "−")

    def _restore(self) -> None:
        """What was answered before the last restart stands."""
        entry = self._kept.get("ask", self._own)
        if not entry:
            pass
        elif isinstance(self._question, NumberQuestion):
            self._answer.value = f"{entry['given']:g}"
        elif entry["given"] in range(1, len(self._question.choices) + 1):
            self._answer.picked = entry["given"]
        if self.is_answered:
            self._show()
        self._feedback.value += paragraph(self._kept.problem, "ml-problem")

    def _show(self) -> None:
        asked, given = self._question, self._given
        self._feedback.value = (self._number_feedback(asked, given) if isinstance(asked, NumberQuestion)
                                else self._choice_feedback(asked, given))

    def _choice_feedback(self, asked: ChoiceQuestion, given: float | None) -> str:
        if given is None:
            return paragraph(NONE_PICKED, "ml-problem")
        return verdict(asked.choices[int(given) - 1], self.is_right)

    def _number_feedback(self, asked: NumberQuestion, given: float | None) -> str:
        if given is None:
            return paragraph(NONE_TYPED.format(asked.unit) + _unclear(self._answer.value), "ml-problem")
        return right_number(asked) if self.is_right else wrong_number(asked, given)


def right_number(asked: NumberQuestion) -> str:
    """What is said of the right number, as HTML."""
    return verdict(Choice("", asked.right), True)


def wrong_number(asked: NumberQuestion, given: float) -> str:
    """What is said of another."""
    return verdict(Choice("", asked.low if given < asked.answer else asked.high), False)


def first_right(entry: dict[str, Any]) -> bool:
    """Whether the first try was right. Files of earlier days say it only of an answer that was given once."""
    return bool(entry.get("first_right", entry["right"] and entry["tries"] == 1))


def first_answer(entry: dict[str, Any]) -> list[Any] | None:
    """What was answered first, as number and in words; None where a file of earlier days does not say it."""
    return entry.get("first") or ([entry["given"], entry["answer"]] if entry["tries"] == 1 else None)


def _unclear(typed: str) -> str:
    """What is not clear about a number that was typed; empty if it is not that."""
    try:
        number_in(typed, {})
    except UnclearError as problem:
        return f" {typed} {problem}."
    except ValueError:
        pass
    return ""
