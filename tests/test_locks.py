"""pyproject.toml, the three locks, environment.yml and lab.py say the same.

When a test here fails after a change in pyproject.toml: `python3 lab.py lock` writes the locks anew.
"""

import importlib.util
import itertools
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-uv.lock"]

# The computers and Pythons that the locks are for.
PLATFORMS = [
    {"sys_platform": system, "platform_machine": machine, "os_name": os_name, "platform_system": name}
    for system, os_name, name, machines in [
        ("linux", "posix", "Linux", ["x86_64", "aarch64"]),
        ("darwin", "posix", "Darwin", ["x86_64", "arm64"]),
        ("win32", "nt", "Windows", ["AMD64", "ARM64"]),
    ]
    for machine in machines
]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
ENVIRONMENTS = [
    {
        **platform,
        "python_version": python,
        "python_full_version": python + ".7",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for platform, python in itertools.product(PLATFORMS, PYTHONS)
]


def load_lab():
    spec = importlib.util.spec_from_file_location("lab", ROOT / "lab.py")
    lab = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lab)
    return lab


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def entries(lock):
    """[(requirement, its hashes), …]: one for each pin of a lock."""
    # An entry is one line, continued by backslashes: the pin, then its hashes.
    lines = read(lock).replace("\\\n", " ").splitlines()
    found = []
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            pin, *hashes = re.split(r"\s+--hash=", line.strip())
            found.append((Requirement(pin.strip()), hashes))
    return found


def pins(lock, environment):
    """{name: version} of what one computer gets."""
    found = {}
    for requirement, _ in entries(lock):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (specifier,) = requirement.specifier
            name = canonicalize_name(requirement.name)
            assert name not in found, f"{lock} pins {name} twice for {environment}"
            found[name] = specifier.version
    return found


PROJECT = tomllib.loads(read("pyproject.toml"))
ASKED_FOR = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-test.lock": PROJECT["project"]["dependencies"]
    + PROJECT["project"]["optional-dependencies"]["test"],
    "requirements-uv.lock": PROJECT["dependency-groups"]["installer"],
}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_pinned_within_its_specifier_on_every_computer(lock):
    for environment in ENVIRONMENTS:
        pinned = pins(lock, environment)
        needed = [Requirement(text) for text in ASKED_FOR[lock]]
        here = {canonicalize_name(each.name) for each in needed if not each.marker or each.marker.evaluate(environment)}
        for text in ASKED_FOR[lock]:
            wanted = Requirement(text)
            name = canonicalize_name(wanted.name)
            if name not in here:
                assert name not in pinned, f"{lock} pins {name} where its marker excludes it"
                continue
            assert name in pinned, f"{lock} does not pin {name} for {environment}"
            assert wanted.specifier.contains(pinned[name], prereleases=True), (
                f"{lock} pins {name} {pinned[name]}, but pyproject.toml asks for {text}"
            )


def test_the_test_lock_is_a_superset_with_identical_pins():
    for environment in ENVIRONMENTS:
        student = pins("requirements.lock", environment)
        test = pins("requirements-test.lock", environment)
        assert student.items() <= test.items(), dict(student.items() - test.items())


def test_the_test_lock_has_the_same_hashes():
    def hashes(lock):
        return {(canonicalize_name(pin.name), str(pin.specifier)): set(known) for pin, known in entries(lock)}

    test = hashes("requirements-test.lock")
    for pin, known in hashes("requirements.lock").items():
        assert test[pin] == known, pin


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_an_exact_pin_with_hashes(lock):
    assert entries(lock)
    for requirement, hashes in entries(lock):
        (specifier,) = requirement.specifier
        assert specifier.operator == "==" and "*" not in specifier.version, str(requirement)
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), str(requirement)


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_host_no_index_and_no_path(lock):
    for number, line in enumerate(read(lock).splitlines(), start=1):
        where = f"{lock}, line {number}: {line}"
        assert not re.match(r"\s*-(?!-hash=)", line), where  # no option but --hash
        assert "://" not in line and " @ " not in line, where
        assert not line.lstrip().startswith("#"), where  # annotations could name a path
        # A slash or a drive letter would be a path (markers and pins have neither).
        assert "/" not in line and not re.search(r"\b[A-Za-z]:\\", line), where


def test_no_other_lock_lies_about():
    assert sorted(path.name for path in ROOT.glob("requirements*")) == sorted(LOCKS)
    assert not (ROOT / "uv.lock").exists() and not list(ROOT.glob("pylock*.toml"))


def test_numba_is_left_out_on_intel_macs_only_and_they_alone_get_scipy():
    for environment in ENVIRONMENTS:
        intel_mac = environment["sys_platform"] == "darwin" and environment["platform_machine"] == "x86_64"
        found = pins("requirements.lock", environment)
        assert ("numba" in found, "scipy" in found) == (not intel_mac, intel_mac), environment


def test_lab_py_accepts_exactly_what_requires_python_accepts():
    lab = load_lab()
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])
    for minor in range(40):
        assert allowed.contains(f"3.{minor}.1") == (lab.OLDEST <= (3, minor) <= lab.NEWEST), f"3.{minor}"
    assert PYTHONS == [f"3.{minor}" for minor in range(lab.OLDEST[1], lab.NEWEST[1] + 1)]


def test_lab_py_names_the_lock_files():
    lab = load_lab()
    assert [*lab.LOCKS.values(), lab.UV_LOCK] == LOCKS


def test_environment_yml_agrees():
    dependencies = yaml.safe_load(read("environment.yml"))["dependencies"]
    (python,) = [text for text in dependencies if isinstance(text, str) and text.startswith("python=")]
    version = python.removeprefix("python=").strip("=")
    assert SpecifierSet(PROJECT["project"]["requires-python"]).contains(version + ".1"), python
    assert "pip" in dependencies
    (from_pip,) = [entry["pip"] for entry in dependencies if isinstance(entry, dict)]
    assert from_pip == ["-e ."]
