"""What the REST surface `/api/v1` takes and gives: the models of OpenAPI and of the page's types.

Instants are aware UTC, lengths are seconds, shares 0-1 and null without a denominator. Numbers of
persons are masked unless the field says otherwise. It must not know where a value comes from.
"""

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Shape(BaseModel):
    """Root of all: unknown fields of a request are refused, so that a typing slip is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TextPair(Shape):
    """One text in both languages of the interface."""

    zh: str
    en: str


class Page(Shape, Generic[T]):
    """One page of a list; `next` is the cursor of the following one, null at the end."""

    items: list[T]
    next: str | None = None


# -- session ---------------------------------------------------------------------------------


class SignIn(Shape):
    """`POST /api/v1/session`."""

    work_number: str = Field(min_length=1, max_length=32)
    password: str = Field(min_length=1, max_length=256)


class SessionView(Shape):
    """Who is signed in. `csrf` goes back as the header `X-CSRF-Token` on every unsafe request."""

    agent: str
    work_number: str
    name: TextPair
    role: Literal["agent", "supervisor", "qa", "admin"]
    scope: Literal["own", "team", "site", "all"]
    team: str
    site: str
    device: str
    csrf: str
    expires_at: datetime
    time_zone: str
    """The house's: the pages show instants in it."""


class TicketWanted(Shape):
    """`POST /api/v1/socket-tickets`."""

    socket: Literal["desk", "wallboard"]


class Ticket(Shape):
    """Opens one socket once, within 30 s, from the same page origin."""

    ticket: str
    expires_at: datetime


class About(Shape):
    """`GET /api/v1/about`: open to all, for the sign-in page."""

    name: TextPair
    build: str
    time_zone: str
    demo: bool


# -- calls -----------------------------------------------------------------------------------


class EndingView(Shape):
    """Who ended a call, and why."""

    side: str
    reason: str
    code: int = 0


class CallRow(Shape):
    """One call in a list."""

    call: str
    started_at: datetime
    state: Literal["ivr", "waiting", "offered", "connecting", "talking", "wrap_up", "ended"]
    number: str = ""
    dialled: str = ""
    direction: Literal["inbound", "callback", "redial", "outbound", "consult", "outside"] = (
        "inbound"
    )
    """`callback`: the customer had asked for it; `redial`: the conversation had broken."""
    called_back: bool = False
    voicemail: bool = False
    """The caller left a message."""
    turned_away: bool = False
    """The caller heard why the call could not be taken, and was let go."""
    withdrawn: bool = False
    """A supervisor took it out of its queue."""
    diverted: TextPair | None = None
    """Why a queue's rule sent it elsewhere, the last time."""
    customer: str | None = None
    customer_name: str = ""
    queue: str | None = None
    queue_name: TextPair | None = None
    agent: str | None = None
    agent_name: TextPair | None = None
    language: str = ""
    entered_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    waited: float | None = None
    talk: float | None = None
    hold: float | None = None
    wrap_up: float | None = None
    handle: float | None = None
    answered: bool = False
    answered_within: bool = False
    dropped: bool = False
    """The conversation broke: nobody hung up, the caller's line or its sound was lost."""
    abandoned: bool = False
    short_abandon: bool = False
    need: str = ""
    needs: list[str] = []
    outcome: str = ""
    ending: EndingView | None = None
    recording: Literal["none", "running", "pending", "stored", "declined", "lost"] = "none"
    stored: bool = True
    """False: not yet in the database, told from memory."""


class CandidateRow(Shape):
    """An agent who was looked at."""

    agent: str
    name: TextPair | None = None
    lost: str = ""
    """What she lost by, in the strategy's terms, `skill` or her state; empty: it is hers."""
    lost_skill: TextPair | None = None
    idle_for: float = 0.0
    rank: float | None = None
    """Of one who was free: her place by the strategy, the lowest first."""


class OfferRow(Shape):
    """One offer of a call, with who was considered."""

    offer: str
    agent: str
    agent_name: TextPair | None = None
    made_at: datetime
    until: datetime
    how: str
    """accepted, expired, rejected, busy, withdrawn, taken, unreachable, device_lost,
    connect_failed, or open.
    """
    ended_at: datetime | None = None
    strategy: str = ""
    """What chose her: the queue's strategy, `preferred`, `reserved`, `assigned` or `pulled`."""
    waited: float = 0.0
    """Since first entry."""
    width: int = 0
    """How far the search had widened."""
    priority: int = 0
    candidates: list[CandidateRow] = []


