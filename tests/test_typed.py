"""Numbers as people type them, all over the world."""

from __future__ import annotations

import pytest

from muscle_lib.typed import UnclearError, number_in

UNITS = {"nC/cm²": 1.0, "mEq/L": 2.0}


@pytest.mark.parametrize(("typed", "number"), [
    ("2.5", 2.5), ("2,5", 2.5), ("0,125", 0.125), (".5", 0.5), (",5", 0.5), ("5.", 5.0), ("6.125", 6.125),
    ("−20", -20.0), ("-20", -20.0), ("–20", -20.0), ("- 20", -20.0), ("+5", 5.0), (" 5 ", 5.0), ("1e-3", 0.001),
    ("1,5e3", 1500.0), ("10 000", 10000.0), ("10\u202f000", 10000.0), ("10\u2009000,5", 10000.5), ("1'000", 1000.0),
    ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1,234,567", 1234567.0), ("1.234.567", 1234567.0),
    ("1234,567", 1234.567), ("２．５", 2.5)])
def test_a_number_is_read(typed, number):
    assert number_in(typed, UNITS) == number


@pytest.mark.parametrize(("typed", "number"), [
    ("20 nC/cm²", 20.0), ("20nC/cm2", 20.0), ("2,5 nC / cm^2", 2.5), ("20 NC/CM²", 20.0), ("4 mEq/L", 2.0)])
def test_its_unit_may_follow(typed, number):
    assert number_in(typed, UNITS) == number


@pytest.mark.parametrize(("unit", "typed"), [
    ("µA/cm²", "3 uA/cm2"), ("µA/cm²", "3 μA/cm²"), ("°C", "3 C"), ("°C", "3°C"), ("eu", "3 eu"), ("eu", "3eu"),
    ("mL/100 g/min", "3 mL/100 g/min"), ("1/ms", "3 1/ms"), ("%", "3%"), ("", "3")])
def test_each_unit_may_follow_as_it_is_written_here(unit, typed):
    assert number_in(typed, {unit: 1.0}) == 3.0


@pytest.mark.parametrize("typed", ["1,234", "12,345", "123,456 nC/cm²", "−1,234"])
def test_what_could_be_two_numbers_is_not_guessed(typed):
    with pytest.raises(UnclearError, match=r"could be \d+ or \d+\.\d{3}: type one of these"):
        number_in(typed, UNITS)


@pytest.mark.parametrize("typed", [
    "", " ", "a lot", "e", "5e", "1 5", "1,2,3", "1.2.3", "5,,3", "--5", "nan", "inf", "1e999", "5 mV", "1,234.5.6"])
def test_anything_else_is_no_number(typed):
    with pytest.raises(ValueError, match="must be a (finite )?number") as caught:
        number_in(typed, UNITS)
    assert not isinstance(caught.value, UnclearError)
