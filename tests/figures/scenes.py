"""Every drawing of the kit, with moments to show it at: at rest, busy, at its extremes, and each part at another value.

The tests and the contact sheet (`python -m tests.contact_sheet`) go through this list; a new drawing is added here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.figures.drawings import (
    arm,
    artery,
    axon,
    battery,
    body,
    chain,
    clonus,
    dosed,
    fibre,
    gullet,
    heart_sheet,
    junction,
    latch,
    membrane,
    supply,
    three_muscles,
    tract,
    twitch,
    water,
)
from muscle_lib.figures.drawings.arm import Arm, ArmMoment
from muscle_lib.figures.drawings.artery import ArteryMoment, ArterySection
from muscle_lib.figures.drawings.axon import Axon, AxonMoment
from muscle_lib.figures.drawings.body import Body, BodyMoment
from muscle_lib.figures.drawings.chainmap import COLORS, ChainMap, ChainMoment
from muscle_lib.figures.drawings.clonus import ClonusMoment, FootOnSpring
from muscle_lib.figures.drawings.dosed import Dosed, DosedMoment
from muscle_lib.figures.drawings.heart_sheet import HeartSheet, SheetMoment
from muscle_lib.figures.drawings.junction import Junction, JunctionMoment
from muscle_lib.figures.drawings.leg import HEIGHT, WIDTH, Leg, Moment
from muscle_lib.figures.drawings.limb import TOES_DOWN, TOES_UP
from muscle_lib.figures.drawings.membrane import Membrane, MembraneMoment
from muscle_lib.figures.drawings.stills import bare_stage
from muscle_lib.figures.drawings.stretched import StretchedLeg, StretchMoment
from muscle_lib.figures.drawings.supply import Supply, SupplyMoment
from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.drawings.three_muscles import ThreeMuscles, ThreeMusclesMoment
from muscle_lib.figures.drawings.twitch import Twitch, TwitchMoment
from muscle_lib.figures.stage import Stage


@dataclass(frozen=True)
class Case:
    """A drawing: how it is made on a stage and its axes, how large it is, and what it is shown."""

    make: Callable[[Stage, Any], Any]
    size_px: tuple[int, int]
    rest: Any
    #: A moment in which everything is going on, and another value of each of its parts.
    busy: Any
    other: dict[str, Any]
    extremes: tuple[Any, ...]
    colors: Iterable[str] = field(default_factory=colors)
    #: Parts of the moment that this kind does not draw.
    without: frozenset[str] = frozenset()
    #: What larger numbers do to the picture: “darker” (more ink: longer, wider, fuller, more of them), “paler”, “up”,
    #: “right”; each with the names of its numbers.
    grows: Mapping[str, str] = field(default_factory=dict)
    #: What the frame cuts off on purpose, as it goes on there: so many pixels of it may lie beyond which side.
    out: Mapping[str, float] = field(default_factory=dict)
    #: So many words stand still, at most: a few.
    words: int = 9


class Drawn:
    """A drawing on a stage of its own."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.stage = bare_stage(["scene"], *case.size_px, list(case.colors))
        self.axes = self.stage.axes["scene"]
        self.drawing = case.make(self.stage, self.axes)

    def pixels(self, moment: Any, moving: bool = True) -> NDArray:
        """The picture of a moment; sharp, if it is not moving."""
        self.drawing.show(moment)
        return self.as_it_stands(moving)

    def as_it_stands(self, moving: bool = True) -> NDArray:
        """The picture, without another moment."""
        return np.asarray(Image.open(io.BytesIO(self.stage.png(moving))).convert("RGB")).astype(np.int16)


_SUPPLIES = frozenset({"flow", "blood", "oxygen", "store", "broken", "carries"})
_REFLEX = frozenset({"spindle", "organ", "length", "current", "inhibition", "done"})
_OTHER = {"force": 0.8, "foot_degrees": 25.0, "command": 0.9, "units": 1.0, "impulses": (0.3, 0.7), "carries": 0.0,
          "flow": 0.9, "blood": 0.1, "oxygen": 0.9, "store": 0.9, "broken": ("blood", "fibre"), "spindle": 0.9,
          "organ": 0.9, "length": 0.9, "current": 0.9, "inhibition": 0.9, "done": "massage", "state": "cramp"}
_BUSY = Moment(force=0.4, foot_degrees=5.0, command=0.4, units=0.5, impulses=(0.2, 0.6), flow=0.4, oxygen=0.5,
               store=0.5, spindle=0.3, organ=0.3, length=0.3, current=0.4, done="stretch", state="contraction")
