"""The beating foot: its angle, who pulls and who pushes, and how many beats a second; and the foot itself."""

from __future__ import annotations

from typing import Any

from muscle_lib.figures.drawings.clonus import HEIGHT, WIDTH, ClonusMoment, FootOnSpring
from muscle_lib.figures.drawings.limb import TOES_DOWN, TOES_UP
from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE
from muscle_lib.figures.words import said
from muscle_lib.models.nervous_system.clonus_trace import ClonusTrace

#: Beats a second of fourteen people with an injured cord: mean and spread (Wallace et al. 2012, doi
#: 10.1089/neu.2010.1549).
PEOPLE_Hz, SPREAD_Hz = 5.4, 0.9
#: The curves show somewhat more than the first half of the eight seconds. A film has 76 pictures, one each 42 ms: from
#: and to these times it runs as fast as the foot does.
SHOWN_s, FILM_s = 4.5, (0.4, 3.55)


@figure
class ClonusFigure:
    """Left: the foot at one moment. Right: its angle, the pull of the calf and the push of the hand, the beat."""

    def __init__(self) -> None:
        self.stage = Stage([["foot", "angle"], ["foot", "force"], ["foot", "rate"]], heights=(1.15, 1.0, 1.0),
                           widths=SIDE_BY_SIDE, scene="foot", x="t_s", height_px=HEIGHT, colors=colors(SHADE))
        seconds: dict[str, Any] = {"xlim": (0.0, SHOWN_s), "xticks": (0, 1, 2, 3, 4)}
        angle = self.stage.panel("angle", "Angle\n", yticks=(-20, -10, 0, 10, 20), ylim=(-24, 27), **seconds)
        force = self.stage.panel("force", "Force\n", yticks=(0, 40, 80), ylim=(0, 112), **seconds)
        rate = self.stage.panel("rate", "Beats a\nsecond", "Time", yticks=(4, 6, 8), ylim=(3, 8.6), **seconds)
        rate.axhspan(PEOPLE_Hz - SPREAD_Hz, PEOPLE_Hz + SPREAD_Hz, color=SHADE, linewidth=0, zorder=0.5)
        self.stage.label(rate, SHOWN_s, 3.2, f"14 people: {PEOPLE_Hz} ± {SPREAD_Hz}", ha="right", va="bottom")
        self.stage.curve("angle", "with myelin", "angle_deg", label="angle, toes up", every=2)
        self.stage.curve("force", "force", "pull_N", label="pull of the calf", every=2)
        self.stage.curve("force", "stimulus", "push_N", label="push of the hand", every=2)
        self.stage.curve("rate", "membrane potential", "beats_each_Hz", x="later_beat_s", label="from beat to beat",
                         marker="o", markersize=4.5, linewidth=1.2)
        self.stage.add_cursor("Time", "s", angle, force, rate)
        for axes in (angle, force, rate):
            self.stage.legend(axes)
            axes.tick_params(labelbottom=axes is rate)
        drawing = FootOnSpring(self.stage, self.stage.axes["foot"])
        self.stage.play(Scene(drawing, ClonusMoment, (
            Bound("foot_degrees", "Foot (turns as far as it says), and with it length and thickness of the calf",
                  "angle, toes up", "angle_deg", of=(-TOES_DOWN, -TOES_UP), to=(TOES_DOWN, TOES_UP)),
            Bound("force", "Calf (colour, fibres)", "pull of the calf", "pull_N", of=(0.0, 60.0)),
            Bound("units", "End plates that are lit, of four", "order of the reflex, as it arrives", "order_N",
                  of=(0.0, 80.0)),
            Told("arc", "Dots on the way from spindle to cord to calf", "one for each 10 ms in which the calf is "
                 "stretched faster than 17° a second; each needs as long as the reflex does", "on_the_way"),
            Bound("push", "Hand (there or not) and arrow (length, width)", "push of the hand", "push_N",
                  of=(0.0, 100.0)),
            Bound("brake", "Purple line with its bar (width)", "what the brain has left of its brake", "brake_percent",
                  of=(0.0, 100.0)),
            Told("state", "The word at the upper left", "what goes on, and which beat it is", "word"),
        ), (WIDTH, HEIGHT), "t_s", lambda trace: trace.shown_at_s, film=lambda trace: FILM_s))

    def show(self, trace: ClonusTrace) -> None:
        """Move the curves and the foot to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: ClonusTrace) -> str:
        """Whether the foot beats, how fast, and whether it goes on."""
        answer = f"The calf answers {said(trace, 'delay_ms')} after each stretch."
        if trace.lasts:
            return (f"The foot beats {trace.beats_Hz:.2f} times a second, and still does after eight seconds; it "
                    f"swings by {said(trace, 'swing_deg', 1)} to either side. {answer}")
        if trace.beats:
            many = "One beat" if trace.beats == 1 else f"{trace.beats} beats within {said(trace, 'beating_s', 1)}"
            return f"{many}, then the foot comes to rest. {answer}"
        if not trace.push_N.any():
            return "Nobody pushes, and nothing happens."
        return f"The foot is pushed up by {said(trace, 'greatest_deg', 1)}, and the calf does not answer."
