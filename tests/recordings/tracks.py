"""Writes tracks as a line does, whole ones and those a killed line leaves behind."""

from pathlib import Path

import numpy as np

RATE = 8000


def tone_bytes(hertz: float, seconds: float, loudness: float = 0.5) -> bytes:
    """A µ-law tone."""
    time = np.arange(int(seconds * RATE)) / RATE
    return mu_law(np.sin(2 * np.pi * hertz * time) * loudness)


def mu_law(samples: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> bytes:
    """ITU-T G.711: samples between -1 and 1 as µ-law bytes."""
    linear = (samples * 32635).astype(np.int32)
    sign = np.where(linear < 0, 0x80, 0)
    size = np.minimum(np.abs(linear), 32635) + 132
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    mantissa = (size >> (exponent + 3)) & 15
    codes = ~(sign | (exponent << 4) | mantissa) & 0xFF
    return bytes(codes.astype(np.uint8))


def wav_head(data_size: int = 0) -> bytes:
    """The head a recorder writes; sizes stay zero until it is closed."""
    riff_size = data_size + 48 if data_size else 0
    return (
        b"RIFF"
        + riff_size.to_bytes(4, "little")
        + b"WAVEfmt \x10\0\0\0\x07\0\x01\0"
        + RATE.to_bytes(4, "little") * 2
        + b"\x01\0\x08\0fact\x04\0\0\0"
        + data_size.to_bytes(4, "little")
        + b"data"
        + data_size.to_bytes(4, "little")
    )


def write_track(path: Path, raw: bytes, *, closed: bool = True) -> Path:
    """A track file; with `closed=False` as a killed line leaves it."""
    path.write_bytes(wav_head(len(raw) if closed else 0) + raw)
    return path
