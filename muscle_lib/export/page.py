"""A lesson's data as one HTML page, with its style and its script (``page.css``, ``page.js``) inside; and the index of
a folder of such pages.

All that is asked stands in the page as plain HTML, and what is said of each answer, too: the script only uncovers and
compares. Words of the lab come from the lab's own modules, so that none is written twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

from muscle_lib.chapters import chapters
from muscle_lib.export import data
from muscle_lib.export.page_board import board, standing
from muscle_lib.export.parts import Plain, as_id, as_json, button, choices, escaped, status, templates
from muscle_lib.typed import UNCLEAR
from muscle_lib.widgets.ask import A_NUMBER, ANSWER_IN, CHECK, CHECKS, NONE_PICKED, NONE_TYPED
from muscle_lib.widgets.causes import HOW, STANDS, STANDS_NOT
from muscle_lib.widgets.decided import COST, COUNTED, KINDS, table
from muscle_lib.widgets.evidence import (
    ALL_SHOWN,
    ALL_WEIGHED,
    FINDING,
    GO_ON,
    LOOK,
    SHOW_ALL,
    SHOWS_ALL,
    STATEMENT,
    WHAT_SAYS_IT,
    balance,
)
from muscle_lib.widgets.film import OF
from muscle_lib.widgets.live import PAUSE
from muscle_lib.widgets.live import START as PLAY
from muscle_lib.widgets.note import ASKED
from muscle_lib.widgets.predict import COMMIT, FIRST, SKIP, SKIPS, told
from muscle_lib.widgets.predict import NONE_PICKED as NONE_PREDICTED
from muscle_lib.widgets.progress import DONE, NEXT, NOTHING_LEFT, SKIPPED, legend
from muscle_lib.widgets.report import A_COPY, AFRESH, YOURS
from muscle_lib.widgets.sound import TO_HEAR
from muscle_lib.widgets.triage import ALL_MINE, AT, BEGIN, DECIDE, IS_RIGHT, ONCE_MORE, TO_TALK
from muscle_lib.widgets.triage import NEXT as NEXT_CASE
from muscle_lib.widgets.triage import NONE_PICKED as NONE_RANKED

#: What stands at the top of each page: what it is, and how its sliders differ from those of the lab.
ABOUT = ("All pictures of this page were computed beforehand, by the models of Muscle Lab: it needs no internet, and "
         "sends nothing anywhere. A slider snaps to the positions that were computed. Moving one puts the others back "
         "to their start; and after a button the sliders start from the start again.")
KEPT = "What you enter is kept in this browser, on this device, and nowhere else."
BLOCKED = ("This browser keeps nothing that is entered here: before you close or reload this page, print it or press "
           "“Save a copy” at its end.")
PRINT, BRING_BACK, FURTHER = "Print this page", "Bring back what was put aside", "Further"
PRINTS = "All of the page, with what you have entered; to hand it in, print it into a PDF file"
COPIES = "A small file with what you have entered, and nothing else"
AFRESHES = "Put aside what was entered, for the next student; a second press brings it back"
NO_SCRIPT = "Without scripts this page can only be read."
CHOOSE = "Choose a place of the map under each cause; where it stands rightly, the map shows its mark."
PAGES = "Lessons that are operated here, in any browser, with nothing installed."

#: What the script says; it fills in “{}”.
_WORDS = {
    "kept": KEPT, "blocked": BLOCKED, "done": DONE, "skipped": SKIPPED, "next": NEXT, "nothing_left": NOTHING_LEFT,
    "further": FURTHER, "to_hear": TO_HEAR, "of": OF, "play": PLAY, "pause": PAUSE, "none_predicted": NONE_PREDICTED,
    "none_picked": NONE_PICKED, "none_typed": NONE_TYPED, "unclear": UNCLEAR, "bring_back": BRING_BACK,
    "all_shown": f"<b>{ALL_SHOWN}</b> {GO_ON}", "kinds": KINDS, "counted": COUNTED, "cost": COST,
    "none_ranked": NONE_RANKED}

#: A word of the glossary. Here it is no link, as one page may be alone: what it means is in the page.
_WORD = re.compile(r'<a href="00_start_here\.html#glossary" title="([^"]*)">(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"<h2\b[^>]*>.*?</h2>", re.DOTALL)


def page(lesson: data.Lesson) -> str:
    """The whole page."""
    return page_of(json.loads(data.as_json(lesson)))


def page_of(lesson: Plain) -> str:
    """The same of a lesson that is plain already."""
    title, *blocks = lesson["blocks"]
    parts = [_station(list(group)) if further else "".join(map(_block, group)) for (further, _), group in
             groupby(blocks, key=lambda block: (block["further"], block["station"]))]
    about = (f'<aside class="ml-about"><p>{escaped(ABOUT)}</p><p class="ml-where" role="status"></p>'
             f"<noscript><p>{escaped(NO_SCRIPT)}</p></noscript></aside>")
    return _document(f"{lesson['title']} · Muscle Lab", lesson["language"],
                     f"<main>{_block(title)}{about}{''.join(parts)}</main>"
                     f'<script type="application/json" id="lesson">{as_json(_for_script(lesson))}</script>'
                     f"<script>{_file('page.js')}</script>")


def index(lessons: Sequence[data.Lesson]) -> str:
    """The page that leads to all of them."""
    about = {each.lesson: each.about for each in chapters()}
    lines = "".join(f'<li><a href="{escaped(each.file)}.html">{f"{each.number} · " * (each.number >= 0)}'
                    f"{escaped(each.title)}</a><br>{escaped(about.get(each.file, ''))}</li>" for each in lessons)
    return _document("Muscle Lab", "en", f'<main><h1>Muscle Lab</h1><p>{escaped(PAGES)}</p><ul class="ml-index">'
                                         f"{lines}</ul></main>")


def _document(title: str, language: str, body: str) -> str:
    return (f'<!DOCTYPE html>\n<html lang="{escaped(language)}"><head><meta charset="utf-8">'
            f"<title>{escaped(title)}</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            f'<meta name="color-scheme" content="light dark"><style>{_file("page.css")}</style>'
            # Before anything is drawn: what is asked first must not be seen uncovered for a moment.
            '<script>document.documentElement.classList.add("ml-scripted")</script></head>'
            f"<body>{body}</body></html>\n")


def _for_script(lesson: Plain) -> Plain:
    """What the script must know beside what stands in the page."""
    asked = {block["id"] for block in lesson["blocks"] if block["type"] in _TASKS}
    stations = [{"title": each["title"], "mark": str(each["number"] or each["title"]), "further": each["further"],
                 "name": f"station {each['number']}" if each["number"] else "recall", "keys": keys}
                for each in lesson["stations"] if (keys := [key for key in each["keys"] if key in asked])]
    bar = next((block["title"] for block in lesson["blocks"] if block["type"] == "progress"), "")
    return {"key": lesson["key"], "file": lesson["file"], "language": lesson["language"], "bar": bar,
            "stations": stations, "words": _WORDS}


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


# The blocks, each by its type.

def _block(block: Plain) -> str:
    inside = _WORD.sub(r'<abbr class="ml-word" tabindex="0" title="\1">\2</abbr>', _TYPES[block["type"]](block))
    return f'<section id="{escaped(block["cell"])}" class="ml-cell">{inside}</section>'


def _station(blocks: Sequence[Plain]) -> str:
    """A further station: its heading opens it."""
    inside = "".join(map(_block, blocks))
    heading = _HEADING.search(inside)
    if not heading:
        return inside
    return (f'<details class="ml-further-station"><summary>{heading[0]}<span class="ml-tag">{FURTHER}</span></summary>'
            f"{inside.replace(heading[0], '', 1)}</details>")


def _progress(block: Plain) -> str:
    return (f'{block["strip_html"]}<div class="ml-bar"><div><b data-bar></b> <small>{legend()}</small></div>'
            '<div class="ml-row-of-steps" data-bar></div><div class="ml-row-of-steps ml-further" data-bar></div></div>')


def _task(block: Plain, kind: str, classes: str, inside: str, **more: Any) -> str:
    """Something to be done, with what the script must know of it."""
    known = "".join(f' data-{name}="{escaped(value)}"' for name, value in {"key": block["id"], **more}.items())
    return f'<div class="ml-task ml-{kind} {classes}" data-kind="{kind}"{known}>{inside}</div>'


def _predict(block: Plain) -> str:
    key, answers = block["id"], block["choices"]
    outcome = told(block["question_html"], '<span class="ml-predicted"></span>', block["outcome_html"])
    inside = (f'<div class="ml-card ml-first"><p><b>{FIRST}</b></p>'
              f'{choices(key, block["question_html"], [each["html"] for each in answers])}<div class="ml-row">'
              f'{button("ml-commit ml-primary", COMMIT)}{button("ml-skip", SKIP, SKIPS)}</div>{status("ml-missing")}'
              f'</div><div class="ml-card ml-outcome" id="{as_id(key)}-outcome">{outcome}<div class="ml-said"></div>'
              f'</div>{templates(each["feedback_html"] for each in answers)}{board(block["board"])}')
    settings, places = block["outcome_settings"], standing(block["board"], block["outcome_places"])
    # What the sliders do not show is said; but where there are none, as for cases to be guessed, nothing is.
    are_shown = not places or len(places) - places.count(None) == settings.count(";") + 1
    return _task(block, "predict", "", inside, state=block["outcome_state"], places=as_json(places),
                 settings="" if are_shown else f"<small>{escaped(settings)}</small>")


def _ask(block: Plain) -> str:
    key, check = block["id"], button("ml-check ml-primary", CHECK, CHECKS)
    if block["kind"] == "choice":
        answers = block["choices"]
        inside = choices(key, block["question_html"], [each["html"] for each in answers]) + check
        right: Any = [number for number, each in enumerate(answers, start=1) if each["right"]]
        verdicts = [each["feedback_html"] for each in answers]
    else:
        name, wanted = as_id(key), escaped(ANSWER_IN.format(block["unit"]))
        inside = (f'<p id="{name}"><b>{block["question_html"]}</b></p><div class="ml-row"><input class="ml-number" '
                  f'type="text" autocomplete="off" placeholder="{A_NUMBER}" aria-labelledby="{name} {name}-in">'
                  f'<span aria-hidden="true">{escaped(block["unit"])}</span>'
                  f'<span class="ml-hidden" id="{name}-in">{wanted}</span>{check}</div>')
        right, verdicts = block["answer"], [block["right_html"], block["low_html"], block["high_html"]]
    return _task(block, "ask", "ml-card", inside + status("ml-said") + templates(verdicts), right=as_json(right),
                 tolerance=block["tolerance"], unit=block["unit"])


def _note(block: Plain) -> str:
    name = as_id(block["id"])
    return _task(block, "note", "", f'<label for="{name}"><b>{ASKED}</b> {block["prompt_html"]}</label>'
                                    f'<textarea id="{name}" rows="3" autocomplete="off" '
                                    f'placeholder="{escaped(block["placeholder"])}"></textarea>'
                                    '<div class="ml-written"></div>')


def _evidence(block: Plain) -> str:
    findings, accounts = block["findings"], block["accounts"]
    size = len(findings)
    steps = [f"<b>{FINDING.format(number, size)}</b> {each['html']}" for number, each in enumerate(findings, start=1)]
    balances = [balance([each["account"] for each in findings[:shown]]) for shown in range(size + 1)]
    buttons = "".join(button("", words) for words in accounts.values())
    inside = (f'<p><b>{STATEMENT}</b> “{block["statement_html"]}” {WHAT_SAYS_IT}</p>{status("ml-said")}'
              '<div role="status"><p class="ml-now"></p></div>'
              f'<div class="ml-row"><div class="ml-row ml-weigh">{buttons}</div>'
              f'{button("ml-all", SHOW_ALL, SHOWS_ALL, pressed=True)}</div>'
              f'<div class="ml-weighed"><p class="ml-balance">{balances[-1]}</p>'
              f"{_wide(WHAT_SAYS_IT, _board_of(block))}</div>"
              + templates([*steps, f"<b>{ALL_WEIGHED}</b> {LOOK}"], "ml-now") + templates(balances, "ml-balance")
              + templates(each["said_html"][account] for each in findings for account in accounts))
    return _task(block, "evidence", "ml-card", inside)


def _board_of(block: Plain) -> str:
    rows = "".join(each["row_html"] for each in block["findings"])
    return f'<table class="ml-table">{block["head_html"]}<tbody>{rows}</tbody></table>'


def _wide(name: str, inside: str) -> str:
    """What may be wider than the page, and is then pushed sideways."""
    return f'<div class="ml-inside" tabindex="0" role="region" aria-label="{escaped(name)}">{inside}</div>'


def _triage(block: Plain) -> str:
    cases = "".join(_case(block, number) for number in range(1, len(block["cases"]) + 1))
    inside = (f'<div class="ml-beginning">{block["beginning_html"]}{button("ml-begin ml-primary", BEGIN)}</div>'
              f'<div class="ml-end" id="{as_id(block["id"])}-end"><p><b class="ml-counted"></b>. '
              f'<span class="ml-cost"></span> {escaped(block["mix"])}</p><p><b>{TO_TALK}</b></p>{block["pairs_html"]}'
              f'<p><b>{ONCE_MORE}</b></p></div><details class="ml-so-far"><summary class="ml-counted"></summary>'
              f'{_wide(block["asked"], table([]))}</details>{cases}')
    return _task(block, "triage", "ml-card", inside)


def _case(block: Plain, number: int) -> str:
    """A case of the trainer. “fates”: what each rank is here: its kind, its weight and the best one, its cell in the
    table of decisions, and the case's name there."""
    cases, ranks = block["cases"], list(block["ranks"])
    case, name = cases[number - 1], f"{as_id(block['id'])}-{number}"
    fates = [{"kind": case["kinds"][rank], "weight": case["weights"][rank], "best": case["weights"][case["right"]],
              "cell": len(ranks) * ranks.index(case["right"]) + at, "name": escaped(f"{number} {case['title']}")}
             for at, rank in enumerate(ranks)]
    answers = [escaped(words) + f'<b class="ml-is-right">{IS_RIGHT}</b>' * (rank == case["right"])
               for rank, words in block["ranks"].items()]
    then = NEXT_CASE if number < len(cases) else ALL_MINE
    return (f'<div class="ml-case" id="{name}" data-case="{escaped(case["key"])}" '
            f'data-fates="{escaped(as_json(fates))}">'
            f'<p><b>{AT.format(number, len(cases))} · {escaped(case["title"])} · age {case["age"]}</b></p>'
            f'<p>{case["story_html"]}</p><div class="ml-sides"><div class="ml-body">{case["body_html"]}</div><div>'
            f'{choices(name, escaped(block["asked"]), answers)}{button("ml-decide ml-primary", DECIDE)}'
            f'{status("ml-missing")}<div class="ml-said" id="{name}-said"></div>{button("ml-next ml-primary", then)}'
            f'</div></div>{templates(case["verdicts"][rank] for rank in ranks)}</div>')


