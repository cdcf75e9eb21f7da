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
