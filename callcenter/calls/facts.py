"""The call's facts. "The line" is the process that carries the call; it stamps and numbers them.

A line appends each of these to its own file before it sends it.
"""

from enum import StrEnum

import msgspec

from acd.facts.listening import Voice
from acd.ids import AgentId, CallId, LegId, LineId, PartyId, QueueId
from acd.step import Fact


class Role(StrEnum):
    """What a leg is in its call."""

    CALLER = "caller"
    AGENT = "agent"
    CONSULT = "consult"
    """Somebody outside who is asked, or given the caller."""
    SUPERVISOR = "supervisor"
    LISTENER = "listener"
    """Hears the conversation and is heard by nobody."""


class Side(StrEnum):
    """Who ended a leg or a call."""

    CALLER = "caller"
    AGENT = "agent"
    HOUSE = "house"
    NETWORK = "network"


class Reason(StrEnum):
    """Why a leg or a call ended: the closed list of endings."""

    UNCLASSIFIED = "unclassified"
    HANGUP = "hangup"
    CANCELLED = "cancelled"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    MEDIA_LOST = "media_lost"
    SESSION_EXPIRED = "session_expired"
    FLOW_END = "flow_end"
    TOO_LONG = "too_long"
    LINE_DIED = "line_died"
    NOT_JOINED = "not_joined"
    REPLACED = "replaced"
    LOST = "lost"


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """Who ended it, and why; `unclassified` is a defect that is counted."""

    side: Side = Side.HOUSE
    reason: Reason = Reason.UNCLASSIFIED
    code: int = 0
    """SIP status, where there was one."""


class LegRang(Fact, frozen=True, kw_only=True):
    """An INVITE came: a call is born (the line)."""

    call: CallId
    leg: LegId
    line: LineId
    exchange: str
    party: PartyId
    dialled: str
    """User part of the dialled URI: one of our own numbers."""
    transport: str = "udp"
    brought: dict[str, str] = {}
    """Header fields of the INVITE that the house keeps, such as `x_campaign`."""


class CallPlaced(Fact, frozen=True, kw_only=True):
    """A line was given to a call that the house places; its first leg is dialled (the line)."""

    call: CallId
    line: LineId
    exchange: str
    party: PartyId


class LegDialled(Fact, frozen=True, kw_only=True):
    """An outgoing INVITE was sent (the line)."""

    call: CallId
    leg: LegId
    role: Role
    agent: AgentId | None = None


class LegProgressed(Fact, frozen=True, kw_only=True):
    """A dialled leg answered 18x (the line)."""

    call: CallId
    leg: LegId
    code: int


class LegAnswered(Fact, frozen=True, kw_only=True):
    """200 was sent or came (the line)."""

    call: CallId
    leg: LegId


class LegReferred(Fact, frozen=True, kw_only=True):
    """A desk phone asked by REFER that its caller go to somebody else (the line)."""

    call: CallId
    leg: LegId
    to: str
    """An agent's number, or a queue's name."""


class LegMediaUp(Fact, frozen=True, kw_only=True):
    """The first RTP packet of the leg came in (the line)."""

    call: CallId
    leg: LegId


class LegMediaLost(Fact, frozen=True, kw_only=True):
    """No RTP for the watchdog's time (the line)."""

    call: CallId
    leg: LegId


class LegMediaBack(Fact, frozen=True, kw_only=True):
    """RTP again after `LegMediaLost` (the line)."""

    call: CallId
    leg: LegId


class LegsJoined(Fact, frozen=True, kw_only=True):
    """Two legs hear each other (the line)."""

    call: CallId
    a: LegId
    b: LegId


class LegsParted(Fact, frozen=True, kw_only=True):
    """Two legs hear each other no more (the line)."""

    call: CallId
    a: LegId
    b: LegId


class LegHeld(Fact, frozen=True, kw_only=True):
    """The leg hears music, and nobody hears it (the line)."""

    call: CallId
    leg: LegId


class LegRetrieved(Fact, frozen=True, kw_only=True):
    """The leg is back in the conversation (the line)."""

    call: CallId
    leg: LegId


class HoldComforted(Fact, frozen=True, kw_only=True):
    """A caller has been on hold for long, and is told that nobody has forgotten her (the call)."""

    call: CallId


class LegMuted(Fact, frozen=True, kw_only=True):
    """The leg is not heard, or is again (the line)."""

    call: CallId
    leg: LegId
    muted: bool


