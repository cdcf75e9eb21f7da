"""Two muscles that oppose each other: their commands, what they do, the wrist, a neighbour; and what a pen writes."""

from __future__ import annotations

from typing import Any

from muscle_lib.figures.drawings.arm import BACK, FILLS, FORWARD, HEIGHT, WIDTH, Arm, ArmMoment
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.nervous_system.dystonia import DystoniaTrace, SEEN_s

#: Shown where nobody asks for another moment: the hand has just begun to bend back, for the last time.
SHOWN_s = 2.1
#: The neighbour's axis goes a little further than this. Less than the second is not spoken of.
NEIGHBOUR_percent, SEEN_percent, BENT_deg = 30.0, 0.5, 0.5


@figure
class DystoniaFigure:
    """Left: the arm that writes, in true time in a film. Right, over three beats: the commands, both muscles, the
    wrist, and a neighbour."""

    def __init__(self) -> None:
        self.stage = Stage([["arm", name] for name in ("command", "activity", "wrist", "neighbour")],
                           heights=(1.2, 1.2, 1.0, 0.9), widths=SIDE_BY_SIDE, height_px=HEIGHT, scene="arm", x="t_s",
                           colors=FILLS)
        beats: dict[str, Any] = {"xlim": (0, SEEN_s), "xticks": (0, 1, 2, 3)}
        command = self.stage.panel("command", "Command\n", **beats, xticklabels=(), ylim=(0, 150), yticks=(0, 50, 100))
        activity = self.stage.panel("activity", "Activity\n", **beats, xticklabels=(), ylim=(0, 150),
                                    yticks=(0, 50, 100))
        wrist = self.stage.panel("wrist", "Wrist\n", **beats, xticklabels=(), ylim=(FORWARD, BACK),
                                 yticks=(-10, 0, 10))
        neighbour = self.stage.panel("neighbour", "Neighbour\n", "Time", **beats, ylim=(0, 32), yticks=(0, 10, 20, 30))
        self.stage.curve("command", "extensor", "extensor_command_percent", label="to the extensor", every=10)
        self.stage.curve("command", "flexor", "flexor_command_percent", label="to the flexor", every=10)
        self.stage.curve("activity", "extensor", "extensor_percent", every=10)
        self.stage.curve("activity", "flexor", "flexor_percent", every=10)
        self.stage.curve("wrist", "total force", "wrist_deg", label="wrist, bent back", every=10)
        self.stage.curve("neighbour", "force", "neighbour_percent", label="neighbour", every=10)
        self.stage.add_cursor("Time", "s", command, activity, wrist, neighbour)
        for axes in (command, activity):
            self.stage.legend(axes)
        percent = 0.0, 100.0
        self.stage.play(Scene(Arm(self.stage, self.stage.axes["arm"]), ArmMoment, (
            Bound("extensor", "Extensor (colour, fibres; the bulge is exaggerated)", "its activity",
                  "extensor_percent", percent),
            Bound("flexor", "Flexor (in the same way)", "its activity", "flexor_percent", percent),
            Bound("neighbour", "Neighbour (in the same way)", "its activity", "neighbour_percent", percent),
            as_it_is("wrist_degrees", "Hand and pen", "angle of the wrist, back is plus", "wrist_deg", FORWARD, BACK),
            Told("written", "Line on the paper", "angle of the wrist until now", "written_deg"),
            Bound("extend", "Arrow to E (width)", "command to the extensor", "extensor_command_percent", percent),
            Bound("flex", "Arrow to F (width)", "command to the flexor", "flexor_command_percent", percent),
            Bound("inhibition", "Bars between E and F (width; crossed out at 0)", "mutual inhibition",
                  "inhibition_percent", percent),
        ), (WIDTH, HEIGHT), "t_s", lambda trace: SHOWN_s))

    def show(self, trace: DystoniaTrace) -> None:
        """Move the curves and the arm to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: DystoniaTrace) -> str:
        """How far the hand goes, for which effort, and what of it is in vain; then neighbour and posture."""
        words = (f"The wrist goes to and fro by {said(trace, 'movement_deg', 1)}. Both muscles together work as one "
                 f"would at {said(trace, 'effort_percent')}; {said(trace, 'cancelled_percent')} of that only goes "
                 f"against each other. Both are at work for {said(trace, 'both_percent')} of the time.")
        if trace.overflow_percent >= SEEN_percent:
            words += f" The neighbour joins in, with up to {said(trace, 'overflow_percent')}."
        if trace.posture_deg <= -BENT_deg:
            words += f" On average the wrist is bent forward by {said(trace, 'posture_deg', 1).removeprefix('−')}."
        return words
