"""What a desk shows of a call: held out to her, in conversation, or wrapped up.

Plain values, as in `views.py`.
"""

from datetime import datetime
from enum import StrEnum

from agent_desktop.marks import Marks
from agent_desktop.view import NAMELESS, View, Words


class Considered(View, frozen=True, kw_only=True):
    """One agent looked at for the offer, and why she lost; empty `lost` is the winner."""

    agent: str
    name: Words
    lost: str = ""
    """shorter_idle, skill, or the state in which she could take no call."""
    lost_skill: Words = NAMELESS
    """Which skill is too low, when `lost` is `skill`."""
    idle_for: float = 0.0


class CallbackView(View, frozen=True, kw_only=True):
    """The customer is to be called, or was, because she asked for it."""

    asked_at: datetime
    promised_until: datetime
    """By then the first try was to begin."""
    tries: int = 0
    """How often she was tried before."""
    there: bool = False
    """She was called before an agent was asked, has answered and waits: a call like any other."""


class Brought(View, frozen=True, kw_only=True):
    """A header field that is kept with its call, such as a campaign."""

    name: str
    value: str


class OfferView(View, frozen=True, kw_only=True):
    """A call held out to her."""

    offer: str
    call: str
    queue: str
    queue_name: Words
    number: str = ""
    """Masked; empty when withheld or not known yet."""
    dialled: str = ""
    path: tuple[Words, ...] = ()
    """What the caller chose in the IVR, in order."""
    brought: tuple[Brought, ...] = ()
    """What the call brought along."""
    suggested_need: str = ""
    """What the caller most likely needs, by that choice; empty: nothing is known."""
    language: str = ""
    """mandarin, english or empty."""
    entered_at: datetime
    """First queue entry: the zero of the wait clock."""
    offered_at: datetime
    until: datetime
    ring_for: int = 10
    rings_at: str = "browser"
    """`browser` (accept here) or `phone` (answer the desk phone)."""
    strategy: str = "longest_idle"
    candidates: int = 0
    """How many agents were considered."""
    idle_for: float = 0.0
    """How long she had been idle."""
    considered: tuple[Considered, ...] = ()
    came_back: str = ""
    """Why the call is offered again: how the offer before ended; empty at first."""
    callback: CallbackView | None = None
    """Nobody waits on the line: accepting calls the customer."""
    handed_by: Words = NAMELESS
    """Who spoke with the caller and handed her over; empty: nobody did."""
    marks: Marks = Marks()


class Phase(StrEnum):
    """Where the call of this desk is."""

    CONNECTING = "connecting"
    TALKING = "talking"
    HELD = "held"
    INTERRUPTED = "interrupted"
    """Her audio is gone for the moment; the caller hears comfort music."""
    ENDED = "ended"
    """In wrap-up."""


class RecordingState(StrEnum):
    """What becomes of the voices."""

    OFF = "off"
    """Not started, or none is kept."""
    ON = "on"
    PAUSED = "paused"
    FILING = "filing"
    """Over; the archive does not have the file yet."""
    STORED = "stored"
    """Over; the file is in the archive."""
    DECLINED = "declined"
    """The caller does not want to be recorded."""
    LOST = "lost"


class LegView(View, frozen=True, kw_only=True):
    """One leg of the call."""

    leg: str
    role: str
    """caller, agent, consult or supervisor."""
    state: str
    """dialled, ringing, answered, joined, held or ended."""
    agent: str = ""
    quality: str = ""
    """good, fair, poor or empty."""


class Ended(View, frozen=True, kw_only=True):
    """How the call ended."""

    at: datetime
    side: str
    """caller, agent, house or network."""
    reason: str


class ConsultState(StrEnum):
    """Where a consultation is, as who asked sees it."""

    SEEKING = "seeking"
    """Nobody of the queue is free yet."""
    RINGING = "ringing"
    TALKING = "talking"
    """The caller hears music."""
    HELD = "held"
    """She speaks with the caller; the colleague hears music."""
    CONFERENCE = "conference"


class ConsultStep(StrEnum):
    """What an agent does with her consultation."""

    BACK = "back"
    """To her caller: the colleague is let go."""
    COMPLETE = "complete"
    """The caller is the colleague's."""
    SWAP = "swap"
    CONFERENCE = "conference"


class ConsultView(View, frozen=True, kw_only=True):
    """Whom she asks while her caller hears music."""

    state: ConsultState
    agent: str = ""
    name: Words = NAMELESS
    """Of the colleague; empty while nobody of the queue is free."""
    outside: bool = False
    """Somebody outside: no agent and no queue."""
    number: str = ""
    """Of somebody outside."""
    queue_name: Words = NAMELESS
    since: datetime
    """Since when she asks."""


class CallView(View, frozen=True, kw_only=True):
    """The call she is in, or wraps up."""

    call: str
    queue: str = ""
    queue_name: Words = NAMELESS
    number: str = ""
    dialled: str = ""
    path: tuple[Words, ...] = ()
    brought: tuple[Brought, ...] = ()
    """What the call brought along."""
    suggested_need: str = ""
    language: str = ""
    phase: Phase
    auto: bool = False
    """While it connects: it answers by itself, nobody pressed, and it can't be declined."""
    legs: tuple[LegView, ...] = ()
    entered_at: datetime | None = None
    connected_at: datetime | None = None
    """Voices joined: the zero of the handle clock."""
    released_at: datetime | None = None
    """Her part of the call is over."""
    waited: float | None = None
    """Seconds from entry to connection, once connected."""
    muted: bool = False
    held_since: datetime | None = None
    held_for: float = 0.0
    """Seconds of finished holds."""
    recording: RecordingState = RecordingState.OFF
    ended: Ended | None = None
    wrap_up_asked: bool | None = None
    """Whether she wants wrap-up after it; None: it comes in any case."""
    callback: CallbackView | None = None
    outgoing: bool = False
    """She calls, and whom she calls has not answered: their telephone rings."""
    handed_by: Words = NAMELESS
    """Who spoke with the caller before and handed her over."""
    handed_on: bool = False
    """She has handed the caller over: the call goes on without her."""
    consult: ConsultView | None = None
    """Whom she asks at present."""
    asked: bool = False
    """This is no caller: a colleague, `handed_by`, asks her about one."""
    transfer_no: str = ""
    """Why it could not be handed over when she pressed for it last: a code, and `:detail`."""
    may: tuple[str, ...] = ()
    """Commands that would be taken now: hold, retrieve, mute, unmute, keys, transfer, consult,
    hang_up, pause_recording, resume_recording; of a consultation back, complete, swap, conference.
    """
    marks: Marks = Marks()
