"""How long a student waits for the picture: from the key press that moves a slider to new pixels on the screen.

    python benchmarks/slider_latency.py [--presses N] [--sharpness S] [NOTEBOOK ...]

Opens each lesson in JupyterLab in a browser and walks every slider that can be seen with the arrow keys. Beside it,
in the same kernel and the same page, stands what one would write without this library: ``ipywidgets.interact`` over
the same model, which makes a new matplotlib figure with three panels each time. The two are pressed in turn, so that
whatever else the machine is doing falls on both. Prints the median and the 95th percentile, and the ratio of medians;
and once for each lesson what is left if nothing is worked out or drawn: a slider over two pictures that are there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Locator  # noqa: E402

from tests.browser.jupyter import Control, Desk, Explorer, Notebook, start_browser, start_lab  # noqa: E402

WARM_UP = 2
#: Between two turns: until our picture, drawn sharply once the slider rests, is there and disturbs neither of the two.
PAUSE_ms = 400

# Runs before the lesson: remembers its explorers, in order.
BEFORE = """
import muscle_lib.figures.stage
from muscle_lib.widgets.explorer import Explorer
muscle_lib.figures.stage.SHARPNESS_MOVING = {sharpness}
made = []
def note(self, *args, make=Explorer.__init__, **more):
    make(self, *args, **more)
    made.append(self)
Explorer.__init__ = note
"""

# Runs after it: the usual way, for the same models with the same sliders.
AFTER = """
import dataclasses
import io
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
%matplotlib inline

def usual(explorer):
    def draw(**values):
        trace = dataclasses.replace(explorer.model, **values).run()
        arrays = [getattr(trace, field.name) for field in dataclasses.fields(trace)]
        arrays = [array for array in arrays if isinstance(array, np.ndarray) and array.ndim in (1, 2)]
        figure, panels = plt.subplots(3, 1, figsize=(8.4, 3.8))
        for panel, array in zip(panels, sorted(arrays, key=lambda array: -array.ndim)):
            if array.ndim == 2:
                panel.imshow(array, aspect="auto")
            else:
                panel.plot(array)
        # Also where these arrays stay as they are (a thicker axon, in steps that grow with it) the picture changes.
        panels[0].set_title(", ".join(f"{name} = {value:.4g}" for name, value in values.items()))
        plt.show()
    sliders = {}
    for name, control in explorer._controls.items():
        if not hasattr(control, "_slider"):  # a choice: what is measured is a slider
            continue
        ours = control._slider
        sliders[name] = type(ours)(min=ours.min, max=ours.max, value=ours.value, step=ours.step)
    box = ipywidgets.interactive(draw, **sliders)
    box.add_class("usual")
    return box

for explorer in made:
    display(usual(explorer))

def nothing_to_do():
    ready = []
    for width in (4, 8):
        file = io.BytesIO()
        figure, panel = plt.subplots(figsize=(8.4, 3.8))
        panel.plot(np.arange(9), linewidth=width)
        figure.savefig(file)
        plt.close(figure)
        ready.append(file.getvalue())
    slider, image = ipywidgets.IntSlider(5, 0, 100), ipywidgets.Image(value=ready[1])
    slider.observe(lambda change: setattr(image, "value", ready[change["new"] % 2]), "value")
    box = ipywidgets.VBox([slider, image])
    box.add_class("nothing")
    return box