#: A thigh goes on beyond the frame, and so do fibres and a vessel.
_THIGH, _FIBRE, _VESSEL = {"top": 58.0}, {"left": 20.0, "right": 20.0, "top": 10.0}, {"left": 26.0, "right": 26.0}
#: (A nerve that carries less is thinner; but it has a word then, which is more ink.)
_GROWS_SUPPLIES = {"darker": "force command units flow store", "paler": "oxygen"}
_GROWS_FIBRE = {"darker": "release store calcium troponin attached uptake"}
_GROWS_VESSEL = {"darker": "flow blood cuff force uptake", "paler": "arterial venous"}
_GROWS_AXON = {"darker": "length stopped healthy", "paler": "rest_mV"}
_EVERY = (*chain.STATIONS, chain.BACK)
_DEEDS = ("stretch", "massage", "opposite muscle", "standing", "tap", "pickle juice", "quinine", "heat", "rest")
_TWITCH = TwitchMoment(impulses=(0.2,), release=0.5, store=0.9, calcium=12.0, troponin=0.4, filament=0.5, attached=0.3,
                       uptake=0.4, atp=0.7)
_TWITCH_OTHER = {"impulses": (), "release": 1.0, "store": 0.5, "calcium": 20.0, "troponin": 0.8, "filament": 0.9,
                 "attached": 0.6, "uptake": 0.8, "atp": 0.3, "state": "rigor: hours after death"}
_TWITCHES = (TwitchMoment(impulses=(0.0, 0.9), release=1.0, store=0.0, calcium=1e4, troponin=1.0, filament=1.0,
                          attached=1.0, uptake=1.0, state="rigor: hours after death"),
             TwitchMoment(attached=0.5, atp=0.0, store=2.0), TwitchMoment(filament=1.0))
_SUPPLY = SupplyMoment(flow=0.3, venous=0.3, press=0.3, force=0.4, uptake=0.4, wanted=0.5, fuel=0.3, store_pays=0.3,
                       glycolysis_pays=0.3, burns=0.2, pcr_mM=20.0, lactate_mM=15.0)
_SUPPLY_OTHER = {"flow": 0.8, "arterial": 0.5, "venous": 0.8, "blood": 0.6, "carried": 7.4, "press": 0.8, "cuff": 1.0,
                 "force": 1.0, "uptake": 0.9, "wanted": 1.0, "fuel": 1.0, "store_pays": -0.6, "glycolysis_pays": 0.9,
                 "burns": 0.8, "pcr_mM": 5.0, "ATP_mM": 3.0, "glycogen_mM": 30.0, "lactate_mM": 40.0,
                 "state": "vessels nearly shut"}
_SUPPLIED = (SupplyMoment(flow=0.0, venous=0.0, press=1.0, cuff=1.0, force=1.0, store_pays=1.0,
                          glycolysis_pays=1.0, pcr_mM=0.0, ATP_mM=0.0, glycogen_mM=0.0, lactate_mM=80.0,
                          state="vessels nearly shut"),
             SupplyMoment(flow=1.0, arterial=1.0, venous=1.0, blood=2.0, uptake=1.0, wanted=1.0, fuel=1.0,
                          store_pays=-1.0, pcr_mM=60.0, ATP_mM=12.0, glycogen_mM=200.0, state="store is paid back"),
             SupplyMoment(blood=0.3, uptake=0.01, wanted=0.01, cuff=1.0, flow=0.0, state="leaves blood too slowly"))

_RISING = MembraneMoment(v_mV=-40.0, sodium_gate=0.4, lid=0.6, potassium_gate=0.1, sodium_in=0.5, potassium_out=0.3,
                         sodium_crossed=3.0, potassium_crossed=1.0)
_HANDING_OVER = JunctionMoment(calcium=1.0, quanta=20.0, transmitter=0.8, working=0.8, potential=0.7, needed=10.0)
_REST, _PEAK_AT_THIRD = (-80.0, -80.0), (-80.0, 20.0, -70.0, -80.0)
_AXON = {"along_mV": (-80.0, -70.0, 20.0, -80.0), "rest_mV": -60.0, "length": 150.0, "diameter_um": 16.0,
         "internodes": 5.0, "damage_from": 0.2, "damage_to": 0.9, "myelin": 0.02, "stopped": 0.5, "healthy": 0.8,
         "near_pulse": 0.0, "far_pulse": 1.0, "arrived": 1.0, "clock": "at 0.5 ms"}

