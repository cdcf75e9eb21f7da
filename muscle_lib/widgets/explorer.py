"""The explorer: sliders over a model, a picture that follows them, and a sentence that says what it shows."""

from __future__ import annotations

import base64
import dataclasses
import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ipywidgets import Button, HBox, Image, Layout, ToggleButton, VBox

from muscle_lib.preset import Preset, chosen
from muscle_lib.quantity import Number, named, quantities
from muscle_lib.widgets.control import Control, control_for, narrowed
from muscle_lib.widgets.cursor import CursorDrawer
from muscle_lib.widgets.film import Film
from muscle_lib.widgets.inside import look_inside
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, ROOT, on_paper, page_hook, paragraph, row, text
from muscle_lib.widgets.record import RecordDrawer
from muscle_lib.widgets.rest import AtRest
from muscle_lib.widgets.sound import SoundDrawer
from muscle_lib.widgets.survey import SurveyDrawer

#: More sliders than this at once are a cockpit, not a lesson.
MOST_CONTROLS = 4


def explore(model: Any, figure: Any, controls: Sequence[str], presets: str | Iterable[Preset | str] = (),
            ranges: Mapping[str, tuple[Number, Number]] | None = None) -> Explorer:
    """Let a student turn a model's parameters and watch.

    ``controls`` are the names of up to four quantities that get a slider at once; all others wait under “More”.
    With none, there are only the presets, and nothing gives their settings away: for cases to be guessed.
    ``presets`` become buttons: the name of a group of the model, or a list of names and of presets of
    your own. ``ranges`` narrows a slider: ``{"temperature_C": (0, 15)}``.
    """
    return Explorer(model, figure, controls, presets, ranges)


