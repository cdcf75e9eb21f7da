"""The record of a parameter, and the decorator that makes a model of such records."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pytest

from muscle_lib.quantity import Choice, Quantity, choice, model, named, quantities, quantity, same_as


@model
class Bath:
    """A bath for a muscle."""

    K_out_mM: float = quantity(4.0, unit="mM", low=1.5, high=10.0, symbol="[K⁺]ₒ", label="Potassium outside",
                               meaning="In the bath.", normal=(3.5, 5.0), also=("mEq/L", 1.0),
                               source="Our choice: wide.")
    seed: int = quantity(1, unit="", low=0, high=99, symbol="s", label="Seed", source="Our choice: a hundred will do.")

    def run(self) -> None:
        """Nothing happens in a bath."""


def record(**changes) -> Quantity:
    return dataclasses.replace(quantities(Bath)["K_out_mM"], **changes)


SEED = quantities(Bath)["seed"]


# ---------------------------------------------------------------- in words

def test_title_and_range_carry_the_unit_where_there_is_one() -> None:
    assert record().title == "Potassium outside (mM)" and record().range_text == "1.5 to 10 mM"
    assert SEED.title == "Seed" and SEED.range_text == "0 to 99"


def test_a_value_is_shown_in_both_units() -> None:
    assert record().text(4.0) == "4 mM (4 mEq/L)"
    assert record(also=None).text(4.25) == "4.25 mM"
    assert record(also=("mg/dL", 3.91)).text(4.0) == "4 mM (15.64 mg/dL)"
    assert SEED.text(7) == "7"


def test_the_docstring_holds_the_table() -> None:
    assert Bath.__doc__.startswith("A bath for a muscle.")
    for part in ("K_out_mM : Potassium outside, [K⁺]ₒ, default 4 mM (4 mEq/L), allowed 1.5 to 10 mM", "In the bath.",
                 "Source: Our choice: wide.", "seed : Seed, s, default 1, allowed 0 to 99"):
        assert part in Bath.__doc__


# ---------------------------------------------------------------- good and bad values

@pytest.mark.parametrize("value", [4, 4.0, np.float32(4), np.float64(4), np.int16(4), Fraction(4)])
def test_any_kind_of_number_becomes_a_float(value) -> None:
    checked = record().check(value)
    assert checked == 4.0 and type(checked) is float


@pytest.mark.parametrize("value", [4, np.int64(4), np.uint8(4)])
def test_a_whole_number_stays_whole(value) -> None:
    checked = SEED.check(value)
    assert checked == 4 and type(checked) is int


@pytest.mark.parametrize("value", [4.0, 4.5, np.float64(4), Fraction(4)])
def test_where_a_whole_number_is_wanted_another_is_refused(value) -> None:
    with pytest.raises(ValueError, match="must be a whole number"):
        SEED.check(value)


@pytest.mark.parametrize("value", [True, np.True_, None, "4", "", [4.0], (4.0,), {}, 4 + 0j, np.array(4.0), object])
def test_what_is_no_number_is_refused(value) -> None:
    with pytest.raises(ValueError, match=r"“Potassium outside” \(K_out_mM\) must be a number"):
        record().check(value)


@pytest.mark.parametrize("value, shown", [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf")])
def test_what_is_not_finite_is_refused(value: float, shown: str) -> None:
    with pytest.raises(ValueError, match=rf"must be a finite number: got {shown} mM"):
        record().check(value)


def test_the_refusal_says_everything() -> None:
    with pytest.raises(ValueError) as caught:
        record().check(12)
    assert str(caught.value) == ("“Potassium outside” (K_out_mM) is out of range: got 12 mM, allowed is 1.5 to 10 mM.")
    with pytest.raises(ValueError) as caught:
        SEED.check(-1)
    assert str(caught.value) == "“Seed” (seed) is out of range: got -1, allowed is 0 to 99."


@pytest.mark.parametrize("value", [10 ** 400, -10 ** 400, Fraction(10 ** 400)])
def test_a_number_too_long_for_a_float_is_out_of_range(value) -> None:
    with pytest.raises(ValueError, match="is out of range"):
        record().check(value)


def test_the_ends_of_the_range_belong_to_it() -> None:
    assert record().check(1.5) == 1.5 and record().check(10.0) == 10.0
    for beyond in (math.nextafter(1.5, 0.0), math.nextafter(10.0, 11.0)):
        with pytest.raises(ValueError, match="is out of range"):
            record().check(beyond)


# ---------------------------------------------------------------- a model

def test_quantities_come_in_order_and_know_their_names() -> None:
    assert list(quantities(Bath)) == ["K_out_mM", "seed"]
    assert [record.name for record in quantities(Bath).values()] == ["K_out_mM", "seed"]
    assert quantities(Bath()) == quantities(Bath)


def test_a_model_is_frozen_and_wants_names() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Bath().seed = 2
    with pytest.raises(TypeError):
        Bath(4.0)


def test_a_model_keeps_plain_numbers() -> None:
    bath = Bath(K_out_mM=np.float32(5), seed=np.int64(3))
    assert bath == Bath(K_out_mM=5.0, seed=3) and hash(bath) == hash(Bath(K_out_mM=5.0, seed=3))
    assert type(bath.K_out_mM) is float and type(bath.seed) is int


def test_a_changed_copy_is_checked_too() -> None:
    assert dataclasses.replace(Bath(), seed=5).seed == 5
    with pytest.raises(ValueError, match="Seed"):
        dataclasses.replace(Bath(), seed=100)


def test_a_default_out_of_range_is_refused() -> None:
    @model
    class Broken:
        x: float = quantity(2.0, unit="", low=0.0, high=1.0, symbol="x", label="X", source="Our choice.")

    with pytest.raises(ValueError, match=r"“X” \(x\) is out of range"):
        Broken()


def test_a_field_without_a_quantity_is_refused() -> None:
    with pytest.raises(TypeError, match=r"x: every field of a model must be declared with quantity"):
        @model
        class Broken:
            x: float = 1.0


def test_rules_about_several_quantities_follow_the_single_checks() -> None:
    @model
    class Interval:
        low_s: float = quantity(1.0, unit="s", low=0.0, high=9.0, symbol="a", label="From", source="Our choice.")
        high_s: float = quantity(2.0, unit="s", low=0.0, high=9.0, symbol="b", label="To", source="Our choice.")

        def _check_together(self) -> None:
            if self.low_s >= self.high_s:
                raise ValueError("From must be less than To.")

    assert Interval(low_s=1.5).low_s == 1.5
    with pytest.raises(ValueError, match="From must be less than To"):
        Interval(low_s=3.0)
    # A text is refused before the two are compared.
    with pytest.raises(ValueError, match="must be a number"):
        Interval(low_s="3")


# ---------------------------------------------------------------- names

def test_a_known_name_is_returned() -> None:
    assert named(["one", "two"], "two", "number") == "two"
    assert named(iter(["one", "two"]), "two", "number") == "two"


def test_a_mistyped_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError) as caught:
        named(["potassium", "sodium"], "potasium", "ion")
    assert str(caught.value) == ("There is no ion called 'potasium'. Did you mean 'potassium'? "
                                 "Known are: potassium, sodium.")


@pytest.mark.parametrize("name", ["xyz", 7, None])
def test_a_name_like_no_other_gets_no_guess(name) -> None:
    with pytest.raises(ValueError) as caught:
        named(["potassium", "sodium"], name, "ion")
    assert "Did you mean" not in str(caught.value) and "Known are: potassium, sodium." in str(caught.value)


# ---------------------------------------------------------------- a choice

@model
class Bench:
    """A bench with a muscle on it."""

    action: str = choice("stretch", options={"stretch": "Stretch it", "massage": "Massage it"}, symbol="a",
                         label="What is done", source="Our choice: two things.")

    def run(self) -> None:
        """Nothing happens on a bench."""


ACTION = quantities(Bench)["action"]


def test_a_choice_is_a_word_in_code_and_words_for_people() -> None:
    assert Bench().action == "stretch" and Bench(action="massage").action == "massage"
    assert isinstance(ACTION, Choice) and ACTION.text("massage") == "Massage it" and ACTION.place("massage") == 1
    assert (ACTION.title, ACTION.unit, ACTION.range_text) == ("What is done", "", "'stretch', 'massage'")
    assert "action : What is done, a, default Stretch it, allowed 'stretch', 'massage'" in Bench.__doc__


@pytest.mark.parametrize("value", ["Stretch", "", 0, 1, True, None, 1.0, ["stretch"], math.nan])
def test_what_is_no_option_is_refused_with_the_options(value) -> None:
    with pytest.raises(ValueError) as caught:
        Bench(action=value)
    for part in ("“What is done” (action)", repr(value), "allowed is 'stretch', 'massage'"):
        assert part in str(caught.value)


def test_a_choice_can_be_declared_as_in_another_model() -> None:
    @model
    class Other:
        """Another bench."""

        action: str = same_as(Bench, "action", default="massage")

    assert Other().action == "massage" and quantities(Other)["action"].options == ACTION.options
