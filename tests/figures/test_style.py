"""The table of colours and line styles: can everybody tell the lines apart, on white and in grey?"""

from __future__ import annotations

from colorsys import rgb_to_hsv
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from muscle_lib.figures.style import DASHES, FAINT, INK, PAPER, RC, STYLES, pale

#: How a colour looks to someone without one of the three kinds of cone. The matrices (for linear RGB, severity 1)
#: are those of Machado, Oliveira & Fernandes 2009, doi 10.1109/TVCG.2009.113.
EYES = {
    "usual": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
#: Two colours that lie this far apart in CIE L*a*b* are told apart at a glance; about 2 is just visible.
APART = 10.0
#: From linear sRGB to XYZ, with the white of D65 (IEC 61966-2-1).
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(color: str) -> np.ndarray:
    """The amounts of red, green and blue light (sRGB's curve undone)."""
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(color: str, ground: str = PAPER) -> float:
    """The contrast ratio as the Web Content Accessibility Guidelines define it: from 1 to 21."""
    dark, light = sorted(float(TO_XYZ[1] @ linear(shade)) for shade in (color, ground))
    return (light + 0.05) / (dark + 0.05)


def lab(color: str, eye: str) -> np.ndarray:
    """The colour in CIE L*a*b*, as an eye sees it."""
    xyz = TO_XYZ @ np.clip(np.array(EYES[eye]) @ linear(color), 0.0, 1.0) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, eye: str) -> float:
    """How different two colours look to an eye (CIE 1976)."""
    return float(np.linalg.norm(lab(one, eye) - lab(other, eye)))


def test_the_measures_know_black_from_white():
    assert contrast("#000000") == pytest.approx(21.0)
    assert contrast("#ffffff") == pytest.approx(1.0)
    assert distance("#000000", "#ffffff", "usual") == pytest.approx(100.0, abs=0.1)
    # Red and green are far apart for most people, and close together for a deutan.
    assert distance("#b33c00", "#5d6b00", "usual") > 45.0 > APART > distance("#b33c00", "#5d6b00", "deutan")


def test_every_line_stands_out_from_the_paper():
    for name, style in STYLES.items():
        assert contrast(style.color) >= 3.0 and style.width >= 1.2, name


@pytest.mark.parametrize("color", [INK, FAINT])
def test_every_text_stands_out_from_the_paper(color):
    assert contrast(color) >= 4.5


def test_only_what_there_is_to_compare_with_has_a_dash_of_its_own():
    """The dash of a curve says only which of its panel's it is, and that is told apart without colours."""
    assert [name for name, style in STYLES.items() if style.dash != "-"] == ["reference"]
    dashes = [*DASHES, STYLES["reference"].dash]
    assert DASHES[0] == "-" and all(one != other for one, other in combinations(dashes, 2))


@pytest.mark.parametrize("color", sorted({style.color for style in STYLES.values()}))
def test_what_was_has_the_hue_of_what_is_and_is_paler_for_every_eye(color):
    hue, _, _ = rgb_to_hsv(*to_rgb(color))
    assert rgb_to_hsv(*to_rgb(pale(color)))[0] == pytest.approx(hue, abs=0.01)
    assert contrast(pale(color)) >= 2.0
    for eye in EYES:
        assert lab(pale(color), eye)[0] - lab(color, eye)[0] >= 2 * APART


def test_all_text_is_at_least_14_pixels_high():
    assert {name: size for name, size in RC.items() if name.endswith("size") and size < 14.0} == {}
