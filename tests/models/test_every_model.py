"""What every model keeps to, whatever its chapter: found by looking, so that a new model is tested at once."""

from __future__ import annotations

import dataclasses
import math
import random
import re
import typing
from functools import cache, partial
from typing import Any

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.models import every_model
from muscle_lib.models.heart import LiveHeart, OneConstant, live
from muscle_lib.preset import all_presets
from muscle_lib.quantity import Choice, Record, quantities, why_idle
from muscle_lib.trace import results as declared
from muscle_lib.units import unit_of
from tests.figures.sweep import box
from tests.models.heart.wide import whole
from tests.runs import quietly

MODELS = every_model()

#: Some parameters do nothing until another one is switched on. Here: what to switch on to see them at work.
#: A model that has no such other parameter needs none.
SWITCHED_ON = {
    "second_delay_ms": {"second_nC_cm2": 60.0},
    "current_lasts_ms": {"current_uA_cm2": 10.0},
    "exposed_k_mS_cm2": {"myelin_percent": 10.0},
    "k_block_percent": {"myelin_percent": 10.0, "exposed_k_mS_cm2": 10.0},
    "E_K_mV": {"myelin_percent": 10.0, "exposed_k_mS_cm2": 10.0},
    "rate_Hz": {"pulses": 2},
    # Release is counted from that at normal calcium, whatever the sites are like.
    "K1_mM": {"Ca_out_mM": 0.6},
    "K2_mM": {"Ca_out_mM": 0.6},
    "stretch_takes_s": {"stretch_by": 1.0},
    # At the shortest length nothing holds back by length.
    "by_length_percent": {"length": 0.0},
    "relief_after_s": {"stretch_by": 1.0},
    "action_s": {"action": "stretch"},
    "strength_times": {"action": "stretch"},
    "taken_before": {"action": "magnesium"},
    "dose_percent": {"drug": "baclofen"},
}

#: Their sketch is all of a run, on a coarser sheet, and takes a tenth of its time: tried out in place of it. (That of
#: OneConstant ends sooner; so it is run to its end.)
SKETCHED = {"BadlyTimedBeat", "OneConstant"}
#: Their sketch is the beginning of the run: enough for runs with anything at all, where nothing may break.
BEGUN = {"Shock", "CriticalSize"}

#: The living sheet has no sketch: a sixteenth of its cells, as it is run here only to see that all is alive and runs.
SMALL_SHEET = 64

#: In these arrays a NaN says “there was none”, as it does in a single number. Where there must be one instead:
EVENTS = {
    "arrivals_ms": lambda trace: np.arange(len(trace.arrivals_ms))[:, None] < trace.impulses_at,
    "delays_ms": lambda trace: trace.thresholds_mV <= trace.epp_mV[:, None],
}


def switched_on(cls: type, record: Record) -> dict[str, Any]:
    """The settings under which a parameter has something to act on."""
    known = quantities(cls)
    return {name: value for name, value in SWITCHED_ON.get(record.name, {}).items() if name in known}


def name_of(thing: Any) -> str:
    """A readable test name for a model, with its chapter, or for one of its quantities or presets."""
    if isinstance(thing, type):
        return f"{thing.__module__.split('.')[2]}.{thing.__name__}"
    return str(getattr(thing, "name", thing))


def results(trace: Any) -> dict[str, Any]:
    """Everything that a trace has to say: its fields and its properties."""
    found = {field.name: getattr(trace, field.name) for field in dataclasses.fields(trace)}
    for name in dir(type(trace)):
        if isinstance(getattr(type(trace), name), property) and not name.startswith("_"):
            found[name] = getattr(trace, name)
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two results are equal; a NaN equals a NaN."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return one == other or (one != one and other != other)


