"""The trainer, the map of causes and the boards of evidence as plain data."""

from __future__ import annotations

import html

from muscle_lib.causes import DEEDS, ENOUGH, NOWHERE, PLACES, Cause
from muscle_lib.causes import causes as all_causes
from muscle_lib.export import data
from muscle_lib.figures.drawings import chain
from muscle_lib.figures.drawings.body import WIDTH, in_words
from muscle_lib.figures.drawings.stills import body_png
from muscle_lib.questions import ACCOUNTS, question
from muscle_lib.triage import RANKS, weight
from muscle_lib.widgets.causes import ASKED, HOW, KEY, NOT_SHOWN, NOT_THERE, SMOOTH, deed_of, filled
from muscle_lib.widgets.chain import over
from muscle_lib.widgets.decided import MIX, Decision, ranked
from muscle_lib.widgets.evidence import HEAD, row_of, said
from muscle_lib.widgets.lesson import station_link
from muscle_lib.widgets.look import rendered, still
from muscle_lib.widgets.triage import ASKED as HOW_SOON
from muscle_lib.widgets.triage import Triage, beginning, marked, pairs, verdict

Where = tuple[str, int, bool]


def evidence(where: Where, key: str) -> data.Evidence:
    """A contested statement with its findings."""
    weighed = question("evidence", key)
    findings = tuple(data.Finding(rendered(study.finding), study.account, study.also,
                                  {account: said(study, account) for account in ACCOUNTS}, row_of(study))
                     for study in weighed.studies)
    return data.Evidence(*where, key, rendered(weighed.statement), dict(ACCOUNTS), findings, HEAD)


def triage(where: Where, trainer: Triage) -> data.Triage:
    """The trainer with all its cases, in the order that everybody gets first."""
    cases = trainer.order
    return data.Triage(
        *where, trainer.key, beginning(len(cases)), HOW_SOON, {rank: ranked(rank) for rank in RANKS},
        tuple(data.Case(
            case.key, case.title, case.age, rendered(case.story),
            still(body_png(marked(case)), in_words(marked(case)), WIDTH), case.rank,
            {given: verdict(case, given, trainer.key) for given in RANKS},
            {given: Decision(number, case.key, case.story, given, case.rank, case.tells).kind for given in RANKS},
            {given: weight(given, case.rank) for given in RANKS}) for number, case in enumerate(cases, start=1)),
        MIX, pairs({case.key: number for number, case in enumerate(cases, start=1)}))


def places(where: Where, key: str) -> data.Causes:
    """The map of the chain with all causes."""
    return data.Causes(
        *where, key, f"<b>{ASKED}</b> {HOW} <small>{KEY}. {SMOOTH}</small>", filled({}),
        tuple(map(_place, PLACES)), tuple(_cause(each) for each in all_causes()), ENOUGH)


def _place(name: str) -> data.Place:
    at = chain.CORNER if name == NOWHERE else chain.PLACES[name]
    x, y = chain.CORNER.middle if name == NOWHERE else chain.PLACES[name].tag
    count = f"left: {100 * x / chain.WIDTH:.2f}%; top: {100 * (chain.HEIGHT - y) / chain.HEIGHT:.2f}%"
    return data.Place(name, PLACES[name], chain.NAMES.get(name, "not shown"), over(at, chain.HEIGHT), count)


def _cause(each: Cause) -> data.Cause:
    mark, otherwise = (DEEDS[each.does].mark, NOT_THERE) if each.does else ("", NOT_SHOWN)
    return data.Cause(each.key, each.words, mark, each.places, f"{deed_of(each)} {html.escape(each.why)}",
                      dict(each.wrong), otherwise, station_link(each.chapter, each.station))
