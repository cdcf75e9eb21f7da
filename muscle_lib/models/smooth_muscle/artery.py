"""An artery of the heart: a ring of smooth muscle around a plaque, and the blood that still comes through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.smooth_muscle.artery_trace import ArteryTrace, DRUG_s, END_s, SPASM_s
from muscle_lib.models.smooth_muscle.bridges import (
    ARTERY_LATCH_per_s,
    PHOSPHATASE_per_s,
    force,
    over_time,
    steady,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

MACALPIN = "MacAlpin 1980, doi 10.1161/01.cir.61.2.296"
#: The artery with a slack muscle and no plaque: radius of its outside, and of its opening.
OUTSIDE_mm, OPEN_mm = 1.8, 1.5
#: With all heads holding, the ring is shorter by this part. The kinase at rest.
SHORTENS, TONE_per_s = 0.28, 0.05
#: What drives the blood: the pressure in the aorta less that at which nothing flows. What can come at most without
#: anything in the way, as all small vessels stand wide open.
DRIVING_mmHg, WIDE_OPEN_mL_s = 80.0, 4.5
#: The narrow part's length; blood's viscosity and density; how much of the jet's energy is lost behind it.
LENGTH_m, VISCOSITY_Pa_s, DENSITY_kg_m3, LOSS = 0.003, 0.0035, 1060.0, 1.52
PA_PER_mmHg, M3_PER_mL = 133.322, 1e-6
#: A full dose of either drug changes its rate by this factor.
FULL_DOSE = 3.0
DT_s = 0.05
_DOSE = "Our choice: 100 % is three times, so that each drug alone shows and both together show more."


def radius_mm(shorter: Any, slack_mm: float) -> NDArray:
    """The radius that is open when the outside has become shorter by this part: the wall keeps its area, so that what
    the outside comes in, the opening loses, and more. 0 where nothing is left."""
    wall_mm2 = OUTSIDE_mm ** 2 - slack_mm ** 2
    return np.sqrt(np.maximum(0.0, (OUTSIDE_mm * (1.0 - np.asarray(shorter, float))) ** 2 - wall_mm2))


def greatest_flow_mL_s(radius: Any) -> NDArray:
    """What can come at most through a narrow part of this radius (in mm) and the wide open small vessels behind it."""
    radius = np.asarray(radius, float)
    # Where it is shut, any width: the result is not used.
    wide_m = 2e-3 * np.where(radius > 0.0, radius, OPEN_mm)
    before_m2, here_m2 = np.pi * (1e-3 * OPEN_mm) ** 2, np.pi * wide_m ** 2 / 4.0
    friction = 128.0 * VISCOSITY_Pa_s * LENGTH_m / (np.pi * wide_m ** 4) * M3_PER_mL / PA_PER_mmHg
    jet = 0.5 * LOSS * DENSITY_kg_m3 * (before_m2 / here_m2 - 1.0) ** 2 / before_m2 ** 2 * M3_PER_mL ** 2 / PA_PER_mmHg
    along = friction + DRIVING_mmHg / WIDE_OPEN_mL_s
    # The root above 0 of (friction + small vessels) · Q + jet · Q² = driving pressure, in a form that is safe at jet 0.
    flow = 2.0 * DRIVING_mmHg / (along + np.sqrt(along ** 2 + 4.0 * jet * DRIVING_mmHg))
    return np.where(radius > 0.0, flow, 0.0)


@model
class Artery:
    """A large artery on the surface of the heart: its muscle ring squeezes, and after 25 s of it a drug may act.

    The equations in words
    ----------------------
    The ring's muscle has the four kinds of bridges of Hai and Murphy; its force is the part of its heads that hold.
        the outside is shorter by 0.28 · force
        outside² − opening² stays the same (radii): the wall with its plaque keeps its area
        pressure lost in the narrow part = friction · flow / radius⁴ + jet · flow²
        pressure lost in the small vessels = their resistance · flow; wide open they let 4.5 mL/s pass
        both losses together are the driving pressure, 80 mmHg: so much can come at most
        what comes = what the heart muscle wants, or what can come at most if that is less
    At rest the small vessels are far from open: they open to make good for what is lost in the narrow part.
    The squeeze comes at 5 s and stays; a drug acts from 30 s on: nitrate on the phosphatase, the blocker on the kinase.

    ``run()`` returns an ArteryTrace of one minute. Errors: a value out of range, of the wrong type or not finite raises
    a ValueError.
    Sources: bridges Hai & Murphy 1988, doi 10.1152/ajpcell.1988.254.1.C99; a thick wall as a lever MacAlpin 1980, doi
    10.1161/01.cir.61.2.296; friction and jet Young & Tsai 1973, doi 10.1016/0021-9290(73)90099-7. Sizes are our choice.
    """

    plaque_percent: float = quantity(
        0.0, unit="%", low=0.0, high=60.0, step=5.0, symbol="D₀", label="Narrowed by a plaque",
        meaning="How much narrower the opening is (its diameter) while the muscle is slack. The plaque lies inside the "
                "ring, and is squeezed with it.",
        source="Our choice: from a healthy artery to one that is narrow without any squeeze. Where a spasm was local, "
               "there was a plaque in all of 15 people, though the opening had looked normal or hardly narrowed "
               "(Yamagishi et al. 1994).")
    drive_times: float = quantity(
        20.0, unit="", low=1.0, high=20.0, step=1.0, symbol="k₁", label="Squeeze: calcium's drive, times that at rest",
        meaning="How fast calcium's enzyme, the kinase, switches heads on; 1 is the tone that the ring has at rest.",
        source="Our choice: at rest 0.05 for each head and second, at most 1.")
    wanted_mL_s: float = quantity(
        1.0, unit="mL/s", low=1.0, high=4.0, step=0.5, symbol="Q", label="Blood that the heart muscle wants",
        meaning="1 at rest, 4 in hard work, through this one artery.",
        source="Our choice: up to four times that at rest. Young healthy people reached 4.2 (SD 0.8) times (Sdringola "
               "et al. 2011, doi 10.1016/j.jcmg.2011.02.008).")
    nitrate_percent: float = quantity(
        0.0, unit="%", low=0.0, high=200.0, step=25.0, symbol="N", label="Nitrate",
        meaning="Makes the phosphatase faster, which switches heads off: 100 % three times as fast.",
        source=f"{_DOSE} That nitrates act so: Somlyo & Somlyo 2003, doi 10.1152/physrev.00023.2003.")
    blocker_percent: float = quantity(
        0.0, unit="%", low=0.0, high=200.0, step=25.0, symbol="B", label="Calcium channel blocker",
        meaning="Lets less calcium in, so that the kinase is slower: 100 % a third as fast.", source=_DOSE)
    latch_per_s: float = quantity(
        ARTERY_LATCH_per_s, unit="1/s", low=0.01, high=0.2, symbol="k₇", label="How fast a latched head lets go",
        source="As in a model of arteries: Koenigsberger et al. 2006, doi 10.1529/biophysj.106.083311. Hai and Murphy "
               "had 0.01 1/s, with which a full dose of both drugs opens nothing within a minute.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Where exactly an artery shuts is no number to keep: nothing but the wall's own area resists here, and the "
        "wall is round and everywhere alike. Compare arteries with one another.",
        "The heads let go ten times as fast as in Hai and Murphy's muscle (k₇ 0.1 in place of 0.01 1/s). With theirs "
        "the ring would hold on for more than a minute although its drive is gone.",
        "The drugs act at once. Most spasms that were provoked with ergonovine gave way within 3 to 5 minutes of a "
        "nitrate under the tongue; a few did not (Bamrah & Schuchard 1984).",
        "Nitrate also lowers the heart's load, as it widens the veins; and both drugs have other effects. All that is "
        "left out, as are the doses in milligrams.",
        "No blood clots. In people a clot on a torn plaque is another way in which an artery shuts, and one that no "
        "slack muscle opens.",
        "Nothing says whether it hurts. A heart muscle that gets too little blood may hurt, or not.",
        "Blood flows as through one pipe, steadily. The real flow comes in beats, and other arteries can help out.",
        "A narrowing in per cent predicts badly what flows in one person: with 50 % as the limit, a third of 4086 "
        "narrowings were judged otherwise by pressure (Toth et al. 2014).",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    @property
    def slack_mm(self) -> float:
        """The radius that is open while the muscle is slack."""
        return OPEN_mm * (1.0 - self.plaque_percent / 100.0)

    def run(self) -> ArteryTrace:
        """Squeeze, give what is given, and see what still comes through."""
        t_s = np.arange(round(END_s / DT_s) + 1) * DT_s
        squeezed, treated = t_s[:-1] > SPASM_s - 1e-9, t_s[:-1] > DRUG_s - 1e-9
        kinase = TONE_per_s * np.where(squeezed, self.drive_times, 1.0) / _dose(self.blocker_percent, treated)
        phosphatase = PHOSPHATASE_per_s * _dose(self.nitrate_percent, treated)
        start = steady(TONE_per_s, PHOSPHATASE_per_s, self.latch_per_s)
        pull = force(over_time(start, kinase, phosphatase, self.latch_per_s, DT_s))
        radius = radius_mm(SHORTENS * pull, self.slack_mm)
        most, axis = greatest_flow_mL_s(radius), np.linspace(0.0, 100.0, 201)
        most_curve = greatest_flow_mL_s(OPEN_mm * (1.0 - axis / 100.0))
        return ArteryTrace(
            t_s=t_s, force_percent=100.0 * pull, radius_mm=radius, narrowing_percent=100.0 * (1.0 - radius / OPEN_mm),
            could_come_mL_s=most, comes_mL_s=np.minimum(self.wanted_mL_s, most),
            wanted_mL_s=np.full_like(t_s, self.wanted_mL_s),
            narrowing_axis_percent=axis, could_come_curve_mL_s=most_curve,
            comes_curve_mL_s=np.minimum(self.wanted_mL_s, most_curve),
            by_radius_curve_mL_s=WIDE_OPEN_mL_s * (1.0 - axis / 100.0) ** 4,
            outside_mm=np.sqrt(radius ** 2 + OUTSIDE_mm ** 2 - self.slack_mm ** 2),
            plaque_mm2=np.pi * (OPEN_mm ** 2 - self.slack_mm ** 2),
            healthy_mm=float(radius_mm(SHORTENS * force(start), OPEN_mm)), given=self._given)

    @property
    def _given(self) -> str:
        if self.nitrate_percent and self.blocker_percent:
            return "both drugs"
        return "nitrate" if self.nitrate_percent else "calcium blocker" if self.blocker_percent else "nothing"


def _dose(percent: float, treated: NDArray) -> NDArray:
    """By which factor a drug changes its rate, at each step."""
    return np.where(treated, 1.0 + (FULL_DOSE - 1.0) * percent / 100.0, 1.0)


_LEVER = f"that a wall thickened by disease acts as a lever: {MACALPIN}"
_PLAQUE, _LARGER = Artery(plaque_percent=30.0), Artery(plaque_percent=40.0)
_NARROW = Artery(plaque_percent=50.0, drive_times=1.0)
Artery.presets = grouped({
    "plaque and squeeze": (
        Preset("Healthy artery", Artery(), source=f"Our choice of the squeeze; {_LEVER}",
               expect="more than half of its area stays open, and the greatest flow falls by 4 %",
               signature={"spasm_opening_percent": (55.0, 59.0), "spasm_most_mL_s": (4.28, 4.36)}),
        Preset("Plaque of 30 %", _PLAQUE, source=f"Our choice of plaque and squeeze; {_LEVER}",
               expect="the same squeeze leaves nothing open: no blood comes",
               signature={"spasm_opening_percent": (0.0, 0.0), "spasm_comes_mL_s": (0.0, 0.0)}),
        Preset("The same, a weaker squeeze", replace(_PLAQUE, drive_times=6.0), source="Our choice: 6 times the tone",
               expect="a tenth of the healthy area is open, and at rest nothing is missing",
               signature={"spasm_opening_percent": (9.5, 11.0), "spasm_comes_mL_s": (1.0, 1.0)}),
        Preset("The same, at work", replace(_PLAQUE, drive_times=6.0, wanted_mL_s=3.0),
               source="Our choice: three times the blood of rest", expect="six tenths of what is wanted come",
               signature={"spasm_comes_mL_s": (1.70, 1.82)}),
        Preset("Plaque of 50 %, no squeeze", _NARROW, source="Our choice of the plaque",
               expect="an eighth of the healthy area is open, and at rest nothing is missing",
               signature={"end_opening_percent": (11.0, 13.0), "end_comes_mL_s": (1.0, 1.0)}),
        Preset("Plaque of 50 %, at work", replace(_NARROW, wanted_mL_s=3.0), source="Our choice: as above, at work",
               expect="a third of what is wanted is missing, without any squeeze",
               signature={"end_comes_mL_s": (1.93, 2.03)}),
    ),
    "half a minute later": (
        "Plaque of 30 %",
        Preset("Nitrate", replace(_PLAQUE, nitrate_percent=100.0), source=_DOSE,
               expect="it opens a little: the flow of rest just comes",
               signature={"spasm_comes_mL_s": (0.0, 0.0), "end_most_mL_s": (1.0, 1.1)}),
        Preset("Calcium channel blocker", replace(_PLAQUE, blocker_percent=100.0), source=_DOSE,
               expect="it opens: the flow of rest comes, and half as much again could",
               signature={"spasm_comes_mL_s": (0.0, 0.0), "end_most_mL_s": (1.45, 1.55)}),
        Preset("Both", replace(_PLAQUE, nitrate_percent=100.0, blocker_percent=100.0), source=_DOSE,
               expect="three times the flow of rest could come: more than both alone together",
               signature={"spasm_comes_mL_s": (0.0, 0.0), "end_most_mL_s": (3.1, 3.2)}),
        Preset("Larger plaque, nitrate", replace(_LARGER, nitrate_percent=100.0), source="Our choice: a plaque of 40 %",
               expect="it stays shut", signature={"end_most_mL_s": (0.0, 0.0)}),
        Preset("Larger plaque, both", replace(_LARGER, nitrate_percent=100.0, blocker_percent=100.0),
               source="Our choice: a plaque of 40 %", expect="it opens late, and the flow of rest comes",
               signature={"end_most_mL_s": (1.25, 1.4), "shut_s": (29.0, 31.5)}),
    ),
})
