"""The living sheet: it beats, it is poked, it turns, it fibrillates, a shock stops it, and it beats again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest

from muscle_lib.models.heart import LiveHeart, LiveHeartTrace, live, tissue
from muscle_lib.models.heart.live import SIZE, CHARGE_ms, LiveHeartRun, set_turning
from muscle_lib.models.heart.live_trace import BEATS, FIBRILLATES, JUST_SHOCKED, MANY, QUIET, TURNS, WAITS, WINDOW_s
from muscle_lib.models.heart.shock_map import BEFORE_ms, before
from muscle_lib.models.heart.tissue import TACHY, VF, inside, poke, rested
from muscle_lib.preset import preset
from tests.models.presets import held
from tests.runs import quietly

ALONE = LiveHeart(pacing="off")
#: Where the turning wave begins changes what becomes of it: what is chaotic is said over several starts.
STARTS_ms = (None, 45, 90)
#: What is shocked begins otherwise: at moments, 0.36 s apart, of the sheet whose shocks were counted.
SHOCKED = (1, 4, 7)
EDGE, MORE = preset(LiveHeart, "Beats from the left edge"), preset(LiveHeart, "More excitable")


def lived(of: LiveHeart, *deeds: str | int) -> LiveHeartRun:
    """A sheet after deeds, and so many ms between them."""
    sheet = of.start()
    for deed in deeds:
        sheet.advance(of, deed) if isinstance(deed, int) else sheet.do(deed)
    return sheet


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet with a sixteenth of the cells: for what is done when, whatever the waves are like."""
    monkeypatch.setattr(live, "SIZE", 64)


@cache
def beating(of: LiveHeart) -> dict[int, LiveHeartTrace]:
    """What a sheet that nobody touches is like after so many ms."""
    sheet, seen, now_ms = of.start(), {}, 0
    for ms in (100, 550, 1700, 2700):
        sheet.advance(of, ms - now_ms)
        seen[ms], now_ms = sheet.trace, ms
    return seen


@cache
def turning() -> list[LiveHeartTrace]:
    """A sheet on which a wave was set turning, after 1.5 s and each half of a second that followed."""
    sheet, seen = lived(ALONE, "turn", 1500), []
    for _ in range(4):
        sheet.advance(ALONE, 500)
        seen.append(sheet.trace)
    return seen


@cache
def fibrillating(start: int) -> tuple[LiveHeartRun, list]:
    """A sheet of the more excitable kind four seconds after a wave was set turning, and every tenth of a second."""
    sheet = lived(MORE, "turn", 200)
    # A spot that is still closed to the wave makes each start another one; none is poked in the first.
    poked_ms = STARTS_ms[start]
    sheet.advance(MORE, 20 + (poked_ms or 0))
    if poked_ms is not None:
        sheet.do("poke")
    seen = []
    for _ in range(40):
        sheet.advance(MORE, 100)
        seen.append(sheet.trace)
    return sheet, seen


def test_it_is_quiet_until_something_is_done():
    for ms in (0, 1200):
        trace = lived(ALONE, ms).trace
        assert (trace.state, trace.pump, trace.force_now_percent, trace.turning) == (QUIET, 0.0, 0.0, 0)
        assert trace.quiet_s == trace.now_s == ms / 1000.0


def test_it_beats_as_often_as_it_is_asked_to_and_is_not_called_quiet_between_beats(small):
    for rate_per_min, looks in ((50.0, 50), (200.0, 20)):
        sheet, seen = LiveHeart(rate_per_min=rate_per_min).start(), set()
        for _ in range(looks):
            sheet.advance(LiveHeart(rate_per_min=rate_per_min), 50)
            seen.add(sheet.trace.state)
        assert seen == {BEATS}
        assert np.diff(sheet.trace.beats_s) == pytest.approx(60.0 / rate_per_min, abs=0.005)


def test_everywhere_at_once_pumps_086_and_from_one_edge_far_less():
    """Check E-8b: 0.86 in the more excitable set, 100 a minute, on the large sheet; 0.30 from one edge in the other."""
    for in_ms, pacing, pump in ((0.2, "purkinje", 0.863), (0.3, "edge", 0.304)):
        assert beating(LiveHeart(in_ms=in_ms, pacing=pacing))[2700].pump == pytest.approx(pump, abs=0.01)


