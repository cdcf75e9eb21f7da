"""The start: lab.py as a module, and as the program that a student runs. Nothing is downloaded here.

Each test works on a copy of lab.py in a folder of its own, whose name has a space and non-ASCII letters.
"""

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

#: They start processes of their own.
pytestmark = pytest.mark.kernel

ROOT = Path(__file__).resolve().parent.parent
FILES = [
    "lab.py",
    "jupyterlab_overrides.json",
    "jupyter_server.json",
    "ipython_kernel_config.json",
    "requirements.lock",
    "requirements-test.lock",
    "requirements-uv.lock",
]

#: What `lab.py test` adds to pytest.
IN_PARALLEL = "-p tests.quick --nbval -n auto --dist loadscope --no-loadscope-reorder -rfER"


@pytest.fixture
def folder(tmp_path):
    """A project folder with everything that lab.py reads."""
    place = tmp_path / "Übung für Ženja 1"
    models = place / "muscle_lib" / "models"
    models.mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / name, place / name)
    (place / "muscle_lib" / "__init__.py").write_text("", encoding="utf-8")
    (place / "muscle_lib" / "compiled.py").write_text(
        "def warm_up(*wanted):\n    yield from wanted or ['toy.Toy']\n", encoding="utf-8"
    )
    (models / "__init__.py").write_text("", encoding="utf-8")
    return place


@pytest.fixture
def lab(folder):
    return load(folder)


