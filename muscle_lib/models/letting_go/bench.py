"""The bench: tests that can be ordered for a patient; each is worked out, and its words are made of its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from muscle_lib.models.hyperexcitability.states import OFTEN_per_min
from muscle_lib.models.letting_go import body
from muscle_lib.models.letting_go.patient import HEALTHY, Patient
from muscle_lib.models.nerve_signal.junction_trace import ALL_FIBRES, NO_FIBRES
from muscle_lib.quantity import quantities

# The limits of the words are our choice, except where a model has its own.
WEAK_percent, SLOW_times, STIFF_percent, EASED = 85.0, 1.5, 15.0, 0.5
FLAT_mM, FADES_percent, POOR_percent, BLOCK_percent = 5.0, 80.0, 70.0, 80.0
IRRITABLE, SLUGGISH, FAST_Hz, LARGE_times = 0.8, 1.25, 60.0, 2.0
#: The two speeds of a stretch; an EMG that is an answer, and one that goes on, of the greatest effort's.
SLOW_deg_s, QUICK_deg_s, ANSWERS_percent, GOES_ON_percent, TOGETHER_percent = 35.0, 105.0, 5.0, 3.0, 40.0


@dataclass(frozen=True)
class Finding:
    """One result: a sentence, the sign that it is (the same sign means: cannot be told apart), its numbers."""

    words: str
    sign: str
    numbers: tuple[float, ...]

    @property
    def is_normal(self) -> bool:
        """Whether a healthy person would have the same."""
        return self.sign == "normal"


def _strength(patient: Patient) -> Finding:
    now = body.strength_percent(patient)
    sign = "weak" if now < WEAK_percent else "normal"
    return Finding(f"The strongest pull reaches {now:.0f} % of a healthy person's.", sign, (now,))


def _relaxation(patient: Patient) -> Finding:
    now, healthy = body.order(patient), body.order(HEALTHY).half_relaxation_ms
    rest, half = now.start_percent, now.half_relaxation_ms
    if body.answering(patient) < NO_FIBRES:
        return Finding("There is no contraction that could let go.", "none", (rest,))
    if rest >= 5.0:
        return Finding(f"It is stiff before any order: {rest:.0f} % of the greatest force, at rest.", "stiff at rest",
                       (rest,))
    if math.isnan(half):
        return Finding(f"2.7 s after a quick contraction {now.late_percent:.0f} % of the greatest force are still "
                       "there.", "slow", (rest, now.late_percent))
    sign = "slow" if half > SLOW_times * healthy else "normal"
    return Finding(f"After a quick contraction half of the force is gone in {half:.0f} ms (healthy: {healthy:.0f}).",
                   sign, (rest, half))


def _hold(patient: Patient) -> Finding:
    now = body.stiffness_percent(patient)
    sign = "stays stiff" if now >= STIFF_percent else "normal"
    words = f"Two seconds after a long hold {now:.0f} % of the greatest force are still there"
    return Finding(f"{words} (healthy: {body.stiffness_percent(HEALTHY):.0f} %).", sign, (now,))


def _emg(patient: Patient) -> Finding:
    during, times, twitches = 100.0 * body.answering(patient), body.unit_times(patient), body.twitches_per_min(patient)
    units_Hz = max(body.nerve_impulses_Hz(patient), body.control_impulses_Hz(patient))
    rates = (units_Hz, body.fibre_impulses_Hz(patient), body.toy_impulses_Hz(patient))
    rate = max(rates)
    words, signs = f"{during:.0f} % of the fibres take part in a strong effort", []
    if during < WEAK_percent:
        signs.append("small")
    if times > LARGE_times:
        words += f", in motor units {times:.0f} times as large as usual"
        signs.append("large units")
    if rate < 1.0:
        words += "; the needle is silent after it"
    else:
        shape = "whole motor units" if rate == rates[0] else "single fibres, not motor units"
        words += f"; the needle is not silent after it: {rate:.0f} impulses a second, of {shape}"
        signs.append(f"fires on, {'fast' if rate > FAST_Hz else 'moderate'}, {shape}")
    if twitches >= OFTEN_per_min:
        words += (f"; at rest single motor units twitch {twitches:.0f} times a minute (healthy: "
                  f"{body.twitches_per_min(HEALTHY):.0f})")
        signs.append("twitches")
    return Finding(f"{words}.", ", ".join(signs) or "normal", (during, rate, times, twitches))


def _stretch(patient: Patient) -> Finding:
    now, healthy = body.resistance_N(patient), body.resistance_N(HEALTHY)
    before, after = body.stiffness_percent(patient), body.stiffness_percent(patient, body.AGAIN_s, stretched=True)
    pulls = f"After a hold it pulls with {round(now, -1):.0f} N when stretched by 1 cm"
    words = f"{pulls} (healthy: {round(healthy, -1):.0f} N)"
    if before < STIFF_percent:
        return Finding(f"{words}.", "normal", (now, after))
    eased = after < EASED * before
    end = "then gives way" if eased else "does not give way"
    return Finding(f"{words}, and {end}: 0.7 s later {after:.0f} % of the force are left.",
                   "gives way" if eased else "resists", (now, after))


def _fast_stretch(patient: Patient) -> Finding:
    slow, _ = body.answer_percent(patient, SLOW_deg_s)
    fast, later = body.answer_percent(patient, QUICK_deg_s)
    sign = "goes on" if later > GOES_ON_percent else "answers" if max(slow, fast) > ANSWERS_percent else "normal"
    return Finding(f"At rest, stretched at {SLOW_deg_s:.0f}° a second, the calf answers with {slow:.0f} % of its "
                   f"greatest EMG, at {QUICK_deg_s:.0f}° with {fast:.0f} %; two seconds later it is {later:.0f} % "
                   "(healthy: silent).", sign, (slow, fast, later))


def _to_and_fro(patient: Patient) -> Finding:
    now, healthy = body.together_percent(patient), body.together_percent(HEALTHY)
    sign = "against each other" if now > TOGETHER_percent else "normal"
    return Finding(f"Calf and shin muscle pull at once for {now:.0f} % of the time (healthy: {healthy:.0f} %).", sign,
                   (now,))


def _block(patient: Patient) -> Finding:
    free, blocked = (body.stiffness_percent(patient, body.AGAIN_s, blocked=blocked) for blocked in (False, True))
    if free < STIFF_percent:
        return Finding(f"There is nothing to end: without the block {free:.0f} % of the force would be left.", "normal",
                       (free, blocked))
    ends = blocked < EASED * free
    return Finding(f"With the nerve blocked {blocked:.0f} % of the force stay, without it {free:.0f} %.",
                   "ends it" if ends else "no effect", (free, blocked))


def _blood(name: str, what: str) -> Callable[[Patient], Finding]:
    record = quantities(Patient)[name]
    low, high = record.normal

    def look(patient: Patient) -> Finding:
        now = getattr(patient, name)
        sign = "low" if now < low else "high" if now > high else "normal"
        return Finding(f"{what}: {now:.2f} {record.unit} (normal: {low:g} to {high:g}).", sign, (now,))

    return look


def _lactate(patient: Patient) -> Finding:
    now, healthy = (body.held(person).lactate_end_mM for person in (patient, HEALTHY))
    sign = "flat" if now < FLAT_mM else "normal"
    return Finding(f"After a minute's hold the muscle holds {now:.1f} mM of lactate (healthy: {healthy:.0f}).", sign,
                   (now,))


def _walk(patient: Patient) -> Finding:
    now, healthy = (body.worked(person).force_left_percent for person in (patient, HEALTHY))
    sign = "fades" if now < FADES_percent else "normal"
    return Finding(f"After three minutes of work {now:.0f} % of the first force are left (healthy: {healthy:.0f} %).",
                   sign, (now,))


def _flow(patient: Patient) -> Finding:
    now, healthy = (body.worked(person).flow_end_mL_100g_min for person in (patient, HEALTHY))
    sign = "low" if now < POOR_percent / 100.0 * healthy else "normal"
    return Finding(f"At work {now:.0f} mL of blood a minute come to 100 g of muscle (healthy: {healthy:.0f}).", sign,
                   (now,))


def _three_hz(patient: Patient) -> Finding:
    strips = body.junction(patient)
    first = 100.0 * body.supplied(patient) * strips.first if body.starts(patient) else 0.0
    if first < 100.0 * NO_FIBRES:
        return Finding("Stimulated below, the muscle gives no electrical response at all.", "no response", (first,))
    sign = strips.pattern
    if sign == "nothing abnormal":
        sign = "normal" if first >= 100.0 * ALL_FIBRES else "small but steady"
    lost = strips.decrement_percent
    slow = "as large" if abs(lost) < 0.5 else f"{abs(lost):.0f} % {'smaller' if lost > 0.0 else 'larger'}"
    return Finding(f"The first response is {first:.0f} % of full; at 3 Hz the fourth is {slow}; at 30 Hz the last is "
                   f"{strips.growth_fast:.1f} times the first.", sign, (first, lost, strips.growth_fast))


def _conduction(patient: Patient) -> Finding:
    now = 100.0 * body.conducted(patient)
    sign = "block" if now < BLOCK_percent else "normal"
    return Finding(f"Stimulated high up, the nerve brings the impulse to the muscle in {now:.0f} % of its axons.", sign,
                   (now,))


def _tap(patient: Patient) -> Finding:
    part = body.nerve(patient).threshold_part
    if math.isnan(part):
        return Finding("No pulse sets off the nerve.", "sluggish", ())
    sign = "irritable" if part < IRRITABLE else "sluggish" if part > SLUGGISH else "normal"
    words = f"The nerve is set off by {100.0 * part:.0f} % of the charge that a healthy one needs."
    return Finding(words, sign, (part,))


@dataclass(frozen=True)
class Test:
    """Something that can be ordered: its name, what it costs, what is done, and how it is worked out."""

    # Not a test of ours, whatever pytest thinks of its name.
    __test__ = False

    key: str
    name: str
    price: int
    what: str
    look: Callable[[Patient], Finding]


#: Everything that can be ordered. Prices are our choice: what is quick and painless is cheap.
TESTS = (
    Test("strength", "Strength", 1, "A pull as strong as possible.", _strength),
    Test("relaxation", "Letting go", 1, "A quick contraction, and how soon it ends.", _relaxation),
    Test("hold", "Long hold", 2, "A hold as hard as possible; is it over when it is over?", _hold),
    Test("stretch", "Stretch", 1, "After a hold the calf is stretched by 1 cm.", _stretch),
    Test("fast stretch", "Fast stretch", 1, "The foot of a calf at rest is pushed up, slowly and then fast.",
         _fast_stretch),
    Test("potassium", "Blood potassium", 1, "A drop of blood.", _blood("K_out_mM", "Potassium in the blood")),
    Test("calcium", "Blood calcium", 1, "A drop of blood; only the ionised part counts.",
         _blood("Ca_out_mM", "Ionised calcium")),
    Test("tap", "Nerve's threshold", 2, "The least pulse that sets off the nerve: what a tap on it tries.", _tap),
    Test("lactate", "Lactate", 2, "A minute's hold, then a sample from the vein.", _lactate),
    Test("work", "Three minutes of work", 2, "Contractions of a second with pauses of a second.", _walk),
    Test("flow", "Blood flow", 2, "Ultrasound of the artery at work.", _flow),
    Test("to and fro", "To and fro", 2, "The foot is moved up and down once a second, with electrodes on both sides.",
         _to_and_fro),
    Test("conduction", "Nerve conduction", 3, "The nerve is stimulated far above the muscle.", _conduction),
    Test("3 Hz", "3 Hz stimulation", 3, "The nerve is stimulated near the muscle, at 3 and at 30 Hz.", _three_hz),
    Test("EMG", "EMG with a needle", 3, "A needle in the muscle at rest, during a strong effort and after it.", _emg),
    Test("block", "Nerve block", 3, "After a hold the nerve above is numbed.", _block),
)


@lru_cache(maxsize=1024)
def finding(patient: Patient, key: str) -> Finding:
    """The result of one test on one patient; a test that is not on the bench raises a KeyError."""
    return BY_KEY[key].look(patient)


BY_KEY = {test.key: test for test in TESTS}
