"""Start Muscle Lab.

    python3 lab.py            open the lab (on Windows: py lab.py)
    python3 lab.py test       run the tests; --chapter NAME only those of a chapter, --quick only those that need
                              neither a browser nor a kernel and are not long; what else follows is passed on to pytest
    python3 lab.py export 01  write chapter 01 as one HTML page that works anywhere, without internet
    python3 lab.py export all write all of them, and a page that leads to them, into the folder exports/site
    python3 lab.py class FOLDER  what a class has handed in (lab reports, answers files, zip files of them), on one page
                              and in tables, beside the folder; --no-names leaves the names out
    python3 lab.py quiz 01 --format moodle (or gift)  the questions of chapter 01 for a course platform;
                              --before-after those of its test
    python3 lab.py worksheet 01  chapter 01 on paper (A4, or --letter), without answers; --key with them
    python3 lab.py slides 01  the predictions of chapter 01 as slides for a browser
    python3 lab.py lock       write the three lock files anew (for contributors)

The first start makes the folder .venv beside this file, fills it with the pinned packages, prepares the models of
chapter 1 and opens the lab; those of the other chapters are prepared meanwhile. Later starts need no internet.
Deleting .venv is always safe: the next start makes it again.
"""

# Standard library only, in plain ASCII and in such old syntax that even Python 2.7 can read this file, and so
# prints a sentence about its age instead of a SyntaxError.

import argparse
import contextlib
import errno
import glob
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import time

try:
    import fcntl
except ImportError:
    import msvcrt  # Windows

OLDEST = (3, 11)  # "requires-python" in pyproject.toml says the same; tests/test_locks.py compares the two
NEWEST = (3, 14)

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
SCRIPTS = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(SCRIPTS, "python.exe" if WINDOWS else "python")
# Of what helps to install nothing stays: 40 MB.
TOOLS = os.path.join(VENV, "installer")
UV = os.path.join(TOOLS, "bin", "uv.exe" if WINDOWS else "uv")

LOCKS = {"lab": "requirements.lock", "test": "requirements-test.lock"}
UV_LOCK = "requirements-uv.lock"
PIP_INSTALL = ["--disable-pip-version-check", "install", "--no-user", "--progress-bar", "off"]
# No source packages: they would fetch build tools that no hash vouches for, and need a compiler.
CHECKED = ["--quiet", "--require-hashes", "--only-binary", ":all:", "-r"]
# The simple interface: one lesson over the whole width; the files are behind a button on the left.
# A named workspace: the tabs that a student left open in another project do not turn up here.
FIRST_PAGE = "/doc/workspaces/muscle-lab/tree/notebooks/00_start_here.ipynb"
# Byte 0 of this file is locked by the start that prepares, one of the next by each lab that is open. The system
# itself unlocks what a program had locked when the program ends, in whatever way.
IN_USE = os.path.join(ROOT, ".muscle-lab.lock")
SEATS = 100
FREE_BYTES_NEEDED = 900 * 1000 * 1000

# Runs each model of the chapters that are named (of all, if none is) once. The tests do it with the same lines.
WARM_UP = """
import sys
from muscle_lib.compiled import warm_up
for name in warm_up(*sys.argv[1:]):
    print("         ... " + name, flush=True)
"""
FIRST_CHAPTER = "nerve_signal"
BEHIND_THE_REST = "import os; hasattr(os, 'nice') and os.nice(15)"

# Importing the optional package rfc3987_syntax builds a grammar: half of JupyterLab's start, and nothing here
# needs it. None makes its import fail at once, as if it were not installed.
JUPYTERLAB = """
import sys
sys.modules["rfc3987_syntax"] = None
from jupyterlab.labapp import main
sys.exit(main())
"""

EXPORT = """
import sys
from pathlib import Path
from muscle_lib.export import export, site
def say(words):
    print("         ... " + words, flush=True)
notebooks, folder = [Path(name) for name in sys.argv[1:-1]], Path(sys.argv[-1])
if len(notebooks) == 1:
    export(notebooks[0], folder, say)
else:
    site(notebooks, folder, say)
"""

# What the library says of its own (a sentence) is shown as it is; a window that lacks a letter shows a question mark.
CLASS = """
import sys
from pathlib import Path
from muscle_lib.classroom.class_page import write
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(errors="replace")
try:
    for line in write(Path(sys.argv[1]), names=sys.argv[2] == "names"):
        print("         " + line, flush=True)
except ValueError as problem:
    sys.exit(str(problem))
"""

