"""The capillary and its fibre: each arrow points the way that its sign says, each glass and each dot can be counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from muscle_lib.figures.drawings import supply
from muscle_lib.figures.drawings.supply import CELLS, GLASSES, Supply, SupplyMoment
from muscle_lib.figures.stage import Stage

REST = SupplyMoment()
WORK = SupplyMoment(flow=0.3, venous=0.3, press=0.4, force=0.5, uptake=0.4, fuel=0.4, store_pays=0.3,
                    glycolysis_pays=0.3, pcr_mM=20.0, glycogen_mM=75.0, lactate_mM=15.0)


def drawn(**how: bool) -> Supply:
    stage = Stage([["scene"]], width_px=supply.WIDTH, height_px=supply.HEIGHT, colors=supply.FILLS, scene="scene")
    return Supply(stage, stage.axes["scene"], **how)


@pytest.fixture(scope="module")
def scene():
    return drawn(fuel=True)


def size(artist, along: int) -> float:
    return float(np.ptp(artist.get_path().vertices[:, along]))


def cells(scene) -> list[tuple[float, float]]:
    """Where each red cell is, and how much dark is in it."""
    return [(float(cell.get_path().vertices[:, 0].mean()), sum(cell.get_facecolor()[:3]))
            for cell in scene._cells if cell.get_visible()]


def test_red_cells_are_as_many_as_the_haemoglobin_says_and_lose_dots_and_brightness_on_their_way(scene):
    for part, count in ((1.0, CELLS), (0.5, 4), (1.2, 8)):
        scene.show(replace(REST, blood=part))
        assert len(cells(scene)) == count
    scene.show(replace(WORK, press=0.0, arterial=1.0, venous=0.0))
    along = [bright for _, bright in sorted(cells(scene))]
    assert along == sorted(along, reverse=True) and along[0] > 1.3 * along[-1]
    dots = np.histogram(scene._oxygen.get_xdata(), bins=np.linspace(0.0, 300.0, CELLS + 1))[0]
    assert list(dots) == sorted(dots, reverse=True) and dots[0] == 4 and dots[-1] == 0
    # The last dot stays until there is none: 2 % is little, not nothing.
    scene.show(replace(WORK, press=0.0, arterial=1.0, venous=0.02))
    assert sum(scene._oxygen.get_xdata() > 250.0) == 1


def test_red_cells_go_on_from_the_artery_to_the_vein_lose_their_oxygen_on_the_way_and_are_never_fewer(scene):
    now, apart = replace(WORK, press=0.0, arterial=1.0, venous=0.0), 300.0 / CELLS
    scene.show(now)
    before = sorted(cells(scene))
    scene.show(replace(now, carried=0.25))
    after = sorted(cells(scene))[-CELLS:]
    assert np.diff([before, after], axis=0)[0, :, 0] == pytest.approx(apart / 4.0)
    assert all(dark <= bright for (_, bright), (_, dark) in zip(before, after, strict=True))
    for carried in np.linspace(0.0, 1.0, 9):
        scene.show(replace(now, carried=carried))
        assert CELLS <= len(cells(scene)) <= CELLS + 1
    assert sorted(cells(scene)) == before, "one takes the place of the next"


def test_no_red_cell_lies_under_a_cuff_that_is_shut(scene):
    for carried in np.linspace(0.0, 1.0, 9):
        scene.show(replace(WORK, press=0.0, cuff=1.0, carried=carried))
        pads = scene._cuff.get_path().vertices[:, 0]
        for cell in (cell for cell in scene._cells if cell.get_visible()):
            x = cell.get_path().vertices[:, 0]
            assert x.max() < pads.min() + 5.0 or x.min() > pads.max() - 5.0


def test_more_flow_is_a_longer_arrow_from_artery_to_vein_and_none_is_said(scene):
    lengths = []
    for flow in (0.02, 0.3, 1.0):
        scene.show(replace(WORK, flow=flow))
        lengths.append(size(scene._flow, 0))
        assert not scene._flow_word.get_text() == "no flow"
        # Its tip is at the right, where the vein is, and so is the round front of each cell.
        assert scene._flow.get_path().vertices[3, 0] == scene._flow.get_path().vertices[:, 0].max()
    assert lengths == sorted(set(lengths))
    scene.show(replace(WORK, flow=0.0))
    assert size(scene._flow, 0) == 0.0 and scene._flow_word.get_text() == "no flow"


def test_blood_that_stands_has_given_its_oxygen_but_for_what_waits_outside(scene):
    scene.show(replace(WORK, flow=0.0, press=1.0, arterial=1.0, venous=0.0))
    (left, bright), (right, dark) = sorted(cells(scene))
    assert left < 45.0 and right > 255.0 and bright > 1.3 * dark


def test_oxygen_that_is_used_without_flow_does_not_come_out_of_the_vessel_and_no_arrow_has_no_word(scene):
    for flow, uptake, word in ((0.3, 0.4, "oxygen"), (0.0, 0.4, "oxygen left"), (0.3, 0.0, ""), (0.0, 0.0, "")):
        scene.show(replace(WORK, flow=flow, uptake=uptake, fuel=0.0))
        assert (scene._oxygen_word.get_text(), scene._other_word.get_text()) == (word, "")
        top = scene._uptake.get_path().vertices[:, 1].max() if uptake else 0.0
        fibre = scene._fibres[1].get_path().vertices[20:34, 1].max()
        assert (top > fibre) == (flow > 0.0 and uptake > 0.0)
    for flow, word in ((0.3, "glucose, fat"), (0.0, "")):
        scene.show(replace(WORK, flow=flow))
        assert scene._other_word.get_text() == word and bool(size(scene._fuel, 0)) == bool(word)


def test_a_cuff_shuts_the_vessel_at_the_artery_s_side_and_keeps_fresh_blood_before_it(scene):
    gaps = []
    for cuff in (0.0, 0.5, 1.0):
        scene.show(replace(WORK, press=0.0, flow=0.0, cuff=cuff, arterial=1.0, venous=0.0))
        assert scene._cuffed.get_visible() == (cuff > 0.0)
        heights = scene._cuff.get_path().vertices[:, 1]
        gaps.append(heights[heights > 312.0].min() - heights[heights < 312.0].max() if cuff else 30.0)
    assert gaps == sorted(gaps, reverse=True) and gaps[-1] < 3.0
    left, right = scene._cuff.get_path().vertices[:, 0].min(), scene._cuff.get_path().vertices[:, 0].max()
    assert all((bright > 0.9) == (x < left) for x, bright in cells(scene) if x < left or x > right)


def test_a_muscle_that_presses_thickens_from_both_sides_and_narrows_its_vessel(scene):
    bores, thick = [], []
    for press in (0.0, 0.5, 1.0):
        scene.show(replace(WORK, press=press))
        bores.append(np.ptp([y for x, y in scene._bore.get_path().vertices if abs(x - 150.0) < 3.0]))
        thick.append([abs(float(np.median(fibre.get_path().vertices[20:34, 1])) - 312.0) for fibre in scene._fibres])
    assert bores == sorted(bores, reverse=True) and bores[2] < 0.15 * bores[0]
    assert np.all(np.diff(thick, axis=0) < 0.0)


@pytest.mark.parametrize(("field", "arrow", "along"), [("uptake", "_uptake", 0), ("fuel", "_fuel", 0)])
def test_what_the_blood_brings_is_an_arrow_as_broad_as_it_is_much(scene, field, arrow, along):
    widths = []
    for share in (0.0, 0.1, 0.5, 1.0):
        scene.show(replace(WORK, **{field: share}))
        widths.append(size(getattr(scene, arrow), along))
    assert widths[0] == 0.0 and widths == sorted(set(widths))


def test_the_store_pays_to_the_right_and_is_paid_back_to_the_left(scene):
    tips = []
    for pays in (0.5, -0.5):
        scene.show(replace(WORK, store_pays=pays))
        tips.append(scene._pays[1].get_path().vertices[3, 0])
    assert tips[0] > tips[1] and np.ptp(tips) > 30.0
    scene.show(replace(WORK, store_pays=0.0))
    assert size(scene._pays[1], 0) == 0.0


def test_glycogen_that_is_burnt_goes_up_to_the_mitochondrion(scene):
    """A reader saw the glass fall by a third in an hour, and no arrow from it."""
    widths = []
    for burns in (0.0, 0.1, 0.9):
        scene.show(replace(WORK, burns=burns))
        widths.append(size(scene._pays[3], 0))
    assert widths[0] == 0.0 and widths == sorted(set(widths))
    (x, y), (glass, _) = scene._pays[3].get_path().vertices[3], scene._pays[3].get_path().vertices[0]
    left, glycogen = scene._mito[0] - 56.0, GLASSES[2][1]
    assert left < x < left + 112.0 and y > 205.0, "its tip"
    assert abs(glass - glycogen) < 18.0, "its tail"


def test_the_arrow_of_the_flow_tells_nearly_shut_from_rest(scene):
    """0.5 and 3 mL of up to 250 were both a dot."""
    tips = []
    for flow_mL in (1.0, 3.0, 20.0, 80.0, 250.0):
        scene.show(replace(WORK, flow=flow_mL / 250.0))
        tips.append(scene._flow.get_path().vertices[3, 0])
        assert scene._flow_word.get_text() == "flow" and scene._flow_word.get_position()[0] > tips[-1]
    assert np.diff(tips).min() > 4.0
    # Before the vein's name.
    assert tips[-1] < 220.0


def test_the_part_that_is_met_is_told_in_a_number():
    scene = drawn(stores=False)
    for uptake, words in ((0.2118, "94 % met"), (0.18, "80 % met")):
        scene.show(SupplyMoment(flow=0.3, uptake=uptake, wanted=0.225))
        assert scene._met.get_text() == words
    scene.show(SupplyMoment(wanted=0.0))
    assert scene._met.get_text() == ""


def test_a_glass_is_as_full_as_its_scale_says_and_lactate_is_hatched(scene):
    full = [full_mM for _, _, _, full_mM in GLASSES]
    for part in (0.0, 0.5, 1.0, 2.0):
        pcr, atp, glycogen, lactate = (part * each for each in full)
        scene.show(replace(WORK, pcr_mM=pcr, ATP_mM=atp, glycogen_mM=glycogen, lactate_mM=lactate))
        assert [level.get_height() for level in scene._levels] == pytest.approx([78.0 * min(part, 1.0)] * 4)
    assert [bool(level.get_hatch()) for level in scene._levels] == [False, False, False, True]


def test_what_is_used_stands_inside_of_what_is_wanted():
    scene = drawn(stores=False)
    scene.show(SupplyMoment(flow=0.3, uptake=0.3, wanted=0.6))
    assert 0.0 < size(scene._uptake, 0) < size(scene._wanted, 0)
    assert size(scene._uptake, 1) == size(scene._wanted, 1)
