"""Music and tones, composed here, so nobody owes anybody for what callers hear.

The prompt maker writes them once. Each is at 8 kHz; the loops end where they begin, so they can
be played round and round without a seam. Plucked strings over soft chords in a pentatonic scale,
because a telephone carries 300-3400 Hz and little else sounds well in it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from callcenter.worker.sound import RATE, Samples, levelled

MUSIC_LEVEL: Final = -20.0
"""dBFS, root mean square."""

_BEAT: Final = 0.625
"""Seconds: 96 beats a minute; 48 beats are 30 s."""
_BEATS: Final = 48
_CHORD_BEATS: Final = 6

_RINGBACK_HERTZ: Final = 450.0
"""Ringing tone: 450 Hz, one second in five (ITU-T E.180 Supplement 2, China)."""

BEEP_FOR: Final = 0.5
_BEEP_HERTZ: Final = 880.0

# MIDI note numbers. Chords of the waiting music: C, Am, F, G, C, Em, F, G with open voicings.
_CHORDS: Final = (
    (60, 67, 76),
    (57, 64, 72),
    (53, 65, 72),
    (55, 67, 74),
    (60, 67, 76),
    (52, 64, 71),
    (53, 60, 69),
    (55, 62, 71),
)
# One melody note a beat, 0 is a rest; six beats a chord.
_MELODY: Final = (
    (76, 0, 79, 81, 0, 79),
    (76, 0, 74, 72, 0, 0),
    (69, 72, 0, 76, 0, 74),
    (74, 0, 71, 67, 0, 0),
    (72, 74, 76, 0, 79, 0),
    (83, 0, 79, 76, 0, 74),
    (72, 0, 69, 72, 74, 0),
    (74, 71, 0, 67, 0, 0),
)
_HOLD_MELODY: Final = (
    (72, 0, 0, 76, 0, 0),
    (69, 0, 0, 76, 0, 0),
    (72, 0, 0, 69, 0, 0),
    (74, 0, 0, 71, 0, 0),
    (79, 0, 0, 76, 0, 0),
    (71, 0, 0, 74, 0, 0),
    (72, 0, 0, 69, 0, 0),
    (67, 0, 0, 71, 0, 0),
)


def waiting_music() -> Samples:
    """30 s for callers in the queue: chords, a broken accompaniment, a melody."""
    return _composed(_MELODY, accompanied=True)


def hold_music() -> Samples:
    """30 s for callers on hold: the same chords, sparse and slow."""
    return _composed(_HOLD_MELODY, accompanied=False)


def ringback() -> Samples:
    """Five seconds: the tone for one, silence for four; loops."""
    tone = _tone(_RINGBACK_HERTZ, 1.0) * _edges(RATE, 0.01)
    return np.concatenate([levelled(tone, MUSIC_LEVEL), np.zeros(4 * RATE)])


def beep() -> Samples:
    """Half a second that tells an agent: a call is coming, and it is answered by itself."""
    tone = _tone(_BEEP_HERTZ, BEEP_FOR) * _edges(int(BEEP_FOR * RATE), 0.01)
    return levelled(tone, MUSIC_LEVEL)


def _composed(melody: Sequence[Sequence[int]], *, accompanied: bool) -> Samples:
    loop = np.zeros(int(_BEATS * _BEAT * RATE))
    for bar, (chord, notes) in enumerate(zip(_CHORDS, melody, strict=True)):
        start = bar * _CHORD_BEATS
        _pad(loop, chord, start)
        if accompanied:
            _broken_chord(loop, chord, start)
        for beat, note in enumerate(notes):
            if note:
                _lay(loop, _plucked(note, 2.4) * 0.5, start + beat)
    return levelled(loop, MUSIC_LEVEL)


def _pad(loop: Samples, chord: Sequence[int], start: float) -> None:
    seconds = (_CHORD_BEATS + 0.8) * _BEAT
    for note in chord:
        soft = _tone(_hertz(note), seconds) + 0.3 * _tone(_hertz(note) * 2.003, seconds)
        _lay(loop, soft * _edges(len(soft), 0.7) * 0.06, start)


def _broken_chord(loop: Samples, chord: Sequence[int], start: float) -> None:
    for half_beat, which in enumerate((0, 1, 2, 1) * 3):
        _lay(loop, _plucked(chord[which], 1.2) * 0.16, start + half_beat / 2)


def _lay(loop: Samples, sound: Samples, beat: float) -> None:
    """Add a sound at a beat; what rings beyond the end comes in again at the beginning."""
    first = int(beat * _BEAT * RATE)
    where = np.arange(first, first + len(sound)) % len(loop)
    np.add.at(loop, where, sound)


def _plucked(note: int, seconds: float) -> Samples:
    """A string: harmonics that die away the faster the higher they are."""
    hertz = _hertz(note)
    time = np.arange(int(seconds * RATE)) / RATE
    sound = np.zeros(len(time))
    for harmonic in range(1, 7):
        if hertz * harmonic < 3300:
            dying = np.exp(-time * (1.6 + 1.1 * harmonic))
            sound += np.sin(2 * np.pi * hertz * harmonic * time) * dying / harmonic**1.4
    return sound * _edges(len(sound), 0.004)


def _hertz(note: int) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def _tone(hertz: float, seconds: float) -> Samples:
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)


def _edges(length: int, seconds: float) -> Samples:
    """One, with smooth edges of so many seconds."""
    edge = min(int(seconds * RATE), length // 2)
    shape = np.ones(length)
    if edge:
        rise = (1 - np.cos(np.pi * np.arange(edge) / edge)) / 2
        shape[:edge], shape[length - edge :] = rise, rise[::-1]
    return shape
