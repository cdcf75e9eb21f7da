"""A cell that is run before the lesson's first one says what to press, above Python's own message.

An IPython extension, which each kernel loads at its start (``ipython_kernel_config.json``). It imports nothing of ours:
that would be paid by every kernel.
"""

from __future__ import annotations

import sys
from typing import Any

#: What a lesson's cells begin with: all that ``muscle_lib.widgets`` offers.
_OURS = {"ask", "chain_map", "evidence", "explore", "install_check", "leaves_out", "lab_report", "live", "mystery",
         "note", "picture", "place_causes", "predict", "progress", "triage"}
_WORDS = "Press ▶▶ first (“Restart the kernel and run all cells”, in the bar above): this cell needs those above it."


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython."""
    shell.set_custom_exc((NameError,), _explain)


def _explain(shell: Any, kind: type, problem: NameError, trace: Any, tb_offset: int | None = None) -> None:
    if problem.name in _OURS:
        sys.stdout.write(f"{_WORDS}\n")
    shell.showtraceback((kind, problem, trace), tb_offset=tb_offset)