class Explorer(VBox):
    """What ``explore`` returns. ``model``, ``trace`` and ``sentence`` are what is shown now."""

    def __init__(self, model: Any, figure: Any, controls: Sequence[str], presets: str | Iterable[Preset | str] = (),
                 ranges: Mapping[str, tuple[Number, Number]] | None = None) -> None:
        self._records = narrowed(quantities(model), ranges or {})
        if isinstance(controls, str) or len(set(controls)) < len(controls):
            raise ValueError(f"controls must be a list of different names, got {controls!r}.")
        if len(controls) > MOST_CONTROLS:
            raise ValueError(f"An explorer shows at most {MOST_CONTROLS} controls at once, got {len(controls)}; "
                             "the others are under “More”.")
        shown = [named(self._adjustable(), name, "control") for name in controls]
        self._shown = shown
        self._presets = {preset.name: preset.checked(model, self._records) for preset in chosen(model, presets)}
        self._home = self.model = model
        self._wanted = {name: record.check(getattr(model, name)) for name, record in self._records.items()}
        self._figure = figure
        self._controls: dict[str, Control] = {}
        self._settled = AtRest(self._settle)

        self._picture = Image(format="png", layout=Layout(width=f"{figure.stage.width_px}px", max_width="100%"))
        self._screen = VBox([self._picture])
        self._sentence = text("")
        self._announcement = text("", LIVE)
        self._announcement.add_class("ml-hidden")
        self._problem = text("", LIVE)
        self._keeping = text("", LIVE)
        self._remark = text("")
        self._more = ToggleButton(value=False, description="More", tooltip="Show the other parameters")
        self._inside = ToggleButton(value=False, description="Look inside",
                                    tooltip="The equations, the sources, and what the model leaves out")
        self._pin = Button(description="Pin", tooltip="Keep this curve as a grey dashed line to compare with")
        self._reset = Button(description="Reset", tooltip="Back to the start values")
        self._show_film = ToggleButton(value=False, description="Film", tooltip="Watch this run moment by moment")
        self._film: Film | None = None
        self._cursor = CursorDrawer(figure, self._draw) if figure.stage.cursor else None
        self._survey = SurveyDrawer(figure, lambda: self.model, self._draw) if hasattr(figure, "survey") else None
        self._sound = SoundDrawer(figure, lambda: self.trace) if hasattr(figure, "hear") else None
        self._record = RecordDrawer(self)
        self._more_box = self._grid(())
        self._inside_box = text("")
        self._others = [name for name in self._adjustable() if name not in shown] if shown else []
        buttons = [self._reset, self._pin]
        buttons += [self._show_film] if hasattr(figure, "moments") else []
        buttons += [self._cursor.button] if self._cursor else []
        buttons += [drawer.button for drawer in (self._survey, self._sound) if drawer]
        # Of an explorer without sliders nothing may be seen of what is set.
        buttons += [self._record.button, self._inside] if shown else []
        buttons += [self._more] if self._others else []
        self._preset_buttons = {name: Button(description=name, tooltip=preset.expect)
                                for name, preset in self._presets.items()}
        to_try = [row([text("<b>Try:</b>"), *self._preset_buttons.values()])] if self._presets else []
        reading, counting, hearing = ([drawer.panel] if drawer else []
                                      for drawer in (self._cursor, self._survey, self._sound))
        super().__init__([page_hook(), *to_try, self._grid(shown), self._problem, self._screen, self._sentence,
                          self._announcement, self._remark, *reading, row(buttons), *counting, *hearing, self._keeping,
                          self._more_box, self._record.panel, self._inside_box])
        self.add_class(ROOT)
        self.add_class("ml-explorer")

        self._reset.on_click(lambda _: self.reset())
        self._pin.on_click(lambda _: self.unpin() if figure.stage.is_pinned else self.pin())
        self._show_film.observe(lambda change: self._roll(change["new"]), "value")
        self._more.observe(lambda change: self._open_more(change["new"]), "value")
        self._inside.observe(lambda change: self._open_inside(change["new"]), "value")
        for name, button in self._preset_buttons.items():
            button.on_click(lambda _, name=name: self.choose(name))
        self._run(full=True)
        # With the controls: two explorers of one model in one lesson are two experiments.
        self.keep_under(f"{_chapter(model)}.{type(model).__name__}({', '.join(shown)})")

    # What a student does, as calls: the buttons and sliders use them, and so can code.

    def set(self, **values: Number) -> None:
        """Move controls by name: ``explorer.set(temperature_C=10)``. A bad value raises and changes nothing."""
        self._wanted |= self.check(**values)
        self._forget_preset()
        self._refresh()

    def check(self, **values: Number) -> dict[str, Number]:
        """Return the values if this explorer could be set to them; otherwise raise a ValueError."""
        return {name: self._records[named(self._records, name, "control")].check(value)
                for name, value in values.items()}

    def choose(self, preset: str) -> None:
        """Load a preset by name."""
        chosen = self._presets[named(self._presets, preset, "preset")]
        self._wanted = {name: getattr(chosen.model, name) for name in self._records}
        self._forget_preset()
        if preset in self._preset_buttons:
            self._preset_buttons[preset].button_style = "info"
        self._remark.value = (f"<small><b>{html.escape(preset)}</b>, expected: {html.escape(chosen.expect)}. "
                              f"Source: {html.escape(chosen.source)}</small>")
        self._refresh()

    def reset(self) -> None:
        """Back to the start: all values, no ghost, no message."""
        self._wanted = {name: getattr(self._home, name) for name in self._records}
        self._figure.stage.unpin()
        self._pin.description = "Pin"
        self._forget_preset()
        self._refresh()

    def pin(self) -> None:
        """Keep the present curves as a grey dashed ghost, and the picture for the lab report."""
        self.finish()
        picture = {"png": base64.b64encode(self._picture.value).decode("ascii"), "sentence": self.sentence,
                   "settings": self.settings}
        ours = [kept for key, kept in self._kept.all("picture").items() if key.startswith(f"{self._key}#")]
        # The same picture pinned twice is one picture.
        if picture not in ours:
            self._kept.put("picture", f"{self._key}#{len(ours) + 1}", picture)
        self.tell_kept_problem()
        self.leave_ghost()

    def leave_ghost(self) -> None:
        """Keep the present curves as a grey dashed ghost to compare with."""
        self._figure.stage.pin()
        self._pin.description = "Unpin"
        self._show_film.value = False  # its pictures have no ghost
        self._draw()

    def record(self) -> None:
        """Put the present sliders and results into the table."""
        self._record.add()

    @property
    def control_names(self) -> list[str]:
        """The quantities that have a slider in view."""
        return list(self._shown)

    def keep_under(self, key: str) -> None:
        """Say under which name (“chapter.key”) this explorer's table and pictures are kept beside the notebook."""
        self._key, self._kept = key, kept_for(key)
        self._record.keep_in(self._kept, key)
        self.tell_kept_problem()

    @property
    def kept_problem(self) -> str:
        """What is wrong with the file that keeps the table and the pictures; empty if nothing is."""
        return self._kept.problem

    def tell_kept_problem(self) -> None:
        """Show it under the buttons, where the student has just pressed “Pin” or “Record”."""
        self._keeping.value = paragraph(self.kept_problem, "ml-problem")

    def finish(self) -> None:
        """Show at once in full, and sharply, what is only sketched yet: as before something is kept of it."""
        if self._is_sketch:
            self._settled.cancel()
            self._settle()

    def unpin(self) -> None:
        """Take the ghost away."""
        self._figure.stage.unpin()
        self._pin.description = "Pin"
        self._show_film.value = False
        self._draw()

    @property
    def sentence(self) -> str:
        """What the picture shows, in words."""
        return self._words

    @property
    def settings(self) -> str:
        """Which values are not the start values, in words."""
        changed = [f"{record.label} {record.text(getattr(self.model, name))}" for name, record in self._records.items()
                   if getattr(self.model, name) != getattr(self._home, name)]
        return "; ".join(changed).replace(" -", " −") or "All values as at the start"

    @property
    def problem(self) -> str:
        """The message that is shown because the last change could not be carried out; empty if it could."""
        return self._problem_words

    # Inside.

    def _adjustable(self) -> list[str]:
        return [name for name, record in self._records.items() if not record.fixed]

    def _grid(self, names: Iterable[str]) -> HBox:
        """Sliders side by side. Each is made once, when it is first shown."""
        grid = HBox([self._control(name) for name in names])
        grid.add_class("ml-grid")
        return grid

    def _control(self, name: str) -> Control:
        control = control_for(self._records[name], getattr(self._home, name), self._moved)
        control.put(self._wanted[name])
        self._controls[name] = control
        return control

    def _moved(self, name: str, value: Number) -> None:
        """A slider moved or a number was typed."""
        try:
            self._wanted[name] = self._records[name].check(value)
        except ValueError as problem:
            self._controls[name].put(self._wanted[name])
            self._say_problem(str(problem))
            return
        self._forget_preset()
        self._controls[name].put(value)
        self._run()

    def _refresh(self) -> None:
        for name, control in self._controls.items():
            control.put(self._wanted[name])
        self._run()

    def _run(self, full: bool = False) -> None:
        """Run the model with the wanted values and show it; if it cannot, say so and keep the last picture."""
        coarse = not full and hasattr(self._home, "preview")
        try:
            model = dataclasses.replace(self._home, **self._wanted)
            trace = model.preview() if coarse else model.run()
            self._figure.show(trace)
            words = self._figure.describe(trace)
        # Whatever goes wrong in a model must not take the student's picture away.
        except Exception as problem:
            if not hasattr(self, "trace"):
                raise  # an explorer that cannot even show its start is the lesson's fault, not the student's
            self._say_problem(str(problem) or type(problem).__name__)
            return
        self.model, self.trace, self._words, self._is_sketch = model, trace, words, not full
        # A film shows a run that is over; with other values it would be a lie.
        self._show_film.value = False
        if self._sound:
            self._sound.forget()
        self._say_problem("")
        self._mark_more()
        self._draw(" (first sketch; computing…)" if coarse else "", moving=not full)
        if self._cursor:
            self._cursor.refresh()
        if not full:
            self._settled.changed()

    def _settle(self) -> None:
        """The sliders rest: a slow model now runs in full, the picture becomes sharp, and the sentence is read out."""
        if hasattr(self._home, "preview"):
            self._run(full=True)
        # Also if that failed: nothing is being computed any more.
        if self._is_sketch:
            self._is_sketch = False
            self._draw()
        if self._inside.value:
            self._inside_box.value = look_inside(self.model)
        self._announcement.value = html.escape(self.sentence)

    def _draw(self, aside: str = "", moving: bool = False) -> None:
        self._picture.value = self._figure.stage.png(moving)
        self._sentence.value = paragraph(self.sentence + aside, "ml-sentence")

    def _say_problem(self, words: str) -> None:
        self._problem_words = words
        self._problem.value = paragraph(words, "ml-problem")

    def _forget_preset(self) -> None:
        self._remark.value = ""
        for button in self._preset_buttons.values():
            button.button_style = ""

    def _mark_more(self) -> None:
        """While “More” is closed, it says so if a value under it is no longer the start value."""
        changed = any(getattr(self.model, name) != getattr(self._home, name) for name in self._others)
        self._more.description = "More ●" if changed and not self._more.value else "More"

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

    def _open_more(self, is_open: bool) -> None:
        if is_open and not self._more_box.children:
            self._more_box.children = self._grid(self._others).children
        self._more_box.layout.display = "" if is_open else "none"
        self._mark_more()

    def _open_inside(self, is_open: bool) -> None:
        self._inside_box.value = look_inside(self.model) if is_open else ""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper and for pages without a kernel, the picture with its sentence."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = on_paper(self._picture.value, self.sentence, self._figure.stage.width_px)
        bundle["text/plain"] = self.sentence
        return bundle


def _chapter(model: Any) -> str:
    """The chapter a model belongs to: its first folder or file under “models”."""
    return type(model).__module__.removeprefix("muscle_lib.models.").split(".")[0]
