"""Messages as the pages see them: who may see which, and what each looks like.

Open ones are told from the replica's room, done ones from the database. It must not know HTTP.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from acd.ids import AgentId
from callcenter.clock import now
from callcenter.records import StoredVoicemail
from callcenter.voicemail.voicemail import Voicemail
from callcenter.web.callers import Callers
from callcenter.web.floor import WebFloor
from callcenter.web.naming import Naming
from callcenter.web.ports import StoredVoicemails
from callcenter.web.replica import Replica
from callcenter.web.told import pair, pair_of
from callcenter.web.voicemail_shapes import VoicemailCount, VoicemailRow

DONE_FOR = timedelta(days=7)
"""So long a message that is done is listed."""


class VoicemailLook:
    """Reads the replica."""

    def __init__(
        self,
        stored: StoredVoicemails,
        replica: Replica,
        naming: Naming,
        callers: Callers,
        floor: WebFloor,
    ) -> None:
        self._stored = stored
        self._replica = replica
        self._naming = naming
        self._callers = callers
        self._floor = floor

    def queues_of(self, agent: str, *, leads: bool) -> frozenset[str] | None:
        """Whose messages she may see; None: those of every queue."""
        if leads:
            return None
        profile = self._floor.profile(AgentId(agent))
        return frozenset(profile.queues) if profile is not None else frozenset()

    def count(self, queues: frozenset[str] | None, agent: str) -> VoicemailCount:
        """How many there are for her."""
        seen = list(self._open(queues))
        return VoicemailCount(
            open=sum(one.agent is None for one in seen),
            mine=sum(one.agent == agent for one in seen),
        )

    async def open(self, queues: frozenset[str] | None) -> list[VoicemailRow]:
        """Those that are not done, the oldest first."""
        seen = list(self._open(queues))
        await self._naming.learn_all(one.party for one in seen)
        return [self._row(one) for one in seen]

    async def done(self, queues: frozenset[str] | None) -> list[VoicemailRow]:
        """Those that were done of late, the newest end first. Raises Unavailable."""
        wanted: Sequence[str] | None = None if queues is None else sorted(queues)
        found = await self._stored.done(wanted, now() - DONE_FOR)
        await self._naming.learn_all(one.party for one in found)
        return [self._done_row(one) for one in found]

    async def where(self, call: str) -> Voicemail | StoredVoicemail | None:
        """The message of a call, done or not. Raises Unavailable."""
        return self._replica.house.voicemails.one(call) or await self._stored.one(call)

    def _open(self, queues: frozenset[str] | None) -> Iterable[Voicemail]:
        every = self._replica.house.voicemails.open()
        return (one for one in every if queues is None or one.queue in queues)

    def _name(self, call: str) -> str:
        """Asked for, where it is not known yet: the next look has it."""
        card = self._callers.view(call).card
        return card.name if card is not None else ""

    def _row(self, one: Voicemail) -> VoicemailRow:
        return VoicemailRow(
            call=one.id,
            number=self._naming.number(one.party),
            customer_name=self._name(one.id),
            queue=one.queue,
            queue_name=pair(self._naming.queue(one.queue)),
            left_at=one.left_at,
            seconds=one.seconds,
            how=one.how.value,
            state="open" if one.agent is None else "taken",
            agent=one.agent,
            agent_name=pair_of(self._naming, one.agent),
            since=one.taken_at,
            sound="ready" if one.stored else "lost" if one.lost else "pending",
            may_call_back=bool(one.party) and not one.on_line,
        )

    def _done_row(self, one: StoredVoicemail) -> VoicemailRow:
        told = {
            "call": one.call,
            "number": self._naming.number(one.party),
            "customer_name": self._name(one.call),
            "queue": one.queue,
            "queue_name": pair(self._naming.queue(one.queue)),
            "left_at": one.left_at,
            "seconds": one.seconds,
            "how": one.how,
            "state": "done",
            "agent": one.done_by,
            "agent_name": pair_of(self._naming, one.done_by),
            "since": one.done_at,
            "sound": "ready",
            "outcome": one.outcome,
        }
        return VoicemailRow.model_validate(told)
