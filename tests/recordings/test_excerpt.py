"""What a caller said, cut out of a finished recording."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from recordings.excerpt import said_by_caller

RATE = 8000


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Ten seconds: the caller's samples say which second it is, the agent's are all -1."""
    caller = np.repeat(np.arange(10, dtype="<i2"), RATE)
    both = np.stack([caller, np.full_like(caller, -1)], axis=1)
    path = tmp_path / "call.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(both.tobytes())
    return path


def heard(sound: bytes) -> list[int]:
    """The seconds in it, each with its whole length."""
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    assert -1 not in samples
    return [int(one) for one in samples[:: RATE // 2]]


@pytest.mark.parametrize(
    ("since", "seconds", "expected"),
    [
        (3, 2, [3, 3, 4, 4]),
        (0.5, 1, [0, 1]),
        (8, 5, [8, 8, 9, 9]),
        (12, 3, []),
        (-1, 1, [0, 0]),
    ],
    ids=["in the middle", "across", "beyond the end", "behind it", "before the beginning"],
)
def test_it_is_the_callers_side_alone(
    recording: Path, since: float, seconds: float, expected: list[int]
) -> None:
    assert heard(said_by_caller(recording, since, seconds)) == expected


def test_what_is_no_recording_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")
    with pytest.raises(ValueError, match="no recording"):
        said_by_caller(broken, 0, 1)
