"""A stretch by hand: the leg and the hand, what the foot does, what the calf answers, and does it ask how fast?"""

from __future__ import annotations

import math

from muscle_lib.figures.drawings.stretched import HEIGHT, WIDTH, StretchedLeg, StretchMoment
from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.hyperexcitability.cramp import share
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Sent, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.voluntary_contraction.leg import WAY_s
from muscle_lib.figures.words import said
from muscle_lib.models.nervous_system.fast_stretch import BEFORE_s, UNTIL_s
from muscle_lib.models.nervous_system.fast_stretch_trace import ANSWER_percent, BUSY_percent, StretchTrace

#: What is drawn as broad as it can be: the greatest of what spindles push with, of what holds back, and of the force.
MOST_SPINDLE_eu, MOST_HELD_eu, MOST_FORCE_percent = 80.0, 25.0, 70.0
FASTEST_deg_s = 140.0
#: Less than this part of the greatest force is no catch.
CATCH_percent = 5.0
#: A film runs from shortly before the stretch until the answer is over.
LEAD_s, LATER_s = 0.1, 0.5


@figure
class FastStretchFigure:
    """Left: the leg at the moment of its greatest EMG. Right: the foot's angle, EMG and force over time; and the
    greatest EMG at other speeds, with a dot for this one."""

    def __init__(self) -> None:
        self.stage = Stage([["leg", name] for name in ("foot", "emg", "force", "speeds")], scene="leg",
                           widths=SIDE_BY_SIDE, heights=(0.8, 1.1, 1.0, 1.35), height_px=440, x="t_s",
                           colors=colors())
        time = (-BEFORE_s, UNTIL_s)
        foot = self.stage.panel("foot", "Toes up\n", ylim=(-22, 22), yticks=(-15, 0, 15), xlim=time)
        emg = self.stage.panel("emg", "EMG size\n", ylim=(0, 118), yticks=(0, 50, 100), xlim=time)
        force = self.stage.panel("force", "Force\n", "Time since the stretch began", ylim=(0, 75), yticks=(0, 30, 60),
                                 xlim=time)
        self.stage.panel("speeds", "Greatest\nEMG (%)", "Speed of the hand", ylim=(-4, 118), yticks=(0, 50, 100),
                         xlim=(0.0, FASTEST_deg_s + 8.0), xticks=(0, 35, 70, 105, 140))
        for axes in (foot, emg):
            axes.tick_params(labelbottom=False)
        self.stage.curve("foot", "passive force", "toes_up_deg", label="toes up")
        self.stage.curve("emg", "EMG", "emg_percent", label="EMG size")
        self.stage.curve("force", "active force", "force_percent", label="force")
        self.stage.curve("speeds", "EMG", "tried_emg_percent", x="tried_deg_s", label="greatest EMG at each speed",
                         marker="o", markersize=4)
        self.stage.dot("speeds", "EMG", "speed_deg_s", "greatest_emg_percent", label="this stretch")
        self.stage.add_cursor("Time", "s", foot, emg, force)
        self.stage.play(Scene(StretchedLeg(self.stage, self.stage.axes["leg"]), StretchMoment, _BOUND, (WIDTH, HEIGHT),
                              "t_s", declared=_declared, clock="clock", film=_film))

    def show(self, trace: StretchTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: StretchTrace) -> str:
        """How fast, what came of it, and what comes of other speeds."""
        return (f"The hand turns the foot by {_angle(trace, 'turned_deg')} at {said(trace, 'speed_deg_s')}, in "
                f"{said(trace, 'stretch_s', 2)}. {_answer(trace)}")


_BOUND = (
    Bound("foot_degrees", "Foot and hand, and with them length and thickness of the calf", "how far the toes are up",
          "toes_up_deg", of=(-20.0, 20.0), to=(20.0, -20.0)),
    Bound("hand", "Arrow at the hand (length; none while it is still)", "speed of the hand", "hand_deg_s",
          of=(0.0, FASTEST_deg_s)),
    Bound("force", "Calf (colour, fibres; the bulge is exaggerated), arrow under the foot (size)", "force",
          "force_percent", of=(0.0, MOST_FORCE_percent)),
    Bound("spindle", "Way of the spindle (width)", "what the spindles push with", "spindle_eu",
          of=(0.0, MOST_SPINDLE_eu)),
    Bound("held", "Bar on the motor neuron (width)",
          "what holds the motor neurons back: tonic inhibition less excitability", "held_eu", of=(0.0, MOST_HELD_eu)),
    Bound("command", "Brain (colour) and its way to the cord (width)", "command that is always there",
          "command_percent", of=(0.0, 100.0)),
    Bound("units", "End plates that are lit, of four", "motor units that are firing", "firing_at", of=(0.0, 120.0)),
    Sent("impulses", "Dots on the nerve", "impulses of the smallest motor unit, drawn fifteen times too slowly",
         "smallest_s", lasts=WAY_s),
    Told("lesion", "Cross", "where the way from the brain is broken", "lesion"),
    Told("cord", "The word at the upper left", "spinal cord", "cord"),
)


def _declared(trace: StretchTrace) -> float:
    """The moment of the greatest EMG; without an answer, half way."""
    return trace.peak_s if trace.answers else trace.stretch_s / 2.0


def _film(trace: StretchTrace) -> tuple[float, float]:
    return -LEAD_s, min(trace.stretch_s + LATER_s, UNTIL_s)


def _angle(trace: StretchTrace, path: str) -> str:
    return said(trace, path).replace(" ", "")


def _answer(trace: StretchTrace) -> str:
    if trace.answers:
        felt = "The hand feels a catch" if trace.greatest_force_percent >= CATCH_percent else "The hand hardly feels it"
        return (f"The calf answers after {said(trace, 'begins_ms')}, when the foot has gone "
                f"{_angle(trace, 'begins_deg')}: its EMG rises to {share(trace.greatest_emg_percent)} and its force to "
                f"{share(trace.greatest_force_percent)} of the greatest effort. {felt}. {_slowest(trace)}")
    if trace.before_percent >= BUSY_percent:
        return (f"The calf works all the time: its EMG was {share(trace.before_percent)} before, and its force resists "
                f"with up to {share(trace.greatest_force_percent)} of the greatest effort. The greatest EMG is "
                f"{share(trace.slow_percent)} at the slowest of the speeds tried, and {share(trace.fast_percent)} at "
                "the fastest.")
    return f"The calf does not answer: its EMG stays below {ANSWER_percent:.0f} %. {_slowest(trace)}"


def _slowest(trace: StretchTrace) -> str:
    if math.isnan(trace.slowest_deg_s):
        return "No speed that was tried is answered."
    return f"Of the speeds tried, {said(trace, 'slowest_deg_s')} is the slowest that is answered."
