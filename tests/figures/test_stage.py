"""The stage: drawn once, then only what moves; ghosts; and a small, valid PNG."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex, to_rgb
from PIL import Image

from muscle_lib.figures.stage import SHARPNESS, SHARPNESS_MOVING, LOWEST_px, Stage, figure
from muscle_lib.figures.style import BROAD, RC, STYLES, pale
from muscle_lib.trace import result, trace

X = np.linspace(0.0, 10.0, 200)


class Play:
    """A small figure with one moving line in its upper panel."""

    def __init__(self, style: str = "sodium", **how) -> None:
        self.stage = Stage([["upper"], ["lower"]], heights=(2, 1), one_time_axis=True, width_px=400,
                           height_px=200, **how)
        upper, lower = self.stage.axes.values()
        upper.set(xlim=(0, 10), ylim=(-1, 1))
        lower.set(ylim=(0, 1))
        self.line = self.stage.free_curve("upper", style, "a wave")

    def show(self, shift: float) -> bytes:
        self.line.set_data(X, np.sin(X + shift))
        return self.stage.png()


@pytest.fixture
def play() -> Play:
    return Play()


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def colors_where(differs: np.ndarray, png: bytes) -> set[str]:
    """The colours of some of a picture's pixels."""
    return {to_hex(color / 255) for color in np.unique(pixels(png)[differs], axis=0)}


def test_the_picture_is_a_valid_palette_png_of_the_promised_size(play):
    png = play.show(0.0)
    image = Image.open(io.BytesIO(png))
    image.verify()
    assert (image.format, image.mode) == ("PNG", "P")
    assert image.size == (400 * SHARPNESS, 200 * SHARPNESS)
    assert len(png) < 40_000


def test_while_it_moves_the_picture_is_smaller_and_shows_the_same(play):
    play.show(1.0)
    moving = Image.open(io.BytesIO(play.stage.png(moving=True))).convert("L")
    sharp = Image.open(io.BytesIO(play.stage.png())).convert("L").resize(moving.size, Image.Resampling.BOX)
    assert moving.size == (400 * SHARPNESS_MOVING, 200 * SHARPNESS_MOVING)
    difference = np.abs(np.asarray(moving).astype(int) - np.asarray(sharp))
    # A line's edge may fall half a pixel elsewhere; nothing may be somewhere else.
    assert difference.mean() < 4.0


def test_at_rest_a_picture_keeps_hardly_any_pixels():
    """A lesson has a dozen of them: with 18 MB each it took 400 to 600 MB."""
    def drawn_on() -> int:
        gc.collect()
        return sum(isinstance(thing, RendererAgg) for thing in gc.get_objects())

    before, stage = drawn_on(), Stage([["one"]], width_px=800, height_px=400)
    stage.label(stage.panel("one", "Force (N)", "Time (ms)"), 0.5, 0.5, "words")
    for moving in (False, True, False):
        stage.png(moving)
    assert drawn_on() == before
    kept = stage.pages[0].backgrounds
    assert sorted(kept) == [SHARPNESS_MOVING, SHARPNESS]
    assert sum(map(len, kept.values())) < 0.05 * 4 * 800 * 400 * SHARPNESS**2
    assert not stage.pages[0]._at_hand


def test_the_same_picture_has_the_same_bytes_and_another_has_others(play):
    first, second = play.show(0.0), play.show(1.0)
    assert first != second
    assert play.show(0.0) == first
    assert play.show(1.0) == second
    assert Play().show(0.0) == first, "a new stage must draw the same"
    for page in play.stage.pages:
        page.give_back()
        assert not page.backgrounds
    assert play.show(0.0) == first, "what was given back comes again"


