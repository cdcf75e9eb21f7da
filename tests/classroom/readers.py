"""Readers of the two quiz formats, written from what Moodle's documentation says of them, not from our writers:
https://docs.moodle.org/en/Moodle_XML_format and https://docs.moodle.org/en/GIFT_format.

Both give the same: a list of questions as a platform would hold them.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml


@dataclass
class Read:
    """A question that was read. An answer is (words or number, share of the mark, tolerance, feedback)."""

    kind: str
    name: str
    text: str
    answers: list[tuple[str, float, float, str]] = field(default_factory=list)
    told: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def mark(self, given: float) -> tuple[float, str]:
        """What a platform says to a number: the first answer within whose tolerance it lies, or the one for all."""
        return next((share, feedback) for words, share, tolerance, feedback in self.answers
                    if words == "*" or abs(given - float(words)) <= tolerance + 1e-9)


def read_xml(content: str) -> tuple[str, list[Read]]:
    """The category, and the questions, of a file in Moodle XML."""
    category, *questions = Xml.fromstring(content.encode("utf-8"))
    assert category.attrib == {"type": "category"}
    found = []
    for question in questions:
        read = Read(question.attrib["type"], _words(question, "name"), _words(question, "questiontext"),
                    told=_words(question, "generalfeedback"))
        for answer in question.findall("answer"):
            read.answers.append((answer.findtext("text", "").strip(), float(answer.attrib["fraction"]) / 100,
                                 float(answer.findtext("tolerance", "0")), _words(answer, "feedback")))
        for file in question.iter("file"):
            assert file.attrib["encoding"] == "base64"
            read.files[file.attrib["name"]] = base64.b64decode(file.text or "", validate=True)
        if read.kind == "multichoice":
            assert question.findtext("single") == "true"
        found.append(read)
    return category.findtext("category/text", ""), found


def _words(parent: Xml.Element, tag: str) -> str:
    made = parent.find(tag)
    return "" if made is None else (made.findtext("text") or "").strip()


#: A character that means itself: none that is special to GIFT, or one behind a backslash.
_OWN = r"(?:\\.|[^\\~=#{}:])"
_QUESTION = re.compile(rf"::(?P<name>{_OWN}+)::\[html\](?P<text>{_OWN}+)\{{(?P<inside>.*)\}}", re.DOTALL)
_ANSWER = re.compile(rf"(?P<sign>[=~])(?:%(?P<share>\d+)%)?(?P<words>{_OWN}*)(?::(?P<tolerance>[\d.]+))?"
                     rf"#(?P<feedback>{_OWN}*)", re.DOTALL)
_TOLD = re.compile(rf"####(?P<told>{_OWN}*)$", re.DOTALL)


def read_gift(content: str) -> tuple[str, list[Read]]:
    """The category, and the questions, of a GIFT text: blocks with an empty line between them."""
    category, *blocks = re.split(r"\n[ \t]*\n", content.strip())
    return category.removeprefix("$CATEGORY: "), [_block(block) for block in blocks]


def _block(block: str) -> Read:
    found = _QUESTION.fullmatch(block)
    assert found, block
    inside = found["inside"].strip()
    told = _TOLD.search(inside)
    inside = inside[:told.start()].strip() if told else inside
    is_number = inside.startswith("#")
    read = Read("numerical" if is_number else "multichoice", _own(found["name"]), _own(found["text"]),
                told=_own(told["told"]) if told else "")
    inside = inside.removeprefix("#").strip()
    while inside:
        answer = _ANSWER.match(inside)
        assert answer, inside
        share = float(answer["share"]) / 100 if answer["share"] else float(answer["sign"] == "=")
        words = "*" if is_number and answer["sign"] == "~" else _own(answer["words"])
        read.answers.append((words, share, float(answer["tolerance"] or 0), _own(answer["feedback"])))
        inside = inside[answer.end():].strip()
    return read


def _own(words: str) -> str:
    return re.sub(r"\\(.)", r"\1", words).strip()