SCENES = {
    "leg with supplies": Case(
        Leg, (WIDTH, HEIGHT), Moment(), _BUSY, _OTHER, without=_REFLEX, extremes=(
            Moment(force=1.0, command=1.0, units=1.0, impulses=(0.0, 1.0), flow=0.0, oxygen=0.0, store=0.0,
                   state="at 23.6 s"),
            Moment(carries=0.0, command=1.0, impulses=(0.1,), broken=("nerve",)), Moment(carries=0.5),
            Moment(broken=("command", "junction", "fibre", "blood", "glycogen"), flow=1.0, state="at 23.6 s")),
        out=_THIGH,
        grows=_GROWS_SUPPLIES),
    "leg with supplies, foot free": Case(
        lambda stage, axes: Leg(stage, axes, free=True), (WIDTH, HEIGHT), Moment(foot_degrees=5.0), _BUSY, _OTHER,
        without=_REFLEX, extremes=(Moment(foot_degrees=TOES_DOWN, force=1.0, flow=1.0),
                                   Moment(foot_degrees=TOES_UP, oxygen=0.0)), out=_THIGH,
        grows=_GROWS_SUPPLIES),
    "leg with reflex and deeds": Case(
        lambda stage, axes: Leg(stage, axes, reflex=True, deeds=True), (WIDTH, HEIGHT), Moment(foot_degrees=5.0),
        _BUSY, _OTHER, without=_SUPPLIES - {"carries", "broken"}, extremes=(
            Moment(force=0.1, foot_degrees=TOES_DOWN, command=1.0, units=1.0, impulses=(0.0, 1.0), spindle=1.0,
                   current=1.0, inhibition=1.0, state="cramp"),
            Moment(foot_degrees=TOES_UP, length=1.0, organ=1.0, done="stretch", state="voluntary contraction"),
            *(Moment(foot_degrees=TOES_DOWN, done=done) for done in _DEEDS),
            *(Moment(foot_degrees=TOES_UP, done=done) for done in _DEEDS)),
        # So do an arm, the floor, and the fingers under toes that point down.
        out=_THIGH | {"right": 40.0, "bottom": 15.0},
        grows={"darker": "force command units spindle organ length current inhibition"}),
    "leg that is stretched": Case(
        StretchedLeg, (WIDTH, HEIGHT), StretchMoment(), StretchMoment(
            foot_degrees=2.0, hand=0.5, force=0.3, spindle=0.4, held=0.4, command=0.2, units=0.5, impulses=(0.2, 0.6),
            lesion="cord", cord="spastic", clock="at 0.1 s"),
        {"foot_degrees": 15.0, "hand": 1.0, "force": 0.8, "spindle": 0.9, "held": 0.9, "command": 0.9, "units": 1.0,
         "impulses": (0.3, 0.7), "lesion": "brain", "cord": "spinal shock", "clock": "at 0.3 s"},
        extremes=(StretchMoment(foot_degrees=-20.0, hand=1.0, force=1.0, spindle=1.0, held=1.0, units=1.0,
                                impulses=(0.0, 1.0), lesion="cord", cord="late after a stroke", clock="at −0.2 s"),
                  StretchMoment(foot_degrees=20.0, command=1.0, held=0.0, force=0.05, lesion="brain", cord="rigid"),
                  StretchMoment(foot_degrees=20.0, hand=1.0), StretchMoment(foot_degrees=-20.0, hand=0.1)),
        out=_THIGH,
        grows={"darker": "force command units spindle hand held"}),
    "foot on its spring": Case(
        FootOnSpring, (clonus.WIDTH, clonus.HEIGHT), ClonusMoment(),
        ClonusMoment(foot_degrees=-8.0, force=0.4, units=0.5, arc=(0.1, 0.3, 0.7), push=0.3, brake=0.5, state="beat 2"),
        {"foot_degrees": 10.0, "force": 0.9, "units": 1.0, "arc": (0.2, 0.9), "push": 0.8, "brake": 0.05,
         "state": "beat 44"},
        extremes=(
            ClonusMoment(foot_degrees=TOES_UP, force=1.0, units=1.0, arc=(0.0, 0.25, 0.5, 0.75, 0.99), push=1.0,
                         state="pushed up"),
            ClonusMoment(foot_degrees=TOES_DOWN, force=1.0, push=1.0, brake=0.05),
            ClonusMoment(foot_degrees=TOES_DOWN, brake=0.05), ClonusMoment(foot_degrees=TOES_UP, state="swings")),
        out={"top": 82.0, "left": 59.0, "bottom": 123.0},
        grows={"darker": "force units push brake"}),
    "fibre": Case(
        lambda stage, axes: Twitch(stage, axes, name="slow fibre"), (twitch.WIDTH, twitch.HEIGHT), TwitchMoment(),
        _TWITCH, _TWITCH_OTHER, _TWITCHES, twitch.FILLS, without=frozenset({"atp"}), words=10,
        out=_FIBRE,
        grows=_GROWS_FIBRE),
    "fibre with ATP": Case(
        lambda stage, axes: Twitch(stage, axes, atp=True), (twitch.WIDTH, twitch.HEIGHT), TwitchMoment(), _TWITCH,
        _TWITCH_OTHER, _TWITCHES, twitch.FILLS, words=10, out=_FIBRE,
        grows={"darker": _GROWS_FIBRE["darker"] + " atp"}),
    "capillary and stores": Case(
        lambda stage, axes: Supply(stage, axes, fuel=True), (supply.WIDTH, supply.HEIGHT), SupplyMoment(), _SUPPLY,
        _SUPPLY_OTHER, _SUPPLIED, supply.FILLS, without=frozenset({"wanted"}),
        out=_VESSEL,
        grows={**_GROWS_VESSEL, "darker": _GROWS_VESSEL["darker"] + (
            " fuel glycolysis_pays burns pcr_mM ATP_mM glycogen_mM lactate_mM")}),
    "capillary and what is wanted": Case(
        lambda stage, axes: Supply(stage, axes, stores=False), (supply.WIDTH, supply.HEIGHT), SupplyMoment(), _SUPPLY,
        _SUPPLY_OTHER, _SUPPLIED, supply.FILLS, without=frozenset(
            {"fuel", "store_pays", "glycolysis_pays", "burns", "pcr_mM", "ATP_mM", "glycogen_mM", "lactate_mM"}),
        out=_VESSEL,
        grows=_GROWS_VESSEL),
    "membrane": Case(
        Membrane, (membrane.WIDTH, membrane.HEIGHT), MembraneMoment(), _RISING, {
            "v_mV": 30.0, "sodium_gate": 0.9, "lid": 0.1, "potassium_gate": 0.6, "sodium_in": 0.9, "potassium_out": 0.8,
            "sodium_crossed": 9.0, "potassium_crossed": 5.0, "sodium_outside": 0.2}, colors=membrane.colors(),
        extremes=(
            MembraneMoment(v_mV=60.0, sodium_gate=1.0, lid=1.0, potassium_gate=1.0, sodium_in=1.0, potassium_out=1.0,
                           sodium_crossed=399.0, potassium_crossed=399.0, sodium_outside=1.2),
            MembraneMoment(v_mV=-90.0, lid=0.0, sodium_in=-1.0, potassium_out=-1.0, sodium_crossed=-1.0,
                           potassium_crossed=-1.0, sodium_outside=0.1)),
        out={"left": 8.0, "right": 8.0},
        grows={"darker": "sodium_in potassium_out sodium_crossed potassium_crossed sodium_outside",
               "paler": "sodium_gate potassium_gate"}),
    "junction": Case(
        Junction, (junction.WIDTH, junction.HEIGHT), JunctionMoment(), _HANDING_OVER, {
            "arrives": 1.0, "calcium": 1.5, "quanta": 40.0, "transmitter": 0.2, "working": 0.3, "enzyme": 0.3,
            "potential": 0.2, "fires": 1.0, "needed": 300.0}, colors=junction.colors(), extremes=(
            JunctionMoment(arrives=1.0, calcium=2.0, quanta=400.0, transmitter=1.0, potential=9.0, fires=1.0,
                           needed=8.5),
            JunctionMoment(calcium=0.1, quanta=1.0, transmitter=1.0, working=0.05, enzyme=0.1, needed=400.0)),
        out={"left": 10.0, "right": 10.0, "top": 14.0},
        grows={"darker": "arrives calcium transmitter potential fires needed", "paler": "working enzyme"}),
    "axon without myelin": Case(
        lambda stage, axes: Axon(stage, axes, 96.0, notes=("too thick", "every fourth")), (axon.WIDTH, axon.HEIGHT),
        AxonMoment(), AxonMoment(_PEAK_AT_THIRD, near_pulse=1.0, myelin=0.5), _AXON, colors=axon.colors(),
        without=frozenset({"damage_from", "damage_to", "myelin", "arrived"}), extremes=(
            AxonMoment(diameter_um=1000.0, length=449.0, far_pulse=1.0), AxonMoment(diameter_um=1.0, length=3.0)),
        grows={"darker": _GROWS_AXON["darker"] + " near_pulse far_pulse", "paler": "rest_mV"}),
    "axon with myelin": Case(
        lambda stage, axes: Axon(stage, axes, 96.0, notes=("too thick", "every fourth")), (axon.WIDTH, axon.HEIGHT),
        AxonMoment(_REST, -80.0, 225.0, 10.0, 10.0),
        AxonMoment(_PEAK_AT_THIRD, -80.0, 225.0, 10.0, 10.0, 0.5, 0.7, 0.5, near_pulse=1.0), _AXON,
        colors=axon.colors(), without=frozenset({"near_pulse", "far_pulse", "arrived"}), extremes=(
            AxonMoment(_REST, -80.0, 449.0, 20.0, 10.0), AxonMoment(_REST, -80.0, 23.0, 1.0, 10.0)),
        grows={"darker": _GROWS_AXON["darker"] + " diameter_um myelin", "paler": "rest_mV"}),
    "axon to the next cell": Case(
        lambda stage, axes: Axon(stage, axes, 96.0, "cell"), (axon.WIDTH, axon.HEIGHT),
        AxonMoment(_REST, -80.0, 660.0, 10.0, 40.0),
        AxonMoment(_PEAK_AT_THIRD, -80.0, 660.0, 10.0, 40.0, 0.5, 0.55, 0.5, near_pulse=1.0), _AXON,
        colors=axon.colors(), without=frozenset({"near_pulse", "far_pulse"}), extremes=(
            AxonMoment(_REST, -80.0, 660.0, 20.0, 40.0, 0.5, 0.625, 0.01, stopped=0.61, healthy=1.0),
            AxonMoment(_REST, -80.0, 660.0, 1.0, 40.0, 0.5, 0.525, 0.1, stopped=0.01, healthy=0.53)),
        grows={"darker": _GROWS_AXON["darker"] + " diameter_um myelin arrived", "paler": "rest_mV"}),
    "tract": Case(
        tract.Tract, (tract.WIDTH, tract.HEIGHT), tract.TractMoment(damaged=1.0),
        tract.TractMoment(0.6, 0.1, 0.5, 0.6, 5.0, 38.0, 0.5), {
            "command": 1.0, "gone": 0.3, "damaged": 0.2, "conducting": 0.3, "open_k": 10.0, "temperature_C": 40.0,
            "force": 0.9}, colors=tract.COLORS, extremes=(
            tract.TractMoment(1.0, 0.0, 1.0, 0.0, 10.0, 40.0, 1.0), tract.TractMoment(1.0, 0.9, 0.1, 0.02, 10.0, 34.0),
            tract.TractMoment(1.0, 0.0, 0.0, 1.0, 10.0, 34.0, 1.0), tract.TractMoment(1.0, 0.4, 0.6, 0.6, 2.0)),
        grows={"darker": "command conducting open_k temperature_C force", "paler": "gone"}),
    # A map is there for its names.
    "chain map": Case(
        ChainMap, (chain.WIDTH, chain.HEIGHT), ChainMoment(),
        ChainMoment(here=["nerve"], broken=["artery"], too_much=["cord"], works=["brain"]),
        {"here": ["heart"], "broken": ["calcium"], "too_much": ["filaments"], "works": ["energy"]},
        (ChainMoment(broken=["junction"], works=["brain", "cord", "nerve"], here=["membrane"]),
         *(ChainMoment(**{mark: _EVERY}) for mark in ("here", "broken", "too_much", "works"))), COLORS, words=15),
    "battery of ions": Case(
        battery.Battery, (battery.WIDTH, battery.HEIGHT), battery.BatteryMoment(), battery.BatteryMoment(),
        {"rest_mV": -70.0, "potassium_out": 10.0, "sodium_out": 120.0, "chloride_out": 80.0,
         "others_out": 60.0, "potassium_in": 130.0, "sodium_in": 25.0, "chloride_in": 20.0, "others_in": 140.0,
         "potassium_own_mV": -80.0, "sodium_own_mV": 40.0, "chloride_own_mV": -60.0, "calcium_own_mV": 100.0,
         "sodium_way": 0.4},
        extremes=(
            battery.BatteryMoment(rest_mV=-111.0, potassium_out=1.0, sodium_out=110.0, chloride_out=30.0,
                                  others_out=90.0, potassium_own_mV=-137.0, chloride_own_mV=-111.0, sodium_way=0.001),
            battery.BatteryMoment(rest_mV=-1.0, potassium_out=12.0, sodium_out=170.0, chloride_out=190.0,
                                  others_out=4.5, potassium_in=170.0, sodium_in=30.0,
                                  chloride_in=100.0, others_in=100.0, potassium_own_mV=-70.0, chloride_own_mV=-1.0,
                                  calcium_own_mV=136.0, sodium_way=1.0)),
        # The numbers of the gauge are words, too.
        colors=battery.COLORS, words=11,
        grows={"darker": "potassium_out sodium_out chloride_out others_out potassium_in sodium_in "
                         "chloride_in others_in sodium_way",
               "up": "rest_mV potassium_own_mV sodium_own_mV chloride_own_mV calcium_own_mV"}),
    "fibre with tubules": Case(
        fibre.Fibre, (fibre.WIDTH, fibre.HEIGHT), fibre.FibreMoment(),
        fibre.FibreMoment(excited=1.0, depth=0.4, potassium=7.0, quick=0.5, slow=0.25, chloride=0.5,
                          pulses=(5.0, 25.0), fired=(4.0, 14.0), clock="at 1.0 ms"),
        {"excited": 0.0, "depth": 1.0, "stuck": 1.0, "potassium": 12.0, "bath": 8.0, "quick": 1.0, "slow": 0.8,
         "leaky": 1.1, "pores": 0.006, "chloride": 0.1, "pulses": (10.0,), "fired": (8.0, 90.0), "clock": "at 7000 ms"},
        extremes=(
            fibre.FibreMoment(excited=1.0, depth=1.0, potassium=13.0, bath=12.0, quick=0.0, slow=0.0, chloride=0.0,
                              pulses=tuple(range(0, 201, 12)), fired=tuple(range(0, 201, 7)), clock="at 7000 ms"),
            fibre.FibreMoment(stuck=1.0, potassium=100.0, bath=1.0, quick=1.0, slow=1.0),
            fibre.FibreMoment(stuck=1.0, bath=12.0, quick=1.0, slow=0.4, leaky=1.5, pores=0.009),
            fibre.FibreMoment(potassium=0.0)),
        colors=fibre.COLORS, out={"left": 8.0, "right": 8.0},
        grows={"darker": "depth potassium bath quick slow leaky pores", "paler": "chloride"}),
    "water and salt": Case(
        water.Water, (water.WIDTH, water.HEIGHT), water.WaterMoment(),
        water.WaterMoment(outside_L=15.0, inside_L=24.0, sweat_L=2.0, drink_L=2.0, sodium_sweated=0.1,
                          sodium_drunk=0.1, potassium=0.99, sodium_mM=145.0),
        {"outside_L": 18.0, "inside_L": 27.0, "rested_outside_L": 18.0, "rested_inside_L": 23.0, "sweat_L": 4.0,
         "drink_L": 5.0, "sodium_sweated": 0.2, "sodium_drunk": 0.2, "potassium": 0.9, "sodium_mM": 130.0,
         "drink": "rehydration salts"},
        extremes=(
            # The driest and the wettest that the sliders allow, both in 45 kg; and the saltiest sweat.
            water.WaterMoment(outside_L=6.6, inside_L=12.2, rested_outside_L=10.8, rested_inside_L=16.2, sweat_L=5.0,
                              sodium_sweated=0.05, potassium=0.99, sodium_mM=184.0),
            water.WaterMoment(outside_L=15.7, inside_L=17.3, rested_outside_L=10.8, rested_inside_L=16.2, drink_L=6.0,
                              sodium_drunk=0.4, sodium_mM=134.0),
            water.WaterMoment(outside_L=12.0, inside_L=19.8, rested_outside_L=10.8, rested_inside_L=16.2, sweat_L=5.0,
                              drink_L=6.0, sodium_sweated=0.3, sodium_mM=105.0)),
        colors=water.COLORS,
        grows={"darker": "sweat_L drink_L sodium_drunk potassium", "right": "outside_L inside_L"}),
    "writing arm": Case(
        Arm, (arm.WIDTH, arm.HEIGHT), ArmMoment(),
        ArmMoment(extensor=0.5, flexor=0.4, neighbour=0.3, wrist_degrees=2.0, written=(2.0, 1.0, 0.0, -3.0), extend=0.5,
                  flex=0.4, inhibition=0.5),
        {"extensor": 1.0, "flexor": 0.9, "neighbour": 0.9, "wrist_degrees": -9.0, "written": (2.0, 6.0, 9.0, 3.0) * 9,
         "extend": 1.0, "flex": 0.9, "inhibition": 0.9},
        extremes=(
            ArmMoment(extensor=1.0, wrist_degrees=arm.BACK, written=(arm.BACK, arm.FORWARD) * 70, extend=1.0,
                      inhibition=1.0),
            ArmMoment(flexor=1.0, neighbour=1.0, wrist_degrees=arm.FORWARD, written=(arm.FORWARD,) * 141, flex=1.0,
                      inhibition=0.0)),
        colors=arm.FILLS, out={"left": 1.0, "top": 59.0},
        grows={"darker": "extensor flexor neighbour extend flex inhibition"}),
    "loop with a drug": Case(
        Dosed, (dosed.WIDTH, dosed.HEIGHT), DosedMoment(),
        DosedMoment(spindle=0.8, touched="spindle", sign="spindles' hold: weaker", name="Baclofen", dose=0.5),
        {"spindle": 1.5, "current": 1.5, "excitability": 0.8, "junction": 0.3, "calcium": 0.5, "touched": "current",
         "sign": "inward current: weaker", "name": "Tizanidine", "dose": 1.0},
        extremes=(
            DosedMoment(spindle=0.0, current=0.0, excitability=0.0, junction=0.0, calcium=0.0, touched="calcium",
                        sign="fibres' calcium: less", name="Cholinesterase inhibitors", dose=1.0),
            DosedMoment(spindle=2.0, current=2.0, excitability=1.0, junction=1.3, touched="junction",
                        sign="inward current: stronger", name="Cholinesterase inhibitors", dose=1.0),
            *(DosedMoment(touched=touched, sign="excitability: higher", spindle=1.5, current=1.5)
              for touched in ("spindle", "current", "excitability"))),
        colors=dosed.COLORS,
        grows={"darker": "spindle current excitability junction calcium dose"}),
    "heads of smooth muscle": Case(
        latch.Latch, (latch.WIDTH, latch.HEIGHT), latch.LatchMoment(),
        latch.LatchMoment(0.08, 0.29, 0.47, 0.5, 30.0, 5.0, "tonic muscle"),
        {"charged": 0.2, "working": 0.1, "latched": 0.2, "drive": 0.03, "phosphate_coins": 3.0, "heads_coins": 1.0,
         "muscle": "artery's muscle"},
        extremes=(
            latch.LatchMoment(1.0, 0.0, 0.0, 1.0, 100.0, 20.0, "artery's muscle"),
            latch.LatchMoment(0.0, 1.0, 0.0, 1.0, 100.0, 20.0, "artery's muscle"),
            latch.LatchMoment(0.0, 0.0, 1.0, 0.0, 0.0, 0.0, "tonic muscle")),
        colors=latch.FILLS,
        grows={"darker": "charged working latched drive phosphate_coins heads_coins"}),
    "gullet": Case(
        gullet.Gullet, (gullet.WIDTH, gullet.HEIGHT), gullet.GulletMoment(),
        gullet.GulletMoment((20.0, 120.0, 10.0), (0.0, 0.1, 0.8, 0.5), 8.0, 0.3, "at 5.0 s"),
        {"pressures_mmHg": (20.0, 10.0, 150.0), "fluid_cm2": (0.8, 0.5, 0.1, 0.0), "sphincter_mmHg": 30.0,
         "passed": 0.8, "clock": "at 12.5 s"},
        extremes=(
            gullet.GulletMoment((400.0, 400.0), (0.0, 3.9, 3.9), 0.0, 1.0, "at 15.0 s"),
            gullet.GulletMoment((0.0, 0.0), (3.9, 0.0), 45.0, 0.0, "at 0.0 s"),
            gullet.GulletMoment((0.0, 200.0), (1.7, 1.7, 0.0, 0.9), 8.0, 0.5, "at 15.0 s")),
        colors=gullet.COLORS,
        grows={"darker": "passed"}),
    "artery cut across": Case(
        ArterySection, (artery.WIDTH, artery.HEIGHT), ArteryMoment(),
        ArteryMoment(outside_mm=1.6, ring_mm=1.25, opening_mm=0.66, force=0.4, comes=1.5, wanted=2.0, most=1.5,
                     state="open area: 23 %", given="nitrate"),
        {"outside_mm": 1.7, "ring_mm": 1.1, "opening_mm": 0.3, "healthy_mm": 1.2, "force": 0.8, "comes": 0.5,
         "wanted": 3.0, "most": 3.0, "state": "shut (at rest: 40 %)", "given": "both drugs"},
        extremes=(
            ArteryMoment(outside_mm=1.46, ring_mm=1.07, opening_mm=0.0, force=0.72, comes=0.0, wanted=4.0, most=0.0,
                         state="shut (at rest: 40 %)", given="calcium blocker"),
            ArteryMoment(outside_mm=1.8, ring_mm=1.5, opening_mm=1.5, force=0.0, comes=4.0, wanted=4.0, most=4.5),
            ArteryMoment(outside_mm=1.71, ring_mm=1.39, opening_mm=0.16, comes=0.17, most=0.17)),
        colors=artery.FILLS,
        grows={"darker": "outside_mm opening_mm force comes wanted most"}),
    "three muscles": Case(
        ThreeMuscles, (three_muscles.WIDTH, three_muscles.HEIGHT), ThreeMusclesMoment(),
        ThreeMusclesMoment(skeletal=0.5, heart=0.4, smooth=0.6, clock="at 9.4 s"),
        {"skeletal": 0.9, "heart": 0.9, "smooth": 0.1, "skeletal_twitch": 0.3, "heart_twitch": 0.8,
         "smooth_twitch": 0.5, "clock": "at 10.0 s"},
        (ThreeMusclesMoment(skeletal=1.0, heart=1.0, smooth=1.0, skeletal_twitch=0.0, smooth_twitch=1.0),
         ThreeMusclesMoment(skeletal_twitch=1.0, heart_twitch=0.0, smooth_twitch=0.0, clock="at 14.0 s")),
        three_muscles.FILLS, out={"top": 1.0},
        grows={"darker": "skeletal heart", "up": "skeletal_twitch heart_twitch smooth_twitch"}),
    "body": Case(
        Body, (body.WIDTH, body.HEIGHT), BodyMoment(),
        BodyMoment(pain=("calf",), other=("jaw",), weak=("right arm",), numb=("toes",)),
        {"pain": ("chest",), "other": ("eyelid",), "weak": ("face",), "numb": ("hands",)},
        (BodyMoment(pain=("head", "neck", "back", "arms", "hands", "feet", "calves")),
         BodyMoment(other=("fingers", "toes", "lips"), weak=("left side", "right side")),
         BodyMoment(pain=("chest", "upper belly", "jaw"), numb=("legs", "arms"))), body.FILLS),
    "sheet of heart muscle": Case(
        HeartSheet, (heart_sheet.WIDTH, heart_sheet.HEIGHT), SheetMoment(),
        SheetMoment(voltage=((0.0, 0.9), (0.3, 0.6)), force=0.4, swept=(0.2, 0.5), struck=(0.0, 0.0, 0.5, 0.5),
                    frame="struck by the second stimulus", word="turns", clock="at 260 ms", aim=(0.7, 0.3)),
        {"voltage": ((0.0, 0.5), (0.3, 0.6)), "waits": ((True,) * 8,) * 2, "force": 0.8, "swept": (0.0, 0.8),
         "frame": "reached by a shock of 50 %", "struck": (0.0, 0.0, 0.9, 1.0), "strikes": 1.0, "width": 0.5,
         "as_heart": True, "word": "quiet", "clock": "at 300 ms", "aim": (0.2, 0.8), "pokes": 1.0},
        (SheetMoment(voltage=((1.05, -0.01), (0.5, 1.0)), force=1.0, swept=(0.0, 1.0), struck=(0.0, 0.0, 1.0, 1.0),
                     strikes=1.0, frame="here the pacemaker's beat begins", word="fibrillates, pump 0.17",
                     clock="at 1800 ms", aim=(0.0, 0.0), pokes=1.0),
         SheetMoment(voltage=((1.0, 0.0), (0.0, 1.0)), force=0.5, as_heart=True, struck=(0.3, 0.3, 0.4, 0.4),
                     word="pump 0.86", clock="at 30.0 s", aim=(1.0, 1.0)),
         SheetMoment(waits=((True,) * 32,) * 32, as_heart=True),
         SheetMoment(voltage=((1.0, 0.0), (0.0, 1.0)), force=1.0, width=0.375)),
        heart_sheet.FILLS,
        grows={"darker": "strikes width"}),
}
