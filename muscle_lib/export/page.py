"""A lesson's data as one HTML page, with its style and its script (``page.css``, ``page.js``) inside; and the index of
a folder of such pages.

All that is asked stands in the page as plain HTML: the script only uncovers, compares and lays pictures over one
another. Words of the lab come from the lab's own modules, so that none is written twice.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

from muscle_lib.export import data
from muscle_lib.typed import UNCLEAR
from muscle_lib.widgets.ask import A_NUMBER, ANSWER_IN, CHECK, CHECKS, NONE_PICKED, NONE_TYPED
from muscle_lib.widgets.board import INSIDE_HAS, LOOK_INSIDE, RESET, TRY
from muscle_lib.widgets.control import CHANGED, DANGER, DANGEROUS, MOST_BUTTONS, NORMAL, NOW_DANGEROUS
from muscle_lib.widgets.decided import COST, COUNTED, KINDS
from muscle_lib.widgets.decided import table as decisions
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
from muscle_lib.widgets.explorer import TO_START
from muscle_lib.widgets.film import FILM, MOMENT, MOMENT_OF_FILM, OF, WATCH
from muscle_lib.widgets.live import PAUSE
from muscle_lib.widgets.live import START as PLAY
from muscle_lib.widgets.note import ASKED as WHAT_SEEN
from muscle_lib.widgets.predict import COMMIT, FIRST, SKIP, SKIPS, told
from muscle_lib.widgets.predict import NONE_PICKED as NONE_PREDICTED
from muscle_lib.widgets.progress import DONE, NEXT, NOTHING_LEFT, SKIPPED, legend
from muscle_lib.widgets.report import A_COPY, AFRESH, YOURS
from muscle_lib.widgets.sound import HEAR, TO_HEAR, WHAT_IS_HEARD
from muscle_lib.widgets.triage import ALL_MINE, BEGIN, DECIDE, IS_RIGHT, ONCE_MORE, TO_TALK
from muscle_lib.widgets.triage import AT as CASE_AT
from muscle_lib.widgets.triage import NEXT as NEXT_CASE
from muscle_lib.widgets.triage import NONE_PICKED as NONE_RANKED

#: What stands at the top of each page: what it is, and how its sliders differ from those of the lab.
ABOUT = ("All pictures of this page were computed beforehand, by the models of Muscle Lab; it needs no internet and "
         "sends nothing anywhere. A slider snaps to the positions that were computed. Moving one puts the others back to "
         "their start; and after a button the sliders start from the start again.")
KEPT = "What you enter is kept in this browser, on this device, and nowhere else."
BLOCKED = ("This browser keeps nothing that is entered here: before you close or reload this page, print it or press "
           "“Save a copy” at its end.")
PRINT, BRING_BACK, FURTHER = "Print this page", "Bring back what was put aside", "Further"
PRINTS = "All of the page, with what you have entered; to hand it in, print it into a PDF file"
COPIES = "A small file with what you have entered, and nothing else"
AFRESHES = "Put aside what was entered, for the next student; a second press brings it back"
NO_SCRIPT = "Without scripts this page can only be read: all that it asks is open."

#: A lesson as ``data.as_json`` has it.
Plain = Mapping[str, Any]
_HEADING = re.compile(r"<h2\b[^>]*>.*?</h2>", re.DOTALL)


def page(lesson: data.Lesson) -> str:
    """The whole page."""
    return page_of(json.loads(data.as_json(lesson)))


def page_of(lesson: Plain) -> str:
    """The same of a lesson that is plain already."""
    blocks = "".join(_station(list(group)) if further else "".join(map(_block, group)) for (further, _), group in
                     groupby(lesson["blocks"], key=lambda block: (block["further"], block["station"])))
    about = (f'<aside class="ml-about"><p>{_text(ABOUT)}</p><p class="ml-where" role="status"></p>'
             f"<noscript><p>{_text(NO_SCRIPT)}</p></noscript></aside>")
    # Behind the lesson's title, which is its first block.
    first, rest = _split(blocks)
    return _document(f"{lesson['title']} · Muscle Lab", lesson["language"],
                     f"<main>{first}{about}{rest}</main>"
                     f'<script type="application/json" id="lesson">{_json(_for_script(lesson))}</script>'
                     f"<script>{_file('page.js')}</script>")


def index(lessons: Sequence[data.Lesson], missing: str = "") -> str:
    """The page that leads to all of them."""
    lines = "".join(f'<li><a href="{_text(each.file)}.html">{_text(each.title)}</a></li>' for each in lessons)
    return _document("Muscle Lab", "en", f"<main><h1>Muscle Lab</h1><p>{_text(ABOUT)}</p>"
                                         f'<ul class="ml-index">{lines}</ul>{missing}</main>')


def _document(title: str, language: str, body: str) -> str:
    return (f'<!DOCTYPE html>\n<html lang="{_text(language)}"><head><meta charset="utf-8"><title>{_text(title)}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f"<style>{_file('page.css')}</style>"
            # Before anything is drawn: what is asked first must not be seen uncovered for a moment.
            '<script>document.documentElement.classList.add("ml-scripted")</script></head>'
            f"<body>{body}</body></html>\n")


def _for_script(lesson: Plain) -> Plain:
    """What the script must know beside what stands in the page."""
    known = {block["id"] for block in lesson["blocks"] if block["type"] in _TASKS}
    stations = [{"title": each["title"], "mark": str(each["number"] or each["title"]), "further": each["further"],
                 "name": f"station {each['number']}" if each["number"] else "recall", "keys": keys}
                for each in lesson["stations"] if (keys := [key for key in each["keys"] if key in known])]
    title = next((block["title"] for block in lesson["blocks"] if block["type"] == "progress"), "")
    return {"key": lesson["key"], "file": lesson["file"], "language": lesson["language"], "bar": title,
            "stations": stations, "words": _WORDS}


#: What the script says; “{}” is filled in by it.
_WORDS = {
    "kept": KEPT, "blocked": BLOCKED, "done": DONE, "skipped": SKIPPED, "next": NEXT,
    "nothing_left": NOTHING_LEFT, "further": FURTHER, "changed": CHANGED,
    "now_dangerous": NOW_DANGEROUS, "dangerous": DANGEROUS, "to_hear": TO_HEAR, "of": OF,
    "play": PLAY, "pause": PAUSE, "none_predicted": NONE_PREDICTED, "none_picked": NONE_PICKED,
    "none_typed": NONE_TYPED, "unclear": UNCLEAR, "all_shown": f"<b>{ALL_SHOWN}</b> {GO_ON}",
    "kinds": KINDS, "counted": COUNTED, "cost": COST, "none_ranked": NONE_RANKED,
    "afresh": AFRESH, "bring_back": BRING_BACK,
}


# The blocks, each by its type.

def _block(block: Plain) -> str:
    return f'<section id="{_text(block["cell"])}" class="ml-cell">{_TYPES[block["type"]](block)}</section>'


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


def _predict(block: Plain) -> str:
    key, asked = block["id"], f"<b>{block['question_html']}</b>"
    outcome = told(block["question_html"], '<span class="ml-predicted"></span>', block["outcome_html"])
    settings = _text(f"<small>{_text(block['outcome_settings'])}</small>")
    return (f'<div class="ml-task ml-predict" data-kind="predict" data-key="{_text(key)}" '
            f'data-right="{_right(block)}" data-state="{block["outcome_state"]}" data-settings="{settings}">'
            f'<div class="ml-card ml-first"><p><b>{FIRST}</b></p>{_choices(key, asked, block["choices"])}'
            f'<div class="ml-row">{_button("ml-commit ml-primary", COMMIT)}'
            f'{_button("ml-skip", SKIP, SKIPS)}</div>{_status("ml-missing")}</div>'
            f'<div class="ml-card ml-outcome" id="{_id(key)}-outcome">{outcome}<div class="ml-said"></div></div>'
            f'{_verdicts(block["choices"])}{_board(block["board"])}</div>')


def _ask(block: Plain) -> str:
    key, asked, unit = block["id"], f"<b>{block['question_html']}</b>", _text(block["unit"])
    check = _button("ml-check ml-primary", CHECK, CHECKS)
    if block["kind"] == "choice":
        inside, right = _choices(key, asked, block["choices"]) + check, str(_right(block))
        verdicts = _verdicts(block["choices"])
    else:
        wanted = _text(ANSWER_IN.format(block["unit"]))
        inside = (f'<p id="{_id(key)}">{asked}</p><div class="ml-row"><input class="ml-number" type="text" '
                  f'autocomplete="off" placeholder="{A_NUMBER}" aria-labelledby="{_id(key)} {_id(key)}-in">'
                  f'<span>{unit}</span><span class="ml-hidden" id="{_id(key)}-in">{wanted}</span>{check}</div>')
        right = repr(block["answer"])
        verdicts = _templates([block["right_html"], block["low_html"], block["high_html"]])
    return (f'<div class="ml-task ml-card ml-ask" data-kind="ask" data-key="{_text(key)}" data-right="{right}" '
            f'data-tolerance="{block["tolerance"]}" data-unit="{unit}">{inside}{_status("ml-said")}{verdicts}</div>')


def _note(block: Plain) -> str:
    key = block["id"]
    return (f'<div class="ml-task ml-note" data-kind="note" data-key="{_text(key)}"><label for="{_id(key)}">'
            f"<b>{WHAT_SEEN}</b> {block['prompt_html']}</label>"
            f'<textarea id="{_id(key)}" rows="3" autocomplete="off" placeholder="{_text(block["placeholder"])}"></textarea><div class="ml-written"></div></div>')


def _evidence(block: Plain) -> str:
    findings, accounts = block["findings"], block["accounts"]
    size = len(findings)
    steps = [f"<b>{FINDING.format(number, size)}</b> {each['html']}" for number, each in enumerate(findings, 1)]
    steps.append(f"<b>{ALL_WEIGHED}</b> {LOOK}")
    weighed = [balance([each["account"] for each in findings[:shown]]) for shown in range(size + 1)]
    buttons = "".join(f'<button type="button" value="{key}">{_text(words)}</button>' for key, words in accounts.items())
    rows = "".join(each["row_html"] for each in findings)
    return (f'<div class="ml-task ml-card ml-evidence" data-kind="evidence" data-key="{_text(block["id"])}">'
            f'<p class="ml-asked"><b>{STATEMENT}</b> “{block["statement_html"]}” {WHAT_SAYS_IT}</p>'
            f'{_status("ml-said")}<div role="status"><p class="ml-now"></p></div>'
            f'<div class="ml-row ml-weigh">{buttons}</div>'
            f'<div class="ml-row">{_button("ml-all", SHOW_ALL, SHOWS_ALL, pressed=True)}</div>'
            f'<div class="ml-weighed"><p class="ml-balance">{weighed[-1]}</p><div class="ml-inside" tabindex="0" '
            f'role="region" aria-label="{_text(WHAT_SAYS_IT)}"><table class="ml-table">{block["head_html"]}'
            f"<tbody>{rows}</tbody></table></div></div>"
            f"{_templates(steps, 'ml-now')}{_templates(weighed, 'ml-balance')}"
            f"{_templates([each['said_html'][account] for each in findings for account in accounts])}</div>")


def _triage(block: Plain) -> str:
    cases, ranks, key = block["cases"], list(block["ranks"]), block["id"]
    so_far = (f'<details class="ml-so-far"><summary class="ml-counted"></summary><div class="ml-inside" tabindex="0" '
              f'role="region" aria-label="{_text(block["asked"])}">{decisions([])}</div></details>')
    parts, asked = [], f"<b>{_text(block['asked'])}</b>"
    for number, case in enumerate(cases, start=1):
        name = f"{_id(key)}-{number}"
        fates = [{"kind": case["kinds"][rank], "weight": case["weights"][rank], "best": case["weights"][case["right"]],
                  "cell": len(ranks) * ranks.index(case["right"]) + at, "name": _text(f"{number} {case['title']}")}
                 for at, rank in enumerate(ranks)]
        choices = [{"html": _text(words) + f'<span class="ml-is-right">{IS_RIGHT}</span>' * (rank == case["right"])}
                   for rank, words in block["ranks"].items()]
        then = NEXT_CASE if number < len(cases) else ALL_MINE
        parts.append(
            f'<div class="ml-case" data-case="{_text(case["key"])}" data-fates="{_text(_json(fates))}">'
            f'<div class="ml-story" id="{name}-story"><p><b>{CASE_AT.format(number, len(cases))} · '
            f'{_text(case["title"])}</b> <b>· age {case["age"]}</b></p><p>{case["story_html"]}</p></div>'
            f'<div class="ml-sides"><div>{case["body_html"]}</div><div>'
            f'{_choices(name, asked, choices)}'
            f'{_button("ml-decide ml-primary", DECIDE)}{_status("ml-missing")}'
            f'<div class="ml-said" id="{name}-said"></div>{_button("ml-next ml-primary", then)}</div></div>'
            f"{_templates([case['verdicts'][rank] for rank in ranks])}</div>")
    return (f'<div class="ml-task ml-card ml-triage" data-kind="triage" data-key="{_text(key)}">'
            f'<div class="ml-beginning">{block["beginning_html"]}{_button("ml-begin ml-primary", BEGIN)}</div>'
            f'<div class="ml-end" id="{_id(key)}-end"><p><b class="ml-counted"></b><b>.</b> '
            f'<span class="ml-cost"></span> '
            f"{_text(block['mix'])}</p><p><b>{TO_TALK}</b></p>{block['pairs_html']}"
            f"<p><b>{ONCE_MORE}</b></p></div>{so_far}{''.join(parts)}</div>")


def _causes(block: Plain) -> str:
    """The map; the table on paper, where it is filled in."""
    return f'<p>{block["asked_html"]}</p>{block["map_html"]}'


def _report(block: Plain) -> str:
    return (f'<div class="ml-task ml-card ml-report" data-kind="report" data-key="report"><p><b>{YOURS}</b></p>'
            f'<div class="ml-row">{_button("ml-print ml-primary", PRINT, PRINTS)}{_button("ml-copy", A_COPY, COPIES)}'
            f'{_button("ml-afresh", AFRESH, AFRESHES)}</div><p class="ml-where" role="status"></p></div>')


def _lab_only(block: Plain) -> str:
    return f'<p class="ml-lab-only">{_text(block["sentence"])}</p>{block["html"]}'


_TYPES: Mapping[str, Any] = {
    "text": lambda block: block["html"], "board": lambda block: _board(block["board"]), "progress": _progress,
    "predict": _predict, "ask": _ask, "note": _note, "evidence": _evidence, "triage": _triage, "causes": _causes,
    "report": _report, "lab_only": _lab_only}
#: Of these the bar has a piece.
_TASKS = ("predict", "ask", "note", "evidence", "triage")


# A board.

def _board(its: Plain) -> str:
    start, images = its["states"][its["start_state"]], list(its["images"])
    picture, images[its["background"]] = images[its["background"]], ""
    hands = "".join(_control(its["id"], each) for each in its["controls"])
    presets = "".join(_button("", each["name"] + " (start)" * each["is_start"], each["expect"], pressed=True)
                      for each in its["presets"])
    wide = f"max-width: {its['width']}px; aspect-ratio: {its['width']} / {its['height']}"
    name = f"{its['id']}-moment"
    rest = [_button("ml-reset", RESET, TO_START, hidden=not (hands or presets or its["live"])),
            _button("ml-roll", FILM, WATCH, pressed=True, hidden=not its["film"]),
            _button("ml-hear", HEAR, WHAT_IS_HEARD, hidden=not its["sound"])]
    inside = (f'<details class="ml-look"><summary title="{INSIDE_HAS}">{LOOK_INSIDE}</summary>'
              f"{its['inside_html']}</details>" if its["inside_html"] else "")
    for_script = {name: its[name] for name in ("states", "background", "start_state", "film", "sound", "live")}
    for_script["controls"] = [{"start": each["start"], "idle": each["idle"], "title": _name(each), "positions": [
        {name: place[name] for name in ("text", "state", "danger")} for place in each["positions"]]}
        for each in its["controls"]]
    for_script["presets"] = [{name: each[name] for name in ("state", "remark_html", "film", "sound")}
                             for each in its["presets"]]
    return (f'<div class="ml-board{" ml-has-hands" if hands else ""}"><div class="ml-screen"><div class="ml-sideways">'
            f'<div class="ml-picture" style="{wide}"><img alt="{_text(start["sentence"])}" width="{its["width"]}" '
            f'height="{its["height"]}" src="{picture}"></div></div>'
            f'<div class="ml-film ml-row" hidden>{_button("ml-play", PLAY)}<label for="{name}">{MOMENT}:</label>'
            f'<input class="ml-moment" id="{name}" type="range" min="0" max="1" value="0" autocomplete="off" '
            f'aria-label="{MOMENT_OF_FILM}"></div></div>'
            f'<div class="ml-hand">{hands}<div class="ml-refused" role="status"></div></div>'
            f'<p class="ml-sentence">{_text(start["sentence"])}</p>'
            f'<div class="ml-rest"><div class="ml-row ml-forks"></div><div class="ml-row ml-try" role="group" '
            f'aria-label="{TRY}">{f"<b>{TRY}</b> {presets}" if presets else ""}</div>'
            f'<div class="ml-remark" role="status"></div><div class="ml-row ml-tools">{"".join(rest)}</div>'
            f'<div class="ml-sound"></div>{inside}'
            f'{f"""<p class="ml-lab-only">{_text(its["lab_only"])}</p>""" if its["lab_only"] else ""}</div>'
            f'<div class="ml-hidden" role="status"></div>'
            f'<script type="application/json">{_json(for_script | {"images": images})}</script></div>')


def _name(its: Plain) -> str:
    """What a screen reader calls a control, as in the lab."""
    name = f"{its['label']} ({its['unit']})" if its["unit"] else its["label"]
    name += NORMAL.format(its["normal"]) if its["normal"] else ""
    return name + (DANGER.format(its["danger"]) if its["danger"] else "")


def _control(board_id: str, its: Plain) -> str:
    """A slider, or a choice: few options as buttons, many as a list."""
    name, places, start = f"{board_id}-{its['name']}", its["positions"], its["start"]
    label, title = _text(its["label"]), _text(its["meaning"])
    if its["kind"] == "choice" and len(places) <= MOST_BUTTONS:
        options = "".join(f'<label><input type="radio" name="{name}" value="{at}" autocomplete="off"'
                          f'{" checked" * (at == start)}><span>{_text(place["text"])}</span></label>'
                          for at, place in enumerate(places))
        return (f'<fieldset class="ml-control ml-choice" title="{title}"><legend class="ml-label">{label}</legend>'
                f'<div class="ml-options">{options}</div></fieldset>')
    if its["kind"] == "choice":
        options = "".join(f'<option value="{at}"{" selected" * (at == start)}>{_text(place["text"])}</option>'
                          for at, place in enumerate(places))
        return (f'<div class="ml-control ml-choice" title="{title}">'
                f'<label class="ml-label" for="{name}">{label}</label><select id="{name}" aria-label="{_text(_name(its))}" autocomplete="off">{options}</select></div>')
    # Over each position a mark: the start is longer, where it is dangerous it is striped.
    marks = "".join(f'<i class="{"ml-start" if at == start else "ml-danger" if place["danger"] else ""}" '
                    f'style="left: {100 * at / (len(places) - 1):.2f}%"></i>' for at, place in enumerate(places))
    ends = "".join(f"<span>{_text(place['text'])}</span>" for place in (places[0], places[-1]))
    return (f'<div class="ml-control" title="{title}"><label class="ml-label" for="{name}">{label}</label> '
            f'<span class="ml-value" aria-hidden="true">{_text(places[start]["text"])}</span>'
            f'<input type="range" id="{name}" min="0" max="{len(places) - 1}" value="{start}" autocomplete="off" aria-label="{_text(_name(its))}" aria-valuetext="{_text(places[start]["text"])}">'
            f'<div class="ml-marks" aria-hidden="true">{marks}</div>'
            f'<div class="ml-ends" aria-hidden="true">{ends}</div>'
            f'<small class="ml-idle-words">{_text(its["idle"])}</small></div>')


# Parts.

def _choices(name: str, asked: str, choices: Iterable[Plain]) -> str:
    """A question and its answers: one group, which its question names."""
    lines = "".join(f'<label><input type="radio" name="{_id(name)}" value="{number}" autocomplete="off"> '
                    f"<span>{each['html']}</span></label>" for number, each in enumerate(choices, start=1))
    return f'<fieldset class="ml-choices"><legend class="ml-asked">{asked}</legend>{lines}</fieldset>'


def _right(block: Plain) -> int:
    return 1 + next(at for at, each in enumerate(block["choices"]) if each["right"])


def _verdicts(choices: Iterable[Plain]) -> str:
    return _templates([each["feedback_html"] for each in choices])


def _templates(parts: Iterable[str], name: str = "ml-verdict") -> str:
    """Words that wait until they are wanted."""
    return "".join(f'<template class="{name}">{part}</template>' for part in parts)


def _status(name: str) -> str:
    """A place for words that are read out when they come."""
    return f'<div class="{name}" role="status"></div>'


def _button(name: str, words: str, title: str = "", pressed: bool = False, hidden: bool = False) -> str:
    return (f'<button type="button" class="{name}"{f""" title="{_text(title)}" """ if title else ""}'
            f'{""" aria-pressed="false" """ if pressed else ""}{" hidden" if hidden else ""}>{_text(words)}</button>')


def _split(blocks: str) -> tuple[str, str]:
    """The first block, and the rest."""
    end = blocks.find("</section>") + len("</section>")
    return blocks[:end], blocks[end:]


def _id(key: str) -> str:
    """A key as the id of an element."""
    return _text(re.sub(r"\W", "-", key))


def _json(value: Any) -> str:
    """As it may stand inside a script element, which “</script>” would end."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _text(words: str) -> str:
    return html.escape(str(words))
