"""What every figure keeps to, whatever its chapter: found by looking, so that a new figure is tested at once.

At the ends of the sliders each figure's own tests take its sentence at its word; tests/widgets/test_lessons draws it.

A figure belongs to the models whose ``run()`` returns what its ``show(trace)`` takes.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import io
import pkgutil
import re
import typing
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

import muscle_lib.figures
from muscle_lib.blood import blood_values
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.heart import LiveHeartFigure
from muscle_lib.figures.scene import SPELT
from muscle_lib.figures.stage import SHARPNESS, Stage
from muscle_lib.figures.style import DASHES, STYLES, pale
from muscle_lib.models import every_model
from muscle_lib.preset import Preset, all_presets
from muscle_lib.quantity import Choice, quantities
from muscle_lib.units import UNITS
from tests.figures.test_style import APART, EYES, distance
from tests.sentences import complaints


def modules(package: Any) -> list[Any]:
    return [importlib.import_module(info.name)
            for info in pkgutil.walk_packages(package.__path__, prefix=f"{package.__name__}.")]


def every_figure() -> list[type]:
    return [thing for module in modules(muscle_lib.figures) for thing in vars(module).values()
            if isinstance(thing, type) and thing.__module__ == module.__name__
            and hasattr(thing, "show") and hasattr(thing, "describe")]


def models_of(figure: type) -> list[type]:
    shown = typing.get_type_hints(figure.show)["trace"]
    return [cls for cls in every_model() if issubclass(typing.get_type_hints(cls.run)["return"], shown)]


def presets_of(model: type) -> list[Preset]:
    return list(all_presets(model).values())


FIGURES = every_figure()
PAIRS = [(figure, model) for figure in FIGURES for model in models_of(figure)]


#: A panel that the figure draws by itself: no scene of moving parts.
DRAWS_ITSELF = {"LengthAndSpeedFigure"}


def has_scene(figure: type) -> bool:
    """By its code: else every process would draw all figures before its first test, to know which have a scene."""
    source = inspect.getsource(figure)
    return ("scene=" in source or "heads_stage(" in source) and figure.__name__ not in DRAWS_ITSELF


def name_of(thing: Any) -> str:
    if isinstance(thing, dict):
        return ",".join(f"{name}={value:g}" for name, value in thing.items())
    return f"{thing.__module__.split('.')[2]}.{thing.__name__}" if isinstance(thing, type) else str(thing)


@cache
def untouched(figure: type) -> tuple[Any, list[str]]:
    """A figure as it comes, and what it has before anybody has asked for anything."""
    fresh = figure()
    return fresh, list(vars(fresh))


def made(figure: type) -> Any:
    """One figure of a kind for all tests: it is made once in the lessons too."""
    return untouched(figure)[0]


@cache
def default_picture(figure: type, model: type) -> bytes:
    """The sharp picture of the default run; drawn first, as it lays the figure out."""
    made(figure).show(model().run())
    return made(figure).stage.png()


def shown_default(figure: type, model: type) -> Any:
    """The default run, which the figure has shown before."""
    default_picture(figure, model)
    return model().run()


def picture(drawn: Any, trace: Any) -> bytes:
    """A run's picture with a quarter of the pixels: soon drawn, and as good where two are compared."""
    drawn.show(trace)
    return drawn.stage.png(moving=True)


def different(model: type) -> Any:
    """A trace that differs from the default one as much as a preset or the end of a slider can make it."""
    presets = [preset.model for preset in presets_of(model) if preset.model != model()]
    if presets:
        return presets[-1].run()
    record = next(record for record in quantities(model).values()
                  if not record.fixed and not isinstance(record, Choice))
    far = max((record.low, record.high), key=lambda end: abs(end - record.default))
    return dataclasses.replace(model(), **{record.name: far}).run()


