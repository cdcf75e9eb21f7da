"""“At rest”: once, a moment after the last of many changes; at once where there is no event loop."""

from __future__ import annotations

import asyncio
import threading

import pytest

from muscle_lib.widgets import rest
from muscle_lib.widgets.rest import AtRest, Beside


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


# Beside

@pytest.fixture
def beside(calls) -> Beside:
    return Beside(lambda done: calls.append(str(done.exception() or done.result())))


def test_without_a_running_loop_it_is_done_at_once(beside, calls):
    beside.start(lambda: "one")
    beside.start(lambda: 1 / 0)
    assert calls == ["one", "division by zero"]


def test_only_the_last_of_several_is_taken_and_what_had_not_begun_is_not_begun(beside, calls):
    begun: list[str] = []
    may_end = threading.Event()

    def work(name: str) -> str:
        begun.append(name)
        may_end.wait(10.0)
        return name

    async def three() -> None:
        for name in ("one", "two", "three"):
            beside.start(lambda name=name: work(name))
            await asyncio.sleep(0.05)
        assert calls == [] and begun == ["one"]
        may_end.set()
        await asyncio.sleep(0.15)

    asyncio.run(three())
    assert calls == ["three"] and begun == ["one", "three"]


def test_what_is_cancelled_is_not_taken(beside, calls):
    async def cancelled() -> None:
        beside.start(lambda: "one")
        beside.cancel()
        await asyncio.sleep(0.1)

    asyncio.run(cancelled())
    assert calls == []