def test_a_beat_through_the_quick_threads_comes_only_into_a_quiet_sheet_and_the_next_is_in_time():
    of = LiveHeart()
    trace = lived(of, 400, "poke", 1450).trace
    # The poke's wave is on its way when the second is due: it is lost, and the others come when they are due.
    assert trace.beats_s == pytest.approx([0.0, 1.2, 1.8]) and trace.lost_s == pytest.approx([0.6])
    trace = lived(LiveHeart(pacing="edge"), 400, "poke", 1100).trace
    assert trace.beats_s == pytest.approx([0.0, 0.6, 1.2])


@pytest.mark.parametrize(("rate_per_min", "are_lost"), [(150.0, False), (300.0, True)])
def test_a_beat_from_the_edge_counts_if_its_wave_comes_and_else_it_is_lost(small, rate_per_min, are_lost):
    of = LiveHeart(pacing="edge", rate_per_min=rate_per_min, in_ms=0.2)
    sheet, came_s, was = of.start(), [], False
    for _ in range(350):
        sheet.advance(of, 10)
        is_there = bool(sheet.trace.voltage[32, 20] > 0.5)
        came_s += [sheet.now_s] if is_there and not was else []
        was = is_there
    trace = sheet.trace
    # The last one's wave is still on its way, or not.
    assert 0 <= len(trace.beats_s) - len(came_s) <= 1
    assert all(0.0 < came - beat < 0.15 for came, beat in zip(came_s, trace.beats_s, strict=False))
    assert (len(trace.lost_s) > 5) == are_lost == (trace.lost_s.size > 0)
    assert len(trace.beats_s) + len(trace.lost_s) == pytest.approx(3.5 * rate_per_min / 60.0, abs=1.0)


def test_a_poke_excites_the_sheet_from_its_place_on_and_a_place_that_is_not_ready_does_not_answer():
    of = LiveHeart(pacing="off", across_percent=30.0, down_percent=70.0)
    trace = lived(of, "poke", 60).trace
    rows, columns = np.nonzero(trace.voltage > 0.5)
    assert (rows.mean() / SIZE, columns.mean() / SIZE) == pytest.approx((0.7, 0.3), abs=0.01)
    assert 5.0 < trace.excited_percent < 25.0
    once, twice = lived(of, "poke", 200).trace, lived(of, "poke", 100, "poke", 100).trace
    assert len(twice.pokes_s) == 2 and twice.excited_percent == pytest.approx(once.excited_percent, abs=0.5)


@pytest.mark.parametrize("in_ms", [0.2, 0.3, 0.4])
def test_the_smallest_poke_is_large_enough_to_start_a_wave(in_ms):
    of = LiveHeart(pacing="off", in_ms=in_ms, poke_cm=0.3)
    assert lived(of, "poke", 200).trace.excited_percent > 30.0


def test_a_poke_behind_a_wave_turns_only_if_it_is_badly_timed_and_large_enough():
    """Too early it finds no cell that is ready, too late it spreads to all sides; between them lie 60 ms."""
    def turns(poke_cm: float, ms: int) -> int:
        of = LiveHeart(pacing="edge", rate_per_min=50.0, across_percent=34.0, down_percent=50.0, poke_cm=poke_cm)
        return lived(of, ms, "poke", 500).trace.turning

    assert [turns(1.5, ms) for ms in (250, 330, 390, 450)] == [0, 2, 2, 0]
    assert [turns(0.3, ms) for ms in (330, 390)] == [0, 0]


def test_one_turning_wave_stays_one_and_hardly_pumps():
    """Check E-6: one rotor; E-8: less than a fifth of what beats pump."""
    for trace in turning():
        assert (trace.turning, trace.state) == (1, TURNS)
    assert trace.pump < 0.1 < 0.813 / 5.0
    assert trace.quiet_s == 0.0


@pytest.mark.long  # the first start is a preset's, too; and test_one_constant has others on a smaller sheet
@pytest.mark.parametrize("start", range(len(STARTS_ms)))
def test_with_the_one_constant_changed_it_breaks_up_and_pumps_next_to_nothing(start):
    """Check E-7, over three starts: ranges, as it is chaotic."""
    sheet, seen = fibrillating(start)
    assert next(trace.now_s for trace in seen if trace.turning >= MANY) < 3.5
    late = [trace for trace in seen if trace.now_s > 3.2]
    assert np.mean([trace.turning for trace in late]) > 3.0
    assert sheet.trace.state == FIBRILLATES
    assert 0.02 < sheet.trace.pump < 0.35
    assert min(trace.excited_percent for trace in late) > 25.0, "far from standing still"