def assert_in_order(trace: Any) -> None:
    """No infinity, and no NaN where a number must be, in the arrays; no property that fails, is infinite or empty."""
    for name, value in results(trace).items():
        if isinstance(value, np.ndarray) and name in EVENTS:
            assert np.array_equal(np.isfinite(value), EVENTS[name](trace)), f"{name}: a NaN too many or too few"
            assert not np.isinf(value).any(), f"{name} is infinite"
        elif isinstance(value, np.ndarray):
            assert np.isfinite(value).all(), f"{name} is not finite"
        elif isinstance(value, str):
            assert value.strip(), f"{name} is empty"
        elif isinstance(value, float):
            assert not math.isinf(value), f"{name} is infinite"  # NaN says “there is none”


def run_quietly(cls: type, values: dict[str, Any], sketched: set[str] = SKETCHED) -> Any:
    """Run a model, and work everything out that its trace has to say, with warnings as errors."""
    trace = tried(cls, values, sketched)
    quietly(assert_in_order, trace)
    return trace


def tried(cls: type, values: dict[str, Any], sketched: set[str] = SKETCHED) -> Any:
    """A run, or what is as good as one."""
    if cls is LiveHeart:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(live, "SIZE", SMALL_SHEET)
            return quietly(vars(cls)["run"].__wrapped__, cls(**values))
    if cls is OneConstant and "OneConstant" in sketched:
        return whole(cls(**values))
    return cls(**values).preview() if cls.__name__ in sketched else cls(**values).run()


@cache
def started(cls: type, settings: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """What a model gives with these settings; run once for all its quantities."""
    return results(tried(cls, dict(settings)))


# ---------------------------------------------------------------- what a model is

def test_there_are_models() -> None:
    assert MODELS
    assert len({f"{cls.__module__}.{cls.__name__}" for cls in MODELS}) == len(MODELS)


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_the_default_runs(cls: type) -> None:
    trace = cls().run()
    quietly(assert_in_order, trace)
    assert any(isinstance(value, np.ndarray) and value.size > 1 for value in results(trace).values())


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_model_and_trace_are_frozen(cls: type) -> None:
    model = cls()
    for thing in (model, model.run()):
        field = dataclasses.fields(thing)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field, getattr(thing, field))


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_no_array_of_a_trace_can_be_changed(cls: type) -> None:
    """A trace may be shared: by a model that keeps it, by Pin, by a test. What one writes, all would read."""
    trace = cls().run()
    # Asked twice, because some are worked out at the first time and kept.
    for name in results(trace):
        value, again = getattr(trace, name), getattr(trace, name)
        for array in (value, again):
            if isinstance(array, np.ndarray) and (value is again or name in fields_of(trace)):
                assert not array.flags.writeable, name
        assert not isinstance(value, (list, dict, set)) or value is not again, f"{name} can be changed"


def fields_of(trace: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(trace)]


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_what_comes_out_is_declared(cls: type) -> None:
    """At least one number is shown to students; each says what it is, in the unit of its name; one is the headline."""
    trace = cls().run()
    known = declared(type(trace))
    assert [name for name, record in known.items() if record.headline][1:] == [], "one headline, not several"
    assert any(record.headline for record in known.values()), "one of the results is the headline"
    assert len({record.label for record in known.values()}) == len(known), "a label is used twice"
    for name, record in known.items():
        assert record.label.strip() and record.meaning.strip(), name
        assert record.label[0].isupper() or not record.label[0].isalpha() or record.label.startswith("pH"), name
        assert unit_of(name)[1] in ("", record.unit), f"{name} is declared in {record.unit}"
        assert isinstance(getattr(trace, name), (int, float)), f"{name} is no number"


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_the_same_model_gives_the_same_trace(cls: type) -> None:
    first, second = results(cls().run()), results(cls.run.__wrapped__(cls()))
    assert first.keys() == second.keys()
    assert [name for name in first if not same(first[name], second[name])] == []


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_a_model_says_what_it_is_and_what_it_leaves_out(cls: type) -> None:
    assert len(cls.__doc__.partition("Parameters\n")[0]) > 100
    assert cls.leaves_out and all(isinstance(text, str) and text.endswith(".") for text in cls.leaves_out)


# ---------------------------------------------------------------- its quantities

