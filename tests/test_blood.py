"""One table says what is normal in the blood: no quantity, no question and no text says anything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from muscle_lib.blood import BloodValue, blood, blood_value, blood_values
from muscle_lib.models import every_model
from muscle_lib.quantity import Quantity, quantities
from muscle_lib.questions import chapters
from tests.lessons import NAMES, lesson
from tests.questions.test_questions import content

TABLE = blood_values()
#: How a quantity that is a blood value is called in the chapters.
LABELS = {
    "potassium": r"Potassium (outside|in the blood)", "sodium": r"Sodium (outside|in the blood)",
    "ionised calcium": r"Ionised calcium( outside| in the blood)?",
    "ionised magnesium": r"Ionised magnesium( outside| in the blood)?", "bicarbonate": r"Bicarbonate outside",
    "pH": r"pH of the blood", "glucose": r"Blood glucose|Glucose in the blood", "haemoglobin": r"Haemoglobin",
    "oxygen saturation": r"Oxygen saturation of arterial blood", "osmolality": r"Osmolality at rest",
}
#: What these are made of may be elsewhere too: there it is no blood value.
ELSEWHERE = r"inside|around the fibres|in the drink|in the sweat|at half of|half fire by themselves|Half-saturation"
#: What has a normal range or a second unit and is no blood value.
NO_BLOOD = r"temperature|Half-saturation of haemoglobin|body height|pressure of the squeeze"
#: Grams in a mole: mM × these / 10 is mg/dL. And charges of an ion: mM × these is mEq/L.
MOLAR_MASS_g = {"ionised calcium": 40.078, "ionised magnesium": 24.305, "glucose": 6 * 12.011 + 12 * 1.008 + 6 * 15.999}
CHARGES = {"potassium": 1, "sodium": 1, "bicarbonate": 1}


def blood_value_of(record: Any) -> str | None:
    """Which blood value a quantity is, if it is one: by its label and its unit."""
    found = [name for name, label in LABELS.items()
             if re.fullmatch(label, record.label) and record.unit == TABLE[name].unit]
    return found[0] if found else None


RECORDS = [(cls, record) for cls in every_model() for record in quantities(cls).values()
           if isinstance(record, Quantity)]
IN_BLOOD = [(cls, record, TABLE[name]) for cls, record in RECORDS if (name := blood_value_of(record))]


# ---------------------------------------------------------------- the table

@pytest.mark.parametrize("value", TABLE.values(), ids=lambda value: value.name)
def test_a_blood_value_has_a_source_and_its_normal_range_lies_within_the_danger(value: BloodValue) -> None:
    for source in value.source.split("; "):
        # Each limit that has a source of its own: somebody, a year, and (but for one old paper) the DOI.
        assert re.search(r"[A-Z][\w']+.* (19|20)\d\d\b", source), source
    assert re.search(r"doi 10\.\d{4,}/\S+", value.source)
    low, high = value.normal
    least, most = value.danger
    assert least < low < high < most


#: Where each limit must lie, written down a second time: two equal numbers are a definition, others what the table's
#: line of sources leaves open (“between 0.44 to 0.59 and 0.47 to 0.68”), or a rounding of ours. It sees a slip in the
#: table, which would be wrong in all chapters; it is no evidence for the numbers.
NORMAL = {"potassium": ((3.5, 3.5), (5.0, 5.0)), "sodium": ((135, 135), (145, 145)),
          "ionised calcium": ((1.1, 1.15), (1.24, 1.3)), "ionised magnesium": ((0.44, 0.47), (0.59, 0.68)),
          "bicarbonate": ((21, 23), (27, 30)), "pH": ((7.35, 7.35), (7.45, 7.45)), "glucose": ((3.9, 3.9), (7.8, 7.8)),
          "haemoglobin": ((115, 125), (165, 175)), "oxygen saturation": ((94, 96), (98, 100)),
          "osmolality": ((275, 275), (295, 295))}
DANGER = {"potassium": ((2.5, 2.5), (6.5, 6.5)), "sodium": ((125, 125), (150, 158)),
          "ionised calcium": ((0.8, 0.85), (1.55, 1.65)), "glucose": ((3.0, 3.0), (np.inf, np.inf))}


@pytest.mark.parametrize(("kind", "name", "least_most"), [
    (kind, name, limits) for kind, table in (("normal", NORMAL), ("danger", DANGER)) for name, limits in table.items()])
def test_each_limit_is_where_it_was_written_down_a_second_time(
        kind: str, name: str, least_most: tuple[tuple[float, float], ...]) -> None:
    for limit_, (least, most) in zip(getattr(TABLE[name], kind), least_most, strict=True):
        assert least <= limit_ <= most, f"{name}, {kind}: {limit_}"


def test_each_limit_has_been_written_down_a_second_time() -> None:
    assert NORMAL.keys() == TABLE.keys()
    assert DANGER.keys() == {name for name, value in TABLE.items() if np.isfinite(value.danger).any()}


def test_the_second_units_are_what_the_molar_masses_make_of_the_first() -> None:
    wanted = {name: ("mg/dL", mass / 10.0) for name, mass in MOLAR_MASS_g.items()}
    wanted |= {name: ("mEq/L", float(charge)) for name, charge in CHARGES.items()}
    wanted["haemoglobin"] = ("g/dL", 0.1)
    assert {name: value.also[0] for name, value in TABLE.items() if value.also} == {
        name: unit for name, (unit, _) in wanted.items()}
    for name, (_, factor) in wanted.items():
        assert TABLE[name].also[1] == pytest.approx(factor, rel=3e-4), name


def test_a_blood_value_is_handed_on_and_a_wrong_name_is_refused() -> None:
    assert blood("potassium") == {"normal": (3.5, 5.0), "danger": (2.5, 6.5), "also": ("mEq/L", 1.0)}
    with pytest.raises(ValueError, match="no blood value called 'calcium'.*Did you mean 'ionised calcium'"):
        blood_value("calcium")


# ---------------------------------------------------------------- the quantities

def test_every_quantity_that_is_a_blood_value_takes_it_from_the_table() -> None:
    assert {value.name for _, _, value in IN_BLOOD} == TABLE.keys(), "the table has what a chapter uses, and no more"
    for cls, record, value in IN_BLOOD:
        given = (record.normal, record.danger, record.also)
        assert given == (value.normal, value.danger, value.also), f"{cls.__name__}.{record.name}"


def test_no_quantity_of_the_blood_is_overlooked() -> None:
    """A new name for a blood value must be added to LABELS, or it would get a range of its own."""
    words = r"(?i)potassium|sodium|calcium|magnesium|bicarbonate|glucose|haemoglobin|saturation|osmolal|\bpH\b"
    units = {value.unit for value in TABLE.values()} - {"%"}
    for cls, record in RECORDS:
        where = f"{cls.__name__}.{record.name}: {record.label}"
        if blood_value_of(record):
            continue
        in_its_unit = record.unit in units and (record.unit or record.label.startswith("pH"))
        if re.search(words, record.label) and in_its_unit:
            assert re.search(ELSEWHERE, record.label), where
        if record.normal or record.danger_text or record.also:
            assert re.search(NO_BLOOD, record.label, re.IGNORECASE), where


def test_what_a_quantitys_meaning_says_about_limits_is_in_the_table() -> None:
    """“Below 3.9 is low, below 3.0 clearly too low.”"""
    for cls, record, value in IN_BLOOD:
        limits = {*value.normal, *value.danger}
        for said in re.findall(r"(?i)\b(?:below|above) (\d+(?:\.\d+)?)", record.meaning):
            assert float(said) in limits, f"{cls.__name__}.{record.name}: {record.meaning}"


# ---------------------------------------------------------------- what questions and lessons say

def texts() -> Iterator[tuple[str, str]]:
    """Every file of questions, and every lesson's words: where, and the text without line breaks."""
    for chapter in chapters():
        yield f"{chapter}.toml", " ".join(content(chapter).split())
    for name in NAMES:
        words = "\n\n".join(cell.source for cell in lesson(name).cells if cell.cell_type == "markdown")
        yield f"{name}.ipynb", " ".join(words.split())


