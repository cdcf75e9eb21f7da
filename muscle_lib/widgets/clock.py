"""The clock of a live muscle: a task on the kernel's own event loop, which a heartbeat from the page keeps going."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from ipywidgets import Layout, Play

#: A picture is shown every 40 ms, and the muscle lives on by as much; in slow motion by 20 ms every 80 ms.
FRAME_ms, SLOW_FRAME_ms, SLOW_STEP_ms = 40, 80, 20
#: The page says each second that it is still there. So long may it be silent: browsers slow hidden pages down.
PULSE_ms, GRACE_s = 1000, 8.0
#: So often the speed is judged; below this part of what it should be, the clock is called slow.
JUDGE_s, SLOW = 2.0, 0.85
#: What comes from the page takes many turns of the loop until it is dealt with. So many are left to it after each
#: picture; else, where a picture takes all the time there is, a press would wait for one picture in each turn.
TURNS = 40
#: The name of every such task: by it, a muscle that starts finds the others.
TASK = "muscle-lab-live"


class LiveClock:
    """Calls ``frame(step_ms)`` again and again in real time, between whatever else the kernel has to do.

    ``say(words)`` hears how the clock goes, and ``ended(words, problem)`` that it stands, why, and the error if there
    was one; it lives at the ``pace``, a part of real time. No thread is made here, so nothing races. But a front end
    may deliver messages in a thread of its own (JupyterLab's subshells): what they ask for is handed to the clock's
    loop by ``at_home``.
    """

    def __init__(self, frame: Callable[[int], None], say: Callable[[str], None],
                 ended: Callable[[str, Exception | None], None], pace: float = 1.0) -> None:
        self._frame, self._say, self._ended, self._pace = frame, say, ended, pace
        self._loop = _running_loop()
        self._task: asyncio.Task | None = None
        self._why = ""
        self._silent_s = 0.0
        self.is_slow_motion = False
        #: Whether this computer could not keep up when it was last looked at.
        self.is_slow = False
        #: A player without pictures: it counts in the page, and each count says that the page is there.
        self.pulse = Play(min=0, max=1, interval=PULSE_ms, repeat=True, layout=Layout(display="none"))
        self.pulse.observe(lambda _: self.beat(), "value")
        # If a cell is run once more, the muscle that it made before must not live on unseen.
        self._stop_others()

    @property
    def is_running(self) -> bool:
        """Whether time passes."""
        return self._task is not None

    def start(self) -> None:
        """Let time pass, from now on. Of all live muscles only this one goes on: two would take each other's time."""
        self._loop = self._loop or _running_loop()
        if self._loop is None:
            self._ended("Nothing runs by itself here, because there is no event loop; “Step” works.", None)
        elif self._task is None:
            self._stop_others()
            self._why = ""
            self.beat()
            self.pulse.playing = True
            self._say(self._words())
            self._task = self._loop.create_task(self._live(), name=TASK)

    def stop(self, why: str) -> None:
        """Let time stand."""
        if self._task is not None:
            self._why = why
            self._task.cancel()

    def beat(self) -> None:
        """Somebody is there."""
        self._silent_s = 0.0

    def at_home(self, action: Callable[[], None]) -> None:
        """Do something on the loop on which the clock runs."""
        if self._loop is None or self._loop is _running_loop() or self._loop.is_closed():
            action()
        else:
            self._loop.call_soon_threadsafe(action)

    def _stop_others(self) -> None:
        if self._loop is not None and self._loop is _running_loop():
            for task in asyncio.all_tasks(self._loop):
                if task.get_name() == TASK and task is not self._task:
                    task.cancel()

    async def _live(self) -> None:
        problem = None
        try:
            await self._tick()
        except asyncio.CancelledError:
            self._why = self._why or "Paused, because another live muscle came."
        # Whatever goes wrong in a model must not go unseen, as an error in a task would.
        except Exception as caught:
            problem, self._why = caught, "Stopped by an error. “Reset” begins anew."
        finally:
            self._task = None
            self.pulse.playing = False
            self._ended(self._why, problem)

    async def _tick(self) -> None:
        due = judged = listened = time.monotonic()
        lived_ms, was_slow_motion = 0, self.is_slow_motion
        while True:
            step_ms, frame_ms = (SLOW_STEP_ms, SLOW_FRAME_ms) if self.is_slow_motion else (FRAME_ms, FRAME_ms)
            self._frame(round(step_ms * self._pace))
            lived_ms += step_ms
            now = time.monotonic()
            if was_slow_motion != self.is_slow_motion or now - judged >= JUDGE_s:
                could_ms = (now - judged) * 1000.0 * step_ms / frame_ms
                self._say(self._words(lived_ms / could_ms if was_slow_motion == self.is_slow_motion else 1.0))
                judged, lived_ms, was_slow_motion = now, 0, self.is_slow_motion
            # Time that was lost is lost: the muscle's clock goes slower, and nothing stutters to catch up.
            due = max(due + frame_ms / 1000.0, now)
            for _ in range(TURNS):
                await asyncio.sleep(0)
            await asyncio.sleep(max(due - time.monotonic(), 0.001))
            # Only now has been heard what came meanwhile. However long the kernel was deaf (a slow picture, another
            # cell, a laptop that slept), that the page said nothing counts as one pulse that did not come.
            now = time.monotonic()
            self._silent_s += min(now - listened, PULSE_ms / 1000.0)
            listened = now
            if self._silent_s > GRACE_s:
                self._why = "Paused, because nobody is watching: the page was closed or hidden."
                return

    def _words(self, part: float = 1.0) -> str:
        real = "in real time" if self._pace == 1.0 else f"at {100.0 * self._pace:.0f} % of real time"
        words = "Slow motion: a quarter of the speed." if self.is_slow_motion else f"The muscle lives {real}."
        self.is_slow = part < SLOW
        if not self.is_slow:
            return words
        wanted = 100.0 * self._pace * (SLOW_STEP_ms / SLOW_FRAME_ms if self.is_slow_motion else 1.0)
        slow = "Slow motion. " if self.is_slow_motion else ""
        asked = "" if wanted == 100.0 else f"{wanted:.0f} % of "
        return (f"{slow}This computer is too slow for {asked}real time: the muscle now lives at "
                f"{max(1.0, wanted * part):.0f} % of real time.")


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
