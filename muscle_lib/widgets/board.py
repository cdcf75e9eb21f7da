"""The board: what explorer and live muscle have in common. Sliders, presets, a picture, a sentence, and drawers."""

from __future__ import annotations

import base64
import gc
import html
import importlib
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_type_hints

from ipywidgets import Button, HBox, Image, ToggleButton, VBox, Widget

from muscle_lib.preset import Preset, chosen
from muscle_lib.protocols import Figure, Model
from muscle_lib.quantity import Number, Record, named, quantities, why_idle
from muscle_lib.widgets.cell import CellWidget, cell_id, request_id
from muscle_lib.widgets.control import ChoiceControl, Control, control_for, narrowed
from muscle_lib.widgets.inside import look_inside
from muscle_lib.widgets.kept import Kept, kept_for
from muscle_lib.widgets.look import LIVE, ROOT, page_hook, paragraph, readable, row, text
from muscle_lib.widgets.notice import Notice
from muscle_lib.widgets.record import RecordDrawer
from muscle_lib.widgets.sound import SoundDrawer

#: More sliders than this at once are a cockpit, not a lesson.
MOST_CONTROLS = 4

# Words that an exported page says, too.
TRY, RESET, LOOK_INSIDE = "Try:", "Reset", "Look inside"
INSIDE_HAS = "The equations, the sources, and what the model leaves out"

#: A number, or the word of a choice: which of the two depends on the quantity.
Setting = Any
Presets = str | Iterable[Preset | str]
Ranges = Mapping[str, tuple[Number, Number]] | None