def load(folder):
    spec = importlib.util.spec_from_file_location("lab_under_test", folder / "lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_lab(folder, *arguments, python=sys.executable, **variables):
    """Run `python lab.py …` as a student does; (exit code, everything it printed)."""
    done = subprocess.run(
        [python, folder / "lab.py", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


class FakeRunner:
    """Stands in for every program that lab.py starts: records the commands, fails where it is told to."""

    def __init__(self, lab, monkeypatch):
        self.lab = lab
        self.commands = []
        self.failing = ()
        monkeypatch.setattr(lab, "call", self.call)
        monkeypatch.setattr(lab, "start_beside", self.start_beside)
        # The handlers of this test run stay as they are.
        monkeypatch.setattr(lab.signal, "signal", lambda *anything: None)
        # Whether .venv's Python runs is asked by another road; a fake .venv has none.
        monkeypatch.setattr(lab, "venv_works", lambda: os.path.exists(lab.PYTHON))

    def call(self, command, busy_with=None):
        kind = self.kind(command)
        self.commands.append(kind)
        if kind in self.failing:
            return 1
        if kind == "venv":
            os.makedirs(self.lab.SCRIPTS)
            site_packages = self.lab.sysconfig.get_path("purelib", "venv", {"base": command[-1]})
            os.makedirs(site_packages)
            Path(self.lab.PYTHON).write_text("", encoding="utf-8")
        return 0

    def start_beside(self, command):
        kind = "beside: " + self.kind(command)
        self.commands.append(kind)
        return None if kind in self.failing else FakeHelper()

    def kind(self, command):
        text = " ".join(command)
        if "-m venv" in text:
            return "venv"
        if "compile" in command:
            return "lock " + command[-1]
        if "install" in command:
            installer = "uv" if command[0] == self.lab.UV else "pip"
            return installer + " " + command[-1]
        if self.lab.EXPORT in command:
            return "export " + " ".join(os.path.relpath(path, self.lab.ROOT) for path in command[3:])
        if self.lab.HAND_OUT in command:
            what, *paths = command[3:6]
            paths = [os.path.relpath(path, self.lab.ROOT).replace(os.sep, "/") for path in paths]
            return " ".join(["hand out", what, *paths, *command[6:]])
        if self.lab.CLASS in command:
            return "class " + " ".join(command[3:])
        if "pytest" in command:
            return "pytest " + " ".join(command[3:])
        if self.lab.JUPYTERLAB in command:
            return "jupyterlab"
        program = command.index("-c") + 1
        assert command[program].endswith(self.lab.WARM_UP)
        return " ".join(["warm up", *command[program + 1:]])


class FakeHelper:
    """Stands in for the process that prepares the other chapters, and is ready at once."""

    def wait(self):
        return 0

    def terminate(self):
        pass


@pytest.fixture
def runner(lab, monkeypatch):
    return FakeRunner(lab, monkeypatch)


FIRST_START = ["venv", "pip requirements-uv.lock", "uv requirements.lock"]


# Which Python


def pyenv_python(version):
    return Path.home() / ".pyenv" / "versions" / version / "bin" / "python"


@pytest.mark.parametrize("version", ["2.7.18", "3.6.15", "3.8.18", "3.10.13"])
def test_a_python_that_is_too_old_is_told_so_in_a_sentence(folder, version):
    python = pyenv_python(version)
    if not python.exists():
        pytest.skip(f"no Python {version} here")
    code, text = run_lab(folder, python=python)
    assert code == 1
    assert f"too old: it is {version.rpartition('.')[0]}, and Muscle Lab needs 3.11 to 3.14" in text
    assert "Traceback" not in text
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize(("version", "age"), [((3, 10, 9), "old"), ((3, 15, 0), "new"), ((2, 7, 18), "old")])
def test_the_version_found_and_the_versions_needed_are_named(lab, monkeypatch, capsys, version, age):
    monkeypatch.setattr(lab.sys, "version_info", version)
    assert lab.main([]) == 1
    assert (
        f"too {age}: it is {version[0]}.{version[1]}, and Muscle Lab needs 3.11 to 3.14"
        in capsys.readouterr().err
    )


def test_a_32_bit_python_is_refused(lab, monkeypatch, capsys):
    monkeypatch.setattr(lab.sys, "maxsize", 2**31 - 1)
    assert lab.main([]) == 1
    assert "32-bit" in capsys.readouterr().err


def test_lab_py_is_plain_ascii_for_old_pythons():
    (ROOT / "lab.py").read_text(encoding="ascii")


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_missing_venv_modules_name_the_debian_package_and_leave_no_folder(folder, missing):
    # A module of that name that cannot be imported, as on Debian without python3-venv.
    (folder / (missing + ".py")).write_text("raise ImportError\n", encoding="utf-8")
    code, text = run_lab(folder)
    assert code == 1
    assert f"without '{missing}'" in text
    assert f"python{sys.version_info[0]}.{sys.version_info[1]}-venv" in text
    assert not (folder / ".venv").exists()


# The folder and the disk


def test_a_file_named_venv_is_in_the_way_and_is_left_alone(folder):
    (folder / ".venv").write_text("mine", encoding="utf-8")
    code, text = run_lab(folder)
    assert code == 1
    assert "is in the way" in text and "Traceback" not in text
    assert (folder / ".venv").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links need special rights on Windows")
def test_a_link_named_venv_is_never_followed(folder, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("mine", encoding="utf-8")
    (folder / ".venv").symlink_to(precious, target_is_directory=True)
    code, text = run_lab(folder)
    assert code == 1 and "is in the way" in text
    assert (precious / "thesis.txt").exists()


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.EACCES, "cannot write into its own folder"), (errno.ENOSPC, "disk is full")],
)
def test_an_unwritable_folder_and_a_full_disk_have_their_own_message(
    lab, runner, monkeypatch, capsys, number, expected
):
    # Tests may run as root, whom no file permission stops: so the system's refusal is put in by hand.
    def refuse(path):
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr(lab.os, "mkdir", refuse)
    assert lab.main([]) == 1
    assert expected in capsys.readouterr().err
    assert runner.commands == []


def test_too_little_room_is_seen_before_anything_is_installed(lab, runner, monkeypatch, capsys):
    usage = shutil._ntuple_diskusage(10**12, 10**12 - 1000, 1000)
    monkeypatch.setattr(lab.shutil, "disk_usage", lambda path: usage)
    assert lab.main([]) == 1
    assert "disk is full" in capsys.readouterr().err
    assert runner.commands == [] and not os.path.exists(lab.VENV)


def test_a_missing_file_is_named(lab, runner, capsys):
    os.remove(os.path.join(lab.ROOT, "requirements.lock"))
    assert lab.main([]) == 1
    assert "requirements.lock" in capsys.readouterr().err


# Making the environment, and not making it again


def test_first_start_then_second_start(lab, runner):
    assert lab.main(["--no-browser"]) == 0
    assert runner.commands == [*FIRST_START, "warm up nerve_signal", "beside: warm up", "jupyterlab"]
    runner.commands.clear()
    assert lab.main(["--no-browser"]) == 0
    assert runner.commands == ["jupyterlab"]


def test_the_tests_are_added_on_top_and_the_lab_does_not_reinstall(lab, runner):
    lab.prepare_environment("lab")
    runner.commands.clear()
    assert lab.main(["test", "-k", "nerve", "-x"]) == 0
    assert runner.commands == ["pip requirements-uv.lock", "uv requirements-test.lock",
                               f"pytest {IN_PARALLEL} -k nerve -x"]
    runner.commands.clear()
    lab.prepare_environment("test")
    lab.prepare_environment("lab")
    assert runner.commands == []


@pytest.mark.parametrize(("asked", "chosen"), [
    (["--quick"], ["-m", "not browser and not kernel and not long",
                   "--ignore=" + os.path.join("tests", "browser"), "tests"]),
    (["--chapter", "nerve_signal", "-x"], ["-k", "nerve_signal", "-m", "not browser", "tests",
                                           os.path.join("notebooks", "01_nerve_signal.ipynb"), "-x"]),
    (["--chapter", "short_course"], ["-k", "short_course", "-m", "not browser", "tests",
                                     os.path.join("notebooks", "short_course.ipynb")])])
def test_a_part_of_the_tests_can_be_chosen(lab, runner, folder, asked, chosen):
    (folder / "notebooks").mkdir(exist_ok=True)
    for name in ("01_nerve_signal.ipynb", "short_course.ipynb"):
        (folder / "notebooks" / name).write_text("{}", encoding="utf-8")
    assert lab.main(["test", *asked]) == 0
    assert runner.commands[-1] == " ".join(["pytest", IN_PARALLEL, *chosen])


def test_a_chapter_that_is_none_is_answered_with_a_sentence(lab, runner, folder, capsys):
    (folder / "notebooks").mkdir(exist_ok=True)
    assert lab.main(["test", "--chapter", "nerves"]) == 1
    assert "There is no chapter called 'nerves'." in capsys.readouterr().err
    assert "pytest" not in " ".join(runner.commands)


def test_tests_first_then_the_lab_installs_once(lab, runner):
    lab.prepare_environment("test")
    assert runner.commands == ["venv", "pip requirements-uv.lock", "uv requirements-test.lock"]
    lab.prepare_environment("lab")
    assert len(runner.commands) == 3


def test_the_stamp_is_the_sha256_of_the_lock(lab, runner):
    lab.prepare_environment("lab")
    lock = Path(lab.ROOT, "requirements.lock").read_bytes()
    assert lab.read_stamp("lab") == hashlib.sha256(lock).hexdigest()


@pytest.mark.parametrize("failing", ["venv", "uv and pip"])
def test_a_half_made_environment_gets_no_stamp_and_is_made_anew(lab, runner, failing):
    runner.failing = {"venv": ("venv",), "uv and pip": ("uv requirements.lock", "pip requirements.lock")}[
        failing
    ]
    assert lab.main([]) == 1
    assert lab.read_stamp("lab") == ""
    leftover = Path(lab.VENV, "leftover")
    leftover.write_text("", encoding="utf-8")
    runner.failing = ()
    runner.commands.clear()
    lab.prepare_environment("lab")
    assert runner.commands == FIRST_START
    assert not leftover.exists()


def test_a_changed_lock_makes_the_environment_anew_and_deletes_nothing_else(lab, runner):
    lab.prepare_environment("lab")
    others = {path for path in Path(lab.ROOT).rglob("*") if ".venv" not in path.parts}
    with open(os.path.join(lab.ROOT, "requirements.lock"), "a", encoding="utf-8") as file:
        file.write("\n")
    runner.commands.clear()
    lab.prepare_environment("lab")
    assert runner.commands == FIRST_START
    assert {path for path in Path(lab.ROOT).rglob("*") if ".venv" not in path.parts} == others


def test_an_environment_whose_python_is_gone_is_made_anew(lab, runner):
    lab.prepare_environment("lab")
    os.remove(lab.PYTHON)
    runner.commands.clear()
    lab.prepare_environment("lab")
    assert runner.commands == FIRST_START


def test_a_python_of_another_version_or_without_its_base_does_not_count_as_working(lab, monkeypatch):
    assert not lab.venv_works()
    venv.create(lab.VENV, with_pip=False)
    assert lab.venv_works()
    monkeypatch.setattr(lab.sys, "version_info", (3, 99, 0))
    assert not lab.venv_works()


@pytest.mark.skipif(os.name == "nt", reason="Windows uses no links here")
def test_a_vanished_base_python_does_not_count_as_working(lab):
    os.makedirs(lab.SCRIPTS)
    os.symlink("/no/longer/here/python3", lab.PYTHON)
    assert not lab.venv_works()


# Folders of somebody else


@pytest.fixture
def shared(lab, runner, monkeypatch, tmp_path):
    """An install that works, in whose folder this user may not write; returns the folder that the lab shows."""
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(home / "data"))
    lab.prepare_environment("lab")
    lab.prepare_models()
    notebooks = Path(lab.ROOT, "notebooks")
    notebooks.mkdir()
    (notebooks / "00_start_here.ipynb").write_text("as given", encoding="utf-8")
    # Tests may run as root, whom no file permission stops.
    really = lab.refusal
    denied = "Permission denied; it belongs to teacher"
    monkeypatch.setattr(lab, "refusal", lambda path: denied if str(path).startswith(lab.ROOT) else really(path))
    shown = []
    monkeypatch.setattr(lab, "open_lab", lambda port, browser, folder: shown.append(folder) or 0)
    runner.commands.clear()
    return shown


