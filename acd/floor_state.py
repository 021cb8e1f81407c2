"""The floor's state, as a snapshot holds it."""

from datetime import date, datetime

import msgspec

from acd.agent import Agent
from acd.alarm import Alarm
from acd.answered_acts import ActAnswer
from acd.arrivals import Arrivals
from acd.broken_calls import BrokenCall
from acd.configuration import Configuration
from acd.ids import CallId, DeadlineId, QueueId
from acd.incidents import IncidentsState
from acd.kept_places import KeptPlace
from acd.offer import Offer
from acd.opening import OpeningState
from acd.waiting_call import CallPast, WaitingCall


class FloorState(msgspec.Struct, kw_only=True):
    """All of the room's state, for a snapshot. Fields are only ever added, with a default."""

    configuration: Configuration | None = None
    resumed_at: datetime | None = None
    agents: list[Agent] = []
    calls: list[WaitingCall] = []
    offers: list[Offer] = []
    past: dict[CallId, CallPast] = {}
    kept: list[KeptPlace] = []
    broken: list[BrokenCall] = []
    handle_for: dict[QueueId, float] = {}
    arrivals: list[Arrivals] = []
    deadlines: dict[DeadlineId, datetime] = {}
    opening: OpeningState = msgspec.field(default_factory=OpeningState)
    incidents: IncidentsState = msgspec.field(default_factory=IncidentsState)
    acts: dict[str, ActAnswer] = {}
    """What came of the last presses upon waiting calls, by their names."""
    seed: int = 0
    """What every draw by lot is made of."""
    alarms: list[Alarm] = []
    today: date | None = None
    """The day up to which skills have run out."""
