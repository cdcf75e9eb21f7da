"""A contraction, and what comes after it: a muscle that lets go, or a cramp."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from muscle_lib.models.hyperexcitability.loop import (
    FULL_COMMAND,
    SLACK,
    LoopConstants,
    LoopRun,
    TONIC_eu,
    advance_loop,
    inputs_of,
    start_loop,
)
from muscle_lib.models.hyperexcitability.states import states_of, watch
from muscle_lib.models.series import means_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

#: A run always lasts as long. The command begins to rise after the start, takes its times to rise and to fall.
DURATION_s, START_s, RISE_s, FALL_s = 75.0, 1.0, 0.5, 0.2
#: The trace has one value for so many milliseconds; a sketch is made with this step.
TRACE_ms, SKETCH_DT_ms = 20.0, 4.0
MINETTO = "Minetto et al. 2011, doi 10.1113/jphysiol.2011.212332"
BERTOLASI = "Bertolasi et al. 1993, doi 10.1002/ana.410330207"
GUISSARD = "Guissard & Duchateau 2006, doi 10.1249/01.jes.0000240023.30373.eb"
LINK = "Our choice: 100 % is the strength at which the loop behaves like a muscle; 0 takes the link out."


@model
class Cramp:
    """A muscle with its reflexes: a command makes it contract and ends, and the muscle lets go, or cramps.

    The equations in words
    ----------------------
    The pool of chapter 5 hears a sum:
        input = command − tonic inhibition + excitability + spindles − held back by force − held back by length
                − inhibition − Renshaw cells + noise
    Spindles (in the muscle, they feel stretch) push the more, the more the muscle has just contracted:
        spindles = 29.5 eu · (1 + 0.5 · fatigue) · charge / (charge + 0.55),  charge follows the activity within 13 s;
        a stretch pushes too, and wipes the charge out
    Tendon organs (at the muscle's end, they feel the force of a contraction) hold back, in a resting muscle nothing:
        held back by force = 70 eu · (1 − 0.55 · fatigue) · gain · force / (force + 0.027),  gain 0.1 at the shortest
        length, 1 at the neutral one
    Its length holds back too, without any contraction, from half shortened on; at its shortest length it does not:
        held back by length = 25 eu · (1 + length)⁴ / ((1 + length)⁴ + 0.1)
    A unit that has fired pushes itself, with the persistent inward current of chapter 5 at its full strength, which
    wears off slowly (100 s). While a command lasts, it holds all this in check: the tonic inhibition is lifted, the
    inward current and the spindles are down to a fifth, and what force and length hold back hardly counts.
        force = summed twitches · curve of length · (1 − 0.5 · fatigue);  fatigue grows with force, and goes slowly

    ``run()`` returns a CrampTrace of 75 seconds.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the pool is Fuglevand, Winter & Patla 1993, doi 10.1152/jn.1993.70.6.2470; the loop and its constants are
    our choice. They were searched for until a contraction stopped with its command and a tired, short, excitable muscle
    cramped for about a minute. That they do so is therefore no evidence.
    """

    excitability_eu: float = quantity(
        4.0, unit="eu", low=-2.0, high=6.0, step=0.1, symbol="X", label="Excitability of the motor neurons",
        meaning="A push that is always there. About 2: people without cramps; about 5: people with cramps; the model "
                "does not reach further than 6.",
        source="Our choice of scale; what people have: Miller & Knight 2009, doi 10.1002/mus.21170")
    fatigue_percent: float = quantity(
        50.0, unit="%", low=0.0, high=80.0, step=1.0, symbol="F", label="Fatigue at the start",
        meaning="It takes force away, makes spindles push more and tendon organs hold back less.",
        source="Our choice: halfway to exhaustion, so that a lesson begins with a cramp.")
    length: float = quantity(
        -1.0, unit="", low=-1.0, high=1.0, step=0.05, symbol="L", label="Length of the muscle",
        meaning="−1 is the shortest (calf: toes pointed), 0 neutral, 1 the longest.",
        source="Our choice: short, as in " + BERTOLASI)
    drive_percent: float = quantity(
        60.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="D", label="Command",
        meaning="What the brain sends while the contraction lasts.", source="Our choice: a strong contraction.")
    hold_s: float = quantity(
        3.3, unit="s", low=0.0, high=20.0, step=0.1, symbol="t_hold", label="Time of the hold",
        meaning="How long the command stays at its height.", source="Our choice: as short as a stretch in bed.")
    stretch_by: float = quantity(
        0.0, unit="", low=0.0, high=2.0, step=0.05, symbol="ΔL", label="Stretched by",
        meaning="Later the muscle is made so much longer, but never longer than 1.",
        source="Our choice: at first nothing is done.")
    stretch_takes_s: float = quantity(
        1.0, unit="s", low=0.2, high=5.0, step=0.1, symbol="t_stretch", label="Time that the stretch takes",
        source="Our choice: a firm pull, no jerk.", idle_at=({"stretch_by": 0.0},))
    inhibition_eu: float = quantity(
        0.0, unit="eu", low=0.0, high=20.0, step=0.5, symbol="inh", label="Inhibition from elsewhere",
        meaning="What other nerve cells take away from the input, as when the opposite muscle contracts. It begins "
                "with the relief, and lasts.", source="Our choice: none at first.")
    relief_after_s: float = quantity(
        10.0, unit="s", low=0.0, high=40.0, step=0.5, symbol="t_relief", label="Relief begins, after the command",
        source="Our choice: long enough for the cramp to be seen.",
        idle_at=({"stretch_by": 0.0, "inhibition_eu": 0.0},))
    pic_percent: float = quantity(
        100.0, unit="%", low=0.0, high=150.0, step=5.0, symbol="PIC", label="Persistent inward current", source=LINK)
    wear_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="k_q", label="Wearing off of the inward current",
        source=LINK)
    spindle_percent: float = quantity(
        100.0, unit="%", low=0.0, high=200.0, step=5.0, symbol="Ia", label="Spindles", source=LINK)
    tendon_organ_percent: float = quantity(
        100.0, unit="%", low=0.0, high=200.0, step=5.0, symbol="Ib", label="Held back by force",
        meaning="Tendon organs feel the force of a contraction; in a resting muscle they are silent.",
        source=LINK + " What they feel: Appenteng & Prochazka 1984, doi 10.1113/jphysiol.1984.sp015323")
    by_length_percent: float = quantity(
        100.0, unit="%", low=0.0, high=200.0, step=5.0, symbol="I_L", label="Held back by length",
        meaning="Here a muscle holds its motor neurons back from half shortened on, contracted or not; at its shortest "
                "it does not.",
        source="Our choice of size, and of where it begins; that a held stretch does so: " + GUISSARD,
        idle_at=({"length": -1.0, "stretch_by": 0.0},))
    renshaw_percent: float = quantity(
        100.0, unit="%", low=0.0, high=200.0, step=5.0, symbol="R", label="Renshaw cells",
        meaning="Small cells of the spinal cord through which the pool holds itself back.", source=LINK)
    tonic_eu: float = quantity(
        TONIC_eu, unit="eu", low=8.0, high=18.0, step=0.5, symbol="B", label="Tonic inhibition at rest",
        meaning="What the brain holds back at rest; a command lifts it.", source=LINK)
    slack_percent: float = quantity(
        100.0 * SLACK, unit="%", low=0.0, high=100.0, step=5.0, symbol="g_S",
        label="Held back by force, when short",
        meaning="The part of the tendon organs' pull that is left at the shortest length; at 100 % length does not "
                "matter to them.",
        source="Our choice of 10 %; that it is weak: Khan & Burne 2007, doi 10.1152/jn.00371.2007")
    fatigue_felt_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="k_F", label="Effect of fatigue on the reflexes",
        source=LINK)
    noise_percent: float = quantity(
        100.0, unit="%", low=0.0, high=300.0, step=5.0, symbol="noise", label="Unsteadiness of the input", source=LINK)
    fasciculation_percent: float = quantity(
        100.0, unit="%", low=0.0, high=300.0, step=5.0, symbol="λ", label="Rate of fasciculations",
        meaning="100 %: about three a minute in the whole muscle without excitability.", source=LINK)
    seed: int = quantity(
        1, unit="", low=0, high=999, step=1, symbol="seed", label="Number of the throw",
        meaning="Another number: other chances, the same muscle.", source="Our choice: any number will do.")
    dt_ms: float = quantity(
        1.0, unit="ms", low=0.5, high=4.0, symbol="dt", label="Time step",
        source="Our choice: with half of it, the mean of twenty throws stays within its uncertainty.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Pain is left out: the model knows impulses and force only.",
        "The length is set from outside; the force does not move the joint, and the muscle has no space in which a "
        "cramp could spread.",
        "In a body a forced stretch first raises the activity of a cramped muscle; here it does not. A muscle that "
        "cramps when it is overstretched does not come out of this model either.",
        "The axon does not fire on by itself. There is another account of cramps, in which muscle and nerve ending do "
        "it alone; chapter 7 sets them side by side.",
        "Its cramp is a weak one: 28 % of the EMG and 7 % of the force of the greatest effort, while a cramped calf "
        "feels rock-hard. In a small foot muscle 60 % of the EMG and 152 s were measured (Miller et al. 2010, doi "
        "10.1249/MSS.0b013e3181c0647e).",
        "Its tendon organs hold a cramp back some twenty times as much as a willed contraction with the same EMG, as a "
        "command sets them aside. What was measured in people is another quantity: an electric shock to the tendon "
        "held both back alike (Khan & Burne 2007, doi 10.1152/jn.00371.2007); chapter 7 gives the model such a pulse.",
        "Units fire on for 43 s in this cramp, on average; in people for 29.5 s (Minetto et al. 2011, doi "
        "10.1113/jphysiol.2011.212332).",
        "Its length holds back from half shortened on, and hardly more when it is long than when it is neutral. In "
        "people only a stretch is known to do so (Guissard & Duchateau 2006, doi 10.1249/01.jes.0000240023.30373.eb).",
        "In a body shortening unloads the spindles; here those of the shortest muscle push as much as others. And what "
        "a contraction leaves in them fades here with a constant of 13 s, in all; in people it stayed for 52 s on "
        "average (8 to 240 s), in 19 of 55 spindles (Wilson et al. 1995, doi 10.1113/jphysiol.1995.sp021015).",
        "What a held stretch holds back stays all here; in people it eases off within half a minute (Budini et al. "
        "2018, doi 10.3389/fphys.2018.00935).",
        "At rest the inward current is five times what people's units show: the price of a loop that can latch.",
        "Its constants were searched for with the wanted behaviour in mind; others would do as well.",
        "People differ far more than the throws of this model do.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    @property
    def command_end_s(self) -> float:
        """When the command has ended."""
        return START_s + RISE_s + self.hold_s + FALL_s

    @property
    def constants(self) -> LoopConstants:
        """The links of the loop as these settings make them."""
        return LoopConstants(
            pic=self.pic_percent / 100.0, wears=self.wear_percent / 100.0, spindle=self.spindle_percent / 100.0,
            tendon_organ=self.tendon_organ_percent / 100.0, by_length=self.by_length_percent / 100.0,
            renshaw=self.renshaw_percent / 100.0, tonic_eu=self.tonic_eu, slack=self.slack_percent / 100.0,
            fatigue_felt=self.fatigue_felt_percent / 100.0,
            noise=self.noise_percent / 100.0, fasciculations=self.fasciculation_percent / 100.0)

    def run(self) -> CrampTrace:
        """Let the command rise, be held and end, and watch the muscle."""
        # A whole number of steps makes a value of the trace.
        dt_ms = TRACE_ms / round(TRACE_ms / self.dt_ms)
        t_s = np.arange(1, round(1000.0 * DURATION_s / dt_ms) + 1) * dt_ms / 1000.0
        command, length = self.command_at(t_s), self.length_at(t_s)
        inputs = inputs_of(t_s.size, command, length, excitability_eu=self.excitability_eu,
                           inhibition_eu=np.where(t_s > self._relief_s, self.inhibition_eu, 0.0))
        loop = start_loop(self.seed, self.fatigue_percent / 100.0, dt_ms, self.constants)
        run = advance_loop(self.constants, loop, inputs)
        return self._trace(t_s, command, length, run, dt_ms)

    def preview(self) -> CrampTrace:
        """A quick sketch, in larger steps."""
        return replace(self, dt_ms=SKETCH_DT_ms).run()

    def command_at(self, t_s: NDArray) -> NDArray:
        """The command over time, from 0 to 1."""
        corners_s = START_s + np.cumsum([0.0, RISE_s, self.hold_s, FALL_s])
        return np.interp(t_s, corners_s, [0.0, self.drive_percent / 100.0, self.drive_percent / 100.0, 0.0])

    def length_at(self, t_s: NDArray) -> NDArray:
        """The muscle's length over time."""
        return np.interp(t_s, [self._relief_s, self._relief_s + self.stretch_takes_s],
                         [self.length, min(1.0, self.length + self.stretch_by)])

    @property
    def _relief_s(self) -> float:
        return self.command_end_s + self.relief_after_s

    def _trace(self, t_s: NDArray, command: NDArray, length: NDArray, run: LoopRun,
               dt_ms: float) -> CrampTrace:
        every = round(TRACE_ms / dt_ms)

        def thin(values: NDArray) -> NDArray:
            return means_of(values, every)

        seen = watch(run, command, length, np.zeros(t_s.size), dt_ms)
        helped = self.stretch_by > 0.0 and self.length < 1.0 or self.inhibition_eu > 0.0
        return CrampTrace(
            t_s=t_s[every - 1::every], command_percent=100.0 * thin(command), length=thin(length),
            emg_size_percent=100.0 * thin(run.emg), force_percent=100.0 * thin(run.force), ia_eu=thin(run.ia_eu),
            ib_eu=thin(run.ib_eu), by_length_eu=thin(run.by_length_eu), pic_eu=thin(run.pic_eu),
            tonic_eu=thin(self.tonic_eu * (1.0 - np.minimum(1.0, command / FULL_COMMAND))),
            fatigue_percent=100.0 * thin(run.fatigue), spike_ms=run.spike_ms, spike_unit=run.spike_unit + 1,
            states=states_of(seen), fasciculations_per_min=float(seen.lone_per_min[-1]),
            command_end_s=self.command_end_s, relief_s=self._relief_s if helped else math.nan, seed=self.seed)


_REST = Cramp(excitability_eu=0.0, fatigue_percent=0.0, length=0.0, drive_percent=0.0)
_NIGHT = Cramp()
_CASE = "Our choice: a case made up for this lesson"
_GUESS = "answer the question about this recording to learn more"
Cramp.presets = grouped({
    # The lesson shows these without a name, and names them after the guess.
    "recordings": (
        Preset("Recording 1", replace(_REST, excitability_eu=4.0), source=_CASE, expect=_GUESS,
               signature={"cramp_s": (0.0, 0.0), "fasciculations_per_min": (25.0, 65.0),
                          "state": ("fasciculation", "fasciculation")}),
        Preset("Recording 2", replace(_NIGHT, hold_s=3.0), source=_CASE, expect=_GUESS,
               signature={"cramp_s": (25.0, 65.0), "state_after": ("cramp", "cramp"), "is_over": (1, 1)}),
        Preset("Recording 3", replace(_REST, drive_percent=20.0, hold_s=20.0), source=_CASE, expect=_GUESS,
               signature={"cramp_s": (0.0, 0.0), "peak_percent": (10.0, 18.0), "state_after": ("rest", "rest")})),
    "rest and work": (
        Preset("Rest", _REST, source="Our choice: everything at zero",
               expect="silence, but for a unit that fires alone now and then",
               signature={"state": ("rest", "rest"), "state_after": ("rest", "rest"), "cramp_s": (0.0, 0.0),
                          "fasciculations_per_min": (0.0, 9.0), "peak_percent": (0.0, 1.0)}),
        Preset("Ordinary contraction", replace(_REST, drive_percent=50.0), source="Our choice: half of all",
               expect="the muscle follows the command and lets go with it",
               signature={"state_after": ("rest", "rest"), "cramp_s": (0.0, 0.0), "peak_percent": (40.0, 60.0)})),
    "how it starts": (
        "Ordinary contraction",
        Preset("Calf cramp at night", _NIGHT, source="Our choice of tired, short and excitable; people: " + MINETTO,
               expect="the command ends, the contraction does not: about a minute, then it ends by itself",
               signature={"state_after": ("cramp", "cramp"), "cramp_s": (48.0, 65.0), "cramp_rate_Hz": (13.6, 16.0),
                          "cramp_emg_percent": (24.0, 36.0), "is_over": (1, 1)}),
        Preset("Tired, but neutral length", replace(_NIGHT, length=0.0), source="Our choice: the same, not shortened",
               expect="it lets go: its force and its length both hold back",
               signature={"state_after": ("rest", "rest"), "cramp_s": (0.0, 0.0)}),
        Preset("Healthy, greatest effort, toes pointed",
               replace(_NIGHT, excitability_eu=2.0, fatigue_percent=0.0, drive_percent=100.0),
               source="Our choice of X 2; what people did: " + BERTOLASI,
               expect="a cramp of a few seconds; hold longer, and it lasts longer",
               signature={"cramp_s": (2.0, 9.0), "is_over": (1, 1)}),
        Preset("Hyperexcitable", replace(_NIGHT, excitability_eu=6.0), source="Our choice: as far as the model goes",
               expect="a strong cramp that is not over after a minute",
               signature={"state": ("cramp", "cramp"), "cramp_emg_percent": (40.0, 62.0), "is_over": (0, 0)})),
    "relief": (
        "Calf cramp at night",
        Preset("Stretched away", replace(_NIGHT, stretch_by=1.5), source="Our choice of size; it works: " + BERTOLASI,
               expect="the cramp is over before the stretch is, and does not come back",
               signature={"state_after": ("cramp", "cramp"), "relieved_s": (0.0, 1.0), "cramp_s": (10.0, 11.0)})),
})