class Board(CellWidget):
    """A model under a student's hand. ``model`` is what is set now.

    Its arguments are checked at once. Its widgets, its figure and its first run are made when it is first needed:
    shown, called, or asked for anything; for a lesson has a dozen boards, and most of them are covered by a question.
    (A board that is put into a widget of your own has to be told: ``board.build()``.)
    """

    #: How the page calls it.
    _class = ""
    _key: str
    _kept: Kept
    _cell: tuple[str, str]

    def __init__(self, model: Model, figure: Figure, controls: Sequence[str], presets: Presets = (),
                 ranges: Ranges = None) -> None:
        fits(model, figure)
        if not isinstance(controls, (list, tuple)) or len(set(map(str, controls))) < len(controls):
            raise ValueError(f"controls must be a list of different names, got {controls!r}. "
                             f"Write, for example, controls={list(quantities(model))[:2]}.")
        if len(controls) > MOST_CONTROLS:
            raise ValueError(f"A board shows at most {MOST_CONTROLS} controls at once, got {len(controls)}; "
                             "the others are under “More”.")
        self._records = narrowed(quantities(model), {} if ranges is None else ranges)
        self._shown = [named(self._adjustable(), name, "control") for name in controls]
        self._presets = {preset.name: preset.checked(model, self._records) for preset in chosen(model, presets)}
        for name, record in self._records.items():
            record.check(getattr(model, name))
        self._home = self.model = model
        self._figure = figure
        super().__init__()
        self.add_class(ROOT)
        self.add_class(self._class)
        # With the controls: two boards of one model in one lesson are two experiments; and so is a copied cell.
        self.keep_under(f"{_chapter(model)}.{type(model).__name__}({', '.join(self._shown)})")
        self._cell = cell_id(), request_id()
        #: Says that the first run takes longer, where the picture will be.
        self.notice = Notice()
        self._is_built = False

    def __getattr__(self, name: str) -> Any:
        """Whatever is asked for and not there yet is there once the board is built."""
        # What traitlets asks of each widget's state: a page that only looks at a kernel's widgets, as Voilà does when
        # it begins and JupyterLab after a reload, builds nothing.
        if name.startswith("__") or name.endswith("_metadata") or self.__dict__.get("_is_built", True):
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        self.build()
        return getattr(self, name)

    def build(self) -> None:
        """Make the widgets, the figure and the first run, if that has not been done."""
        if not self._is_built:
            self._is_built = True
            self._make_parts()
            with self.notice.around(type(self._home)):
                self._make()
            self._key = self._kept.own_key(self._key, *self._cell)
            self._record.keep_in(self._kept, self._key)
            self.tell_kept_problem()

    def _make(self) -> None:
        """What an explorer or a live muscle adds, and the first picture."""
        raise NotImplementedError

    def _make_parts(self) -> None:
        stage = self._figure.stage
        self._picture = Image(format="png", layout=readable(stage.width_px))
        self._sentence, self._remark = text(""), text("")
        self._announcement, self._problem, self._keeping = text("", LIVE), text("", LIVE), text("", LIVE)
        self._announcement.add_class("ml-hidden")
        self._problem_words = ""
        self._controls: dict[str, Control | ChoiceControl] = {}
        self._others = [name for name in self._adjustable() if name not in self._shown]
        self._more = ToggleButton(value=False, description="More", tooltip="Show the other parameters")
        self._inside = ToggleButton(value=False, description=LOOK_INSIDE, tooltip=INSIDE_HAS)
        self._page = ToggleButton(value=False, description="More curves", tooltip="Show what else was measured")
        self._reset = Button(description=RESET)
        self._sound = SoundDrawer(self._figure, lambda: self.trace) if hasattr(self._figure, "hear") else None
        self._record = RecordDrawer(self)
        self._more_box, self._inside_box = self._grid(()), text("")
        self._more_box.layout.display = "none"
        # A press on what stands already would seem to do nothing: its button says that it is the start.
        self._preset_buttons = {name: Button(description=name + " (start)" * (preset.model == self._home),
                                             tooltip=preset.expect) for name, preset in self._presets.items()}
        #: Where a prediction says what came out of it.
        self.outcome = VBox([])
        self._more.observe(lambda change: self._open_more(change["new"]), "value")
        self._inside.observe(lambda change: self._open_inside(change["new"]), "value")
        self._page.observe(lambda change: self._turn_page(change["new"]), "value")

    def _lay_out(self, hand: Sequence[Widget], screen: Widget, words: Sequence[Widget], rest: Sequence[Widget],
                 under: Sequence[Widget] = ()) -> None:
        """Put everything in its place: on a wide page the picture stands beside what is turned, else under it.

        What stands ``under`` the picture stays with it, as the cursor does."""
        to_try = [row([text(f"<b>{TRY}</b>"), *self._preset_buttons.values()])] if self._presets else []
        parts = [("outcome", self.outcome), ("hand", VBox([self._grid(self._shown), self._problem, *hand])),
                 ("screen", VBox([screen])), ("under", VBox(list(under))), ("words", VBox(list(words))),
                 ("try", VBox([*to_try, self._remark])), ("rest", VBox(list(rest)))]
        for name, part in parts:
            part.add_class(f"ml-{name}")
        parts[2][1].add_class("ml-sideways")
        whole = VBox([part for _, part in parts])
        whole.add_class("ml-board")
        self.children = (page_hook(), whole)

    def end(self) -> None:
        """Its cell is run once more."""
        super().end()
        if self._is_built:
            gc.collect()  # parts that know each other are kept for long: those of the one before, too

    # What a student does, as calls: the buttons and sliders use them, and so can code.

    def check(self, **values: Setting) -> dict[str, Setting]:
        """Return the values if this board could be set to them; otherwise raise a ValueError."""
        return {name: self._records[named(self._records, name, "control")].check(value)
                for name, value in values.items()}

    def set(self, **values: Setting) -> None:
        """Move controls by name: ``board.set(temperature_C=10)``. A bad value raises and changes nothing."""
        self._take(self.check(**values))

    def choose(self, preset: str) -> None:
        """Set all controls as a preset says."""
        chosen = self._presets[named(self._presets, preset, "preset")]
        self._take({name: getattr(chosen.model, name) for name in self._records}, preset)

    def record(self) -> None:
        """Put the present sliders and results into the table."""
        self._record.add()

    def row(self) -> dict[str, float | str]:
        """What “Record” would put there now."""
        return self._record.row()

    def _take(self, values: dict[str, Setting], preset: str = "") -> None:
        """Set the model to checked values."""
        raise NotImplementedError

    # What the table of records and a page made of it ask of a board.

    @property
    def figure(self) -> Figure:
        """What draws it."""
        return self._figure

    @property
    def home(self) -> Any:
        """The model as it is at the start."""
        return self._home

    @property
    def records(self) -> Mapping[str, Record]:
        """All quantities, with the ranges of this board."""
        return self._records

    @property
    def presets(self) -> Mapping[str, Preset]:
        """Its buttons, by name."""
        return self._presets

    @property
    def control_names(self) -> list[str]:
        """The quantities that have a control in view."""
        return list(self._shown)

    def keep_under(self, key: str) -> None:
        """Say under which name (“chapter.key”) this board's table and pictures are kept beside the notebook."""
        self._key, self._kept = key, kept_for(key, offers=False)
        self._cell = "", ""  # the name is the caller's own
        if self.__dict__.get("_is_built"):
            self._record.keep_in(self._kept, key)
            self.tell_kept_problem()

    def tell_kept_problem(self) -> None:
        """Show what is wrong with the file under the buttons, where the student has just pressed “Pin” or “Record”."""
        self._keeping.value = paragraph(self._kept.problem, "ml-problem")

    @property
    def problem(self) -> str:
        """The message that is shown because something could not be done; empty if all could."""
        return self._problem_words

    # Inside.

    def _adjustable(self) -> list[str]:
        return [name for name, record in self._records.items() if not record.fixed]

    def _grid(self, names: Iterable[str]) -> HBox:
        """Controls side by side. Each is made once, when it is first shown."""
        for name in names:
            self._controls[name] = control_for(self._records[name], getattr(self._home, name), self._moved)
            self._put(name)
        grid = HBox([self._controls[name] for name in names])
        grid.add_class("ml-grid")
        return grid

    def _setting(self, name: str) -> Setting:
        """How a control stands."""
        return getattr(self.model, name)

    def _put(self, *names: str) -> None:
        """Let controls show how they stand: some of them, or all."""
        for name in names or self._controls:
            self._controls[name].put(self._setting(name), why_idle(self._records[name], self._records, self._setting))

    def _moved(self, name: str, value: Setting) -> None:
        """A control was moved, or a number typed."""
        try:
            checked = self._records[name].read(value)
        except ValueError as problem:
            self._put(name)
            # The name in code is for who writes code.
            self._say_problem(str(problem).replace(f" ({name})", ""))
            return
        if checked == self._setting(name):  # the same number in other words: “6.30” for 6.3
            self._put(name)
        else:
            self._take({name: checked})

    def _say_problem(self, words: str) -> None:
        self._problem_words = words
        self._problem.value = paragraph(words, "ml-problem")

    def _tell(self, problem: Exception) -> None:
        self._say_problem(str(problem) or type(problem).__name__)

    def _say_sentence(self, words: str) -> None:
        self._sentence.value = paragraph(words, "ml-sentence")

    def _announce(self, words: str) -> None:
        """Have it read out."""
        self._announcement.value = html.escape(words)

    @property
    def settings(self) -> str:
        """Which values are not the start values, in words."""
        return self.changed(self.model, self._records) or "All values as at the start"

    def changed(self, model: Any, names: Iterable[str]) -> str:
        """Which of these values of a model are not the start values, in words."""
        changed = [f"{self._records[name].label} {self._records[name].text(getattr(model, name))}" for name in names
                   if getattr(model, name) != getattr(self._home, name)]
        return "; ".join(changed).replace(" -", " −")

    def _keep_picture(self) -> None:
        """Keep the picture for the lab report, with its sentence and settings. The same picture twice is one."""
        picture = {"png": base64.b64encode(self._picture.value).decode("ascii"), "sentence": self.sentence,
                   "settings": self.settings}
        ours = [kept for key, kept in self._kept.all("picture").items() if key.startswith(f"{self._key}#")]
        if picture not in ours:
            self._kept.put("picture", f"{self._key}#{len(ours) + 1}", picture)
        self.tell_kept_problem()

    def _draw(self) -> None:
        """Show the picture anew."""
        raise NotImplementedError

    def _turn_page(self, is_more: bool) -> None:
        self._figure.stage.page = int(is_more)
        self._draw()

    def _open_more(self, is_open: bool) -> None:
        if is_open and not self._more_box.children:
            self._more_box.children = self._grid(self._others).children
        self._more_box.layout.display = "" if is_open else "none"
        self._mark_more()

    def _mark_more(self) -> None:
        """While “More” is closed, it says so if a value under it is no longer the start value."""
        changed = any(getattr(self.model, name) != getattr(self._home, name) for name in self._others)
        self._more.description = "More ●" if changed and not self._more.value else "More"

    def _open_inside(self, is_open: bool) -> None:
        self._inside_box.value = look_inside(self.model, self._figure.stage.drawn) if is_open else ""