def test_only_the_line_differs_between_two_pictures(play):
    first, second = play.show(0.0), play.show(1.0)
    differs = (pixels(first) != pixels(second)).any(axis=2)
    box = play.line.axes.get_window_extent()
    rows, columns = np.nonzero(differs)
    height = differs.shape[0]
    assert box.x0 - 2 <= columns.min() and columns.max() <= box.x1 + 2
    assert box.y0 - 2 <= height - rows.max() and height - rows.min() <= box.y1 + 2


def test_the_line_has_its_own_colour_in_the_picture(play):
    empty = play.stage.png()
    drawn = play.show(0.0)
    differs = (pixels(empty) != pixels(drawn)).any(axis=2)
    assert STYLES["sodium"].color in colors_where(differs, drawn)


def test_a_colour_of_the_chapters_own_gets_into_the_palette():
    own = "#d0008f"
    without, with_it = Play(), Play(colors=[own])
    for play in (without, with_it):
        play.line.set_color(own)
    everywhere = np.full((400, 800), True)
    assert own not in colors_where(everywhere, without.show(0.0))
    assert own in colors_where(everywhere, with_it.show(0.0))


def test_too_many_colours_are_refused():
    with pytest.raises(ValueError, match="256 colours"):
        Play(colors=[f"#{number:06x}" for number in range(256)])


def test_a_name_that_stands_twice_in_the_mosaic_is_one_large_panel():
    stage = Stage([["whole", "top"], ["whole", "bottom"]], widths=(2, 1))
    stage.png()
    assert list(stage.axes) == ["whole", "top", "bottom"]
    whole, top = (stage.axes[name].get_window_extent() for name in ("whole", "top"))
    assert whole.height > 2 * top.height
    assert whole.width > 1.8 * top.width


def test_a_pin_leaves_a_pale_broad_ghost_where_the_line_was(play):
    plain = play.show(1.0)
    play.show(0.0)
    assert not play.stage.is_pinned
    play.stage.pin()
    assert play.stage.is_pinned
    pinned = play.show(1.0)

    differs = (pixels(plain) != pixels(pinned)).any(axis=2)
    faint = np.array(to_rgb(pale(STYLES["sodium"].color))) * 255
    is_faint = np.abs(np.array([pixels(pinned)[differs]]).reshape(-1, 3) - faint).max(axis=1) <= 2
    assert is_faint.mean() > 0.5, "the rest are its soft edges"

    # Along the ghost's path there is ghost everywhere, but where what is now lies over it.
    box = play.line.axes.transData.transform(np.column_stack([X, np.sin(X)]))
    on_path = differs[differs.shape[0] - 1 - box[:, 1].round().astype(int), box[:, 0].round().astype(int)]
    assert on_path.mean() > 0.9
    assert play.stage.curves[0].ghost.get_linewidth() == pytest.approx(BROAD * play.line.get_linewidth())


def test_unpinning_gives_the_plain_picture_back(play):
    plain = play.show(0.0)
    play.stage.pin()
    assert play.show(1.0) != plain
    play.stage.unpin()
    assert not play.stage.is_pinned
    assert play.show(0.0) == plain


def test_a_second_pin_replaces_the_first(play):
    play.show(0.0)
    play.stage.pin()
    once = play.show(2.0)
    play.show(1.0)
    play.stage.pin()
    assert play.show(2.0) != once
    play.show(0.0)
    play.stage.pin()
    assert play.show(2.0) == once


def test_the_axes_stay_where_they_are(play):
    play.show(0.0)
    upper, lower = play.stage.axes.values()
    before = [(axes.get_position().bounds, axes.get_xlim(), axes.get_ylim()) for axes in (upper, lower)]
    play.line.set_data(X * 50, X * 1e6)  # far beyond the axes
    play.stage.pin()
    play.stage.png()
    assert [(axes.get_position().bounds, axes.get_xlim(), axes.get_ylim()) for axes in (upper, lower)] == before


def test_a_moving_text_is_drawn_anew_each_time(play):
    label = play.stage.moving(play.stage.axes["upper"].text(5, 0.8, "one"))
    first = play.show(0.0)
    label.set_text("two")
    assert play.show(0.0) != first
    label.set_text("one")
    assert play.show(0.0) == first