display(nothing_to_do())
"""

# In the page: a clock that starts with the key press and stops when a picture with another source has been decoded
# and is about to be painted. What waits for it is a promise: to ask at each frame whether it has stopped would make the
# page draw sixty frames a second meanwhile, on the cores that the kernel needs.
CLOCK = """holder => {
    const before = holder.querySelector('img')?.src;
    window.mlTime = new Promise(done => {
        addEventListener('keydown', event => {
            const watch = new MutationObserver(async () => {
                const image = holder.querySelector('img');
                if (!image || image.src === before) return;
                watch.disconnect();
                await image.decode().catch(() => 0);
                requestAnimationFrame(() => stop(performance.now() - event.timeStamp));
            });
            const stop = time => { clearTimeout(alarm); watch.disconnect(); done(time); };
            const alarm = setTimeout(stop, 5000, null);
            watch.observe(holder, {subtree: true, childList: true, attributes: true});
        }, {capture: true, once: true});
    });
}"""


class Walker:
    """Presses a slider up and down, and times the picture in ``holder``."""

    def __init__(self, holder: Locator, handle: Locator) -> None:
        self.holder, self.handle = holder, handle
        self.key = "ArrowRight"
        self.times: list[float] = []

    def press(self) -> float | None:
        """One press; returns milliseconds, or None if no new picture came."""
        now, low, high = (self.handle.get_attribute(f"aria-value{what}") for what in ("now", "min", "max"))
        if now in (low, high):
            self.key = "ArrowLeft" if now == high else "ArrowRight"
        self.handle.focus()
        self.holder.evaluate(CLOCK)
        self.handle.press(self.key)
        return self.holder.page.evaluate("window.mlTime")


def measure(explorer: Explorer, control: Control, usual: Locator, number: int,
            presses: int) -> tuple[list[float], list[float]]:
    """Press our slider and the usual one in turn, print a line of the table, and return both lists of times."""
    ours = Walker(explorer.root, control.handle)
    theirs = Walker(usual, usual.get_by_role("slider").nth(number))
    for press in range(WARM_UP + presses):
        explorer.root.page.wait_for_timeout(PAUSE_ms)
        for walker in (ours, theirs):
            time = walker.press()
            if time is None:
                print(f"{control.title:34}  no new picture: this slider moves nothing here", flush=True)
                return [], []
            if press >= WARM_UP:
                walker.times.append(time)
    print_line(control.title, ours.times, theirs.times)
    return ours.times, theirs.times


def measure_nothing(box: Locator, presses: int) -> None:
    """Press the slider that only changes one ready-made picture for another, and print a line of the table."""
    walker, times = Walker(box, box.get_by_role("slider")), []
    for _ in range(WARM_UP + presses):
        box.page.wait_for_timeout(PAUSE_ms)
        times.append(walker.press() or 0.0)
    times = times[WARM_UP:]
    print(f"{'— nothing worked out or drawn':34}{statistics.median(times):8.0f}{late(times):8.0f}", flush=True)


def print_line(name: str, ours: list[float], theirs: list[float]) -> None:
    """A line of the table."""
    middle, peer = statistics.median(ours), statistics.median(theirs)
    print(f"{name:34}{middle:8.0f}{late(ours):8.0f}{peer:10.0f}{late(theirs):8.0f}{middle / peer:8.2f}", flush=True)


def late(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def prepared(path: Path, sharpness: float) -> None:
    """Put our two cells around a copy of a lesson."""
    content = json.loads(path.read_text(encoding="utf-8"))
    cells = [{"cell_type": "code", "id": name, "metadata": {}, "execution_count": None, "outputs": [], "source": source}
             for name, source in (("before", BEFORE.format(sharpness=sharpness)), ("after", AFTER))]
    content["cells"] = [cells[0], *content["cells"], cells[1]]
    path.write_text(json.dumps(content), encoding="utf-8")


def load() -> str:
    """How busy the machine is: a latency means little without it."""
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"load {busy} on {os.cpu_count()} cores"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("notebooks", nargs="*", help="names of lessons (default: all)")
    options.add_argument("--presses", type=int, default=40, help="timed presses for each slider (40)")
    options.add_argument("--sharpness", type=float, default=None,
                         help="drawn pixels per CSS pixel while a slider moves")
    chosen = options.parse_args()
    from muscle_lib.figures.stage import SHARPNESS_MOVING
    sharpness = chosen.sharpness or SHARPNESS_MOVING
    print(f"{platform.platform()}, Python {platform.python_version()}, sharpness {sharpness:g}, {load()}")
    print("milliseconds from key press to pixels; “usual” is ipywidgets.interact with a new figure each time\n")
    print(f"{'':34}{'median':>8}{'95 %':>8}{'usual':>10}{'95 %':>8}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder, start_browser() as browser, start_lab(Path(folder)) as lab:
        for path in sorted((lab.folder / "notebooks").glob("*.ipynb")):
            if chosen.notebooks and path.stem not in chosen.notebooks:
                continue
            prepared(path, sharpness)
            lesson = Notebook(lab, Desk(browser, lab).new_page(), f"notebooks/{path.name}")
            lesson.restart_and_run_all()
            lesson.open_covered()
            lesson_ours, lesson_theirs = [], []
            for place, explorer in enumerate(lesson.explorers(), start=1):
                print(f"{path.stem}, explorer {place}  ({load()})")
                usual = lesson.page.locator(".usual").nth(place - 1)
                ours, theirs = [], []
                for number, control in enumerate(explorer.controls()):
                    mine, its = measure(explorer, control, usual, number, chosen.presses)
                    ours += mine
                    theirs += its
                if ours:
                    print_line("— all its sliders", ours, theirs)
                lesson_ours += ours
                lesson_theirs += theirs
            if lesson_ours:
                print_line(f"— all sliders of {path.stem}", lesson_ours, lesson_theirs)
                measure_nothing(lesson.page.locator(".nothing"), max(10, chosen.presses))
    print(f"at the end: {load()}")


if __name__ == "__main__":
    main()
