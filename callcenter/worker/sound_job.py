"""One uploaded sound made ready, in a process of its own: what it is nobody can know before.

`python -m callcenter.worker.sound_job FROM TO` reads any kind that libsndfile knows and writes
8 kHz, 16 bit, mono; how long it is, in seconds, is printed. Or one of the codes below is, with exit
status 1. Memory and time are limited, so that a file that means harm harms nobody else.
"""

import resource
import sys
from pathlib import Path
from typing import Final

import soundfile

from callcenter.errors import PeerMisbehaved
from callcenter.worker.sound import RATE, level, read_any, to_telephone, trimmed, write_wav

NO_SOUND, TOO_LONG, SILENT = "no_sound_file", "too_long", "silent"
CODES: Final = frozenset({NO_SOUND, TOO_LONG, SILENT})
MOST_SECONDS: Final = 180
"""Of one prompt."""
_MOST_MEMORY: Final = 2 << 30
_MOST_CPU: Final = 30
_MOST_CHANNELS: Final = 8


class _Refused(Exception):
    """Its argument is the code."""


def main(source: str, target: str) -> int:
    """Exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU, _MOST_CPU))
    try:
        print(_made(Path(source), Path(target)))
    except _Refused as no:
        print(no)
        return 1
    return 0


def _made(source: Path, target: Path) -> float:
    try:
        told = soundfile.info(str(source))
        if told.frames > MOST_SECONDS * told.samplerate:
            raise _Refused(TOO_LONG)
        if told.channels > _MOST_CHANNELS:
            raise _Refused(NO_SOUND)
        samples, rate = read_any(source)
    except (soundfile.LibsndfileError, PeerMisbehaved, OSError, MemoryError) as wrong:
        raise _Refused(NO_SOUND) from wrong
    ready = trimmed(to_telephone(samples, rate))
    if level(ready) == float("-inf"):
        raise _Refused(SILENT)
    write_wav(target, ready)
    return round(len(ready) / RATE, 2)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
