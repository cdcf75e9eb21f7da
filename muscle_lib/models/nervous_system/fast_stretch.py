"""A hand turns the foot, slowly or fast: what does the calf answer, in a healthy cord and in others?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.loop import (
    FULL_COMMAND,
    Inputs,
    Loop,
    LoopRun,
    advance_loop,
    copy_of,
    inputs_of,
    start_loop,
)
from muscle_lib.models.nervous_system.cords import (
    CORDS,
    EXAMINED,
    HYPEREXCITABLE,
    RELIEVED,
    SHOCK,
    Cord,
    with_baclofen,
)
from muscle_lib.models.nervous_system.fast_stretch_trace import StretchTrace
from muscle_lib.models.series import mean_over_last
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as

#: The joint turns by 70° from the muscle's shortest to its longest, 35° for each unit of length; it is turned by half
#: of that, about the neutral length.
DEGREES, FROM, TO = 35.0, -0.5, 0.5
#: The muscle is left alone for so long before the stretch, of which only the last part is shown; what is shown.
ALONE_s, BEFORE_s, UNTIL_s = 2.0, 0.25, 2.25
#: What comes within this time after the foot has stopped still counts as an answer.
AFTER_s = 0.5
#: The trace has one value for so many milliseconds, and the size of the EMG is the mean over the last so many.
TRACE_ms, EMG_ms = 5.0, 100.0
#: The speeds at which the same muscle is tried.
TRIED_deg_s = np.linspace(20.0, 140.0, 9)
TRIED_deg_s.setflags(write=False)
SPEEDS = "McPherson et al. 2018, doi 10.1007/s00221-018-5389-x"


@model
class FastStretch:
    """A hand lifts the toes of somebody who does nothing, at a steady speed, and the calf is made longer.

    The equations in words
    ----------------------
    The loop of chapter 6, without a command. The foot is turned by 35°, from toes down to toes up, and the calf's
    length goes from −0.5 to 0.5, about neutral:
        spindles' push = usual push + answer · 2 eu·s · speed of the stretch (lengths a second);  it arrives 30 ms later
        input = spindles' push − tonic inhibition + excitability − held back by force and length − Renshaw cells + noise
    What differs between cords (usual: 1, and 16.5 eu of tonic inhibition):
        spinal shock        answer 0, inward current 0, excitability −6 eu
        spastic             answer 10, inward current 1.5, Renshaw cells 0.5, tonic inhibition 10 eu
        late after a stroke answer 8, inward current 1.3, Renshaw cells 0.7, tonic inhibition 10.5 eu
        rigid               answer 0, and a command of 10 % that never ends (made up)
    A full dose of baclofen leaves 0.6 of what spindles tell the motor neurons, and of the answer.
    The same muscle is then stretched at nine speeds, with the same chances: how does the greatest EMG depend on speed?

    ``run()`` returns a StretchTrace; its time begins with the stretch.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: spasticity is defined by its dependence on speed (Lance 1980, as quoted by McPherson et al. 2018, doi
    10.1007/s00221-018-5389-x); which links change: D'Amico et al. 2014, doi 10.3389/fnint.2014.00036. All sizes are our
    choice, and none of them was measured in people.
    """

    cord: str = choice(
        "spastic", options={word: each.name for word, each in CORDS.items()}, symbol="cord", label="Spinal cord",
        meaning="Spinal shock: the first days or weeks after an injury. Spastic: some weeks later.",
        source="Our choice of sizes; which links change: " + HYPEREXCITABLE)
    speed_deg_s: float = quantity(
        105.0, unit="°/s", low=20.0, high=140.0, step=5.0, symbol="v", label="Speed of the hand",
        meaning="How fast the foot is turned: 35 °/s lengthens the calf by a quarter of its range in half a second.",
        source="Our choice of 35° for one unit of length; such speeds were used on people's elbows: " + SPEEDS)
    baclofen_percent: float = quantity(
        0.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="dose", label="Baclofen",
        meaning="From none to a full dose. In the made-up rigid cord it is not tried.",
        source="Our choice of size; that answers to movement go: " + RELIEVED, idle_at=({"cord": "rigid"},))
    excitability_eu: float = quantity(
        0.0, unit="eu", low=-4.0, high=4.0, step=0.5, symbol="X", label="Excitability, more or less",
        meaning="Added to that of this cord's motor neurons.", source="Our choice: none is added at first.")
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = quantity(
        1.0, unit="ms", low=0.5, high=1.0, symbol="dt", label="Time step",
        source="Our choice: with half of it, means of eight throws change by less than a twentieth.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Sizes are made up: the loop shows which way a link pushes, and its percentages are nobody's.",
        "The tissue of a paretic limb grows stiff, too (Trompetto et al. 2014, doi 10.1155/2014/354906). That resists "
        "at every speed, and is not here.",
        "The hand moves at a steady speed whatever it feels; a real one is slowed down by the catch.",
        "A tap on the tendon stretches far faster than a hand; a healthy calf answers it, too.",
        "Spasms that begin by themselves or by touch are not here. Within three months of an injury 12 of 25 people "
        "had long involuntary firing at rest (McKay et al. 2010, doi 10.1038/sc.2010.73).",
        "A weak or lost command belongs to these injuries too; nobody commands here.",
        "The rigid cord is made up: a command that never ends, and no feeling for speed. Doctors tell rigidity from "
        "spasticity by that (Fearon et al. 2015, doi 10.1002/mdc3.12147); measurements with instruments have "
        "questioned it (Cano-de-la-Cuerda et al. 2025, doi 10.3390/neurolint17110186).",
        "Where baclofen acts is not settled: in people with multiple sclerosis it did not act on the endings of the "
        "spindles’ nerve fibres (Orsnes et al. 2000, doi 10.1016/s1388-2457(00)00352-7). Here it holds back what they "
        "tell.",
        "Real rigidity is in both muscles of a joint, and goes along with slowness and often a tremor.",
        "From spinal shock to spasticity it takes days to months (Ko 2018, doi 10.13004/kjnt.2018.14.2.47); the way "
        "between is not here.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> StretchTrace:
        """Stretch the calf at the speed that is set, and at nine others."""
        dt_ms = TRACE_ms / round(TRACE_ms / self.dt_ms)
        cord = self._cord
        loop = start_loop(self.seed, dt_ms=dt_ms, constants=cord.links)
        alone = self._advance(cord, loop, np.full(round(1000.0 * ALONE_s / dt_ms), FROM))
        tried = [self._greatest(cord, copy_of(loop), speed, dt_ms) for speed in TRIED_deg_s]
        length = self._lengths(self.speed_deg_s, UNTIL_s, dt_ms)
        return self._trace(cord, alone, self._advance(cord, loop, length), length, np.array(tried), dt_ms)

    @property
    def _cord(self) -> Cord:
        """The cord with what was set besides."""
        cord = CORDS[self.cord]
        if not cord.drive:
            cord = with_baclofen(cord, self.baclofen_percent / 100.0)
        return replace(cord, excitability_eu=cord.excitability_eu + self.excitability_eu)

    def _lengths(self, speed_deg_s: float, duration_s: float, dt_ms: float) -> NDArray:
        """The calf's length from the beginning of the stretch on."""
        t_s = np.arange(1, round(1000.0 * duration_s / dt_ms) + 1) * dt_ms / 1000.0
        return np.minimum(FROM + t_s * speed_deg_s / DEGREES, TO)

    def _advance(self, cord: Cord, loop: Loop, length: NDArray) -> LoopRun:
        inputs: Inputs = inputs_of(length.size, command=cord.drive, length=length,
                                   excitability_eu=cord.excitability_eu)
        return advance_loop(cord.links, loop, inputs)

    def _greatest(self, cord: Cord, loop: Loop, speed_deg_s: float, dt_ms: float) -> float:
        """The greatest EMG of a stretch at another speed."""
        lasts_s = DEGREES * (TO - FROM) / speed_deg_s + AFTER_s
        run = self._advance(cord, loop, self._lengths(speed_deg_s, lasts_s, dt_ms))
        return 100.0 * float(_smooth(run.emg, dt_ms)[round(EMG_ms / dt_ms) - 1:].max())

    def _trace(self, cord: Cord, alone: LoopRun, run: LoopRun, length: NDArray, tried_emg_percent: NDArray,
               dt_ms: float) -> StretchTrace:
        every, before = round(TRACE_ms / dt_ms), round(1000.0 * (BEFORE_s + EMG_ms / 1000.0) / dt_ms)
        unseen = round(EMG_ms / dt_ms)

        def both(name: str) -> NDArray:
            return np.concatenate((getattr(alone, name)[-before:], getattr(run, name)))

        def thin(values: NDArray) -> NDArray:
            return values[unseen:][every - 1::every]

        lengths = np.concatenate((np.full(before, FROM), length))
        moving = np.diff(lengths, prepend=FROM) > 0.0
        let = 1.0 - min(1.0, cord.drive / FULL_COMMAND)
        t_s = np.arange(1, thin(lengths).size + 1) * TRACE_ms / 1000.0 - BEFORE_s
        return StretchTrace(
            t_s=np.round(t_s, 6), toes_up_deg=DEGREES * thin(lengths),
            hand_deg_s=np.where(thin(moving), self.speed_deg_s, 0.0),
            emg_percent=100.0 * thin(_smooth(both("emg"), dt_ms)), force_percent=100.0 * thin(both("force")),
            spindle_eu=thin(both("ia_eu")), command_percent=100.0 * cord.drive,
            held_eu=cord.links.tonic_eu * let - cord.excitability_eu,
            spike_s=np.concatenate((alone.spike_ms / 1000.0 - ALONE_s, run.spike_ms / 1000.0 - ALONE_s)),
            spike_unit=np.concatenate((alone.spike_unit, run.spike_unit)) + 1,
            tried_deg_s=TRIED_deg_s, tried_emg_percent=tried_emg_percent, speed_deg_s=self.speed_deg_s,
            stretch_s=DEGREES * (TO - FROM) / self.speed_deg_s, cord=self.cord, lesion=cord.lesion)


