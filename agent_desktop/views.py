"""What a desk shows: the parts of one agent's screen, as plain values.

`desk.py` makes them and `wire.py` sends them; the browser only draws. A number is masked before it
comes here. Instants are aware UTC; lengths are seconds; a share is 0-1 and None when it has no
denominator. It must not know sockets, databases or how a part was found out.
"""

from datetime import datetime

from acd.facts import AgentState, Intent
from agent_desktop.call_views import CallView, OfferView
from agent_desktop.customer_views import CustomerView
from agent_desktop.incident_views import IncidentView
from agent_desktop.listening_views import ListenView
from agent_desktop.marks import Marks
from agent_desktop.opening_views import EmergencyView, OpeningView
from agent_desktop.view import NAMELESS, View, Words

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


# -- after the call ----------------------------------------------------------------------------


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
    incidents: tuple[IncidentView, ...] = ()
    """What callers are told of: everybody sees them all."""
    stored: bool = True
    """False while the database is away: what is shown is kept in memory."""
    live: bool = True
    """False while control is away: figures may be old, commands are kept and sent."""


PARTS: tuple[str, ...] = DeskView.__struct_fields__
"""Names of the parts, in the order in which they are compared."""
