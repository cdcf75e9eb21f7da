"""A muscle's motor pool under a command that rises, is held and falls: recruitment, rate coding, force and EMG."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms, emg_of, expected_rms, smoothed, waves_of
from muscle_lib.models.voluntary_contraction.motor_pool_trace import MotorPoolTrace
from muscle_lib.models.voluntary_contraction.pool import (
    FUGLEVAND,
    maximal_excitation_eu,
    rates_Hz,
    room_for,
    run_pool,
    start_of,
    steady_force,
    units_of,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

#: A run always lasts as long, so that runs can be compared in one picture. The command begins to rise after the start.
DURATION_ms, START_ms = 10_000.0, 500.0
#: How fast the common noise wanders (our choice).
NOISE_ms = 50.0
#: Where the curve of force against command is worked out.
CURVE_percent = np.linspace(0.0, 100.0, 41)
PIC_SOURCE = "Foley & Kalmar 2019, doi 10.1152/jn.00254.2019"


@compiled
def wander(white, keep, size):
    """Noise that wanders: each value keeps this part of the one before, and its spread is 1 × size."""
    values = np.empty(white.size)
    value = 0.0
    for i in range(white.size):
        value = value * keep + size * np.sqrt(1.0 - keep * keep) * white[i]
        values[i] = value
    return values


@model
class MotorPool:
    """The 120 motor units of a muscle, and the command that drives them.

    The equations in words
    ----------------------
    All units hear the same excitation E. Unit i, counted from the smallest, joins at its own threshold:
        threshold = RR^(i/120),   twitch force = 100^(i/120),   contraction time from 90 ms (small) to 30 ms (large)
    Once it has joined, it fires faster as the excitation goes on rising:
        rate = 8 Hz + 1 Hz · (E − threshold), up to its peak rate, which is 10 Hz lower for the largest than for the
        smallest
    Its intervals scatter around 1 / rate. Each impulse adds one twitch, P · (t/T) · exp(1 − t/T), which is larger when
    the impulse before it is near; the force is the sum of all twitches. An electrode picks up one wave for each
    impulse, of a size that grows with the unit's.
    A persistent inward current, if it is switched on, pushes a unit that has fired:
        push = strength · (16 + 1.3 · threshold) · p,   p jumps with each impulse and fades within half a second
    It is never larger than the unit's own threshold, so that a unit without any input stops.

    The command is given in per cent of the excitation at which the last unit reaches its peak rate, and force in per
    cent of the mean force there. ``run()`` returns a MotorPoolTrace of ten seconds.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: Fuglevand, Winter & Patla 1993, doi 10.1152/jn.1993.70.6.2470. The persistent inward current and the waves
    are our choice.
    """

    drive_percent: float = quantity(
        20.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="D", label="Command",
        meaning="What the brain sends to all motor neurons of the muscle; 100 % is all it can.",
        source="Our choice: a gentle command; the scale ends where the last unit reaches its peak rate.")
    recruitment_fold: float = quantity(
        30.0, unit="", low=10.0, high=70.0, step=1.0, symbol="RR", label="Largest threshold (smallest = 1)",
        meaning="Small: all units have joined early, as in the hand. Large: they go on joining, as in the leg.",
        source=FUGLEVAND)
    peak_rate_Hz: float = quantity(
        35.0, unit="Hz", low=20.0, high=60.0, step=1.0, symbol="r_max", label="Peak rate of the smallest unit",
        meaning="That of the largest unit is 10 Hz lower.", source=FUGLEVAND)
    pic_percent: float = quantity(
        0.0, unit="%", low=0.0, high=50.0, step=1.0, symbol="PIC", label="Persistent inward current",
        meaning="20 % gives what has been measured in people's calf muscles.",
        source="Our choice of equation and scale; what was measured: " + PIC_SOURCE)
    irregularity_percent: float = quantity(
        20.0, unit="%", low=0.0, high=40.0, step=1.0, symbol="cv", label="Irregularity of the intervals",
        meaning="Standard deviation of an interval, in per cent of its mean.", source=FUGLEVAND)
    noise_eu: float = quantity(
        0.0, unit="eu", low=0.0, high=2.0, step=0.1, symbol="noise", label="Unsteadiness of the command",
        meaning="Reaches all units at once. 1 eu is about the threshold of the smallest unit.",
        source="Our choice: off, so that what scatters is the units themselves.")
    ramp_s: float = quantity(
        1.5, unit="s", low=0.1, high=2.5, step=0.1, symbol="t_ramp", label="Time to rise, and to fall",
        source="Our choice: slow enough to see the units join one by one.")
    hold_s: float = quantity(
        4.0, unit="s", low=0.0, high=4.0, step=0.1, symbol="t_hold", label="Time of the hold",
        source="Our choice: long enough to measure force and EMG.")
    emg_exponent: float = quantity(
        0.5, unit="", low=0.5, high=1.0, step=0.05, symbol="x", label="Exponent of the EMG",
        meaning="A unit's wave is as large as its twitch force to this power.",
        source="Our choice: 0.5 if larger units lie no nearer to the electrode; 1 if the wave grows like the force.")
    seed: int = quantity(
        1, unit="", low=0, high=999, step=1, symbol="seed", label="Number of the throw",
        meaning="Another number: other chances, the same muscle.", source="Our choice: any number will do.")
    dt_ms: float = quantity(
        1.0, unit="ms", low=0.25, high=2.0, symbol="dt", label="Time step",
        source="Our choice: half of it changes the mean force by less than 1 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All units hear one and the same command. In a body each motor neuron has inputs of its own, and a slow common "
        "wandering makes the force less steady.",
        "A motor neuron's rest after each impulse, doublets at the start and slowing in a long hold are left out.",
        "Antagonists, reflexes and length are left out; reflexes come in chapter 6.",
        "There are no fibre types as such: small units are weak and slow, large ones strong and fast.",
        "The persistent inward current cannot keep a unit firing without any input here; chapter 6 lets it.",
        "The rates are those of arm muscles. In the greatest effort people's soleus fires at about 11 impulses a "
        "second (Bellemare and others 1983), this pool at 32.",
        "Near the greatest force people's EMG climbs steeply: at 80 % of the thigh's force it was at 66 % (Kooistra "
        "and others 2007), here it is at 93 %.",
        "The EMG has no electrode and no distance: only the sizes and times of its waves are followed.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> MotorPoolTrace:
        """Let the command rise, be held and fall, and watch the units."""
        units = units_of(self.recruitment_fold, self.peak_rate_Hz, self.dt_ms)
        strongest_eu, cv = maximal_excitation_eu(units), self.irregularity_percent / 100.0
        # A healthy motor neuron without any input stops (chapter 6 leaves this limit out).
        push_eu = np.minimum(self.pic_percent / 100.0 * units.pic_eu, units.threshold_eu)
        state, draws = start_of(self.seed)
        steps = round(DURATION_ms / self.dt_ms)
        t_ms = np.arange(1, steps + 1) * self.dt_ms
        command_percent = self._command_percent(t_ms)
        white = np.random.default_rng([self.seed, 2]).standard_normal(steps)
        excitation_eu = command_percent / 100.0 * strongest_eu + wander(white, np.exp(-self.dt_ms / NOISE_ms),
                                                                        self.noise_eu)
        force, spike_unit, spike_ms = run_pool(units._replace(pic_eu=push_eu), state, draws, excitation_eu,
                                               float(self.pic_percent > 0.0), cv, self.dt_ms,
                                               room_for(units, DURATION_ms))
        size, scale_ms = waves_of(units, self.emg_exponent, self.seed)
        emg = emg_of(spike_ms, spike_unit, size, scale_ms, DURATION_ms)
        most_emg = expected_rms(units.peak_Hz, size, scale_ms)
        most_force = steady_force(units, np.array([strongest_eu]), cv)[0]
        curve = steady_force(units, CURVE_percent / 100.0 * strongest_eu, cv)
        hold_from_ms = START_ms + 1000.0 * self.ramp_s
        return MotorPoolTrace(
            t_ms=t_ms, command_percent=command_percent, excitation_eu=excitation_eu,
            force_percent=100.0 * force / most_force, spike_ms=spike_ms, spike_unit=spike_unit + 1,
            emg_t_ms=np.arange(emg.size) * SAMPLE_ms, emg_percent=100.0 * emg / most_emg,
            emg_size_percent=100.0 * smoothed(emg) / most_emg, curve_command_percent=CURVE_percent,
            curve_force_percent=100.0 * curve / most_force, hold_from_ms=hold_from_ms,
            hold_to_ms=hold_from_ms + 1000.0 * self.hold_s, drive_percent=self.drive_percent,
            threshold_percent=100.0 * units.threshold_eu / strongest_eu,
            nominal_Hz=rates_Hz(units, np.array([self.drive_percent / 100.0 * strongest_eu]))[0])

    def _command_percent(self, t_ms: NDArray) -> NDArray:
        ramp_ms, hold_ms = 1000.0 * self.ramp_s, 1000.0 * self.hold_s
        corners_ms = START_ms + np.cumsum([0.0, ramp_ms, hold_ms, ramp_ms])
        return np.interp(t_ms, corners_ms, [0.0, self.drive_percent, self.drive_percent, 0.0])


MotorPool.presets = grouped({
    "more force": (
        Preset("One unit", MotorPool(drive_percent=2.2), source="Our choice: just above the first unit's threshold",
               expect="one unit ticks, eight times a second",
               signature={"units_on": (1, 1), "mean_rate_Hz": (7.5, 8.5), "mean_force_percent": (0.0, 0.1)}),
        Preset("Gentle hold", MotorPool(drive_percent=10.0), source="Our choice of 10 %; the pool: " + FUGLEVAND,
               expect="nearly half of all units are on, and give less than a twentieth of the force",
               signature={"units_on": (54, 54), "mean_force_percent": (3.3, 3.8)}),
        Preset("Hand muscle", MotorPool(drive_percent=50.0, recruitment_fold=10.0),
               source="Our choice of RR 10; the pool: " + FUGLEVAND,
               expect="all units have long joined: more force can only come from faster firing",
               signature={"units_on": (120, 120), "recruited_by_force_percent": (25.0, 29.0)}),
        Preset("Leg muscle", MotorPool(drive_percent=50.0, recruitment_fold=50.0),
               source="Our choice of RR 50; the pool: " + FUGLEVAND,
               expect="large units are still waiting: they join up to four fifths of the force",
               signature={"units_on": (100, 115), "recruited_by_force_percent": (77.0, 83.0)}),
        Preset("Ramp with inward current", MotorPool(drive_percent=40.0, ramp_s=2.5, hold_s=0.5, pic_percent=20.0),
               source="Our choice of 20 %, near what was measured: " + PIC_SOURCE,
               expect="units stop at a lower command than the one that started them, and none fires on without one",
               signature={"stop_below_start_eu": (1.5, 4.5), "outlasts_ms": (-1500.0, 0.0)}),
    ),
    "what the skin hears": ("Gentle hold", "Hand muscle", "Leg muscle"),
})