# What is handed out: the module's name, the lesson, the folder, and what else was chosen.
HAND_OUT = """
import sys
from importlib import import_module
from pathlib import Path
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(errors="replace")
try:
    for line in import_module("muscle_lib.classroom." + sys.argv[1]).write(*map(Path, sys.argv[2:4]), *sys.argv[4:]):
        print("         " + line, flush=True)
except (ValueError, OSError) as problem:
    sys.exit(str(problem))
"""

started = time.time()


class Stop(Exception):  # noqa: N818 - it reads better
    """A failure that has been understood: its text is all that the student needs to see."""


def say(text):
    sys.stdout.write("[%4d s] %s\n" % (time.time() - started, text))
    sys.stdout.flush()  # or the lines of pip and Jupyter would overtake ours


# --- Running other programs ---


def child_environment():
    """The environment variables for everything that we start."""
    env = dict(os.environ)
    # These point a Python, or JupyterLab, at the files of another installation.
    for name in ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__", "JUPYTERLAB_DIR"):
        env.pop(name, None)
    # Where somebody has set this, each kernel reads matplotlib's sources anew, and takes five seconds longer to start.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    # These send packages past .venv. (--no-user, below, is for a pip.conf.)
    for name in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"):
        env.pop(name, None)
    # The kernel of .venv wins over one of the same name in the home folder, whoever owns .venv.
    env["JUPYTER_PREFER_ENV_PATH"] = "1"
    return env


def call(command, busy_with=None):
    """Run a command and return its exit code; with busy_with, say every 10 s that it is still at work."""
    done = threading.Event()

    def reassure():
        while not done.wait(10):
            say("... still " + busy_with)

    if busy_with:
        thread = threading.Thread(target=reassure)
        thread.daemon = True
        thread.start()
    try:
        # Never os.execv: on Windows it gives the prompt back while the program still runs.
        return subprocess.call(command, cwd=ROOT, env=child_environment())
    except OSError as problem:
        say("%s could not be run: %s" % (os.path.basename(command[0]), problem))
        return 1
    finally:
        done.set()