PAPER = re.compile(r"\b(18|19|20)\d\d\b.*doi 10\.\d{4,}/\S+")


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_every_parameter_says_everything(cls: type) -> None:
    hints = typing.get_type_hints(cls)
    for name, record in quantities(cls).items():
        assert record.symbol.strip() and record.label.strip(), name
        assert PAPER.search(record.source) or re.match(r"Our choice\b.{10,}", record.source), f"{name}: {record.source}"
        assert type(record.default) is hints[name], f"{name}: a float's default needs a decimal point"
        if isinstance(record, Choice):
            assert len(record.options) >= 2 and record.default in record.options, name
            assert all(word.strip() and label.strip() for word, label in record.options.items()), name
            continue
        assert record.low <= record.default <= record.high and record.low < record.high, name
        assert all(math.isfinite(value) for value in (record.low, record.default, record.high)), name
        assert record.unit == unit_of(name)[1], f"{name}: only a count or a fraction has none; or UNITS lacks an ending"
        assert not record.normal or record.low <= record.normal[0] < record.normal[1] <= record.high, name
        assert record.scale == "linear" or (record.scale == "log" and record.low > 0.0), name
        assert not record.step or 0.0 < record.step <= record.high - record.low, name


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_labels_and_symbols_are_not_used_twice(cls: type) -> None:
    for what in ("label", "symbol"):
        used = [getattr(record, what) for record in quantities(cls).values()]
        assert len(set(used)) == len(used), what


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_every_parameter_is_alive_and_both_ends_or_all_options_run(cls: type) -> None:
    """Changing it changes something. A slider that does nothing would teach that nothing depends on it."""
    for record in quantities(cls).values():
        settings = switched_on(cls, record)
        values = record.options if isinstance(record, Choice) else box(record)
        # All of them are run, whatever the first one shows; beyond the box it is only asked if nothing has changed.
        changes = [changes_something(cls, settings, record, value) for value in values]
        if not any(changes) and not isinstance(record, Choice):
            changes = [changes_something(cls, settings, record, end) for end in (record.high, record.low)]
        assert any(changes), f"{record.name}: nothing changes with any of {', '.join(map(str, values))}"


def idle_cases() -> list[tuple[type, Record, dict[str, Any]]]:
    """Every parameter that is said to do nothing at some setting of others."""
    return [(cls, record, dict(settings)) for cls in MODELS for record in quantities(cls).values()
            for settings in record.idle_at if settings.keys() <= quantities(cls).keys()]


@pytest.mark.parametrize(("cls", "record", "settings"), idle_cases(), ids=name_of)
def test_a_parameter_that_is_called_idle_does_nothing_and_otherwise_something(
        cls: type, record: Record, settings: dict[str, Any]) -> None:
    """Its slider is grey, and says why: both must be true."""
    def is_idle(setting: dict[str, Any]) -> bool:
        return bool(why_idle(record, quantities(cls), lambda name: getattr(cls(**setting), name)))

    values = list(record.options)[-1:] if isinstance(record, Choice) else (record.low, record.high)
    before = started(cls, tuple(settings.items()))
    for value in values:
        after = results(run_quietly(cls, {**settings, record.name: value}))
        # Some traces repeat what was asked for.
        assert all(same(before[name], after[name]) for name in before if name != record.name)
    assert is_idle(settings) and not is_idle(switched_on(cls, record))


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_a_slider_that_does_nothing_at_the_start_is_called_idle(cls: type) -> None:
    for record in quantities(cls).values():
        if switched_on(cls, record) and not record.fixed:
            assert why_idle(record, quantities(cls), partial(getattr, cls())) or not is_inert(cls, record), record.name


def is_inert(cls: type, record: Record) -> bool:
    """Whether nothing changes with any of its values as long as nothing else is changed."""
    values = record.options if isinstance(record, Choice) else box(record)
    return not any(changes_something(cls, {}, record, value) for value in values)


def changes_something(cls: type, settings: dict[str, Any], record: Record, value: Any) -> bool:
    """Whether a run with this value gives anything else than the run without it."""
    before = started(cls, tuple(settings.items()))
    after = results(run_quietly(cls, {**settings, record.name: value}))
    return not all(same(before[name], after[name]) for name in before)


