"""The toy of the muscle-side account: who fires, what force stays, and potassium, calcium and flow behind it."""

from __future__ import annotations

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.models.letting_go.muscle_side import NOTHING, AFTER_s, BEFORE_s, LETS_GO_s, MuscleSideTrace


class MuscleSideFigure:
    """Impulses, force, potassium, and calcium with flow, one above the other; 0 is the end of the drive."""

    def __init__(self) -> None:
        self.stage = Stage([["impulses"], ["force"], ["potassium"], ["inside"]], heights=(1.0, 1.3, 0.9, 1.1),
                           one_time_axis=True, height_px=395, colors=(SHADE,))
        impulses, force, potassium, inside = (self.stage.axes[name]
                                              for name in ("impulses", "force", "potassium", "inside"))
        impulses.set(xlim=(-BEFORE_s, AFTER_s), ylim=(0, 68), yticks=(0, 20, 40), ylabel="Impulses\n(Hz)")
        force.set(ylim=(0, 165), yticks=(0, 50, 100), ylabel="Force\n(%)")
        potassium.set(ylim=(3, 24), yticks=(4, 9, 14), ylabel="[K⁺]\n(mM)")
        inside.set(ylim=(0, 255), yticks=(0, 100), xlabel="Time since the drive ended (s)", ylabel="Of full\n(%)")
        self._drive = self.stage.moving(force.axvspan(-30.0, 0.0, color=SHADE, linewidth=0, zorder=0.5))
        # It moves with the shade, or the shade would cover it.
        self.stage.moving(self.stage.label(force, -39.0, 160, "shaded: the nerve drives", ha="left", va="top"))
        self._nerve = self.stage.curve(impulses, STYLES["command"], "from the nerve", "Hz")
        self._own = self.stage.curve(impulses, STYLES["EMG"], "the fibres' own", "Hz")
        reference = STYLES["reference"]
        # No curve: it is itself something to compare with, and a pin leaves no ghost of it.
        (alone,) = force.plot([], [], color=reference.color, linestyle=reference.dash, linewidth=1.8, zorder=2.5,
                              label="left alone")
        self._alone = self.stage.moving(alone)
        self._force = self.stage.curve(force, STYLES["force"], "this muscle", "%")
        self._potassium = self.stage.curve(potassium, STYLES["potassium"], "potassium outside", "mM")
        self._calcium = self.stage.curve(inside, STYLES["calcium"], "calcium that stays", "%")
        self._flow = self.stage.curve(inside, STYLES["flow"], "blood flow", "%")
        ink = STYLES["stimulus"]
        self._acts = [self.stage.moving(axes.axvline(0.0, color=ink.color, linewidth=ink.width, zorder=2))
                      for axes in (impulses, force, potassium, inside)]
        self.stage.add_cursor("Time", "s", impulses, force, potassium, inside)
        for axes in (impulses, force, potassium, inside):
            self.stage.legend(axes)

    def show(self, trace: MuscleSideTrace) -> None:
        """Move the curves to a new trace."""
        some = slice(None, None, 4)
        for line, values in ((self._nerve, trace.nerve_Hz), (self._own, trace.own_Hz),
                             (self._alone, trace.untreated_force_percent), (self._force, trace.force_percent),
                             (self._potassium, trace.K_mM), (self._calcium, trace.calcium_percent),
                             (self._flow, trace.flow_percent)):
            line.set_data(trace.t_s[some], values[some])
        self._drive.set_bounds(-trace.drive_s, 0.0, trace.driven_s, 1.0)
        for line in self._acts:
            line.set_visible(trace.action != NOTHING)
            line.set_xdata([trace.action_s, trace.action_s])

    def describe(self, trace: MuscleSideTrace) -> str:
        """How long the fibres go on, how long the force stays, and what the action did."""
        if trace.driven_s == 0.0:
            return "No impulse comes from the nerve, and the muscle stays at rest: here nothing begins by itself."
        parts = [f"{_firing(trace)}; {_force(trace)}."]
        return " ".join([*parts, *([_action(trace)] if trace.action != NOTHING else [])])


def _firing(trace: MuscleSideTrace) -> str:
    start = f"After {trace.driven_s:.0f} s with {trace.drive_Hz:.0f} impulses a second"
    if trace.fires_to_the_end:
        return f"{start} the fibres fire by themselves to the end of the picture"
    if trace.self_firing_s < LETS_GO_s:
        return f"{start} the fibres are silent within a second after the drive"
    return f"{start} the fibres fire by themselves, for the last time {trace.self_firing_s:.0f} s after the drive"


def _force(trace: MuscleSideTrace) -> str:
    if trace.held_s < LETS_GO_s:
        return "the force is below 5 % within a second"
    how_long = f"the force is below 5 % after {trace.held_s:.0f} s"
    if trace.held_to_the_end:
        how_long = "the force stays to the end"
    if trace.silent_tail_s < LETS_GO_s:
        return how_long
    return f"{how_long}, {trace.silent_tail_s:.0f} s of it without an impulse that an electrode could see"


def _action(trace: MuscleSideTrace) -> str:
    name = trace.action_name.capitalize()
    when = f"{trace.action_s:.0f} s after the drive" if trace.action_s > 0.0 else "at the drive's end"
    if trace.action_s < 0.0:
        when = f"{-trace.action_s:.0f} s before the drive's end"
    if not trace.changed:
        return f"{name} {when} changes neither firing nor force."
    if abs(trace.held_s - trace.untreated_held_s) < 0.1:
        return f"{name} {when} does not change when the force ends."
    alone = "to the end of the picture" if trace.untreated_held_s > AFTER_s - 0.1 else \
        f"for {trace.untreated_held_s:.0f} s"
    return f"{name} came {when}; left alone, the force would have stayed {alone}."
