"""A small lesson with everything in it that a page can have. Its pictures are coloured squares: each state its own."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace

from PIL import Image

from muscle_lib.export import data, lists
from muscle_lib.export.shown import (
    Board,
    Branch,
    Control,
    Film,
    Fork,
    Live,
    Position,
    Preset,
    Sound,
    State,
)
from muscle_lib.widgets import triage

WIDTH, HEIGHT, SQUARE = 300, 120, 40
#: Where the square lies, and where else a film puts one.
AT, ELSEWHERE = (20, 30), (200, 50)
COLOURS = [(20 * number, 255 - 20 * number, 100) for number in range(13)]
#: A tenth of a second of silence.
WAV = "data:audio/wav;base64," + base64.b64encode(
    b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00@\x1f\x00\x00@\x1f\x00\x00\x01\x00\x08\x00data"
    b"\x00\x00\x00\x00").decode("ascii")
#: What must stay text wherever it turns up.
NASTY = "a < b & \"c\" 'd' </script><b>"
STATION = (1, False)


def square(colour: tuple[int, int, int], size: tuple[int, int] = (SQUARE, SQUARE)) -> str:
    """A picture of one colour, as a data URI."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "png")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")


IMAGES = (square((255, 255, 255), (WIDTH, HEIGHT)), *map(square, COLOURS))


def sentence(number: int) -> str:
    """What is said of a state."""
    return f"State {number} is shown: {NASTY}."


def states(count: int) -> tuple[State, ...]:
    """The start without a square, and each other state with one of its own colour."""
    return tuple(State(((*AT, number),) if number else (), sentence(number),
                       "That cannot be." if number == count - 1 > 0 else "") for number in range(count))


def film(over: int, colours: range) -> Film:
    """A square of another colour in each picture."""
    return Film(over, tuple(((*ELSEWHERE, number),) for number in colours), 20.0)


def board(name: str) -> Board:
    """Two sliders, a choice with buttons, one with a list, two presets, a film and a sound."""
    rate = Control("rate", "Rate", "Hz", "slider", (
        Position("1 Hz", 1.0, 1, at=0.0), Position("2 Hz", 2.0, 0, at=0.5), Position("4 Hz", 4.0, 2, True, 1.0)), 1,
        "How <fast>", "1 to 2 Hz", (0.0, 0.5), "above 3 Hz")
    force = Control("force", "Force", "", "slider", tuple(
        Position(f"{number} N (of {number})", float(number), number + 2 if number else 0, at=number / 3)
        for number in range(4)), 0, idle="does nothing while there is no order")
    kind = Control("kind", "Kind", "", "choice", (Position("Slow", "slow", 0), Position("Fast", "fast", 6)), 0)
    place = Control("place", "Place", "", "choice", tuple(
        Position(f"Place {number}", f"p{number}", 7 if number else 0) for number in range(5)), 0)
    presets = (Preset("At first", "as it begins", "<small><b>At first</b>, expected: as it begins</small>", 0,
                      (1, 0, 0, 0), True, film(0, range(1, 4))),
               Preset(NASTY, "another", "<small>Source: <i>nobody</i></small>", 8, (2, -1, 0, 3), False,
                      film(8, range(4, 8)), Sound(WAV, "two <clicks>")))
    return Board(name, WIDTH, HEIGHT, 1, 0, IMAGES, states(10), 0, (rate, force, kind, place), presets,
                 film(0, range(1, 4)), None, None, "<p>An equation</p>", "In the lab you can also do more.")


def living(name: str) -> Board:
    """A muscle with two forks."""
    moving = tuple(((*AT, number),) for number in range(1, 6))
    branches = (Branch("rest", (), ((0, "It rests."),), (Fork("Contract", "an order comes", "pull"),)),
                Branch("pull", moving, ((0, "It begins."), (3, "It pulls.")), (Fork("Wait", "nothing", "wait"),
                                                                              Fork("Again", "once more", "pull"))),
                Branch("wait", moving[::-1], ((0, "It is over."),), ()))
    return Board(name, WIDTH, HEIGHT, 1, 0, IMAGES, states(1), live=Live(branches, 20.0, "All was computed before.",
                                                                         "It will move much."))


def choices(right: int = 2) -> tuple[data.Choice, ...]:
    """Three answers."""
    return tuple(data.Choice(f"answer <em>{number}</em>", f'<div class="ml-{"right" if number == right else "wrong"}">'
                             f"<b>{'Right.' if number == right else 'Not quite.'}</b> verdict {number}</div>",
                             number == right) for number in range(1, 4))


def blocks() -> Iterator[data.Block]:
    """One of each kind, in two stations; the second is further."""
    def at(cell: str) -> tuple[str, int, bool]:
        return (cell, *STATION)

    yield data.Text("title", 0, False, "<h1>A small lesson</h1><p>With all in it, and <a "
                    'href="00_start_here.ipynb#cell-id=glossary" title="Word: something said.">words</a>.</p>')
    yield data.Progress("progress", 0, False, "", "Core")
    yield data.Text(*at("s1-case"), "<h2>Station 1 · The first</h2><p>Words.</p>", True)
    yield data.Predict(*at("s1-predict"), "made.p1", "What <em>comes</em>?", choices(), "it comes", 9,
                       "Rate 4 Hz; Mass 2 kg", (2, 0, 0, 0), board("s1-predict"))
    yield data.Predict(*at("s1-guess"), "made.p3", "Which case?", choices(), "this one", 3, "Mass 2 kg", (),
                       replace(board("s1-guess"), controls=(), presets=()))
    yield data.Ask(*at("s1-choice"), "made.q1", "choice", "Which?", choices(3))
    yield data.Ask(*at("s1-number"), "made.q2", "number", "How much?", (), 6.5, 0.15, "µA/cm²",
                   '<div class="ml-right"><b>Right.</b> Yes</div>', '<div class="ml-wrong">Too low</div>',
                   '<div class="ml-wrong">Too high</div>')
    yield data.Note(*at("s1-note"), "made.n1", "Look <em>well</em>.", "Write it down.")
    yield data.BoardBlock(*at("s1-live"), living("s1-live"))
    yield lists.evidence(at("s1-evidence"), "electrolytes.e1")
    yield lists.triage(at("s1-triage"), triage("short_course.t1"))
    yield lists.places(at("s1-map"), "warning_signs.m1")
    yield data.LabOnly(*at("s1-mystery"), "In the lab there is more.", "<p>A sheet of paper.</p>")
    yield data.Text("s2-case", 2, True, "<h2>Station 2 · Not of the core</h2><p>More words.</p>", True)
    yield data.Predict("s2-predict", 2, True, "made.p2", "And then?", choices(1), "nothing", 0, "Rate 2 Hz",
                       (1, 0, 0, 0), board("s2-predict"))
    yield data.Text("end", 0, False, "<h2>The end</h2><details><summary>More</summary><p>Folded.</p></details>"
                                     '<p>See <a href="02_electrolytes.ipynb#cell-id=s2-case">there</a>.</p>')
    yield data.Report("report", 0, False)


def lesson() -> data.Lesson:
    """The whole."""
    stations = (data.Station(1, "Station 1 · The first", False,
                             ("made.p1", "made.q1", "made.q2", "made.n1", "electrolytes.e1", "short_course.t1",
                              "warning_signs.m1", "made.gone")),
                data.Station(2, "Station 2 · Not of the core", True, ("made.p2",)))
    return data.Lesson("made", "99_made", f"Made: {NASTY}", 99, "0", stations, tuple(blocks()))
