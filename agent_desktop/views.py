"""What a desk shows: the parts of one agent's screen, as plain values.

`desk.py` makes them and `wire.py` sends them; the browser only draws. A number is masked before it
comes here. Instants are aware UTC; lengths are seconds; a share is 0-1 and None when it has no
denominator. It must not know sockets, databases or how a part was found out.
"""

from datetime import datetime
from enum import StrEnum

from acd.facts import AgentState, Intent
from agent_desktop.customer_views import CustomerView
from agent_desktop.listening_views import ListenView
from agent_desktop.opening_views import EmergencyView, OpeningView
from agent_desktop.view import NAMELESS, View, Words


class Marks(View, frozen=True, kw_only=True):
    """Where a clock or a share changes its colour: one table for desk, board and report."""

    wait_warn: float = 12.0
    wait_over: float = 20.0
    """The promise T of the queue."""
    handle_warn: float = 150.0
    handle_over: float = 180.0
    hold_over: float = 45.0
    """On hold for longer, an agent is reminded of her caller; 0: never."""
    service_floor: float = 0.8
    """Below it red, from it to the target amber."""
    service_target: float = 0.9
    answer_floor: float = 0.8
    """Share answered: below it red, from it to the target amber."""
    answer_target: float = 0.9


# -- me --------------------------------------------------------------------------------------


class BreakAskedView(View, frozen=True, kw_only=True):
    """A request of hers that has no answer yet; choosing anything takes it back."""

    reason: str
    since: datetime
    waits_for: str = "place"
    """place (somebody of her team has to come back) or leader."""
    ahead: int = 0
    """How many of her team asked before her."""


class Me(View, frozen=True, kw_only=True):
    """The agent herself: what she chose, and what is so."""

    agent: str
    work_number: str
    name: Words
    role: str
    """agent, supervisor, qa or admin."""
    team: Words = NAMELESS
    site: Words = NAMELESS
    state: AgentState
    reason: str = ""
    """Reason code of the state: why not ready."""
    since: datetime | None = None
    until: datetime | None = None
    """The end of a wrap-up or a delay."""
    intent: Intent
    """What she chose; during a call it is the state after it ("after call")."""
    intent_reason: str = ""
    limit_at: datetime | None = None
    """When the limit of the reason for which she is not ready is reached."""
    overrun: bool = False
    """It is passed; nothing is forced."""
    asked: BreakAskedView | None = None
    refused: str = ""
    """The reason her leader refused last; until she chooses anew."""
    listen: ListenView = ListenView()
    device: str = "browser"
    """`browser`, or the SIP URI of her desk phone."""
    reachable: bool = True
    can_be_ready: bool = False
    """Whether `set_intent available` would be taken now."""
    cannot_because: str = ""
    """audio_not_checked, audio_absent, or empty."""


class NotReadyReason(View, frozen=True, kw_only=True):
    """One reason of the not-ready menu. Limits are minutes; 0 is none."""

    code: str
    words: Words
    day_limit: int = 0
    once_limit: int = 0
    asks: bool = False
    """It is asked for: her team has few places, or the day few minutes."""


class NeedKind(View, frozen=True, kw_only=True):
    """The second step of a need, such as booking → flight."""

    code: str
    words: Words


class Need(View, frozen=True, kw_only=True):
    """A need (category) a caller may have; sent back as `<code>` or `<code>.<kind>`."""

    code: str
    words: Words
    kinds: tuple[NeedKind, ...] = ()


class Outcome(View, frozen=True, kw_only=True):
    """An outcome an agent may give; `key` is its digit 1-9, 0 without one."""

    code: str
    words: Words
    key: int = 0


