"""Sweat, drink and salt: a body with its water in a box, sodium against what is drunk, and the resting potential."""

from __future__ import annotations

from muscle_lib.blood import blood_value
from muscle_lib.figures.drawings.water import COLORS, HEIGHT, WIDTH, Water, WaterMoment
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.electrolytes.water_and_salt import DRINKS, WaterAndSaltTrace

_LINES = ("potassium", "calcium", "sodium")


@figure
class WaterAndSaltFigure:
    """Left: a body with its water and salt. Right: sodium in the blood. Under “More curves”: the resting potential."""

    def __init__(self) -> None:
        self.stage = Stage([["body", "sodium"]], widths=SIDE_BY_SIDE, scene="body", more=[["rest"]], x="drunk_L",
                           colors=(SHADE, *COLORS))
        normal, danger = blood_value("sodium").normal, blood_value("sodium").danger
        sodium = self.stage.panel("sodium", "Sodium", "Drunk", xlim=(0, 6), ylim=(105, 200),
                                  yticks=(danger[0], *normal, danger[1], 180))
        sodium.axhspan(*normal, facecolor=SHADE, zorder=0.5)
        reference = STYLES["reference"]
        for limit, va in zip(danger, ("top", "bottom"), strict=True):
            sodium.axhline(limit, color=reference.color, linestyle=reference.dash, linewidth=1.6)
            self.stage.label(sodium, 0.05, limit + (1.5 if va == "bottom" else -1.5), "danger to the brain", ha="left",
                             va=va)
        self.stage.label(sodium, 0.05, 107, "shaded: normal", ha="left", va="bottom")
        rest = self.stage.panel("rest", "Rest", "Drunk", xlim=(0, 6), ylim=(-100, -60), yticks=(-100, -80, -60))
        for number, (style, (name, _, _)) in enumerate(zip(_LINES, DRINKS, strict=True)):
            self.stage.curve("sodium", style, f"Na_curves_mM.{number}", label=name)
        self.stage.curve("rest", "membrane potential", "rest_curve_mV", label="resting potential")
        self.stage.add_cursor("Drunk", "L", sodium, rest)
        self.stage.legend(sodium)
        self.stage.legend(rest)
        for panel, y in (("sodium", "Na_out_mM"), ("rest", "rest_mV")):
            self.stage.dot(panel, "membrane potential", x="drink_L", y=y, label="your runner", markeredgecolor="white",
                           clip_on=False)
        self.stage.play(Scene(Water(self.stage, self.stage.axes["body"]), WaterMoment, (
            as_it_is("inside_L", "Box left of the wall, arrow, litres", "fluid inside the cells", "inside_L", 0.0,
                     60.0),
            as_it_is("outside_L", "Box right of the wall, litres", "fluid outside the cells", "outside_L", 0.0, 60.0),
            as_it_is("rested_inside_L", "Dashed wall", "fluid inside the cells at rest", "rested_inside_L", 0.0, 60.0),
            as_it_is("rested_outside_L", "Dashed edge", "fluid outside the cells at rest", "rested_outside_L", 0.0,
                     60.0),
            as_it_is("sweat_L", "Drops (two for 1 L)", "sweat", "sweat_L", 0.0, 5.0),
            as_it_is("drink_L", "Glass (full at 6 L)", "drink", "drink_L", 0.0, 6.0),
            Bound("sodium_sweated", "Circles in the drops, and missing in the box", "sodium in the sweat",
                  "sodium_sweated_percent", of=(0.0, 100.0)),
            Bound("sodium_drunk", "Circles in the glass, and more in the box", "sodium in the drink",
                  "sodium_drunk_percent", of=(0.0, 100.0)),
            Told("drink", "Word over the glass", "the drink, by its sodium", "drink_name"),
            as_it_is("sodium_mM", "Number", "sodium in the blood", "Na_out_mM", 0.0, 300.0),
            Bound("potassium", "Squares", "potassium inside the cells", "potassium_inside_percent", of=(0.0, 200.0),
                  to=(0.0, 2.0)),
        ), (WIDTH, HEIGHT)))

    def show(self, trace: WaterAndSaltTrace) -> None:
        """Move the curves and the points, and the body."""
        self.stage.show(trace)

    def describe(self, trace: WaterAndSaltTrace) -> str:
        """What the picture shows, in three sentences."""
        salt = f" with {said(trace, 'drink_Na_mM')} of sodium" if trace.drink_Na_mM >= 0.5 else " without sodium"
        sweat = f"{said(trace, 'sweat_L', 1)} of sweat" if trace.sweat_L >= 0.05 else "no sweat"
        drink = f"{said(trace, 'drink_L', 1)} of a drink{salt}" if trace.drink_L >= 0.05 else "nothing to drink"
        mass = _changed(trace, "mass_change_percent", "has risen", "has fallen", "is what it was")
        outside = _changed(trace, "outside_change_percent", "has grown", "has shrunk")
        inside = _changed(trace, "inside_change_percent", "have swollen", "have shrunk", "keep their size")
        rest = _changed(trace, "rest_change_mV", "has risen", "has fallen")
        return (f"After {sweat} and {drink}, sodium in the blood is {said(trace, 'Na_out_mM', 1)}, "
                f"{_SODIUM[trace.sodium_state]}, with {said(trace, 'osmolality_mosm_kg')}. The body's mass {mass}; the "
                f"fluid outside the cells {outside}, and the cells {inside}. The resting potential of the muscle "
                f"fibres {rest}.")


_SODIUM = {
    "dangerous hyponatraemia": "dangerously low (hyponatraemia)", "hyponatraemia": "too low (hyponatraemia)",
    "normal": "within the normal range", "hypernatraemia": "too high (hypernatraemia)",
    "dangerous hypernatraemia": "dangerously high (hypernatraemia)",
}


def _changed(trace: WaterAndSaltTrace, name: str, up: str, down: str, unchanged: str = "is unchanged") -> str:
    """What has become of something, in words: “has grown by 2.0 %”, with the words for up and down."""
    change = getattr(trace, name)
    if abs(change) < 0.05:
        return unchanged
    return f"{up if change > 0.0 else down} by {said(trace, name, 1).lstrip('−')}"
