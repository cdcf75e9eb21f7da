"""A page that sleeps keeps its pictures: what Jupyter's server does at each save of a notebook.

JupyterLab writes the state of its widgets into the notebook (``jupyterlab_overrides.json`` says so), so that a page
without a kernel shows them. But it writes only those that a kernel holds: a page that sleeps would lose all its
pictures the first time it is saved, and by itself it is saved after two minutes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async

_STATE = "application/vnd.jupyter.widget-state+json"
_VIEW = "application/vnd.jupyter.widget-view+json"
#: The widgets' own style sheet says it of a page whose state was saved (widgets/look.py).
_ASLEEP = "<p><strong>Asleep: press ▶▶ above to wake this page.</strong></p>"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "muscle_lib.asleep"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Called by Jupyter's server at its start, as ``jupyter_server.json`` says."""
    manager = server.contents_manager
    manager.register_pre_save_hook(keep_pictures)
    read = manager.get

    async def get(path: str, *args: Any, **options: Any) -> dict[str, Any]:
        model = await read(path, *args, **options)
        # Sessions are looked through for such a page only: files are asked for all the time.
        if has_no_state(model):
            # A kernel that runs still knows the widgets: the page comes alive by itself.
            runs = {session["path"] for session in await ensure_async(server.session_manager.list_sessions())}
            if path.strip("/") not in runs:
                leave_plain(model["content"])
        return model

    if iscoroutinefunction(read):  # as JupyterLab's own is
        manager.get = get


def has_no_state(model: dict[str, Any]) -> bool:
    """Whether this is a page that was saved without any state of its widgets: by the version before, or by another
    program. “model not found” would stand in it."""
    page: Any = model.get("content")
    return bool(model.get("type") == "notebook" and page and _STATE not in page["metadata"].get("widgets", {}))


def leave_plain(page: Any, known: Collection[str] = ()) -> None:
    """Of what shows a widget that is not known leave its plain version; before the first stands what wakes the page."""
    before = _ASLEEP
    for bundle in _bundles(page):
        if bundle[_VIEW]["model_id"] not in known and "text/html" in bundle:
            del bundle[_VIEW]
            bundle["text/html"] = before + "".join(bundle["text/html"])
            before = ""


def keep_pictures(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Where the page that is saved knows nothing of a widget that it shows, keep what the file knew.

    If that knew nothing either (“Save as” makes a new file), the widget's plain version takes its place.
    """
    page: Any = model.get("content")
    if model.get("type") != "notebook" or _STATE not in page["metadata"].get("widgets", {}):
        return
    state = page["metadata"]["widgets"][_STATE]
    shown = {bundle[_VIEW]["model_id"] for bundle in _bundles(page)}
    if not shown <= state["state"].keys():
        state["state"] = _needed(shown, _in_file(Path(contents_manager.root_dir, path)) | state["state"])
        leave_plain(page, state["state"])


def _bundles(page: Any) -> list[dict[str, Any]]:
    """The outputs of a page that show a widget, each with all its versions."""
    return [output["data"] for cell in page["cells"] for output in cell.get("outputs", ())
            if _VIEW in output.get("data", {})]


def _in_file(path: Path) -> dict[str, Any]:
    """The widgets that a notebook's file knows."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["metadata"]["widgets"][_STATE]["state"]
    except (OSError, ValueError, KeyError):
        return {}


def _needed(shown: Iterable[str], known: dict[str, Any]) -> dict[str, Any]:
    """The widgets that are shown, and those inside them: without the others the file does not grow."""
    found: dict[str, Any] = {}
    waiting = list(shown)
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = known[name]
            waiting += re.findall(r"IPY_MODEL_(\w+)", json.dumps(known[name]["state"]))
    return found
