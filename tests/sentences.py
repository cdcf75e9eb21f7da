"""What holds for every sentence that stands under a picture."""

from __future__ import annotations

import re

from muscle_lib.units import UNITS


def complaints(words: str) -> list[str]:
    """What is wrong with the way a sentence is written; an empty list if nothing is."""
    rules = {
        "it is empty": not words.strip(),
        "it does not begin with a capital letter or a number": not words[:1].isupper() and not words[:1].isdigit(),
        "it does not end with a full stop": not words.endswith("."),
        "it has two spaces, or one at an end": "  " in words or words != words.strip(),
        "it shows a number that is none": re.search(r"\b(nan|NaN|inf|None)\b", words),
        "a hyphen stands for a minus sign": re.search(r"(?<![\w–-])-\d", words),
        "it shows a signed zero": re.search(r"[−+-]0(\.0*)?(?![.\d])", words),
        "a placeholder was not filled": re.search(r"[{}]|array\(|np\.|<\w", words),
    }
    return [rule for rule, broken in rules.items() if broken]


def numbers(words: str) -> list[float]:
    """All numbers in a sentence, in order, with their true minus signs read as such."""
    return [float(found.replace("−", "-")) for found in re.findall(r"[−+]?\d+(?:\.\d+)?", words)]


_NUMBER = re.compile(r"[−+]?\d+(?:[,.]\d+)*")
_ALL_UNITS = "|".join(re.escape(unit) for unit in {*UNITS.values(), "kN"})


def _value(found: re.Match) -> float:
    return float(re.sub(r",(?=\d{3})", "", found[0]).replace("−", "-"))


class Claims:
    """One sentence, whose claims a test checks one by one; ``lies`` collects what is not so."""

    def __init__(self, words: str, where: str = "") -> None:
        self.words, self.where = words, where
        self.lies = complaints(words)

    def claim(self, what: str, true: bool) -> None:
        """Something that the sentence says, and whether it is so."""
        if not true:
            self.lies.append(f"not true: {what}: “{self.words}” {self.where}".rstrip())

    def shows(self, pattern: str, value: float, within: float, unit: str) -> None:
        """The last number in the part that fits the pattern must be this value, and its unit must follow it.

        An empty unit says that it is a count: then no unit may follow.
        """
        match = re.search(pattern, self.words)
        found = list(_NUMBER.finditer(match[0])) if match else []
        self.claim(f"{pattern} is {value:.4f}",
                   bool(found) and abs(_value(found[-1]) - value) <= within)
        if found:
            behind = self.words[match.start() + found[-1].end():]
            wanted = rf" {re.escape(unit)}(?![\w/²])" if unit else rf"(?! ({_ALL_UNITS})(?![\w/²]))"
            self.claim(f"{pattern} is in {unit or 'no unit'}", bool(re.match(wanted, behind)))
