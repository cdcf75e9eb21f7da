"""The explorer: sliders over a model, a picture that follows them, and a sentence that says what it shows."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Sequence
from typing import Any

from ipywidgets import Button, ToggleButton, VBox

from muscle_lib.compiled import is_compiled, when_compiling
from muscle_lib.protocols import Figure, Model
from muscle_lib.widgets.board import Board, Presets, Ranges, Setting
from muscle_lib.widgets.cursor import CursorDrawer
from muscle_lib.widgets.film import FILM, WATCH, Film
from muscle_lib.widgets.inside import look_inside
from muscle_lib.widgets.look import on_paper, rendered, row
from muscle_lib.widgets.notice import PREPARING
from muscle_lib.widgets.rest import AtRest, Beside
from muscle_lib.widgets.survey import SurveyDrawer

# Words that an exported page says, too.
TO_START = "Back to the start values"


def explore(model: Model, figure: Figure, controls: Sequence[str], presets: Presets = (),
            ranges: Ranges = None) -> Explorer:
    """Let a student turn a model's parameters and watch.

    ``controls`` are the names of up to four quantities that get a slider at once; all others wait under “More”.
    With none, there are only the presets, and nothing gives their settings away: for cases to be guessed.
    ``presets`` become buttons: the name of a group of the model, or a list of names and of presets of your own.
    ``ranges`` narrows a slider: ``{"temperature_C": (0, 15)}``.
    """
    return Explorer(model, figure, controls, presets, ranges)


class Explorer(Board):
    """What ``explore`` returns. ``model``, ``trace`` and ``sentence`` are what is shown now."""

    _class = "ml-explorer"

    def _make(self) -> None:
        figure, stage = self._figure, self._figure.stage
        self._wanted = {name: getattr(self._home, name) for name in self._records}
        self._settled, self._in_full_beside = AtRest(self._settle), Beside(self._take_full)
        self._film: Film | None = None
        # Without Numba a full run takes up to a minute: it is not made for each move, but when it is asked for.
        self._waits = hasattr(self._home, "preview") and not is_compiled()
        self._in_full = Button(description="Run in full", tooltip="Compute all of it: up to a minute on this computer")
        self._pin = Button(description="Pin", tooltip="Keep this curve, pale, to compare with the next")
        self._reset.tooltip = TO_START
        self._show_film = ToggleButton(value=False, description=FILM, tooltip=WATCH)
        self._cursor = CursorDrawer(figure, self._draw) if stage.cursor else None
        self._survey = SurveyDrawer(figure, lambda: self.model, self._draw) if hasattr(figure, "survey") else None
        if not self._shown:
            self._others = []  # of an explorer without sliders nothing may be seen of what is set
        drawers = [drawer for drawer in (self._cursor, self._survey, self._sound) if drawer]
        buttons = [self._reset, self._pin]
        buttons += [self._in_full] if self._waits else []
        buttons += [self._page] if len(stage.pages) > 1 else []
        has_film = hasattr(figure, "moments") or stage.drawn is not None and stage.drawn.has_film
        buttons += [self._show_film] if has_film else []
        buttons += [drawer.button for drawer in drawers]
        buttons += [*self._record.beside, self._inside] if self._shown else []
        buttons += [self._more] if self._others else []
        self._screen = VBox([self._picture])
        self._lay_out([], self._screen, [self._sentence, self._announcement],
                      [row(buttons), *(drawer.panel for drawer in drawers if drawer is not self._cursor), self._keeping,
                       self._more_box, self._record.panel, self._inside_box],
                      under=[self._cursor.panel] if self._cursor else [])
        self._reset.on_click(lambda _: self.reset())
        self._in_full.on_click(lambda _: self.finish())
        self._pin.on_click(lambda _: self.unpin() if stage.is_pinned else self.pin())
        self._show_film.observe(lambda change: self._roll(change["new"]), "value")
        for name, button in self._preset_buttons.items():
            button.on_click(lambda _, name=name: self.choose(name))
        self._run(full=not self._waits)

    # What a student does, as calls.

    def _take(self, values: dict[str, Setting], preset: str = "") -> None:
        self._wanted |= values
        self._forget_preset()
        if preset:
            self._tell_preset(preset)
        self._refresh()

    def reset(self) -> None:
        """Back to the start: all values, no ghost, no message."""
        self._wanted = {name: getattr(self._home, name) for name in self._records}
        self._figure.stage.unpin()
        self._pin.description = "Pin"
        self._forget_preset()
        self._refresh()

    def pin(self) -> None:
        """Keep the present curves as a pale ghost, and the picture for the lab report."""
        self.finish()
        self._keep_picture()
        self.leave_ghost()

    def leave_ghost(self) -> None:
        """Keep the present curves as a pale ghost to compare with."""
        self._figure.stage.pin()
        self._pin.description = "Unpin"
        self._show_film.value = False  # its pictures have no ghost
        self._draw()

    def unpin(self) -> None:
        """Take the ghost away."""
        self._figure.stage.unpin()
        self._pin.description = "Pin"
        self._show_film.value = False
        self._draw()

    def finish(self) -> list[dict[str, Any]]:
        """Show at once in full, and sharply, what is only sketched yet: as before something is kept of it."""
        if self._is_sketch:
            self._settled.cancel()
            if hasattr(self._home, "preview"):
                self._run(full=True)
            self._rest()
        return []

    @property
    def sentence(self) -> str:
        """What the picture shows, in words."""
        return self._words

    # Inside.

    def _setting(self, name: str) -> Setting:
        return self._wanted[name]

    def _refresh(self) -> None:
        self._run()
        self._put()  # each message keeps the page busy for a while: first comes the picture

    def _run(self, full: bool = False) -> None:
        """Run the model with the wanted values and show it; if it cannot, say so and keep the last picture."""
        self._in_full_beside.cancel()
        coarse = not full and hasattr(self._home, "preview")
        try:
            model: Any = dataclasses.replace(self._home, **self._wanted)
            with when_compiling(self._say_preparing):
                trace = model.preview() if coarse else model.run()
            self._show(model, trace, full)
        # Whatever goes wrong in a model must not take the student's picture away.
        except Exception as problem:
            if not self._picture.value:
                raise  # an explorer that cannot even show its start is the lesson's fault, not the student's
            self._fail(problem)
            if self._is_sketch:  # of the last values that went; their full run may have been given up above
                self._settled.changed()
            return
        self._say_problem("")
        if not full:
            self._settled.changed()

    def _fail(self, problem: Exception) -> None:
        """Say why there is nothing new, and keep the last picture."""
        self._say_sentence(self.sentence + self._aside)
        self._tell(problem)

    def _show(self, model: Any, trace: Any, full: bool) -> None:
        """Show what came out of a run, or of a sketch of it."""
        self._figure.show(trace)
        words = self._figure.describe(trace)
        self.model, self.trace, self._words, self._is_sketch = model, trace, words, not full
        # A film shows a run that is over; with other values it would be a lie.
        self._show_film.value = False
        if self._sound:
            self._sound.forget()
        self._mark_more()
        self._draw(moving=not full)
        if self._cursor:
            self._cursor.refresh()

    def _say_preparing(self) -> None:
        """What runs now has to be compiled first. (At the start, that is said where the picture will be.)"""
        if "trace" in self.__dict__:
            self._put()
            self._say_sentence(f"{self.sentence} ({PREPARING})")
            self._announce(PREPARING)

    def _settle(self) -> None:
        """The sliders rest: a slow model now runs in full, the picture becomes sharp, and the sentence is read out."""
        if self._waits:
            self._draw()
            self._announce(self.sentence + self._aside)
        elif self._is_sketch and hasattr(self._home, "preview"):
            self._in_full_beside.start(self.model.run)
        else:
            self._rest()

    def _take_full(self, done: Any) -> None:
        """The full run is there, or why it is not."""
        try:
            self._show(self.model, done.result(), full=True)
        except Exception as problem:
            self._fail(problem)
        self._rest()

    def _rest(self) -> None:
        """All is worked out: draw it sharply, and read it out."""
        # Also if the full run failed: nothing is being computed any more.
        if self._is_sketch:
            self._is_sketch = False
            self._draw()
        if self._inside.value:
            self._inside_box.value = look_inside(self.model, self._figure.stage.drawn)
        self._announce(self.sentence)

    def _draw(self, moving: bool = False) -> None:
        self._picture.value = self._figure.stage.png(moving)
        self._say_sentence(self.sentence + self._aside)

    @property
    def _aside(self) -> str:
        """Says of a sketch that it is one."""
        if not (self._is_sketch and hasattr(self._home, "preview")):
            return ""
        return " (first sketch; “Run in full” computes the rest)" if self._waits else " (first sketch; computing…)"

    def _turn_page(self, is_more: bool) -> None:
        self._show_film.value = False  # it shows the other curves
        super()._turn_page(is_more)

    def _tell_preset(self, name: str) -> None:
        self._preset_buttons[name].button_style = "info"
        self._remark.value = self.remark(name)

    def remark(self, name: str) -> str:
        """What is said of a preset when it is chosen, as HTML."""
        preset = self._presets[name]
        # What moves out of view is told; else the picture would seem to change by itself. (Of cases to be guessed
        # nothing is told.)
        fixed = [name for name, record in self._records.items() if record.fixed and self._shown]
        others = [name for name in self._adjustable() if name not in self._shown and self._shown]
        unseen = {"Set under “More”": self.changed(preset.model, others),
                  "Also set": self.changed(preset.model, fixed)}
        told = "".join(f"{where}: {html.escape(words)}. " for where, words in unseen.items() if words)
        return (f"<small><b>{html.escape(name)}</b>, expected: {html.escape(preset.expect)}. {told}"
                f"Source: {rendered(preset.source)}</small>")

    def _forget_preset(self) -> None:
        self._remark.value = ""
        for button in self._preset_buttons.values():
            button.button_style = ""

    def _roll(self, on: bool) -> None:
        """Show the film of the present run in the place of the picture, or take it away again."""
        if on:
            remark = self._remark.value
            self._film = Film(self._figure, self.trace, self._count_pictures)
            self._screen.children = [self._film]
            self._remark.value = remark
        elif self._film is not None:
            self._screen.children = [self._picture]
            self._film.end()
            self._film = None

    def _count_pictures(self, done: int, of: int) -> None:
        if done % 10 == 0:
            self._remark.value = f"Making the film: picture {done} of {of} …"

    def end(self) -> None:
        """Its cell is run once more."""
        if self._is_built:
            self._settled.cancel()
            self._in_full_beside.cancel()
        super().end()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper and for pages without a kernel, the picture with its sentence."""
        self.build()
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = on_paper(self._picture.value, self.sentence, self._figure.stage.width_px)
        bundle["text/plain"] = self.sentence
        return bundle
