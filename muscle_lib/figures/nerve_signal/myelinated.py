"""Where an impulse fails: how high it rises at every node of a myelinated axon, and when it gets there."""

from __future__ import annotations

import math

from muscle_lib.figures.drawings import axon as drawing
from muscle_lib.figures.nerve_signal.axon import ALONG, LEFT, place
from muscle_lib.figures.scene import Bound, Scene
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said, speed
from muscle_lib.models.nerve_signal.myelinated_trace import LESION_NODE, NODES, MyelinatedTrace
from muscle_lib.models.nerve_signal.node import ARRIVAL_mV

#: Where the fibre and the panels under it end, in pixels.
_RIGHT = 756.0
#: From node to node, in pixels; the panels reach so many nodes further, or the dots at both ends would be cut.
_NODE, _MARGIN = (_RIGHT - LEFT) / (NODES - 1), 0.4
_BOUND = (
    *ALONG,
    Bound("length", "Fibre (length, always the same here)", "its internodes", "internodes", of=(0.0, 40.0),
          to=(0.0, _RIGHT - LEFT)),
    Bound("internodes", "Wrapped stretches", "internodes", "internodes", of=(0.0, 40.0), to=(0.0, 40.0)),
    Bound("damage_from", "Damaged stretch, its beginning", "where the damage begins, of the length", "damage_from"),
    Bound("damage_to", "Damaged stretch, its end", "where the damage ends, of the length", "damage_to"),
    Bound("myelin", "Myelin of the damaged stretch (thickness, as its logarithm)", "myelin left", "myelin_percent",
          of=(0.0, 100.0)),
    Bound("stopped", "Cross", "where the impulse has stopped", "stopped_at", of=(-1.0, 1.0), to=(-1.0, 1.0)),
    Bound("healthy", "Dashed line", "where its highest voltage would be at the speed that it had before the damage",
          "healthy_at", of=(-1.0, 1.0), to=(-1.0, 1.0)),
    Bound("arrived", "Next cell", "the impulse has come to the last node", "arrived_by"),
)


@figure
class LesionFigure:
    """The fibre, and under it the peak and the arrival time at each node, on fixed scales, with the damaged stretch
    shaded."""

    def __init__(self) -> None:
        self.stage = Stage([["fibre"], ["peak"], ["arrival"]], scene="fibre", x="nodes", height_px=400,
                           colors=(SHADE, *drawing.colors()))
        low, high = LEFT - _MARGIN * _NODE, _RIGHT + _MARGIN * _NODE
        place(self.stage, peak=(low, 172, high, 288), arrival=(low, 48, high, 160))
        peak = self.stage.panel("peak", "Peak of the\npotential", xlim=(0, NODES - 1), ylim=(-90, 45),
                                yticks=(-80, 0, 40), xticklabels=())
        arrival = self.stage.panel("arrival", "Arrives at\n(ms) ↓", "Node (1 internode = 1 mm in an axon of 10 µm)",
                                   xlim=(0, NODES - 1), ylim=(2.5, 0), yticks=(0, 1, 2))
        reference = STYLES["reference"]
        # It moves nowhere, but must be drawn over the shade, which does.
        self.stage.moving(peak.axhline(
            ARRIVAL_mV, color=reference.color, linestyle=reference.dash, linewidth=reference.width, zorder=1.0))
        self.stage.label(peak, NODES - 0.7, ARRIVAL_mV - 3, "below this line a node has not fired", ha="right",
                         va="top", bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        self._shades = [self.stage.rectangle(axes, LESION_NODE, -200.0, 1.0, 400.0, facecolor=SHADE, zorder=0.5)
                        for axes in (peak, arrival)]
        self.stage.curve("peak", "membrane potential", "peaks_mV", label="peak of the potential", marker="o",
                         markersize=5)
        self.stage.curve("arrival", "with myelin", "arrivals_ms.0", label="arrival of the first impulse", marker="o",
                         markersize=5)
        self.stage.add_cursor("Node", "", peak, arrival)
        for axes in (peak, arrival):
            axes.set_xlim(-_MARGIN, NODES - 1 + _MARGIN)
        self.stage.play(Scene(
            drawing.Axon(self.stage, self.stage.axes["fibre"], LEFT, "cell", ("", "not to scale")),
            drawing.AxonMoment, _BOUND, (drawing.WIDTH, drawing.HEIGHT), "t_ms", lambda trace: trace.shown_ms,
            clock="clock"))

    def show(self, trace: MyelinatedTrace) -> None:
        """Move the dots to a new trace."""
        self.stage.show(trace)
        for shade in self._shades:
            shade.set(width=trace.damaged_internodes, visible=trace.has_lesion)

    def describe(self, trace: MyelinatedTrace) -> str:
        """What the picture shows, in one or two sentences."""
        if trace.state == "at rest":
            return "Nothing is sent: the axon rests."
        if trace.state == "no impulse":
            last = trace.reached_node
            return f"No impulse gets going: no node {f'behind number {last} ' if last >= 0 else ''}reaches the line."
        if trace.state == "dies out":
            why = "and that is not at the lesion" if trace.has_lesion else "with no lesion to blame"
            return f"The impulse dies out: node {trace.reached_node} is the last that fires, {why}."
        many = trace.damaged_internodes > 1
        stretch = f"the {trace.damaged_internodes} damaged internodes" if many else "the damaged internode"
        if trace.state == "blocked":
            behind = said(trace, f"peaks_mV.{trace.reached_node + 2}", plus=True)
            return (f"Blocked: node {trace.reached_node} is the last that fires; two nodes on, the potential only "
                    f"reaches {behind}. Nothing arrives behind the lesion.")
        if trace.state == "some impulses blocked":
            came_to_it = trace.has_lesion and trace.impulses_at[LESION_NODE - 5] == trace.impulses_at[5]
            who = stretch if came_to_it else "the axon"
            return (f"Of {trace.impulses_at[5]} impulses that set out only {trace.transmitted} got through: {who} "
                    "cannot follow so fast.")
        if not trace.has_lesion:
            return f"Every node fires, one after the other, at {speed(trace, 'velocity_m_s')}: no myelin is damaged."
        words = "The impulse gets through" if trace.pulses == 1 else f"All {trace.transmitted} impulses get through"
        if math.isnan(trace.lesion_us):
            return (f"{words}, {said(trace, 'extra_delay_us')} late: a node at {stretch} does not fire, and the "
                    "impulse jumps over it.")
        longer = (f"{said(trace, 'lesion_times', 1)} times as long as" if trace.lesion_times >= 1.05
                  else "hardly longer than")
        return f"{words}; {stretch} took {said(trace, 'lesion_us')}, {longer} healthy ones."
