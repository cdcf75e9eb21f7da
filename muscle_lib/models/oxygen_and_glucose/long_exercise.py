"""An hour of work: glycogen, blood glucose, and the second wind of those who cannot open their glycogen."""

from __future__ import annotations

import numpy as np

from muscle_lib.blood import blood_value
from muscle_lib.models.oxygen_and_glucose.working_muscle import HYPO, VISSING, WorkingMuscle, worked
from muscle_lib.models.oxygen_and_glucose.working_trace import ChainTrace
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace


@trace
class LongTrace(ChainTrace):
    """Up to an hour of work."""

    glucose_mM: float

    @property
    def glucose_is_low(self) -> bool:
        """Whether the blood glucose is a danger, though not to the muscle first."""
        return self.glucose_mM < blood_value("glucose").danger[0]

    @result("Force left, of the first", headline=True)
    def force_left_percent(self) -> float:
        """The force at the end of the work, as a part of the first; NaN if there was none."""
        return super().force_left_percent

    @result("Weakest force")
    def force_lowest_percent(self) -> float:
        """The weakest force of the work."""
        return float(self.force_percent[1:self._end + 1].min())

    @result("Weakest at")
    def lowest_at_min(self) -> float:
        """The minute of the work in which the force was weakest."""
        return float(self.t_min[1 + int(np.argmin(self.force_percent[1:self._end + 1]))])

    @result("Second wind")
    def second_wind_percent(self) -> float:
        """The force that has come back since it was weakest, as a part of the first; NaN without force."""
        first = self.force_first_percent
        return 100.0 * (self.force_last_percent - self.force_lowest_percent) / first if first > 0.1 else float("nan")

    @result("Delivery by the blood at the end")
    def delivery_end_percent(self) -> float:
        """How far the delivery of fuel by the blood (fat, and glucose) has got at the end of the work."""
        return float(self.delivery_percent[self._end])


@model
class LongExercise:
    """The working muscle of the first station, for up to an hour of contractions and pauses.

    The equations in words
    ----------------------
    All of the working muscle. What counts here:
        fuel = 0.81 · (glycogen, if it can be opened) + 0.15 + 0.20 · mobilised + 0.02 · blood glucose · (0.4 + 0.6 ·
        mobilised), and at most 1; oxygen's payment is in proportion to it
        mobilised (fat and glucose that the blood brings) follows the work within four minutes
        change of glycogen = − lactate made from it / 2 − its part of what oxygen burns / 30
    ``run()`` returns a LongTrace; an hour takes about a twentieth of a second, because contractions that are alike are
    worked out once a minute only. Against working out all of them, forces and stores change by less than 1 %, in the
    hardest work by less than 2 %. ``preview()`` is a sketch: its forces differ by up to 3 % of the full force.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: the second wind: Vissing & Haller 2003, doi 10.1002/ana.10725. The parts of the fuels are our choice.
    """

    intensity_percent: float = same_as(WorkingMuscle, "intensity_percent", default=40.0)
    pause_s: float = same_as(WorkingMuscle, "pause_s", default=2.0, low=1.0)
    glucose_mM: float = same_as(WorkingMuscle, "glucose_mM")
    glycogen_mM: float = same_as(WorkingMuscle, "glycogen_mM")
    phosphorylase_percent: float = same_as(WorkingMuscle, "phosphorylase_percent")
    oxidation_mM_s: float = same_as(WorkingMuscle, "oxidation_mM_s", fixed=True)
    flow_max_mL_100g_min: float = same_as(WorkingMuscle, "flow_max_mL_100g_min", fixed=True)
    work_min: float = same_as(WorkingMuscle, "work_min", default=60.0, low=5.0, high=60.0, step=1.0,
                              source="Our choice: up to the whole hour.")
    contraction_s: float = same_as(WorkingMuscle, "contraction_s", fixed=True)
    rate_Hz: float = same_as(WorkingMuscle, "rate_Hz", fixed=True)
    saturation_percent: float = same_as(WorkingMuscle, "saturation_percent", fixed=True)
    Hb_g_L: float = same_as(WorkingMuscle, "Hb_g_L", fixed=True)
    cuff_percent: float = same_as(WorkingMuscle, "cuff_percent", fixed=True)
    duration_min: float = same_as(WorkingMuscle, "duration_min", default=60.0, low=10.0, source="Our choice: an hour.")
    repeat_s: float = same_as(WorkingMuscle, "repeat_s", default=60.0, low=30.0, source=
                             "Our choice: it changes results by less than 1 %, in the hardest work by less than 2 %.")
    dt_ms: float = quantity(
        100.0, unit="ms", low=50.0, high=100.0, symbol="dt", label="Time step of energy and blood",
        source="Our choice: half of it changes results by less than 1 %, in the hardest work by less than 2 %. Calcium "
               "and heads have steps of 0.25 ms.",
        fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Blood glucose stays where you set it; a real one is held by the liver, and falls when the liver is empty.",
        "Fat is only a part of what the blood brings within some minutes; its amount is not followed.",
        "That burning empties the glycogen (one unit for 30 ATP) is our own addition to the model.",
        "The second wind shows in the force here; in people it shows in the heart rate and in how hard it feels.",
        "Low blood glucose makes people stop long before their muscles have to: through the brain, which is not here.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> LongTrace:
        """Work for up to an hour."""
        return worked(self, LongTrace, glucose_mM=self.glucose_mM)

    def preview(self) -> LongTrace:
        """A sketch: the same hour in coarser steps, with more contractions repeated."""
        return worked(self, LongTrace, is_sketch=True, glucose_mM=self.glucose_mM)


LongExercise.presets = grouped({
    "an hour": (
        Preset("Healthy, an hour", LongExercise(), source="Our choice of work",
               expect="force holds, and a part of the glycogen is used up",
               signature={"force_left_percent": (85.0, 105.0), "glycogen_end_mM": (60.0, 90.0)}),
        Preset("Low blood glucose", LongExercise(glucose_mM=2.5), source=HYPO,
               expect="with glycogen in the muscle, nothing is to be seen",
               signature={"force_left_percent": (85.0, 105.0)}),
        Preset("Glycogen used up", LongExercise(glycogen_mM=5.0),
               source="Our choice: as after hours of work; 5 mM of the usual 100",
               expect="glycogen runs out, oxygen pays from what the blood brings, and force falls to 73 %",
               signature={"glycogen_end_mM": (0.0, 2.0), "force_left_percent": (40.0, 95.0)}),
        Preset("… and low blood glucose", LongExercise(glycogen_mM=5.0, glucose_mM=2.5), source=HYPO,
               expect="68 % of the first force instead of 73: now it shows, and only a little",
               signature={"glycogen_end_mM": (0.0, 2.0), "force_left_percent": (40.0, 95.0)}),
        Preset("McArdle disease", LongExercise(phosphorylase_percent=0.0), source=VISSING,
               expect="force falls for some minutes, then comes back a little: the second wind",
               signature={"lowest_at_min": (4.0, 12.0), "second_wind_percent": (1.5, 8.0),
                          "lactate_end_mM": (1.0, 2.0)}),
        Preset("McArdle disease, more glucose", LongExercise(phosphorylase_percent=0.0, glucose_mM=10.0),
               source=VISSING, expect="the same with more sugar in the blood: weaker by less",
               signature={"lowest_at_min": (2.0, 12.0), "lactate_end_mM": (1.0, 2.0)}),
    ),
    "locked glycogen": (
        "McArdle disease", "McArdle disease, more glucose",
    ),
})
