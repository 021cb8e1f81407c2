"""Conversations that broke: nobody hung up, the caller's leg or its media was lost.

Each is kept for a while, so that its agent may call back at once and its caller, calling again, is
first in line. It is given up by a fact, once: when either has come about.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName
from acd.waiting_call import WaitingCall

_MOST = 2_000
_LONGEST = timedelta(hours=4)
"""How many are kept, and how long at most: the oldest are given up first."""


class BrokenCall(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One."""

    call: CallId
    agent: AgentId
    """With whom the caller spoke."""
    party: PartyId
    queue: QueueId
    since: datetime
    """The entry by which the call stood in line."""
    at: datetime
    back_until: datetime
    """Until then its caller, calling again, is first in line."""
    language: SkillName | None = None
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    redialled: bool = False
    """Her one redial was begun."""


class BrokenCalls:
    """All that are kept, the oldest first."""

    def __init__(self, broken: Iterable[BrokenCall] = ()) -> None:
        self._broken = {one.call: one for one in broken}
        self._of_party = {one.party: one.call for one in self._broken.values()}

    def state(self) -> list[BrokenCall]:
        """All of them, for a snapshot."""
        return list(self._broken.values())

    def broke(self, call: WaitingCall, agent: AgentId, within: int, at: datetime) -> None:
        """Its caller may be back within so many seconds: the newest of a party is kept, and nobody
        who withholds the number.
        """
        if not call.party:
            return
        self.give_up(self._of_party.get(call.party, call.call))
        self._broken[call.call] = BrokenCall(
            call=call.call,
            agent=agent,
            party=call.party,
            queue=call.queue,
            since=call.stands_since,
            at=at,
            back_until=at + timedelta(seconds=within),
            language=call.language,
            path=call.path,
            recording_declined=call.recording_declined,
        )
        self._of_party[call.party] = call.call
        first = next(iter(self._broken.values()))
        while first.at + _LONGEST < at or len(self._broken) > _MOST:
            self.give_up(first.call)
            first = next(iter(self._broken.values()))

    def of(self, call: CallId) -> BrokenCall | None:
        """By the name of the call."""
        return self._broken.get(call)

    def before(self, call: WaitingCall, at: datetime) -> BrokenCall | None:
        """The broken one of a call's party, if the call comes in time."""
        found = self._broken.get(self._of_party.get(call.party, CallId("")))
        return found if found is not None and at < found.back_until else None

    def give_up(self, call: CallId) -> bool:
        """It is over; False: it is not known, or not any more."""
        found = self._broken.pop(call, None)
        if found is None:
            return False
        if self._of_party.get(found.party) == call:
            del self._of_party[found.party]
        return True