def fits(model: Any, figure: Any) -> None:
    """A ValueError that says what to write, unless this is a model and a figure that can show what it gives."""
    for part in (model, figure):
        if isinstance(part, type):
            raise ValueError(f"The brackets are missing: write {part.__name__}() for {part.__name__}.")
    if not hasattr(model, "__dataclass_fields__") or not hasattr(model, "run"):
        raise ValueError(f"The first must be a model, as Membrane(), got {reprlib.repr(model)}.")
    if not hasattr(type(figure), "show"):
        raise ValueError(f"After the model comes its figure, as MembraneFigure(), got {reprlib.repr(figure)}.")
    # A figure of one's own may show whatever it can; of ours it is known.
    if type(figure).__module__.startswith("muscle_lib.") and not _shows(type(figure), model):
        ours = importlib.import_module(f"muscle_lib.figures.{_chapter(model)}")
        right = [f"{name}()" for name, thing in vars(ours).items() if hasattr(thing, "show") and _shows(thing, model)]
        raise ValueError(f"{type(figure).__name__} is not for {type(model).__name__}: write {' or '.join(right)}.")


def _shows(figure: Any, model: Any) -> bool:
    """Whether a figure of ours shows what a model gives; a model that is not ours may give what it likes."""
    return (not type(model).__module__.startswith("muscle_lib.models.")
            or issubclass(get_type_hints(type(model).run)["return"], get_type_hints(figure.show)["trace"]))


def _chapter(model: Model) -> str:
    """The chapter a model belongs to: its first folder or file under “models”."""
    return type(model).__module__.removeprefix("muscle_lib.models.").split(".")[0]
