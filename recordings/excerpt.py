"""What the caller said in a stretch of a finished recording, as a file of its own.

Web serves messages with it. A pipe: it reads one file and keeps nothing.
"""

import io
import sys
import wave
from array import array
from pathlib import Path


def said_by_caller(path: Path, since: float, seconds: float) -> bytes:
    """The recording's left side from `since` on, as a mono WAV; shorter where the file ends before.

    Raises OSError for a file that cannot be read, ValueError for one that is no recording.
    """
    try:
        with wave.open(str(path), "rb") as file:
            rate, sides = file.getframerate(), file.getnchannels()
            file.setpos(min(max(0, round(since * rate)), file.getnframes()))
            both = array("h", file.readframes(max(0, round(seconds * rate))))
    except (wave.Error, EOFError) as wrong:
        raise ValueError(f"{path.name} is no recording") from wrong
    if sys.byteorder == "big":
        both.byteswap()
    left = both[::sides]
    if sys.byteorder == "big":
        left.byteswap()
    written = io.BytesIO()
    with wave.open(written, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(left.tobytes())
    return written.getvalue()
