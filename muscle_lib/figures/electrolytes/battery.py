"""The battery of ions: a cell in its bath, and where its membrane comes to rest, also for other potassium."""

from __future__ import annotations

from muscle_lib.blood import blood_value
from muscle_lib.figures.drawings.battery import COLORS, HEIGHT, WIDTH, Battery, BatteryMoment
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.electrolytes.battery import BatteryTrace

#: The ions from top to bottom: sign, style, and the name of its potential in the trace.
IONS = (("Ca²⁺", "calcium", "E_Ca_mV"), ("Na⁺", "sodium", "E_Na_mV"), ("Mg²⁺", "stimulus", "E_Mg_mV"),
        ("Cl⁻", "chloride", "E_Cl_mV"), ("K⁺", "potassium", "E_K_mV"))
_POTASSIUM = blood_value("potassium")
#: Of the potassium in the blood: where danger and the normal begin and end.
_LIMITS = (_POTASSIUM.danger[0], *_POTASSIUM.normal, _POTASSIUM.danger[1])
_SCALE_mV = (-150.0, 150.0)


@figure
class BatteryFigure:
    """Left: the cell with its ions. Right: its rest against potassium. Under “More curves”: a bar from 0 to each ion's
    own potential, and the membrane's rest."""

    def __init__(self) -> None:
        self.stage = Stage([["cell", "curve"]], scene="cell", widths=SIDE_BY_SIDE, more=[["pull"]], x="K_axis_mM",
                           colors=(SHADE, *COLORS, *(STYLES[style].color for _, style, _ in IONS)))
        pull = self.stage.panel("pull", "", "Where each ion pulls the inside (mV)", xlim=(-150, 150), ylim=(-0.6, 5.3),
                                yticks=range(5), yticklabels=[ion for ion, *_ in reversed(IONS)],
                                xticks=(-100, -50, 0, 50, 100))
        pull.axvline(0.0, color=STYLES["stimulus"].color, linewidth=1.0)
        curve = self.stage.panel("curve", "Potential", "Potassium outside", xlim=(1, 12), ylim=(-145, 45),
                                 yticks=range(-140, 21, 20), xscale="log", xticks=(1, *_LIMITS, 12),
                                 xticklabels=[f"{value:g}" for value in (1, *_LIMITS, 12)])
        curve.minorticks_off()
        # Not up to the top, where the legend stands.
        curve.axvspan(*_POTASSIUM.normal, ymax=0.9, facecolor=SHADE, zorder=0.5)
        for limit in _POTASSIUM.danger:
            curve.axvline(limit, ymax=0.9, color=STYLES["reference"].color, linestyle=STYLES["reference"].dash,
                          linewidth=1.6)
        self.stage.label(curve, 4.18, -143, "normal", ha="center", va="bottom")
        self.stage.label(curve, 2.4, -143, "weakness", ha="right", va="bottom")
        self.stage.label(curve, 6.8, -143, "heart rhythm\nin danger", ha="left", va="bottom")

        self._bars, self._words = [], []
        for row, (_, style, _) in enumerate(reversed(IONS)):
            self._bars.append(self.stage.rectangle(pull, 0.0, row - 0.3, 1.0, 0.6, facecolor=STYLES[style].color,
                                                   zorder=2))
            # On a white ground, because with a leaky membrane the line of its rest comes there.
            self._words.append(self.stage.moving(self.stage.label(
                pull, 0.0, row, "", va="center", zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})))
        rest = STYLES["membrane potential"]
        self._rest = self.stage.moving(pull.axvline(-90.0, ymax=0.9, color=rest.color, linewidth=rest.width, zorder=3))
        self._rest_word = self.stage.moving(self.stage.label(pull, -90.0, 4.85, "", ha="left", va="center"))
        self.stage.curve("curve", "membrane potential", "rest_curve_mV", label="membrane at rest")
        self.stage.curve("curve", "potassium", "E_K_curve_mV", label="K⁺ alone")
        self.stage.add_cursor("Potassium outside", "mM", curve)
        self.stage.legend(curve)
        self.stage.dot("curve", "membrane potential", x="K_out_mM", y="rest_mV", label="this fibre at rest",
                       markeredgecolor="white", clip_on=False)
        self.stage.play(Scene(Battery(self.stage, self.stage.axes["cell"]), BatteryMoment, (
            *_both_sides("potassium", "Squares", "K"), *_both_sides("sodium", "Circles", "Na"),
            *_both_sides("chloride", "Triangles", "Cl"), *_both_sides("others", "Minus signs", "others"),
            as_it_is("rest_mV", "Needle, number, and the length of all arrows (drawn as the square root)",
                     "the resting potential", "rest_mV", *_SCALE_mV),
            *(as_it_is(f"{ion}_own_mV", f"Mark of {ion} beside the gauge, length of its arrow",
                       f"where {ion} alone would hold the membrane", f"E_{sign}_mV", *_SCALE_mV)
              for ion, sign in (("potassium", "K"), ("sodium", "Na"), ("chloride", "Cl"), ("calcium", "Ca"))),
            as_it_is("sodium_way", "Pore and arrow of sodium (width, drawn as the cube root)",
                     "sodium permeability, as a part of that of potassium", "na_per_k", 0.0, 1.0),
        ), (WIDTH, HEIGHT)))

    def show(self, trace: BatteryTrace) -> None:
        """Move the curves, the point, the bars and the line between them to a new trace."""
        self.stage.show(trace)
        for bar, word, (_, _, name) in zip(self._bars, self._words, reversed(IONS), strict=True):
            pull = getattr(trace, name)
            bar.set_width(pull)
            # On the other side of 0, where no bar is ever in its way.
            # Chloride outside depends on all the others, so its amount is told too.
            amount = f"\n{said(trace, 'Cl_out_mM')} outside" if name == "E_Cl_mV" else ""
            word.set(text=said(trace, name, 1, plus=True) + amount,
                     x=-8.0 if pull > 0.0 else 8.0, ha="right" if pull > 0.0 else "left")
        self._rest.set_xdata([trace.rest_mV, trace.rest_mV])
        self._rest_word.set(text=f"membrane at rest: {said(trace, 'rest_mV', 1, plus=True)}",
                            x=min(trace.rest_mV, -40.0) - 8.0)

    def describe(self, trace: BatteryTrace) -> str:
        """What the picture shows, in two to four sentences."""
        words = (f"With {said(trace, 'K_out_mM', 1)} of potassium outside ({trace.potassium_state}), potassium pulls "
                 f"towards {said(trace, 'E_K_mV', 1, plus=True)} and sodium towards "
                 f"{said(trace, 'E_Na_mV', 1, plus=True)}; the membrane comes to rest at "
                 f"{said(trace, 'rest_mV', 1, plus=True)}, {said(trace, 'from_E_K_mV', 1)} above potassium's own "
                 f"potential. Chloride has followed: {said(trace, 'Cl_out_mM')} outside, {said(trace, 'Cl_in_mM', 1)} "
                 "inside.")
        # Not “−0.0”: a gap that is hardly below nothing is as impossible.
        gap = said(trace, "gap_mEq_L", 1) if abs(trace.gap_mEq_L) >= 0.05 else "hardly less than 0 mEq/L"
        if trace.gap_state == "below 0":
            words += f" There is more negative than positive charge outside (a gap of {gap}): no blood is like this."
        elif trace.gap_state == "above 40":
            words += (f" The gap outside is {gap}: much more than proteins and other anions can fill in healthy "
                      "blood.")
        return words


def _both_sides(ion: str, marks: str, sign: str) -> list[Bound]:
    """An ion's marks outside and inside."""
    words = "other negative charges" if ion == "others" else ion
    return [as_it_is(f"{ion}_{side}", f"{marks} {side}side (one for 2.5 mM)", f"{words} {side}side",
                     f"{sign}_{side}_mM", 0.0, 250.0) for side in ("out", "in")]
