"""A kernel of its own, to which a test talks as a page does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def kernel(folder: Path, **variables: str) -> Iterator[Callable[..., str]]:
    """Gives a function that runs code, with the id of its cell if there is one, and returns what that prints.

    An error is one of this test, unless it is named."""
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT), **variables}
    manager, client = start_new_kernel(cwd=os.fspath(folder), env=environment)

    def run(code: str, cell: str = "", error: str = "") -> str:
        # `client.execute` has no way to send metadata.
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
                   "stop_on_error": True}
        request = client.session.msg("execute_request", content, metadata={"cellId": cell} if cell else {})
        client.shell_channel.send(request)
        printed = ""
        while True:
            message = client.get_iopub_msg(timeout=300)
            if message["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                if message["msg_type"] == "error":
                    assert message["content"]["ename"] == error, "\n".join(message["content"]["traceback"])
                if message["msg_type"] == "stream":
                    printed += message["content"]["text"]
                if message["content"].get("execution_state") == "idle":
                    client.get_shell_msg(timeout=60)
                    return printed

    try:
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
