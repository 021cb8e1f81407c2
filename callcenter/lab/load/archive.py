"""The centre's own word about the load's calls: their records, timelines and recordings, over REST.

A call is found by the last digits of its caller's number, which is all that is shown of one.
"""

import asyncio
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import soundfile

from callcenter.lab.load.floor import QUEUE
from callcenter.lab.load.recordings import Conversation, Recording, absent, judged
from callcenter.lab.visitor import Visitor

PAGE: Final = 200
STORED_WITHIN: Final = 30.0
LOOK_EVERY: Final = 0.5
ENDS: Final = 4
"""How many digits of a number are shown."""
CALLERS: Final = "+861419"
"""Begins the number of each caller; seven digits follow."""

Row = dict[str, Any]


def caller_number(call: int) -> str:
    """The number of a call's caller; its last four digits are the call's."""
    return f"{CALLERS}{call:07}"


class Archive:
    """What was kept since a moment."""

    def __init__(self, who: Visitor, since: datetime) -> None:
        self._who = who
        self._since = since.isoformat()
        self._rows: dict[str, Row] = {}

    async def find(self, calls: Iterable[int]) -> None:
        """Read the records until each of these calls has its recording, or time is over."""
        wanted = {caller_number(call)[-ENDS:] for call in calls}
        limit = asyncio.get_running_loop().time() + STORED_WITHIN
        while True:
            self._rows = await self._read()
            kept = {end for end, row in self._rows.items() if row["recording"] == "stored"}
            if wanted <= kept or asyncio.get_running_loop().time() > limit:
                return
            await asyncio.sleep(LOOK_EVERY)

    async def _read(self) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        fields = {"queue": QUEUE, "from": self._since, "limit": str(PAGE)}
        while True:
            page = await self._who.get("/calls", **fields)
            rows |= {row["number"][-ENDS:]: row for row in page["items"]}
            if not page["next"]:
                return rows
            fields["cursor"] = page["next"]

    async def recording(self, conversation: Conversation) -> Recording:
        """A conversation's recording, compared."""
        row = self._row(conversation.call)
        if row is None or row["recording"] != "stored":
            return absent(conversation)
        wav = await self._who.file(f"/calls/{row['call']}/recording")
        samples, _ = soundfile.read(io.BytesIO(wav), dtype="int16", always_2d=True)
        return judged(conversation, samples[:, 0], samples[:, 1])

    async def moments(self, call: int) -> Mapping[str, datetime]:
        """The instant of the first fact of each kind in a call's timeline."""
        row = self._row(call)
        if row is None:
            return {}
        told = await self._who.get(f"/calls/{row['call']}/timeline")
        found: dict[str, datetime] = {}
        for fact in told["facts"]:
            found.setdefault(fact["kind"], datetime.fromisoformat(fact["at"]))
        return found

    def _row(self, call: int) -> Row | None:
        return self._rows.get(caller_number(call)[-ENDS:])
