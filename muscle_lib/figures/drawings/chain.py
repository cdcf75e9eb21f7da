"""The chain of a movement: its stations, what they are called, and where they stand on the map and in the strip.

Plain numbers and words, so that a page can lay links and marks over a picture without drawing it: in pixels, from the
picture's lower left corner.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: The map, and the same chain as a strip for the head of a lesson: how large they are.
WIDTH, HEIGHT, STRIP_HEIGHT = 840, 300, 88

#: The way back from the muscle to the cord: a station, but a line, not a picture. And the legend's corner, where the
#: chapter about the whole chain has its place.
BACK, WHOLE = "reports", "whole"
NAMES: Mapping[str, str] = MappingProxyType({
    "brain": "brain", "cord": "spinal cord", "nerve": "nerve", "junction": "junction", "membrane": "membrane",
    "calcium": "calcium store", "filaments": "filaments", "energy": "energy supply", "capillary": "capillary",
    "artery": "artery", "heart": "heart and lungs", BACK: "reports from the muscle", WHOLE: "the whole chain"})

#: The command comes down, the supply comes up; they meet at the filaments.
COMMAND_WAY = ("brain", "cord", "nerve", "junction", "membrane", "calcium", "filaments")
SUPPLY_WAY = ("heart", "artery", "capillary", "energy", "filaments")


@dataclass(frozen=True)
class Place:
    """A rectangle on the map."""

    left: float
    low: float
    right: float
    high: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2.0, (self.low + self.high) / 2.0

    @property
    def tag(self) -> tuple[float, float]:
        """The middle of a tag on it: at the top of a frame; on the way back, before its name."""
        x, y = self.middle
        return (x, self.high - 14.0) if self.high - self.low > 40.0 else (self.left + 50.0, y)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.low <= y <= self.high

    def part(self, number: int, of: int) -> Place:
        """One of so many equal parts, from the left."""
        wide = (self.right - self.left) / of
        return Place(self.left + number * wide, self.low, self.left + (number + 1) * wide, self.high)


def _in_two_rows() -> dict[str, Place]:
    def at(column: int, low: float) -> Place:
        return Place(6 + 140.4 * column, low, 132 + 140.4 * column, low + 124)

    upper = {name: at(column, 170.0) for column, name in enumerate(COMMAND_WAY[:-1])}
    lower = {name: at(column, 6.0) for column, name in enumerate(SUPPLY_WAY, start=1)}
    return upper | lower | {BACK: Place(234, 137, 534, 163), WHOLE: at(0, 6.0)}


def _in_one_row() -> dict[str, Place]:
    names = (*COMMAND_WAY, *reversed(SUPPLY_WAY[:-1]))
    row = {name: Place(3 + 76.9 * column, 3, 68 + 76.9 * column, 63) for column, name in enumerate(names)}
    return row | {BACK: Place(222, 65, 406, 87)}


PLACES: Mapping[str, Place] = MappingProxyType(_in_two_rows())
#: Above the legend's words, in its corner.
CORNER = Place(PLACES[WHOLE].left, 100.0, PLACES[WHOLE].right, PLACES[WHOLE].high)
STRIP_PLACES: Mapping[str, Place] = MappingProxyType(_in_one_row())
#: All that is a picture in a frame.
STATIONS = tuple(name for name in PLACES if name not in (BACK, WHOLE))


def station_at(x: float, y: float) -> str | None:
    """The station of the map under a point; None between them and at the legend."""
    return next((name for name, place in PLACES.items() if name != WHOLE and place.holds(x, y)), None)


def in_words() -> str:
    """The map as a sentence, for who does not see it."""
    down, up = (", ".join(NAMES[name] for name in names) for names in (COMMAND_WAY, SUPPLY_WAY))
    return (f"The chain of a movement. The command: {down}. The supply: {up}. "
            "The muscle reports back to the spinal cord.")


def here(stations: Collection[str]) -> str:
    """“You are here: nerve and junction.”"""
    *others, last = [name for station, name in NAMES.items() if station in stations]
    before = f"{', '.join(others)} and " if others else ""
    return f"You are here: {before}{last}."
