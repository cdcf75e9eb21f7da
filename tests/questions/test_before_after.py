"""The test before and after a chapter: five questions or none, about its outcomes, none of which the lesson asks; and
each is what a model gives or the lesson says. (Their form: test_form.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from muscle_lib import triage
from muscle_lib.causes import causes
from muscle_lib.chapters import chapters
from muscle_lib.models.contract_and_relax import LengthAndSpeed, LettingGo, TwoFibres
from muscle_lib.models.electrolytes import IonBattery, MuscleFibre, NerveAtLowCalcium, WaterAndSalt
from muscle_lib.models.heart import HeartCell
from muscle_lib.models.letting_go import Relief
from muscle_lib.models.nerve_signal import Junction, Membrane, MyelinatedAxon
from muscle_lib.models.nervous_system import Clonus, DrugBench, Tract
from muscle_lib.models.oxygen_and_glucose import LongExercise, WorkingMuscle
from muscle_lib.models.oxygen_and_glucose.energy import vessels_open
from muscle_lib.models.oxygen_and_glucose.haemoglobin import P50_mmHg, arterial_mM
from muscle_lib.models.smooth_muscle import Latch
from muscle_lib.models.voluntary_contraction import Tiring
from muscle_lib.questions import NumberQuestion, before_after, kind_of, question, stations
from tests.lessons import lesson
from tests.questions.test_form import stems

CHAPTERS = [each for each in chapters() if each.asks and not each.planned and each.number is not None]
NAMES = [each.name for each in CHAPTERS]
TESTED = [f"{name}.{key}" for name in NAMES for key in before_after(name)]
#: The most that two questions may have in common: the part of their words that both have.
IN_COMMON = 0.28


def said(asked: Any) -> set[str]:
    """The words of a question, and of its choices."""
    choices = [] if isinstance(asked, NumberQuestion) else [each.text for each in asked.choices]
    return stems(" ".join([asked.text, *choices]))


def common(one: Any, other: Any) -> float:
    return len(said(one) & said(other)) / len(said(one) | said(other))


def in_lesson(chapter: str) -> dict[str, Any]:
    """What a lesson asks, but for its notes and boards."""
    return {key: question(kind_of(key), f"{chapter}.{key}") for keys in stations(chapter).values() for key in keys
            if kind_of(key) in ("ask", "predict")}


@cache
def told(chapter: str) -> str:
    """All texts of a lesson, and what its questions say, as one line without marks."""
    name = next(each.lesson for each in CHAPTERS if each.name == chapter)
    texts = [cell.source for cell in lesson(name).cells if cell.cell_type == "markdown"]
    feedback = [repr(asked) for asked in in_lesson(chapter).values()]
    plain = re.sub(r"\]\([^)]*\)|[*\[\]]", "", " ".join(texts + feedback))
    return " ".join(plain.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_has_five_questions_or_none(name):
    assert list(before_after(name)) in ([], [f"b{number}" for number in range(1, 6)])


@pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)
def test_each_measures_an_outcome_of_the_lesson_and_none_is_left_out(chapter):
    (outcomes,) = [cell.source for cell in lesson(chapter.lesson).cells if cell.id == "outcomes"]
    can = re.findall(r"^- (.+)$", outcomes, re.MULTILINE)
    measured = [asked.about for asked in before_after(chapter.name).values()]
    assert set(measured) <= set(can)
    assert not measured or len(set(measured)) == min(5, len(can)), "one is measured twice, while another is not"


@pytest.mark.parametrize("name", NAMES)
def test_no_question_repeats_one_of_the_lesson_or_of_the_test(name):
    test = before_after(name)
    others = {**in_lesson(name), **test}
    again = [(key, other) for key, asked in test.items() for other in others
             if other != key and common(asked, others[other]) > IN_COMMON]
    assert again == []


def test_a_repeated_question_would_be_seen():
    """Patient A and patient B have the same choices; and so would a question in which a few words are others."""
    asked = in_lesson("nerve_signal")
    assert common(asked["q11"], asked["q12"]) > IN_COMMON
    assert common(asked["q6"], asked["q7"]) < IN_COMMON


# What the right answer, and each number in a question, is held to: a run of a model …

def less_sodium() -> None:
    usual, less = (Membrane(stimulus_nC_cm2=15.0, na_out_percent=percent).run() for percent in (100.0, 50.0))
    assert less.impulses == 1 and 12.0 < usual.peak_mV - less.peak_mV < 18.0, "“about 15 mV lower”"


def pulses_in_haste() -> None:
    """A second pulse of the same strength: none works within 10 ms."""
    impulses = [Membrane(second_nC_cm2=10.0, second_delay_ms=pause).run().impulses for pause in (5.0, 10.0, 15.0, 20.0)]
    assert impulses[:2] == [1, 1] and impulses[-1] == 2


def half_as_thick() -> None:
    thick, thin = (MyelinatedAxon(diameter_um=diameter).run().velocity_m_s for diameter in (10.0, 5.0))
    assert thick / thin == pytest.approx(2.0, rel=0.03), "“40 ms” for 20"


def every_third_channel() -> None:
    whole, poisoned = (MyelinatedAxon(na_channels_percent=percent).run() for percent in (100.0, 67.0))
    assert poisoned.transmitted == 1 and 0.8 < poisoned.velocity_m_s / whole.velocity_m_s < 0.95


def few_receptors() -> None:
    junction = Junction(receptors_percent=5.0).run()
    assert 1.0 < junction.epp_first_mV < 2.0 and junction.threshold_mV == 8.0 and junction.fraction_first < 1e-6


def potassium_or_sodium() -> None:
    healthy, ann, ben = (IonBattery(**salts).run().rest_mV for salts in ({}, {"K_out_mM": 7.0}, {"Na_out_mM": 160.0}))
    assert ann - healthy > 10.0 and ben - healthy == pytest.approx(1.0, abs=0.1)


def a_little_less_calcium() -> None:
    nerve = NerveAtLowCalcium(Ca_out_mM=0.9).run()
    assert nerve.threshold_part < 0.85 and nerve.fibres_fired > 0.95 and nerve.spontaneous == 0
    assert NerveAtLowCalcium().run().safety_factor == pytest.approx(3.0, abs=0.1)


def three_drinks() -> None:
    rested, water, sweat, blood = (
        WaterAndSalt(sweat_L=lost, drink_L=lost, drink_Na_mM=salt).run().Na_out_mM
        for lost, salt in ((0.0, 0.0), (3.0, 0.0), (3.0, 45.0), (3.0, 100.0)))
    assert rested - water == pytest.approx(4.0, abs=0.5) and sweat == pytest.approx(rested, abs=0.5)
    assert blood > rested + 3.0, "a drink like blood has more still"


def most_is_gone() -> None:
    twitch = TwoFibres().run()
    assert twitch.slow_calcium_peak_ms <= 2.0 and 100.0 < twitch.slow_contraction_ms < 200.0


def shut_store() -> None:
    fibre = LettingGo(release_percent=0.0).run()
    assert fibre.peak_percent < 0.1 and fibre.impulses_in_order > 0


def cold_hand() -> None:
    warm, cold = (LettingGo(temperature_C=degrees).run() for degrees in (37.0, 27.0))
    assert 1.6 < cold.half_relaxation_ms / warm.half_relaxation_ms < 2.0, "“nearly twice as long”"
    assert cold.peak_percent > warm.peak_percent


def no_order_from_a_nerve() -> None:
    """The model has no nerve, and pulses end after half a second."""
    assert MuscleFibre(chloride_percent=10.0).run().n_after > 10 and MuscleFibre().run().n_after == 0


def stretched_without_an_order() -> None:
    assert LengthAndSpeed(length=1.4, activation_percent=0.0).run().total > 0.1
    assert LengthAndSpeed(length=1.0, activation_percent=0.0).run().total == pytest.approx(0.0, abs=0.01)


def first_seconds() -> None:
    """The store pays most in the first five seconds; in the last half minute oxygen does, and the store least."""
    work = WorkingMuscle(intensity_percent=100.0).run()
    seconds = 60.0 * work.t_min
    first, last = ((seconds >= low) & (seconds < high) for low, high in ((0.0, 5.0), (150.0, 180.0)))
    others = (work.oxygen_pays_mM_s, work.glycolysis_pays_mM_s)
    assert work.store_pays_mM_s[first].mean() > 5.0 * max(pays[first].mean() for pays in others)
    oxygen, glycolysis = (pays[last].mean() for pays in others)
    assert work.store_pays_mM_s[last].mean() < glycolysis < oxygen


def without_glycogen() -> None:
    """Weak at first, until the blood delivers; then a good part of the force, and not all of it."""
    ride = LongExercise(glycogen_mM=0.0).run()
    assert ride.force_lowest_percent < 40.0 < 60.0 < ride.force_left_percent < 85.0


def no_unit_left() -> None:
    hold = Tiring(target_percent=50.0).run()
    assert hold.fails and hold.first_units < 110 and hold.last_units >= 118, "of 120"


def stretched_cramp() -> None:
    """Pulled up, the cramp is over; and length and force then hold back."""
    pulled = Relief(action="stretch").run()
    assert pulled.left_s < 1.0 < 30.0 < pulled.untreated_left_s
    assert pulled.by_length_eu.max() > 0.0 and pulled.ib_eu.max() > 0.0


def quinine_before() -> None:
    cramp = Relief(action="quinine", taken_before="yes").run()
    assert cramp.left_s < 0.7 * cramp.untreated_left_s


def tall_and_short() -> None:
    short, tall = (Clonus(height_cm=height).run().beats_Hz for height in (150.0, 200.0))
    assert tall < 0.95 * short


def toxin_in_the_calf() -> None:
    calf = DrugBench(drug="botulinum toxin").run()
    assert (calf.stretch_direction, calf.hold_direction) == (-1, -1), "the catch and the willed contraction: less"


def three_in_ten_fibres() -> None:
    assert Tract(gone_percent=30.0, damaged_percent=0.0).run().half_left_percent < 65.0, "without more effort"


def latched_ring() -> None:
    """Without any drive half of the force is there for a minute, and hardly any after five."""
    ring = Latch(later_per_s=0.0).run()
    assert 60.0 < ring.half_gone_s < 120.0 and ring.force_left_percent < 10.0


def short_impulses() -> None:
    """At ten stimuli a second all are answered then, and less of the force goes between them."""
    usual, poisoned = (HeartCell(rate_per_min=600.0, **gates).run() for gates in (
        {}, {"close_ms": 20.0, "open_ms": 20.0}))
    assert poisoned.action_potential_ms < 0.5 * usual.action_potential_ms
    assert poisoned.beats > 2 * usual.beats and poisoned.left_percent > 2.0 * usual.left_percent


def thin_air() -> None:
    usual, herders = arterial_mM(0.97, 150.0, P50_mmHg), arterial_mM(0.80, 188.0, P50_mmHg)
    assert herders == pytest.approx(usual, rel=0.05)


def two_holds() -> None:
    assert vessels_open(0.15) > 0.5 and vessels_open(0.60) == 0.0


def acid_or_phosphate() -> None:
    """By the lesson's formula for the force of a head."""
    tired = WorkingMuscle(intensity_percent=100.0).run()
    acid = 0.25 * (tired.pH[0] - tired.pH.min())
    phosphate = 1.0 - 1.0 / (1.0 + (tired.Pi_mM.max() - tired.Pi_mM[0]) / 45.0)
    assert phosphate > 1.5 * acid


