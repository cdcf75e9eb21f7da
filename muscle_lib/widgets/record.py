"""“Record”: each press adds the sliders and the results to a table and a scatter plot, and to a file to take along."""

from __future__ import annotations

import base64
import csv
import html
import io
import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

from ipywidgets import Button, Dropdown, HBox, Image, Layout, VBox

from muscle_lib.figures.scatter import ScatterPlot
from muscle_lib.figures.words import number
from muscle_lib.protocols import Recordable
from muscle_lib.quantity import Choice, quantities
from muscle_lib.trace import results, values
from muscle_lib.widgets.kept import Kept
from muscle_lib.widgets.look import LIVE, readable, row, text

Row = dict[str, float | str]
#: The one column of words: what was done to a live muscle.
DONE = "done"


def columns(model: Any, trace: Any) -> dict[str, str]:
    """What can be recorded: name → title with unit; first the model's quantities, then the trace's declared results."""
    found = {name: record.title for name, record in quantities(model).items() if not record.fixed}
    return found | {name: record.title for name, record in results(type(trace)).items()}


class Record(VBox):
    """The table of one board. ``rows`` are dictionaries of numbers, and of words in the columns that ``words`` names.

    ``first`` are the columns that stand in the table while it has but one row; ``on_change`` hears of every change.
    """

    def __init__(self, titles: dict[str, str], first: Sequence[str], words: Collection[str], x: str, y: str,
                 rows: list[Row], on_change: Callable[[Record], None]) -> None:
        self.titles, self.first, self.rows, self._on_change = titles, list(first), rows, on_change
        self._figure = ScatterPlot()
        choices = [(title, name) for name, title in titles.items() if name not in words]
        self._x = Dropdown(options=choices, value=x, layout=Layout(width="260px"))
        self._y = Dropdown(options=choices, value=y, layout=Layout(width="260px"))
        self._picture = Image(format="png", layout=readable(self._figure.stage.width_px))
        self._table = text("")
        self._words = text("", LIVE)
        self._csv = text("")
        self._which = Dropdown(options=[], layout=Layout(width="110px"))
        delete = Button(description="Delete row", tooltip="Take the chosen row out of the table")
        axes = row([_named(self._x, "Across:"), _named(self._y, "Up:")])
        tools = row([_named(self._which, "Row:"), delete, self._csv])
        plot = VBox([self._picture, self._words])
        plot.add_class("ml-sideways")
        super().__init__([axes, plot, tools, self._table])
        self._x.observe(lambda _: self._show(), "value")
        self._y.observe(lambda _: self._show(), "value")
        delete.on_click(lambda _: self.delete(self._which.index))
        self._show()

    def add(self, *rows: Row) -> None:
        """Put rows under the table; however many, it is drawn and kept once."""
        self.rows.extend(rows)
        self._changed()

    def delete(self, index: int | None) -> None:
        """Take a row out, by its place from 0."""
        if index is not None and 0 <= index < len(self.rows):
            del self.rows[index]
            self._changed()

    @property
    def csv(self) -> str:
        """The table as text: a header with units, a line for each row, an empty field where there is no number."""
        return self._as_csv(",", ".")

    def _as_csv(self, separator: str, point: str) -> str:
        file = io.StringIO()
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        writer.writerow(self.titles.values())
        for entry in self.rows:
            fields = ["" if _missing(entry.get(name)) else entry[name] for name in self.titles]
            writer.writerow([str(field).replace(".", point) if isinstance(field, float) else field for field in fields])
        return file.getvalue()

    @property
    def picture(self) -> bytes:
        """The scatter plot as it stands now."""
        return self._picture.value

    @property
    def sentence(self) -> str:
        """The scatter plot in words."""
        return self._figure.describe()

    def _changed(self) -> None:
        self._show()
        self._on_change(self)

    def _show(self) -> None:
        x, y = self._x.value, self._y.value
        # A file from elsewhere may have a word where a number belongs.
        points = [(float(row[x]), float(row[y])) for row in self.rows
                  if not any(_missing(row.get(name)) or isinstance(row[name], str) for name in (x, y))]
        self._figure.draw(points, self.titles[x], self.titles[y])
        self._picture.value = self._figure.stage.png()
        self._words.value = f'<div class="ml-picture-words">{html.escape(self._figure.describe())}</div>'
        self._which.options = [str(i + 1) for i in range(len(self.rows))]
        if self.rows:
            self._which.index = len(self.rows) - 1
        self._table.value = table(self.titles, self.first, self.rows)
        # Two, as each Excel reads only its country's; with "sep=," in it, a German one would still take 1.5 for a day.
        self._csv.value = (_link("record.csv", self.csv, "Save as CSV", "For most programs")
                           + _link("record-comma.csv", self._as_csv(";", ","), "with decimal commas",
                                   "For an Excel that writes 1,5: German, French, Spanish and others"))


