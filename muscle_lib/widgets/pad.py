"""A picture that can be touched: by a click, or by arrow keys and Enter while it has the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import Image, Layout, Text

from muscle_lib.quantity import Quantity

#: What an arrow key moves: the first or the second place, up or down.
_ARROWS = {"ArrowLeft": (0, -1), "ArrowRight": (0, 1), "ArrowUp": (1, -1), "ArrowDown": (1, 1)}


class Pad:
    """Hears the touches of a picture. ``places`` are the quantities that they set, the one across and the one down;
    ``setting`` says how one stands.

    ``heard(values, acts)`` is told the new places, within their limits, and whether something is to be done there. A
    click goes through ``figure.touched(x, y)``. What the page's script says comes through ``field``, which nobody sees:
    the last touches, “7 click 0.2 0.3|8 Enter”: a number that rises, and “click” with the place in parts of the
    picture's width, or the name of a key.
    """

    def __init__(self, picture: Image, figure: Any, places: Mapping[str, Quantity], setting: Callable[[str], float],
                 heard: Callable[[dict[str, float], bool], None]) -> None:
        self._figure, self._places, self._setting, self._heard = figure, places, setting, heard
        picture.add_class("ml-pad")
        self.field = Text(layout=Layout(display="none"))
        self.field.add_class("ml-touched")
        self._last = 0
        self.field.observe(lambda change: self._hear_all(change["new"]), "value")

    def _hear_all(self, told: str) -> None:
        """The touches that have not been heard yet."""
        for touch in told.split("|"):
            number, *words = touch.split(" ")
            if int(number) > self._last:
                self._last = int(number)
                self._hear(*words)

    def _hear(self, kind: str, *numbers: str) -> None:
        if kind == "click":
            x, y = (float(number) * self._figure.stage.width_px for number in numbers[:2])
            found = self._figure.touched(x, y)
            if found is not None:
                self._heard({name: self._within(name, value) for name, value in found.items()}, True)
        elif kind in _ARROWS:
            which, sign = _ARROWS[kind]
            name = list(self._places)[which]
            step = self._places[name].step or 1.0
            self._heard({name: self._within(name, self._setting(name) + sign * step)}, False)
        else:
            self._heard({}, True)

    def _within(self, name: str, value: float) -> float:
        return min(max(value, self._places[name].low), self._places[name].high)
