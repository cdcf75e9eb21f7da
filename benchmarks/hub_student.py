"""A student of ``hub.py``: what a browser with JupyterLab's page says to a hub, a server and a kernel, in order."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType, WSServerHandshakeError
from hub_results import LESSON
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from yarl import URL

PATH = f"notebooks/{LESSON}.ipynb"
#: What the page speaks to a kernel: bytes as they are.
SPOKEN = "v1.kernel.websocket.jupyter.org"
#: One drag, and at least so long from one move to the next: a mouse tells more, and the page lets the last one win.
MOVES, BETWEEN_MOVES_s = 10, 0.05
LONGEST_WAIT_s = 120.0


class Refused(Exception):  # noqa: N818 - it reads better
    """The answer is no."""


class Page:
    """A page that is connected to its kernel. It knows each widget, as a browser does, by what the kernel sends."""

    def __init__(self, socket: ClientWebSocketResponse, session: str) -> None:
        self._socket, self._session = socket, session
        self._done: dict[str, asyncio.Future] = {}
        self._pictures: dict[tuple[str, str], asyncio.Future] = {}
        self._cell_of: dict[str, str] = {}
        self.widgets: dict[str, dict[str, Any]] = {}
        #: What each cell shows.
        self.outputs: dict[str, list[dict[str, Any]]] = {}
        self._ear = asyncio.create_task(self._listen())

    async def close(self) -> None:
        self._ear.cancel()
        await self._socket.close()

    async def ask(self, kind: str, content: dict[str, Any], **metadata: str) -> None:
        """Send a message, and wait until the kernel is idle again."""
        await self._done[await self._send(kind, content, metadata)]

    async def run(self, cell: str, code: str) -> None:
        """As JupyterLab runs a cell."""
        self.outputs[cell] = []
        await self.ask("execute_request", {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                                           "allow_stdin": True, "stop_on_error": True}, cellId=cell)

    async def put(self, widget: str, **state: Any) -> None:
        """What was done with a widget: a slider moved, a text written."""
        await self.ask("comm_msg", _update(widget, state))

    async def press(self, button: str) -> None:
        await self.ask("comm_msg", {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}})

    async def move(self, slider: str, value: float, picture: str) -> float:
        """Move a slider; milliseconds until the bytes of the new picture are there."""
        arrived = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        sent = await self._send("comm_msg", _update(slider, {"value": value}), {}, picture, arrived)
        async with asyncio.timeout(LONGEST_WAIT_s):
            taken_ms = 1000.0 * (await arrived - began)
            await self._done[sent]
        return taken_ms

    def find(self, cell: str, model: str, *, words: str = "") -> str:
        """The first widget of a kind in what a cell shows (with these words on it)."""
        for name in self._inside(cell):
            state = self.widgets[name]
            if state["_model_name"] == model and words in state.get("description", ""):
                return name
        raise LookupError(f"{cell} shows no {model} {words}")

    def _inside(self, cell: str) -> Iterator[str]:
        views = [output["data"].get("application/vnd.jupyter.widget-view+json") for output in self.outputs[cell]]
        waiting = [view["model_id"] for view in views if view]
        while waiting:
            name = waiting.pop(0)
            yield name
            waiting = [child.removeprefix("IPY_MODEL_") for child in self.widgets[name].get("children", ())] + waiting

    async def _send(self, kind: str, content: dict[str, Any], metadata: dict[str, str], picture: str = "",
                    arrived: asyncio.Future | None = None) -> str:
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": kind, "session": self._session, "username": "", "version": "5.3",
                  "date": datetime.now(UTC).isoformat()}
        self._done[name] = asyncio.get_running_loop().create_future()
        if arrived is not None:
            self._pictures[name, picture] = arrived
        if "cellId" in metadata:
            self._cell_of[name] = metadata["cellId"]
        parts = [json.dumps(each).encode() for each in (header, {}, metadata, content)]
        await self._socket.send_bytes(serialize_msg_to_ws_v1(parts, "shell"))
        return name

    async def _listen(self) -> None:
        """Until the connection ends; then whoever waits is told."""
        problem: Exception = ConnectionError("the kernel's connection has ended")
        try:
            async for message in self._socket:
                if message.type == WSMsgType.BINARY:
                    channel, parts = deserialize_msg_from_ws_v1(message.data)
                    if channel == "iopub":
                        header, parent, _, content = (json.loads(bytes(each)) for each in parts[:4])
                        self._hear(header["msg_type"], parent.get("msg_id", ""), content, parts[4:])
        except Exception as other:
            problem = other
        for waits in [*self._done.values(), *self._pictures.values()]:
            if not waits.done():
                waits.set_exception(problem)

    def _hear(self, kind: str, parent: str, content: dict[str, Any], buffers: list[Any]) -> None:
        if kind == "comm_open":
            self.widgets[content["comm_id"]] = _with_bytes(content["data"], buffers)
        elif kind == "comm_msg" and content["data"].get("method") in ("update", "echo_update"):
            state = _with_bytes(content["data"], buffers)
            self.widgets.get(content["comm_id"], {}).update(state)
            arrived = self._pictures.get((parent, content["comm_id"]))
            if arrived and "value" in state and not arrived.done():
                arrived.set_result(time.perf_counter())
        elif kind in ("execute_result", "display_data") and parent in self._cell_of:
            self.outputs[self._cell_of[parent]].append({"output_type": "display_data", "data": content["data"],
                                                        "metadata": content["metadata"]})
        elif kind == "error" and parent in self._done:
            self._done[parent].set_exception(RuntimeError(f"{content['ename']}: {content['evalue']}"))
        elif kind == "status" and content["execution_state"] == "idle" and parent in self._done:
            waits = self._done[parent]
            if not waits.done():
                waits.set_result(None)


def _update(widget: str, state: dict[str, Any]) -> dict[str, Any]:
    return {"comm_id": widget, "data": {"method": "update", "state": state, "buffer_paths": []}}


def _with_bytes(data: dict[str, Any], buffers: list[Any]) -> dict[str, Any]:
    """A widget's state, with the bytes that came beside it: pictures."""
    paths = data.get("buffer_paths", ())
    top = {path[0]: bytes(its) for path, its in zip(paths, buffers, strict=True) if len(path) == 1}
    return {**data["state"], **top}


