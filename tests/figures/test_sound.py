"""An EMG as sound: a true WAV file with one loudness for all, and a transcript that says what is in it."""

from __future__ import annotations

import io
import re
import wave

import numpy as np
import pytest

from muscle_lib.figures.sound import LOUDNESS, EMG_Hz, SOUND_Hz, sound_of, transcript, wav_of
from muscle_lib.figures.voluntary_contraction import LiveFigure, MotorPoolFigure, WholeChainFigure
from muscle_lib.models.voluntary_contraction import LiveMuscle, MotorPool, WholeChain
from tests.sentences import complaints

NOBODY = np.empty(0), np.empty(0, dtype=int)


def samples_of(wav: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(wav), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, SOUND_Hz)
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2") / 32_767.0


def test_it_lasts_as_long_as_the_emg_and_has_its_loudness():
    emg_percent = 100.0 * np.sqrt(2.0) * np.sin(2.0 * np.pi * 50.0 * np.arange(2 * EMG_Hz) / EMG_Hz)
    heard = samples_of(wav_of(emg_percent))
    assert len(heard) == 2 * SOUND_Hz
    assert np.sqrt((heard ** 2).mean()) == pytest.approx(LOUDNESS, rel=0.02)
    # The tone is still a tone of 50 Hz.
    assert np.abs(np.fft.rfft(heard)).argmax() / 2.0 == 50.0


def test_twice_the_emg_is_twice_as_loud_and_too_much_is_cut():
    emg_percent = np.linspace(-100.0, 100.0, EMG_Hz)
    np.testing.assert_allclose(samples_of(wav_of(2.0 * emg_percent)), 2.0 * samples_of(wav_of(emg_percent)), atol=1e-4)
    assert samples_of(wav_of(20.0 * emg_percent)).max() == 1.0


def test_of_nothing_there_is_nothing_to_hear():
    assert samples_of(wav_of(np.zeros(0))).size == 0
    assert transcript(np.zeros(0), 0.0, *NOBODY) == "There is nothing to hear yet."
    assert transcript(np.zeros(4000), 3.0, *NOBODY) == "From 3.0 to 5.0 s: silence."


def parts_of(words: str) -> list[tuple[float, float, str]]:
    return [(float(a), float(b), name) for a, b, name in re.findall(r"From ([\d.]+) to ([\d.]+) s: ([a-z ]+)", words)]


@pytest.mark.parametrize(("drive_percent", "name"), [(2.2, "single ticks"), (10.0, "crackling"),
                                                     (40.0, "dense crackling"), (90.0, "a roar")])
def test_the_transcript_names_what_is_heard(drive_percent, name):
    trace = MotorPool(drive_percent=drive_percent).run()
    words = MotorPoolFigure().hear(trace).words
    assert complaints(words) == []
    longest = max(parts_of(words), key=lambda part: part[1] - part[0])
    assert longest[2] == name
    # It begins and ends where the impulses do.
    heard = [part for part in parts_of(words) if part[2] != "silence"]
    assert abs(heard[0][0] - trace.spike_ms[0] / 1000.0) <= 0.21
    assert abs(heard[-1][1] - trace.spike_ms[-1] / 1000.0) <= 0.21
    assert words.endswith("Then silence.")


def test_the_pace_is_that_of_the_units():
    trace = LiveMuscle().run()
    words = LiveFigure().hear(trace).words
    inside = (trace.spike_s > 1.5) & (trace.spike_s < 4.5)
    rates = np.bincount(trace.spike_unit[inside])[1:] / 3.0
    said = float(re.search(r"about (\d+) impulses a second", words)[1])
    assert said == pytest.approx(np.median(rates[rates > 2.0]), abs=2.0)


@pytest.mark.parametrize("change", [{"nerve_percent": 0.0}, {"K_out_mM": 8.0}, {"drive_percent": 0.0}])
def test_a_muscle_that_does_not_answer_is_silent(change):
    sound = WholeChainFigure().hear(WholeChain(**change).run())
    assert sound.words == "From 0.0 to 30.0 s: silence."
    assert not samples_of(sound.wav).any()


def test_the_whole_chain_crackles_with_each_contraction():
    words = WholeChainFigure().hear(WholeChain().run()).words
    assert sum(name != "silence" for *_, name in parts_of(words)) == 12
    whole = samples_of(WholeChainFigure().hear(WholeChain().run()).wav)
    half = samples_of(WholeChainFigure().hear(WholeChain(nerve_percent=50.0).run()).wav)
    assert 0.0 < half.std() < whole.std()


def test_a_sound_and_its_words_belong_to_the_same_run():
    trace = MotorPool().run()
    sound = sound_of(trace.emg_percent, 0.0, trace.spike_ms / 1000.0, trace.spike_unit)
    assert sound == MotorPoolFigure().hear(trace)
    assert len(samples_of(sound.wav)) == pytest.approx(10 * SOUND_Hz, abs=20)
