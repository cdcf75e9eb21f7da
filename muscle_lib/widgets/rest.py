"""“At rest”: do something once, a moment after the last of many changes; “beside”: without keeping anybody waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

#: Long enough to bridge two moves of one drag, short enough to feel like an answer.
QUIET_SECONDS = 0.3


class AtRest:
    """Calls an action once no further change has come for a moment.

    It waits on the notebook kernel's own event loop, so nothing runs beside anything else. Where no loop runs
    (a script, a test) there is no waiting: the action comes at once.
    """

    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action
        self._timer: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Start waiting anew."""
        self.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._action()
            return
        self._timer = loop.call_later(QUIET_SECONDS, self._action)

    def cancel(self) -> None:
        """Do not call the action for changes so far."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Beside:
    """Works something out in a thread of its own, and hands over what came of it (a finished ``Future``).

    A slider that moves meanwhile is answered at once, and what it made out of date is dropped. The result is taken on
    the event loop, so only the work runs beside anything. Where no loop runs, all of it is done before this comes back.
    """

    def __init__(self, take: Callable[[Any], None]) -> None:
        self._take = take
        self._latest: Any = None
        self._worker = ThreadPoolExecutor(1)  # one at a time; its thread begins with the first work

    def start(self, work: Callable[[], Any]) -> None:
        """Begin; of two, only the result of the second is taken."""
        self.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            done: Future[Any] = Future()
            try:
                done.set_result(work())
            except Exception as problem:
                done.set_exception(problem)
            self._take(done)
            return
        self._latest = loop.run_in_executor(self._worker, work)
        self._latest.add_done_callback(self._arrived)

    def cancel(self) -> None:
        """Do not take what is under way; what has not begun yet is not begun."""
        if self._latest is not None:
            self._latest.cancel()
            self._latest = None

    def _arrived(self, done: Any) -> None:
        if done is self._latest:
            self._latest = None
            self._take(done)
