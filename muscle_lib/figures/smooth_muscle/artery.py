"""The artery that squeezes: opening and flow over a minute, flow against narrowing; and the artery itself."""

from __future__ import annotations

from typing import Any

from muscle_lib.figures.drawings.artery import FILLS, HEIGHT, WIDTH, ArteryMoment, ArterySection
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.smooth_muscle.artery_trace import ArteryTrace, DRUG_s, END_s, SPASM_s

#: So wide and high is a word beside a dot, in the units of its panel; it begins so far from the dot, and never further
#: to the right or lower.
_WIDE, _HIGH, _RIGHT, _UP, _LAST, _LOWEST = 23.0, 0.95, 1.5, 0.25, 76.5, 1.25
#: Above this there is no room for a second word over the first.
_FULL = 3.4


@figure
class ArteryFigure:
    """Left: the artery cut across, and what comes through it. Right: its opening and its flow over a minute; the flow
    against the narrowing."""

    def __init__(self) -> None:
        self.stage = Stage([["artery", "opening"], ["artery", "flow"], ["artery", "curve"]], heights=(0.85, 1.0, 1.15),
                           widths=SIDE_BY_SIDE, scene="artery", x="t_s", height_px=HEIGHT, colors=FILLS)
        seconds: dict[str, Any] = {"xlim": (0.0, END_s), "xticks": range(0, 61, 10)}
        opening = self.stage.panel("opening", "Radius\n", ylim=(0.0, 2.1), yticks=(0, 0.5, 1, 1.5), **seconds)
        flow = self.stage.panel("flow", "Flow\n", "Time", ylim=(0.0, 6.4), yticks=(0, 2, 4), **seconds)
        curve = self.stage.panel("curve", "Flow\n", "Width narrowed by", xlim=(0, 100), ylim=(0.0, 6.4),
                                 xticks=range(0, 101, 20), yticks=(0, 2, 4))
        reference = STYLES["reference"]
        for axes in (opening, flow):
            for event in (SPASM_s, DRUG_s):
                axes.axvline(event, 0.0, 1.0 if axes is opening else 0.68, color=reference.color,
                             linestyle=reference.dash, linewidth=1.6)
        self.stage.label(opening, SPASM_s + 0.7, 2.05, "squeeze begins", va="top")
        self.stage.label(opening, DRUG_s + 0.7, 2.05, "drug acts, if there is one", va="top")
        self.stage.curve("opening", "force", "radius_mm", label="opening", every=4)
        self.stage.curve("flow", "oxygen", "comes_mL_s", label="comes", every=4)
        self.stage.curve("flow", "ATP", "wanted_mL_s", label="wanted", every=4)
        self.stage.curve("flow", "power", "could_come_mL_s", label="could come", every=4)
        self.stage.curve("curve", "oxygen", "comes_curve_mL_s", x="narrowing_axis_percent", label="comes")
        self.stage.curve("curve", "power", "could_come_curve_mL_s", x="narrowing_axis_percent", label="could come")
        self.stage.curve("curve", "reference", "by_radius_curve_mL_s", x="narrowing_axis_percent", label="radius⁴",
                         pins=False)
        # Their names stand beside them: a name that begins with “_” is not in the legend.
        for when, style, size in (("spasm", "power", 12), ("end", "membrane potential", 8)):
            self.stage.dot("curve", style, f"{when}_narrowing_percent", f"{when}_most_mL_s", label=f"_{when}",
                           markersize=size, markeredgecolor="white", clip_on=False, zorder=5 if size > 8 else 6)
        self._names = [self.stage.moving(self.stage.label(curve, 0, 0, name, ha="left", va="bottom"))
                       for name in ("in the spasm", "at the end")]
        self.stage.add_cursor("Time", "s", opening, flow)
        opening.tick_params(labelbottom=False)
        for axes in (flow, curve):
            self.stage.legend(axes)
        self.stage.play(Scene(ArterySection(self.stage, self.stage.axes["artery"]), ArteryMoment, (
            as_it_is("outside_mm", "Outside of the ring (to scale)", "its radius", "outside_mm", 0.0, 2.0),
            as_it_is("ring_mm", "Inside of the ring", "its radius", "ring_mm", 0.0, 2.0),
            as_it_is("opening_mm", "Opening", "its radius", "radius_mm", 0.0, 2.0),
            as_it_is("healthy_mm", "Dotted circle", "a healthy artery's opening at rest", "healthy_mm", 0.0, 2.0),
            Bound("force", "Ring (colour, width of its fibres)", "force of its muscle", "force_percent",
                  of=(0.0, 100.0)),
            as_it_is("comes", "Length of the red arrow", "what comes", "comes_mL_s", 0.0, 5.0),
            as_it_is("wanted", "Length of the dashed arrow", "what is wanted", "wanted_mL_s", 0.0, 5.0),
            as_it_is("most", "Bar", "what could come at most", "could_come_mL_s", 0.0, 5.0),
            Told("state", "The bold word", "the area that is open, of a healthy artery's at rest", "opening_in_words"),
            Told("given", "The word at the right", "the drug that acts", "given_by"),
        ), (WIDTH, HEIGHT), "t_s", lambda trace: END_s))

    def show(self, trace: ArteryTrace) -> None:
        """Move the curves, the dots and the artery to a new trace."""
        self.stage.show(trace)
        spasm, end = (_beside(narrowing, most) for narrowing, most in (
            (trace.spasm_narrowing_percent, trace.spasm_most_mL_s), (trace.end_narrowing_percent, trace.end_most_mL_s)))
        if abs(end[0] - spasm[0]) < _WIDE and abs(end[1] - spasm[1]) < _HIGH:
            end = ((end[0], spasm[1] + _HIGH) if spasm[1] < _FULL else
                   (max(0.5, end[0] - _WIDE), min(end[1], spasm[1]) - _UP - 1.3 * _HIGH))
        for name, place in zip(self._names, (spasm, end), strict=True):
            name.set_position(place)
        self._names[0].set_text("in the spasm" if trace.squeezes else "at rest")
        # Without a drug, both are the same.
        self._names[1].set_visible(trace.given != "nothing")

    def describe(self, trace: ArteryTrace) -> str:
        """How large a plaque is, what the squeeze leaves open, what comes, and what a drug changes."""
        words = f"{'In the spasm' if trace.squeezes else 'Without a squeeze'} {_open(trace, 'spasm')}"
        if trace.plaque_mm2 > 0.0:
            words = f"A plaque takes up {said(trace, 'plaque_mm2', 1)}{_at_rest(trace)}. {words}"
        if trace.given == "nothing":
            return words
        return f"{words} Half a minute later, with {trace.given}, {_open(trace, 'end')}"


