"""What one party of the load says: numbered frames of G.711 that nobody else says.

A frame of 20 ms says twice whose it is and its number, and is noise of its own besides, all in 65
moderate codes of the µ-law. They come through decoding and coding again unchanged, so whoever
records the voice as it was has exactly these samples. A bridge may cut the stream elsewhere than we
do, hence twice: in any 160 samples in a row one of the two is whole. Pure.
"""

from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

FRAME: Final = 160
"""Samples, and bytes, of 20 ms."""
HEAD: Final = 8
"""Codes: one that stands nowhere else, three for the leg, four for the number, six bits each."""
HALF: Final = FRAME // 2
"""Where the second head stands."""
LEGS_MOST: Final = 1 << 18
FRAMES_MOST: Final = 1 << 24

Codes = NDArray[np.uint8]
Samples = NDArray[np.int16]

_POOL: Final = 1777
_STEP: Final = 61
"""A frame's noise begins this many codes after the one before it, round and round."""


def _alphabet() -> bytes:
    """Sign, exponent 2 or 3, mantissa: 396 to 1884 of 32767, and never a zero, of which µ-law has
    two (ITU-T G.711 §3.2).
    """
    return bytes(
        ~((sign << 7) | (exponent << 4) | mantissa) & 0xFF
        for sign in (0, 1)
        for exponent in (2, 3)
        for mantissa in range(16)
    )


ALPHABET: Final = _alphabet()
FIRST, SECOND = 0xBF, 0x3F
"""What the first and the second head begin with: exponent 4, mantissa 0, plus and minus 1980."""
_ALL: Final = ALPHABET + bytes((FIRST, SECOND))
_TO_CODES: Final = bytes(ALPHABET[value % 64] for value in range(256))
_TO_VALUES: Final = bytes(max(0, ALPHABET.find(code)) for code in range(256))


def _linear() -> Samples:
    """Each µ-law code as a sample; reckoned anew, so that a fault in the archive is found."""
    codes = [~code & 0xFF for code in range(256)]
    sizes = [((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132 for code in codes]
    signed = [-size if code & 0x80 else size for code, size in zip(codes, sizes, strict=True)]
    return np.array(signed, dtype=np.int16)


LINEAR: Final = _linear()


def _codes() -> Codes:
    """Each sample as the code it is decoded from, by its value + 32768; what none is: 0xFF."""
    found = np.full(1 << 16, 0xFF, dtype=np.uint8)
    found[LINEAR.astype(np.int32) + 32768] = np.arange(256, dtype=np.uint8)
    return found


_CODES: Final = _codes()


def codes_of(samples: Samples) -> Codes:
    """A side of a decoded recording as µ-law codes again."""
    return _CODES[samples.astype(np.int32) + 32768]


class Voice:
    """One party's voice: `leg` (0 to 262143) is unique in a run."""

    def __init__(self, seed: int, leg: int) -> None:
        self.leg = leg
        self._leg = bytes(ALPHABET[(leg >> shift) & 63] for shift in (12, 6, 0))
        self.mark = bytes((FIRST,)) + self._leg
        """How each of its frames begins."""
        noise = Random(f"{seed}/{leg}").randbytes(_POOL).translate(_TO_CODES)
        self._noise = noise + noise[:FRAME]

    def frame(self, number: int) -> bytes:
        """The frame of a number, 0 to 16777215: 160 codes."""
        told = bytes(ALPHABET[(number >> shift) & 63] for shift in (18, 12, 6, 0))
        begin = number * _STEP % _POOL
        noise = self._noise[begin : begin + HALF - HEAD]
        other = self._noise[begin + HALF : begin + FRAME - HEAD]
        return self.mark + told + noise + bytes((SECOND,)) + self._leg + told + other


def whose(payload: bytes) -> tuple[int, int] | None:
    """Leg and number of what a packet holds; None for anything but a voice of the load."""
    if len(payload) != FRAME or payload.translate(None, _ALL):
        return None
    for flag in (FIRST, SECOND):
        at = payload.find(flag)
        if 0 <= at <= FRAME - HEAD:
            values = payload[at + 1 : at + 4].translate(_TO_VALUES)
            return values[0] << 12 | values[1] << 6 | values[2], number_at(payload, at)
    return None


def number_at(payload: bytes, at: int) -> int:
    """The number that a head names, be it damaged or not; whoever asks compares it."""
    number = 0
    for value in payload[at + 4 : at + HEAD].translate(_TO_VALUES):
        number = number << 6 | value
    return number


def marks(codes: Codes, voice: Voice) -> list[int]:
    """Where a frame of a voice may begin, by how its frames begin."""
    if len(codes) < FRAME:
        return []
    found = codes[: len(codes) - 3] == voice.mark[0]
    for place in range(1, 4):
        found &= codes[place : len(codes) - 3 + place] == voice.mark[place]
    return [int(at) for at in np.flatnonzero(found)]
