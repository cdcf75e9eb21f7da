"""The settings of the hub that ``hub.py`` starts: JupyterHub reads this file, and calls it its configuration.

Each student has a folder of their own and, where root starts the hub, an account number of their own, as on a real
server: then the system itself keeps them apart, and none may write where the lab is installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner

FOLDER = Path(os.environ["MUSCLE_LAB_HUB"])
PORT = int(os.environ["MUSCLE_LAB_HUB_PORT"])


class OwnAccountSpawner(SimpleLocalProcessSpawner):
    """Starts a student's server as the one to whom the folder belongs."""

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        owner, home = os.stat(FOLDER / "home" / name).st_uid, FOLDER / "home" / name

        def become() -> None:
            os.chdir(home)
            if owner != os.getuid():
                os.setgroups([])
                os.setgid(owner)
                os.setuid(owner)

        return become


c = get_config()  # noqa: F821 - JupyterHub defines it
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_port = PORT + 1
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 2}"
c.ConfigurableHTTPProxy.command = [os.environ["MUSCLE_LAB_PROXY"]]
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["MUSCLE_LAB_PASSWORD"]
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = OwnAccountSpawner
c.SimpleLocalProcessSpawner.home_dir_template = f"{FOLDER}/home/{{username}}"
c.Spawner.cmd = [f"{Path(sys.executable).parent}/jupyterhub-singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.default_url = "/doc/tree/notebooks/01_nerve_signal.ipynb"
# As they are, 30 s and a minute: too short when many come at once.
c.Spawner.http_timeout = c.Spawner.start_timeout = 300
