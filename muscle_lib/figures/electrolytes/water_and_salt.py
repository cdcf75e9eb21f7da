"""Sweat, drink and salt: the body's two fluids as tanks, sodium against what is drunk, and the resting potential."""

from __future__ import annotations

from matplotlib.colors import LinearSegmentedColormap, to_hex

from muscle_lib.blood import blood_value
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.electrolytes.water_and_salt import DRINKS, WaterAndSaltTrace

#: The tanks' colour from watery (blue) over normal (nearly white) to concentrated (orange), in steps of 4 mosm/kg.
_LOW_mosm_kg, _HIGH_mosm_kg, _STEPS = 235.0, 335.0, 25
_MAP = LinearSegmentedColormap.from_list("osmolality", ["#5aa0d6", "#f4f4f4", "#e08a3c"])
_COLOURS = tuple(to_hex(_MAP(step / (_STEPS - 1))) for step in range(_STEPS))
_LINES = ("potassium", "calcium", "sodium")


@figure
class WaterAndSaltFigure:
    """Left: two tanks whose area is their volume. Right: sodium in the blood, and the resting potential below it."""

    def __init__(self) -> None:
        self.stage = Stage([["tanks", "sodium"], ["tanks", "rest"]], heights=(1.7, 1.0), widths=(1.0, 1.35),
                           scene="tanks", x="drunk_L", colors=(SHADE, *_COLOURS))
        tanks = self.stage.panel("tanks", xlim=(-6.2, 6.2), ylim=(-1.0, 9.4), xticks=(), yticks=())
        tanks.grid(False)
        for side in ("left", "bottom"):
            tanks.spines[side].set_visible(False)
        self.stage.label(tanks, -0.3, 9.2, "outside the cells", ha="right", va="top")
        self.stage.label(tanks, 0.3, 9.2, "inside the cells", ha="left", va="top")
        normal = blood_value("sodium").normal
        sodium = self.stage.panel("sodium", "Sodium", xlim=(0, 6), ylim=(105, 200), yticks=(120, *normal, 160, 180),
                                  xticklabels=())
        sodium.axhspan(*normal, facecolor=SHADE, zorder=0.5)
        self.stage.label(sodium, 0.05, 107, "shaded: normal", ha="left", va="bottom")
        rest = self.stage.panel("rest", "Rest", "Drunk", xlim=(0, 6), ylim=(-100, -60), yticks=(-100, -80, -60))
        self._tanks = [self.stage.rectangle(tanks, 0, 0, 1, 7.5, edgecolor="#1a1a1a", zorder=2) for _ in range(2)]
        self._before = [self.stage.rectangle(tanks, 0, 0, 1, 7.5, facecolor="none", edgecolor=STYLES["reference"].color,
                                             linestyle="--", linewidth=1.6, zorder=3) for _ in range(2)]
        self._volumes = [self.stage.moving(tanks.text(side * 0.3, 8.05, "", fontsize=14, va="center", zorder=4,
                                                      ha="left" if side > 0 else "right")) for side in (-1, 1)]
        self._osmolality = self.stage.moving(tanks.text(0.0, -0.55, "", fontsize=14, ha="center", va="center"))
        for number, (style, (name, _, _)) in enumerate(zip(_LINES, DRINKS, strict=True)):
            self.stage.curve("sodium", style, f"Na_curves_mM.{number}", label=name)
        self.stage.curve("rest", "membrane potential", "rest_curve_mV", label="resting potential, your drink")
        self.stage.add_cursor("Drunk", "L", sodium, rest)
        self.stage.legend(sodium)
        self.stage.legend(rest)
        for panel, y in (("sodium", "Na_out_mM"), ("rest", "rest_mV")):
            self.stage.dot(panel, "membrane potential", x="drink_L", y=y, label="your runner", markeredgecolor="white",
                           clip_on=False)

    def show(self, trace: WaterAndSaltTrace) -> None:
        """Move the curves and the points, and fill the tanks."""
        self.stage.show(trace)
        step = round((trace.osmolality_mosm_kg - _LOW_mosm_kg) / (_HIGH_mosm_kg - _LOW_mosm_kg) * (_STEPS - 1))
        colour = _COLOURS[min(max(step, 0), _STEPS - 1)]
        volumes = (("outside_L", trace.rested_outside_L, -1), ("inside_L", trace.rested_inside_L, 1))
        for tank, before, word, (name, rested, side) in zip(self._tanks, self._before, self._volumes, volumes,
                                                           strict=True):
            # Both tanks are 7.5 high, so that the width tells the area; 7.5 L for each unit of width.
            tank.set(width=side * getattr(trace, name) / 7.5, facecolor=colour)
            before.set_width(side * rested / 7.5)
            word.set_text(said(trace, name, 1))
        self._osmolality.set_text(f"both {said(trace, 'osmolality_mosm_kg')}; dashed: before")

    def describe(self, trace: WaterAndSaltTrace) -> str:
        """What the picture shows, in three sentences."""
        salt = f"with {said(trace, 'drink_Na_mM')} of sodium" if trace.drink_Na_mM >= 0.5 else "without sodium"
        mass = _changed(trace, "mass_change_percent", "has risen", "has fallen", "is what it was")
        outside = _changed(trace, "outside_change_percent", "has grown", "has shrunk")
        inside = _changed(trace, "inside_change_percent", "have swollen", "have shrunk", "keep their size")
        rest = _changed(trace, "rest_change_mV", "has risen", "has fallen")
        return (f"After {said(trace, 'sweat_L', 1)} of sweat and {said(trace, 'drink_L', 1)} of a drink {salt}, sodium "
                f"in the blood is {said(trace, 'Na_out_mM', 1)}, {_SODIUM[trace.sodium_state]}, with "
                f"{said(trace, 'osmolality_mosm_kg')}. The body's mass {mass}; the "
                f"fluid outside the cells {outside}, and the cells "
                f"{inside}. The resting potential of the muscle fibres "
                f"{rest}.")


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