class LegVoiced(Fact, frozen=True, kw_only=True):
    """Who hears a listener's leg has changed (the line)."""

    call: CallId
    leg: LegId
    voice: Voice


class LegEnded(Fact, frozen=True, kw_only=True):
    """The leg is gone (the line; the exchange, for a line that died)."""

    call: CallId
    leg: LegId
    ending: Ending


class MusicStarted(Fact, frozen=True, kw_only=True):
    """The leg hears music or comfort words (the line)."""

    call: CallId
    leg: LegId
    tune: str


class DigitsSent(Fact, frozen=True, kw_only=True):
    """Keys went out to a leg (the line). Only how many."""

    call: CallId
    leg: LegId
    count: int


class ReflexTaken(Fact, frozen=True, kw_only=True):
    """The line acted by itself (the line): see the protocol's list of reflexes."""

    call: CallId
    leg: LegId
    reflex: str


class RecordingStarted(Fact, frozen=True, kw_only=True):
    """Both tracks run (the line)."""

    call: CallId


class RecordingPaused(Fact, frozen=True, kw_only=True):
    """Silence is written from here (the line)."""

    call: CallId


class RecordingResumed(Fact, frozen=True, kw_only=True):
    """Voices are written again (the line)."""

    call: CallId


class RecordingEnded(Fact, frozen=True, kw_only=True):
    """Both tracks are closed (the line)."""

    call: CallId
    seconds: float
    paused: float = 0.0


class RecordingLost(Fact, frozen=True, kw_only=True):
    """No recording is kept: declined by the caller, or an alarm (the line, the exchange)."""

    call: CallId
    because: str


class RecordingStored(Fact, frozen=True, kw_only=True):
    """One playable file is in the archive (the worker)."""

    call: CallId
    seconds: float
    size: int
    """Bytes."""
    sha256: str


class LegMeasured(Fact, frozen=True, kw_only=True):
    """How the leg was heard, as a whole, when it ended (the line); not of one that never spoke."""

    call: CallId
    leg: LegId
    packets: int
    """RTP packets that came."""
    lost: int
    jitter_ms: float
    """Mean (RFC 3550, 6.4.1)."""
    round_trip_ms: float
    """Mean, by RTCP; 0 where the other side sends none."""
    opinion: float
    """Estimated mean opinion score, 1 to 4.5."""


class LegSourceChanged(Fact, frozen=True, kw_only=True):
    """The leg's audio comes from another address than before, and nothing was negotiated: the peer
    has moved, or somebody has taken its place (the line).
    """

    call: CallId
    leg: LegId


class QualityCrossed(Fact, frozen=True, kw_only=True):
    """The leg's audio quality went over a threshold (the line)."""

    call: CallId
    leg: LegId
    level: str
    """good, fair or poor."""


class LineGone(Fact, frozen=True, kw_only=True):
    """The line process is gone with its call (the exchange): `how` is finished or died."""

    call: CallId
    line: LineId
    how: str


class ExchangeFound(Fact, frozen=True, kw_only=True):
    """An exchange is there before any call has come through one (control): calls of our own can go
    out through it.
    """

    exchange: str


class CallAdopted(Fact, frozen=True, kw_only=True):
    """A live line nobody knew was found at recovery (control); its card, if it had one, is in."""

    call: CallId
    line: LineId
    exchange: str
    card: bytes = b""
    legs: tuple["FoundLeg", ...] = ()
    party: PartyId = PartyId("")
    dialled: str = ""


class FoundLeg(msgspec.Struct, frozen=True, kw_only=True):
    """A live leg as its line describes it."""

    leg: LegId
    role: Role
    answered: bool
    agent: AgentId | None = None
    joined: LegId | None = None
    held: bool = False
    muted: bool = False


class SurveyInvited(Fact, frozen=True, kw_only=True):
    """The agent has ended the conversation, and the caller is asked to rate it (the call)."""

    call: CallId
    agent: AgentId
    """About whom."""
    queue: QueueId


class SurveyAnswered(Fact, frozen=True, kw_only=True):
    """The caller has rated it (the call)."""

    call: CallId
    agent: AgentId
    queue: QueueId
    score: int
    """As the key that was pressed."""


class CallEnded(Fact, frozen=True, kw_only=True):
    """The call is over (the call)."""

    call: CallId
    ending: Ending


class FactsMissing(Fact, frozen=True, kw_only=True):
    """A source could not supply these numbers (control)."""

    source: str
    first: int
    last: int
