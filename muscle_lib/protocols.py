"""What the parts of the library expect of one another, on one page. Who offers this, fits; nothing is inherited.

quantity → model → trace → figure → board → lesson
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from muscle_lib.figures.stage import Stage
    from muscle_lib.preset import Preset


class Model(Protocol):
    """A frozen dataclass made with ``@model``: numbers in, a trace out.

    It may have ``preview()``, a quick sketch for while a slider moves, and ``_check_together()``. When the slider
    rests, ``run()`` then goes on in a thread: neither may change anything outside itself.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def presets(self) -> Mapping[str, tuple[Preset, ...]]:
        """Its presets, in groups: the same for all of its class."""

    @property
    def leaves_out(self) -> tuple[str, ...]:
        """What it leaves out: the same for all of its class."""

    def run(self) -> Any:
        """What comes out, as a trace made with ``@trace``."""


class Figure(Protocol):
    """Drawn once on a stage; ``show`` moves what is drawn to a trace, ``describe`` says it in words.

    It may have ``show_at(trace, t)`` and ``moments(trace)`` (then there is a film, as there is with a scene on its
    stage), ``hear(trace)`` (then there is a sound), and ``survey(model)`` with ``survey_name`` (then there is a map
    that is worked out on demand).

    Of a live muscle it may have ``switch`` (a button's words) with ``is_switched`` (then there is a second view),
    ``warning`` (is said before it starts; it can then be seen in stills, too), and ``touched(x, y)`` (which settings a
    click there means; see ``LiveModel``).
    """

    @property
    def stage(self) -> Stage:
        """Where it is drawn."""

    def show(self, trace: Any) -> None:
        """Move everything to a new trace; make nothing new."""

    def describe(self, trace: Any) -> str:
        """What the picture shows, in a few sentences."""


class LiveModel(Model, Protocol):
    """A model that can live on: ``actions`` are the buttons that do something to it.

    It may have a ``pace``, the part of real time at which it lives, and a ``touch``: the two quantities that a click
    into its picture sets (across and down, with steps), and the key of the action that follows.
    """

    @property
    def actions(self) -> tuple[Any, ...]:
        """Its buttons: the same for all of its class."""

    def start(self) -> LiveRun:
        """A muscle at rest."""


class LiveRun(Protocol):
    """A muscle that lives: it is the only thing in ``muscle_lib.models`` that changes."""

    @property
    def now_s(self) -> float:
        """How long it has lived."""

    @property
    def trace(self) -> Any:
        """The last seconds. If it has a ``state`` in words, its changes are read out and written down."""

    def advance(self, model: Any, step_ms: int) -> None:
        """Live on under the settings of a model."""

    def do(self, key: str) -> None:
        """Press one of its buttons."""


class Recordable(Protocol):
    """What can be recorded in a table: an explorer, or a live muscle (which has a ``history`` of what was done)."""

    model: Any

    @property
    def trace(self) -> Any:
        """What came out."""

    @property
    def control_names(self) -> list[str]:
        """The quantities that have a control in view."""

    def finish(self) -> list[dict[str, Any]]:
        """Work out in full what is only sketched; and what else belongs into the table before this row."""

    def tell_kept_problem(self) -> None:
        """Say what is wrong with the file that keeps the table."""
