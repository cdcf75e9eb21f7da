"""The boards of a lesson: which states a page has of each, who draws them, and how they become shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from muscle_lib.export import shown
from muscle_lib.export.album import Album
from muscle_lib.export.draw import Settings, Task, as_settings
from muscle_lib.export.live import SCRIPTS, LIVE_fps, Shoot, Step, meaning_of, words_of
from muscle_lib.export.pictures import Patch
from muscle_lib.export.positions import positions
from muscle_lib.figures.stage import SHARPNESS, SHARPNESS_MOVING
from muscle_lib.quantity import Choice, Record, quantities, why_idle
from muscle_lib.questions import NumberQuestion, question
from muscle_lib.widgets.control import percent
from muscle_lib.widgets.inside import look_inside
from muscle_lib.widgets.live import LiveMonitor
from muscle_lib.widgets.predict import Predict

#: So many states are one task.
AT_ONCE = 8
#: A file inside a page takes this much more.
INLINE = 4.0 / 3.0


@dataclass(frozen=True)
class Plan:
    """What is drawn of one board. ``controls``: name → its values; ``states``: all settings but the start's."""

    cell: str
    board: Any
    asked: str
    controls: Mapping[str, tuple[Any, ...]]
    states: tuple[Settings, ...]
    films: tuple[Settings, ...]
    sounds: tuple[Settings, ...]
    steps: tuple[Step, ...] = ()

    @property
    def is_played(self) -> bool:
        """Whether its sliders or buttons are there."""
        return bool(self.controls or self.states)

    def places(self, settings: Mapping[str, Any]) -> tuple[int, ...]:
        """At which of its values each control stands then; -1 if at none of them."""
        stands = {name: settings.get(name, getattr(self.board.home, name)) for name in self.controls}
        return tuple(values.index(stands[name]) if stands[name] in values else -1
                     for name, values in self.controls.items())

    def batches(self) -> list[tuple[Settings, ...]]:
        """The states, some at a time."""
        return [self.states[first:first + AT_ONCE] for first in range(0, len(self.states), AT_ONCE)]

    def tasks(self, notebook: str) -> Iterator[Task]:
        """What there is to be done for it."""
        yield Task(notebook, self.cell, "ground")
        for some in self.batches():
            yield Task(notebook, self.cell, "states", some)
        if self.asked:
            yield Task(notebook, self.cell, "experiment")
        for settings in self.films:
            yield Task(notebook, self.cell, "film", (settings,))
        for settings in self.sounds:
            yield Task(notebook, self.cell, "sound", (settings,))
        for step in self.steps:
            yield Task(notebook, self.cell, "live", (step,))


def plan(cell: str, value: Any, further: bool, sought: Iterable[NumberQuestion] = ()) -> Plan:
    """What a page shows of an explorer; of a station that is not of the core only how it begins and, where something
    is predicted, what comes of it. ``sought``: the numbers that are to be found at this station."""
    board, asked = (value.explorer, value.key) if isinstance(value, Predict) else (value, "")
    if isinstance(board, LiveMonitor):
        return Plan(cell, board, asked, {}, (), (), (), SCRIPTS[type(board.home).__name__])
    if further:
        return Plan(cell, board, asked, {}, (), (), ())
    presets = [settings_of(board, preset.model) for preset in board.presets.values()]
    told = [*map(dict, presets), *_told(asked)]
    controls = {name: tuple(positions(board.records[name], getattr(board.home, name),
                                      [*_answers(board.records[name], sought), *_values(told, name)]))
                for name in board.control_names}
    moved = [((name, value),) for name, values in controls.items() for value in values
             if value != getattr(board.home, name)]
    states = tuple(dict.fromkeys(settings for settings in (*moved, *presets) if settings))
    heard = tuple(dict.fromkeys([(), *presets]))
    return Plan(cell, board, asked, controls, states, heard if has_film(board.figure) else (),
                heard if hasattr(board.figure, "hear") else ())


def lighter(plans: Iterable[Plan], done: Mapping[Task, Any], notebook: str, most_MB: float) -> list[Plan]:
    """The plans, of which the last films are left out until a page with all that was drawn is not too large."""
    lasting, size_MB = list(plans), sum(map(_bytes, done.values())) * INLINE / 1e6
    for place, each in reversed(list(enumerate(lasting))):
        if size_MB > most_MB:
            films = [done[Task(notebook, each.cell, "film", (settings,))] for settings in each.films]
            size_MB -= _bytes(films) * INLINE / 1e6
            lasting[place] = replace(each, films=())
    return lasting


def _bytes(drawn: Any) -> int:
    """How much of it is files."""
    if isinstance(drawn, (list, tuple)):
        return sum(map(_bytes, drawn))
    return len(drawn.webp) if isinstance(drawn, Patch) else len(drawn) if isinstance(drawn, bytes) else 0


def settings_of(board: Any, model: Any) -> Settings:
    """What a preset sets otherwise than the start."""
    return as_settings({name: getattr(model, name) for name in quantities(model)
                        if getattr(model, name) != getattr(board.home, name)})


def has_film(figure: Any) -> bool:
    """As the explorer finds it out."""
    return hasattr(figure, "moments") or figure.stage.drawn is not None and figure.stage.drawn.has_film