class LegRow(Shape):
    """One leg of a call."""

    leg: str
    role: str
    agent: str | None = None
    started_at: datetime
    answered_at: datetime | None = None
    joined_at: datetime | None = None
    ended_at: datetime | None = None
    ending: EndingView | None = None
    quality: str = ""
    opinion: float | None = None
    """Estimated mean opinion score, 1 to 4.5; with the others once the leg has ended."""
    loss_percent: float | None = None
    jitter_ms: float | None = None
    round_trip_ms: float | None = None


class Span(Shape):
    """A stretch of a call, such as a hold or a pause of the recording."""

    kind: str
    from_at: datetime
    to_at: datetime | None = None


class CallDetail(CallRow):
    """One call whole."""

    ivr: float | None = None
    """Seconds in the dialogue."""
    path: list[str] = []
    """The way through the dialogue: menus and keys."""
    path_words: list[TextPair] = []
    """The same as an agent reads it: what was chosen."""
    offers: list[OfferRow] = []
    legs: list[LegRow] = []
    spans: list[Span] = []
    transfers: int = 0
    """How often it was handed over."""
    survey_asked: bool = False
    """The caller was asked to rate the conversation."""
    survey_score: int | None = None
    foreseen_p50: int | None = None
    """Seconds the caller was to wait when first told, as likely longer as shorter; null: untold."""
    foreseen_p80: int | None = None
    """Four of five were to wait no longer."""
    wait_error: float | None = None
    """Seconds the wait was longer than `foreseen_p50`, below 0 shorter; null while it lasts."""
    notes: str = ""
    recording_seconds: float | None = None
    recording_started_at: datetime | None = None


class TimelineRow(Shape):
    """One fact of a call."""

    position: int
    at: datetime
    kind: str
    source: str
    cause: int
    told: list[TextPair] = []
    """Names and words that say which one it was, the most telling first."""
    body: dict[str, Any]
    stored: bool = True


class Timeline(Shape):
    """Every fact of a call, in order."""

    call: str
    facts: list[TimelineRow]


class NotesText(Shape):
    """`PUT /api/v1/calls/{id}/notes`."""

    text: str = Field(max_length=4000)


# -- agents ----------------------------------------------------------------------------------


class ExpiringSkill(Shape):
    """A skill that counts as missing from a day on."""

    skill: str
    name: TextPair
    expires: date


class AgentView(Shape):
    """One agent, live."""

    agent: str
    work_number: str
    name: TextPair
    role: str
    team: str
    site: str
    employer: str
    queues: list[str]
    state: str
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    intent: str
    device: str
    call: str | None = None
    offer: str | None = None
    reachable: bool = True
    expiring: list[ExpiringSkill] = []
    """Certified skills that run out within 14 days, and those that have."""


class DeviceWanted(Shape):
    """`POST /api/v1/agents/{id}/sign-in`."""

    device: str = ""
    """`browser`, a SIP URI, or empty for the one in the directory."""


class NotReadyWanted(Shape):
    """`POST /api/v1/agents/{id}/not-ready`."""

    reason: str = "break"


class OutcomeWanted(Shape):
    """`POST /api/v1/agents/{id}/outcome`."""

    call: str
    outcome: str
    need: str = ""
    needs: list[str] = []


class RedialWanted(Shape):
    """`POST /api/v1/agents/{id}/redial`."""

    call: str
    """The call that broke, which she wraps up."""


class OfferWanted(Shape):
    """`POST /api/v1/offers/accept` and `/offers/decline`."""

    offer: str
    agent: str = ""
    """Whose press it is; empty: the signed-in agent's own."""


class OfferState(Shape):
    """The offer an agent has at present (`GET /api/v1/agents/{id}/offer`)."""

    offer: str
    call: str
    queue: str
    until: datetime
    entered_at: datetime


# -- customers -------------------------------------------------------------------------------


class CustomerRow(Shape):
    """One customer in a list."""

    customer: str
    name: str
    tier: str = ""
    city: str = ""
    number: str = ""
    last_contact_at: datetime | None = None


class CustomerWanted(Shape):
    """`POST /api/v1/customers`."""

    name: str = Field(min_length=1, max_length=120)
    number: str = Field(default="", max_length=32)
    """E.164; or give `call` and its caller's number is taken."""
    call: str = ""
    language: str = Field(default="", max_length=32)
    city: str = Field(default="", max_length=80)
    email: str = Field(default="", max_length=200)
    remark: str = Field(default="", max_length=2000)


class CustomerChosen(Shape):
    """`PUT /api/v1/calls/{id}/customer`."""

    customer: str


class Problem(Shape):
    """RFC 9457: what went wrong, and how to cure it."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    code: str
    """Closed list; the page words it."""
    errors: list[dict[str, Any]] = []
    state: Any = None
    """What it is now, where somebody else was faster."""
