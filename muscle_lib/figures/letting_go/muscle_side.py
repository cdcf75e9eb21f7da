"""The toy of the muscle-side account: who fires, what force stays, and potassium, calcium and flow behind it."""

from __future__ import annotations

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.letting_go.muscle_side import ACTIONS, AFTER_s, BEFORE_s, LETS_GO_s, MuscleSideTrace


@figure
class MuscleSideFigure:
    """Impulses, force, potassium, and calcium with flow, one above the other; 0 is the end of the drive."""

    def __init__(self) -> None:
        self.stage = Stage([["impulses"], ["force"], ["potassium"], ["inside"]], heights=(1.0, 1.3, 0.9, 1.1), x="t_s",
                           one_time_axis=True, height_px=395, colors=(SHADE,))
        impulses = self.stage.panel("impulses", "Impulses\n", xlim=(-BEFORE_s, AFTER_s), ylim=(0, 68),
                                    yticks=(0, 20, 40))
        force = self.stage.panel("force", "Force\n", ylim=(0, 165), yticks=(0, 50, 100))
        potassium = self.stage.panel("potassium", "[K⁺]\n", ylim=(3, 24), yticks=(4, 9, 14))
        inside = self.stage.panel("inside", "Of full\n", "Time since the drive ended", ylim=(0, 255), yticks=(0, 100))
        panels = (impulses, force, potassium, inside)
        self._drive = self.stage.moving(force.axvspan(-30.0, 0.0, color=SHADE, linewidth=0, zorder=0.5))
        # It moves with the shade, or the shade would cover it.
        self.stage.moving(self.stage.label(force, -39.0, 160, "shaded: the nerve drives", ha="left", va="top"))
        # A point of the run in four is enough for the eye.
        self.stage.curve("impulses", "command", "nerve_Hz", label="from the nerve", every=4)
        self.stage.curve("impulses", "EMG", "own_Hz", label="the fibres' own", every=4)
        # It is itself something to compare with, so a pin leaves no ghost of it.
        self.stage.curve("force", "reference", "untreated_force_percent", label="left alone", pins=False, every=4,
                         linewidth=1.8, zorder=2.5)
        self.stage.curve("force", "force", "force_percent", label="this muscle", every=4)
        self.stage.curve("potassium", "potassium", "K_mM", label="potassium outside", every=4)
        self.stage.curve("inside", "calcium", "calcium_percent", label="calcium that stays", every=4)
        self.stage.curve("inside", "flow", "flow_percent", label="blood flow", every=4)
        ink = STYLES["stimulus"]
        self._acts = [self.stage.moving(axes.axvline(0.0, color=ink.color, linewidth=ink.width, zorder=2))
                      for axes in panels]
        self.stage.add_cursor("Time", "s", *panels)
        for axes in panels:
            self.stage.legend(axes)

    def show(self, trace: MuscleSideTrace) -> None:
        """Move the curves, the shade over the drive, and the line at the action."""
        self.stage.show(trace)
        self._drive.set_bounds(-trace.drive_s, 0.0, trace.driven_s, 1.0)
        for line in self._acts:
            line.set_visible(not trace.is_left_alone)
            line.set_xdata([trace.action_s, trace.action_s])

    def describe(self, trace: MuscleSideTrace) -> str:
        """How long the fibres go on, how long the force stays, and what the action did."""
        if trace.driven_s == 0.0:
            return "No impulse comes from the nerve, and the muscle stays at rest: here nothing begins by itself."
        parts = [f"{_firing(trace)}; {_force(trace)}."]
        return " ".join([*parts, *([] if trace.is_left_alone else [_action(trace)])])


def _firing(trace: MuscleSideTrace) -> str:
    impulses = "impulse" if trace.drive_Hz == 1.0 else "impulses"
    start = f"After {said(trace, 'driven_s')} with {trace.drive_Hz:.0f} {impulses} a second"
    if trace.fires_to_the_end:
        return f"{start} the fibres fire by themselves to the end of the picture"
    if trace.self_firing_s < LETS_GO_s:
        return f"{start} the fibres are silent within a second after the drive"
    return f"{start} the fibres fire by themselves, for the last time {said(trace, 'self_firing_s')} after the drive"


def _force(trace: MuscleSideTrace) -> str:
    if trace.held_s < LETS_GO_s:
        return "the force is below 5 % within a second"
    how_long = f"the force is below 5 % after {said(trace, 'held_s')}"
    if trace.held_to_the_end:
        how_long = "the force stays to the end"
    if trace.silent_tail_s < LETS_GO_s:
        return how_long
    return f"{how_long}, {said(trace, 'silent_tail_s')} of it without an impulse that an electrode could see"


def _action(trace: MuscleSideTrace) -> str:
    doing = ACTIONS[trace.action].phrase
    time = said(trace, "action_s")
    when = f"{time} after the drive" if trace.action_s > 0.0 else "at the drive's end"
    if trace.action_s < 0.0:
        when = f"{time.removeprefix('−')} before the drive's end"
    if not trace.changed:
        return f"{doing} {when} changes neither firing nor force."
    if abs(trace.held_s - trace.untreated_held_s) < 0.1:
        return f"{doing} {when} does not change when the force ends."
    alone = "to the end of the picture" if trace.untreated_held_s > AFTER_s - 0.1 else \
        f"for {said(trace, 'untreated_held_s')}"
    return f"{doing} {when} moves the end of the force: left alone, it would have stayed {alone}."
