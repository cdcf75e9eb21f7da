"""Take the pictures of the instructors' page anew: a class's page, a worksheet, a slide.

Run from the project's folder as ``python -m tests.classroom.stills``; it needs a Chromium, Chrome or Edge. The tests in
this folder say when it is time: in each picture stands of which words it was made.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from muscle_lib.classroom import slides, worksheet
from muscle_lib.classroom.class_page import class_html
from muscle_lib.classroom.counted import tasks
from muscle_lib.classroom.handed_in import read_all
from muscle_lib.questions import ChoiceQuestion, NumberQuestion, question
from tests.classroom.five import NERVE, Desk
from tests.lessons import FOLDER, ROOT

NAME = "01_nerve_signal"
#: Of chapter 1 its first station only, and of the last the cases: one experiment instead of five.
KEPT = r"(title|imports|link|s1-.*|s5-case|s5-patients|s5-explore-patients|s5-ask-a)$"
PICTURES = {kind: ROOT / "docs" / f"{kind}.png" for kind in ("class", "worksheet", "slide")}
#: How much of a page is seen, in CSS pixels.
SIZES = {"class": (1060, 967), "worksheet": (794, 885), "slide": (1280, 720)}
NAMES = ("Ada", "Ben", "Chloé", "Dana", "Emil", "Fatima", "Goran", "Hana", "Ines", "Jonas", "Kofi", "Lena")
WORDS = "the fibre fires only above a threshold and then always with the same height whatever I did".split()


def short_lesson(folder: Path) -> Path:
    """Chapter 1 with a few of its cells, as a notebook in a folder."""
    book = json.loads((FOLDER / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    book["cells"] = [cell for cell in book["cells"] if re.match(KEPT, cell["id"])]
    path = folder / f"{NAME}.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def class_of_twelve(folder: Path) -> str:
    """The page of a made-up class that has done chapter 1, each student a little less at its end."""
    dice = random.Random(3)
    with pytest.MonkeyPatch.context() as patch:
        for name in NAMES:
            desk = Desk(patch, folder / name, NERVE, name)
            for station, key in tasks(NERVE):
                if dice.random() >= 0.12 * station - 0.1:
                    _do(desk, key, dice)
    return class_html(read_all(folder), date(2026, 11, 30))


def _do(desk: Desk, key: str, dice: random.Random) -> None:
    kind = {"p": "predict", "q": "ask", "n": "note"}[key[0]]
    asked = question(kind, f"{NERVE}.{key}")
    if kind == "note":
        desk.kept.put(kind, f"{NERVE}.{key}", {"prompt": asked.text,
                                               "text": " ".join(dice.choices(WORDS, k=dice.randint(5, 40)))})
    elif kind == "predict" and dice.random() < 0.1:
        desk.predict(key, None)
    elif isinstance(asked, NumberQuestion):
        desk.answer(key, dice.choice([asked.answer, asked.answer, 2.0 * asked.answer]))
    else:
        picked = dice.choice([asked.right, dice.randint(1, len(asked.choices))])
        desk.answer(key, picked) if isinstance(asked, ChoiceQuestion) else desk.predict(key, picked)


def hand_outs(folder: Path) -> dict[str, str]:
    """The worksheet and the slides of the short lesson."""
    path = short_lesson(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worksheet, "chromium", lambda: None)
        list(worksheet.write(path, folder))
    list(slides.write(path, folder))
    return {"worksheet": (folder / f"{NAME}-worksheet.html").read_text(encoding="utf-8"),
            "slide": (folder / f"{NAME}-slides.html").read_text(encoding="utf-8")}


def words_of(page: str) -> str:
    """A page's code in short, but for its pictures and numbers, which another computer may round otherwise."""
    left = re.sub(r"[\d.]+", "#", re.sub(r"data:image/png;base64,[^\"']*", "", page))
    return hashlib.sha256(left.encode("utf-8")).hexdigest()[:16]


def made_of(kind: str) -> str:
    """Of which words a picture was made."""
    return Image.open(PICTURES[kind]).info.get("made of", "")


def take(pages: Mapping[str, str]) -> None:
    """Take each page's picture, with as few colours as make a small file."""
    from tests.browser.jupyter import start_browser  # imported here: the tests need no browser

    with start_browser() as browser:
        for kind, page in pages.items():
            width, height = SIZES[kind]
            seen = browser.new_page(viewport={"width": width, "height": height})
            seen.set_content(page)
            if kind == "slide":
                seen.keyboard.press("End")  # the last one: an outcome, with its picture
            info = PngInfo()
            info.add_text("made of", words_of(page))
            Image.open(io.BytesIO(seen.screenshot())).convert("RGB").quantize(64).save(
                PICTURES[kind], "PNG", optimize=True, pnginfo=info)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        take({"class": class_of_twelve(Path(made) / "class"), **hand_outs(Path(made))})
