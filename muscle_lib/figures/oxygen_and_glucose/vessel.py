"""The drawing of a capillary and its fibre, bound to a trace of this chapter."""

from __future__ import annotations

from muscle_lib.figures.drawings.supply import GLASSES, HEIGHT, WIDTH, Supply, SupplyMoment
from muscle_lib.figures.scene import Bound, Carried, Scene, Told
from muscle_lib.figures.stage import Stage

#: What the longest or broadest arrow stands for: flow, a payment, the oxygen of a steady state. And the haemoglobin
#: with which the usual number of red cells is drawn.
FLOW_mL_100g_min, PAYS_mM_s, OXYGEN_mL_100g_min, USUAL_Hb_g_L = 250.0, 2.0, 40.0, 150.0
_PERCENT = 0.0, 100.0


def _blood() -> list[Bound | Told]:
    """What is known of the blood in every trace."""
    return [Bound("flow", "Arrow above (length, by its root)", "blood flow", "flow_mL_100g_min",
                  (0.0, FLOW_mL_100g_min)),
            Bound("arterial", "Red cells at the left (colour, dots)", "saturation of arterial blood",
                  "arterial_percent", _PERCENT),
            Bound("venous", "Red cells at the right (colour, dots)", "saturation of venous blood", "venous_percent",
                  _PERCENT),
            Bound("blood", "Number of red cells", "haemoglobin", "Hb_g_L", (0.0, 2.0 * USUAL_Hb_g_L), (0.0, 2.0))]


def working_vessel(stage: Stage, fuel: bool = False) -> None:
    """With the stores, at the end of the work; after cursor and legends. ``fuel``: and with what the blood brings
    besides oxygen, which takes minutes."""
    drawing = Supply(stage, stage.axes[stage.scene], fuel=fuel)
    fields = "pcr_mM", "ATP_mM", "glycogen_mM", "lactate_mM"
    stage.play(Scene(drawing, SupplyMoment, [
        *_blood(),
        Carried("carried", "Red cells (their way in a film; far too slow)", "blood flow", "flow_mL_100g_min",
                FLOW_mL_100g_min, lambda trace: trace.work_min),
        Bound("press", "Vessel between two fibres (narrowing; far too wide)", "how far it is pressed together",
              "pressed_percent", _PERCENT),
        Bound("cuff", "Cuff (two pads on the vessel, shut at 100 %)", "how tight it is", "cuff_percent", _PERCENT),
        Bound("force", "Fibres (colour, breadth of their threads)", "force", "force_percent", _PERCENT),
        Bound("uptake", "Arrows of oxygen (breadth; without flow of what is left), mitochondrion (colour)",
              "what oxygen pays", "oxygen_pays_mM_s",
              (0.0, PAYS_mM_s)),
        Bound("glycolysis_pays", "Arrows from glycogen (breadth)", "what glycolysis pays", "glycolysis_pays_mM_s",
              (0.0, PAYS_mM_s)),
        Bound("burns", "Arrow from glycogen to the mitochondrion (breadth)", "what oxygen pays out of glycogen",
              "glycogen_burnt_mM_s", (0.0, PAYS_mM_s)),
        Bound("store_pays", "Arrow from phosphocreatine, or back (breadth)", "what the store pays", "store_pays_mM_s",
              (-PAYS_mM_s, PAYS_mM_s), (-1.0, 1.0)),
        *(Bound(field, f"Glass of {name.replace('-', '').replace(chr(10), '')}", "what is in the fibre", field,
                (0.0, full), (0.0, full)) for (name, _, _, full), field in zip(GLASSES, fields, strict=True)),
        *([Bound("fuel", "Arrow of glucose and fat (breadth)", "how far their delivery has come", "delivery_percent",
                 _PERCENT)]
          if fuel else []),
        Told("state", "Word in the upper fibre", "vessels (nearly) shut, or a store that is paid back",
             "vessels_and_store_at"),
    ], (WIDTH, HEIGHT), "t_min", lambda trace: trace.work_min))


def steady_vessel(stage: Stage) -> None:
    """Without stores: the oxygen that is used, in the oxygen that is wanted."""
    drawing = Supply(stage, stage.axes[stage.scene], stores=False)
    stage.play(Scene(drawing, SupplyMoment, [
        *_blood(),
        Bound("uptake", "Arrow of oxygen (breadth), mitochondrion (colour)", "oxygen used", "used_mL_100g_min",
              (0.0, OXYGEN_mL_100g_min)),
        Bound("wanted", "Dashed arrow (breadth), and the part of it that is met", "oxygen wanted (the demand)",
              "demand_mL_100g_min", (0.0, OXYGEN_mL_100g_min)),
        Told("state", "Word in the upper fibre",
             "the verdict: do nine tenths of it come, and what is lacking if not", "verdict"),
    ], (WIDTH, HEIGHT)))
