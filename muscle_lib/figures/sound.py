"""An EMG as a sound, and the same in words for those who cannot hear it."""

from __future__ import annotations

import io
import wave
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms

#: Samples of an EMG and of its sound, a second.
EMG_Hz, SOUND_Hz = round(1000.0 / SAMPLE_ms), 22_050
#: An EMG of the size at full command is this part of the loudest possible sound, always: contractions can be compared.
LOUDNESS = 0.18
#: The transcript looks at stretches of this length.
STRETCH_s = 0.2
#: A sound shorter than this, beside another, belongs to it; so does a silence shorter than that between two ticks.
SHORT_s, BETWEEN_TICKS_s = 0.7, 5.0
#: What a stretch is called: silent below this size; ticking up to so many units; then by its size in per cent.
SILENT_percent, FEW_UNITS, CRACKLING_percent, DENSE_percent = 0.05, 3, 25.0, 75.0


class Sound(NamedTuple):
    """A WAV file, and what is heard in it."""

    wav: bytes
    words: str


def sound_of(emg_percent: NDArray, from_s: float, spike_s: NDArray, spike_unit: NDArray) -> Sound:
    """The sound of an EMG (2 kHz, in per cent of its size at full command) that begins at a time, and its transcript;
    the impulses tell who is heard."""
    return Sound(wav_of(emg_percent), transcript(emg_percent, from_s, spike_s, spike_unit))


def wav_of(emg_percent: NDArray) -> bytes:
    """Mono, 16 bits. What is too loud is cut, not made softer: loudness must mean the same in every sound."""
    at = np.arange(round(len(emg_percent) * SOUND_Hz / EMG_Hz)) * (EMG_Hz / SOUND_Hz)
    samples = np.interp(at, np.arange(len(emg_percent)), emg_percent) if len(emg_percent) else np.zeros(0)
    loud = np.clip(samples / 100.0 * LOUDNESS, -1.0, 1.0)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SOUND_Hz)
        sound.writeframes(np.rint(loud * 32_767).astype("<i2").tobytes())
    return file.getvalue()


def transcript(emg_percent: NDArray, from_s: float, spike_s: NDArray, spike_unit: NDArray) -> str:
    """“From 2.0 to 4.5 s: dense crackling, about 25 impulses a second for each unit. Then silence.”"""
    each = round(STRETCH_s * EMG_Hz)
    count = -(-len(emg_percent) // each)
    if not count:
        return "There is nothing to hear yet."
    names, starts = [], from_s + STRETCH_s * np.arange(count)
    end_s = from_s + len(emg_percent) / EMG_Hz
    ends = np.minimum(starts + STRETCH_s, end_s)
    for k in range(count):
        rms_percent = float(np.sqrt((emg_percent[k * each:(k + 1) * each] ** 2).mean()))
        names.append(_name(rms_percent, len(_units(spike_s, spike_unit, starts[k], ends[k]))))
    parts = _merged(list(zip(names, starts, ends, strict=True)))
    if len(parts) == 1 and parts[0][0] == "silence":
        return f"From {from_s:.1f} to {end_s:.1f} s: silence."
    words = []
    for place, (name, start_s, stop_s) in enumerate(parts):
        if name == "silence" and place == len(parts) - 1:
            words.append("Then silence.")
        else:
            pace = _pace(name, spike_s, spike_unit, start_s, stop_s)
            words.append(f"From {start_s:.1f} to {stop_s:.1f} s: {name}{pace}.")
    return " ".join(words)


def _merged(stretches: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Neighbours of the same name as one; and what is short and not silent goes to its longer neighbour's name."""
    parts: list[tuple[str, float, float]] = []
    for name, start_s, stop_s in stretches:
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1], stop_s)
        else:
            parts.append((name, start_s, stop_s))
    for place, (name, start_s, stop_s) in enumerate(parts):
        around = {part[0] for part in parts[max(0, place - 1):place + 2]}
        if name == "silence" and 0 < place < len(parts) - 1 and around == {"silence", "single ticks"} \
                and stop_s - start_s < BETWEEN_TICKS_s:
            parts[place] = ("single ticks", start_s, stop_s)
            return _merged(parts)
        beside = [part for part in (parts[place - 1:place] + parts[place + 1:place + 2]) if part[0] != "silence"]
        if name != "silence" and beside and stop_s - start_s < SHORT_s - 1e-9:
            longer = max(beside, key=lambda part: part[2] - part[1])
            if longer[2] - longer[1] > stop_s - start_s:
                parts[place] = (longer[0], start_s, stop_s)
                return _merged(parts)
    return parts


def _name(rms_percent: float, units: int) -> str:
    if rms_percent < SILENT_percent:
        return "silence"
    if units <= FEW_UNITS:
        return "single ticks"
    if rms_percent < CRACKLING_percent:
        return "crackling"
    return "dense crackling" if rms_percent < DENSE_percent else "a roar"


def _units(spike_s: NDArray, spike_unit: NDArray, start_s: float, stop_s: float) -> NDArray:
    return np.unique(spike_unit[(spike_s >= start_s) & (spike_s < stop_s)])


def _pace(name: str, spike_s: NDArray, spike_unit: NDArray, start_s: float, stop_s: float) -> str:
    """How fast the units that are heard fire; of a few ticks, how many there are."""
    heard = int(((spike_s >= start_s) & (spike_s < stop_s)).sum())
    units = len(_units(spike_s, spike_unit, start_s, stop_s))
    if name == "silence" or not units:
        return ""
    if name == "single ticks":
        return f", {heard} in all" if heard > 1 else ", one in all"
    # Units join and leave within a stretch: the rate is that of the typical one, not of those that came late.
    rates = [_rate_Hz(spike_s[(spike_unit == unit) & (spike_s >= start_s) & (spike_s < stop_s)])
             for unit in _units(spike_s, spike_unit, start_s, stop_s)]
    known = [rate for rate in rates if rate > 0.0]
    return f", about {np.median(known):.0f} impulses a second for each unit" if known else ""


def _rate_Hz(at_s: NDArray) -> float:
    return float((len(at_s) - 1) / (at_s[-1] - at_s[0])) if len(at_s) > 1 else 0.0
