"""What a page shows of a board, as plain data.

A picture is a background and a few tiles over it, each ``(x, y, number of the image)`` in drawn pixels, to be laid over
what is there: where a tile says nothing new, it is transparent.
"""

from __future__ import annotations

from dataclasses import dataclass

#: x and y of its upper left corner, and which of the board's images it is.
Tile = tuple[int, int, int]
Tiles = tuple[Tile, ...]


@dataclass(frozen=True)
class State:
    """A picture and its sentence. ``problem``: why the model could not be set so; the picture is that of the start."""

    tiles: Tiles
    sentence: str
    problem: str = ""


@dataclass(frozen=True)
class Position:
    """A place of a slider, or an option: in words (“4 mM (4 mEq/L)”), as a number or word, and the state it leads to.

    ``danger``: whether it is marked as dangerous. ``at``: how far along the slider it lies, from 0 to 1.
    """

    text: str
    value: float | str
    state: int
    danger: bool = False
    at: float = 0.0


@dataclass(frozen=True)
class Control:
    """A slider or a choice. ``start`` is the place of the start value among the positions; ``idle`` says why it does
    nothing at the start (while all others stand there it is grey), ``normal`` the usual range, in words, and
    ``normal_at`` where it lies along the slider, from 0 to 1."""

    name: str
    label: str
    unit: str
    kind: str
    positions: tuple[Position, ...]
    start: int
    meaning: str = ""
    normal: str = ""
    normal_at: tuple[float, ...] = ()
    danger: str = ""
    idle: str = ""


@dataclass(frozen=True)
class Film:
    """Pictures over that of a state, so many a second."""

    over: int
    pictures: tuple[Tiles, ...]
    fps: float


@dataclass(frozen=True)
class Sound:
    """A WAV file as a data URI, and what is heard in it."""

    wav: str
    words: str


@dataclass(frozen=True)
class Preset:
    """A button: its state; a film and a sound of it where there are such. ``is_start``: it is how the board begins.

    ``places``: for each control at which of its positions it then stands; -1 if at none of them."""

    name: str
    expect: str
    remark_html: str
    state: int
    places: tuple[int, ...]
    is_start: bool = False
    film: Film | None = None
    sound: Sound | None = None


@dataclass(frozen=True)
class Fork:
    """A button at the end of a branch, and the key of the branch it leads to."""

    label: str
    meaning: str
    to: str


@dataclass(frozen=True)
class Branch:
    """Some seconds of a living muscle, over the board's background. ``sentences``: (from this picture on, words)."""

    key: str
    pictures: tuple[Tiles, ...]
    sentences: tuple[tuple[int, str], ...]
    forks: tuple[Fork, ...]


@dataclass(frozen=True)
class Live:
    """A living muscle as branches; the first, “rest”, has no pictures: it is the background. ``note`` says that all was
    computed before; ``warning``, if there is one, is said before it moves."""

    branches: tuple[Branch, ...]
    fps: float
    note: str
    warning: str = ""


@dataclass(frozen=True)
class Board:
    """An explorer or a live muscle. ``width`` and ``height`` are CSS pixels, one of which is ``sharpness`` drawn ones.

    The background is an image by its number, and the start state's picture. ``film`` and ``sound`` are the start's.
    ``lab_only`` says what can be done in the lab and not here.
    """

    id: str
    width: int
    height: int
    sharpness: int
    background: int
    images: tuple[str, ...]
    states: tuple[State, ...]
    start_state: int = 0
    controls: tuple[Control, ...] = ()
    presets: tuple[Preset, ...] = ()
    film: Film | None = None
    sound: Sound | None = None
    live: Live | None = None
    inside_html: str = ""
    lab_only: str = ""
