"""What holds for every sentence that stands under a picture."""

from __future__ import annotations

import re


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


class Claims:
    """One sentence, whose claims a test checks one by one; ``lies`` collects what is not so."""

    def __init__(self, words: str, where: str = "") -> None:
        self.words, self.where = words, where
        self.lies = complaints(words)

    def claim(self, what: str, true: bool) -> None:
        """Something that the sentence says, and whether it is so."""
        if not true:
            self.lies.append(f"not true: {what}: “{self.words}” {self.where}".rstrip())

    def shows(self, pattern: str, value: float, within: float) -> None:
        """The last number in the part that fits the pattern must be this value."""
        match = re.search(pattern, self.words)
        found = match and numbers(match[0])
        self.claim(f"{pattern} is {value:.4f}", bool(found) and abs(found[-1] - value) <= within)