def _causes(block: Plain) -> str:
    """The map, and a list of places for each cause."""
    marks = "".join(f'<span data-place="{number}" aria-hidden="true" style="{place["count_style"]}"></span>'
                    for number, place in enumerate(block["places"], start=1))
    rows = "".join(_cause(block, each) for each in block["causes"])
    return (f'<div class="ml-causes" data-key="{escaped(block["id"])}" data-size="{block["enough"]}">'
            f'<p>{block["asked_html"].replace(HOW, CHOOSE)}</p><div class="ml-sideways" tabindex="0">'
            f'{block["map_html"].removesuffix("</div>")}{marks}</div></div><div class="ml-list">{rows}</div></div>')


def _cause(block: Plain, its: Plain) -> str:
    name, places = as_id(f"{block['id']}-{its['key']}"), block["places"]
    options = "".join(f'<option value="{number}">{escaped(place["name"])}</option>'
                      for number, place in enumerate(places, start=1))
    verdicts = []
    for place in places:
        is_right = place["key"] in its["places"]
        words = (STANDS if is_right else STANDS_NOT).format(*[""] * is_right, escaped(its["words"]), place["name"])
        why = its["right_html"] if is_right else escaped(its["wrong"].get(place["key"], its["wrong_else"]))
        verdicts.append(f'<div class="ml-{"right" if is_right else "wrong"}"><b>{words}</b> {why} '
                        f'{its["seen_again_html"]}</div>')
    right = [number for number, place in enumerate(places, start=1) if place["key"] in its["places"]]
    inside = (f'<label for="{name}">{escaped(its["words"])}</label><div class="ml-row ml-choices">'
              f'<select id="{name}" autocomplete="off"><option value=""></option>{options}</select>'
              f'{button("ml-check", CHECK, CHECKS)}</div>'
              + status("ml-said") + templates(verdicts))
    return _task({"id": f"{block['id']}#{its['key']}"}, "ask", "ml-cause", inside, right=as_json(right),
                 mark=its["mark"] or "·")


def _report(block: Plain) -> str:
    inside = (f'<p><b>{YOURS}</b></p><div class="ml-row">{button("ml-print ml-primary", PRINT, PRINTS)}'
              f'{button("ml-copy", A_COPY, COPIES)}{button("ml-afresh", AFRESH, AFRESHES)}</div>'
              '<p class="ml-where" role="status"></p>')
    return _task({"id": "report"}, "report", "ml-card", inside)


def _lab_only(block: Plain) -> str:
    paper = f'<div class="ml-paper">{block["html"]}</div>' if block["html"] else ""
    return f'<p class="ml-lab-only">{escaped(block["sentence"])}</p>{paper}'


_TYPES: Any = {
    "text": lambda block: block["html"], "board": lambda block: board(block["board"]), "progress": _progress,
    "predict": _predict, "ask": _ask, "note": _note, "evidence": _evidence, "triage": _triage, "causes": _causes,
    "report": _report, "lab_only": _lab_only}
#: Of these the bar has a piece.
_TASKS = ("predict", "ask", "note", "evidence", "triage", "causes")
