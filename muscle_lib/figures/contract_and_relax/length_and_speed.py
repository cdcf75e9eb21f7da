"""Length and speed: a sarcomere with its sliding filaments, force against length, and force and power against speed."""

from __future__ import annotations

from typing import Any

from muscle_lib.figures.drawings.filaments import Sarcomere
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.contract_and_relax.length_and_speed import LENGTHS, UNEVEN, LengthAndSpeedTrace
from muscle_lib.models.contract_and_relax.mechanics import BARE_um, FROG_BEST_um, THICK_um, THIN_um, frog_force_length


@figure
class LengthAndSpeedFigure:
    """Above: one sarcomere at the chosen length. Below: force against length (held), and against speed.

    With ``speed=False`` the length has all the room: for a station in which nothing moves.
    """

    def __init__(self, speed: bool = True) -> None:
        below = ["length", "speed"] if speed else ["length"]
        self.stage = Stage([["sarcomere"] * len(below), below], heights=(0.62, 1.0), height_px=390, scene="sarcomere")
        self._draw_sarcomere()
        length = self.stage.panel("length", "Force (best force = 1)", "Length (best length = 1)", xlim=(0.5, 1.6),
                                  ylim=(0, 2.35), yticks=(0, 0.5, 1.0, 1.5, 2.0))
        frog = STYLES["reference"]
        length.plot(LENGTHS, frog_force_length(LENGTHS * FROG_BEST_um), color=frog.color, linestyle=frog.dash,
                    linewidth=1.6, zorder=1)
        self.stage.label(length, 0.52, 1.72, "lines: held; dots, ring: now\ndotted: one frog fibre", ha="left",
                         va="center")
        for kind in ("active", "passive", "total"):
            self.stage.curve("length", f"{kind} force", f"{kind}_curve", x="lengths", label=kind)
        # The dots come after the legends, which name the lines only.
        self.stage.legend(length)
        look: dict[str, Any] = {"markersize": 10, "markeredgecolor": "white", "clip_on": False}
        for kind in ("active", "passive"):
            self.stage.dot("length", f"{kind} force", "length", kind, **look)
        # A ring: where nothing is passive, a dot would cover that of the active force.
        self.stage.dot("length", "total force", "length", "total", markersize=16, markerfacecolor="none",
                       markeredgewidth=2.0, clip_on=False)
        if speed:
            self._draw_speed(look)

    def _draw_speed(self, look: dict[str, Any]) -> None:
        axes = self.stage.panel("speed", x="Change of length", xlim=(-10, 10), ylim=(0, 2.35),
                                yticks=(0, 0.5, 1.0, 1.5, 2.0), xticks=(-10, -5, 0, 5, 10))
        axes.axvline(0.0, ymax=0.86, color=STYLES["stimulus"].color, linewidth=1.0)
        self.stage.label(axes, -9.8, 2.05, "← shortens", ha="left", va="center")
        self.stage.label(axes, 9.8, 0.12, "is stretched →", ha="right", va="center")
        for style, y in (("active force", "active_at_speed"), ("power", "power_at_speed")):
            self.stage.curve("speed", style, y, x="speeds_lengths_s")
        self.stage.legend(axes)
        for style, y in (("active force", "active"), ("power", "given_power")):
            self.stage.dot("speed", style, "speed_lengths_s", y, **look)

    def _draw_sarcomere(self) -> None:
        axes = self.stage.panel("sarcomere", x="Distance from the middle of the sarcomere (µm)", xlim=(-2.4, 4.4),
                                ylim=(-0.5, 2.5), yticks=(), xticks=(-2, -1, 0, 1, 2))
        axes.xaxis.set_label_coords(2.4 / 6.8, -0.19)
        axes.grid(False)
        axes.spines["left"].set_visible(False)

        self._sarcomere = Sarcomere(self.stage, axes, THIN_um, THICK_um, BARE_um)
        rows = (("Z discs", "total force"), ("thin filaments", "power"), ("thick filaments", "stimulus"),
                ("heads in reach", "active force"))
        for row, (words, style) in enumerate(rows):
            axes.text(2.5, 2.3 - 0.62 * row, words, color=STYLES[style].color, fontsize=14, va="center")
        self._words = self.stage.moving(axes.text(2.5, -0.25, "", fontsize=14, va="center"))

    def show(self, trace: LengthAndSpeedTrace) -> None:
        """Slide the filaments, and move the curves and the dots to a new trace."""
        self.stage.show(trace)
        self._sarcomere.show(trace.sarcomere_um / 2.0)
        self._words.set_text(f"{said(trace, 'sarcomere_um', 2)}, {said(trace, 'in_reach_percent')} in reach")

    def describe(self, trace: LengthAndSpeedTrace) -> str:
        """What the picture shows, in two or three sentences."""
        words = (f"The muscle is {trace.length_state}, {trace.length:.2f} times as long as at its best: a sarcomere "
                 f"of {said(trace, 'sarcomere_um', 2)}, with {said(trace, 'in_reach_percent')} of its heads beside a "
                 "thin filament. ")
        motion = trace.motion
        if motion != "held":
            motion += f" by {abs(trace.speed_lengths_s):.1f} best lengths a second"
        if trace.total < 0.005:
            return f"{words}While {motion} it gives no force to speak of."
        words += (f"While {motion} it pulls with {trace.total:.2f} of its best force: {trace.active:.2f} active and "
                  f"{trace.passive:.2f} passive.")
        if trace.active >= 0.005 and trace.in_reach_percent < 100.0 * UNEVEN * trace.length_factor:
            words += " Its sarcomeres are not all equally long: in the shorter ones more heads pull."
        if trace.power >= 0.005:
            words += f" Its power is {trace.power:.2f}; the most at this length would be {trace.peak_power:.2f}."
        elif trace.power <= -0.005:
            words += " It gives no power but takes it up: it brakes."
        return words
