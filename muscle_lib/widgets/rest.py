"""“At rest”: do something once, a moment after the last of many changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

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