def weights_of_the_trainer() -> None:
    """With one chance in five waiting and calling cost the same."""
    miss, in_vain = triage.RIGHT - triage.EMERGENCY_SENT_HOME, triage.RIGHT - triage.TOO_CAREFUL
    assert (miss, in_vain) == (12, 3) and 0.2 * miss == pytest.approx(0.8 * in_vain)


def brodys_link() -> None:
    assert [each.places for each in causes() if each.key == "brody"] == [("calcium",)]


HELD: dict[str, Callable[[], None]] = {
    "nerve_signal.b1": less_sodium, "nerve_signal.b2": pulses_in_haste, "nerve_signal.b3": half_as_thick,
    "nerve_signal.b4": every_third_channel, "nerve_signal.b5": few_receptors,
    "electrolytes.b1": potassium_or_sodium, "electrolytes.b3": a_little_less_calcium,
    "electrolytes.b4": no_order_from_a_nerve, "electrolytes.b5": three_drinks,
    "contract_and_relax.b1": most_is_gone, "contract_and_relax.b2": shut_store, "contract_and_relax.b3": cold_hand,
    "contract_and_relax.b5": stretched_without_an_order,
    "oxygen_and_glucose.b1": first_seconds, "oxygen_and_glucose.b2": thin_air, "oxygen_and_glucose.b3": two_holds,
    "oxygen_and_glucose.b4": without_glycogen, "oxygen_and_glucose.b5": acid_or_phosphate,
    "voluntary_contraction.b4": no_unit_left,
    "letting_go.b1": stretched_cramp, "letting_go.b3": quinine_before,
    "nervous_system.b2": tall_and_short, "nervous_system.b3": toxin_in_the_calf,
    "nervous_system.b4": three_in_ten_fibres,
    "smooth_muscle.b4": latched_ring,
    "heart.b1": short_impulses,
    "warning_signs.b3": weights_of_the_trainer, "warning_signs.b5": brodys_link,
}
#: … or the words of the lesson, and of what its questions say. (Also where the model takes seconds: the lesson's own
#: tests hold these words to it.)
TOLD: dict[str, str] = {
    "electrolytes.b2": "Up to about 6.5 mM the shrinking gap wins, and the fibre is easier to excite. Above it the "
                       "loss of channels wins, and at 8 mM no pulse excites it.",
    "contract_and_relax.b4": "| cramp | go on | there | high, again and again | stays | the nerve keeps firing |",
    "voluntary_contraction.b1": "units join from small to large (the size principle: Henneman and others 1965), and "
                                "each that joins is stronger than those before",
    "voluntary_contraction.b2": "what lies above a break is normal, what lies below is not",
    "voluntary_contraction.b3": "Best force grows with the cross-section, reach with the length of the fibres",
    "voluntary_contraction.b5": "It hears impulses of fibres, no more: not the command, not the calcium, not the force",
    "hyperexcitability.b1": "An electrode cannot tell what was meant. Nor does size tell it",
    "hyperexcitability.b2": "It ends by itself because the inward current wears off.",
    "hyperexcitability.b3": "A fault anywhere on the chain can end in this one sum.",
    "hyperexcitability.b4": "Cramp threshold frequency = the lowest rate of stimulation that leaves a cramp behind.",
    "hyperexcitability.b5": "no experiment here shows that the loss of water itself lowers the threshold; drinking "
                            "much plain water after heavy sweating may",
    "letting_go.b2": "seconds saved = how long the cramp goes on from the action, left alone − how long it goes on "
                     "with it.",
    "letting_go.b4": "| nerve blocked above | ends it | changes nothing |",
    "letting_go.b5": "Strength is weak: the impulse is lost on its way (nerve, junction, membrane), or too few motor "
                     "neurons are left to send it (control); calcium and energy are out.",
    "nervous_system.b1": "A cramp begins in a short muscle, goes on by itself, and a stretch ends it. Spasticity is "
                         "silent until it is stretched",
    "nervous_system.b5": "what moves the wrist = extensor − flexor; what it costs = extensor + flexor.",
    "smooth_muscle.b1": "In order the squeeze is always behind the mouthful, and even a weak one will do. All "
                        "together, it is behind and in front.",
    "smooth_muscle.b2": "the small vessels behind open, and make good for it; in dogs until 85 % of the width was "
                        "gone (Gould & Lipscomb 1974). What goes first is the reserve for work.",
    "smooth_muscle.b3": "Gullet, spasm and clot can hurt alike; a spray that helps does not tell them apart",
    "smooth_muscle.b5": "| what starts it | its nerve alone | itself; nerves make it faster or slower | some start "
                        "themselves;",
    "heart.b2": "Late: both sides are ready. It spreads everywhere, and is one more beat.",
    "heart.b3": "waves that go on = those that the shock left over. One is enough.",
    "heart.b4": "But while one pulls its neighbour lets go, so the mean stays half way up.",
    "heart.b5": "In a large one there are always others.",
    "warning_signs.b1": "in a limb, it lets go within minutes, leaves only soreness, has nothing beside it, and does "
                        "not come at the same distance each time.",
    "warning_signs.b2": "A tight chest, or a face, speech or sight that fails, is not harmless because it has gone "
                        "again.",
    "warning_signs.b4": "Then it would begin in time and sink back late.",
}


def test_each_is_held_to_a_model_or_to_the_words_of_its_lesson():
    assert sorted([*HELD, *TOLD]) == sorted(TESTED)


@pytest.mark.parametrize("key", HELD)
def test_it_is_what_the_model_gives(key):
    HELD[key]()


@pytest.mark.parametrize("key", TOLD)
def test_it_is_what_the_lesson_says(key):
    assert TOLD[key] in told(key.partition(".")[0])
