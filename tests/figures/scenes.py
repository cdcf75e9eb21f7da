"""Every drawing of the kit, with moments to show it at: at rest, busy, at its extremes, and each part at another value.

The tests and the contact sheet (`python -m tests.contact_sheet`) go through this list; a new drawing is added here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.figures.drawings import chain, supply, twitch
from muscle_lib.figures.drawings.chainmap import COLORS, ChainMap, ChainMoment
from muscle_lib.figures.drawings.leg import HEIGHT, WIDTH, Leg, Moment
from muscle_lib.figures.drawings.limb import TOES_DOWN, TOES_UP
from muscle_lib.figures.drawings.supply import Supply, SupplyMoment
from muscle_lib.figures.drawings.table import colors
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
    #: So many words stand still, at most: a few.
    words: int = 9


class Drawn:
    """A drawing on a stage of its own."""

    def __init__(self, case: Case) -> None:
        width, height = case.size_px
        self.case = case
        self.stage = Stage([["scene"]], width_px=width, height_px=height, colors=case.colors, scene="scene")
        self.axes = self.stage.axes["scene"]
        self.axes.set_in_layout(False)
        self.axes.set_position((0.0, 0.0, 1.0, 1.0))
        self.drawing = case.make(self.stage, self.axes)

    def pixels(self, moment: Any, moving: bool = True) -> NDArray:
        """The picture of a moment; sharp, if it is not moving."""
        self.drawing.show(moment)
        return np.asarray(Image.open(io.BytesIO(self.stage.png(moving))).convert("RGB")).astype(int)


_SUPPLIES, _REFLEX = frozenset({"flow", "oxygen", "store", "broken", "carries"}), frozenset(
    {"spindle", "organ", "length", "current", "done"})
_OTHER = {"force": 0.8, "foot_degrees": 25.0, "command": 0.9, "units": 1.0, "impulses": (0.3, 0.7), "carries": 0.0,
          "flow": 0.9, "oxygen": 0.9, "store": 0.9, "broken": ("blood", "fibre"), "spindle": 0.9, "organ": 0.9,
          "length": 0.9, "current": 0.9, "done": "massage", "state": "cramp"}
_BUSY = Moment(force=0.4, foot_degrees=5.0, command=0.4, units=0.5, impulses=(0.2, 0.6), flow=0.4, oxygen=0.5,
               store=0.5, spindle=0.3, organ=0.3, length=0.3, current=0.4, done="stretch", state="contraction")
_EVERY = (*chain.STATIONS, chain.BACK)
_DEEDS = ("stretch", "massage", "opposite muscle", "standing", "tap", "pickle juice", "quinine", "heat", "rest")
_TWITCH = TwitchMoment(impulses=(0.2,), release=0.5, store=0.9, calcium=12.0, troponin=0.4, filament=0.5, attached=0.3,
                       uptake=0.4, atp=0.7)
_TWITCH_OTHER = {"impulses": (), "release": 1.0, "store": 0.5, "calcium": 20.0, "troponin": 0.8, "filament": 0.9,
                 "attached": 0.6, "uptake": 0.8, "atp": 0.3, "state": "rigor, after death"}
_TWITCHES = (TwitchMoment(impulses=(0.0, 0.9), release=1.0, store=0.0, calcium=1e4, troponin=1.0, filament=1.0,
                          attached=1.0, uptake=1.0, state="rigor, after death"),
             TwitchMoment(attached=0.5, atp=0.0, store=2.0), TwitchMoment(filament=1.0))
_SUPPLY = SupplyMoment(flow=0.3, venous=0.3, press=0.3, force=0.4, uptake=0.4, wanted=0.5, fuel=0.3, store_pays=0.3,
                       glycolysis_pays=0.3, pcr_mM=20.0, lactate_mM=15.0)
_SUPPLY_OTHER = {"flow": 0.8, "arterial": 0.5, "venous": 0.8, "blood": 0.6, "press": 0.8, "force": 1.0, "uptake": 0.9,
                 "wanted": 1.0, "fuel": 1.0, "store_pays": -0.6, "glycolysis_pays": 0.9, "pcr_mM": 5.0, "ATP_mM": 3.0,
                 "glycogen_mM": 30.0, "lactate_mM": 40.0, "state": "vessels nearly shut"}
_SUPPLIED = (SupplyMoment(flow=0.0, venous=0.0, press=1.0, force=1.0, store_pays=1.0, glycolysis_pays=1.0, pcr_mM=0.0,
                          ATP_mM=0.0, glycogen_mM=0.0, lactate_mM=80.0, state="vessels nearly shut"),
             SupplyMoment(flow=1.0, arterial=1.0, venous=1.0, blood=2.0, uptake=1.0, wanted=1.0, fuel=1.0,
                          store_pays=-1.0, pcr_mM=60.0, ATP_mM=12.0, glycogen_mM=200.0, state="store is paid back"),
             SupplyMoment(blood=0.3, uptake=0.01, wanted=0.01, state="too little oxygen"))

SCENES = {
    "leg with supplies": Case(
        Leg, (WIDTH, HEIGHT), Moment(), _BUSY, _OTHER, without=_REFLEX, extremes=(
            Moment(force=1.0, command=1.0, units=1.0, impulses=(0.0, 1.0), flow=0.0, oxygen=0.0, store=0.0,
                   state="at 23.6 s"),
            Moment(carries=0.0, command=1.0, impulses=(0.1,), broken=("nerve",)), Moment(carries=0.5),
            Moment(broken=("command", "junction", "fibre", "blood", "glycogen"), flow=1.0))),
    "leg with supplies, foot free": Case(
        lambda stage, axes: Leg(stage, axes, free=True), (WIDTH, HEIGHT), Moment(foot_degrees=5.0), _BUSY, _OTHER,
        without=_REFLEX, extremes=(Moment(foot_degrees=TOES_DOWN, force=1.0, flow=1.0),
                                   Moment(foot_degrees=TOES_UP, oxygen=0.0))),
    "leg with reflex and deeds": Case(
        lambda stage, axes: Leg(stage, axes, reflex=True, deeds=True), (WIDTH, HEIGHT), Moment(foot_degrees=5.0),
        _BUSY, _OTHER, without=_SUPPLIES - {"carries", "broken"}, extremes=(
            Moment(force=0.1, foot_degrees=TOES_DOWN, command=1.0, units=1.0, impulses=(0.0, 1.0), spindle=1.0,
                   current=1.0, state="cramp"),
            Moment(foot_degrees=TOES_UP, length=1.0, organ=1.0, done="stretch", state="voluntary contraction"),
            *(Moment(foot_degrees=TOES_DOWN, done=done) for done in _DEEDS),
            *(Moment(foot_degrees=TOES_UP, done=done) for done in _DEEDS))),
    "fibre": Case(
        lambda stage, axes: Twitch(stage, axes, name="slow fibre"), (twitch.WIDTH, twitch.HEIGHT), TwitchMoment(),
        _TWITCH, _TWITCH_OTHER, _TWITCHES, twitch.FILLS, without=frozenset({"atp"})),
    "fibre with ATP": Case(
        lambda stage, axes: Twitch(stage, axes, atp=True), (twitch.WIDTH, twitch.HEIGHT), TwitchMoment(), _TWITCH,
        _TWITCH_OTHER, _TWITCHES, twitch.FILLS),
    "capillary and stores": Case(
        lambda stage, axes: Supply(stage, axes, fuel=True), (supply.WIDTH, supply.HEIGHT), SupplyMoment(), _SUPPLY,
        _SUPPLY_OTHER, _SUPPLIED, supply.FILLS, without=frozenset({"wanted"})),
    "capillary and what is wanted": Case(
        lambda stage, axes: Supply(stage, axes, stores=False), (supply.WIDTH, supply.HEIGHT), SupplyMoment(), _SUPPLY,
        _SUPPLY_OTHER, _SUPPLIED, supply.FILLS, without=frozenset(
            {"fuel", "store_pays", "glycolysis_pays", "pcr_mM", "ATP_mM", "glycogen_mM", "lactate_mM"})),
    # A map is there for its names.
    "chain map": Case(
        ChainMap, (chain.WIDTH, chain.HEIGHT), ChainMoment(),
        ChainMoment(here=["nerve"], broken=["artery"], too_much=["cord"], works=["brain"]),
        {"here": ["heart"], "broken": ["calcium"], "too_much": ["filaments"], "works": ["energy"]},
        (ChainMoment(broken=["junction"], works=["brain", "cord", "nerve"], here=["membrane"]),
         *(ChainMoment(**{mark: _EVERY}) for mark in ("here", "broken", "too_much", "works"))), COLORS, words=15),
}
