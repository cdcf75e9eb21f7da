"""One control: a slider and a number field that always agree, with the quantity's unit, range and marks."""

from __future__ import annotations

import dataclasses
import math

import pytest
from ipywidgets import FloatLogSlider, FloatSlider, IntSlider

from muscle_lib.models.heart import BadlyTimedBeat, LiveHeart, OneConstant
from muscle_lib.quantity import quantities
from muscle_lib.widgets.control import Control
from tests.widgets.hands import Wave, words_of

RECORDS = quantities(Wave)


class Heard:
    """Notes down what a control tells, and puts what came from a slider, as a board does."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []
        self.told_by: Control | None = None

    def __call__(self, name: str, value: float | str) -> None:
        self.calls.append((name, value))
        if self.told_by and not isinstance(value, str):
            self.told_by.put(value)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def control(name: str, heard: Heard | None = None) -> Control:
    heard = heard or Heard()
    heard.told_by = Control(RECORDS[name], RECORDS[name].default, heard)
    return heard.told_by


@pytest.mark.parametrize(("name", "kind"), [
    ("height_cm", FloatSlider), ("speed_Hz", FloatLogSlider), ("bumps", IntSlider)])
def test_the_kind_of_slider_follows_the_quantity(name, kind):
    assert type(control(name)._slider) is kind


@pytest.mark.parametrize("name", ["height_cm", "speed_Hz", "bumps", "offset_cm", "phase_deg"])
def test_the_slider_reaches_both_ends_of_the_range_and_not_further(name, heard):
    made, record = control(name, heard), RECORDS[name]
    for end, beyond in ((record.low, record.low - 1), (record.high, record.high + 1)):
        made._slider.value = record.default
        made._slider.value = beyond
        assert heard.calls[-1] == (name, end)
        assert float(made._number.value) == end


def test_a_move_of_the_slider_is_told_once_and_written_into_the_field(heard):
    made = control("height_cm", heard)
    made._slider.value = 1.5
    assert heard.calls == [("height_cm", 1.5)]
    assert float(made._number.value) == 1.5


def test_what_is_typed_is_told_as_it_is_and_only_shown_when_it_is_put(heard):
    made = control("height_cm", heard)
    made._number.value = "99.0"
    assert heard.calls == [("height_cm", "99.0")]
    assert made._slider.value == 1.0


@pytest.mark.parametrize(("name", "typed", "grid"), [
    ("height_cm", 1.04, 1.0), ("speed_Hz", 1.04, 1.0), ("bumps", 3, 3)])
def test_a_value_between_two_steps_survives_the_page_which_snaps_the_slider(name, typed, grid, heard):
    made = control(name, heard)
    made.put(typed)
    made._slider.value = grid
    assert heard.calls == []
    assert float(made._number.value) == typed


@pytest.mark.parametrize(("name", "step"), [("height_cm", 0.1), ("speed_Hz", 0.0965), ("bumps", 1)])
def test_one_step_of_the_arrow_key_is_always_told(name, step, heard):
    made = control(name, heard)
    made._slider.value += step
    assert len(heard.calls) == 1


def test_putting_a_value_tells_nobody(heard):
    made = control("height_cm", heard)
    made.put(0.5)
    assert (made._slider.value, made._number.value) == (0.5, "0.5")
    assert heard.calls == []


def test_the_dust_of_binary_fractions_is_wiped_off(heard):
    made = control("height_cm", heard)
    made._slider.value = 0.1 + 0.2
    assert 0.1 + 0.2 != 0.3
    assert heard.calls == [("height_cm", 0.3)]
    assert float(made._number.value) == 0.3
    assert made._slider.value == pytest.approx(0.3, rel=1e-12), "the handle is left where the hand has put it"


@pytest.mark.parametrize(("moved", "told"), [
    (10 ** -1.3, 0.050119), (10 ** 0.1, 1.2589), (99.9999999, 100.0), (0.0100000001, 0.01)])
def test_a_logarithmic_slider_gives_five_digits(moved, told, heard):
    made = control("speed_Hz", heard)
    made._slider.value = moved
    assert heard.calls == [("speed_Hz", told)]
    assert float(made._number.value) == told


def test_a_logarithmic_slider_takes_the_same_share_of_its_way_for_every_factor_of_ten():
    slider = control("speed_Hz")._slider
    assert (slider.min, slider.max) == (-2.0, 2.0)
    assert slider.step == pytest.approx(0.04)
    # The start value, 1 Hz, lies in the middle between 0.01 and 100 Hz.
    assert 'left:50.0%' in control("speed_Hz").children[1].children[1].value


def test_a_whole_number_stays_one(heard):
    made = control("bumps", heard)
    made._slider.value = 5
    made._number.value = "6"
    assert heard.calls == [("bumps", 5), ("bumps", "6")]
    assert [type(RECORDS["bumps"].read(value)) for _, value in heard.calls] == [int, int]
    assert made._slider.step == 1


def test_a_fraction_typed_for_a_whole_number_is_told_as_it_is_and_not_rounded(heard):
    made = control("bumps", heard)
    made._number.value = "2.5"
    assert heard.calls == [("bumps", "2.5")]
    with pytest.raises(ValueError, match="Bumps.* must be a whole number: got 2.5"):
        RECORDS["bumps"].read("2.5")


@pytest.mark.parametrize(("name", "step"), [("height_cm", 0.1), ("offset_cm", 0.1), ("phase_deg", 3.6)])
def test_the_step_is_the_quantitys_own_or_a_hundredth_of_the_range(name, step):
    assert control(name)._slider.step == pytest.approx(step)


def test_the_mark_comes_off_the_start_value_and_goes_at_it():
    made = control("height_cm")
    assert "ml-changed" not in made._label.value
    made.put(1.1)
    assert "ml-changed" in made._label.value
    assert ", changed" in made._label.value
    made.put(1.0)
    assert "changed" not in made._label.value


def test_the_label_has_the_unit_and_the_second_unit_of_the_present_value():
    made = control("height_cm")
    assert words_of(made._label) == "Height (cm) = 10 mm"
    made.put(1.25)
    assert words_of(made._label) == "Height (cm) = 12.5 mm"


def test_the_name_for_a_screen_reader_has_the_unit_and_the_normal_range():
    assert 'data-name="Height (cm), normal 0.5 to 1.5"' in control("height_cm")._label.value


def test_odd_characters_in_a_label_are_shown_and_not_obeyed():
    label = control("offset_cm")._label.value
    assert "&lt;of all&gt;" in label
    assert "<of all>" not in label


@pytest.mark.parametrize(("name", "left", "width"), [("height_cm", 25.0, 50.0), ("speed_Hz", 25.0, 50.0)])
def test_the_normal_range_is_a_band_under_the_slider(name, left, width):
    marks = control(name).children[1].children[1].value
    assert f'class="ml-band" title="normal: {RECORDS[name].normal[0]:g} to' in marks
    assert f"left:{left:.1f}%;width:{width:.1f}%" in marks


def test_without_a_normal_range_there_is_only_the_tick_of_the_start_value():
    marks = control("offset_cm").children[1].children[1].value
    assert "ml-band" not in marks
    assert 'class="ml-tick" title="start value" style="left:50.0%"' in marks


@pytest.mark.parametrize(("danger", "bands", "words"), [
    ((0.5, 1.5), [(0.0, 25.0), (75.0, 25.0)], "below 0.5 or above 1.5 cm"),
    ((-math.inf, 1.5), [(75.0, 25.0)], "above 1.5 cm"),
    ((0.5, math.inf), [(0.0, 25.0)], "below 0.5 cm")])
def test_where_it_is_dangerous_the_slider_is_striped_and_the_name_says_so(danger, bands, words):
    made = Control(dataclasses.replace(RECORDS["height_cm"], danger=danger), 1.0, Heard())
    marks = made.children[1].children[1].value
    assert marks.count("ml-danger") == len(bands)
    for left, width in bands:
        assert f'class="ml-danger" title="dangerous: {words}" style="left:{left:.1f}%;width:{width:.1f}%"' in marks
    assert f", dangerous {words}" in made._label.value


def test_a_dangerous_value_is_called_so_in_words():
    made = Control(dataclasses.replace(RECORDS["height_cm"], danger=(0.5, 1.5)), 1.0, Heard())
    assert "now dangerous" not in made._label.value
    for value, dangerous in ((0.5, False), (0.4, True), (1.6, True), (1.5, False)):
        made.put(value)
        assert ("now dangerous" in made._label.value) == dangerous
        assert ("▲ dangerous" in made._label.value) == dangerous


@pytest.mark.parametrize(("typed", "value"), [
    ("1.5", 1.5), ("1,5", 1.5), (" 1.5 cm", 1.5), ("1,5cm", 1.5), ("15 mm", 1.5), ("1.5 CM", 1.5), ("−0", 0.0)])
def test_what_was_typed_is_read_with_comma_minus_and_unit(typed, value):
    assert RECORDS["height_cm"].read(typed) == value


@pytest.mark.parametrize(("typed", "words"), [
    ("1,234", "could be 1234 or 1.234: type one of these"), ("1.5 mV", "must be a number in cm or mm"),
    ("high", "must be a number in cm or mm"), ("", "must be a number"), ("nan", "must be a number"),
    ("1e999", "must be a finite number"), ("2.5", "is out of range"), ("−1", "is out of range")])
def test_what_cannot_be_read_is_explained_like_any_bad_value(typed, words):
    with pytest.raises(ValueError) as caught:
        RECORDS["height_cm"].read(typed)
    for part in ("“Height” (height_cm)", words, "got", "allowed is 0 to 2 cm"):
        assert part in str(caught.value)


def test_room_is_kept_for_what_may_come_below_the_name():
    """Else everything under a slider would jump while it is moved."""
    made = Control(dataclasses.replace(RECORDS["height_cm"], also=None, danger=(0.5, 1.5)), 1.0, Heard())
    lines = []
    for value in (1.0, 1.6, 0.1):
        made.put(value)
        lines.append(made._label.value.count("<br>"))
    assert lines == [1, 1, 1]


def test_the_ends_of_a_slider_have_names_where_the_number_would_mislead():
    """A shorter time constant is a stronger current: who moves the handle sees which way is which, and hears it."""
    ends = Control(dataclasses.replace(RECORDS["height_cm"], ends=("<deep", "high")), 1.0, Heard())
    assert "<small class=\"ml-ends\">← &lt;deep · high →</small>" in ends._label.value
    assert "from &lt;deep to high" in ends._label.value.split("data-unit")[0]
    assert "ml-ends" not in control("height_cm")._label.value
    for model in (BadlyTimedBeat, OneConstant, LiveHeart):
        assert quantities(model)["in_ms"].ends == ("stronger", "weaker")


def test_a_slider_knows_what_to_say_to_a_screen_reader():
    assert 'data-unit="cm" data-scale="linear"' in control("height_cm")._label.value
    assert 'data-unit="Hz" data-scale="log"' in control("speed_Hz")._label.value


def test_the_field_has_a_name_without_any_script():
    assert control("height_cm")._number.tooltip == "Height (cm)"
