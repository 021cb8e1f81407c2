"""One message that waits for somebody to work on it, or is worked on by one agent.

Changed by facts through `callcenter.voicemail.voicemails`. It knows no sound: that is a stretch of
the recording of the call in which it was left.
"""

from datetime import datetime

import msgspec

import callcenter.calls.voicemail_facts as v
from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName


class Voicemail(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One open message."""

    id: CallId
    """The call in which it was left."""
    party: PartyId
    queue: QueueId
    left_at: datetime
    entered_at: datetime
    """First queue entry of its caller: the place that a call back has."""
    since: float
    seconds: float
    how: v.HowLeft
    language: SkillName | None = None
    path: tuple[str, ...] = ()
    tier: str = ""
    travels_soon: bool = False
    on_line: bool = True
    """Its caller has not hung up yet."""
    stored: bool = False
    """The recording is in the archive: it can be listened to."""
    lost: bool = False
    """There is no recording, and there will be none."""
    agent: AgentId | None = None
    """Who works on it."""
    taken_at: datetime | None = None

    @classmethod
    def of(cls, fact: v.VoicemailLeft) -> "Voicemail":
        """As it was left."""
        return cls(
            id=fact.call,
            party=fact.party,
            queue=fact.queue,
            left_at=fact.at,
            entered_at=fact.entered_at,
            since=fact.since,
            seconds=fact.seconds,
            how=fact.how,
            language=fact.language,
            path=fact.path,
            tier=fact.tier,
            travels_soon=fact.travels_soon,
        )

    def against_taking(self, agent: AgentId) -> v.No | None:
        """Why she cannot have it; None: she can, or has it already."""
        return v.No.TAKEN if self.agent not in (None, agent) else None

    def against_work(self, agent: AgentId) -> v.No | None:
        """Why she may not end its work."""
        return None if self.agent == agent else v.No.NOT_YOURS

    def against_calling(self, agent: AgentId) -> v.No | None:
        """Why its caller cannot be called back by her."""
        if (no := self.against_work(agent)) is not None:
            return no
        if not self.party:
            return v.No.WITHHELD
        return v.No.ON_LINE if self.on_line else None
