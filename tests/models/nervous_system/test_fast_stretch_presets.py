"""What the words of a stretch's preset promise is what its own run does."""

from __future__ import annotations

from muscle_lib.models.nervous_system import FastStretch, StretchTrace
from muscle_lib.preset import preset
from tests.models.presets import held


def run(name: str) -> StretchTrace:
    return preset(FastStretch, name).run()


CLAIMS = {
    "the calf does not answer: the foot gives all the way": lambda t: not t.answers and (
        t.greatest_force_percent < 0.5 and t.turned_deg == 35.0),
    "a burst as soon as the message can be back, and a force that was not there before: a catch": lambda t: (
        t.answers and t.begins_ms < 40.0 and t.force_percent[t.t_s < 0.0].max() == 0.0
        and t.greatest_force_percent > 20.0),
    "a relaxed healthy calf does not answer at any of these speeds": lambda t: t.tried_emg_percent.max() < 0.5,
    "nothing answers, not even at the highest speed": lambda t: t.tried_emg_percent.max() == 0.0,
    "the same kind of answer, but a smaller one": lambda t: t.answers and (
        3.0 < t.greatest_emg_percent < 0.7 * run("Weeks later, fast").greatest_emg_percent),
    "the calf works before anybody moves it, and resists all the way": lambda t: t.before_percent > 5.0 and (
        t.force_percent[(t.t_s > 0.0) & (t.t_s < t.stretch_s)].min() > 2.5),
    "the same resistance as when it is moved slowly": lambda t: abs(
        t.greatest_force_percent - run("Rigid, slowly").greatest_force_percent) < 0.3,
    "about half of the answer is left": lambda t: 0.4 < (
        t.greatest_emg_percent / run("Weeks later, fast").greatest_emg_percent) < 0.65,
    "a quarter of the answer is left, and a higher speed is needed for it": lambda t: (
        0.2 < t.greatest_emg_percent / run("Weeks later, fast").greatest_emg_percent < 0.3
        and t.slowest_deg_s > run("Weeks later, fast").slowest_deg_s),
}


def test_every_preset_does_what_it_says():
    assert held(FastStretch, CLAIMS) == []
