"""The work of an export, shared among processes. Each makes its boards itself: only tasks and files are sent."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

from muscle_lib.export.draw import Task, perform

#: Each process takes 400 MB.
MOST_PROCESSES = 4
#: Told as (done, of how many).
Progress = Callable[[int, int], None]


def here(tasks: Sequence[Task], progress: Progress) -> Mapping[Task, Any]:
    """Do the tasks in this process, one after the other."""
    done = {}
    for task in tasks:
        done[task] = perform(task)
        progress(len(done), len(tasks))
    return done


def shared(tasks: Sequence[Task], progress: Progress) -> Mapping[Task, Any]:
    """Do the tasks in as many processes as there are processors (or four), the longest first."""
    if len(tasks) < 2:
        return here(tasks, progress)
    done: dict[Task, Any] = {}
    in_turn = sorted(tasks, key=lambda task: task.what != "live")
    # Begun anew, not forked: so it is the same on each system.
    with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST_PROCESSES), multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(perform, task): task for task in in_turn}
        try:
            for future in as_completed(waiting):
                done[waiting[future]] = future.result()
                progress(len(done), len(tasks))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return done