TEXTS = dict(texts())
_WORDS = {"potassium": "potassium", "sodium": "sodium", "ionised calcium": "calcium", "ionised magnesium": "magnesium",
          "bicarbonate": "bicarbonate", "pH": "pH", "glucose": "glucose", "haemoglobin": "haemoglobin",
          "oxygen saturation": "saturation", "osmolality": "osmolality"}
_N = r"(\d+(?:\.\d+)?)"


def ranges_called_normal(text: str) -> Iterator[tuple[str, tuple[float, float], str]]:
    """“Normal potassium is 3.5 to 5.0 mM.”: sentences that name one blood value and a normal range in its unit."""
    for sentence in re.split(r"(?<=[.!?]) ", text):
        if not re.search(r"(?i)\bnormal", sentence):
            continue
        named = [name for name, word in _WORDS.items() if re.search(rf"(?i)\b{word}\b", sentence)]
        for name in named if len(named) == 1 else []:
            unit = re.escape(TABLE[name].unit)
            for low, high in re.findall(rf"{_N} ?(?:to|–|and|-) ?{_N} ?{unit}(?![\w/])", sentence):
                if not re.search(rf"(?i)(falls|rises|from) [^.]*{re.escape(low)}", sentence):
                    yield name, (float(low), float(high)), sentence


