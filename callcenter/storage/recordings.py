"""Where finished recordings are: one file a call, its length, its checksum and its waveform.

The worker says where it put a file, web asks for it. `archive` is the folder that the stored names
are relative to.
"""

from pathlib import Path
from typing import Final

import msgspec

from acd.ids import CallId
from callcenter.storage.database import Database
from callcenter.storage.texts import plain

_LOUDEST: Final = 127


class _Waveform(msgspec.Struct, frozen=True, kw_only=True):
    """As the worker writes it: low, high, low, high … from -127 to 127 for each side."""

    per_second: int
    caller: tuple[int, ...]
    agent: tuple[int, ...]


class _Peaks(msgspec.Struct, frozen=True, kw_only=True):
    """As a page draws it: the loudest of each step, 0-1."""

    seconds: float
    per_second: float
    caller: list[float]
    agent: list[float]


class RecordingStore:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database, archive: Path) -> None:
        self._database = database
        self._archive = archive

    async def save_recording(
        self, call: CallId, *, file: str, seconds: float, size: int, sha256: str, peaks: bytes
    ) -> None:
        """Say where a call's file is; a second file of the same call replaces the first.

        `file` is relative to the archive, `peaks` a waveform in msgpack.
        """
        await self._database.execute(
            "INSERT INTO recordings (call_id, file, seconds, size, sha256, peaks) "
            "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (call_id) DO UPDATE SET "
            "file = excluded.file, seconds = excluded.seconds, size = excluded.size, "
            "sha256 = excluded.sha256, peaks = excluded.peaks, stored_at = now()",
            call,
            file,
            seconds,
            size,
            sha256,
            peaks,
        )

    async def audio(self, call: CallId) -> Path | None:
        """The playable file; None when there is none."""
        file = await self._database.fetch_value(
            "SELECT file FROM recordings WHERE call_id = $1", plain(call)
        )
        return None if file is None else self._archive / file

    async def peaks(self, call: CallId) -> bytes | None:
        """The waveform as JSON: seconds, per_second, caller and agent (0-1)."""
        row = await self._database.fetch_one(
            "SELECT seconds, peaks FROM recordings WHERE call_id = $1", plain(call)
        )
        if row is None:
            return None
        drawn = msgspec.msgpack.decode(row["peaks"], type=_Waveform)
        return msgspec.json.encode(
            _Peaks(
                seconds=row["seconds"],
                per_second=drawn.per_second,
                caller=_loudest(drawn.caller),
                agent=_loudest(drawn.agent),
            )
        )


def _loudest(low_high: tuple[int, ...]) -> list[float]:
    pairs = zip(low_high[::2], low_high[1::2], strict=True)
    return [round(max(abs(low), abs(high)) / _LOUDEST, 3) for low, high in pairs]
