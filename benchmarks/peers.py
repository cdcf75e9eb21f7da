"""Beside all peers, in one table: NEURON, Brian2, pymuscle, SciPy, and whole arrays in NumPy.

    python3 benchmarks/peers.py [--environments FOLDER] [--rounds N]

Any Python that the lab runs with will do. It makes the two environments that are needed (with venv and pip, from
``requirements.txt`` and ``requirements-pools.txt``), runs ``models.py``, ``energy.py``, ``heart.py`` and ``chain.py``
in them, and gathers their rows. Environments in a FOLDER of yours stay there, and the next run takes them up; without
one they are made for this run only.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import tempfile
import venv
from pathlib import Path

from rows import Row, found, table

HERE = Path(__file__).resolve().parent
#: The environments, and what runs in each.
SCRIPTS = {"requirements.txt": ("models.py", "energy.py", "heart.py"), "requirements-pools.txt": ("chain.py",)}


def python_of(requirements: Path, folder: Path) -> Path:
    """The Python of an environment with these packages; made, if it is not there with just these."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, wanted = folder / "requirements-that-it-has.txt", requirements.read_text(encoding="utf-8")
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        print(f"making an environment in {folder} …", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", requirements], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def rows_of(python: Path, script: str, rounds: int, folder: Path) -> list[Row]:
    """Run a script, which prints what it has to say, and return its rows."""
    print(f"\n--- {script}", flush=True)
    path = folder / f"{script}.rows"
    subprocess.run([python, HERE / script, "--rounds", str(rounds), "--rows", path], check=True)
    return found(path)


def load() -> str:
    """How busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--environments", type=Path, metavar="FOLDER", help="where the environments are, or shall stay")
    asked.add_argument("--rounds", type=int, default=9, metavar="N")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        at = options.environments or folder
        pythons = {name: python_of(HERE / name, at / Path(name).stem) for name in SCRIPTS}
        begun = load()
        rows = [row for name, scripts in SCRIPTS.items() for script in scripts
                for row in rows_of(pythons[name], script, options.rounds, folder)]
    print(f"\n{platform.machine()}, {platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"{begun} at the beginning, {load()} at the end; {options.rounds} rounds, processor time\n\n{table(rows)}")


if __name__ == "__main__":
    main()
