"""How smoothly the live muscle lives: pictures a second, the delay from a slider to the picture, the kernel's share.

    python benchmarks/live.py [--seconds N] [--presses N] [--sheet]

Opens a live muscle in JupyterLab in a browser, lets it contract, and counts in the page how many new pictures come;
then presses a slider's arrow key again and again and waits for the next picture that the kernel drew after it knew of
the change. The baseline, in the same kernel: a new matplotlib figure with the same four panels for each picture, which
is what one would write without this library.

With ``--sheet`` it is the living sheet of heart muscle, while it fibrillates: compiled, and as plain NumPy.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.jupyter import Control, Desk, Explorer, start_browser, start_lab, write_notebook  # noqa: E402

CELL = """from muscle_lib.widgets import live
from muscle_lib.models.voluntary_contraction import LiveMuscle
from muscle_lib.figures.voluntary_contraction import LiveFigure
one = live(LiveMuscle(), LiveFigure(), ["drive_percent", "nerve_percent", "blood_percent", "glucose_mM"])
one"""
#: The processor time that the kernel has used so far, and what its model's clock says.
USED = 'import time; print("used:", time.process_time(), one._muscle.now_s)'
#: The usual way: the same ten seconds in four panels, a new figure each time.
USUAL = """import io, time
import matplotlib.pyplot as plt
def usual(trace):
    figure, panels = plt.subplots(4, 1, figsize=(8.4, 4.4))
    panels[0].plot(trace.spike_s, trace.spike_unit, "|")
    panels[1].plot(trace.emg_percent)
    panels[2].plot(trace.t_s, trace.force_N)
    panels[3].plot(trace.t_s, trace.pcr_mM, trace.t_s, trace.po2_mmHg)
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)
def ours(trace):
    one._figure.show(trace)
    one._figure.stage.png(True)
trace = LiveMuscle().run()
def cost(draw, times):
    draw(trace)
    start = time.process_time()
    for _ in range(times): draw(trace)
    return (time.process_time() - start) / times
print("cost:", cost(usual, 10), cost(ours, 50))"""
SHEET = """from muscle_lib.widgets import live
from muscle_lib.models.heart import LiveHeart
from muscle_lib.figures.heart import LiveHeartFigure
one = live(LiveHeart(in_ms=0.2), LiveHeartFigure(), ["rate_per_min", "pacing", "in_ms", "dose_percent"])
one"""
#: Counts the pictures that come, in the page.
COUNT = """img => { window.mlCount = 0; new MutationObserver(() => window.mlCount++).observe(img,
    {attributes: true, attributeFilter: ['src']}); }"""


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"\d+\.?\d*(?:e-?\d+)?", text)]


def measure(seconds: float, presses: int) -> None:
    with start_browser() as browser, start_lab(Path(tempfile.mkdtemp())) as lab:
        write_notebook(lab, "notebooks/live.ipynb", CELL, USED, USUAL)
        notebook = Desk(browser, lab).notebook("notebooks/live.ipynb", run=True)
        root = notebook.page.locator(".ml-monitor")
        picture = root.locator("img.widget-image").first
        root.get_by_role("button", name="Start", exact=True).click()
        root.get_by_role("button", name="Contract", exact=True).click()
        notebook.page.wait_for_timeout(3000)
        picture.evaluate(COUNT)
        cpu_s, clock_s = numbers(notebook.run_cell("process_time(), one").text_content())
        begun, count = time.monotonic(), notebook.page.evaluate("window.mlCount")
        notebook.page.wait_for_timeout(1000 * seconds)
        # The page's count first: running a cell takes time, in which no picture comes.
        count = notebook.page.evaluate("window.mlCount") - count
        passed_s = time.monotonic() - begun
        after_s, later_s = numbers(notebook.run_cell("process_time(), one").text_content())
        whole_s = time.monotonic() - begun
        print(f"{count / passed_s:.1f} pictures a second in the page, over {passed_s:.0f} s")
        print(f"the kernel uses {100.0 * (after_s - cpu_s) / whole_s:.0f} % of one core; the muscle's clock runs at "
              f"{100.0 * (later_s - clock_s) / whole_s:.0f} % of real time")
        control = Control(Explorer(root), root.locator(".ml-control", has_text="Command"))
        waits_ms = []
        for press in range(presses):
            known = control.label.get_attribute("class"), control.number.input_value()
            begun = time.monotonic()
            control.handle.press("ArrowRight" if press % 20 < 10 else "ArrowLeft")
            # The kernel has answered the slider when the number beside it changes; the next picture shows it.
            while control.number.input_value() == known[1]:
                notebook.page.wait_for_timeout(2)
            source = picture.get_attribute("src")
            while picture.get_attribute("src") == source:
                notebook.page.wait_for_timeout(2)
            waits_ms.append(1000.0 * (time.monotonic() - begun))
            notebook.page.wait_for_timeout(120)
        waits_ms.sort()
        print(f"slider to the next picture: median {statistics.median(waits_ms):.0f} ms, 95 % within "
              f"{waits_ms[int(0.95 * len(waits_ms))]:.0f} ms")
        root.get_by_role("button", name="Pause", exact=True).click()
        usual_s, ours_s = numbers(notebook.run_cell("def usual").text_content())
        print(f"a picture: {1000.0 * ours_s:.1f} ms of processor time, a new figure each {1000.0 * usual_s:.0f} ms "
              f"({1.0 / usual_s:.1f} a second at most): ratio {ours_s / usual_s:.2f}")


def measure_sheet(seconds: float) -> None:
    for plain in ("", "1"):
        os.environ["MUSCLE_LAB_PLAIN"] = plain
        with start_browser() as browser, start_lab(Path(tempfile.mkdtemp())) as lab:
            write_notebook(lab, "notebooks/live.ipynb", SHEET, USED)
            notebook = Desk(browser, lab).notebook("notebooks/live.ipynb", run=True)
            root = notebook.page.locator(".ml-monitor")
            root.get_by_role("button", name="Set a wave turning", exact=True).click()
            root.get_by_role("button", name="Start", exact=True).click()
            notebook.page.wait_for_timeout(8000)
            root.locator("img.widget-image").first.evaluate(COUNT)
            cpu_s, clock_s = numbers(notebook.run_cell("process_time(), one").text_content())
            begun, count = time.monotonic(), notebook.page.evaluate("window.mlCount")
            notebook.page.wait_for_timeout(1000 * seconds)
            count = notebook.page.evaluate("window.mlCount") - count
            passed_s = time.monotonic() - begun
            after_s, later_s = numbers(notebook.run_cell("process_time(), one").text_content())
            whole_s = time.monotonic() - begun
            way = "plain NumPy" if plain else "compiled"
            print(f"{way}: {count / passed_s:.1f} pictures a second in the page; the kernel uses "
                  f"{100.0 * (after_s - cpu_s) / whole_s:.0f} % of one core; the sheet's clock runs at "
                  f"{100.0 * (later_s - clock_s) / whole_s:.0f} % of real time")
            root.get_by_role("button", name="Pause", exact=True).click()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--seconds", type=float, default=20.0, metavar="N")
    asked.add_argument("--presses", type=int, default=40, metavar="N")
    asked.add_argument("--sheet", action="store_true")
    options = asked.parse_args()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} cores{load}")
    if options.sheet:
        measure_sheet(options.seconds)
    else:
        measure(options.seconds, options.presses)


if __name__ == "__main__":
    main()
