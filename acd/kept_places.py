"""Places of callers who hung up in line: who calls again in time stands where she stood.

A place is kept for a party and a queue. It is taken up by a fact, once; nobody waits for it to end:
what is too old is no place any more.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from acd.ids import CallId, PartyId, QueueId
from acd.waiting_call import WaitingCall

_MOST = 2_000
"""Places that are kept; the oldest are given up first."""


class KeptPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One."""

    party: PartyId
    queue: QueueId
    call: CallId
    """The call that was given up."""
    since: datetime
    """The entry by which it stood in line."""
    until: datetime


class KeptPlaces:
    """All that are kept, the oldest first."""

    def __init__(self, kept: Iterable[KeptPlace] = ()) -> None:
        self._kept = {(one.party, one.queue): one for one in kept}

    def state(self) -> list[KeptPlace]:
        """All of them, for a snapshot."""
        return list(self._kept.values())

    def keep(self, call: WaitingCall, queue: QueueId, seconds: int, at: datetime) -> None:
        """A caller gave up: her place is kept for a queue, unless it is not known who she is."""
        if not call.party or seconds == 0:
            return
        name = (call.party, queue)
        self._kept.pop(name, None)
        self._kept[name] = KeptPlace(
            party=call.party,
            queue=queue,
            call=call.call,
            since=call.stands_since,
            until=at + timedelta(seconds=seconds),
        )
        first = next(iter(self._kept.values()))
        while first.until < at or len(self._kept) > _MOST:
            del self._kept[first.party, first.queue]
            first = next(iter(self._kept.values()))

    def place(self, call: WaitingCall, at: datetime) -> KeptPlace | None:
        """The place that is kept for a call's party in its queue; None: none, or none better."""
        found = self._kept.get((call.party, call.queue))
        if found is None or found.until < at or found.since >= call.stands_since:
            return None
        return found

    def take(self, call: WaitingCall, given_up: CallId) -> bool:
        """It is taken up; False: it is kept no more, or for a later call."""
        name = (call.party, call.queue)
        found = self._kept.get(name)
        if found is None or found.call != given_up:
            return False
        del self._kept[name]
        return True
