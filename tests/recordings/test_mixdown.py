"""Two tracks in, one stereo file out: whole, of unequal length, damaged, missing."""

import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from recordings.mixdown import mix
from recordings.track import Track
from tests.recordings.tracks import mu_law, tone_bytes, wav_head, write_track


def loudest_hertz(samples: NDArray[np.float64]) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.fft.rfftfreq(len(samples), 1 / 8000)[spectrum.argmax()])


def test_the_caller_is_on_the_left_and_the_agents_are_on_the_right(tmp_path: Path) -> None:
    caller = write_track(tmp_path / "caller.wav", tone_bytes(400, 3))
    agents = write_track(tmp_path / "agents.wav", tone_bytes(1000, 3))
    mixed = mix(caller, agents, tmp_path / "out.wav")
    samples, rate = soundfile.read(tmp_path / "out.wav")
    assert (mixed.seconds, rate, samples.shape) == (3, 8000, (24000, 2))
    assert loudest_hertz(samples[:, 0]) == pytest.approx(400, abs=1)
    assert loudest_hertz(samples[:, 1]) == pytest.approx(1000, abs=1)
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert (file.getsampwidth(), file.getnchannels()) == (2, 2)


def test_a_shorter_track_is_filled_up_with_silence(tmp_path: Path) -> None:
    caller = write_track(tmp_path / "caller.wav", tone_bytes(400, 1))
    agents = write_track(tmp_path / "agents.wav", tone_bytes(1000, 2))
    mixed = mix(caller, agents, tmp_path / "out.wav")
    samples, _ = soundfile.read(tmp_path / "out.wav")
    assert (mixed.seconds, mixed.caller, mixed.agents) == (2, 1, 2)
    assert not samples[8000:, 0].any()
    assert samples[8000:, 1].any()


def test_a_killed_lines_tracks_are_read_to_their_end(tmp_path: Path) -> None:
    caller = write_track(tmp_path / "caller.wav", tone_bytes(400, 2), closed=False)
    agents = write_track(tmp_path / "agents.wav", tone_bytes(1000, 2), closed=False)
    assert mix(caller, agents, tmp_path / "out.wav").seconds == 2
    samples, _ = soundfile.read(tmp_path / "out.wav")
    assert loudest_hertz(samples[:, 0]) == pytest.approx(400, abs=1)


def test_a_call_longer_than_one_piece_has_no_seam(tmp_path: Path) -> None:
    caller = write_track(tmp_path / "caller.wav", tone_bytes(50, 130, 0.3))
    mixed = mix(caller, tmp_path / "none.wav", tmp_path / "out.wav")
    samples, _ = soundfile.read(tmp_path / "out.wav")
    assert (mixed.seconds, len(samples)) == (130, 130 * 8000)
    assert np.abs(np.diff(samples[:, 0])).max() < 0.03


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        (b"", 0),
        (b"RIFF", 0),
        (wav_head()[:40], 0),
        (wav_head(), 0),
        (b"\0" * 8056, 1),
        (mu_law(np.zeros(8000)), 1),
        (b"RIFF\0\0\0\0WAVE" + b"junk\xff\xff\xff\xff" + b"\0" * 8036, 1),
    ],
)
def test_no_damage_stops_the_mixdown(tmp_path: Path, raw: bytes, seconds: float) -> None:
    (tmp_path / "caller.wav").write_bytes(raw)
    mixed = mix(tmp_path / "caller.wav", tmp_path / "missing.wav", tmp_path / "out.wav")
    assert mixed.seconds == seconds


def test_samples_are_decoded_as_libsndfile_does(tmp_path: Path) -> None:
    path = write_track(tmp_path / "all.wav", bytes(range(256)))
    expected, _ = soundfile.read(path, dtype="int16")
    track = Track(path)
    assert track.read(256).tolist() == expected.tolist()
    assert track.read(10).tolist() == [0] * 10
    track.close()
