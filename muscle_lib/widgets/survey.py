"""“Compute the map”: a figure's map, worked out point by point while the sliders stay alive."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable
from typing import Any

from ipywidgets import Button

from muscle_lib.widgets.look import LIVE, text

#: How often the growing map is drawn while it is worked out.
_PICTURES = 10


class SurveyDrawer:
    """The button, and the line that says how far it is.

    The figure's ``survey(model)`` is a generator: each step works out one more point, adds it to the figure's own map,
    and yields (done, of). Between two steps the kernel's event loop handles whatever the student does meanwhile; so
    there is no thread, and nothing races. ``redraw`` shows the picture anew.
    """

    def __init__(self, figure: Any, model: Callable[[], Any], redraw: Callable[[], None]) -> None:
        self._figure, self._model, self._redraw = figure, model, redraw
        self._task: asyncio.Task | None = None
        self.button = Button(description=figure.survey_name, tooltip="This takes a while; its progress is shown")
        self.panel = text("", LIVE)
        self.button.on_click(lambda _: self.press())

    def press(self) -> None:
        """Begin; or, if it is at work, stop and keep what is done."""
        if self._task is not None:
            self._task.cancel()
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a script or a test: there is nobody to wait for
            asyncio.run(self._work())
            return
        self._task = loop.create_task(self._work())

    async def _work(self) -> None:
        self.button.description = "Stop"
        done, of, drawn = 0, 0, 0
        try:
            for done, of in self._figure.survey(self._model()):
                # Read aloud at each tenth, not at each point.
                if done * _PICTURES // of > drawn:
                    drawn = done * _PICTURES // of
                    self._say(f"{done} of {of} points …")
                    self._redraw()
                await asyncio.sleep(0.001)
            self._say(f"All {of} points are done.")
        except asyncio.CancelledError:
            self._say(f"Stopped after {done} of {of} points.")
        # Whatever goes wrong in a model must not go unseen, as an error in a task would.
        except Exception as problem:
            self._say(f"This went wrong: {str(problem) or type(problem).__name__}")
        finally:
            self._task = None
            self.button.description = self._figure.survey_name
            self._redraw()

    def _say(self, words: str) -> None:
        self.panel.value = html.escape(words)