def start_beside(command):
    """Start a command that works on quietly, at low priority; None if that cannot be."""
    flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # Windows; elsewhere the program itself steps back
    try:
        return subprocess.Popen(command, cwd=ROOT, env=child_environment(), creationflags=flags,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return None


# --- Is this Python good enough? ---


def check_python():
    found, allowed = "%d.%d" % sys.version_info[:2], "%d.%d to %d.%d" % (OLDEST + NEWEST)
    advice = (
        "Install Python 3.13 from python.org (or your system's software centre) and start again with\n"
        "    %s lab.py" % ("py -3.13" if WINDOWS else "python3.13")
    )
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        age = "old" if sys.version_info[:2] < OLDEST else "new"
        found = "This Python is too %s: it is %s, and Muscle Lab needs %s." % (age, found, allowed)
        raise Stop(found + "\n" + advice)
    if sys.maxsize < 2**32:
        raise Stop("This is a 32-bit Python, and Muscle Lab needs a 64-bit one.\n" + advice)
    if sysconfig.get_platform() == "win-arm64" and sys.version_info[:2] < (3, 12):
        raise Stop("On Windows with an ARM processor, Muscle Lab needs Python 3.12 or newer.\n" + advice)


def check_venv_modules():
    """Debian and Ubuntu ship Python without these two; asked before the folder is made, not after."""
    for name in ("venv", "ensurepip"):
        try:
            __import__(name)
        except ImportError:
            raise Stop(
                "This Python comes without '%s', which is needed to make an environment.\n"
                "On Debian or Ubuntu:  sudo apt install python%d.%d-venv\n"
                "Elsewhere: install Python from python.org. Then start again."
                % ((name,) + sys.version_info[:2])
            )


# --- Where can be written? ---


def refusal(folder):
    """Why nothing can be written into a folder; None if it can. Found out by doing it: Windows can only tell so."""
    probe = os.path.join(folder, ".muscle-lab-%d" % os.getpid())
    try:
        open(probe, "wb").close()
    except OSError as problem:
        return "%s; it belongs to %s" % (problem.strerror or problem, owner_of(folder))
    try:
        os.remove(probe)
    except OSError:
        pass  # a virus scanner is looking at it
    return None


def owner_of(path):
    try:
        from pathlib import Path  # not in Python 2.7

        return Path(path).owner()
    except Exception:  # on Windows, or a user who has no name
        return "somebody else"


def runtime_folder():
    """Where JupyterLab notes the address at which it runs, as jupyter_core.paths has it."""
    home = os.path.expanduser("~")
    if WINDOWS:
        data = os.path.join(os.environ.get("APPDATA") or home, "jupyter")
    elif sys.platform == "darwin":
        data = os.path.join(home, "Library", "Jupyter")
    else:
        data = os.path.join(os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share"), "jupyter")
    data = os.environ.get("JUPYTER_DATA_DIR") or data
    return os.environ.get("JUPYTER_RUNTIME_DIR") or os.path.join(data, "runtime")


def check_home():
    """Asked before anything is prepared: without this folder JupyterLab does not start."""
    folder = os.path.abspath(runtime_folder())
    while not os.path.exists(folder):
        folder = os.path.dirname(folder)
    problem = refusal(folder)
    if problem:
        raise Stop(
            "JupyterLab needs a home folder in which it can write, and here it cannot (%s):\n    %s\n"
            "Perhaps your quota is used up: delete what you no longer need, or ask who looks after this computer.\n"
            "Or lend it another folder of yours:  %s"
            % (problem, folder, "set JUPYTER_RUNTIME_DIR=C:\\a\\folder" if WINDOWS else "HOME=/a/folder python3 lab.py")
        )


def user_cache():
    home = os.path.expanduser("~")
    if WINDOWS:
        base = os.environ.get("LOCALAPPDATA") or home
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "muscle-lab")


def choose_folder(copy):
    """The folder that the lab shows: this one, or one's own copy of the lessons where nothing can be saved here."""
    lessons, mine = os.path.join(ROOT, "notebooks"), os.path.join(os.path.expanduser("~"), "muscle-lab-lessons")
    problem = refusal(lessons) if os.path.isdir(lessons) else None
    if problem:
        say("In this shared folder neither your answers nor your notebooks can be saved (%s)." % problem)
    if not copy and not problem:
        return ROOT
    if not copy and not os.path.isdir(mine):
        if not sys.stdin.isatty():
            say("To save them, start with:  lab.py --copy  (it copies the lessons to %s)" % mine)
            return ROOT
        answer = input("         Copy the lessons to %s, where you can save? [yes] " % mine)
        if answer.strip().lower()[:1] not in ("", "y"):
            return ROOT
    say("Opening your own copy of the lessons: %s" % mine)
    copies = os.path.join(mine, "notebooks")
    os.makedirs(copies, exist_ok=True)
    for name in os.listdir(lessons):
        # What is there already is the student's own.
        if name.endswith(".ipynb") and not os.path.lexists(os.path.join(copies, name)):
            shutil.copyfile(os.path.join(lessons, name), os.path.join(copies, name))
    return mine


# --- One start at a time ---


def open_lock_file():
    try:
        return open(IN_USE, "a+b")
    except OSError:
        # In an install that somebody else owns; there it is enough to read.
        return open(IN_USE, "rb") if os.access(IN_USE, os.R_OK) else contextlib.nullcontext()


def try_lock(file, start, length=1, shared=False):
    """Lock bytes of a file; False if another program has one of them. Where a disk knows no locks, go on without."""
    if file is None:
        return True
    try:
        if WINDOWS:
            os.lseek(file.fileno(), start, os.SEEK_SET)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, length)
        else:
            kind = fcntl.LOCK_EX if file.writable() and not shared else fcntl.LOCK_SH
            fcntl.lockf(file, kind | fcntl.LOCK_NB, length, start)
    except OSError as problem:
        return problem.errno not in (errno.EACCES, errno.EAGAIN)
    return True


def unlock(file, start, length=1):
    if file is None:
        return
    try:
        if WINDOWS:
            os.lseek(file.fileno(), start, os.SEEK_SET)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, length)
        else:
            fcntl.lockf(file, fcntl.LOCK_UN, length, start)
    except OSError:
        pass  # it was not locked


@contextlib.contextmanager
def ready(lock, *chapters):
    """Prepare what is missing, one start at a time; while the block runs, no other start removes .venv.

    If chapters are named, only their models are prepared before the block, and the others while it runs; with None in
    place of a name, none at all."""
    check_home()
    with open_lock_file() as file:
        said = None
        while not try_lock(file, 0):
            if said is None or time.time() - said >= 10:
                say(("... still waiting" if said else "Waiting") + " for another start, which prepares the lab ...")
                said = time.time()
            time.sleep(0.2)
        prepare_environment(lock, lambda: try_lock(file, 1, SEATS))
        is_prepared = lock == "test" or chapters == (None,) or prepare_models(*chapters)
        unlock(file, 1, SEATS)
        # On Windows each lab needs a byte of its own.
        any(try_lock(file, seat, shared=True) for seat in range(1, 1 + SEATS))
        unlock(file, 0)
        with contextlib.nullcontext() if is_prepared or not chapters else preparing_the_rest():
            yield