def test_a_normal_range_in_a_text_is_the_tables() -> None:
    for where, text in TEXTS.items():
        for name, said, sentence in ranges_called_normal(text):
            assert said == TABLE[name].normal, f"{where}: {sentence}"


def test_a_wrong_normal_range_would_be_found() -> None:
    found = list(ranges_called_normal("Normal is 3.6 to 5.2 mM of potassium. Sodium is normal: 135–145 mM. "
                                      "Potassium rises from 3 to 5 mM, which is normal. It is 3 to 4 mM."))
    assert [(name, said) for name, said, _ in found] == [("potassium", (3.6, 5.2)), ("sodium", (135.0, 145.0))]


def in_normal(name: str) -> Callable[[float], bool]:
    return lambda value: TABLE[name].normal[0] <= value <= TABLE[name].normal[1]


def in_danger(name: str) -> Callable[[float], bool]:
    return lambda value: not TABLE[name].danger[0] <= value <= TABLE[name].danger[1]


def limit(name: str, of: str, end: int) -> Callable[[float], bool]:
    return lambda value: value == getattr(TABLE[name], of)[end]


#: What is said about a blood value in other words: the words, and what each number in them must be.
SAID: dict[str, list[Callable[[float], bool]]] = {
    rf"Below {_N} mM it is low, below {_N} mM clearly too low": [
        limit("glucose", "normal", 0), limit("glucose", "danger", 0)],
    rf"Blood glucose is {_N} instead of {_N} mM: clearly too low": [in_danger("glucose"), in_normal("glucose")],
    rf"Sodium in the blood falls from {_N} to {_N} mM, a dangerous loss": [in_normal("sodium"), in_danger("sodium")],
    rf"sodium is {_N} mM, 4 above the upper end of “shaded: normal”": [
        lambda value: value == TABLE["sodium"].normal[1] + 4.0],
    rf"Sodium is {_N} mM: (?:a little lower, and|“rehydration salts” stays) within “shaded: normal”": [
        in_normal("sodium")],
    rf"sodium is {_N} mM, just below normal": [
        lambda value: TABLE["sodium"].normal[0] - 1.0 <= value < TABLE["sodium"].normal[0]],
    rf"Potassium is dangerously high, {_N} mM": [in_danger("potassium")],
    # Chapter 2: “… and yet somebody runs to the bedside.”
    rf"a patient's potassium is {_N} mM instead of {_N}\.": [
        lambda value: value >= TABLE["potassium"].danger[1], in_normal("potassium")],
    rf"the blood of one holds {_N} mM of potassium, that of the other {_N} mM": [
        in_danger("potassium"), in_danger("potassium")],
    rf"Her ionised calcium is {_N} mM": [lambda value: value <= TABLE["ionised calcium"].danger[0]],
}


def test_what_is_said_about_blood_in_other_words_is_so() -> None:
    for words, claims in SAID.items():
        found = [match for text in TEXTS.values() for match in re.finditer(words, text)]
        assert found, f"no text says this any more: {words}"
        for match in found:
            for claim, number in zip(claims, match.groups(), strict=True):
                assert claim(float(number)), f"{match[0]}: {number}"


def test_every_text_that_calls_a_blood_value_dangerous_or_normal_is_held_to_the_table() -> None:
    """A new sentence with such a word and a number in the unit of a blood value gets its line in SAID."""
    units = "|".join(sorted({re.escape(value.unit) for value in TABLE.values() if value.unit and value.unit != "%"}))
    judged = r"(?i)dangerous|clearly too (low|high)|(upper|lower) end of normal|(within|below|above) (the )?normal"
    for where, text in TEXTS.items():
        for sentence in re.split(r"(?<=[.!?\"]) ", text):
            words = [word for word in _WORDS.values() if re.search(rf"(?i)\b{word}\b", sentence)]
            if re.search(judged, sentence) and words and re.search(rf"\d ?({units})(?![\w/])", sentence):
                held = any(re.search(said, sentence) for said in SAID) or any(ranges_called_normal(sentence))
                assert held, f"{where}: {sentence}"