def test_a_label_on_the_stage_has_the_size_of_all_text(play):
    assert play.stage.label(play.stage.axes["upper"], 1, 0, "rest").get_fontsize() == RC["font.size"]


def test_drawing_touches_no_global_matplotlib_state(play):
    import matplotlib

    before = dict(matplotlib.rcParams)
    play.stage.legend(play.stage.axes["upper"])
    play.show(0.0)
    assert dict(matplotlib.rcParams) == before


def test_many_colours_of_areas_leave_the_lines_fewer_shades():
    fills = [f"#{number:06x}" for number in range(0x100000, 0x100000 + 96)]
    few, many = Play(), Play(colors=fills)
    assert few.show(0.0) != many.show(0.0)
    with Image.open(io.BytesIO(many.show(0.0))) as image:
        used = {color for _, color in image.convert("RGB").getcolors()}
    assert {(255, 255, 255), (0xc4, 0x4e, 0x00)} <= used


# Curves that name their array

@trace
class Swing:
    """What a curve may show."""

    t_ms: np.ndarray
    force_N: np.ndarray
    rows_mV: np.ndarray
    beats_ms: np.ndarray
    peak_N: float = result("Peak")


def swing() -> Swing:
    t_ms = np.arange(0.0, 5000.0, 100.0)
    return Swing(t_ms, 10.0 * t_ms, np.stack([t_ms, 2.0 * t_ms]), np.array([100.0, 900.0]), 3000.0)


def declared() -> Stage:
    stage = Stage([["upper"], ["lower"]], x_unit="s", more=[["rest"]], width_px=400, height_px=200)
    stage.panel("upper", "Force\n", "Time", xlim=(0, 5), ylim=(0, 60))
    stage.panel("lower", "Voltage", ylim=(0, 1e4), xlim=(0, 5))
    stage.panel("rest", "Rest (of it)", xlim=(0, 5), ylim=(0, 60))
    stage.curve("upper", "active force", "force_N", unit="kN", label="force", every=2)
    stage.dot("upper", "force", x="beats_ms.1", x_unit="s", y="peak_N", unit="kN")
    stage.curve("lower", "sodium", "rows_mV.1")
    stage.curve("lower", "stimulus", 5.0, foot=-5.0, x="beats_ms", x_unit="s", pins=False)
    stage.curve("rest", "power", "force_N", unit="kN")
    stage.show(swing())
    return stage


def test_a_curve_is_moved_to_its_array_in_the_unit_in_which_it_is_shown():
    force, dot, row, strokes, _ = (curve.line.get_data() for curve in declared().curves)
    assert np.allclose(force, (swing().t_ms[::2] / 1000.0, swing().force_N[::2] / 1000.0))
    assert np.allclose(dot, ([0.9], [3.0]))
    assert np.allclose(row[1], 2.0 * swing().t_ms)
    assert np.array_equal(strokes, ([0.1] * 3 + [0.9] * 3, [-5.0, 5.0, np.nan] * 2), equal_nan=True)


def test_axes_say_the_units_of_their_curves_once():
    stage = declared()
    said = [(axes.get_ylabel(), axes.get_xlabel()) for axes in stage.axes.values()]
    assert said == [("Force\n(kN)", "Time (s)"), ("Voltage (mV)", ""), ("Rest (of it)", "")]


def test_a_dot_leaves_its_shadow_and_what_does_not_pin_nothing():
    stage = declared()
    stage.pin()
    (dot,) = [curve for curve in stage.curves if curve.shadow]
    assert np.array_equal(dot.shadow.get_xydata(), dot.line.get_xydata()) and dot.shadow.get_zorder() < 4
    assert dot.shadow.get_color() == pale(dot.line.get_color())
    stage.unpin()
    assert not stage.is_pinned and not len(dot.shadow.get_xdata())
    stage.pin()
    assert [curve.label for curve in stage.curves if curve.ghost] == ["force", "sodium", "power"]
    assert all(len(curve.ghost.get_xdata()) for curve in stage.curves if curve.ghost)