class Student:
    """Somebody with a browser. ``given`` is what they enter, unlike anybody else; ``mark`` is in their note only."""

    def __init__(self, name: str, number: int, hub: str, password: str) -> None:
        self.name, self.number, self._hub, self._password = name, number, hub, password
        self._server = f"{hub}/user/{name}"
        self.mark = secrets.token_hex(8)
        self.given: dict[str, Any] = {}
        self.kernel = ""

    async def __aenter__(self) -> Self:
        self._web = ClientSession(cookie_jar=CookieJar(unsafe=True))  # “unsafe”: cookies of an address without a name
        self._page: Page | None = None
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._page:
            await self._page.close()
        await self._web.close()

    async def wait_for_hub(self) -> None:
        for _ in range(600):
            try:
                async with self._web.get(f"{self._hub}/hub/login") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.2)
        raise TimeoutError("the hub does not answer")

    # Before the lesson.

    async def log_in(self) -> None:
        await self._get(f"{self._hub}/hub/login")
        form = {"username": self.name, "password": self._password, "_xsrf": self._xsrf(f"{self._hub}/hub/")}
        async with self._web.post(f"{self._hub}/hub/login", data=form, allow_redirects=False) as answer:
            if answer.status != 302:
                raise Refused(f"{self.name} could not log in: {answer.status}")

    async def start_server(self) -> None:
        """Start the server, follow the bar, and open its first page with what that loads at once."""
        await self._get(f"{self._hub}/hub/spawn")
        head = {"X-XSRFToken": self._xsrf(f"{self._hub}/hub/"), "Accept": "text/event-stream"}
        async with self._web.get(f"{self._hub}/hub/api/users/{self.name}/server/progress", headers=head,
                                 timeout=None) as bar:
            async for line in bar.content:
                said = json.loads(line[5:]) if line.startswith(b"data:") else {}
                if said.get("failed"):
                    raise Refused(f"{self.name}: {said}")
                if said.get("ready"):
                    break
        await self._get(f"{self._server}/doc/tree/{PATH}")
        await self._get(f"{self._server}/lab/api/settings")

    async def open_lesson(self) -> None:
        """Read the notebook, start its kernel, and connect."""
        self._notebook = json.loads(await self._get(f"{self._server}/api/contents/{PATH}"))["content"]
        asked = {"path": PATH, "name": f"{LESSON}.ipynb", "type": "notebook", "kernel": {"name": "python3"}}
        async with self._web.post(f"{self._server}/api/sessions", json=asked, headers=self._head()) as answer:
            answer.raise_for_status()
            self.kernel = (await answer.json())["kernel"]["id"]
        session = uuid.uuid4().hex
        socket = await self._web.ws_connect(f"{self._channels(self)}?session_id={session}", protocols=[SPOKEN],
                                            max_msg_size=0)
        self._page = Page(socket, session)
        await self._page.ask("kernel_info_request", {})

    async def run_all(self) -> None:
        for cell in self._notebook["cells"]:
            if cell["cell_type"] == "code":
                await self._open.run(cell["id"], "".join(cell["source"]))

    # The lesson.

    async def predict(self, station: int) -> None:
        """Choose one of the answers, each student another, and press the button: the explorer opens."""
        cell = f"s{station}-predict"
        radio = self._open.find(cell, "RadioButtonsModel")
        index = self.number % len(self._open.widgets[radio]["_options_labels"])
        await self._open.put(radio, index=index)
        await self._open.press(self._open.find(cell, "ButtonModel", words="This is my prediction"))
        if station == 1:
            self.given["prediction"] = index + 1

    async def drag(self, station: int) -> list[float]:
        """Drag the first slider of an explorer over half its way and back; a time for each picture, in ms."""
        cell = f"s{station}-predict"
        slider = next(name for name in self._open._inside(cell) if "Slider" in
                      self._open.widgets[name]["_model_name"])
        picture, state = self._open.find(cell, "ImageModel"), self._open.widgets[slider]
        low, high, step = state["min"], state["max"], state["step"]
        times = []
        for move in range(1, MOVES + 1):
            share = 0.25 + 0.05 * min(move, MOVES - move + 0.5)
            value = low + step * round(share * (high - low) / step)
            value = 10.0 ** value if "Log" in state["_model_name"] else value
            began = time.monotonic()
            times.append(await self._open.move(slider, value, picture))
            await asyncio.sleep(max(0.0, BETWEEN_MOVES_s - (time.monotonic() - began)))
        return times

    async def answer(self) -> None:
        """Type a number, each student another, and have it checked."""
        self.given["answer"] = round(5.0 + self.number / 100.0, 2)
        await self._open.put(self._open.find("s1-ask-threshold", "TextModel"), value=str(self.given["answer"]))
        await self._open.press(self._open.find("s1-ask-threshold", "ButtonModel", words="Check"))

    async def write_note(self) -> None:
        self.given["note"] = f"{self.name} saw {self.mark}."
        await self._open.put(self._open.find("s1-note", "TextareaModel"), value=self.given["note"])

    async def report(self) -> None:
        self.given["name"] = f"Student {self.number}"
        await self._open.put(self._open.find("hand-in-report", "TextModel"), value=self.given["name"])
        await self._open.press(self._open.find("hand-in-report", "ButtonModel", words="Write my lab report"))

    async def save(self) -> None:
        """As JupyterLab does by itself after two minutes: with the state of all widgets."""
        for cell in self._notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = self._open.outputs[cell["id"]]
        state = {name: _kept(its) for name, its in self._open.widgets.items()}
        self._notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {
            "version_major": 2, "version_minor": 0, "state": state}}
        page = {"type": "notebook", "format": "json", "content": self._notebook}
        async with self._web.put(f"{self._server}/api/contents/{PATH}", json=page, headers=self._head()) as answer:
            answer.raise_for_status()

    # What must not go.

    async def try_to_reach(self, other: Student) -> int:
        """Ask for another's answers and kernel, with one's own token and as one is logged in; how often that was
        refused. Whoever is let in has found a fault."""
        head = {"X-XSRFToken": self._xsrf(f"{self._hub}/hub/")}
        async with self._web.post(f"{self._hub}/hub/api/users/{self.name}/tokens", json={}, headers=head) as answer:
            answer.raise_for_status()
            token = {"Authorization": f"token {(await answer.json())['token']}"}
        mine, its = (f"{each._server}/api/contents/notebooks/{LESSON}.answers.json" for each in (self, other))
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as stranger:  # has the token, and no cookies
            async with stranger.get(mine, headers=token) as answer:
                answer.raise_for_status()  # the token is good: else its refusal would mean nothing
            count = 0
            for web, with_ in ((stranger, token), (self._web, {}), (stranger, {})):
                async with web.get(its, headers=with_, allow_redirects=False) as answer:
                    if answer.status not in (302, 401, 403) or other.mark in await answer.text():
                        raise Refused(f"{self.name} could read what {other.name} wrote: {answer.status}")
                try:
                    await web.ws_connect(self._channels(other), headers=with_)
                except WSServerHandshakeError:
                    count += 2
                else:
                    raise Refused(f"{self.name} could speak to the kernel of {other.name}")
        return count

    # Small things.

    @property
    def _open(self) -> Page:
        assert self._page is not None, "no lesson is open"
        return self._page

    def _channels(self, of: Student) -> str:
        return f"{of._server}/api/kernels/{of.kernel}/channels"

    def _head(self) -> dict[str, str]:
        return {"X-XSRFToken": self._xsrf(f"{self._server}/")}

    def _xsrf(self, where: str) -> str:
        """The cookie that each form and each change must repeat."""
        return self._web.cookie_jar.filter_cookies(URL(where))["_xsrf"].value

    async def _get(self, address: str) -> str:
        async with self._web.get(address) as answer:
            answer.raise_for_status()
            return await answer.text()


def _kept(state: dict[str, Any]) -> dict[str, Any]:
    """A widget as it stands in a saved notebook."""
    pictures = {name: its for name, its in state.items() if isinstance(its, bytes)}
    buffers = [{"encoding": "base64", "path": [name], "data": base64.b64encode(its).decode()}
               for name, its in pictures.items()]
    return {"model_name": state["_model_name"], "model_module": state["_model_module"],
            "model_module_version": state["_model_module_version"], "buffers": buffers,
            "state": {name: its for name, its in state.items() if name not in pictures}}
