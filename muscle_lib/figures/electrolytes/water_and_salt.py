"""Sweat, drink and salt: the body's two fluids as tanks, sodium against what is drunk, and the resting potential."""

from __future__ import annotations

from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.patches import Rectangle

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.models.electrolytes.water_and_salt import DRINKS, NA_NORMAL_mM, WaterAndSaltTrace

#: The tanks' colour from watery (blue) over normal (nearly white) to concentrated (orange), in steps of 4 mosm/kg.
_LOW_mosm_kg, _HIGH_mosm_kg, _STEPS = 235.0, 335.0, 25
_MAP = LinearSegmentedColormap.from_list("osmolality", ["#5aa0d6", "#f4f4f4", "#e08a3c"])
_COLOURS = tuple(to_hex(_MAP(step / (_STEPS - 1))) for step in range(_STEPS))
_LINES = ("potassium", "calcium", "sodium")


class WaterAndSaltFigure:
    """Left: two tanks whose area is their volume. Right: sodium in the blood, and the resting potential below it."""

    def __init__(self) -> None:
        self.stage = Stage([["tanks", "sodium"], ["tanks", "rest"]], heights=(1.7, 1.0), widths=(1.0, 1.35),
                           colors=(SHADE, *_COLOURS))
        tanks, sodium, rest = (self.stage.axes[name] for name in ("tanks", "sodium", "rest"))
        tanks.set(xlim=(-6.2, 6.2), ylim=(-1.0, 9.4), xticks=(), yticks=())
        tanks.grid(False)
        for side in ("left", "bottom"):
            tanks.spines[side].set_visible(False)
        self.stage.label(tanks, -0.3, 9.2, "outside the cells", ha="right", va="top")
        self.stage.label(tanks, 0.3, 9.2, "inside the cells", ha="left", va="top")
        sodium.set(xlim=(0, 6), ylim=(105, 200), yticks=(120, 135, 145, 160, 180), ylabel="Sodium (mM)", xticklabels=())
        sodium.add_patch(Rectangle((0, NA_NORMAL_mM[0]), 6, NA_NORMAL_mM[1] - NA_NORMAL_mM[0], facecolor=SHADE,
                                   zorder=0.5))
        self.stage.label(sodium, 0.05, 107, "shaded: normal", ha="left", va="bottom")
        rest.set(xlim=(0, 6), ylim=(-100, -60), yticks=(-100, -80, -60), xlabel="Drunk (L)", ylabel="Rest (mV)")
        self._tanks = [self.stage.moving(tanks.add_patch(Rectangle((0, 0), 1, 7.5, edgecolor="#1a1a1a", zorder=2)))
                       for _ in range(2)]
        self._before = [self.stage.moving(tanks.add_patch(Rectangle(
            (0, 0), 1, 7.5, facecolor="none", edgecolor=STYLES["reference"].color, linestyle="--", linewidth=1.6,
            zorder=3))) for _ in range(2)]
        self._volumes = [self.stage.moving(tanks.text(side * 0.3, 8.05, "", fontsize=14, va="center", zorder=4,
                                                      ha="left" if side > 0 else "right")) for side in (-1, 1)]
        self._osmolality = self.stage.moving(tanks.text(0.0, -0.55, "", fontsize=14, ha="center", va="center"))
        self._curves = [self.stage.curve(sodium, STYLES[style], name, "mM")
                        for style, (name, _, _) in zip(_LINES, DRINKS, strict=True)]
        self._rest = self.stage.curve(rest, STYLES["membrane potential"], "resting potential, your drink", "mV")
        self.stage.add_cursor("Drunk", "L", sodium, rest)
        self.stage.legend(sodium)
        self.stage.legend(rest)
        self._points = []
        for axes in (sodium, rest):
            (point,) = axes.plot([], [], "o", markersize=11, color=STYLES["membrane potential"].color,
                                 markeredgecolor="white", zorder=4, clip_on=False)
            self._points.append(self.stage.moving(point))

    def show(self, trace: WaterAndSaltTrace) -> None:
        """Fill the tanks, and move the curves and the points."""
        step = round((trace.osmolality_mosm_kg - _LOW_mosm_kg) / (_HIGH_mosm_kg - _LOW_mosm_kg) * (_STEPS - 1))
        colour = _COLOURS[min(max(step, 0), _STEPS - 1)]
        volumes = ((trace.outside_L, trace.rested_outside_L, -1), (trace.inside_L, trace.rested_inside_L, 1))
        for tank, before, word, (now, rested, side) in zip(self._tanks, self._before, self._volumes, volumes,
                                                           strict=True):
            # Both tanks are 7.5 high, so that the width tells the area; 7.5 L for each unit of width.
            tank.set(width=side * now / 7.5, facecolor=colour)
            before.set_width(side * rested / 7.5)
            word.set_text(f"{now:.1f} L")
        self._osmolality.set_text(f"both {trace.osmolality_mosm_kg:.0f} mosm/kg; dashed: before")
        for curve, values in zip(self._curves, trace.Na_curves_mM, strict=True):
            curve.set_data(trace.drunk_L, values)
        self._rest.set_data(trace.drunk_L, trace.rest_curve_mV)
        self._points[0].set_data([trace.drink_L], [trace.Na_out_mM])
        self._points[1].set_data([trace.drink_L], [trace.rest_mV])

    def describe(self, trace: WaterAndSaltTrace) -> str:
        """What the picture shows, in three sentences."""
        salt = f"with {trace.drink_Na_mM:.0f} mM of sodium" if trace.drink_Na_mM >= 0.5 else "without sodium"
        mass = _changed(trace.mass_change_percent, "%", "has risen", "has fallen", "is what it was")
        outside = _changed(trace.outside_change_percent, "%", "has grown", "has shrunk")
        inside = _changed(trace.inside_change_percent, "%", "have swollen", "have shrunk", "keep their size")
        rest = _changed(trace.rest_change_mV, "mV", "has risen", "has fallen")
        return (f"After {trace.sweat_L:.1f} L of sweat and {trace.drink_L:.1f} L of a drink {salt}, sodium in the "
                f"blood is {trace.Na_out_mM:.1f} mM, {_SODIUM[trace.sodium_state]}, with "
                f"{trace.osmolality_mosm_kg:.0f} mosm/kg. The body's mass {mass}; the "
                f"fluid outside the cells {outside}, and the cells "
                f"{inside}. The resting potential of the muscle fibres "
                f"{rest}.")


_SODIUM = {
    "dangerous hyponatraemia": "dangerously low (hyponatraemia)", "hyponatraemia": "too low (hyponatraemia)",
    "normal": "within the normal range", "hypernatraemia": "too high (hypernatraemia)",
    "dangerous hypernatraemia": "dangerously high (hypernatraemia)",
}


def _changed(change: float, unit: str, up: str, down: str, unchanged: str = "is unchanged") -> str:
    """What has become of something, in words: “has grown by 2.0 %”, with the words for up and down."""
    if abs(change) < 0.05:
        return unchanged
    return f"{up if change > 0.0 else down} by {abs(change):.1f} {unit}"
