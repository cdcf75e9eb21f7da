"""What the drawn pictures of one board are put together to: each image once, each state once."""

from __future__ import annotations

from collections.abc import Iterable

from muscle_lib.export.draw import Drawn, FILM_fps, Settings
from muscle_lib.export.pictures import Patch, data_uri
from muscle_lib.export.shown import Film, Sound, State, Tiles


class Album:
    """The images and states of a board. ``size``: how many bytes they will have in the page."""

    def __init__(self, ground: Patch, sentence: str) -> None:
        self._numbers: dict[bytes, int] = {}
        self.images: list[str] = []
        self.background = self._number(ground)
        self.states = [State((), sentence)]
        self._places: dict[Settings, int] = {(): 0}

    def add(self, drawn: Drawn) -> int:
        """A state that no control leads to: the number that it gets."""
        self.states.append(State(self._tiles(drawn.patches), drawn.sentence or self.states[0].sentence, drawn.problem))
        return len(self.states) - 1

    def put(self, settings: Settings, drawn: Drawn) -> None:
        """A state and how it is set."""
        self._places[settings] = self.add(drawn)

    def place(self, settings: Settings) -> int:
        """The number of the state that is set so."""
        return self._places[settings]

    def film(self, settings: Settings, pictures: Iterable[tuple[Patch, ...]]) -> Film | None:
        """A film over a state; None without pictures."""
        tiles = tuple(map(self._tiles, pictures))
        return Film(self.place(settings), tiles, FILM_fps) if tiles else None

    def reel(self, pictures: Iterable[tuple[Patch, ...]]) -> tuple[Tiles, ...]:
        """Pictures over the background."""
        return tuple(map(self._tiles, pictures))

    @staticmethod
    def sound(wav: bytes, words: str) -> Sound:
        """A sound that the page holds."""
        return Sound(data_uri(wav, "audio/wav"), words)

    def _tiles(self, patches: Iterable[Patch]) -> Tiles:
        return tuple((patch.x, patch.y, self._number(patch)) for patch in patches)

    def _number(self, patch: Patch) -> int:
        if patch.webp not in self._numbers:
            self._numbers[patch.webp] = len(self.images)
            self.images.append(data_uri(patch.webp, "image/webp"))
        return self._numbers[patch.webp]