def _smooth(emg: NDArray, dt_ms: float) -> NDArray:
    return mean_over_last(emg, round(EMG_ms / dt_ms))


_FAST = FastStretch()
_HEALTHY, _RIGID = replace(_FAST, cord="healthy"), replace(_FAST, cord="rigid")
_SLOWLY_deg_s = 35.0
_LINKS = "Our choice of sizes; which links change: " + HYPEREXCITABLE
FastStretch.presets = grouped({
    "slowly and fast": (
        Preset("Weeks later, slowly", replace(_FAST, speed_deg_s=_SLOWLY_deg_s), source=_LINKS,
               expect="the calf does not answer: the foot gives all the way",
               signature={"greatest_emg_percent": (0.0, 1.0), "greatest_force_percent": (0.0, 1.0),
                          "slowest_deg_s": (50.0, 65.0)}),
        Preset("Weeks later, fast", _FAST, source=_LINKS,
               expect="a burst as soon as the message can be back, and a force that was not there before: a catch",
               signature={"greatest_emg_percent": (55.0, 80.0), "greatest_force_percent": (25.0, 42.0),
                          "begins_ms": (29.0, 36.0)})),
    "one hand, four cords": (
        Preset("Healthy, fast", _HEALTHY, source="Our choice: the loop of chapter 6, as it is",
               expect="a relaxed healthy calf does not answer at any of these speeds",
               signature={"greatest_emg_percent": (0.0, 1.0), "fast_percent": (0.0, 1.0)}),
        Preset("The first days, fast", replace(_FAST, cord="spinal shock"),
               source="Our choice of sizes; people: " + SHOCK,
               expect="nothing answers, not even at the highest speed",
               signature={"greatest_emg_percent": (0.0, 0.1), "fast_percent": (0.0, 0.1)}),
        "Weeks later, fast",
        Preset("Months after a stroke, fast", replace(_FAST, cord="late after a stroke"), source=_LINKS,
               expect="the same kind of answer, but a smaller one",
               signature={"greatest_emg_percent": (28.0, 46.0), "slowest_deg_s": (65.0, 80.0)})),
    "stiff in another way": (
        Preset("Rigid, slowly", replace(_RIGID, speed_deg_s=_SLOWLY_deg_s),
               source="Our choice, made up: a constant command; people: " + EXAMINED,
               expect="the calf works before anybody moves it, and resists all the way",
               signature={"before_percent": (5.0, 10.0), "greatest_force_percent": (3.5, 5.5)}),
        Preset("Rigid, fast", _RIGID, source="Our choice, made up: a constant command; people: " + EXAMINED,
               expect="the same resistance as when it is moved slowly",
               signature={"before_percent": (5.0, 10.0), "greatest_force_percent": (3.5, 5.5)})),
    "a drug": (
        "Weeks later, fast",
        Preset("Weeks later, fast, half a dose", replace(_FAST, baclofen_percent=50.0),
               source="Our choice of size; people: " + RELIEVED, expect="about half of the answer is left",
               signature={"greatest_emg_percent": (28.0, 46.0), "slowest_deg_s": (65.0, 80.0)}),
        Preset("Weeks later, fast, a full dose", replace(_FAST, baclofen_percent=100.0),
               source="Our choice of size; people: " + RELIEVED,
               expect="a quarter of the answer is left, and a higher speed is needed for it",
               signature={"greatest_emg_percent": (10.0, 22.0), "slowest_deg_s": (80.0, 95.0)})),
})
