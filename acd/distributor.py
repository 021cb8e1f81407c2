"""The distributor: the room that says who takes which waiting call.

The house hands it facts and is told what follows; desks and boards ask it what is so. Every fact,
derived ones included, goes through `apply` and then `handle`, and all facts of one step are applied
before the next is handled. It reads no clock and knows nothing of telephones, pages or storage.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from acd.agent import Agent
from acd.alarm import Alarm
from acd.answered_acts import ActAnswer
from acd.breaks import Breaks
from acd.changes import Changes
from acd.configuration import Configuration
from acd.decisions import Decisions
from acd.explanation import Explanation
from acd.floor import Floor
from acd.floor_state import FloorState
from acd.forecast import Forecasts, Place, Wait
from acd.ids import AgentId, CallId, QueueId
from acd.incidents import Incidents
from acd.offer import Offer
from acd.opening import HOUSE, Emergency, Shut
from acd.queue import QueueFigures
from acd.redials import to_redial
from acd.step import NOTHING, Deadline, Fact, Step
from acd.waiting_call import Phase, WaitingCall


class _Card(msgspec.Struct, kw_only=True):
    """One call's share of the state."""

    call: WaitingCall
    offer: Offer | None = None


class Distributor:
    """Implements `acd.step.Room`."""

    def __init__(self) -> None:
        self._sit_down(Floor())

    def _sit_down(self, floor: Floor) -> None:
        self._floor = floor
        self._changes = Changes(floor)
        self._decisions = Decisions(floor)
        self._forecasts = Forecasts(floor)
        self.explanation = Explanation(floor)
        """Why a call waits, and whom one would meet."""
        self.breaks = Breaks(floor)
        """Who is out, who asked, and how much each has had today."""

    # -- the room --------------------------------------------------------------------------------

    def apply(self, fact: Fact) -> None:
        """Take a fact into the state. Raises NotPermitted, and changes nothing, for an
        `AgentStateChanged` that no step of the table leads to.
        """
        self._changes.take(fact)

    def handle(self, fact: Fact) -> Step:
        """Decide what follows from a fact that was applied."""
        facts = self._decisions.follow(fact)
        return Step(facts=facts) if facts else NOTHING

    def next_deadline(self) -> Deadline | None:
        """The earliest instant waited for."""
        return self._floor.deadlines.next()

    def dump(self) -> bytes:
        """The state as msgpack; equal states give equal bytes."""
        return msgspec.msgpack.encode(self._floor.state())

    def load(self, dumped: bytes) -> None:
        """Replace the state; raises msgspec.ValidationError for what is no dump."""
        self._sit_down(Floor(msgspec.msgpack.decode(dumped, type=FloorState)))

    def card(self, call: CallId) -> bytes:
        """What a line keeps of this call for us; empty when the call is in no queue."""
        found = self._floor.calls.get(call)
        if found is None:
            return b""
        offer = self._floor.offers.get(found.offer) if found.offer else None
        return msgspec.msgpack.encode(_Card(call=found, offer=offer))

    def adopt(self, call: CallId, card: bytes) -> None:
        """Take over a call from its card, unless it is known. What follows is decided at once, by
        a deadline: a call that waited or rang goes back in line, one that was connected keeps its
        agent.
        """
        if not card or call in self._floor.calls:
            return
        found = msgspec.msgpack.decode(card, type=_Card)
        self._floor.adopt(found.call, found.offer)

    # -- questions -------------------------------------------------------------------------------

    @property
    def configuration(self) -> Configuration | None:
        """What was published last."""
        return self._floor.configuration

    def agent(self, agent: AgentId) -> Agent | None:
        """An agent as she is; to be read, not changed."""
        return self._floor.agents.get(agent)

    def agents(self) -> Iterator[Agent]:
        """All agents there are, in no order."""
        return iter(self._floor.agents.values())

    def offer_of(self, agent: AgentId) -> Offer | None:
        """The offer that is held out to her or connects her."""
        found = self._floor.agents.get(agent)
        return self._floor.offers.get(found.offer) if found and found.offer else None

    def may_redial(self, agent: AgentId) -> bool:
        """She wraps up a conversation that broke, and may call back at once."""
        found = self._floor.agents.get(agent)
        return found is not None and to_redial(self._floor, found) is not None

    def call(self, call: CallId) -> WaitingCall | None:
        """A call from queue entry to the end of its conversation; to be read, not changed."""
        return self._floor.calls.get(call)

    def act(self, press: str) -> ActAnswer | None:
        """What came of a press upon a waiting call; None: no answer yet, or forgotten."""
        return self._floor.acts.get(press)

    def calls(self) -> Iterator[WaitingCall]:
        """All calls from queue entry to the end of their conversations, in no order."""
        return iter(self._floor.calls.values())

    def waiting(self, call: CallId) -> Place | None:
        """The place in line; None for a call that does not wait."""
        found = self._floor.calls.get(call)
        if found is None or found.phase is not Phase.WAITING:
            return None
        ahead = self._floor.queue(found.queue).waiting.place(found.key)
        return Place(queue=found.queue, ahead=ahead, entered_at=found.entered_at)

    def in_line(self, queue: QueueId) -> tuple[CallId, ...]:
        """The calls that wait in a queue, in order of service."""
        found = self._floor.queues.get(queue)
        return tuple(call for _, _, call in found.waiting) if found else ()

    def queue_figures(self, queue: QueueId) -> QueueFigures | None:
        """A queue at this moment; None for one that does not exist."""
        found = self._floor.queues.get(queue)
        return found.figures() if found else None

    def is_open(self, queue: QueueId) -> bool:
        """It takes calls; a queue without a calendar does, unless there is an emergency."""
        return self._floor.opening.is_open(queue)

    def shut(self, queue: QueueId) -> Shut | None:
        """Why a queue is closed, and since when; None: it is open."""
        return self._floor.opening.shut(queue)

    def changes_at(self, queue: QueueId) -> datetime | None:
        """When its calendar opens or closes it next; None: not within a year."""
        hour = self._floor.opening.hours.get(queue)
        return hour.until if hour else None

    def emergency(self, queue: QueueId | None = None) -> Emergency | None:
        """The emergency switch of a queue, or of the whole house, while it is pressed."""
        return self._floor.opening.emergencies.get(HOUSE if queue is None else queue)

    @property
    def incidents(self) -> Incidents:
        """Whose messages callers hear; to be read, not changed."""
        return self._floor.incidents

    def expected_wait(self, queue: QueueId, at: datetime) -> Wait | None:
        """How long a caller who entered the queue at this instant would wait; None where nothing
        can be said.
        """
        return self._forecasts.of_newcomer(queue, at) if queue in self._floor.queues else None

    def alarms(self) -> tuple[Alarm, ...]:
        """Promises of its own that do not hold at present, the oldest alarm first."""
        return tuple(self._floor.alarms)

    def queues(self) -> tuple[QueueId, ...]:
        """The queues of the configuration, in its order."""
        configured = self._floor.configuration
        return tuple(queue.id for queue in configured.queues) if configured else ()
