"""“Look inside” and “What the model leaves out”."""

from __future__ import annotations

import re

from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.quantity import quantities
from muscle_lib.widgets import leaves_out
from muscle_lib.widgets.inside import look_inside
from tests.widgets.hands import Wave, words_of


def rows(page: str) -> dict[str, list[str]]:
    """The table's cells, by the name of the parameter in code (the last cell)."""
    found = [[words_of(cell) for cell in re.findall(r"<td>(.*?)</td>", row)]
             for row in re.findall(r"<tr>(.*?)</tr>", page)]
    return {row[-1]: row[:-1] for row in found if row}


def test_every_parameter_stands_there_with_value_range_meaning_and_source():
    table = rows(look_inside(Wave(height_cm=1.5, bumps=4)))
    assert table.keys() == quantities(Wave).keys()
    assert table["height_cm"] == ["Height", "h", "1.5 cm (15 mm)", "0 to 2 cm", "From the middle to the top.",
                                  "Our choice."]
    assert table["bumps"][2] == "4"
    assert table["points"][2] == "50", "a fixed parameter too"


def test_the_equation_stands_there_and_the_list_of_parameters_only_once():
    page = look_inside(Wave())
    assert "y = height · sin(speed · t) + offset" in page
    assert "default" not in page, "the docstring's own list would say the table again"


def test_odd_characters_are_shown_and_not_obeyed():
    page = look_inside(Wave())
    assert "Offset &lt;of all&gt;" in page
    assert "The wind &amp; the &lt;shore&gt;." in page
    assert "<of all>" not in page and "<shore>" not in page


def test_what_the_model_leaves_out_stands_there():
    for line in Membrane.leaves_out:
        assert line in words_of(look_inside(Membrane()))


def test_the_list_at_the_end_of_a_lesson_has_each_model_with_its_lines():
    words = words_of(leaves_out(Wave, Membrane)._repr_html_())
    assert words.startswith("A wave with one parameter of each kind. The water. The wind & the <shore>.")
    assert "One patch of nerve membrane" in words
    for line in Membrane.leaves_out:
        assert line in words
    assert "Parameters" not in words
