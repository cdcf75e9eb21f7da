"""What the server keeps of a page that sleeps, when that is saved."""

from __future__ import annotations

import asyncio
import copy
import json
from types import SimpleNamespace
from typing import Any

from muscle_lib.asleep import _load_jupyter_server_extension, keep_pictures

VIEW, STATE = "application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json"
ASLEEP = "<p><strong>Asleep: press ▶▶ above to wake this page.</strong></p>"


def widget(*children: str) -> dict[str, Any]:
    return {"model_name": "VBoxModel", "state": {"children": [f"IPY_MODEL_{name}" for name in children]}}


def page(shown: list[str], known: dict[str, Any]) -> dict[str, Any]:
    """A notebook that shows some widgets, each with a plain version, and knows some."""
    cells = [{"cell_type": "code", "outputs": [
        {"data": {VIEW: {"model_id": name}, "text/html": f"<p>{name}</p>"}}]} for name in shown]
    return {"cells": [{"cell_type": "markdown"}, *cells], "metadata": {"widgets": {STATE: {"state": known}}}}


def saved(tmp_path, content: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    if before:
        (tmp_path / "a.ipynb").write_text(json.dumps(before), encoding="utf-8")
    keep_pictures({"type": "notebook", "content": content}, "a.ipynb", SimpleNamespace(root_dir=str(tmp_path)))
    return content


def plain_versions(content: dict[str, Any]) -> list[str]:
    return [cell["outputs"][0]["data"]["text/html"] for cell in content["cells"][1:]]


def known(content: dict[str, Any]) -> set[str]:
    return set(content["metadata"]["widgets"][STATE]["state"])


def test_a_page_that_sleeps_keeps_what_it_shows_and_all_inside_it(tmp_path):
    before = page(["top"], {"top": widget("box"), "box": widget("picture"), "picture": widget()})
    assert known(saved(tmp_path, page(["top"], {}), before)) == {"top", "box", "picture"}


def test_a_page_that_is_awake_keeps_its_own(tmp_path):
    before = page(["old"], {"old": widget()})
    # Also what is not shown by itself: the links that play a film.
    assert known(saved(tmp_path, page(["new"], {"new": widget(), "link": widget()}), before)) == {"new", "link"}


def test_one_cell_that_was_run_again_does_not_let_the_file_grow(tmp_path):
    before = page(["a", "b"], {"a": widget("a1"), "a1": widget(), "b": widget("b1"), "b1": widget()})
    now = saved(tmp_path, page(["a", "new"], {"new": widget("new1"), "new1": widget()}), before)
    assert known(now) == {"a", "a1", "new", "new1"}


def test_a_copy_shows_the_plain_version_of_what_nobody_knows(tmp_path):
    copy = saved(tmp_path, page(["a", "b"], {"b": widget()}))
    assert [list(cell["outputs"][0]["data"]) for cell in copy["cells"][1:]] == [["text/html"], [VIEW, "text/html"]]
    assert plain_versions(copy) == [f"{ASLEEP}<p>a</p>", "<p>b</p>"]


def test_where_jupyter_keeps_no_pictures_nothing_is_changed(tmp_path):
    content = page(["a"], {})
    content["metadata"] = {}
    assert saved(tmp_path, content) == content and VIEW in content["cells"][1]["outputs"][0]["data"]
    keep_pictures({"type": "file", "content": "text"}, "a.txt", SimpleNamespace(root_dir=str(tmp_path)))


def test_a_damaged_file_is_no_reason_not_to_save(tmp_path):
    (tmp_path / "a.ipynb").write_text("{", encoding="utf-8")
    assert known(saved(tmp_path, page(["a"], {"b": widget()}))) == set()


class Server:
    """What our extension needs of Jupyter's: one page, and the paths of the kernels that run."""

    def __init__(self, content: Any, *runs: str) -> None:
        self.content, self.runs = content, runs
        self.contents_manager = self.session_manager = self
        _load_jupyter_server_extension(self)

    def register_pre_save_hook(self, hook: Any) -> None:
        assert hook is keep_pictures

    def list_sessions(self) -> list[dict[str, str]]:
        return [{"path": path} for path in self.runs]

    async def get(self, path: str, content: bool = True) -> dict[str, Any]:
        return {"type": "notebook", "path": path, "content": self.content if content else None}


def opened(server: Server) -> list[list[str]]:
    """The versions of its outputs that a page is opened with."""
    return [list(cell["outputs"][0]["data"]) for cell in asyncio.run(server.get("a.ipynb"))["content"]["cells"][1:]]


def test_a_page_saved_without_any_state_opens_with_its_plain_versions():
    """By the version before, or by another program: “model not found” would stand in every cell."""
    old = page(["a", "b"], {})
    old["metadata"] = {}
    server = Server(copy.deepcopy(old), "other.ipynb")
    assert opened(server) == [["text/html"]] * 2
    assert plain_versions(server.content) == [f"{ASLEEP}<p>a</p>", "<p>b</p>"], "said once"
    assert opened(server) == [["text/html"]] * 2 and plain_versions(server.content)[0].count("Asleep") == 1
    assert opened(Server(copy.deepcopy(old), "a.ipynb")) == [[VIEW, "text/html"]] * 2, "its kernel knows them"
    assert opened(Server(page(["a"], {"a": widget()}))) == [[VIEW, "text/html"]]
    assert asyncio.run(Server(old).get("a.ipynb", content=False))["content"] is None