class RecordDrawer:
    """The button “Record” of a board, what it says beside it, and the panel that opens with the first row."""

    def __init__(self, board: Recordable) -> None:
        self._board = board
        self._record: Record | None = None
        self.button = Button(description="Record", tooltip="Add the sliders and the results to a table")
        #: The table may be out of view, and a further row changes little in it: so it is said here.
        self._added = text("", LIVE)
        self.beside = (self.button, self._added)
        self.panel = VBox([])
        self.button.on_click(lambda _: self.add())

    @property
    def rows(self) -> list[Row]:
        """What has been recorded."""
        return self._record.rows if self._record else []

    def add(self) -> None:
        """Put the explorer's present values and results into the table; of a live muscle also what was done before."""
        before = self._board.finish() or []
        rows = [*before, self.row()]
        if self._record:
            self._record.add(*rows)
        else:
            self._keep(self._open(rows))  # drawn once: an empty plot before it would take as long
        first, last = len(self.rows) - len(rows) + 1, len(self.rows)
        which = f"Row {last}" if first == last else f"Rows {first} to {last}"
        self._added.value = f"<small>✓ {which} added, below</small>"

    def row(self, done: str = "") -> Row:
        """The present values and results, and what was done."""
        model, trace = self._board.model, self._board.trace
        set_to = {name: record.text(getattr(model, name)) if isinstance(record, Choice) else float(getattr(model, name))
                  for name, record in quantities(model).items() if not record.fixed}
        found = {name: value for name, value in (set_to | values(trace)).items() if not _missing(value)}
        return found | {DONE: done} if done else found

    def keep_in(self, kept: Kept, key: str) -> None:
        """Keep the table under a key, and show what is already there."""
        self._kept, self._key = kept, key
        self._record, self.panel.children = None, ()
        if entry := kept.get("record", key):
            self._open(entry["rows"])

    def _open(self, rows: list[Row]) -> Record:
        board, records = self._board, results(type(self._board.trace))
        titles = columns(board.model, board.trace)
        titles |= {DONE: "What was done"} if hasattr(board, "history") else {}
        words = {name for name, record in quantities(board.model).items() if isinstance(record, Choice)} | {DONE}
        across = next(name for name in (*board.control_names, *titles) if name not in words)
        self._headline = next((name for name, record in records.items() if record.headline), across)
        self._record = Record(titles, [*board.control_names, *records], words, across, self._headline, rows, self._keep)
        self.panel.children = [self._record]
        return self._record

    def _keep(self, record: Record) -> None:
        model = self._board.model
        self._added.value = ""
        self._kept.put("record", self._key, {
            "title": f"{len(record.rows)} row{'' if len(record.rows) == 1 else 's'} recorded: {in_words(model)}",
            "titles": record.titles, "first": record.first, "rows": record.rows, "sentence": record.sentence,
            # For who lays the tables of a class over each other.
            "controls": list(self._board.control_names), "headline": self._headline,
            "png": base64.b64encode(record.picture).decode("ascii")})
        self._board.tell_kept_problem()


def table(titles: dict[str, str], first: Sequence[str], rows: list[Row]) -> str:
    """Rows as an HTML table: with one row the ``first`` columns, with more those in which something changes."""
    moved = [name for name in titles if len({_exact(row.get(name)) for row in rows}) > 1]
    moved = moved or [name for name in titles if name in first]
    head = "".join(f"<th scope='col'>{html.escape(titles[name])}</th>" for name in moved)
    body = "".join(f"<tr><th scope='row'>{i}</th>{''.join(f'<td>{_shown(row.get(name))}</td>' for name in moved)}</tr>"
                   for i, row in enumerate(rows, start=1))
    return (f"<table class='ml-table'><thead><tr><th scope='col'>Row</th>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>" if rows else "")


def in_words(model: Any) -> str:
    """What a model is: the first sentence of its description."""
    words = " ".join((type(model).__doc__ or type(model).__name__).split("\n\n")[0].split())
    return words.partition(". ")[0].rstrip(".").replace("`", "")


def _missing(value: float | str | None) -> bool:
    return value is None or (not isinstance(value, str) and not math.isfinite(value))


def _exact(value: float | str | None) -> str:
    """What tells two entries apart: more digits than are shown, but no dust of binary fractions."""
    return value if isinstance(value, str) else "" if _missing(value) else f"{value:.6g}"


def _shown(value: float | str | None) -> str:
    if isinstance(value, str):
        return html.escape(value)
    return "–" if value is None or _missing(value) else number(value)


def _link(name: str, content: str, words: str, tip: str) -> str:
    # With a byte-order mark, or Excel takes µ and ° for something else.
    data = base64.b64encode(content.encode("utf-8-sig")).decode("ascii")
    return f'<a class="ml-link" title="{tip}" download="{name}" href="data:text/csv;base64,{data}">{words}</a>'


def _named(control: Any, words: str) -> HBox:
    control.tooltip = words.rstrip(":")
    named = HBox([text(f'<span data-names="{html.escape(words)}">{html.escape(words)}</span>'), control])
    named.add_class("ml-names-control")
    return named
