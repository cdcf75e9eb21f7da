"""“Look inside” and “What the model leaves out”."""

from __future__ import annotations

import re

import pytest

from muscle_lib.models import every_model
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.quantity import choice, model, quantities, quantity
from muscle_lib.widgets import leaves_out
from muscle_lib.widgets.inside import look_inside
from tests.widgets.hands import Wave, words_of


@model
class Rich:
    """A model with all that may stand in a docstring (Somebody 1999).

        The equations in words
        ----------------------
        What flows, flows down E_Na:
            flow = g_Na · 3^((T − 6)/10)        faster when warm
            level = more & <more>
        It ends. So says ``Wave``.

        ``run()`` returns a WaveTrace.
        Errors: a value out of range raises a ValueError.
        Source: A & B 1999, doi 10.1016/S0006-3495(93)81045-2. The rest is our choice.
    """

    low_mM: float = quantity(-2.0, unit="mM", low=-1e-5 - 3, high=1e-05, symbol="[x]", label="Low",
                             source="C 2000, doi 10.1000/xyz.12; D 2001")
    way: str = choice("b", options={"a": "Uphill", "b": "Downhill <fast>"}, symbol="w", label="Way", source="Ours.")

    leaves_out = ("The rest (E 2002, doi 10.1000/abc).",)


def test_it_is_written_for_people_with_what_is_for_code_at_the_end():
    page = look_inside(Rich())
    people, _, code = page.partition("<details>")
    for word in ("run()", "ValueError", "Trace", "----", "``", "The equations in words"):
        assert word not in people, word
    assert "<code>run()</code> returns a WaveTrace. Errors: a value out of range" in code
    assert words_of(people).startswith("A model with all that may stand in a docstring (Somebody 1999). What flows")
    assert "<pre" not in page, "JupyterLab breaks words inside of it"


def test_equations_stand_line_by_line_with_what_is_raised_and_lowered():
    page = look_inside(Rich())
    (equation,) = re.findall(r'<div class="ml-equation">(.*?)</div>', page, re.DOTALL)
    assert equation == ("flow = g<sub>Na</sub> · 3<sup>(T − 6)/10</sup>        faster when warm\n"
                        "level = more &amp; &lt;more&gt;")
    assert "<p>What flows, flows down E<sub>Na</sub>:</p>" in page
    assert "<p>It ends. So says <code>Wave</code>.</p>" in page


def test_sources_are_links():
    page = look_inside(Rich())
    for doi in ("10.1016/S0006-3495(93)81045-2", "10.1000/xyz.12", "10.1000/abc"):
        assert f'<a href="https://doi.org/{doi}" target="_blank" rel="noopener">doi {doi}</a>' in page
    assert "<p>Source: A &amp; B 1999, <a" in page and "The rest is our choice.</p>" in page


def test_a_choice_is_in_words_for_people_and_in_code_at_the_end():
    cells = rows(look_inside(Rich()))
    assert cells["way 'a' 'b'"] == ["Way", "w", "Downhill <fast>", "Uphill Downhill <fast>", "", "Ours."]
    assert cells["low_mM"][2:4] == ["−2 mM", "−3.00001 to 1 · 10 −5 mM"]


@pytest.mark.parametrize("cls", every_model(), ids=lambda cls: cls.__name__)
def test_no_model_tells_people_of_its_code(cls):
    people = words_of(look_inside(cls()).partition("<details>")[0])
    assert not re.search(r"run\(\)|ValueError|[a-z]Trace\b|``|----", people)


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
        assert line.replace(" ", "") in words_of(look_inside(Membrane())).replace(" ", ""), "but for those at a link"


def test_the_list_at_the_end_of_a_lesson_has_each_model_with_its_lines():
    words = words_of(leaves_out(Wave, Membrane)._repr_html_())
    assert words.startswith("A wave with one parameter of each kind. The water. The wind & the <shore>.")
    assert "One patch of nerve membrane" in words
    for line in Membrane.leaves_out:
        assert line.replace(" ", "") in words.replace(" ", "")
    assert "Parameters" not in words


def test_the_lists_at_the_end_are_folded():
    """A lesson has thirty such lines before “Hand in”."""
    page = leaves_out(Wave, Membrane)._repr_html_()
    assert [words_of(each) for each in re.findall(r"<details><summary>(.*?)</summary><ul>", page)] == [
        "A wave with one parameter of each kind.", words_of(look_inside(Membrane()).partition("</p>")[0])]
    assert page.count("<details>") == 2