def test_more_curves_come_under_the_others():
    """An order of events that is told by six panels must be seen at once."""
    stage = declared()
    first = stage.png()
    stage.page = 1
    both = stage.png()
    upper, lower = np.split(pixels(both), [pixels(first).shape[0]])
    assert np.array_equal(upper, pixels(first))
    assert (lower == [int(part, 16) for part in ("00", "72", "b2")]).all(axis=2).any(), "the curve of its own"
    assert len(lower) == (50 + LOWEST_px) * SHARPNESS, "a row as high as the words need"
    stage.page = 0
    assert stage.png() == first


def test_what_cannot_be_shown_in_a_unit_is_refused():
    stage = Stage([["only"]])
    stage.curve("only", "force", "force_N", unit="mV")
    with pytest.raises(ValueError, match="N cannot be shown in mV"):
        stage.show(swing())


# Drawn when it is first needed

@figure
class Lazy:
    """Counts how often it is drawn."""

    drawn = 0

    def __init__(self, width_px: int = 100) -> None:
        type(self).drawn += 1
        self.stage = Stage([["only"]], width_px=width_px, height_px=80)

    def show(self, of: Swing) -> None:
        self.stage.show(of)


def test_a_figure_is_drawn_once_and_when_it_is_first_needed():
    lazy = Lazy(width_px=120)
    assert Lazy.drawn == 0
    with pytest.raises(TypeError, match="height"):
        Lazy(height=3)
    lazy.show(swing())
    assert (lazy.stage.width_px, Lazy.drawn) == (120, 1)
    with pytest.raises(AttributeError, match="no attribute 'stages'"):
        lazy.stages  # noqa: B018
    assert Lazy.drawn == 1


# Draws three pictures of three kinds, and says which bytes they have.
PICTURES = """
import hashlib
from muscle_lib.figures.contract_and_relax import LengthAndSpeedFigure
from muscle_lib.figures.nerve_signal import MembraneFigure
from muscle_lib.figures.scatter import ScatterPlot
from muscle_lib.models.contract_and_relax import LengthAndSpeed
from muscle_lib.models.nerve_signal import Membrane
plot = ScatterPlot()
plot.draw([(-1.0, 2.0)], "Time (ms)", "Force (N)")
stages = [plot.stage]
for figure, model in ((MembraneFigure(), Membrane()), (LengthAndSpeedFigure(), LengthAndSpeed())):
    figure.show(model.run())
    stages.append(figure.stage)
print([hashlib.sha256(stage.png(moving)).hexdigest() for stage in stages for moving in (True, False)])
"""
# TeX, which is not on every computer; paper and ink as in matplotlib's "dark_background"; and whatever else shows.
OWN_SETTINGS = """
text.usetex: True
text.color: white
figure.facecolor: black
axes.facecolor: black
axes.labelcolor: white
axes.prop_cycle: cycler("color", ["8dd3c7", "feffb3"])
axes.unicode_minus: False
lines.marker: x
patch.edgecolor: white
font.family: serif
font.size: 30
path.sketch: 3, 100, 2
"""


@pytest.mark.kernel
def test_the_users_own_settings_of_matplotlib_do_not_reach_the_pictures(tmp_path, capsys):
    (tmp_path / "matplotlibrc").write_text(OWN_SETTINGS, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", PICTURES], cwd=Path(__file__).parents[2], capture_output=True,
                          text=True, encoding="utf-8", env={**os.environ, "MATPLOTLIBRC": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    # In this process they are other ones, if there are any.
    exec(PICTURES, {})
    assert done.stdout == capsys.readouterr().out