def _beside(x: float, y: float) -> tuple[float, float]:
    """The place of a word beside a dot: over the curve, but under it where its names stand, and never beyond the
    panel."""
    return min(x + _RIGHT, _LAST), y - 2.2 * _HIGH if y > _FULL else max(y + _UP, _LOWEST)


def _at_rest(trace: ArteryTrace) -> str:
    """How far it was open before a squeeze that changed this."""
    left_percent = trace.opening_percent[0]
    return f"; at rest it leaves {left_percent:.0f} % of a healthy opening's area" if trace.squeezes else ""


def _open(trace: ArteryTrace, when: str) -> str:
    """What is open at a moment, and what comes, to the end of the sentence and with one more."""
    if getattr(trace, f"{when}_mm") <= 0.0:
        return "the artery is shut: no blood comes."
    wanted = said(trace, "wanted_mL_s", 1)
    enough = getattr(trace, f"{when}_comes_mL_s") >= trace.wanted_mL_s[0]
    return (f"{said(trace, f'{when}_opening_percent', 1 if trace.end_mm < 0.2 else 0)} of a healthy opening is left. "
            + (f"All of the {wanted} that are wanted come; {said(trace, f'{when}_most_mL_s', 2)} could." if enough else
               f"Of the {wanted} that are wanted only {said(trace, f'{when}_comes_mL_s', 2)} come."))
