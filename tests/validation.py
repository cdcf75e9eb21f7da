"""Write ``docs/validation.md``: every check value of the tests, beside what the models give today.

Run from the project's folder as ``python -m tests.validation``.
"""

from __future__ import annotations

import importlib
import pkgutil

import tests.models
from tests.checks import KINDS, PAGE, Check, row

TITLE = """# Validation

This page is written by `python -m tests.validation` from the check values that the tests hold the models to.
A test fails when a value leaves its accepted range, and another when this page is out of date.

A match does not always prove the same thing, so three kinds are kept apart:
"""

MEANING = {
    "published": "The number stands in a paper, which is named with its DOI. A match says that the model gives what "
                 "others measured or calculated.",
    "regression": "The number comes from our own earlier run of the same equations, or from their closed form. A "
                  "match says that the code still does what it did, not that the model is true.",
    "fitted": "The constants of the model were chosen so that it meets this number. A match is no evidence for the "
              "model, and is never shown to a student as such.",
}

HEADER = "| id | what | expected | ours | accepted | unit | source |\n| --- | --- | ---: | ---: | --- | --- | --- |"


def collect() -> list[Check]:
    """The ``CHECKS`` of all test modules of models, in the order of the modules."""
    found: list[Check] = []
    for info in pkgutil.walk_packages(tests.models.__path__, prefix="tests.models."):
        found += getattr(importlib.import_module(info.name), "CHECKS", ())
    return found


def page(checks: list[Check]) -> str:
    """The whole page."""
    parts = [TITLE, "\n".join(f"- **{kind}**: {MEANING[kind]}" for kind in KINDS)]
    for chapter in dict.fromkeys(check.chapter for check in checks):
        parts.append(f"\n## {chapter}")
        for kind in KINDS:
            rows = [row(check) for check in checks if (check.chapter, check.kind) == (chapter, kind)]
            if rows:
                parts.append(f"\n### {chapter}: {kind}\n\n{HEADER}\n" + "\n".join(rows))
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    with open(PAGE, "w", encoding="utf-8", newline="\n") as file:
        file.write(page(collect()))
    print(f"{PAGE.name}: {len(collect())} check values")