def test_there_is_a_figure_and_every_figure_has_a_model():
    assert FIGURES
    assert [figure.__name__ for figure in FIGURES if not models_of(figure)] == []


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_showing_makes_no_new_artist_and_moves_no_axes(figure, model):
    shown_default(figure, model)
    drawn = made(figure)

    def scene() -> tuple:
        return ([id(artist) for artist in drawn.stage.figure.findobj()],
                [(axes.get_xlim(), axes.get_ylim(), axes.get_position().bounds, axes.get_legend())
                 for axes in drawn.stage.axes.values()])

    before = scene()
    picture(drawn, different(model))
    assert scene() == before


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_the_same_trace_gives_the_same_bytes_and_another_trace_others(figure, model):
    drawn = made(figure)
    first = picture(drawn, shown_default(figure, model))
    assert picture(drawn, different(model)) != first
    assert picture(drawn, model().run()) == first


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_the_picture_is_a_palette_png_of_the_right_size(figure, model):
    png, stage = default_picture(figure, model), made(figure).stage
    image = Image.open(io.BytesIO(png))
    assert (image.format, image.mode) == ("PNG", "P")
    assert image.size == (stage.width_px * SHARPNESS, stage.height_px * SHARPNESS)
    assert len(png) < 150_000
    # The page is 880 pixels wide: a wider picture would be shrunk, and its text with it.
    assert stage.width_px <= 860


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_a_pin_adds_a_pale_ghost_of_each_curves_hue_and_nothing_else(figure, model):
    drawn = made(figure)
    trace = shown_default(figure, model)
    drawn.show(different(model))
    plain = drawn.stage.png()
    drawn.show(trace)
    drawn.stage.pin()
    drawn.show(different(model))
    pinned = drawn.stage.png()
    drawn.stage.unpin()
    assert drawn.stage.png() == plain

    # The pixels are numbers of colours in a palette, which is the same for both.
    before, after = (Image.open(io.BytesIO(png)) for png in (plain, pinned))
    assert before.getpalette() == after.getpalette()
    colors = np.reshape(after.getpalette(), (-1, 3))
    added = colors[np.asarray(after)[np.asarray(before) != np.asarray(after)]]
    pales = [np.array(to_rgb(pale(curve.line.get_color()))) * 255 for curve in drawn.stage.curves
             if curve.ghost or curve.shadow]
    away = np.min([np.abs(added - ghost).max(axis=1) for ghost in pales], axis=0)
    # The rest are soft edges, on the paper, on a shaded area or along another line.
    assert (away <= 3).sum() > 20 and (away <= 3).mean() > 0.35


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_all_text_is_at_least_14_pixels_high_and_inside_the_picture(figure):
    for page in made(figure).stage.pages:
        assert_text_is_readable(made(figure).stage, page.figure)


def test_a_word_that_moves_in_a_living_picture_is_not_drawn_letter_by_letter():
    """25 times a second: the word for the heart's state alone took a fifth of each picture."""
    living = [figure for figure in FIGURES if any(hasattr(model, "actions") for model in models_of(figure))]
    assert LiveHeartFigure in living and len(living) > 2
    assert [(figure.__name__, text.get_position()) for figure in living
            for axes in made(figure).stage.axes.values() for text in axes.findobj(Text)
            if text.get_animated() and not isinstance(text, Stamp)] == []


def assert_text_is_readable(stage, figure_now):
    stage.page = [page.figure for page in stage.pages].index(figure_now)
    stage.png()
    stage.page = 0
    page = figure_now.bbox.padded(2.0)
    not_drawn = labels_beyond_the_ends(figure_now.axes)
    texts = [text for text in figure_now.findobj(Text)
             if text.get_visible() and text.get_text().strip() and text not in not_drawn]
    assert texts
    legends = [axes.get_legend() for axes in figure_now.axes if axes.get_legend()]
    named = {text for legend in legends for text in legend.get_texts()}
    for text in texts:
        assert text.get_fontsize() >= 14.0, text
        box = text.get_window_extent()
        # The paper around letters and legends does not count.
        over = [legend for legend in legends if text not in named and box.padded(-2.0).overlaps(
            legend.get_window_extent().padded(-6.0))]
        assert not over, f"a legend lies over {text}"
        on_page = page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
        assert on_page, f"{text} reaches beyond the picture"


