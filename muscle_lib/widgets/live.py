"""``live``: a muscle that lives on in real time while the student turns its settings and presses its buttons."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ipywidgets import Button, ToggleButton

from muscle_lib.protocols import Figure, LiveModel
from muscle_lib.quantity import named
from muscle_lib.widgets.board import Board, Presets, Ranges, Setting, fits
from muscle_lib.widgets.clock import FRAME_ms, LiveClock
from muscle_lib.widgets.look import LIVE, on_paper, row, text
from muscle_lib.widgets.pad import Pad
from muscle_lib.widgets.record import in_words
from muscle_lib.widgets.rest import AtRest
from muscle_lib.widgets.views import Views

#: “Step” lives on by this much: or, if it does not live in real time, by one picture.
STEP_ms = 100
#: The sentence is written anew with so many pictures, and read out so long after something was done.
WORDS_EVERY, ANSWER_s = 12, 1.0
# Words that an exported page says, too.
START, PAUSE, LETS_LIVE = "Start", "Pause", "Let the muscle live, or pause it"
#: One slider's moves within this time are one entry of the log; so long a state must last to be told and written down.
ONE_MOVE_s, HOLD_s = 2.0, 0.8


def live(muscle: LiveModel, figure: Figure, controls: Sequence[str], presets: Presets = (),
         ranges: Ranges = None) -> LiveMonitor:
    """Let a student operate a muscle in real time.

    ``controls`` are the names of up to four quantities that get a slider, ``presets`` (a group's name, or a list)
    become buttons that set them. What else can be done to the muscle are the ``actions`` of its model. It begins to
    live at the press of “Start”.
    """
    fits(muscle, figure)
    if not hasattr(muscle, "start"):
        raise ValueError(f"{type(muscle).__name__} does not live in real time: write explore(…) in place of live(…).")
    return LiveMonitor(muscle, figure, controls, presets, ranges)


class LiveMonitor(Board):
    """What ``live`` returns. ``model``, ``trace`` and ``sentence`` are what is shown now; ``history`` is what was
    done since the last reset, what the muscle did (“→ cramp”), and when.

    A model that has a ``pace`` lives at that part of real time. If it has a ``touch``, a click into the picture does
    something at that place; so do Enter and the arrow keys, when the picture has the focus."""

    _class = "ml-monitor"
    _home: LiveModel
    _unrecorded: list[dict[str, Any]]
    _say_at_s: float | None
    #: What a touch of the picture does, by its key; empty if it cannot be touched.
    _touch_does: str
    history: list[tuple[float, str]]

    def _make(self) -> None:
        muscle = self._home
        self._muscle = muscle.start()
        self._begin_log()
        self._pictures, self._is_known_slow = 0, False
        self._settled = AtRest(self._keep_log)
        # Not read out whenever it changes: that would drown the muscle's own words.
        self._clock, self._done = text(""), text("")
        self._remark.add_class(LIVE)
        self._clock.add_class("ml-clock")
        pace = getattr(muscle, "pace", 1.0)
        self._step_ms = STEP_ms if pace == 1.0 else round(FRAME_ms * pace)
        self._ticking = LiveClock(self._frame, self._say_clock, self._ended, pace)
        self._start = Button(description=START, button_style="primary", tooltip=LETS_LIVE)
        self._step = Button(description="Step", tooltip=f"Live on by {self._step_ms / 1000:g} s")
        self._slow = ToggleButton(value=False, description="Slow motion", tooltip="A quarter of the speed")
        self._reset.tooltip = "A rested muscle, all start values, and the clock at 0"
        self._actions = {action.key: Button(description=action.label, tooltip=action.meaning)
                         for action in muscle.actions}
        self._labels = {action.key: action.label for action in muscle.actions}
        self._views = Views(self._figure, self._draw)
        places: list[str]
        *places, self._touch_does = getattr(muscle, "touch", ("",))
        records: dict[str, Any] = {name: self._records[name] for name in places}
        pads = [Pad(self._picture, self._figure, records, lambda name: getattr(self.model, name),
                    lambda values, acts: self._ticking.at_home(partial(self._touch, values, acts)))] if places else []
        running = row([self._start, *self._actions.values(), self._step, self._slow, *self._views.beside_start,
                       self._reset])
        tools = row([*self._views.tools, *([self._page] if len(self._figure.stage.pages) > 1 else []),
                     *([self._sound.button] if self._sound else []), *self._record.beside, self._inside,
                     *([self._more] if self._others else [])])
        self._lay_out([running, *self._views.words], self._picture, [self._sentence, self._announcement, self._clock],
                      [tools, *([self._sound.panel] if self._sound else []), self._done, self._keeping, self._more_box,
                       self._record.panel, self._inside_box, self._ticking.pulse, *(pad.field for pad in pads)])
        for button, action in ((self._start, self.start_or_pause), (self._step, self.step), (self._reset, self.reset)):
            self._on_press(button, action)
        for key, button in self._actions.items():
            self._on_press(button, partial(self.do, key))
        for name, button in self._preset_buttons.items():
            self._on_press(button, partial(self.choose, name))
        self._slow.observe(lambda change: setattr(self._ticking, "is_slow_motion", change["new"]), "value")
        self._show(sharp=True)
        self._say_clock("The muscle's clock stands.")

    # What a student does, as calls: the buttons and sliders use them, and so can code.

    @property
    def is_running(self) -> bool:
        """Whether the muscle lives now."""
        return self._ticking.is_running

    def start_or_pause(self) -> None:
        """Let the muscle live; or, if it does, let its clock stand."""
        if self.is_running:
            self.pause()
            return
        self._start.description = PAUSE
        self._views.begin()
        self._ticking.start()
        if self.is_running:
            self._announce("The muscle lives.")

    def pause(self, why: str = "Paused.") -> None:
        """Let the muscle's clock stand, and say why."""
        self._ticking.stop(why)

    def step(self) -> None:
        """Live on by a little, then stand."""
        self.pause("Paused; one step on.")
        try:
            self._muscle.advance(self.model, self._step_ms)
        # Whatever goes wrong in a model must not take the student's picture away.
        except Exception as problem:
            self._tell(problem)
            return
        self._show_at_rest("")

    def do(self, key: str) -> None:
        """Press one of the muscle's own buttons (“contract”, “relax”)."""
        self._muscle.do(named(self._actions, key, "action"))
        self._remark.value = (f"<small><b>{html.escape(self._labels[key])}</b>: "
                               f"{html.escape(self._actions[key].tooltip.rstrip('.'))}.</small>")
        self._note(self._labels[key])

    def reset(self) -> None:
        """A rested muscle with all start values."""
        self.pause("Reset: a rested muscle.")
        self._keep_log()
        self.model = self._home
        self._muscle = self._home.start()
        self._begin_log()
        self._slow.value = False
        self._put()
        self._say_problem("")
        self._mark_more()
        self._say_clock("A rested muscle. Its clock stands.")
        self._remark.value = ""
        self._say_log()
        if self._sound:
            self._sound.forget()
        self._show_at_rest()

    @property
    def trace(self) -> Any:
        """The last ten seconds."""
        return self._muscle.trace

    @property
    def sentence(self) -> str:
        """What the picture shows, in words."""
        return self._figure.describe(self.trace)

    # What the table of records asks of a board.

    def finish(self) -> list[dict[str, Any]]:
        """The picture for the lab report; and what was done since the last record belongs into the table, too."""
        self._ticking.at_home(self._keep_picture)
        rows, self._unrecorded = self._unrecorded, []
        return rows

    # Inside.

    def _keep_picture(self) -> None:
        self._show_at_rest()
        super()._keep_picture()

    def _on_press(self, button: Button, action: Callable[[], None]) -> None:
        button.on_click(lambda _: self._ticking.at_home(action))

    def _moved(self, name: str, value: Setting) -> None:
        self._ticking.at_home(lambda: super(LiveMonitor, self)._moved(name, value))

    def _take(self, values: dict[str, Setting], preset: str = "") -> None:
        new = {name: value for name, value in values.items() if value != getattr(self.model, name)}
        self.model = dataclasses.replace(self.model, **values)
        self._put()
        self._say_problem("")
        self._remark.value = ""
        self._mark_more()
        self._point()
        if preset or new:
            words = preset or "; ".join(f"{self._records[name].label} {self._records[name].text(value)}"
                                        for name, value in new.items())
            self._note(words, once="" if preset else ", ".join(self._records[name].label for name in new))

    def _touch(self, places: dict[str, float], acts: bool) -> None:
        """The picture was touched. To move the place alone is no entry of the log: nothing is done to the muscle."""
        self.model = dataclasses.replace(self.model, **places)
        self._put()
        self._mark_more()
        self._point()
        if acts:
            self.do(self._touch_does)
            return
        moved: Any = self._records
        self._announce("; ".join(f"{moved[name].label} {moved[name].text(value)}" for name, value in places.items()))
        self._draw()

    def _point(self) -> None:
        """Let the muscle know where the next touch goes, also while its clock stands."""
        if self._touch_does:
            self._muscle.advance(self.model, 0)

    def _note(self, words: str, once: str = "") -> None:
        """Write down what was done, and when. Moves of one slider in one go are one entry."""
        now_s = self._muscle.now_s
        if once and self.history and self.history[-1][1].startswith(once) and now_s - self.history[-1][0] < ONE_MOVE_s:
            self.history.pop()
            self._unrecorded = self._unrecorded[:-1]
        self.history.append((now_s, words))
        self._unrecorded.append(self._record.row(words))
        self._say_log()
        self._settled.changed()
        self._say_at_s = now_s + ANSWER_s
        if not self.is_running:
            self._show_at_rest()

    def _begin_log(self) -> None:
        """A new run, of which nothing has been written down or said yet."""
        self.history, self._unrecorded, self._run, self._say_at_s, self._since_s = [], [], 0, None, 0.0
        self._state = self._known_state = self._said_state = getattr(self.trace, "state", "")

    def _keep_log(self) -> None:
        """Keep it beside the notebook: once a slider rests, as writing a file at each move would hold the clock up.

        Each run is kept by itself, also those before the kernel was restarted: they are there to be compared.
        """
        self._settled.cancel()
        if not self.history:
            return
        if not self._run:
            self._run = 1 + sum(key.partition("#")[0] == self._key for key in self._kept.all("log"))
        key = self._key if self._run == 1 else f"{self._key}#{self._run}"
        self._kept.put("log", key, {"title": f"What was done in run {self._run}: {in_words(self.model)}",
                                    "lines": [[seconds, done] for seconds, done in self.history]})
        self.tell_kept_problem()

    def _say_log(self) -> None:
        lines = "; ".join(f"{seconds:.1f} s {html.escape(words)}" for seconds, words in self.history[-6:])
        before = "… " if len(self.history) > 6 else ""
        self._done.value = f"<small><b>Done:</b> {before}{lines}</small>" if self.history else ""

    def _frame(self, step_ms: int) -> None:
        """One picture of the living muscle."""
        self._muscle.advance(self.model, step_ms)
        self._pictures += 1
        if not self._views.skips(self._pictures):
            self._show(words=self._views.stills.value or self._pictures % WORDS_EVERY == 0)

    def _ended(self, why: str, problem: Exception | None) -> None:
        """The muscle's clock stands."""
        if problem is not None:
            self._tell(problem)
        words = f"{why} The muscle's clock stands."
        self._say_clock(words)
        self._announce(words)
        self._show_at_rest(f"{words} ")
        self._start.description = START

    def _show_at_rest(self, aloud: str | None = None) -> None:
        """The muscle as it stands; read out after the words of ``aloud``. If its figure fails, the last picture stays,
        and it is said why."""
        try:
            self._show(sharp=True)
            if aloud is not None:
                self._announce(aloud + self.sentence)
        except Exception as problem:
            self._tell(problem)

    def _show(self, sharp: bool = False, words: bool = True) -> None:
        trace = self.trace
        self._figure.show(trace)
        self._picture.value = self._figure.stage.png(moving=not sharp)
        state = getattr(trace, "state", "")
        # A new state at once: else the picture would say another one than the sentence.
        if words or state != self._state:
            sentence = self._figure.describe(trace)
            self._sentence.value = self._views.sentence(sentence)
            if self._say_at_s is not None and self._muscle.now_s >= self._say_at_s:
                self._announce(sentence)
                self._say_at_s, self._said_state = None, state
        self._follow(state)

    def _follow(self, state: str) -> None:
        """Write down what the muscle does by itself, and read it out: who cannot see it waits for it, too."""
        if state != self._state:
            self._state, self._since_s = state, self._muscle.now_s
        if state == self._known_state or self._muscle.now_s - self._since_s < HOLD_s:
            return
        self._known_state = state
        self.history.append((self._since_s, f"→ {state}"))
        self.history.sort(key=lambda entry: entry[0])
        self._say_log()
        self._settled.changed()
        # After a press the whole sentence is about to come.
        if self._say_at_s is None and state != self._said_state:
            self._announce(f"At {self._since_s:.1f} s: {state}.")
            self._said_state = state

    def _say_clock(self, words: str) -> None:
        self._clock.value = f"<small>{html.escape(words)}</small>"
        if self._ticking.is_slow and not self._is_known_slow:
            self._is_known_slow = True
            self._announce(words)

    def _draw(self) -> None:
        # While it lives, the next picture comes by itself.
        if not self.is_running:
            self._show_at_rest()

    def end(self) -> None:
        """Its cell is run once more: nothing lives on unseen, and what was done is kept."""
        if self._is_built:
            self.pause("Its cell was run once more.")
            self._keep_log()
        super().end()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper ten seconds that the model runs by itself."""
        self.build()
        bundle = super()._repr_mimebundle_(**kwargs)
        with self.notice.around(type(self._home)):
            trace = self._home.run()
        self._figure.show(trace)
        words = self._figure.describe(trace)
        bundle["text/html"] = on_paper(self._figure.stage.png(), words, self._figure.stage.width_px)
        bundle["text/plain"] = words
        self._figure.show(self.trace)
        return bundle
