"""Clonus: the foot on its spring, and a reflex that answers a stretch too late."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.nervous_system.clonus_trace import ClonusTrace
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

IANSEK = "Iansek 1984, doi 10.1136/jnnp.47.10.1122"
LARNER = "Larner 2016, doi 10.1007/978-3-319-29821-4"
#: All that pushes or pulls does so at this lever arm from the ankle's axis, and the foot's mass turns at it.
LEVER_m = 0.1
#: The reflex's delay in a person of our height; it is in proportion to the height.
DELAY_ms, HEIGHT_cm = 45.0, 170.0
MS_PER_CM = DELAY_ms / HEIGHT_cm
#: Of a well-braked reflex: what the calf is told to pull, for each radian a second of stretch above the threshold.
GAIN_Nms = 0.5
#: A slower stretch is not answered (17° a second). More than this the reflex cannot ask for.
THRESHOLD_rad_s, MOST_Nm = 0.3, 8.0
#: The calf's pull follows its order by two such steps, one behind the other.
TWITCH_s = 0.03
DAMPING_Nms, STIFFNESS_Nm = 0.5, 30.0
#: The hand comes at this time, and kicks for so long; the run is so long. One value each millisecond is kept.
PUSH_s, KICK_s, DURATION_s, KEPT_ms = 0.5, 0.1, 8.0, 1.0
#: While the spindle is stretched fast enough a dot is sent each so many milliseconds.
DOT_s = 0.01
_OURS = "Our choice: with the other constants it puts the beats near six a second."


@compiled
def _swing(push_Nm, delay, gain, inertia, damping, stiffness, dt_s):
    """The foot's angle and speed (toes up is positive), what the reflex orders, and the calf's pull, at each step."""
    steps = push_Nm.size
    angle, speed = np.zeros(steps + 1), np.zeros(steps + 1)
    order, pull = np.zeros(steps + 1), np.zeros(steps + 1)
    half = 0.0
    whole = int(delay)
    part = delay - whole
    for i in range(steps):
        felt = 0.0
        if i > whole:
            felt = (1.0 - part) * speed[i - whole] + part * speed[i - whole - 1]
        order[i + 1] = min(MOST_Nm, gain * max(0.0, felt - THRESHOLD_rad_s))
        half += dt_s * (order[i + 1] - half) / TWITCH_s
        pull[i + 1] = pull[i] + dt_s * (half - pull[i]) / TWITCH_s
        turning = push_Nm[i] - stiffness * angle[i] - damping * speed[i] - pull[i + 1]
        speed[i + 1] = speed[i] + dt_s * turning / inertia
        angle[i + 1] = angle[i] + dt_s * speed[i + 1]
    return angle, speed, order, pull


@model
class Clonus:
    """A foot that can turn about the ankle, pushed up by a hand; the calf answers the stretch by its reflex.

    The equations in words
    ----------------------
        order to the calf = gain · (speed of the stretch, as it was one delay ago − threshold), not below 0 nor above
        the most
        pull of the calf follows the order, in two steps of 30 ms one behind the other
        inertia · change of speed = push of the hand − stiffness · angle − damping · speed − pull of the calf
    The delay is the way from the calf to the cord and back: 45 ms at a height of 170 cm.

    ``run()`` returns a ClonusTrace of eight seconds; it takes some milliseconds.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: a reflex that comes late and strongly beats (Hidler & Rymer 1999), more slowly where its path is longer
    (Iansek 1984, doi 10.1136/jnnp.47.10.1122). These equations and constants are our choice.
    """

    height_cm: float = quantity(
        HEIGHT_cm, unit="cm", low=100.0, high=230.0, step=5.0, symbol="h", label="Body height",
        meaning="A taller person has a longer way from the calf to the spinal cord and back: the answer comes later. "
                "In brackets: this delay. Nothing else grows with the height here.",
        also=("ms of delay", MS_PER_CM),
        source="Our choice: 45 ms at 170 cm, all in proportion to the height. In people the answer of the soleus began "
               "42 (SD 3.2) ms after the stretch (Sinkjaer et al. 1996), and such delays were linear in the height "
               "(Stam & van Crevel 1989, doi 10.1007/BF00314505).")
    foot_kg: float = quantity(
        2.0, unit="kg", low=0.5, high=6.0, step=0.25, symbol="m", label="Mass of the foot",
        meaning="The foot with its shoe, and what may be tied to it: as if all of it were 10 cm from the ankle's axis.",
        source=_OURS)
    gain: float = quantity(
        6.0, unit="", low=1.0, high=20.0, step=0.5, symbol="G", label="Gain of the stretch reflex",
        meaning="How hard the calf answers a stretch: so many times as hard as a reflex that the brain brakes well. "
                "Less brake from the brain is more gain.",
        source="Our choice: 1 is so weak that a kick gives a few small beats.")
    damping_percent: float = quantity(
        100.0, unit="%", low=30.0, high=300.0, step=10.0, symbol="b", label="Damping of the ankle",
        meaning="What makes a foot that swings come to rest, as if in thick oil; 100 % is 0.5 N·m at one radian/s.",
        source=_OURS)
    stiffness_percent: float = quantity(
        100.0, unit="%", low=40.0, high=200.0, step=10.0, symbol="k", label="Stiffness of the ankle",
        meaning="The spring: how hard calf, tendon and ligaments pull the foot back; 100 % is 30 N·m for one radian.",
        source=_OURS)
    load_N: float = quantity(
        30.0, unit="N", low=0.0, high=60.0, step=5.0, symbol="F", label="Steady push of the hand",
        meaning="Up against the sole, from half a second on and to the end; 10 cm in front of the ankle's axis.",
        source="Our choice: three kilograms.")
    kick_N: float = quantity(
        50.0, unit="N", low=0.0, high=80.0, step=5.0, symbol="F₁", label="Kick of the hand",
        meaning="What the hand pushes more in its first tenth of a second.", source="Our choice: five kilograms.")
    rise_s: float = quantity(
        0.0, unit="s", low=0.0, high=2.0, step=0.1, symbol="t₁", label="Steady push comes on within",
        meaning="0: all of it at once.", source="Our choice: at once, as it is tested at the bedside.",
        idle_at=({"load_N": 0.0},))
    dt_ms: float = quantity(
        0.5, unit="ms", low=0.25, high=2.0, symbol="dt", label="Time step",
        source="Our choice: half of it changes the beats a second by 0.3 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Mass, stiffness, damping and the reflex's gain were chosen so that the beats come near six a second. That the "
        "model does so proves nothing; what it tells is what makes them slower, and what does not.",
        "Height changes the delay alone. A taller person has a heavier foot as well, which makes the beats slower "
        "still; a part of the delay, at spindle, synapse and end plate, does not grow.",
        "The reflex answers the speed of the stretch by one way only. In people later answers by slower fibres take "
        "part (Uysal et al. 2011, doi 10.1016/j.jelekin.2010.11.005).",
        "In each beat the toes go up for 88 ms here and down for 82; in people 89 and 72 (Uysal et al. 2011, doi "
        "10.1016/j.jelekin.2010.11.005).",
        "Its answer comes 45 ms after the stretch, that of the loop in station 1 after 30: two models, each with "
        "numbers of its own. A stronger reflex hardly widens the swing, as the calf's pull has a most.",
        "Not everybody thinks that the foot's own movement sets the beat. A push in another rhythm did not take it "
        "along, which speaks for a pacemaker in the cord (Walsh 1976, doi 10.1136/jnnp.39.3.266).",
        "People's beats are slower at the beginning and the end, by up to 2 Hz, and clonus can end by itself; here one "
        "that lasts stays the same, and no muscle tires.",
        "There is one muscle, and no end of the joint: a real ankle stops.",
        "A healthy reflex is not always calm: with the right load on the foot healthy people beat too, and another "
        "load makes another rate (Rack et al. 1984, Brain 107:637).",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    @property
    def delay_ms(self) -> float:
        """From the stretch to the order in the calf."""
        return self.height_cm * MS_PER_CM

    def run(self) -> ClonusTrace:
        """Push, and let the foot swing for eight seconds."""
        dt_s = self.dt_ms / 1000.0
        t_s = np.arange(round(DURATION_s / dt_s) + 1) * dt_s
        push_Nm = self._push_N(t_s) * LEVER_m
        angle, speed, order, pull = _swing(
            push_Nm[:-1], self.delay_ms / self.dt_ms, self.gain * GAIN_Nms, self.foot_kg * LEVER_m ** 2,
            DAMPING_Nms * self.damping_percent / 100.0, STIFFNESS_Nm * self.stiffness_percent / 100.0, dt_s)
        every = max(1, round(KEPT_ms / self.dt_ms))
        dots = np.arange(0.0, DURATION_s, DOT_s)
        return ClonusTrace(
            t_s=t_s[::every], angle_deg=np.degrees(angle[::every]), order_N=order[::every] / LEVER_m,
            pull_N=pull[::every] / LEVER_m, push_N=push_Nm[::every] / LEVER_m,
            sent_s=dots[np.interp(dots, t_s, speed) > THRESHOLD_rad_s],
            delay_ms=self.delay_ms, brake_percent=100.0 / self.gain)

    def _push_N(self, t_s: NDArray) -> NDArray:
        """What the hand does."""
        since = t_s - PUSH_s + 1e-9
        load = np.where(since >= 0.0, np.clip(since / self.rise_s, 0.0, 1.0) if self.rise_s else 1.0, 0.0)
        return self.load_N * load + np.where((since >= 0.0) & (since < KICK_s), self.kick_N, 0.0)


_DEFAULT = Clonus()
Clonus.presets = grouped({
    "push and brake": (
        Preset("Weak brake", _DEFAULT, source="Our choice: six times the gain",
               expect="nearly six beats a second, and they go on",
               signature={"beats_Hz": (5.8, 5.95), "lasts": (1, 1)}),
        Preset("Well braked", replace(_DEFAULT, gain=1.0),
               source="Our choice of the gain; a few beats can be normal: " + LARNER,
               expect="two small beats, then rest", signature={"beats": (2, 2), "lasts": (0, 0)}),
        Preset("Brake half lost", replace(_DEFAULT, gain=2.0), source="Our choice: twice the gain",
               expect="four beats that fade", signature={"beats": (4, 4), "lasts": (0, 0)}),
        Preset("More damping", replace(_DEFAULT, damping_percent=160.0), source="Our choice of damping",
               expect="the reflex is as strong as before; still the beats fade, after six",
               signature={"beats": (6, 6), "lasts": (0, 0), "brake_percent": (16.0, 17.0)}),
        Preset("Pushed slowly", replace(_DEFAULT, kick_N=0.0, rise_s=1.0), source="Our choice: the push within 1 s",
               expect="the foot gives, and the calf is silent",
               signature={"beats": (0, 0), "greatest_deg": (5.0, 6.5)}),
        Preset("Nobody pushes", replace(_DEFAULT, kick_N=0.0, load_N=0.0), source="Our choice: no push at all",
               expect="nothing happens", signature={"beats": (0, 0), "greatest_deg": (0.0, 0.0)}),
    ),
    "body and reflex": (
        "Weak brake",
        Preset("Tall person", replace(_DEFAULT, height_cm=200.0), source="Our choice; the direction: " + IANSEK,
               expect="slower: the answer comes later", signature={"beats_Hz": (5.5, 5.7), "lasts": (1, 1)}),
        Preset("Short person", replace(_DEFAULT, height_cm=140.0), source="Our choice; the direction: " + IANSEK,
               expect="quicker: the answer comes sooner", signature={"beats_Hz": (6.1, 6.3), "lasts": (1, 1)}),
        Preset("Heavy boot", replace(_DEFAULT, foot_kg=4.0), source="Our choice of mass",
               expect="slower: a heavier foot takes longer to turn back",
               signature={"beats_Hz": (4.7, 4.8), "lasts": (1, 1)}),
        Preset("Brake gone", replace(_DEFAULT, gain=20.0), source="Our choice: the highest gain",
               expect="hardly a wider swing, and the same number of beats a second",
               signature={"beats_Hz": (5.8, 5.95), "swing_deg": (6.8, 7.3), "lasts": (1, 1)}),
    ),
})
