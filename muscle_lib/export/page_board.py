"""A board of an exported page: its picture, its sliders, its buttons, and what its script must know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from muscle_lib.export.parts import Plain, as_json, button, escaped
from muscle_lib.widgets.board import INSIDE_HAS, LOOK_INSIDE, RESET, TRY
from muscle_lib.widgets.control import CHANGED, DANGER, DANGEROUS, MOST_BUTTONS, NORMAL, NOW_DANGEROUS
from muscle_lib.widgets.explorer import TO_START
from muscle_lib.widgets.film import FILM, MOMENT, MOMENT_OF_FILM, WATCH
from muscle_lib.widgets.live import START as PLAY
from muscle_lib.widgets.sound import HEAR, WHAT_IS_HEARD

PUSH = "Push the picture sideways to see all of it."


def board(its: Plain) -> str:
    """The whole board. Its first state is the start."""
    start, picture = its["states"][0], its["images"][its["background"]]
    hands = "".join(_control(its["id"], each) for each in its["controls"])
    presets = "".join(button("", each["name"] + " (start)" * each["is_start"], each["expect"], pressed=True)
                      for each in its["presets"])
    tools = (button("ml-reset", RESET, TO_START, hidden=not (hands or presets or its["live"]))
             + button("ml-roll", FILM, WATCH, pressed=True, hidden=not its["film"])
             + button("ml-hear", HEAR, WHAT_IS_HEARD, hidden=not its["sound"]))
    inside = (f'<details class="ml-look"><summary title="{INSIDE_HAS}">{LOOK_INSIDE}</summary>{its["inside_html"]}'
              "</details>" if its["inside_html"] else "")
    live = its["live"] or {"note": "", "warning": ""}
    warning = f'<p class="ml-problem">{escaped(live["warning"])}</p>' if live["warning"] else ""
    notes = [live["note"], its["lab_only"]]
    size = f"max-width: {its['width']}px; aspect-ratio: {its['width']} / {its['height']}"
    moment = f"{its['id']}-moment"
    return (
        f'<div class="ml-board"><div class="ml-screen"><div class="ml-sideways"><div class="ml-picture" style="{size}">'
        f'<img alt="{escaped(start["sentence"])}" width="{its["width"]}" height="{its["height"]}" src="{picture}">'
        f'</div></div><p class="ml-push" aria-hidden="true">{PUSH}</p>'
        f'<div class="ml-film ml-row" hidden>{button("ml-play", PLAY)}<label for="{moment}">{MOMENT}:</label>'
        f'<input class="ml-moment" id="{moment}" type="range" min="0" max="1" value="0" autocomplete="off" '
        f'aria-label="{MOMENT_OF_FILM}"></div></div>'
        f'<div class="ml-hand">{hands}{warning}<div class="ml-row ml-forks"></div>'
        '<div class="ml-refused" role="status"></div></div>'
        f'<p class="ml-sentence">{escaped(start["sentence"])}</p><div class="ml-rest">'
        f'<div class="ml-row ml-try"><b>{TRY}</b> {presets}</div>'
        f'<div class="ml-remark" role="status"></div><div class="ml-row ml-tools">{tools}</div>'
        f'<div class="ml-sound"></div>{inside}'
        + "".join(f'<p class="ml-lab-only">{escaped(note)}</p>' for note in notes if note)
        + f'</div><div class="ml-hidden" role="status"></div>'
          f'<script type="application/json">{as_json(_for_script(its))}</script></div>')


def standing(its: Plain, places: Sequence[int]) -> list[int | None]:
    """At which of its positions each control stands; None: at its start, or at none of them."""
    return [None if at in (-1, control["start"]) else at for at, control in zip(places, its["controls"], strict=True)]


def _for_script(its: Plain) -> dict[str, Any]:
    """What is shown: the images (the background stands in the page already), the states, and what leads to them."""
    images = [image if number != its["background"] else "" for number, image in enumerate(its["images"])]
    controls = [{"start": each["start"], "places": [_place(each, at) for at in range(len(each["positions"]))]}
                for each in its["controls"]]
    presets = [{name: each[name] for name in ("state", "remark_html", "film", "sound")}
               | {"places": standing(its, each["places"])} for each in its["presets"]]
    return {"background": its["background"], "images": images, "states": its["states"], "controls": controls,
            "presets": presets, "film": its["film"], "sound": its["sound"], "live": its["live"]}


def _place(control: Plain, at: int) -> Plain:
    """A position: its state, its words, and what a screen reader calls the control there."""
    its = control["positions"][at]
    name = _name(control) + CHANGED * (at != control["start"]) + NOW_DANGEROUS * its["danger"]
    html = escaped(its["text"]) + f' <b class="ml-dangerous">{DANGEROUS}</b>' * its["danger"]
    return {"state": its["state"], "text": its["text"], "name": name, "html": html}


def _name(its: Plain) -> str:
    """What a screen reader calls a control, as in the lab."""
    name = f"{its['label']} ({its['unit']})" if its["unit"] else its["label"]
    name += NORMAL.format(its["normal"]) if its["normal"] else ""
    return name + (DANGER.format(its["danger"]) if its["danger"] else "")


def _control(board_id: str, its: Plain) -> str:
    """A slider, or a choice: few options as buttons, many as a list."""
    name, places, start = f"{board_id}-{its['name']}", its["positions"], its["start"]
    label, called, value = escaped(its["label"]), escaped(_name(its)), escaped(places[start]["text"])
    title = f' title="{escaped(its["meaning"])}"' if its["meaning"] else ""
    idle = f'<small class="ml-idle-words">{escaped(its["idle"])}</small>' if its["idle"] else ""
    if its["kind"] == "choice" and len(places) <= MOST_BUTTONS:
        options = "".join(f'<label><input type="radio" name="{name}" value="{at}" autocomplete="off"'
                          f'{" checked" * (at == start)}><span>{escaped(place["text"])}</span></label>'
                          for at, place in enumerate(places))
        return (f'<fieldset class="ml-control ml-choice"{title}><legend class="ml-label">{label}</legend>'
                f'<div class="ml-options">{options}</div>{idle}</fieldset>')
    if its["kind"] == "choice":
        options = "".join(f'<option value="{at}"{" selected" * (at == start)}>{escaped(place["text"])}</option>'
                          for at, place in enumerate(places))
        return (f'<div class="ml-control ml-choice"{title}><label class="ml-label" for="{name}">{label}</label>'
                f'<select id="{name}" aria-label="{called}" autocomplete="off">{options}</select>{idle}</div>')
    ends = "".join(f"<span>{escaped(place['text'].split(' (')[0])}</span>" for place in (places[0], places[-1]))
    return (f'<div class="ml-control"{title}><label class="ml-label" for="{name}">{label}</label> '
            f'<span class="ml-value" aria-hidden="true">{value}</span>'
            f'<input type="range" id="{name}" min="0" max="{len(places) - 1}" value="{start}" autocomplete="off" '
            f'aria-label="{called}" aria-valuetext="{value}">{_marks(its)}'
            f'<div class="ml-ends" aria-hidden="true">{ends}</div>{idle}</div>')


def _marks(its: Plain) -> str:
    """Under a slider a mark for each position: a longer one at the start, a striped one where it is dangerous; and a
    band from the first to the last normal one."""
    places, last = its["positions"], len(its["positions"]) - 1
    marks = "".join(f'<i class="{"ml-start" if at == its["start"] else "ml-danger" if place["danger"] else ""}" '
                    f'style="left: {100 * at / last:.2f}%"></i>' for at, place in enumerate(places))
    band = ""
    if its["normal_at"]:
        left, right = (100 * _along([place["at"] for place in places], share) / last for share in its["normal_at"])
        band = f'<i class="ml-band" style="left: {left:.2f}%; width: {right - left:.2f}%"></i>'
    return f'<div class="ml-marks" aria-hidden="true">{band}{marks}</div>'


def _along(shares: list[float], share: float) -> float:
    """Which position a share of the way is, between two of them in proportion."""
    for at in range(len(shares) - 1):
        if share <= shares[at + 1]:
            return at + max(0.0, (share - shares[at]) / (shares[at + 1] - shares[at]))
    return len(shares) - 1.0
