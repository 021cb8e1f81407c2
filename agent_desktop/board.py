"""Every message on the wallboard socket: one whole frame a second.

JSON text frames on `/api/v1/wallboard?ticket=…`; each message names its kind in `type`. The page
sends nothing but `ping`. Frames are made by `wallboard.py`; the browser's types are made from this
file by `scripts/wire_types.py`. Lengths are seconds, shares 0-1, None without a denominator.
"""

from datetime import datetime

import msgspec

from agent_desktop.marks import Marks
from agent_desktop.opening_views import EmergencyView, OpeningView
from agent_desktop.view import View, Words

BOARD_PROTOCOL = 1


class Counts(View, frozen=True, kw_only=True):
    """offered = answered + abandoned + short_abandoned + flowed_out + turned_away + called_back +
    voicemail + withdrawn + waiting.
    """

    offered: int = 0
    answered: int = 0
    answered_within: int = 0
    abandoned: int = 0
    """Without the short ones."""
    short_abandoned: int = 0
    flowed_out: int = 0
    """Left the queue otherwise: ended by the house."""
    turned_away: int = 0
    """Heard why they could not be taken, such as outside opening hours, and were let go."""
    called_back: int = 0
    """Asked to be called back, and kept the place."""
    voicemail: int = 0
    """Left a message."""
    withdrawn: int = 0
    """Taken out of the queue by a supervisor."""
    waiting: int = 0


class ServiceTile(View, frozen=True, kw_only=True):
    """Service level = answered within T / (answered + abandoned after T)."""

    now: float | None = None
    """Over the last 30 minutes."""
    today: float | None = None
    yesterday: float | None = None
    """At this time yesterday, where known."""
    trend: tuple[float | None, ...] = ()
    """The last six hours in steps of 15 minutes, oldest first."""
    within: float = 20.0
    definition: str = "sl4"
    counts_now: Counts = Counts()
    counts_today: Counts = Counts()


class LongestWaitTile(View, frozen=True, kw_only=True):
    """Who waits longest; all None when nobody does."""

    entered_at: datetime | None = None
    queue: str | None = None
    queue_name: Words | None = None


class WaitingTile(View, frozen=True, kw_only=True):
    """Calls in line, offered ones included."""

    count: int = 0
    estimated_wait: float | None = None
    """Seconds a caller would wait who entered now, in the slowest queue in which somebody waits:
    as likely longer as shorter.
    """
    estimated_wait_p80: float | None = None
    """Four of five would wait no longer."""
    idle_unsuited: int = 0
    """Idle agents none of whom may take any waiting call."""


class ReasonCount(View, frozen=True, kw_only=True):
    """How many are not ready for one reason."""

    reason: str
    count: int
    words: Words | None = None
    """What it is called; None for reasons that are counted together."""


class AgentsTile(View, frozen=True, kw_only=True):
    """Agents by what they do."""

    signed_in: int = 0
    idle: int = 0
    ringing: int = 0
    talking: int = 0
    wrap_up: int = 0
    not_ready: int = 0
    not_responding: int = 0
    unreachable: int = 0
    overrun: int = 0
    """Not ready for longer than their reason allows."""
    reasons: tuple[ReasonCount, ...] = ()


class HandleTile(View, frozen=True, kw_only=True):
    """Handle time = talk + hold + wrap-up of calls finished today."""

    median: float | None = None
    mean: float | None = None
    p90: float | None = None
    count: int = 0


class AnswerTile(View, frozen=True, kw_only=True):
    """Answered share of the offered today, and how fast; short abandons, who was turned away and
    who asked to be called back are left out.
    """

    now: float | None = None
    """Over the last 30 minutes."""
    rate: float | None = None
    speed: float | None = None
    """Average speed of answer."""


class MissesTile(View, frozen=True, kw_only=True):
    """Offers of today that came to nothing; what a device missed is no agent's miss."""

    missed: int = 0
    declined: int = 0
    by_device: int = 0


class AlarmLine(View, frozen=True, kw_only=True):
    """Promises of the distributor that do not hold, of one kind."""

    trouble: str
    """idle_beside_call, offer_overdue, state_outdated, deadline_overdue or index_astray."""
    count: int
    since: datetime
    """Of the oldest."""


class ForeseenTile(View, frozen=True, kw_only=True):
    """How the waits told to callers today came true."""

    told: int = 0
    kept: float | None = None
    """Share who waited no longer than told: 0.8 would be perfect."""
    error_median: float | None = None
    """Seconds between the wait and its median foreseen."""


class QueueRow(View, frozen=True, kw_only=True):
    """One line of the queue table."""

    id: str
    name: Words
    waiting: int = 0
    longest_entered_at: datetime | None = None
    service_now: float | None = None
    service_today: float | None = None
    answered_now: float | None = None
    """Answer rate of the last 30 minutes."""
    answered_today: float | None = None
    handle_median: float | None = None
    idle: int = 0
    callbacks: int = 0
    """Callbacks in line, due now; no caller waits."""
    foreseen: ForeseenTile = ForeseenTile()
    today: Counts = Counts()
    marks: Marks = Marks()
    opening: OpeningView = OpeningView()


class ToBoard(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Root of what the server says."""


class BoardHello(ToBoard, frozen=True, kw_only=True, tag="hello"):
    """First on every socket."""

    protocol: int = BOARD_PROTOCOL
    build: str
    server_time: datetime
    time_zone: str = "Asia/Shanghai"


class BoardFrame(ToBoard, frozen=True, kw_only=True, tag="frame"):
    """Everything on the board as of `at`."""

    at: datetime
    position: int
    """Of the journal, up to which it counts."""
    live: bool = True
    """False: control is away, figures stand still."""
    stored: bool = True
    """False: the newest facts are not yet in the database."""
    service: ServiceTile = ServiceTile()
    longest_wait: LongestWaitTile = LongestWaitTile()
    waiting: WaitingTile = WaitingTile()
    agents: AgentsTile = AgentsTile()
    handle: HandleTile = HandleTile()
    answer: AnswerTile = AnswerTile()
    foreseen: ForeseenTile = ForeseenTile()
    misses: MissesTile = MissesTile()
    queues: tuple[QueueRow, ...] = ()
    emergencies: tuple[EmergencyView, ...] = ()
    calls_up: int = 0
    """Calls in the house, IVR included."""
    marks: Marks = Marks()
    alarms: tuple[AlarmLine, ...] = ()


class BoardPong(ToBoard, frozen=True, kw_only=True, tag="pong"):
    """Answer to `ping`."""

    server_time: datetime


class BoardUnreadable(ToBoard, frozen=True, kw_only=True, tag="unreadable"):
    """A message from the page had the wrong shape. The socket stays open."""

    detail: str


FromBoardServer = BoardHello | BoardFrame | BoardPong | BoardUnreadable

_encoder = msgspec.json.Encoder()


def encode(message: ToBoard) -> str:
    """As one JSON text frame, made once for all who watch."""
    return _encoder.encode(message).decode()