# --- The environment in .venv ---


def digest(lock):
    with open(os.path.join(ROOT, LOCKS[lock]), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamp_path(name, folder):
    return os.path.join(folder, "muscle-lab-%s.stamp" % name)


def read_stamp(name, folder=VENV):
    try:
        with open(stamp_path(name, folder), encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return ""


def write_stamp(name, text, folder=VENV):
    with open(stamp_path(name, folder), "w", encoding="utf-8") as file:
        file.write(text)


def venv_works():
    """Whether .venv has a Python that still runs (its base may be gone) and is of our own version."""
    ask = [PYTHON, "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.check_output(ask, env=child_environment(), stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.decode("ascii", "replace").strip() == "%d.%d" % sys.version_info[:2]


def prepare_environment(lock, nobody_uses_it=lambda: True):
    """Make sure that .venv holds what the lock ("lab" or "test") names; do nothing where it does."""
    if not (venv_works() and read_stamp("lab") == digest("lab")):
        if not nobody_uses_it():
            raise Stop(
                "The packages of Muscle Lab have changed, and it is open in another window.\n"
                "Save and close it there (Ctrl-C), and start again."
            )
        check_owner()
        build_environment(lock)
    elif lock == "test" and read_stamp("test") != digest("test"):
        check_owner()
        install("test")
        write_stamp("test", digest("test"))
    copy_settings()


def check_owner():
    problem = refusal(VENV) if os.path.isdir(VENV) and not os.path.islink(VENV) else None
    if problem:
        raise Stop(
            "The environment in .venv was made with another Python than %d.%d, or for other packages,\n"
            "and you may not change it (%s):\n    %s\n"
            "Ask its owner to start Muscle Lab once, or copy the whole folder without .venv to a place that is yours."
            % (sys.version_info[:2] + (problem, VENV))
        )


def build_environment(lock):
    check_venv_modules()
    remove_environment()
    try:
        # Made here, although venv would do it: this is where an unwritable folder shows, with a reason.
        os.mkdir(VENV)
        if shutil.disk_usage(ROOT).free < FREE_BYTES_NEEDED:
            os.rmdir(VENV)
            raise OSError(errno.ENOSPC, "not enough room")
    except OSError as problem:
        raise Stop(about_the_disk(problem))
    say("Making the environment in .venv (first time only) ...")
    # The base Python, because lab.py may itself be running in the .venv that has just been removed.
    python = getattr(sys, "_base_executable", None) or sys.executable
    if call([python, "-m", "venv"] + (["--without-pip"] if pip_wheel() else []) + [VENV]) != 0:
        raise Stop("The environment in .venv could not be made; the lines above say why.")
    install(lock)
    add_library()
    # The stamps come last: without them the next start knows that this one was interrupted, and begins anew.
    if lock == "test":
        write_stamp("test", digest("test"))
    write_stamp("lab", digest("lab"))


def remove_environment():
    if not os.path.lexists(VENV):
        return
    if os.path.islink(VENV) or not os.path.isdir(VENV):
        raise Stop("Something that is not a folder is in the way. Please move it away:\n    " + VENV)
    say("The environment in .venv is unfinished, out of date or made by another Python: making it anew ...")
    try:
        # First its Python: Windows refuses while a lab is still open, and then nothing else has been harmed.
        if os.path.lexists(PYTHON):
            os.remove(PYTHON)
        shutil.rmtree(VENV)
    except OSError as problem:
        raise Stop(
            "The old environment could not be removed (%s).\n"
            "%s, and start again."
            % (problem, "Close every window in which Muscle Lab is running" if WINDOWS else "Delete the folder .venv")
        )


def about_the_disk(problem):
    if problem.errno == errno.ENOSPC:
        return "The disk is full: less than %d MB are free. Make about 1.5 GB free and start again." % (
            FREE_BYTES_NEEDED // 10**6
        )
    if isinstance(problem, FileNotFoundError):
        return "A file of Muscle Lab is missing: %s\nDownload the whole folder again." % problem.filename
    return (
        "Muscle Lab cannot write into its own folder (%s):\n    %s\n"
        "Move the folder to a place that is yours, for example your documents, and start again."
    ) % (problem.strerror or problem, ROOT)


def pip_wheel():
    """The file of the pip that comes with Python; None where it is not found."""
    check_venv_modules()
    import ensurepip
    # Debian and Fedora have a folder of their own for it.
    folder = sysconfig.get_config_var("WHEEL_PKG_DIR") or os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")
    return max(glob.glob(os.path.join(glob.escape(folder), "pip-*.whl")) or [None])


def pip():
    """How .venv's Python runs pip: out of its file. To install pip takes longer than all that it does here."""
    wheel = pip_wheel()
    return [PYTHON] + ([os.path.join(wheel, "pip")] if wheel else ["-m", "pip"]) + PIP_INSTALL


@contextlib.contextmanager
def fetched_uv():
    """Fetch the installer uv, for as long as the block runs; gives whether it is there."""
    say("Fetching the installer uv ...")
    shutil.rmtree(TOOLS, ignore_errors=True)
    try:
        # One retry is enough here: without uv, pip tries again, and longer.
        yield call(pip() + ["--retries", "1", "--target", TOOLS] + CHECKED + [UV_LOCK]) == 0
    finally:
        shutil.rmtree(TOOLS, ignore_errors=True)


def install(lock):
    """Install a lock with uv, which is fast; with pip wherever uv cannot be had or does not manage."""
    # Copying is half of the work; but a folder that OneDrive synchronises takes no hard links.
    mode = "hardlink" if sys.platform == "linux" else "copy"
    uv_install = [UV, "pip", "install", "--python", PYTHON, "--link-mode", mode]
    with fetched_uv() as got_uv:
        say("Installing the packages (needs internet; some minutes on a slow line) ...")
        if got_uv and call(uv_install + CHECKED + [LOCKS[lock]], "installing") == 0:
            return
    say("uv did not manage (a campus mirror may know only pip). Trying with pip, which is slower ...")
    if call(pip() + CHECKED + [LOCKS[lock]], "installing") == 0:
        return
    if shutil.disk_usage(ROOT).free < FREE_BYTES_NEEDED // 10:
        raise Stop(about_the_disk(OSError(errno.ENOSPC, "not enough room")))
    raise Stop(
        "The packages could not be installed; the lines above say why. Most often it is the internet:\n"
        "  - Are you online? Does a web page open (some networks first want you to sign in)?\n"
        "  - Behind a proxy or a campus mirror: set it up for pip, or ask your IT desk how.\n"
        "Then start again. Only the first start needs internet."
    )


def add_library():
    """Let the environment's Python find muscle_lib, by a .pth line: no build tool is needed for that.

    The line is relative: up to Python 3.12 it is read in the locale's encoding, where a folder named in, say,
    Cyrillic can break it. And the folder may be moved.
    """
    site_packages = sysconfig.get_path("purelib", "venv", {"base": VENV, "platbase": VENV})
    with open(os.path.join(site_packages, "muscle_lab.pth"), "w", encoding="ascii") as file:
        file.write(os.path.relpath(ROOT, site_packages) + "\n")


def copy_settings():
    """For this environment: JupyterLab's defaults (no question about news, no check for updates, pages keep their
    pictures), what its server does for these (muscle_lib/asleep.py), and each kernel's help (muscle_lib/first.py)."""
    for source, place in (
        ("jupyterlab_overrides.json", os.path.join("share", "jupyter", "lab", "settings", "overrides.json")),
        ("jupyter_server.json", os.path.join("etc", "jupyter", "jupyter_server_config.d", "muscle-lab.json")),
        ("ipython_kernel_config.json", os.path.join("etc", "ipython", "ipython_kernel_config.json")),
    ):
        try:
            os.makedirs(os.path.dirname(os.path.join(VENV, place)), exist_ok=True)
            shutil.copyfile(os.path.join(ROOT, source), os.path.join(VENV, place))
        except OSError:
            pass  # an install that somebody else owns has them already


# --- Preparing the models ---


def warm_up_digest():
    """Changes when the compiled code is no longer good: other sources, packages, user or place."""
    library = os.path.join(ROOT, "muscle_lib")
    sources = [os.path.join(library, "compiled.py")]
    for folder, _, names in os.walk(os.path.join(library, "models")):
        sources += [os.path.join(folder, name) for name in names if name.endswith(".py")]
    # With home folder and times, because Numba may keep its cache per user and compares the files' times.
    known = hashlib.sha256()
    known.update(repr([digest("lab"), sys.version, os.path.expanduser("~"), ROOT]).encode("utf-8", "replace"))
    for path in sorted(sources):
        known.update(repr([os.path.relpath(path, ROOT), os.path.getmtime(path)]).encode("utf-8", "replace"))
        with open(path, "rb") as file:
            known.update(file.read())
    return known.hexdigest()


def prepare_models(*chapters):
    """Run every model once, so that no slider has to wait for a compiler; or only those of some chapters, so that the
    lab can open. What is there already costs nothing. A failure never stops the lab. True if nothing is left to do."""
    wanted = warm_up_digest()
    if wanted in (read_stamp("warm"), read_stamp(warm_stamp(), user_cache())):
        return True
    say("Preparing the models of the first chapter (first time only):" if chapters else
        "Preparing the models (first time only):")
    # -I: found through the .pth line alone, as the notebooks will find it.
    if call([PYTHON, "-I", "-c", WARM_UP] + list(chapters), "preparing the models") != 0:
        say("Warning: the models could not be prepared. The lab opens; first runs may be slow.")
    elif not chapters:
        note_prepared(wanted)
    return False


def warm_stamp():
    """In the user's cache where .venv is somebody else's; there each copy of the lab has its own."""
    return "warm-" + hashlib.sha256(ROOT.encode("utf-8", "replace")).hexdigest()[:16]


def note_prepared(wanted):
    try:
        write_stamp("warm", wanted)
    except OSError:
        try:
            os.makedirs(user_cache(), exist_ok=True)
            write_stamp(warm_stamp(), wanted, user_cache())
        except OSError as problem:
            say("Warning: the preparation of the models could not be noted (%s)." % problem)


@contextlib.contextmanager
def preparing_the_rest():
    """Beside the open lab, a process of low priority prepares the other chapters. It ends with the lab; the next start
    takes it up from there."""
    say("The other chapters are prepared while you work; the start page says how far that is.")
    wanted = warm_up_digest()
    helper = start_beside([PYTHON, "-I", "-c", BEHIND_THE_REST + WARM_UP])
    if helper is None:
        yield  # each model is then prepared at its first run
        return

    def wait():
        if helper.wait() == 0:
            note_prepared(wanted)

    thread = threading.Thread(target=wait)
    thread.daemon = True
    thread.start()
    try:
        yield
    finally:
        helper.terminate()
        thread.join(10)


# --- Opening the lab ---


def port_is_free(port):
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if WINDOWS:
            # Without this, Windows lets two programs have the same port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # Without this, a port counts as taken for a minute after the lab was closed.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return True
    except OSError:
        return False
    finally:
        probe.close()


def choose_port(wanted):
    for port in range(wanted, min(wanted + 100, 65536)):
        if port_is_free(port):
            if port != wanted:
                say("Port %d is in use (another lab may be open): taking %d." % (wanted, port))
            return port
    raise Stop("No free port from %d on. Start again with another one, for example --port 9000." % wanted)


def open_lab(port, browser, folder=ROOT):
    command = [PYTHON, "-c", JUPYTERLAB]
    command += ["--ServerApp.root_dir=" + folder, "--LabApp.default_url=" + FIRST_PAGE]
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=%d" % port]
    # Quiet; one Ctrl-C is enough; and no search for language servers, which only costs time.
    command += ["--Application.log_level=WARN", "--ServerApp.answer_yes=True"]
    command += ["--LanguageServerManager.autodetect=False"]
    if not browser:
        command.append("--no-browser")
    if os.path.isdir("/snap"):
        # Jupyter hands its address over in a hidden folder, where a browser from a snap may not read.
        command.append("--ServerApp.use_redirect_file=False")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # a container; only this computer reaches the server, with its token
    say("Opening JupyterLab. If no page appears, copy the address below that begins with http://127.0.0.1")
    say("To close the lab: save, then press Ctrl-C in this window.")
    # From here on Ctrl-C is Jupyter's: it closes the kernels in peace, and we wait for it.
    pressed = []
    signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    code = call(command)
    if code != 0 and not pressed:
        raise Stop("JupyterLab stopped with an error (code %d); the lines above say why." % code)
    say("Goodbye! The lab is closed.")
    return 0


def exported():
    """The lessons that can be exported, by what is typed for them."""
    return dict((name[:2] if name[:2].isdigit() else "short_course", name)
                for name in sorted(os.listdir(os.path.join(ROOT, "notebooks")))
                if name.endswith(".ipynb") and (name[:2].isdigit() or name == "short_course.ipynb"))


def chapter_file(command, arguments, otherwise=""):
    """The file of the chapter that is named, by its number or as the short course."""
    chapters = exported()
    if command != "export":
        chapters.pop("00", None)  # the start page asks nothing
    wanted = arguments[0].zfill(2) if len(arguments) == 1 else ""
    if wanted not in chapters:
        raise Stop("Say which chapter: python3 lab.py %s NN, with NN one of %s%s."
                   % (command, ", ".join(chapters), otherwise))
    return os.path.join(ROOT, "notebooks", chapters[wanted])


def exports_folder(*inside):
    """Where exported chapters and hand-outs go."""
    folder = os.path.join(ROOT, "exports", *inside)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    return folder


def export_chapter(arguments):
    """Write one chapter as an HTML page into the folder `exports`, or all of them into `exports/site`."""
    is_all = arguments == ["all"]
    if is_all:
        # As on the start page: the short course stands before the chapters.
        lessons = sorted(exported().items(), key=lambda named: named[0].replace("short_course", "00+"))
        notebooks = [os.path.join(ROOT, "notebooks", name) for _, name in lessons]
    else:
        notebooks = [chapter_file("export", arguments, "; or: export all")]
    folder = exports_folder("site") if is_all else exports_folder()
    names = [os.path.basename(lesson) for lesson in notebooks]
    with ready("lab"):
        say("Computing all pictures of %s; this takes minutes ..." % ", ".join(names))
        if call([PYTHON, "-c", EXPORT] + notebooks + [folder], "running") != 0:
            raise Stop("It could not be exported; the lines above say why.")
    say("Written: %s" % ("exports/site/index.html" if is_all else "exports/%s.html" % names[0][: -len(".ipynb")]))
    return 0


def quiz(arguments):
    """Write a chapter's questions for a course platform."""
    options = Options(prog="lab.py quiz", allow_abbrev=False)
    options.add_argument("chapter", nargs="?", default="", help="its number")
    options.add_argument("--format", choices=["moodle", "gift"], default="moodle",
                         help="Moodle XML, or GIFT, which has no pictures")
    options.add_argument("--before-after", action="store_true", help="the questions of the test before and after")
    chosen = options.parse_args(arguments)
    return hand_out("quiz", chosen.chapter, [chosen.format] + ["before-after"] * chosen.before_after)


def worksheet(arguments):
    """Write a chapter's worksheet, or its key."""
    options = Options(prog="lab.py worksheet", allow_abbrev=False)
    options.add_argument("chapter", nargs="?", default="", help="its number")
    options.add_argument("--key", action="store_true", help="with the answers")
    options.add_argument("--letter", action="store_true", help="for paper of the size Letter, in place of A4")
    chosen = options.parse_args(arguments)
    return hand_out("worksheet", chosen.chapter, ["key"] * chosen.key + ["letter"] * chosen.letter)


def slides(arguments):
    """Write a chapter's predictions as slides."""
    options = Options(prog="lab.py slides", allow_abbrev=False)
    options.add_argument("chapter", nargs="?", default="", help="its number")
    return hand_out("slides", options.parse_args(arguments).chapter, [])


def hand_out(what, chapter, chosen):
    """Have the library write something to be handed out into the folder `exports`. The few models that it needs
    prepare themselves."""
    lesson = chapter_file(what, [chapter] if chapter else [])
    with ready("lab", None):
        say("Running the experiments of %s; this can take a minute ..." % os.path.basename(lesson))
        if call([PYTHON, "-c", HAND_OUT, what, lesson, exports_folder()] + chosen, "running") != 0:
            raise Stop("It could not be written; the lines above say why.")
    return 0


def about_a_class(arguments):
    """Read what a class has handed in, and write one page about it beside the folder."""
    options = Options(prog="lab.py class", allow_abbrev=False)
    options.add_argument("folder", help="what was handed in: a folder, or a zip file")
    options.add_argument("--no-names", action="store_true", help="numbers in place of names")
    chosen = options.parse_args(arguments)
    folder = os.path.abspath(chosen.folder)
    if not os.path.exists(folder):
        raise Stop("There is no folder %s." % folder)
    with ready("lab", None):
        say("Reading %s ..." % folder)
        if call([PYTHON, "-c", CLASS, folder, "no names" if chosen.no_names else "names"], "reading") != 0:
            raise Stop("There is no page about this class; the lines above say why.")
    return 0


def run_tests(arguments):
    """All tests, or part of them, in several processes (tests/conftest.py says how many); notebooks by nbval."""
    options = Options(prog="lab.py test", allow_abbrev=False, add_help=False)
    options.add_argument("--chapter")
    options.add_argument("--quick", action="store_true")
    chosen, others = options.parse_known_args(arguments)
    command = [PYTHON, "-m", "pytest", "-p", "tests.quick", "--nbval"]
    command += ["-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder", "-rfER"]
    if chosen.chapter:
        lessons = [name for name in sorted(os.listdir(os.path.join(ROOT, "notebooks")))
                   if chosen.chapter + ".ipynb" in (name, name[3:])]
        if not lessons:
            raise Stop("There is no chapter called %r." % chosen.chapter)
        # The name of a chapter stands in the names of all its tests.
        command += ["-k", chosen.chapter, "-m", "not browser", "tests", os.path.join("notebooks", lessons[0])]
    if chosen.quick:
        command += ["-m", "not browser and not kernel and not long"]
        command += ["--ignore=" + os.path.join("tests", "browser"), "tests"]
    return call(command + others)


def write_locks(options):
    """Contributors: write the locks from pyproject.toml; existing pins stay unless `--upgrade` is given."""
    if not os.path.exists(PYTHON):
        raise Stop("The locks are written in the environment of the lab: start `lab.py` once first.")
    # "fewest": one version of each package for all Pythons where possible, so that all see the same numbers.
    # No header, index or annotation: the files must not depend on who wrote them, or where.
    write = [UV, "pip", "compile", "--quiet", "--universal", "--fork-strategy", "fewest"]
    write += ["--only-binary", ":all:", "--generate-hashes", "--no-header", "--no-annotate"]
    write += ["--no-emit-index-url", "--no-emit-find-links"]
    with fetched_uv() as got_uv:
        if not got_uv:
            raise Stop("The locks are written with uv, which could not be had; the lines above say why.")
        for name, source in (
            (LOCKS["lab"], ["pyproject.toml"]),
            (LOCKS["test"], ["pyproject.toml", "--extra", "test", "-c", LOCKS["lab"]]),
            (UV_LOCK, ["--group", "installer"]),
        ):
            say("Writing %s ..." % name)
            if call(write + options + source + ["-o", name], "resolving") != 0:
                raise Stop("%s could not be written; the lines above say why." % name)
    return 0


# --- The command line ---


class Options(argparse.ArgumentParser):
    def error(self, message):
        sys.stderr.write("I don't understand this: %s.\nlab.py --help shows what is possible.\n" % message)
        sys.exit(2)


def port_number(text):
    if text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("%r is not a port (a number from 1 to 65535)" % text)


def read_options(arguments):
    as_written = argparse.RawDescriptionHelpFormatter
    options = Options(prog="lab.py", description=__doc__, formatter_class=as_written, allow_abbrev=False)
    options.add_argument("--no-browser", action="store_true", help="print the address, open no browser")
    options.add_argument("--copy", action="store_true", help="open a copy of the lessons in your home folder")
    options.add_argument("--port", type=port_number, default=8888, metavar="N", help="port of the lab (8888)")
    return options.parse_args(arguments)


def run(arguments):
    check_python()
    if arguments[:1] == ["test"]:
        with ready("test"):
            return run_tests(arguments[1:])
    if arguments[:1] == ["export"]:
        return export_chapter(arguments[1:])
    if arguments[:1] == ["class"]:
        return about_a_class(arguments[1:])
    if arguments[:1] == ["quiz"]:
        return quiz(arguments[1:])
    if arguments[:1] == ["worksheet"]:
        return worksheet(arguments[1:])
    if arguments[:1] == ["slides"]:
        return slides(arguments[1:])
    if arguments[:1] == ["lock"]:
        return write_locks(arguments[1:])
    options = read_options(arguments)
    with ready("lab", FIRST_CHAPTER):
        return open_lab(choose_port(options.port), not options.no_browser, choose_folder(options.copy))


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A window that cannot show the letters of a folder's name shows a question mark.
            stream.reconfigure(errors="replace")
    try:
        return run(arguments)
    except Stop as reason:
        sys.stderr.write("\n%s\n" % reason)
    except KeyboardInterrupt:
        sys.stdout.write("\nStopped. Goodbye! The next start takes it up from here.\n")
        return 130
    except OSError as problem:
        sys.stderr.write("\n%s\n" % about_the_disk(problem))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