def built(plan: Plan, done: Mapping[Task, Any], notebook: str) -> tuple[shown.Board, int, str]:
    """The board with all that was drawn; and of a prediction the state of its outcome, and the outcome in words."""
    def what(name: str, *arguments: Any) -> Any:
        return done[Task(notebook, plan.cell, name, arguments)]

    album, board, outcome_state, outcome = Album(*what("ground")), plan.board, 0, ""
    for some in plan.batches():
        for settings, drawn in zip(some, what("states", *some), strict=True):
            album.put(settings, drawn)
    if plan.asked:
        drawn, outcome = what("experiment")
        outcome_state = album.add(drawn)
    films = {each: album.film(each, what("film", each)) for each in plan.films}
    sounds = {each: album.sound(*what("sound", each)) for each in plan.sounds}
    lives = _live(plan, album, [what("live", step) for step in plan.steps])
    presets = []
    for name, preset in board.presets.items() if plan.is_played else ():
        settings = settings_of(board, preset.model)
        presets.append(shown.Preset(name, preset.expect, board.remark(name), album.place(settings),
                                    plan.places(dict(settings)), not settings,
                                    films.get(settings), sounds.get(settings)))
    stage = board.figure.stage
    return shown.Board(
        plan.cell, stage.width_px, stage.height_px, SHARPNESS_MOVING if isinstance(board, LiveMonitor) else SHARPNESS,
        album.background, tuple(album.images), tuple(album.states), controls=tuple(
            control(board, name, values, album) for name, values in plan.controls.items()),
        presets=tuple(presets), film=films.get(()), sound=sounds.get(()), live=lives,
        inside_html=look_inside(board.home, stage.drawn) if board.control_names else "",
        lab_only=lab_only(board, plan.is_played or bool(plan.steps))), outcome_state, outcome


def _live(plan: Plan, album: Album, grown: list[list[Shoot]]) -> shown.Live | None:
    """A living muscle with its forks; the branches after the first fork are “0”, “1”, …, after the second “0.0”, …"""
    if not plan.steps:
        return None
    muscle, branches = plan.board.home, []
    for number, (step, shoots) in enumerate(zip(plan.steps, grown, strict=True)):
        forks = _forks(step.then, muscle, f"{number}.")
        keys = [str(number), *(fork.to for fork in forks)]
        branches += [shown.Branch(key, album.reel(shoot.pictures), shoot.sentences, () if place else forks)
                     for place, (key, shoot) in enumerate(zip(keys, shoots, strict=True))]
    rest = shown.Branch("rest", (), ((0, album.states[0].sentence),), _forks(plan.steps, muscle, ""))
    pace = getattr(muscle, "pace", 1.0)
    slow = "" if pace == 1.0 else f" It lives at {100.0 * pace:.0f} % of real time."
    note = ("This muscle was run beforehand, with the model of the lab: "
            f"{len(branches)} pieces of ten seconds.{slow} In the lab you can also do anything at any moment.")
    return shown.Live((rest, *branches), LIVE_fps, note, getattr(plan.board.figure, "warning", ""))


def _forks(steps: Iterable[Step], muscle: Any, before: str) -> tuple[shown.Fork, ...]:
    return tuple(shown.Fork(words_of(step, muscle), meaning_of(step, muscle), f"{before}{place}")
                 for place, step in enumerate(steps))


def control(board: Any, name: str, values: Iterable[Any], album: Album) -> shown.Control:
    """A slider or a choice."""
    record, home = board.records[name], getattr(board.home, name)
    is_choice = isinstance(record, Choice)
    places = tuple(shown.Position(
        record.text(value).replace("-", "−"), value, album.place(() if value == home else ((name, value),)),
        record.is_dangerous(value), 0.0 if is_choice else percent(record, value) / 100.0) for value in values)
    usual = () if is_choice else record.normal or ()
    normal = f"{usual[0]:g} to {usual[1]:g} {record.unit}".rstrip() if usual else ""
    return shown.Control(name, record.label, record.unit, "choice" if is_choice else "slider", places,
                        tuple(values).index(home), record.meaning, normal,
                         tuple(percent(record, end) / 100.0 for end in usual), record.danger_text,
                         why_idle(record, board.records, lambda other: getattr(board.home, other)))


def lab_only(board: Any, is_played: bool) -> str:
    """What can be done with a board in the lab, and not here."""
    stage, things = board.figure.stage, []
    if board.control_names:
        more = sum(not record.fixed for record in board.records.values()) - len(board.control_names)
        things += ["move several sliders at once" if is_played else "move its sliders"]
        things += [f"set {more} more (“More”)"] if more else []
    things += ["try its buttons"] if board.presets and not is_played else []
    things += ["measure with a cursor"] if stage.cursor else []
    things += ["see more curves"] if len(stage.pages) > 1 else []
    things += [board.figure.survey_name.lower()] if hasattr(board.figure, "survey_name") else []
    things += ["pin a curve", "record a table"] if board.control_names else ["pin a curve"]
    *first, last = things
    return f"In the lab you can also {', '.join(first)} and {last}." if first else f"In the lab you can also {last}."


def _told(asked: str) -> list[Mapping[str, Any]]:
    """What a prediction's experiment sets."""
    return [] if not asked else [question("predict", asked).before, question("predict", asked).after]


def _answers(record: Record, sought: Iterable[NumberQuestion]) -> list[float]:
    """What can be found with a slider must be one of its places."""
    return [] if isinstance(record, Choice) else [
        each.answer for each in sought if each.unit == record.unit and record.low <= each.answer <= record.high]


def _values(told: Iterable[Mapping[str, Any]], name: str) -> list[Any]:
    return [settings[name] for settings in told if name in settings]
