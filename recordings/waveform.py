"""The picture of a recording: the lowest and highest sample of each tenth of a second, per channel.

The worker makes it once when the recording is stored; the player draws it before a byte of sound
has come. It must not know where it is kept.
"""

from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray

PER_SECOND: Final = 10
_BLOCKS: Final = 600
"""Tenths of a second read at a time."""


class Waveform(msgspec.Struct, frozen=True, kw_only=True):
    """Peaks from -127 to 127: low, high, low, high … for each channel."""

    per_second: int = PER_SECOND
    caller: tuple[int, ...] = ()
    agent: tuple[int, ...] = ()


def waveform(path: Path) -> Waveform:
    """The peaks of a stereo file; the last, shorter stretch is in it too."""
    low_high: tuple[list[int], list[int]] = ([], [])
    with soundfile.SoundFile(path) as sound:
        frame = sound.samplerate // PER_SECOND
        for block in sound.blocks(frame * _BLOCKS, dtype="int16", always_2d=True):
            for channel, peaks in enumerate(low_high):
                peaks.extend(_peaks(block[:, channel], frame))
    return Waveform(caller=tuple(low_high[0]), agent=tuple(low_high[1]))


def _peaks(samples: NDArray[np.int16], frame: int) -> list[int]:
    short = -len(samples) % frame
    rows = np.pad(samples, (0, short), mode="edge").reshape(-1, frame).astype(np.int32)
    both = np.stack([rows.min(axis=1), rows.max(axis=1)], axis=1)
    scaled = np.clip(both // 256, -127, 127)
    found: list[int] = scaled.ravel().tolist()
    return found
