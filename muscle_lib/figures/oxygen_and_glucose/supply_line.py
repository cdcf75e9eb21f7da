"""The supply line: the haemoglobin curve with the blood going in and out, and oxygen used against flow."""

from __future__ import annotations

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.oxygen_and_glucose import SupplyTrace, severinghaus
from muscle_lib.models.oxygen_and_glucose.supply_line import PRESSURES_mmHg


class SupplyFigure:
    """Left: saturation against pressure, arterial and venous blood as points. Right: oxygen against flow."""

    def __init__(self) -> None:
        self.stage = Stage([["curve", "flow"]], widths=(1.0, 1.15), height_px=380)
        curve, flow = self.stage.axes["curve"], self.stage.axes["flow"]
        curve.set(xlim=(0, 110), ylim=(0, 135), yticks=(0, 25, 50, 75, 100), xlabel="Oxygen pressure (mmHg)",
                  ylabel="Haemoglobin with oxygen (%)")
        flow.set(xlim=(0, 250), ylim=(0, 56), yticks=(0, 10, 20, 30, 40), xlabel="Blood flow (mL/100 g/min)",
                 ylabel="Oxygen (mL/100 g/min)")
        reference = STYLES["reference"]
        curve.plot(PRESSURES_mmHg, 100.0 * severinghaus(PRESSURES_mmHg), color=reference.color,
                   linestyle=reference.dash, linewidth=1.8, label="measured in people", zorder=2)
        self._curve = self.stage.curve(curve, STYLES["oxygen"], "this blood", "%")
        # No curve: a pin leaves no ghost of what is only a level.
        level = STYLES["threshold"]
        self._wanted = self.stage.moving(flow.axhline(0.0, color=level.color, linestyle=level.dash, label="wanted",
                                                      linewidth=level.width))
        self._delivered = self.stage.curve(flow, STYLES["phosphocreatine"], "delivered", "mL/100 g/min")
        self._used = self.stage.curve(flow, STYLES["oxygen"], "used", "mL/100 g/min")
        self._points = []
        for axes, color in ((curve, STYLES["oxygen"].color), (curve, STYLES["phosphocreatine"].color),
                            (flow, STYLES["oxygen"].color)):
            (point,) = axes.plot([], [], "o", markersize=12, color=color, markeredgecolor="white", zorder=5)
            self._points.append(self.stage.moving(point))
        self._names = [self.stage.moving(self.stage.label(curve, 0, 0, word, ha="left", va="top"))
                       for word in ("arterial", "venous")]
        self.stage.add_cursor("Blood flow", "mL/100 g/min", flow)
        curve.legend(loc="upper left", ncols=1, borderaxespad=0.1, fontsize=14.0, frameon=False)
        self.stage.legend(flow)

    def show(self, trace: SupplyTrace) -> None:
        """Move the curves and the points to a new trace."""
        self._curve.set_data(trace.po2_axis_mmHg, trace.curve_percent)
        axis = trace.flow_axis_mL_100g_min
        self._delivered.set_data(axis, trace.delivered_curve_mL_100g_min)
        self._used.set_data(axis, trace.used_curve_mL_100g_min)
        self._wanted.set_ydata([trace.demand_mL_100g_min] * 2)
        points = ((trace.arterial_mmHg, trace.arterial_percent), (trace.venous_mmHg, trace.venous_percent),
                  (trace.flow_mL_100g_min, trace.used_mL_100g_min))
        for point, (x, y) in zip(self._points, points, strict=True):
            point.set_data([x], [y])
        for name, (x, y) in zip(self._names, points[:2], strict=True):
            # Beside the point, and never beyond the panel.
            name.set(x=min(x + 3.0, 78.0), y=max(y - 4.0, 12.0))

    def describe(self, trace: SupplyTrace) -> str:
        """What the picture shows, in two sentences."""
        got = "enough" if trace.state == "enough" else "too little"
        return (f"The blood delivers {trace.delivered_mL_100g_min:.1f} mL of oxygen to 100 g of muscle in a minute; "
                f"the muscle uses {trace.used_mL_100g_min:.1f} mL of it ({trace.extracted_percent:.0f} %). That is "
                f"{trace.met_percent:.0f} % of what it wants: {got}; the blood leaves it "
                f"{trace.venous_percent:.0f} % saturated.")
