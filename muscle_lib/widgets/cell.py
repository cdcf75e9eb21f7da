"""Which cell of the notebook runs now."""

from __future__ import annotations

from typing import Any

from IPython import get_ipython


def cell_id() -> str:
    """The id of the cell that runs now; "" where nobody tells it (a script, nbclient)."""
    return _request().get("metadata", {}).get("cellId", "")


def request_id() -> str:
    """The id of this one run of the cell."""
    return _request().get("header", {}).get("msg_id", "")


def _request() -> dict[str, Any]:
    """What the page has sent to have the cell run: JupyterLab, Notebook 7 and VS Code name the cell in it."""
    shell = get_ipython()
    return shell.get_parent() if hasattr(shell, "get_parent") else {}
