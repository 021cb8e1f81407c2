"""Writes down what the front door learns of dialogs, so that a door started anew knows them.

One file a line, in memory: it must be quick inside a packet's handling, a slow disk must not touch
it, and it only has to outlive this process (a line does not outlive the machine either).
"""

from pathlib import Path
from typing import Final

import msgspec
import structlog

from callcenter.exchange.door_ports import DialogEnded, DialogLearnt, DialogRecord
from callcenter.frames import Frames, frame

log = structlog.get_logger()

FOLDER: Final = "dialogs"
REWRITE_AFTER: Final = 200
"""Records in a file before it is written anew with the living dialogs only."""


class Kept(msgspec.Struct, frozen=True):
    """One entry: a dialog as it is now, or (without record) its end."""

    call_id: str
    record: DialogRecord | None


class DialogBook:
    """The dialogs of all lines of one exchange."""

    def __init__(self, memory: Path) -> None:
        self._folder = memory / FOLDER
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._living: dict[str, dict[str, DialogRecord]] = {}
        self._entries: dict[str, int] = {}

    def note(self, what: DialogLearnt | DialogEnded) -> None:
        """Take down a change; the door calls this inside a packet's handling."""
        if isinstance(what, DialogLearnt):
            line, call_id, record = what.record.line, what.record.call_id_header, what.record
            self._living.setdefault(line, {})[call_id] = record
            self._append(line, Kept(call_id, record))
        else:
            self._living.get(what.line, {}).pop(what.call_id_header, None)
            self._append(what.line, Kept(what.call_id_header, None))

    def read(self) -> list[DialogRecord]:
        """The dialogs an earlier exchange left, of all lines."""
        for path in sorted(self._folder.glob("*.mp")):
            living: dict[str, DialogRecord] = {}
            for raw in Frames().feed(path.read_bytes()):
                kept = msgspec.msgpack.decode(raw, type=Kept)
                if kept.record is None:
                    living.pop(kept.call_id, None)
                else:
                    living[kept.call_id] = kept.record
            self._living[path.stem] = living
        return [record for living in self._living.values() for record in living.values()]

    def lines(self) -> set[str]:
        """The lines that have dialogs here."""
        return set(self._living)

    def forget(self, line: str) -> None:
        """The line is gone and its dialogs are ended."""
        self._living.pop(line, None)
        self._entries.pop(line, None)
        self._path(line).unlink(missing_ok=True)

    def _append(self, line: str, entry: Kept) -> None:
        written = self._entries.get(line, 0) + 1
        if written > REWRITE_AFTER:
            self._rewrite(line)
            return
        self._entries[line] = written
        try:
            with self._path(line).open("ab", buffering=0) as file:
                file.write(frame(entry))
        except OSError as wrong:
            # The call goes on; only a restarted door would not know this dialog.
            log.error("exchange.dialog_not_written", line=line, because=wrong.strerror)

    def _rewrite(self, line: str) -> None:
        living = self._living.get(line, {})
        fresh = self._path(line).with_suffix(".new")
        fresh.write_bytes(b"".join(frame(Kept(key, each)) for key, each in living.items()))
        fresh.replace(self._path(line))
        self._entries[line] = len(living)

    def _path(self, line: str) -> Path:
        return self._folder / f"{line}.mp"
