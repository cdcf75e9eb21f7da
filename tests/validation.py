"""Write ``docs/validation.md``: what papers say, and what was fitted, beside what the models give today; and
``tests/regression.toml``: what the models give today where only our own earlier runs can be compared.

Run from the project's folder as ``python -m tests.validation``.
"""

from __future__ import annotations

import importlib
import json
import pkgutil

import tests.models
from muscle_lib.chapters import chapters
from tests.checks import KINDS, PAGE, REGRESSION, Check, row

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

HEADER = ("| id | what | expected | ours | unit | paper's spread | off by | accepted | source |\n"
          "| --- | --- | ---: | ---: | --- | --- | --- | --- | --- |")
#: The kinds that a reader wants to see.
ON_PAGE = ("published", "fitted")


def collect() -> list[Check]:
    """The ``CHECKS`` of all test modules of models, in the order of the modules."""
    found: list[Check] = []
    for info in pkgutil.walk_packages(tests.models.__path__, prefix="tests.models."):
        found += getattr(importlib.import_module(info.name), "CHECKS", ())
    return found


def titles(checks: list[Check]) -> dict[str, str]:
    """The chapters that have check values, in order: name → what people call it."""
    with_checks = {check.chapter for check in checks}
    return {each.name: f"{each.number} · {each.title}" for each in chapters() if each.name in with_checks}


def counts(checks: list[Check]) -> str:
    """How many check values of each kind each chapter has, as a table."""
    def line(what: str, of: list[Check]) -> str:
        return " | ".join([f"| {what}", *(str(sum(check.kind == kind for check in of)) for kind in KINDS)]) + " |"

    lines = [line(title, [check for check in checks if check.chapter == name])
             for name, title in titles(checks).items()]
    return "\n".join([f"| chapter | {' | '.join(KINDS)} |", "| --- | ---: | ---: | ---: |", *lines,
                      line("**all**", checks)])


def page(checks: list[Check]) -> str:
    """The whole page."""
    number = sum(check.kind == "regression" for check in checks)
    parts = [TITLE, "\n".join(f"- **{kind}**: {MEANING[kind]}" for kind in KINDS),
             f"\nSo many there are of each:\n\n{counts(checks)}\n\nThe {number} regression values say nothing about "
             "nature, so they are not on this page: `tests/regression.toml`.\n\n“Paper's spread” is by how much the "
             "paper's people, animals or fibres differed. A number behind ± alone is their standard deviation (SD), in "
             "the unit of the row; from a standard error it was worked out, and the brackets say so. Where there is no "
             "SD, words say what there is instead, or why there is nothing: “none” (a count, a limit or a calculation "
             "has none), “not given” (not in as much of the paper as we could see, mostly its abstract), “not seen” "
             "(it would stand where we could not look). What is printed behind ± without a word is read as SD only "
             "where it would be absurdly wide as the error of a mean. “Off by” is how far our value is from the "
             "paper's: in per cent and, where there is an SD, in SD. “Accepted” is where a test lets it pass."]
    for chapter, title in titles(checks).items():
        for kind in ON_PAGE:
            rows = [row(check) for check in checks if (check.chapter, check.kind) == (chapter, kind)]
            if rows:
                parts.append(f"\n## {title}: {kind}\n\n{HEADER}\n" + "\n".join(rows))
    return "\n".join(parts) + "\n"


def regressions(checks: list[Check]) -> str:
    """The file that the tests read: what each check of our own earlier runs gives today. (A JSON string is a TOML one.)
    """
    lines = [f"{json.dumps(check.name, ensure_ascii=False)} = {json.dumps(check.shown, ensure_ascii=False)}"
             for check in checks if check.kind == "regression"]
    return "\n".join(["# Written by `python -m tests.validation`: what the models give where only our own earlier",
                      "# runs can be compared. A test fails when one moves by more than its last digit.", *lines, ""])


if __name__ == "__main__":
    found = collect()
    for path, content in ((PAGE, page(found)), (REGRESSION, regressions(found))):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        print(f"{path.name}: {len(content.splitlines())} lines")
