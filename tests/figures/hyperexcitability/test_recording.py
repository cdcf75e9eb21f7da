"""The recording without a name: is its sentence true, does it say no more than a doctor sees, and is it heard?"""

from __future__ import annotations

import io
import wave

import pytest

from muscle_lib.figures.hyperexcitability import RecordingFigure
from muscle_lib.figures.hyperexcitability.recording import loud_s
from muscle_lib.models.hyperexcitability import STATES, Cramp, CrampTrace
from tests.figures.hyperexcitability.test_cramp import shown
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

RECORDINGS = Cramp.presets["recordings"]
FIGURE = RecordingFigure()


def lies(trace: CrampTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    asked = float(trace.command_percent.max())
    checked.claim("asked for nothing", ("to do nothing" in words) == (asked < 0.05))
    if asked >= 0.05:
        shown(checked, r"contraction of [\w .]*%", asked)
        checked.shows(r"over at [\d.]+", trace.command_end_s, 0.0501, "s")
    seconds = [float(trace.emg_size_percent[(trace.t_s > k + 1e-6) & (trace.t_s < k + 1 + 1e-6)].mean())
               for k in range(75)]
    loud = [k + 1 for k, size in enumerate(seconds) if size >= 3.0]
    checked.claim("silent", ("silent" in words) == (trace.spike_ms.size == 0))
    checked.claim("loud or not", ("is above" in words) == bool(loud))
    if loud:
        checked.claim("when", f"ends at {loud[-1]} s" in words)
        checked.claim("how long", (f" {len(loud)} seconds" if len(loud) > 1 else "one second, which ends") in words)
    elif trace.spike_ms.size > 1:
        checked.claim("how many", f" {trace.spike_ms.size} impulses" in words)
    shown(checked, r"reaches [\w .]*%\.$", float(trace.force_percent.max()))
    return checked.lies


@pytest.mark.parametrize("model", [*along(Cramp)[::2], *corners(Cramp)[::83]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", RECORDINGS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_recording_and_gives_nothing_away(preset):
    trace = preset.model.run()
    assert lies(trace) == []
    told = " ".join((FIGURE.describe(trace), FIGURE.hear(trace).words, preset.expect, preset.name)).lower()
    # “Contraction” is what is asked for, whatever comes of it.
    assert [state for state in STATES if state != "rest" and state in told] == []


def test_the_three_recordings_are_fasciculations_a_cramp_and_a_contraction():
    twitches, cramp, contraction = (preset.model.run() for preset in RECORDINGS)
    assert contraction.state_at(10.0) == "voluntary contraction" and contraction.cramp_s == 0.0
    assert twitches.state == "fasciculation" and not loud_s(twitches).size
    assert cramp.state_after == "cramp" and loud_s(cramp)[-1] > 40


def test_the_outline_holds_every_wave_at_its_time():
    trace = RECORDINGS[1].model.run()
    drawn, at_ms = trace.emg_outline_percent, 1000.0 * trace.emg_outline_s
    assert (drawn.max(), drawn.min()) == (trace.emg_percent.max(), trace.emg_percent.min())
    assert at_ms[drawn.argmax()] == pytest.approx(trace.emg_t_ms[trace.emg_percent.argmax()], abs=13.0)


def test_the_first_twenty_seconds_can_be_heard():
    sounds = [FIGURE.hear(preset.model.run()) for preset in RECORDINGS]
    for sound in sounds:
        with wave.open(io.BytesIO(sound.wav)) as file:
            assert file.getnframes() / file.getframerate() == pytest.approx(20.0, abs=0.01)
    trace = RECORDINGS[0].model.run()
    assert f"{int((trace.spike_ms < 20_000.0).sum())} single ticks" in sounds[0].words
    assert "roar" in sounds[1].words and "single ticks" not in sounds[1].words + sounds[2].words
