"""Two tracks into one stereo file: the caller on the left, everybody else on the right.

The worker's pipeline calls it. It is the only importer of pydub. It works a minute at a time, so
a call of four hours needs no more memory than a short one, and it must not know what the call was.
"""

import warnings
import wave
from pathlib import Path
from typing import Final, NamedTuple

with warnings.catch_warnings():
    # It looks for ffmpeg and warns; reading and writing WAV needs none.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

from recordings.track import RATE, Track

_AT_ONCE: Final = 60 * RATE


class Mixed(NamedTuple):
    """What the mixdown found: the file's length and that of each track, in seconds."""

    seconds: float
    caller: float
    agents: float


def mix(caller: Path, agents: Path, into: Path) -> Mixed:
    """Write `into`: 8 kHz, 16 bit, stereo WAV, as long as the longer track.

    A shorter or missing track is filled up with silence, a damaged header is read past.
    """
    left, right = Track(caller), Track(agents)
    try:
        samples = max(left.samples, right.samples)
        with wave.open(str(into), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE)
            for first in range(0, samples, _AT_ONCE):
                count = min(_AT_ONCE, samples - first)
                file.writeframes(_stereo(left, right, count).raw_data)
        return Mixed(samples / RATE, left.seconds, right.seconds)
    finally:
        left.close()
        right.close()


def _stereo(left: Track, right: Track, count: int) -> AudioSegment:
    return AudioSegment.from_mono_audiosegments(_mono(left, count), _mono(right, count))


def _mono(track: Track, count: int) -> AudioSegment:
    raw = track.read(count).tobytes()
    return AudioSegment(data=raw, sample_width=2, frame_rate=RATE, channels=1)