# ---------------------------------------------------------------- bad input

#: Tried on every parameter. (All kinds of bad values: tests/test_quantity.py)
BAD = ("text", None, True, math.nan, -math.inf, [1.0])


def refusal(cls: type, record: Record, value: Any) -> str:
    with pytest.raises(ValueError) as caught:
        cls(**{record.name: value})
    return str(caught.value)


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_every_parameter_refuses_what_it_cannot_be_and_takes_its_ends(cls: type) -> None:
    for name, record in quantities(cls).items():
        beyond = () if isinstance(record, Choice) else (record.low - 1, record.high + 1)
        for value in (*BAD, *beyond):
            message = refusal(cls, record, value)
            for part in (record.label, f"({name})", record.unit, record.range_text):
                assert part in message, f"{name}: {value!r}"
        for value in record.options if isinstance(record, Choice) else (record.low, record.high):
            assert getattr(cls(**{name: value}), name) == value
    with pytest.raises(TypeError, match="no_such_thing"):
        cls(no_such_thing=1.0)


# ---------------------------------------------------------------- anything at all

def random_values(cls: type, chance: random.Random) -> dict[str, Any]:
    """A point of the allowed box; every third value lies on an edge or is the default, where things tend to break."""
    values = {}
    for record in quantities(cls).values():
        if isinstance(record, Choice):
            values[record.name] = chance.choice(list(record.options))
            continue
        low, high = box(record)
        if chance.random() < 1 / 3:
            values[record.name] = chance.choice((low, high, record.default))
        elif record.is_whole:
            values[record.name] = chance.randint(math.ceil(low), math.floor(high))
        else:
            values[record.name] = chance.uniform(low, high)
    return values


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_random_runs(cls: type, pytestconfig: pytest.Config) -> None:
    """One in every test run, as Hypothesis searches the same box; thousands with ``--random-runs 5000``."""
    chance = random.Random(1952)
    for _ in range(max(1, pytestconfig.getoption("random_runs") // len(MODELS))):
        values = random_values(cls, chance)
        try:
            run_quietly(cls, values, SKETCHED | BEGUN)
        except Exception as problem:
            problem.add_note(f"This run was {cls.__name__}(**{values})")
            raise


@pytest.mark.long  # both ends of each parameter and a random run of each model come without it
@pytest.mark.parametrize("cls", MODELS, ids=name_of)
@hypothesis.settings(max_examples=3)
@given(data=st.data())
def test_any_run(cls: type, data: st.DataObject) -> None:
    """The same box, searched by Hypothesis, which then reports the simplest failing run."""
    def strategy(record: Record) -> st.SearchStrategy:
        if isinstance(record, Choice):
            return st.sampled_from(list(record.options))
        return st.integers(*map(int, box(record))) if record.is_whole else st.floats(*box(record))

    ranges = {name: strategy(record) for name, record in quantities(cls).items()}
    run_quietly(cls, data.draw(st.fixed_dictionaries(ranges)), SKETCHED | BEGUN)


# ---------------------------------------------------------------- presets

@pytest.mark.parametrize("cls", [cls for cls in MODELS if all_presets(cls)], ids=name_of)
def test_every_preset_keeps_its_promise_and_says_what_it_is(cls: type) -> None:
    for name, preset in all_presets(cls).items():
        assert type(preset.model) is cls and preset.signature, name
        trace = preset.model.run()
        quietly(assert_in_order, trace)
        for result, (low, high) in preset.signature.items():
            found = getattr(trace, result)
            assert low <= found <= high, f"{name}: {result} is {found}, not {low} to {high}"
        assert preset.name.strip() and preset.expect.strip(), name
        assert PAPER.search(preset.source) or preset.source.startswith("Our choice"), name


@pytest.mark.parametrize("cls", MODELS, ids=name_of)
def test_presets_of_a_group_have_different_models(cls: type) -> None:
    for group, presets in cls.presets.items():
        assert group.strip() and len({preset.model for preset in presets}) == len(presets), group
