"""The supply line: the haemoglobin curve with the blood going in and out, and oxygen used against flow."""

from __future__ import annotations

from muscle_lib.figures.drawings.supply import FILLS, HEIGHT
from muscle_lib.figures.oxygen_and_glucose.vessel import steady_vessel
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import DASHES, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.oxygen_and_glucose import SupplyTrace, severinghaus
from muscle_lib.models.oxygen_and_glucose.supply_line import PRESSURES_mmHg


@figure
class SupplyFigure:
    """Left: a capillary, and the oxygen that is used and wanted. Right: saturation against pressure, with arterial and
    venous blood as points; oxygen against flow."""

    def __init__(self) -> None:
        self.stage = Stage([["supply", "curve"], ["supply", "flow"]], widths=SIDE_BY_SIDE, height_px=HEIGHT,
                           scene="supply", x="flow_axis_mL_100g_min", colors=FILLS)
        curve = self.stage.panel("curve", "Haemoglobin\nwith oxygen", "Oxygen pressure", xlim=(0, 110), ylim=(0, 135),
                                 yticks=(0, 25, 50, 75, 100))
        flow = self.stage.panel("flow", "Oxygen", "Blood flow", xlim=(0, 250), ylim=(0, 56),
                                yticks=(0, 10, 20, 30, 40))
        reference = STYLES["reference"]
        curve.plot(PRESSURES_mmHg, 100.0 * severinghaus(PRESSURES_mmHg), color=reference.color,
                   linestyle=reference.dash, linewidth=1.8, label="measured in people", zorder=2)
        self.stage.curve("curve", "oxygen", "haemoglobin_percent", x="po2_axis_mmHg", label="this blood")
        # No curve: a pin leaves no ghost of what is only a level.
        level = STYLES["threshold"]
        self._wanted = self.stage.moving(flow.axhline(0.0, color=level.color, linestyle=DASHES[2], label="wanted",
                                                      linewidth=level.width))
        self.stage.curve("flow", "phosphocreatine", "delivered_curve_mL_100g_min", label="delivered")
        self.stage.curve("flow", "oxygen", "used_curve_mL_100g_min", label="used")
        # Their names stand beside them: a name that begins with “_” is not in the legend.
        for panel, style, x, y, name in (("curve", "oxygen", "arterial_mmHg", "arterial_percent", "_arterial"),
                                         ("curve", "phosphocreatine", "venous_mmHg", "venous_percent", "_venous"),
                                         ("flow", "oxygen", "flow_mL_100g_min", "used_mL_100g_min", "_used")):
            self.stage.dot(panel, style, x, y, label=name, markersize=12, markeredgecolor="white", zorder=5)
        self._names = [self.stage.moving(self.stage.label(curve, 0, 0, word, ha="left", va="top"))
                       for word in ("arterial", "venous")]
        self.stage.add_cursor("Blood flow", "mL/100 g/min", flow)
        curve.legend(loc="upper left", ncols=1, borderaxespad=0.1, fontsize=14.0, frameon=False)
        self.stage.legend(flow)
        steady_vessel(self.stage)

    def show(self, trace: SupplyTrace) -> None:
        """Move the curves and the points to a new trace."""
        self.stage.show(trace)
        self._wanted.set_ydata([trace.demand_mL_100g_min] * 2)
        points = (trace.arterial_mmHg, trace.arterial_percent), (trace.venous_mmHg, trace.venous_percent)
        for name, (x, y) in zip(self._names, points, strict=True):
            # Beside the point, and never beyond the panel.
            name.set(x=min(x + 3.0, 78.0), y=max(y - 4.0, 12.0))

    def describe(self, trace: SupplyTrace) -> str:
        """What the picture shows, in two sentences."""
        got = "enough" if trace.state == "enough" else "too little"
        if trace.verdict == "leaves blood too slowly":
            got += ", as oxygen passes too slowly from the blood to the cells (diffusion)"
        delivered, used = (said(trace, f"{name}_mL_100g_min", 1).removesuffix("/100 g/min")
                           for name in ("delivered", "used"))
        return (f"The blood delivers {delivered} of oxygen to 100 g of muscle in a minute; the muscle uses {used} of "
                f"it ({said(trace, 'extracted_percent')}). That is {said(trace, 'met_percent')} of what it wants: "
                f"{got}; the blood leaves it {said(trace, 'venous_percent')} saturated.")
