"""Which tones are in a recording: who hums what, and for how long it is to be heard.

The hums are in neither the prompts nor the music, so whoever hears one hears that party. It must
not know where a recording comes from.
"""

import io
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt
import soundfile

CALLER: Final = 1700
"""Hertz of the laboratory's callers."""
AGENT: Final = 2250
"""Hertz of its agents."""
LOUD: Final = 1000.0
"""Amplitude (16 bit) from which a tone counts as heard."""
WINDOW: Final = 0.1
"""Seconds that are looked at at once."""

Samples = npt.NDArray[np.float64]


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a stereo recording. All are seconds."""

    length: float
    caller_left: float
    """The caller's hum on the caller's side."""
    agent_right: float
    crossed: float
    """Either hum on the wrong side."""


def sides(wav: bytes) -> Sides:
    """Listen to a finished recording; caller left, agents right."""
    samples, rate = soundfile.read(io.BytesIO(wav), dtype="int16", always_2d=True)
    left, right = samples[:, 0].astype(np.float64), samples[:, 1].astype(np.float64)
    return Sides(
        length=len(samples) / rate,
        caller_left=seconds_with(left, CALLER, rate),
        agent_right=seconds_with(right, AGENT, rate),
        crossed=seconds_with(left, AGENT, rate) + seconds_with(right, CALLER, rate),
    )


def seconds_with(side: Samples, hertz: float, rate: int) -> float:
    """For how long a tone is in it, in steps of 0.1 s."""
    window = int(WINDOW * rate)
    count = len(side) // window
    turn = np.exp(-2j * np.pi * hertz * np.arange(window) / rate)
    levels = np.abs(side[: count * window].reshape(count, window) @ turn) * 2 / window
    return float((levels >= LOUD).sum()) * WINDOW