def labels_beyond_the_ends(panels: Iterable[Axes]) -> set[Text]:
    """Matplotlib keeps labels of ticks beyond an axis's ends, and does not draw them."""
    found = set()
    for axis in (axis for axes in panels for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        rounding = 1e-9 * (high - low)
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not low - rounding <= tick.get_loc() <= high + rounding:
                found |= {tick.label1, tick.label2}
    return found


def test_a_text_beyond_the_picture_and_a_tick_beyond_its_axis_are_told_apart():
    stage = Stage([["only"]], width_px=300, height_px=200)
    axes = stage.axes["only"]
    axes.set_xticks((0, 2, 3, 4))
    axes.set_xlim(0, 3.3)
    stage.png()
    assert {text.get_text() for text in labels_beyond_the_ends([axes])} - {""} == {"4"}


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_which_figures_have_a_scene_is_known_from_their_code(figure):
    assert has_scene(figure) == (made(figure).stage.drawn is not None)


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_every_axis_says_its_unit(figure):
    for name, axes in made(figure).stage.axes.items():
        for label in (axes.get_xlabel(), axes.get_ylabel()):
            assert not label or "(" in label, f"{name}: {label!r} has no unit"


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_curves_in_one_panel_differ_in_dash_and_for_every_eye_in_colour(figure):
    """And a curve alone in its panel is solid. What was is of the same colour and dash, but pale and broad."""
    stage = made(figure).stage
    for axes in stage.axes.values():
        lines = [curve.line for curve in stage.curves if curve.ghost and curve.line.axes is axes]
        assert {line.get_color() for line in lines} <= {style.color for style in STYLES.values()}
        for line, dash in zip(lines, DASHES, strict=False):
            assert line.get_linestyle() == "None" or line._unscaled_dash_pattern == Line2D(
                [], [], linestyle=dash)._unscaled_dash_pattern, line
        for one, other in combinations(lines, 2):
            assert min(distance(one.get_color(), other.get_color(), eye) for eye in EYES) >= APART, (one, other)


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_what_was_is_pale_and_broad_and_told_from_all_that_is_now(figure):
    stage = made(figure).stage
    for curve in (curve for curve in stage.curves if curve.ghost):
        line, ghost = curve.line, curve.ghost
        assert ghost.get_color() == pale(line.get_color()) and ghost.get_linestyle() == line.get_linestyle()
        assert ghost._unscaled_dash_pattern == line._unscaled_dash_pattern
        assert ghost.get_linewidth() >= 1.8 and ghost.get_zorder() < line.get_zorder()
        for now in (each.line for each in stage.curves if each.ghost and each.line.axes is line.axes):
            assert min(distance(ghost.get_color(), now.get_color(), eye) for eye in EYES) >= APART, (ghost, now)


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_every_preset_has_a_well_written_sentence(figure, model):
    for preset in presets_of(model):
        words = made(figure).describe(preset.model.run())
        assert complaints(words) == [], f"{preset.name}: {words}"


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_describing_does_not_depend_on_what_is_shown(figure, model):
    drawn = made(figure)
    trace = shown_default(figure, model)
    words = drawn.describe(trace)
    drawn.show(different(model))
    assert drawn.describe(trace) == words
    assert figure().describe(trace) == words


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_nothing_is_drawn_before_it_is_needed(figure):
    lazy, had = untouched(figure)
    assert had == ["_draw_first"]
    with pytest.raises(TypeError):
        figure(no_such_thing=1)
    assert isinstance(lazy.stage, Stage)


# ---------------------------------------------------------------- what is drawn is what came out

#: What one unit is in another, written down here once more: the figures' own table is what is tested.
TIMES = {("ms", "s"): 0.001, ("s", "ms"): 1000.0, ("s", "min"): 1 / 60, ("min", "s"): 60.0, ("ms", "min"): 1 / 60000,
         ("N", "kN"): 0.001, ("", "%"): 100.0, ("%", ""): 0.01, ("mM", "µM"): 1000.0, ("µM", "mM"): 0.001,
         ("mm", "cm"): 0.1, ("L", "mL"): 1000.0, ("mV", "V"): 0.001}
#: What the short names in arrays stand for, where the words beside a curve say it in full.
MEANT = {"v": "voltage potential membrane", "e": "potential pull", "g": "channel conductance open", "na": "sodium",
         "k": "potassium", "ca": "calcium", "cl": "chloride", "mg": "magnesium", "pi": "phosphate", "ph": "acid ph",
         "pcr": "phosphocreatine", "po2": "oxygen", "epp": "end-plate", "emg": "emg", "atp": "atp", "hb": "haemoglobin",
         "s": "ready", "t": "time", "spikes": "impulses", "rest": "rest", "ia": "spindle", "ib": "tendon organ",
         "pic": "inward current", "percent": "%", "untreated": "left alone"}
ENDINGS = sorted(UNITS, key=len, reverse=True)


def own_unit(path: str) -> str:
    name = [part for part in path.split(".") if not part.isdigit()][-1]
    return next((UNITS[ending] for ending in ENDINGS if name.endswith(ending)), "")


def array_at(trace: Any, path: str, unit: str) -> np.ndarray:
    """What a path leads to, in a unit: worked out without the figures' own help."""
    for part in path.split("."):
        trace = trace[int(part)] if part.isdigit() else getattr(trace, part)
    own = own_unit(path)
    return np.atleast_1d(trace) * (1.0 if own == unit else TIMES[own, unit])


def stems(words: str, letters: int = 4) -> set[str]:
    """The beginnings of the words in a text or a name, also of those that it stands for."""
    found = set(re.findall(r"[a-zA-Z]+\d*", words.replace("_", " ").lower()))
    found |= {word for short in found & MEANT.keys() for word in re.findall(r"[a-z]+", MEANT[short])}
    return {word[:letters] for word in found} - {"the", "of", "in", "a", "and", "to", "by"}


def likeness(label: str, path: str) -> int:
    """How many words a label and an array's name share; counted again if whole: phosphate is no phosphocreatine."""
    return sum(len(stems(label, letters) & stems(name_in(path), letters)) for letters in (4, 99))


def name_in(path: str) -> str:
    """The words of an array's name, without its unit."""
    name = ".".join(part for part in path.split(".") if not part.isdigit())
    ending = next((ending for ending in ENDINGS if name.endswith(ending)), "")
    return name.removesuffix(ending).replace(".", "_")


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_every_curve_shows_the_array_that_it_names(figure, model):
    """For every curve and dot: the points are those of the array, in the unit that the axis or the curve says."""
    drawn = made(figure)
    for trace in (shown_default(figure, model), different(model)):
        drawn.show(trace)
        for curve in drawn.stage.curves:
            if not curve.x:
                continue
            x, y = (np.asarray(values, dtype=float) for values in curve.line.get_data())
            whole_x = array_at(trace, curve.x, curve.x_unit)
            if curve.foot is not None:
                assert np.array_equal(x, np.repeat(whole_x, 3)), curve.label
                for place, end in ((0, curve.foot), (1, curve.y)):
                    heights = array_at(trace, end, curve.unit) if isinstance(end, str) else end
                    assert np.allclose(y[place::3], heights, rtol=1e-12, equal_nan=True), curve.label
                assert np.isnan(y[2::3]).all()
                continue
            whole_y = array_at(trace, curve.y, curve.unit)
            assert np.allclose(x, whole_x[:len(whole_y)][::curve.every], rtol=1e-12, equal_nan=True), curve.label
            assert np.allclose(y, whole_y[::curve.every], rtol=1e-12, equal_nan=True), curve.label


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_every_axis_says_what_its_curves_show_and_in_which_unit(figure):
    stage = made(figure).stage
    for axes in stage.axes.values():
        across = next((each.get_xlabel() for each in [axes, *axes.get_shared_x_axes().get_siblings(axes)]
                       if each.get_xlabel()), axes.get_xlabel())
        if not across:  # a row of panels over one axis, which only the lowest names
            below = [each for each in axes.figure.axes if each.get_xlabel() and each.get_xlim() == axes.get_xlim()]
            across = below[0].get_xlabel() if below else ""
        for curve in (curve for curve in stage.curves if curve.line.axes is axes and curve.x):
            where = f"{curve.label!r} over {curve.x} against {axes.get_ylabel()!r}"
            if curve.foot is None or isinstance(curve.y, str):
                labels = f"{axes.get_ylabel()} {curve.label}".replace("\n", " ")
                units = f"({curve.unit}", f"({SPELT.get(curve.unit, curve.unit)}"
                assert any(unit in labels for unit in units) or not curve.unit, where
            assert f"({curve.x_unit}" in across or not curve.x_unit, where
            if isinstance(curve.y, str) and curve.foot is None:
                said = stems(f"{axes.get_ylabel()} {curve.label}")
                assert said & stems(name_in(curve.y)), f"{where}: nothing of this is in the name {curve.y}"


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_every_curve_has_the_name_of_its_array(figure):
    """Two curves of one panel must not be drawn under each other's name: each label fits its own array best."""
    stage = made(figure).stage
    for axes in stage.axes.values():
        curves = [curve for curve in stage.curves
                  if curve.line.axes is axes and curve.shadow is None and isinstance(curve.y, str) and curve.y]
        for one, other in combinations(curves, 2):
            if stems(name_in(one.y)) == stems(name_in(other.y)):
                continue
            fits = likeness(one.label, one.y) + likeness(other.label, other.y)
            crossed = likeness(one.label, other.y) + likeness(other.label, one.y)
            assert fits > crossed, f"{one.label!r} shows {one.y}, {other.label!r} shows {other.y}"


def own_curves(stage: Stage, axes: Axes) -> list[Any]:
    """The declared curves and dots of one panel."""
    return [curve for curve in stage.curves if curve.line.axes is axes and curve.x]


def names_on(curves: list[Any]) -> tuple[set[str], set[str]]:
    """The words in the names of the arrays that curves show: across, and up."""
    return tuple(set().union(*(stems(name_in(path)) for path in paths)) for paths in (
        [curve.x for curve in curves], [curve.y for curve in curves if isinstance(curve.y, str)]))


def words_along(axes: Axes) -> tuple[set[str], set[str]]:
    """The words along a panel's axes, without what stands in brackets."""
    return tuple(stems(re.sub(r"\(.*", "", label, flags=re.DOTALL)) for label in (axes.get_xlabel(), axes.get_ylabel()))


#: An axis that names one of these shows it.
SUBSTANCES = stems("sodium potassium calcium chloride magnesium phosphate oxygen haemoglobin lactate glycogen glucose")


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_no_axis_bears_the_words_of_another(figure):
    """Neither those of the panel's other axis nor the name of another substance."""
    stage = made(figure).stage
    for name, axes in stage.axes.items():
        along, shown = words_along(axes), names_on(curves := own_curves(stage, axes))
        fits, crossed = (sum(len(words & names) for words, names in zip(along, order, strict=True))
                         for order in (shown, shown[::-1]))
        assert crossed <= fits, f"{name}: {axes.get_xlabel()!r} and {axes.get_ylabel()!r} are swapped"
        named = shown[1].union(*(stems(curve.label) for curve in curves)) & SUBSTANCES
        for words, substances in zip(along, (shown[0] & SUBSTANCES, named), strict=True):
            wrong = words & SUBSTANCES and substances and not words & substances
            assert not wrong, f"{name}: {words} along the axis, but it shows {substances}"


#: What the first of these words along an axis can be in: the beginnings of its bracket.
CAN_BE = {r"\bforce\b": ("%", "N", "kN", "best force"), r"\bpotential\b|pulls": ("mV",), r"velocity": ("m/s",),
          r"\btime\b|held for": ("s", "ms", "min"), r"potassium|calcium|sodium|phosphate|K⁺": ("mM", "µM"),
          r"\bEMG\b|command|fatigue": ("%", "spikes"), r"excitability": ("eu",), r"\bflow\b": ("mL/100 g/min", "mL/s"),
          r"diameter": ("µm",)}


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_the_words_along_an_axis_can_be_in_its_unit(figure):
    for axes in made(figure).stage.axes.values():
        for label in (axes.get_xlabel(), axes.get_ylabel()):
            words, _, bracket = label.partition("(")
            found = {match.start(): units for pattern, units in CAN_BE.items()
                     if (match := re.search(pattern, words, re.IGNORECASE))}
            units = "|".join(map(re.escape, found[min(found)])) if found else ""
            assert re.match(rf"({units})(?![\w/])", bracket) or not found, label


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_one_axis_has_one_unit(figure):
    """Of curves of one panel over the same array, and of the cursor and the curves that it reads."""
    stage = made(figure).stage
    for axes in stage.axes.values():
        curves = own_curves(stage, axes)
        assert len({curve.x_unit for curve in curves}) <= 1, axes.get_xlabel()
        for curve in curves:
            if isinstance(curve.y, str) and own_unit(curve.y) and not curve.unit:
                bracket = re.search(r"\(([^()]*)\)$", axes.get_ylabel())
                assert not bracket or bracket[1] not in UNITS.values(), f"{curve.label}: no unit, in {bracket[1]}"
            if stage.cursor and axes in stage.cursor.axes:
                assert curve.x_unit == stage.cursor.unit, f"{curve.label}: the cursor runs in {stage.cursor.unit}"


#: Figures with panels that look at the beginning only, and why. Their own tests say that what matters is in view.
CLOSE_UPS: dict[str, str] = {
    "TwoFibresFigure": "release and calcium peak within 2 ms: over 800 ms they were one hair-thin stroke",
}


@pytest.mark.parametrize(("figure", "model"), PAIRS, ids=name_of)
def test_every_curve_is_in_view(figure, model):
    """At the default, or where the model is most different from it, half of it at least: or a scale is wrong."""
    drawn = made(figure)
    seen: dict[str, list[float]] = {}
    for trace in (shown_default(figure, model), different(model)):
        drawn.show(trace)
        for number, curve in enumerate(drawn.stage.curves):
            x, y = (np.asarray(values, dtype=float) for values in curve.line.get_data())
            there = np.isfinite(x) & np.isfinite(y)
            if there.any():
                (left, right), (low, high) = map(sorted, (curve.line.axes.get_xlim(), curve.line.axes.get_ylim()))
                if figure.__name__ in CLOSE_UPS:
                    there &= x <= right
                inside = (left <= x) & (x <= right) & (low <= y) & (y <= high)
                seen.setdefault(f"{number}: {curve.label}", []).append(inside[there].mean())
    assert {label: parts for label, parts in seen.items() if max(parts) < 0.5} == {}


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_what_is_marked_along_a_blood_value_is_its_normal_range_or_its_danger(figure):
    for axes in made(figure).stage.axes.values():
        for place, label in enumerate((axes.get_xlabel(), axes.get_ylabel())):
            for value in blood_values().values():
                if not (stems(value.name) <= stems(label) | {"ioni"} and f"({value.unit})" in label):
                    continue
                for patch in (patch for patch in axes.patches if isinstance(patch, Rectangle)):
                    start = (patch.get_x(), patch.get_y())[place]
                    ends = start, start + (patch.get_width(), patch.get_height())[place]
                    if not patch.get_animated():
                        assert ends == pytest.approx(value.normal), f"{label}: {ends} is shaded"
                for line in axes.lines:
                    ends = set(line.get_data()[place])
                    # Straight across the panel, and at rest.
                    if len(ends) == 1 and set(line.get_data()[1 - place]) == {0, 1} and not line.get_animated():
                        assert ends <= {*value.normal, *value.danger}, f"{label}: a line at {ends}"


#: Curves that a figure moves by hand, and why they are no array of the trace. Their own tests look at them.
BY_HAND: dict[str, str] = {
    "TetanusFigure": "the force–frequency curve is measured on demand, with fifteen runs of their own",
    "WaveFigure": "the wave at the moment of its film: a row of v_mV, and which one is the figure's choice",
}


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_curves_are_declared(figure):
    by_hand = [curve.label for curve in made(figure).stage.curves if not curve.x]
    assert not by_hand or figure.__name__ in BY_HAND, f"{by_hand}: declare them, or say in BY_HAND why not"


@pytest.mark.parametrize("figure", FIGURES, ids=name_of)
def test_at_most_four_panels_are_in_view(figure):
    stage = made(figure).stage
    for page in stage.pages:
        assert len([name for name in page.axes if name != stage.scene]) <= 4
    assert stage.height_px <= 440
