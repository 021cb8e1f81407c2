"""A leg: one dialog of the conversation, as the line sees it."""

from dataclasses import dataclass, field
from enum import StrEnum

from acd.facts.listening import Voice
from acd.ids import AgentId, LegId
from callcenter.calls.commands import Way
from callcenter.calls.facts import FoundLeg, Role
from callcenter.line.hearing import OUTSIDERS
from callcenter.line.rtp_addresses import Address
from callcenter.line.sounds import Prompt, Tune
from callcenter.line.telephone import Call, Reception


class LegState(StrEnum):
    """INVITED → ANSWERED (incoming); DIALLED → REPLIED → ANSWERED (outgoing); then it is gone."""

    INVITED = "invited"
    DIALLED = "dialled"
    REPLIED = "replied"
    ANSWERED = "answered"


@dataclass(slots=True)
class Hearing:
    """What the leg's RTP stream did lately; times are monotonic seconds."""

    packets: int = 0
    grew_at: float = 0.0
    up: bool = False
    lost: bool = False
    received: Reception = Reception()
    """The counters at the last look."""
    judged: Reception = Reception()
    """The counters at the last look at quality."""
    judged_at: float = 0.0


@dataclass(slots=True)
class Source:
    """What is known of where a leg's audio comes from; see `line.source_guard`."""

    home: Address | None = None
    """The first one since audio was negotiated."""
    address: Address | None = None
    """The one that was listened to last."""
    guarded: bool = False
    """It is the first one, and the kernel drops all else."""
    can_be_guarded: bool = True
    seen: Address | None = None
    seen_since: float = 0.0


@dataclass(slots=True)
class Leg:
    """One dialog, from its INVITE to its end."""

    id: LegId
    role: Role
    call: Call
    state: LegState
    born: float
    agent: AgentId | None = None
    join: LegId | None = None
    whisper: tuple[str, ...] = ()
    """Files played to it before and over the join."""
    join_at: float | None = None
    """When the beep is over and it is joined; monotonic seconds."""
    others: tuple[Way, ...] = ()
    """How else it may be reached, while nothing came of the ways tried."""
    reply_for: float = 0.0
    """Seconds within which each way has to say something."""
    reply_until: float | None = None
    ring_until: float | None = None
    progressed: int = 0
    has_media: bool = False
    held: bool = False
    muted: bool = False
    voice: Voice = Voice.SILENT
    """Of a listener: who hears her."""
    sound: Prompt | Tune | None = None
    hearing: Hearing = field(default_factory=Hearing)
    source: Source = field(default_factory=Source)
    quality: str = "good"

    @property
    def incoming(self) -> bool:
        """Whether the INVITE came to us."""
        return self.ring_until is None

    @property
    def answered(self) -> bool:
        """Whether there was a 200."""
        return self.state is LegState.ANSWERED

    @property
    def heard_early_by(self) -> LegId | None:
        """Who hears what the network says before they answer who are called outside: a tone, or
        why not.
        """
        early = self.role in OUTSIDERS and not self.incoming and self.has_media
        return self.join if early else None

    @property
    def has_sound(self) -> bool:
        """A prompt or music is for this leg."""
        return self.sound is not None

    def found(self, partner: LegId | None) -> FoundLeg:
        """As told to a new exchange or control."""
        return FoundLeg(
            leg=self.id,
            role=self.role,
            answered=self.answered,
            agent=self.agent,
            joined=partner,
            held=self.held,
            muted=self.muted,
        )