@pytest.mark.long
def test_the_starts_are_different_ones():
    counts = [tuple(trace.turning for trace in fibrillating(start)[1]) for start in range(len(STARTS_ms))]
    assert len(set(counts)) == len(counts)


@cache
def broken_up(moment: int) -> tissue.Tissue:
    """A sheet that fibrillates all over. (While only a few waves turn, the strip that a shock does not reach may have
    none of its own just then: such a shock stops what goes on in about half of the tries.)"""
    sheet = before(moment)
    tissue.advance(sheet, VF, BEFORE_ms * tissue.STEPS_per_ms)
    return sheet


def shocked(moment: int, **how: float) -> bool:
    """Whether a shock stops it: no cell of the whole sheet is excited 0.6 s later."""
    of = LiveHeart(pacing="off", in_ms=0.2, **how)
    sheet = of.start()
    for mine, other in zip(sheet._tissue[:4], broken_up(moment)[:4], strict=True):
        mine[:] = other
    sheet.do("shock")
    sheet.advance(of, 600)
    return sheet.trace.excited_percent == 0.0


def test_a_shock_stops_it_and_then_it_is_quiet_and_the_next_beat_is_a_beat():
    """Check E-9."""
    assert all(shocked(moment, dose_percent=30.0) for moment in SHOCKED)
    sheet = lived(ALONE, "turn", 500, "shock", 2100)
    assert sheet.trace.state == QUIET and sheet.trace.pump < 0.02, "a shock stops, it does not start"
    sheet.advance(LiveHeart(), 600)
    assert sheet.trace.state == BEATS and sheet.trace.pump == pytest.approx(0.81, abs=0.02)


@pytest.mark.parametrize(("pacing", "then"), [("purkinje", WAITS), ("edge", WAITS), ("off", QUIET)])
def test_after_a_shock_it_is_not_said_to_beat_until_a_beat_has_come(small, pacing, then):
    """All pale and flat is quiet, also before a second of it has passed; and what the shock excites is no beat."""
    of = LiveHeart(pacing=pacing, rate_per_min=50.0)
    sheet = lived(of, 500, "shock")
    seen = {}
    for _ in range(68):
        sheet.advance(of, 10)
        seen[sheet.trace.excited_percent > 0.0] = sheet.trace.state
    assert seen == {True: JUST_SHOCKED, False: then}
    # The pacemaker's beat, or a poke: it is no longer the shock.
    sheet.do("poke") if pacing == "off" else None
    sheet.advance(of, 60)
    assert sheet.trace.state == BEATS and sheet.trace.excited_percent > 0.0


def test_the_pump_says_over_which_time_as_what_turns_now_may_still_have_beaten_then():
    sheet = lived(LiveHeart(), 1300, "turn", 300)
    trace = sheet.trace
    assert trace.state == TURNS and trace.pump > 0.5
    assert trace.pump_words == f"pump {trace.pump:.2f} in the last 1.5 s"


def test_a_small_shock_and_one_that_does_not_reach_all_of_it_do_not_stop_it():
    """Checks E-9b and E-9c, at three moments."""
    assert sum(shocked(moment, dose_percent=10.0) for moment in SHOCKED) <= 1
    assert sum(shocked(moment, dose_percent=50.0, reach_percent=80.0) for moment in SHOCKED) <= 1


def test_shocks_come_no_faster_than_they_are_charged(small):
    sheet = ALONE.start()
    for _ in range(120):
        sheet.do("shock")
        sheet.advance(ALONE, 10)
    assert np.diff(sheet.trace.shocks_s) == pytest.approx(CHARGE_ms / 1000.0)
    assert sheet.trace.is_charging
    sheet.advance(ALONE, CHARGE_ms)
    assert not sheet.trace.is_charging, "what was pressed again and again is one shock"


def test_small_steps_and_large_ones_are_the_same(small):
    deeds = {300: "poke", 700: "shock", 900: "turn"}
    traces = []
    for step_ms in (5, 50):
        sheet = LiveHeart().start()
        for now_ms in range(0, 1200, step_ms):
            if now_ms in deeds:
                sheet.do(deeds[now_ms])
            sheet.advance(LiveHeart(), step_ms)
        traces.append(sheet.trace)
    for name in ("t_s", "ecg", "force_percent", "voltage", "beats_s", "turning"):
        assert all(np.array_equal(getattr(trace, name), getattr(traces[0], name)) for trace in traces[1:]), name


