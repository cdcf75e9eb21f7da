"""What a drawing costs: each figure that has one, as a moving picture, with it and without.

    python benchmarks/scenes.py [--pictures N]

The peer is the same figure without its drawing, in turn in the same run; what counts is the processor time of showing
another trace and making the picture. The goal: at most 8 ms more, on two quiet cores.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import statistics
import sys
import time
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import muscle_lib.figures  # noqa: E402
from muscle_lib.models import every_model  # noqa: E402
from muscle_lib.preset import all_presets  # noqa: E402

GOAL_ms = 8.0


def figures() -> Iterator[tuple[type, type]]:
    """Each figure with a drawing, and a model whose trace it shows."""
    for info in pkgutil.walk_packages(muscle_lib.figures.__path__, prefix="muscle_lib.figures."):
        for thing in vars(importlib.import_module(info.name)).values():
            is_ours = isinstance(thing, type) and thing.__module__ == info.name
            if not (is_ours and hasattr(thing, "show") and hasattr(thing, "describe")):
                continue
            shown = typing.get_type_hints(thing.show)["trace"]
            models = [cls for cls in every_model() if issubclass(typing.get_type_hints(cls.run)["return"], shown)]
            if models and thing().stage.drawn:
                yield thing, models[0]


def two_traces(model: type) -> list[Any]:
    """A run as it begins, and another one."""
    other = next((preset.model for preset in all_presets(model).values() if preset.model != model()), model())
    return [model().run(), other.run()]


def without_drawing(figure: type) -> Any:
    """The figure with an empty place where its drawing was."""
    bare = figure()
    axes = bare.stage.axes[bare.stage.scene]
    bare.stage._moving = [artist for artist in bare.stage._moving if artist.axes is not axes]
    bare.stage.drawn = None
    return bare


def cost_ms(figure: Any, traces: list[Any], pictures: int) -> float:
    """Processor time for each picture."""
    begun = time.process_time()
    for place in range(pictures):
        figure.show(traces[place % 2])
        figure.stage.png(True)
    return 1000.0 * (time.process_time() - begun) / pictures


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--pictures", type=int, default=20, metavar="N")
    pictures = asked.parse_args().pictures
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} cores{load}; processor time of a moving picture")
    print(f"{'figure':44}{'with':>8}{'without':>9}{'more':>7}{'ratio':>7}")
    worst = 0.0
    for figure, model in figures():
        traces, contestants = two_traces(model), (figure(), without_drawing(figure))
        for each in contestants:
            cost_ms(each, traces, 4)
        rounds = [[cost_ms(each, traces, pictures) for each in contestants] for _ in range(5)]
        ours, bare = (statistics.median(times) for times in zip(*rounds, strict=True))
        worst = max(worst, ours - bare)
        name = f"{figure.__module__.split('.')[2]}.{figure.__name__}"
        print(f"{name:44}{ours:7.1f} {bare:8.1f} {ours - bare:6.1f} {ours / bare:6.1f}")
    print(f"at most {worst:.1f} ms more (goal {GOAL_ms:.0f})")


if __name__ == "__main__":
    main()
