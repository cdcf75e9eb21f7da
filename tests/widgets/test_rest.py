"""“At rest”: once, a moment after the last of many changes; at once where there is no event loop."""

from __future__ import annotations

import asyncio

import pytest

from muscle_lib.widgets import rest
from muscle_lib.widgets.rest import AtRest


@pytest.fixture(autouse=True)
def short_wait(monkeypatch):
    monkeypatch.setattr(rest, "QUIET_SECONDS", 0.05)


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def at_rest(calls) -> AtRest:
    return AtRest(lambda: calls.append("now"))


def test_without_a_running_loop_it_acts_at_once(at_rest, calls):
    at_rest.changed()
    at_rest.changed()
    assert calls == ["now", "now"]


def test_many_changes_give_one_action_after_the_last(at_rest, calls):
    async def drag() -> None:
        for _ in range(10):
            at_rest.changed()
            await asyncio.sleep(0.01)
            assert calls == []
        await asyncio.sleep(0.15)

    asyncio.run(drag())
    assert calls == ["now"]


def test_two_drags_give_two_actions(at_rest, calls):
    async def drag() -> None:
        for _ in range(2):
            at_rest.changed()
            await asyncio.sleep(0.15)

    asyncio.run(drag())
    assert calls == ["now", "now"]


def test_a_cancelled_change_gives_no_action(at_rest, calls):
    async def drag() -> None:
        at_rest.changed()
        at_rest.cancel()
        await asyncio.sleep(0.15)

    asyncio.run(drag())
    assert calls == []


def test_cancelling_nothing_is_harmless(at_rest, calls):
    at_rest.cancel()
    at_rest.changed()
    at_rest.cancel()
    assert calls == ["now"]


def test_the_wait_bridges_two_moves_of_a_drag_and_still_feels_like_an_answer(monkeypatch):
    monkeypatch.undo()
    assert 0.1 <= rest.QUIET_SECONDS <= 0.5
