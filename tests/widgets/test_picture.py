"""A picture that stands still, in the lab and on an exported page."""

from __future__ import annotations

import html
import re

from muscle_lib.export.draw import Cell
from muscle_lib.export.lesson import _blocks
from muscle_lib.widgets import picture

SHOWN = picture(b"PNG", 'wide < "high"', 420)


def test_its_words_stand_under_it_and_are_its_text_for_who_does_not_see_it():
    page = SHOWN._repr_html_()
    (alt,), (under,) = re.findall('alt="([^"]*)"', page), re.findall("<figcaption>([^<]*)</figcaption>", page)
    assert html.unescape(alt) == html.unescape(under) == str(SHOWN) == 'wide < "high"'
    assert 'width="420"' in page and "data:image/png;base64,UE5H" in page


def test_an_exported_page_has_it_as_it_is():
    (block,) = _blocks(("s7-swallows", 7, False), Cell(SHOWN, ""), None, {}, "")
    assert block.html == SHOWN._repr_html_()