class Choices(View, frozen=True, kw_only=True):
    """What the menus of this desk hold; constant through a session."""

    reasons: tuple[NotReadyReason, ...] = ()
    needs: tuple[Need, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


# -- queues ----------------------------------------------------------------------------------


class QueueView(View, frozen=True, kw_only=True):
    """One of her queues, live."""

    id: str
    name: Words
    waiting: int = 0
    longest_entered_at: datetime | None = None
    idle: int = 0
    """Agents of this queue who are idle."""
    service_level: float | None = None
    """Today, `answered within T / (answered + abandoned after T)`."""
    marks: Marks = Marks()
    opening: OpeningView = OpeningView()


# -- the call --------------------------------------------------------------------------------


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


class CallView(View, frozen=True, kw_only=True):
    """The call she is in, or wraps up."""

    call: str
    queue: str = ""
    queue_name: Words = NAMELESS
    number: str = ""
    dialled: str = ""
    path: tuple[Words, ...] = ()
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
    may: tuple[str, ...] = ()
    """Commands that would be taken now: hold, retrieve, mute, unmute, keys, hang_up,
    pause_recording, resume_recording."""
    marks: Marks = Marks()


class WrapUpView(View, frozen=True, kw_only=True):
    """Work after the call: ends by outcome or deadline, as its queue wants it."""

    call: str
    started_at: datetime
    until: datetime | None
    """None: it lasts until she is done."""
    extended: bool = False
    extension: int = 15
    """Seconds the one extension adds; 0: there is none."""
    ends_by_outcome: bool = True
    """False: the outcome is kept, and she is free at the deadline."""
    outcome_given: bool = False
    """It is kept already; it may be given anew."""
    redial: bool = False
    """The conversation broke: she may call back at once."""
    suggested_need: str = ""
    missing: tuple[str, ...] = ()
    """Fields without which the outcome is refused: `outcome`, `need`."""


class NotesView(View, frozen=True, kw_only=True):
    """What she has written about the call so far, need and outcome included."""

    call: str
    text: str = ""
    need: str = ""
    needs: tuple[str, ...] = ()
    """Further needs of the same call."""
    outcome: str = ""
    saved_at: datetime | None = None
    """None: not yet saved, or the last save failed and is tried again."""


# -- the day ---------------------------------------------------------------------------------


class RecentCall(View, frozen=True, kw_only=True):
    """One row of "recent calls", newest first."""

    call: str
    at: datetime
    who: str
    """Customer's name, or the masked number."""
    queue: str = ""
    queue_name: Words = NAMELESS
    need: str = ""
    outcome: str = ""
    waited: float | None = None
    handled: float | None = None
    """Talk + hold + wrap-up."""
    over: float = 0.0
    """Seconds over the handle target."""
    recording: bool = False
    stored: bool = True
    """False: not yet in the database."""


class DayFigures(View, frozen=True, kw_only=True):
    """Her day so far."""

    answered: int = 0
    handle_median: float | None = None
    handle_mean: float | None = None
    service_level: float | None = None
    answered_within: int = 0
    marks: Marks = Marks()


class AudioView(View, frozen=True, kw_only=True):
    """Her browser's audio."""

    state: str = "absent"
    """absent, ready, lost, or phone (a desk phone needs none)."""
    checked: bool = False
    because: str = ""
    quality: str = ""
    """good, fair, poor or empty."""
    rtt_ms: float | None = None


class DeskView(View, frozen=True, kw_only=True):
    """The whole screen. Each field is one part: a patch replaces parts whole."""

    me: Me
    choices: Choices
    queues: tuple[QueueView, ...] = ()
    offer: OfferView | None = None
    call: CallView | None = None
    customer: CustomerView | None = None
    wrap_up: WrapUpView | None = None
    notes: NotesView | None = None
    history: tuple[RecentCall, ...] = ()
    day: DayFigures = DayFigures()
    audio: AudioView = AudioView()
    emergencies: tuple[EmergencyView, ...] = ()
    """Of the house and of any queue: everybody sees them all."""
    stored: bool = True
    """False while the database is away: what is shown is kept in memory."""
    live: bool = True
    """False while control is away: figures may be old, commands are kept and sent."""


PARTS: tuple[str, ...] = DeskView.__struct_fields__
"""Names of the parts, in the order in which they are compared."""
