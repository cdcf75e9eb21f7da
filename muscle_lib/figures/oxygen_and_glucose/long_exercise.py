"""An hour of work: the force, the store, the glycogen, and the fuel that the blood brings."""

from __future__ import annotations

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.oxygen_and_glucose import LongTrace

#: Less than this (of the first force) is no second wind that anybody would see.
SEEN_percent = 1.0


class FuelFigure:
    """Over the hour: force; phosphocreatine and lactate; glycogen, and how far the blood's fuel has come."""

    def __init__(self) -> None:
        self.stage = Stage([["force"], ["cell"], ["fuel"]], heights=(1.2, 1.2, 1.3), one_time_axis=True, height_px=400)
        force, cell, fuel = (self.stage.axes[name] for name in ("force", "cell", "fuel"))
        force.set(xlim=(0, 60), ylim=(0, 145), yticks=(0, 50, 100), ylabel="Force (%)")
        cell.set(ylim=(0, 72), yticks=(0, 20, 40, 60), ylabel="In the fibre\n(mM)")
        fuel.set(ylim=(0, 220), yticks=(0, 50, 100, 150), ylabel="Fuel\n(mM or %)", xlabel="Time (min)")
        self._force = self.stage.curve(force, STYLES["force"], "force", "%")
        self._pcr = self.stage.curve(cell, STYLES["phosphocreatine"], "phosphocreatine", "mM")
        self._lactate = self.stage.curve(cell, STYLES["acid"], "lactate", "mM")
        self._glycogen = self.stage.curve(fuel, STYLES["glycolysis"], "glycogen (mM)", "mM")
        self._blood = self.stage.curve(fuel, STYLES["oxygen"], "delivery by the blood (% of its most)", "%")
        self.stage.add_cursor("Time", "min", force, cell, fuel)
        for axes in (force, cell, fuel):
            self.stage.legend(axes)

    def show(self, trace: LongTrace) -> None:
        """Move the curves to a new trace."""
        for line, values in ((self._force, trace.force_percent), (self._pcr, trace.pcr_mM),
                             (self._lactate, trace.lactate_mM), (self._glycogen, trace.glycogen_mM),
                             (self._blood, trace.mobilised_percent)):
            line.set_data(trace.t_min, values)

    def describe(self, trace: LongTrace) -> str:
        """What the picture shows, in two or three sentences."""
        glycogen = (f"Glycogen in the muscle goes from {trace.glycogen_mM[0]:.0f} to {trace.glycogen_end_mM:.0f} mM, "
                    f"and lactate is {trace.lactate_end_mM:.1f} mM at the end.")
        if trace.state == "idle":
            return f"The muscle rests. {glycogen}"
        words = f"After {trace.work_min:.0f} minutes the force is {trace.force_left_percent:.0f} % of the first."
        if trace.second_wind_percent >= SEEN_percent:
            words += (f" It was weakest at minute {trace.lowest_at_min:.0f} and has come back by "
                      f"{trace.second_wind_percent:.0f} % of the first since then.")
        return f"{words} {glycogen}"
