"""What a desk is told about the world before it composes its screen: plain values, already named.

The web process fills these from its replica of the house, the directory and the customer book;
tests fill them by hand. They decide nothing: which button works is `compose.py`'s and `desk.py`'s.
"""

from datetime import datetime
from typing import Protocol

import msgspec

from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, OfferId, QueueId
from agent_desktop.call_views import (
    Brought,
    CallbackView,
    Considered,
    ConsultView,
    Ended,
    LegView,
    RecordingState,
)
from agent_desktop.catalogue import REASONS
from agent_desktop.customer_views import CustomerView
from agent_desktop.incident_views import IncidentView
from agent_desktop.listening_views import ListenView
from agent_desktop.marks import Marks
from agent_desktop.opening_views import EmergencyView
from agent_desktop.view import NAMELESS, Words
from agent_desktop.views import BreakAskedView, DayFigures, NotReadyReason, QueueView, RecentCall


class AgentSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One agent, as the directory and the distributor know her."""

    agent: AgentId
    name: Words = NAMELESS
    role: str = "agent"
    team: Words = NAMELESS
    site: Words = NAMELESS
    state: AgentState = AgentState.LOGGED_OUT
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    intent: Intent = Intent.LOGGED_OUT
    intent_reason: str = ""
    device: str = "browser"
    audio_uri: str = ""
    """Where her browser's audio is reached; empty while it does not stand."""
    audio_lost: str = ""
    """Why it stands no more; empty when it stands, or never did."""
    desk_lost: bool = False
    extended: bool = False
    """Whether the wrap-up that runs has had its extension."""
    extension: int = 15
    """Seconds that it adds; 0: the queue allows none."""
    must_ask: bool = False
    """Wrap-up comes only if she asks for it during the call."""
    wrap_up_asked: bool = False
    ends_by_outcome: bool = True
    """The outcome ends the wrap-up; else she is free at its deadline."""
    outcome_given: bool = False
    """Of the wrap-up that runs."""
    may_redial: bool = False
    """The conversation that she wraps up broke: she may call back at once."""
    listen: ListenView = ListenView()


class AbsenceSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Her breaks: for what, how long still, and what she asked for."""

    reasons: tuple[NotReadyReason, ...] = REASONS
    """For which she may be not ready; there are no others."""
    limit_at: datetime | None = None
    overrun: bool = False
    asked: BreakAskedView | None = None
    refused: str = ""


class OfferSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The offer that stands for her."""

    offer: OfferId
    call: CallId
    queue: QueueId
    queue_name: Words = NAMELESS
    number: str = ""
    dialled: str = ""
    path: tuple[Words, ...] = ()
    brought: tuple[Brought, ...] = ()
    suggested_need: str = ""
    language: str = ""
    device: str = "browser"
    entered_at: datetime
    made_at: datetime
    until: datetime
    strategy: str = "longest_idle"
    considered: tuple[Considered, ...] = ()
    came_back: str = ""
    callback: CallbackView | None = None
    handed_by: Words = NAMELESS
    marks: Marks = Marks()


class CallSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The call she is being connected to, speaks in, or wraps up."""

    call: CallId
    queue: QueueId = QueueId("")
    queue_name: Words = NAMELESS
    number: str = ""
    dialled: str = ""
    path: tuple[Words, ...] = ()
    brought: tuple[Brought, ...] = ()
    suggested_need: str = ""
    language: str = ""
    legs: tuple[LegView, ...] = ()
    auto: bool = False
    """Her browser answers it by itself: it is being connected without a press."""
    entered_at: datetime | None = None
    connected_at: datetime | None = None
    released_at: datetime | None = None
    """Her own leg is over: what follows is wrap-up."""
    muted: bool = False
    held_since: datetime | None = None
    held_for: float = 0.0
    interrupted_since: datetime | None = None
    recording: RecordingState = RecordingState.OFF
    ended: Ended | None = None
    callback: CallbackView | None = None
    outgoing: bool = False
    handed_by: Words = NAMELESS
    handed_on: bool = False
    consult: ConsultView | None = None
    asked: bool = False
    transfer_no: str = ""
    marks: Marks = Marks()


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one screen is made of, at one instant."""

    me: AgentSeen
    absence: AbsenceSeen = AbsenceSeen()
    queues: tuple[QueueView, ...] = ()
    offer: OfferSeen | None = None
    call: CallSeen | None = None
    customer: CustomerView | None = None
    history: tuple[RecentCall, ...] = ()
    day: DayFigures = DayFigures()
    emergencies: tuple[EmergencyView, ...] = ()
    incidents: tuple[IncidentView, ...] = ()
    stored: bool = True
    live: bool = True


class Floor(Protocol):
    """Where a desk looks: the replica of the house with the names added."""

    def seen(self, agent: AgentId) -> Seen:
        """Everything about one agent's screen now; works without database and control."""
