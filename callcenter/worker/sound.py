"""Sound on its way to a telephone: resampled, trimmed, levelled, written at once or not at all.

The voice, the tunes and a customer's own recordings all pass here, so every caller hears one
loudness. It must not know what is said. Samples are float64 between -1 and 1, mono.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from callcenter.errors import PeerMisbehaved

Samples = NDArray[np.float64]

RATE: Final = 8000
"""Samples a second: the telephone's."""
SPEECH_LEVEL: Final = -20.0
"""dBFS (root mean square while something sounds): the loudness of every prompt."""
_PEAK: Final = 0.89
"""-1 dBFS: nothing is louder, so no codec clips."""
_QUIET: Final = 0.01
"""-40 dB of the loudest sample: what is below is silence to be trimmed."""
_MARGIN: Final = 0.02
"""Seconds left before and after what sounds."""
_BEFORE, _AFTER = 0.05, 0.2
"""Seconds of silence around a prompt."""


def to_telephone(samples: Samples, rate: int) -> Samples:
    """At 8 kHz, without the rumble below 120 Hz that telephones do not carry."""
    if len(samples) == 0:
        return samples
    at_rate = samples if rate == RATE else soxr.resample(samples, rate, RATE, quality="HQ")
    return _without_rumble(np.asarray(at_rate, dtype=np.float64))


def trimmed(samples: Samples) -> Samples:
    """Without silence at both ends, but for a moment."""
    if len(samples) == 0:
        return samples
    loud = np.flatnonzero(np.abs(samples) > _QUIET * np.abs(samples).max())
    if len(loud) == 0:
        return samples[:0]
    margin = int(_MARGIN * RATE)
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def framed(samples: Samples) -> Samples:
    """With a breath before and after, so that prompts in a row are no single word."""
    return np.concatenate([np.zeros(int(_BEFORE * RATE)), samples, np.zeros(int(_AFTER * RATE))])


def level(samples: Samples) -> float:
    """Root mean square in dBFS over the 20 ms frames in which something sounds; -inf: silence."""
    frame = RATE // 50
    whole = samples[: len(samples) // frame * frame].reshape(-1, frame)
    power = (whole**2).mean(axis=1) if len(whole) else np.zeros(1)
    sounding = power[power > 1e-6]
    return float(10 * np.log10(sounding.mean())) if len(sounding) else float("-inf")


def levelled(samples: Samples, to: float = SPEECH_LEVEL) -> Samples:
    """Brought to `to` dBFS; peaks that would stand out are rounded off softly."""
    now = level(samples)
    if now == float("-inf"):
        return samples
    louder = samples * 10 ** ((to - now) / 20)
    over = np.abs(louder) > _PEAK / 2
    soft = _PEAK / 2 + _PEAK / 2 * np.tanh((np.abs(louder) - _PEAK / 2) / (_PEAK / 2))
    return np.where(over, np.sign(louder) * soft, louder)


def read_any(path: Path) -> tuple[Samples, int]:
    """A sound file of any kind libsndfile reads, as mono; raises PeerMisbehaved."""
    try:
        samples, rate = soundfile.read(path, dtype="float64", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as wrong:
        raise PeerMisbehaved(f"{path.name} is no sound file that can be read") from wrong
    return samples.mean(axis=1), int(rate)


def write_wav(path: Path, samples: Samples) -> None:
    """8 kHz, 16 bit, mono; whoever reads `path` sees the whole file or the one before."""

    def write(fresh: Path) -> None:
        soundfile.write(fresh, samples, RATE, subtype="PCM_16", format="WAV")

    write_whole(path, write)


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside `path`, then put it in place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _without_rumble(samples: Samples) -> Samples:
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum *= 1 / (1 + (120 / np.maximum(hertz, 1)) ** 8)
    return np.fft.irfft(spectrum, len(samples))
