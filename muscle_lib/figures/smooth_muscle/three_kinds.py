"""Skeletal, heart and smooth: one twitch of each on one axis of time, and what a train of stimuli makes of them."""

from __future__ import annotations

from muscle_lib.figures.drawings.three_muscles import FILLS, HEIGHT, KINDS, WIDTH, ThreeMuscles, ThreeMusclesMoment
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.smooth_muscle.three_kinds import SEEN_s, ThreeKindsTrace, TRAIN_s, TWITCH_s

#: The film runs about as fast as the muscles do: from two seconds before the end of the train to one after it.
FILM_s = (TRAIN_s - 2.0, TRAIN_s + 1.0)
#: What 100 % is of each.
MOST = {"skeletal": "its tetanus", "heart": "one beat", "smooth": "driven without end"}
_NAMES = {"skeletal": "Calf", "heart": "Heart", "smooth": "Artery"}
#: Less than this is lost between two stimuli of a tetanus that is called fused.
FUSED_percent = 5.0
#: So many times the force of one twitch is as much as in one.
AS_ONE = 1.05


@figure
class ThreeKindsFigure:
    """Left: a calf, a heart and an artery, when the heart has let go most. Right: one twitch of each, over a logarithm
    of time; and below, for each kind, its force in a train of ten seconds and for four seconds after it."""

    def __init__(self) -> None:
        self.stage = Stage([["muscles", name] for name in ("twitch", *KINDS)], heights=(1.25, 1.0, 1.0, 1.0),
                           widths=SIDE_BY_SIDE, height_px=HEIGHT, scene="muscles", x="t_s", colors=FILLS)
        twitch = self.stage.panel("twitch", "(%)", "Time after one stimulus", xscale="log", xlim=(0.01, TWITCH_s),
                                  ylim=(0, 160), xticks=(0.01, 0.1, 1, 10), xticklabels=("0.01", "0.1", "1", "10"),
                                  yticks=(0, 50, 100))
        twitch.minorticks_off()
        self.stage.label(twitch, 0.0106, 157, "one twitch", ha="left", va="top")
        for row, kind in enumerate(KINDS):
            self.stage.curve("twitch", kind, f"{kind}_twitch_percent", x="twitch_t_s", every=3)
            axes = self.stage.panel(kind, "(%)", "Time" if kind == KINDS[-1] else "", xlim=(0, SEEN_s), ylim=(0, 175),
                                    yticks=(0, 50, 100))
            if kind != KINDS[-1]:
                axes.tick_params(labelbottom=False)
            self.stage.curve(kind, kind, f"{kind}_percent", label=f"{kind}: force", every=4)
            self.stage.curve(kind, "reference", f"alone_percent.{row}", x="edges_s", label=f"{kind}: one twitch alone",
                             pins=False)
            self.stage.label(axes, 0.1, 172, f"{kind}, 100 %: {MOST[kind]}", ha="left", va="top")
        for kind, array, name in (("skeletal", "stimuli_s", "stimuli"), ("heart", "answered_s", "answered"),
                                  ("smooth", "stimuli_s", "stimuli")):
            self.stage.curve(kind, "stimulus", 124.0, foot=108.0, x=array, label=name, pins=False, linewidth=1.0)
            self.stage.label(self.stage.axes[kind], TRAIN_s + 0.15, 127, name, ha="left", va="center")
        self.stage.label(self.stage.axes["skeletal"], SEEN_s, 22, "one twitch", ha="right", va="bottom")
        self.stage.legend(twitch)
        self.stage.add_cursor("Time", "s", *(self.stage.axes[kind] for kind in KINDS))
        bound = [Bound(kind, f"{_NAMES[kind]}: thicker, darker, coarser; its bar", f"force of the {kind} muscle",
                       f"{kind}_percent", (0.0, 100.0)) for kind in KINDS]
        bound += [Bound(f"{kind}_twitch", f"{_NAMES[kind]}: the line across the bar",
                        f"greatest force of the {kind} muscle after one stimulus", f"{kind}_alone_percent",
                        (0.0, 100.0)) for kind in KINDS]
        self.stage.play(Scene(ThreeMuscles(self.stage, self.stage.axes["muscles"]), ThreeMusclesMoment, bound,
                              (WIDTH, HEIGHT), "t_s", lambda trace: trace.let_go_s, "clock", lambda trace: FILM_s))

    def show(self, trace: ThreeKindsTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: ThreeKindsTrace) -> str:
        """What the picture shows, in two sentences."""
        answers = "all stimuli" if trace.answered_percent == 100.0 else \
            f"{said(trace, 'answered_percent')} of the stimuli"
        return (f"The skeletal fibre {_pulls(trace, 'skeletal')}; the smooth muscle {_pulls(trace, 'smooth')}. "
                f"The heart answers {answers}, {_pulls(trace, 'heart')}.")


def _pulls(trace: ThreeKindsTrace, kind: str) -> str:
    one = "beat" if kind == "heart" else "twitch"
    falls = getattr(trace, f"{kind}_falls_percent")
    words = f"pulls no harder than in one {one}" if getattr(trace, f"{kind}_times") < AS_ONE else \
        f"pulls up to {said(trace, f'{kind}_times', 1)} times as hard as in one {one}"
    if falls >= FUSED_percent:
        return f"{words} and loses {said(trace, f'{kind}_falls_percent')} of it before the next"
    lost = f"only {said(trace, f'{kind}_falls_percent', 1)}" if falls >= 0.05 else "nothing"
    return f"{words} and loses {lost} of it between two stimuli: fused"
