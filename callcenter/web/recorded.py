"""A recording's file as it is served: where it is, and which bytes of it were asked for."""

import re
from pathlib import Path

from callcenter.records import StoredRecording
from callcenter.web.problems import Problem
from callcenter.web.web import Web

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


async def stored_recording(web: Web, call: str) -> StoredRecording:
    """What is kept of a call's recording; raises Problem when there is none."""
    found = await web.ports.recordings.one(call)
    if found is None:
        record = await web.calls.record(call)
        raise Problem("no_recording", record.recording.value)
    return found


def recorded_file(web: Web, stored: StoredRecording) -> Path:
    """The file; a path that leads out of the archive is treated as no recording."""
    archive = web.settings.archive.resolve()
    full = (archive / stored.file).resolve()
    if not full.is_relative_to(archive) or not full.is_file():
        raise Problem("no_recording", "the file is not in the archive")
    return full


def asked_span(header: str | None, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole. Raises Problem for one outside."""
    told = _RANGE.match(header.strip()) if header is not None else None
    if told is None or told.groups() == ("", ""):
        return None
    first, last = told.groups()
    if first == "":
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
    if begin >= size or begin > end:
        raise Problem("bad_range", headers={"Content-Range": f"bytes */{size}"})
    return begin, end