def test_it_keeps_four_seconds_and_what_is_kept_does_not_change_later(small):
    sheet = LiveHeart().start()
    sheet.advance(LiveHeart(), 4500)
    trace = sheet.trace
    before = trace.voltage.copy(), trace.force_percent.copy()
    assert trace.t_s[-1] == trace.now_s == 4.5 and trace.t_s[0] == pytest.approx(0.505)
    assert trace.ago_s[0] == pytest.approx(-WINDOW_s + 0.005)
    assert (trace.beats_s > 0.5).all()
    sheet.advance(LiveHeart(), 50)
    assert np.array_equal(trace.voltage, before[0]) and np.array_equal(trace.force_percent, before[1])


def test_limits():
    """Voltage and channels stay where the equations allow, whatever is pressed whenever."""
    of = LiveHeart(in_ms=0.2, rate_per_min=300.0, dose_percent=50.0, pacing="edge")
    sheet, chance = of.start(), np.random.default_rng(1)
    for _ in range(40):
        sheet.do(str(chance.choice(["poke", "turn", "shock"])))
        quietly(partial(sheet.advance, of), int(chance.integers(1, 12)) * 5)
        voltage, ready = inside(sheet._tissue.voltage), inside(sheet._tissue.ready)
        assert -0.01 <= voltage.min() and voltage.max() <= 1.05
        assert 0.0 <= ready.min() and ready.max() <= 1.0
        assert 0.0 <= sheet.trace.pump <= 1.0


def test_without_numba_it_is_the_same_for_the_first_200_ms(monkeypatch):
    def paced() -> LiveHeartTrace:
        return lived(LiveHeart(pacing="edge"), 60, "poke", 140).trace

    fast = paced()
    monkeypatch.setattr(tissue, "_steps", tissue._all_at_once)
    monkeypatch.setattr(tissue, "_follow", tissue._follow_all_at_once)
    monkeypatch.setattr("muscle_lib.models.heart.live.is_compiled", lambda: False)
    plain = paced()
    assert plain.voltage.dtype == np.float32
    assert np.abs(plain.voltage - fast.voltage).max() < 1e-3
    np.testing.assert_allclose(plain.ecg, fast.ecg, atol=1e-4)
    np.testing.assert_allclose(plain.force_percent, fast.force_percent, atol=1e-2)


def test_an_unknown_button_is_refused():
    with pytest.raises(KeyError, match="contract"):
        LiveHeart().start().do("contract")


def test_the_turning_wave_goes_through_all_moments_once_round_the_middle():
    for membrane in (TACHY, VF):
        sheet = rested(64)
        set_turning(sheet, membrane)
        voltage = inside(sheet.voltage)
        assert voltage[-1, -1] > 0.5 or voltage[0, -1] > 0.5
        assert 0.2 < (voltage > 0.5).mean() < 0.8
        poke(sheet, 0, 0)
        assert voltage[0, 0] >= 0.9


#: Each says what the sheet does without a poke or a shock, so its own run, which has both, is not looked at.
SAYS: dict[str, Callable[[LiveHeartTrace], bool]] = {
    "the whole sheet is excited at once, pulls at once, and lets go": lambda _: (
        beating(LiveHeart())[100].excited_percent == 100.0 and beating(LiveHeart())[1700].pump > 0.8
        and beating(LiveHeart())[550].force_now_percent < 2.0),
    "each beat runs through the sheet, and the sheet pulls piece by piece: it pumps less": lambda _: (
        10.0 < beating(EDGE)[100].excited_percent < 40.0
        and beating(EDGE)[2700].pump < 0.5 * beating(LiveHeart())[1700].pump),
    "it beats as before; but a wave that turns breaks up into many": lambda _: (
        abs(beating(MORE)[1700].pump - beating(LiveHeart())[1700].pump) < 0.1
        and fibrillating(0)[0].trace.state == FIBRILLATES and turning()[-1].state == TURNS),
}


def test_what_a_preset_says_is_what_the_sheet_does():
    assert held(LiveHeart, SAYS) == []
    assert preset(LiveHeart, "Beats, everywhere at once") == LiveHeart()
