"""The names of the files a call leaves behind, and where they are.

A line writes to memory only, for a disk that hangs must not stop it: its tracks to
`<memory>/<call>/`, its facts to `<memory>/facts/`. Its exchange copies the tracks to the spool
(`settings.spool/<call>/`); the worker takes them from there. All three name the files with the help
of this module.
"""

from pathlib import Path
from typing import Final

import msgspec

from callcenter.frames import Frames
from callcenter.wire import Stamped

CALLER_TRACK: Final = "caller.wav"
"""What the caller said: µ-law, 8 kHz, mono."""
AGENTS_TRACK: Final = "agents.wav"
"""What everybody else in the conversation said; as long as the caller's track."""
TRACKS: Final = (CALLER_TRACK, AGENTS_TRACK)
FACTS_FOLDER: Final = "facts"
"""In memory: one file a call, the line's facts, each a length-prefixed `Stamped`."""
OWNER_FILE: Final = "line.json"
"""In memory, beside the tracks: the line process that writes them."""
ENDED_FILE: Final = "ended.json"
"""In memory, beside the tracks: the line closed both in good order."""
DROPPED_FILE: Final = "dropped"
"""In memory: the caller declined; nothing of this call's tracks is kept."""
DONE_FILE: Final = "done.json"
"""In the spool: both tracks are complete and the worker may take them."""


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """Content of `OWNER_FILE`: pid and start time together name one process for good."""

    line: str
    pid: int
    started: int
    answered_at: str
    """ISO 8601, UTC: where the tracks begin."""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """Content of `ENDED_FILE` and `DONE_FILE`."""

    call: str
    seconds: float
    """Length of each track."""
    paused: float
    """Of these, seconds of true silence by `PauseRecording`."""
    answered_at: str
    ended_at: str
    died: bool = False
    """The line was killed: the tracks end where it died."""


def facts_file(memory: Path, call: str) -> Path:
    """Where a line keeps a call's facts until control holds them."""
    return memory / FACTS_FOLDER / f"{call}.mp"


def read_facts(path: Path) -> list[Stamped]:
    """The facts in a line's file; a last one that was cut short by the line's death is left out."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return []
    return [msgspec.msgpack.decode(each, type=Stamped) for each in Frames().feed(raw)]
