"""The bedside test: trains of stimuli at a rising rate, until one leaves a cramp behind."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.loop import USUAL, LoopRun, advance_loop, inputs_of, start_loop
from muscle_lib.models.series import means_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

MILLER = "Miller & Knight 2009, doi 10.1002/mus.21170"
#: What was measured in people, in Hz: with cramps and without (Miller & Knight 2009; mean and spread, from the printed
#: standard errors 1.3 and 1.6 of 19 and 12 people), and before and after exhausting exercise (Stone et al. 2010).
WITH_CRAMPS_Hz, WITHOUT_CRAMPS_Hz = (14.9, 5.7), (25.5, 5.5)
STONE_FRESH_Hz, STONE_TIRED_Hz = 20.0, 32.9
#: The rates that are tried, one train each, until one cramps; a train begins after the start.
RATES_Hz = np.arange(4.0, 61.0, 2.0)
RATES_Hz.setflags(write=False)
START_s = 1.0
#: A cramp: the EMG in the fifth second after the train is above this.
CRAMP_percent, FROM_s, TO_s = 3.0, 4.0, 5.0
#: Fatigue of the comparison, as the model's match for an exhausted muscle; the step of sketches and means.
TIRED_percent, SKETCH_DT_ms = 50.0, 2.0
#: One throw says little beside people: a mean is that of so many.
THROWS = 4
#: The trace has one value for so many milliseconds.
TRACE_ms = 200.0


@trace
class ThresholdTrace:
    """The trains that were tried, and the rate of the first that left a cramp."""

    #: All rates that were tried, and the EMG in the fifth second after each.
    tried_Hz: NDArray
    after_percent: NDArray
    #: The EMG of the last train that left nothing (zeros if there was none), and of the last one tried.
    t_s: NDArray
    below_percent: NDArray
    last_percent: NDArray
    threshold_Hz: float = result(
        "Threshold", headline=True,
        meaning="The rate of the first train that leaves a cramp; NaN if none up to 60 Hz does.")
    mean_threshold_Hz: float = result(
        "Mean threshold", meaning="The mean of four throws of this muscle; NaN if one of them has no threshold. In a "
                                  "sketch that of one throw.")
    fresh_Hz: float = result(
        "Threshold when fresh",
        meaning="The mean of four throws of the same muscle without fatigue; NaN if it has none, and in a sketch.")
    tired_Hz: float = result(
        "Threshold when tired by half",
        meaning="The same with a fatigue of 50 %; NaN if it has none, and in a sketch.")
    train_end_s: float
    excitability_eu: float
    length: float

    @property
    def cramps(self) -> int:
        """1 if one of the trains leaves a cramp."""
        return int(math.isfinite(self.threshold_Hz))

    @result("Trains that were tried")
    def trains(self) -> int:
        """How many trains were tried, the last one included."""
        return int(self.tried_Hz.size)

    @result("What fatigue adds to the threshold")
    def tired_to_fresh_Hz(self) -> float:
        """What fatigue adds to the threshold in this model; NaN if one of the two has none."""
        return self.tired_Hz - self.fresh_Hz

    @property
    def last_Hz(self) -> float:
        """The rate of the last train that was tried."""
        return float(self.tried_Hz[-1])

    @cached_property
    def fresh_and_tired_Hz(self) -> NDArray:
        """The thresholds of the same muscle fresh and tired, side by side."""
        return np.array([self.fresh_Hz, self.tired_Hz])

    @cached_property
    def fresh_or_tired(self) -> NDArray:
        """Where these two stand: 0 fresh, 1 tired."""
        return np.array([0.0, 1.0])


@model
class ThresholdFrequency:
    """The cramp threshold frequency: the lowest rate of stimulation that leaves a cramp behind.

    The equations in words
    ----------------------
    The muscle of this chapter's first model gets no command. A stimulator fires all its units together, at 4 Hz for
    some seconds; five seconds later one looks. If the EMG has gone, the rate is raised by 2 Hz and the muscle, rested
    anew, gets the next train. The first rate after which an EMG of more than 3 % of the greatest is left
    is the threshold frequency.

    ``run()`` returns a ThresholdTrace. Errors: a value out of range, of the wrong type or not finite raises a
    ValueError.
    Source: the test is Miller & Knight 2009, doi 10.1002/mus.21170; the loop is our choice.
    """

    excitability_eu: float = same_as(Cramp, "excitability_eu", default=2.0)
    fatigue_percent: float = same_as(Cramp, "fatigue_percent", default=0.0, source="Our choice: a rested muscle.")
    length: float = same_as(Cramp, "length")
    train_s: float = quantity(
        5.0, unit="s", low=1.0, high=10.0, step=0.5, symbol="t_train", label="Length of each train",
        source="Our choice: long enough for every rate; in people 2 s (Serrao et al. 2007, doi "
               "10.1007/s00221-007-0985-1) to 5 s.")
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = same_as(Cramp, "dt_ms", low=1.0)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The scale of excitability was anchored on the mean thresholds that people have. That the model meets them "
        "proves nothing. Single throws differ by some 2 Hz, people by 5 or 6.",
        "In this model fatigue lowers the threshold. In people it rose after exhausting exercise, from 20 to 33 Hz "
        "(Stone et al. 2010, doi 10.1080/02640410903508854): the model, or our idea of fatigue, is wrong there.",
        "Each train meets a rested muscle; at the bedside the rest between trains is half a minute to a minute.",
        "The axon does not fire on after the train. In people a nerve that was blocked above the place of stimulation "
        "still gave a burst of 2.6 s (Minetto et al. 2011, doi 10.1113/jphysiol.2011.212332); here it gives none.",
        "A minute after an evoked cramp people's greatest force was down by an eighth (Miller & Knight 2012, doi "
        "10.4085/1062-6050-47.5.12); here by a hundredth.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> ThresholdTrace:
        """Raise the rate until a train leaves a cramp."""
        after: list[float] = []
        runs: list[LoopRun] = []
        for rate_Hz in RATES_Hz:
            run, left_percent = self._train(rate_Hz, self._step_ms)
            after.append(left_percent)
            runs = [*runs[-1:], run]
            if left_percent > CRAMP_percent:
                break
        found = float(rate_Hz) if left_percent > CRAMP_percent else math.nan
        mean_Hz = self.mean_Hz()
        compared_Hz = (mean_Hz, *(mean_Hz if percent == self.fatigue_percent else
                                  replace(self, fatigue_percent=percent).mean_Hz() for percent in (0.0, TIRED_percent)))
        return self._trace(RATES_Hz[:len(after)], np.array(after), runs, found, compared_Hz, self._step_ms)

    def preview(self) -> ThresholdTrace:
        """A quick sketch: the threshold is found by halving, in larger steps of time; fatigue is not asked about."""
        tried = {}

        def cramps(place: int) -> bool:
            tried[place] = self._train(RATES_Hz[place], SKETCH_DT_ms)
            return tried[place][1] > CRAMP_percent

        found = _first(cramps)
        places = sorted(place for place in tried if place <= found)
        last = [tried[place][0] for place in places[-2:]]
        threshold_Hz = float(RATES_Hz[found]) if found < RATES_Hz.size else math.nan
        return self._trace(RATES_Hz[places], np.array([tried[place][1] for place in places]), last, threshold_Hz,
                           (threshold_Hz, math.nan, math.nan), SKETCH_DT_ms)

    def threshold_Hz(self) -> float:
        """Only the threshold, found by halving; NaN if there is none up to 60 Hz."""
        found = _first(lambda place: self._train(RATES_Hz[place], self._step_ms)[1] > CRAMP_percent)
        return float(RATES_Hz[found]) if found < RATES_Hz.size else math.nan

    def mean_Hz(self) -> float:
        """The mean threshold of several throws, in larger steps of time; NaN if one of them has none."""
        throws = (replace(self, seed=(self.seed + number) % 1000, dt_ms=SKETCH_DT_ms) for number in range(THROWS))
        return float(np.mean([throw.threshold_Hz() for throw in throws]))

    @property
    def _step_ms(self) -> float:
        return TRACE_ms / round(TRACE_ms / self.dt_ms)

    def _train(self, rate_Hz: float, dt_ms: float) -> tuple[LoopRun, float]:
        """The run with one train, and the EMG that it leaves, in per cent of the greatest."""
        t_s = np.arange(1, round(1000.0 * (START_s + self.train_s + TO_s) / dt_ms) + 1) * dt_ms / 1000.0
        end_s = START_s + self.train_s
        stimulus_Hz = np.where((t_s > START_s) & (t_s <= end_s), rate_Hz, 0.0)
        run = advance_loop(USUAL, start_loop(self.seed, self.fatigue_percent / 100.0, dt_ms), inputs_of(
            t_s.size, length=self.length, stimulus_Hz=stimulus_Hz, excitability_eu=self.excitability_eu))
        return run, 100.0 * float(run.emg[t_s > end_s + FROM_s].mean())

    def _trace(self, tried_Hz: NDArray, after_percent: NDArray, runs: list[LoopRun], threshold_Hz: float,
               compared_Hz: tuple[float, ...], dt_ms: float) -> ThresholdTrace:
        every = round(TRACE_ms / dt_ms)

        def thin(run: LoopRun) -> NDArray:
            return 100.0 * means_of(run.emg, every)

        last = thin(runs[-1])
        below = thin(runs[0]) if len(runs) > 1 else np.zeros(last.size)
        return ThresholdTrace(
            tried_Hz=tried_Hz, after_percent=after_percent, t_s=np.arange(1, last.size + 1) * TRACE_ms / 1000.0,
            below_percent=below, last_percent=last, threshold_Hz=threshold_Hz,
            mean_threshold_Hz=compared_Hz[0], fresh_Hz=compared_Hz[1], tired_Hz=compared_Hz[2],
            train_end_s=START_s + self.train_s,
            excitability_eu=self.excitability_eu, length=self.length)


def _first(happens: Callable[[int], bool]) -> int:
    """The first place in ``RATES_Hz`` at which something happens, by halving; their number if it does nowhere."""
    low, high = -1, RATES_Hz.size
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if happens(middle) else (middle, high)
    return high


_DEFAULT = ThresholdFrequency()
ThresholdFrequency.presets = grouped({"all": (
    Preset("People without cramps", _DEFAULT, source="Our choice of X 2, so that it meets: " + MILLER,
           expect="only above some twenty-five stimuli a second a cramp is left",
           signature={"mean_threshold_Hz": (25.0, 28.0), "cramps": (1, 1)}),
    Preset("People with cramps", replace(_DEFAULT, excitability_eu=5.2), source="Our choice of X, to meet: " + MILLER,
           expect="on average some fifteen stimuli a second are enough",
           signature={"mean_threshold_Hz": (14.0, 16.5), "cramps": (1, 1)}),
    Preset("Cramp-resistant", replace(_DEFAULT, excitability_eu=0.0), source="Our choice: no excitability",
           expect="a higher rate is needed: some thirty-five a second",
           signature={"threshold_Hz": (33.0, 37.0)}),
    Preset("Tired", replace(_DEFAULT, fatigue_percent=TIRED_percent), source="Our choice: halfway to exhaustion",
           expect="the threshold is lower; in people it rose, so the model is wrong here",
           signature={"mean_threshold_Hz": (16.0, 20.0), "tired_to_fresh_Hz": (-12.0, -4.0)}),
    Preset("Neutral length", replace(_DEFAULT, length=0.0), source="Our choice: the same muscle, not shortened",
           expect="no rate up to sixty leaves a cramp", signature={"cramps": (0, 0), "trains": (29, 29)}),
), "at the shortest length": (
    "People without cramps", "People with cramps", "Cramp-resistant", "Tired",
)})