def test_in_a_shared_folder_the_lessons_are_copied_once(lab, shared, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(lab.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: shared.append(question) or "")
    assert lab.main([]) == 0
    mine = tmp_path / "home" / "muscle-lab-lessons"
    assert "neither your answers nor your notebooks can be saved (Permission denied; it belongs to teacher)" in (
        capsys.readouterr().out)
    assert "Copy the lessons to " + str(mine) in shared[0] and shared[1:] == [str(mine)]
    copy = mine / "notebooks" / "00_start_here.ipynb"
    assert copy.read_text(encoding="utf-8") == "as given"
    copy.write_text("changed", encoding="utf-8")
    Path(lab.ROOT, "notebooks", "08_new.ipynb").write_text("new", encoding="utf-8")
    assert lab.main([]) == 0
    assert shared[2:] == [str(mine)], "it does not ask again"
    assert copy.read_text(encoding="utf-8") == "changed"
    assert copy.with_name("08_new.ipynb").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(("arguments", "answer"), [([], None), ([], "n"), (["--copy"], None)])
def test_in_a_shared_folder_nothing_is_copied_unasked(lab, shared, monkeypatch, capsys, tmp_path, arguments, answer):
    monkeypatch.setattr(lab.sys.stdin, "isatty", lambda: answer is not None, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: answer)
    assert lab.main(arguments) == 0
    mine = tmp_path / "home" / "muscle-lab-lessons"
    assert mine.exists() == bool(arguments)
    assert shared == [str(mine) if arguments else lab.ROOT]
    assert ("start with:  lab.py --copy" in capsys.readouterr().out) == (not arguments and answer is None)


@pytest.mark.skipif(os.name == "nt", reason="Binder runs Linux")
def test_binder_prepares_the_models_when_it_builds(folder):
    script = ROOT / "postBuild"
    assert os.access(script, os.X_OK), "else Binder leaves it out"
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    said = subprocess.run([script], cwd=folder, env={**os.environ, "PATH": path, "PYTHONPATH": str(folder)},
                          capture_output=True, text=True, encoding="utf-8", check=True)
    assert said.stdout == "toy.Toy\n"


def test_what_cannot_be_noted_in_the_environment_is_noted_in_the_users_cache(lab, shared, runner, tmp_path):
    # A folder in the place of the stamp: that can neither be read nor be written by anyone.
    stamp = Path(lab.stamp_path("warm", lab.VENV))
    stamp.unlink()
    stamp.mkdir()
    lab.prepare_models()
    assert runner.commands == ["warm up"]
    lab.prepare_models()
    assert runner.commands == ["warm up"], "it is not done again"
    assert Path(lab.user_cache()).is_relative_to(tmp_path / "home")


@pytest.mark.parametrize("what", ["out of date", "without the tests"])
def test_an_environment_of_somebody_else_is_named_as_that(lab, shared, runner, capsys, what):
    if what == "out of date":
        Path(lab.ROOT, "requirements.lock").write_text("changed", encoding="utf-8")
    assert lab.main([] if what == "out of date" else ["test"]) == 1
    said = capsys.readouterr().err
    assert "you may not change it (Permission denied; it belongs to teacher)" in said and "window" not in said
    assert runner.commands == [] and os.path.exists(lab.PYTHON)


def test_why_nothing_can_be_written_is_found_out_by_trying(lab, tmp_path):
    assert lab.refusal(str(tmp_path)) is None
    assert list(tmp_path.glob(".muscle-lab*")) == []
    assert "belongs to" in lab.refusal(str(tmp_path / "nowhere"))


@pytest.mark.skipif(os.name == "nt", reason="HOME is no name there")
def test_without_a_home_folder_that_is_said_at_once(folder, tmp_path):
    home = tmp_path / "home"
    home.write_text("a file in the way stops anyone", encoding="utf-8")
    code, text = run_lab(folder, HOME=str(home), XDG_DATA_HOME="", JUPYTER_DATA_DIR="", JUPYTER_RUNTIME_DIR="")
    assert code == 1
    assert "needs a home folder in which it can write" in text and str(home) in text and "Traceback" not in text
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize("variable", ["", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"])
def test_the_folder_of_addresses_is_where_jupyter_has_it(lab, monkeypatch, variable):
    paths = pytest.importorskip("jupyter_core.paths")
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, os.path.abspath("elsewhere"))
    assert lab.runtime_folder() == paths.jupyter_runtime_dir()


# Two starts at once

#: A start in a process of its own, in which nothing is installed: each step is noted in a file and takes a while.
START = """
import importlib.util, os, sys, time
spec = importlib.util.spec_from_file_location("lab", "lab.py")
lab = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lab)

def call(command, busy_with=None):
    known = [name for name in ("venv", "install") if name in command]
    step = known[0] if known else "prepare"
    step = "lab" if lab.JUPYTERLAB in command else step
    with open("steps.txt", "a", encoding="utf-8") as file:
        file.write(sys.argv[1] + " " + step + chr(10))
    if step == "venv":
        os.makedirs(lab.SCRIPTS)
        os.makedirs(lab.sysconfig.get_path("purelib", "venv", {"base": command[-1]}))
        open(lab.PYTHON, "w", encoding="utf-8").close()
    if step == "install":
        time.sleep(float(sys.argv[2]))
    if step == "lab":
        print("opened", flush=True)
        sys.stdin.readline()
    return 0

class Helper:
    def wait(self):
        return 0
    def terminate(self):
        pass

lab.call, lab.venv_works = call, lambda: os.path.exists(lab.PYTHON)
lab.start_beside = lambda command: Helper()
lab.signal.signal = lambda *anything: None
sys.exit(lab.main([]))
"""


@pytest.fixture
def start(folder):
    """Starts the lab in a process of its own, by name; its window is closed by a line on its input."""
    running = []

    def begin(name, seconds=0.0):
        process = subprocess.Popen([sys.executable, "-c", START, name, str(seconds)], cwd=folder, text=True,
                                   encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def until(process, words):
    """What a process prints, up to a line with these words."""
    text = ""
    for line in process.stdout:
        text += line
        if words in line:
            return text
        assert line != "opened\n", f"it did not say {words!r}: {text}"
    raise AssertionError(f"it never said {words!r}: {text}")


def steps(folder):
    return (folder / "steps.txt").read_text(encoding="utf-8").split("\n")[:-1]


PREPARES = ["venv", "install", "install", "prepare"]


def test_of_two_first_starts_the_second_waits_says_so_and_installs_nothing(start, folder):
    first = start("first", 1.5)
    until(first, "Installing")
    second = start("second")
    until(second, "Waiting for another start")
    until(first, "opened")
    until(second, "opened")
    # Whether the first has noted by then that its models are prepared is chance; if not, they are asked for once more,
    # and what is there costs nothing.
    done = [step for step in steps(folder) if step != "second prepare"]
    assert sorted(done) == sorted([*(f"first {step}" for step in PREPARES), "first lab", "second lab"])


def test_a_start_that_dies_leaves_nothing_locked(start, folder):
    first = start("first", 60.0)
    until(first, "Fetching")
    second = start("second")
    until(second, "Waiting for another start")
    first.kill()
    until(second, "opened")
    assert [step for step in steps(folder) if step.startswith("second")] == [
        f"second {step}" for step in [*PREPARES, "lab"]]


def test_changed_packages_do_not_take_the_environment_from_an_open_lab(start, folder):
    first = start("first")
    until(first, "opened")
    with open(folder / "requirements.lock", "a", encoding="utf-8") as file:
        file.write("\n")
    assert "open in another window" in start("second").communicate()[0]
    assert (folder / ".venv" / "muscle-lab-lab.stamp").exists()
    first.communicate("\n")
    until(start("third"), "opened")
    assert [step for step in steps(folder) if step.startswith("third")] == [
        f"third {step}" for step in [*PREPARES, "lab"]]


def test_several_labs_can_be_open_at_once(start):
    first = start("first")
    until(first, "opened")
    for name in ("second", "third"):
        until(start(name), "opened")


# The installers


def test_pip_takes_over_where_uv_cannot_be_had(lab, runner):
    runner.failing = ("pip requirements-uv.lock",)
    lab.prepare_environment("lab")
    assert runner.commands == ["venv", "pip requirements-uv.lock", "pip requirements.lock"]
    assert lab.read_stamp("lab")


def test_pip_takes_over_where_uv_fails(lab, runner):
    runner.failing = ("uv requirements.lock",)
    lab.prepare_environment("lab")
    assert runner.commands == [*FIRST_START, "pip requirements.lock"]


@pytest.mark.parametrize("command", [["lock"], ["--no-browser"]])
def test_the_installer_does_not_stay(lab, monkeypatch, command):
    """It takes 40 MB; and what an interrupted start has left of it is not in the way."""
    lab.prepare_environment = lambda *anything: lab.install("lab")
    there = []

    def call(command, busy_with=None):
        there.append(os.path.exists(lab.UV))
        if "--target" in command:
            assert command[command.index("--target") + 1] == lab.TOOLS
            os.makedirs(os.path.dirname(lab.UV))
            Path(lab.UV).write_text("", encoding="utf-8")
        return 0

    monkeypatch.setattr(lab, "call", call)
    monkeypatch.setattr(lab, "start_beside", lambda command: None)
    monkeypatch.setattr(lab.signal, "signal", lambda *anything: None)
    os.makedirs(lab.SCRIPTS)
    Path(lab.PYTHON).write_text("", encoding="utf-8")
    os.makedirs(lab.TOOLS)
    assert lab.main(command) == 0
    assert there[:2] == [False, True] and not os.path.exists(lab.TOOLS)


def test_the_installer_is_fetched_anew_where_the_locks_are_written(lab, runner, capsys):
    assert lab.main(["lock"]) == 1
    assert "start `lab.py` once first" in capsys.readouterr().err
    lab.prepare_environment("lab")
    runner.commands.clear()
    assert lab.main(["lock"]) == 0
    writes = ["lock requirements.lock", "lock requirements-test.lock", "lock requirements-uv.lock"]
    assert runner.commands == ["pip requirements-uv.lock", *writes]
    runner.failing = ("pip requirements-uv.lock",)
    assert lab.main(["lock"]) == 1
    assert "could not be had" in capsys.readouterr().err


def test_every_install_checks_hashes_and_takes_only_wheels(lab, monkeypatch):
    commands = []
    monkeypatch.setattr(
        lab, "call", lambda command, busy_with=None: commands.append(command) or len(commands) == 2
    )
    lab.install("lab")  # uv is had, uv fails, pip takes over
    assert len(commands) == 3
    for command in commands:
        assert "--require-hashes" in command and command[command.index("--only-binary") + 1] == ":all:"
    assert commands[1][commands[1].index("--python") + 1] == lab.PYTHON


@pytest.mark.parametrize(("system", "mode"), [("linux", "hardlink"), ("win32", "copy"), ("darwin", "copy")])
def test_no_hard_links_where_a_synchronised_folder_may_refuse_them(lab, monkeypatch, system, mode):
    commands = []
    monkeypatch.setattr(lab, "call", lambda command, busy_with=None: commands.append(command) or 0)
    monkeypatch.setattr(lab.sys, "platform", system)
    lab.install("lab")
    assert commands[1][commands[1].index("--link-mode") + 1] == mode


@pytest.mark.parametrize("has_wheel", [True, False])
def test_pip_is_run_out_of_its_file_and_installed_only_where_there_is_none(lab, monkeypatch, tmp_path, has_wheel):
    """Debian and Fedora name a folder for it; elsewhere it lies beside ensurepip."""
    for version in ("22.3", "23.0.1") if has_wheel else ():
        (tmp_path / f"pip-{version}-py3-none-any.whl").write_text("", encoding="utf-8")
    really = lab.sysconfig.get_config_var
    monkeypatch.setattr(lab.sysconfig, "get_config_var",
                        lambda name: str(tmp_path) if name == "WHEEL_PKG_DIR" else really(name))
    commands = []
    monkeypatch.setattr(lab, "call", lambda command, busy_with=None: commands.append(command) or "install" in command)
    monkeypatch.setattr(lab, "add_library", lambda: None)
    with pytest.raises(lab.Stop):
        lab.build_environment("lab")
    made, *installs = commands
    assert ("--without-pip" in made) == has_wheel and made[-1] == lab.VENV
    file = os.path.join(tmp_path, "pip-23.0.1-py3-none-any.whl", "pip")
    assert len(installs) == 2, "that of uv, and then all without it"
    for install in installs:
        assert install[:3] == ([lab.PYTHON, file, "--disable-pip-version-check"] if has_wheel else
                               [lab.PYTHON, "-m", "pip"])


def test_without_internet_the_message_says_what_to_do(folder):
    # A real venv and a real pip, which finds nothing at an address where nothing listens.
    nowhere = "http://127.0.0.1:9/simple"
    # Some set their pip so that it installs for the user alone, which it refuses to do in an environment.
    (folder / "pip.ini").write_text("[install]\nuser = true\n", encoding="utf-8")
    code, text = run_lab(
        folder,
        PIP_CONFIG_FILE=str(folder / "pip.ini"),
        PIP_USER="1",
        PIP_INDEX_URL=nowhere,
        PIP_EXTRA_INDEX_URL="",
        PIP_FIND_LINKS="",
        PIP_NO_INDEX="",
        PIP_RETRIES="0",
        PIP_NO_CACHE_DIR="1",
        UV_DEFAULT_INDEX=nowhere,
        UV_HTTP_RETRIES="0",
    )
    assert code == 1
    assert "Are you online?" in text and "Traceback" not in text
    assert "--user" not in text, "of another problem than the internet"
    assert text.count("No matching distribution found") == 2, "pip itself says it: for uv, and for the packages"
    assert not list((folder / ".venv").rglob("pip*")), "it is run out of the file that comes with Python"
    assert not list((folder / ".venv").glob("*.stamp"))


def test_a_program_that_cannot_be_run_counts_as_failed(lab, capsys):
    assert lab.call([os.path.join(lab.ROOT, "no-such-program")]) == 1
    assert "could not be run" in capsys.readouterr().out


def test_children_see_no_other_python_and_no_other_jupyterlab(lab, monkeypatch):
    ours = ("PYTHONPATH", "PYTHONHOME", "JUPYTERLAB_DIR", "PYTHONDONTWRITEBYTECODE", "PIP_USER", "PIP_TARGET")
    for name in ours:
        monkeypatch.setenv(name, "/somewhere/else")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", "/my/own")
    monkeypatch.setattr(lab.subprocess, "call", lambda command, cwd, env: env)
    env = lab.call(["anything"])
    assert not set(ours) & set(env)
    assert env["JUPYTER_CONFIG_DIR"] == "/my/own"


def test_the_library_is_found_through_a_relative_line_and_after_a_move(lab, folder, tmp_path):
    venv.create(lab.VENV, with_pip=False)
    lab.add_library()
    (line,) = Path(lab.VENV).rglob("muscle_lab.pth")
    text = line.read_text(encoding="ascii")
    assert not os.path.isabs(text.strip())
    # As bytes in hexadecimal, because the C locale can print nothing else of such a name.
    where = "import muscle_lib, os; print(os.fsencode(os.path.dirname(muscle_lib.__file__)).hex())"
    # The C locale is where an absolute line with non-ASCII letters fails.
    c_locale = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    def place(python):
        command = [python, "-c", where]
        text = subprocess.check_output(command, cwd=tmp_path, env=c_locale, text=True).strip()
        return os.fsdecode(bytes.fromhex(text))

    assert os.path.samefile(place(lab.PYTHON), folder / "muscle_lib")
    moved = tmp_path / "ein anderer Ort für Ženja"
    folder.rename(moved)
    assert os.path.samefile(place(load(moved).PYTHON), moved / "muscle_lib")


def test_no_question_about_news_and_no_check_for_updates(lab, runner):
    lab.prepare_environment("lab")
    written = Path(lab.VENV, "share", "jupyter", "lab", "settings", "overrides.json")
    settings = json.loads(written.read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {
        "fetchNews": "false",
        "checkForUpdates": False,
    }


def test_a_page_that_sleeps_keeps_its_pictures(lab, runner):
    lab.prepare_environment("lab")
    written = Path(lab.VENV, "share", "jupyter", "lab", "settings", "overrides.json")
    settings = json.loads(written.read_text(encoding="utf-8"))
    assert settings["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": True}
    server = Path(lab.VENV, "etc", "jupyter", "jupyter_server_config.d", "muscle-lab.json")
    assert json.loads(server.read_text(encoding="utf-8"))["ServerApp"]["jpserver_extensions"] == {
        "muscle_lib.asleep": True
    }


def test_each_kernel_knows_what_to_say_before_the_first_cell_was_run(lab, runner):
    lab.prepare_environment("lab")
    written = Path(lab.VENV, "etc", "ipython", "ipython_kernel_config.json")
    config = json.loads(written.read_text(encoding="utf-8"))
    assert config["InteractiveShellApp"]["extensions"] == ["muscle_lib.first"]


# Preparing the models


def test_the_models_are_prepared_once_for_the_same_sources(lab, runner):
    lab.prepare_environment("lab")
    runner.commands.clear()
    lab.prepare_models()
    lab.prepare_models()
    assert runner.commands == ["warm up"]


@pytest.mark.parametrize(
    "changed", ["muscle_lib/compiled.py", "muscle_lib/models/nerve.py", "requirements.lock"]
)
def test_changed_sources_or_packages_are_prepared_again(lab, runner, folder, changed):
    lab.prepare_environment("lab")
    lab.prepare_models()
    runner.commands.clear()
    with open(folder / changed, "a", encoding="utf-8") as file:
        file.write("# changed\n")
    lab.prepare_models()
    assert runner.commands == ["warm up"]


def test_a_failing_preparation_is_a_warning(lab, runner, capsys):
    runner.failing = ("warm up nerve_signal", "beside: warm up")
    assert lab.main(["--no-browser"]) == 0
    assert runner.commands[-1] == "jupyterlab"
    assert "Warning" in capsys.readouterr().out
    assert lab.read_stamp("warm") == ""


def test_the_preparation_names_each_model(lab, capfd):
    venv.create(lab.VENV, with_pip=False)
    lab.add_library()
    lab.prepare_models()
    assert "... toy.Toy" in capfd.readouterr().out
    assert lab.read_stamp("warm")


def test_of_the_first_chapter_only_that_is_noted_which_is_done(lab, capfd):
    venv.create(lab.VENV, with_pip=False)
    lab.add_library()
    assert lab.prepare_models(lab.FIRST_CHAPTER) is False
    assert "... nerve_signal" in capfd.readouterr().out
    assert lab.read_stamp("warm") == "", "the others are still to be prepared"
    assert (ROOT / "muscle_lib" / "models" / lab.FIRST_CHAPTER).is_dir()


@pytest.fixture
def helper(lab, monkeypatch):
    """The real process beside the lab, which says how it runs and ends when a file is there; and what was noted."""
    venv.create(lab.VENV, with_pip=False)
    lab.add_library()
    Path(lab.ROOT, "muscle_lib", "compiled.py").write_text(
        "import os, time\n"
        "def warm_up(*wanted):\n"
        "    with open('new', 'w') as file:\n"
        "        file.write(str(os.nice(0)) if hasattr(os, 'nice') else 'Windows')\n"
        "    os.replace('new', 'runs')\n"
        "    while not os.path.exists('go on'):\n"
        "        time.sleep(0.02)\n"
        "    print('nobody sees this')\n"
        "    return ()\n", encoding="utf-8")
    started = []
    really = lab.start_beside
    monkeypatch.setattr(lab, "start_beside", lambda command: started.append(really(command)) or started[-1])
    yield started
    for process in started:
        process.kill()
        process.wait()


def until_there(path):
    for _ in range(1000):
        if path.exists() and path.read_text(encoding="utf-8"):
            return path.read_text(encoding="utf-8")
        time.sleep(0.02)
    raise AssertionError(f"{path} never came")


def test_beside_the_open_lab_the_rest_is_prepared_quietly_at_low_priority_and_noted(lab, helper, capfd):
    with lab.preparing_the_rest():
        nice = until_there(Path(lab.ROOT, "runs"))
        assert nice == "Windows" or int(nice) >= 15
        assert lab.read_stamp("warm") == ""
        Path(lab.ROOT, "go on").write_text("now", encoding="utf-8")
        assert until_there(Path(lab.stamp_path("warm", lab.VENV)))
    assert "nobody" not in capfd.readouterr().out
    assert lab.prepare_models(lab.FIRST_CHAPTER) is True, "the next start has nothing to do"


def test_who_closes_the_lab_ends_its_preparation_and_the_next_start_goes_on(lab, helper):
    with lab.preparing_the_rest():
        until_there(Path(lab.ROOT, "runs"))
    assert helper[0].poll() not in (None, 0)
    assert lab.read_stamp("warm") == ""


def test_a_helper_that_cannot_be_started_stops_nothing(lab):
    lab.PYTHON = os.path.join(lab.ROOT, "no-such-program")
    with lab.preparing_the_rest():
        pass
    assert lab.read_stamp("warm") == ""


# Opening the lab


def test_a_port_in_use_gives_the_next_free_one_and_says_so(lab, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        chosen = lab.choose_port(port)
    assert port < chosen <= port + 100
    assert f"Port {port} is in use" in capsys.readouterr().out


def test_the_server_is_bound_to_this_computer_and_opens_the_first_notebook(lab, monkeypatch):
    commands = []
    monkeypatch.setattr(lab, "call", lambda command: commands.append(command) or 0)
    monkeypatch.setattr(lab.signal, "signal", lambda *anything: None)
    assert lab.open_lab(8899, browser=False) == 0
    (command,) = commands
    assert "--ServerApp.ip=127.0.0.1" in command and "--ServerApp.port=8899" in command
    assert "--no-browser" in command
    assert "--ServerApp.root_dir=" + lab.ROOT in command
    # The simple interface: nothing beside the lesson takes away the width that a board needs.
    assert "--LabApp.default_url=/doc/workspaces/muscle-lab/tree/notebooks/00_start_here.ipynb" in command
    assert not any("token" in word or "password" in word for word in command)


def test_a_server_that_fails_is_reported(lab, runner, capsys):
    runner.failing = ("jupyterlab",)
    assert lab.main([]) == 1
    assert "stopped with an error" in capsys.readouterr().err


# The command line


@pytest.mark.parametrize(
    "arguments",
    [["--colour"], ["everything"], ["--port", "many"], ["--port", "0"], ["--port", "70000"], ["--port"]],
)
def test_what_is_not_understood_ends_with_code_2_and_a_sentence(folder, arguments):
    code, text = run_lab(folder, *arguments)
    assert code == 2
    assert "I don't understand" in text and "--help" in text
    assert not (folder / ".venv").exists()


def test_help_names_the_commands(folder):
    code, text = run_lab(folder, "--help")
    assert code == 0
    assert "lab.py test" in text and "lab.py export" in text and "--no-browser" in text and "--port" in text


# Exporting a chapter


@pytest.fixture
def chapters(folder):
    """A folder of lessons, with other things in it."""
    (folder / "notebooks").mkdir()
    for name in ("00_start_here.ipynb", "01_nerve_signal.ipynb", "01_nerve_signal.answers.json", "my copy.ipynb"):
        (folder / "notebooks" / name).write_text("", encoding="utf-8")


@pytest.mark.parametrize("number", ["01", "1"])
def test_a_chapter_is_exported_into_a_folder_of_its_own(lab, runner, chapters, capsys, number):
    assert lab.main(["export", number]) == 0
    wanted = "export " + " ".join([os.path.join("notebooks", "01_nerve_signal.ipynb"), "exports"])
    assert runner.commands == [*FIRST_START, "warm up", wanted]
    assert os.path.isdir(os.path.join(lab.ROOT, "exports"))
    assert "Written: exports/01_nerve_signal.html" in capsys.readouterr().out
    # And once more: the folder is there, nothing is installed or prepared again.
    runner.commands.clear()
    assert lab.main(["export", number]) == 0
    assert runner.commands == [wanted]


def test_all_lessons_are_exported_into_a_folder_of_their_own(lab, runner, chapters, capsys):
    assert lab.main(["export", "all"]) == 0
    names = ("00_start_here.ipynb", "01_nerve_signal.ipynb")
    wanted = [*(os.path.join("notebooks", name) for name in names), os.path.join("exports", "site")]
    assert runner.commands[-1] == "export " + " ".join(wanted)
    assert os.path.isdir(os.path.join(lab.ROOT, "exports", "site"))
    assert "Written: exports/site/index.html" in capsys.readouterr().out


def test_the_short_course_is_exported_by_its_name(lab, runner, chapters):
    """It has no number."""
    (Path(lab.ROOT) / "notebooks" / "short_course.ipynb").write_text("", encoding="utf-8")
    assert lab.main(["export", "short_course"]) == 0
    assert runner.commands[-1] == "export " + " ".join([os.path.join("notebooks", "short_course.ipynb"), "exports"])


@pytest.mark.parametrize(
    "arguments", [[], ["99"], ["1x"], ["-1"], ["01", "02"], ["../01"], ["my copy"], ["nerve_signal"]]
)
def test_an_unknown_chapter_is_answered_with_those_there_are(lab, runner, chapters, capsys, arguments):
    assert lab.main(["export", *arguments]) == 1
    assert "export NN, with NN one of 00, 01; or: export all." in capsys.readouterr().err
    assert runner.commands == [], "nothing is installed for a mistyped number"


def test_an_export_that_fails_says_so_and_claims_nothing(lab, runner, chapters, capsys):
    runner.failing = ("export " + " ".join([os.path.join("notebooks", "01_nerve_signal.ipynb"), "exports"]),)
    assert lab.main(["export", "01"]) == 1
    said = capsys.readouterr()
    assert "could not be exported" in said.err
    assert "Written" not in said.out


@pytest.mark.parametrize(("more", "names"), [([], "names"), (["--no-names"], "no names")])
def test_a_page_about_a_class_is_made_of_a_folder_that_is_named_from_where_one_stands(lab, runner, more, names,
                                                                                      tmp_path, monkeypatch):
    (tmp_path / "Übung 1").mkdir()
    monkeypatch.chdir(tmp_path)
    assert lab.main(["class", "Übung 1", *more]) == 0
    # No model is run for it.
    assert runner.commands == [*FIRST_START, f"class {tmp_path / 'Übung 1'} {names}"]


def test_without_such_a_folder_nothing_is_installed_and_a_failure_claims_nothing(lab, runner, tmp_path, capsys):
    assert lab.main(["class", str(tmp_path / "none")]) == 1
    assert runner.commands == []
    runner.failing = (f"class {tmp_path} names",)
    assert lab.main(["class", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "There is no folder" in said and "no page about this class" in said


HAND_OUTS = [(["quiz", "1"], "quiz", "moodle"), (["quiz", "01", "--format", "gift"], "quiz", "gift"),
             (["quiz", "--before-after", "01"], "quiz", "moodle before-after"),
             (["worksheet", "01"], "worksheet", ""),
             (["worksheet", "1", "--letter", "--key"], "worksheet", "key letter"),
             (["slides", "01"], "slides", "")]


@pytest.mark.parametrize(("arguments", "what", "chosen"), HAND_OUTS, ids=lambda each: "".join(each))
def test_what_is_handed_out_is_written_by_the_library(lab, runner, chapters, arguments, what, chosen):
    assert lab.main(arguments) == 0
    # Only the models that it needs are prepared, by themselves.
    assert runner.commands == [*FIRST_START,
                               f"hand out {what} notebooks/01_nerve_signal.ipynb exports {chosen}".rstrip()]
    assert os.path.isdir(os.path.join(lab.ROOT, "exports"))


@pytest.mark.parametrize("what", sorted({what for _, what, _ in HAND_OUTS}))
def test_a_hand_out_without_its_chapter_or_that_fails_says_so(lab, runner, chapters, capsys, what):
    assert lab.main([what]) == lab.main([what, "99"]) == lab.main([what, "00"]) == 1
    assert runner.commands == [], "nothing is installed for a mistyped number"
    runner.failing = tuple(f"hand out {what} notebooks/01_nerve_signal.ipynb exports {chosen}".rstrip()
                           for _, _, chosen in HAND_OUTS)
    assert lab.main([what, "01"]) == 1
    said = capsys.readouterr().err
    assert f"lab.py {what} NN, with NN one of 01." in said and "could not be written" in said


def test_a_lab_without_its_lessons_names_what_is_missing(lab, runner, capsys):
    assert lab.main(["export", "01"]) == 1
    assert "notebooks" in capsys.readouterr().err


def test_the_programs_that_lab_py_hands_to_python_can_be_compiled(lab):
    for program in (lab.BEHIND_THE_REST + lab.WARM_UP, lab.JUPYTERLAB, lab.EXPORT, lab.CLASS, lab.HAND_OUT):
        compile(program, "program", "exec")


def test_ctrl_c_is_a_short_goodbye(lab, runner, monkeypatch, capsys):
    def interrupted(command, busy_with=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(lab, "call", interrupted)
    assert lab.main([]) == 130
    assert "Goodbye" in capsys.readouterr().out


def test_the_exit_code_of_pytest_is_passed_on(lab, runner, monkeypatch):
    lab.prepare_environment("test")
    monkeypatch.setattr(lab, "call", lambda command: 5)
    assert lab.main(["test"]) == 5
