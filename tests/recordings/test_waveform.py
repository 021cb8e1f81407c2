"""The waveform: peaks per tenth of a second and channel."""

from pathlib import Path

import numpy as np
import soundfile

from recordings.waveform import waveform


def test_peaks_follow_each_channel(tmp_path: Path) -> None:
    left = np.concatenate([np.zeros(8000), np.full(8000, 0.5)])
    right = np.tile([0.25, -0.25], 8000)
    soundfile.write(tmp_path / "a.wav", np.stack([left, right], axis=1), 8000, subtype="PCM_16")
    peaks = waveform(tmp_path / "a.wav")
    assert peaks.per_second == 10
    assert peaks.caller == (0, 0) * 10 + (64, 64) * 10
    assert peaks.agent == (-32, 32) * 20


def test_a_last_short_stretch_is_drawn(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.full((1000, 2), -1.0), 8000, subtype="PCM_16")
    assert waveform(tmp_path / "a.wav").caller == (-127, -127) * 2


def test_an_empty_recording_has_no_peaks(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros((0, 2)), 8000, subtype="PCM_16")
    assert waveform(tmp_path / "a.wav").caller == ()


def test_a_long_recording_is_read_in_pieces_without_a_gap(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.full((8000 * 61, 2), 0.5), 8000, subtype="PCM_16")
    assert waveform(tmp_path / "a.wav").caller == (64, 64) * 610
