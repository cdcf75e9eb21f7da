"""``install_check``: the versions at work, one computed number, and one green or red line."""

from __future__ import annotations

import html
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from muscle_lib import compiled
from muscle_lib.models.nerve_signal import Membrane

_PACKAGES = ("jupyterlab", "ipywidgets", "matplotlib", "numpy", "numba")
# Hodgkin and Huxley's membrane after a pulse of 20 nC/cm²: any computer must find this peak.
_PEAK_mV, _WITHIN_mV = 40.86, 0.05

# Taken away by the same way on which the widgets are described (see look.py): what stays, stays for good reason.
_NO_SCRIPT = (
    '<p style="border-left: 5px solid #c44e00; padding: 4px 12px">▲ This server forbids small scripts in a page (its '
    "content security policy has no 'unsafe-inline'). All can be used; but a screen reader is told no names of sliders "
    "and no words for pictures, and a letter typed at a slider is a command to the notebook. Please tell whoever runs "
    'the server.</p><style onload="this.previousElementSibling.remove()">.ml-checked {}</style>')


def install_check() -> InstallCheck:
    """Look at this installation, and run one model whose result is known."""
    lines = [f"Python {platform.python_version()} on {platform.system()} ({platform.machine()})"]
    missing = []
    for package in _PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            lines.append(f"{package}: not installed")
            # Without Numba everything works, only more slowly.
            missing += [package] if package != "numba" else []
    lines += [words for words in (compiled.status(), compiled.progress()) if words]
    peak = Membrane(stimulus_nC_cm2=20.0).run().peak_mV
    lines.append(f"Test run: an impulse with a peak of {peak:+.1f} mV")
    if missing:
        return InstallCheck(False, f"Something is missing: {', '.join(missing)}. Close the lab and start it again with "
                                   "python3 lab.py (on Windows: py lab.py).", tuple(lines))
    if abs(peak - _PEAK_mV) > _WITHIN_mV:
        return InstallCheck(False, f"The test run gave {peak:.2f} mV instead of {_PEAK_mV} mV: please report this.",
                            tuple(lines))
    return InstallCheck(True, "All is well: the lab is ready.", tuple(lines))


@dataclass(frozen=True)
class InstallCheck:
    """The outcome: ``ok``, the verdict in one line, and the details."""

    ok: bool
    verdict: str
    details: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([*self.details, f"{'✔' if self.ok else '✘'} {self.verdict}"])

    def _repr_html_(self) -> str:
        color, mark = ("#00694c", "✔") if self.ok else ("#b00020", "✘")
        details = "<br>".join(html.escape(line) for line in self.details)
        look = f"border-left: 5px solid {color}; padding: 4px 12px; font-weight: 600"
        return f'{_NO_SCRIPT}<p>{details}</p><p style="{look}">{mark} {html.escape(self.verdict)}</p>'
