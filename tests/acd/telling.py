"""Short ways to tell a distributor what happened."""

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState
from acd.ids import AgentId, CallId, OfferId, PartyId, QueueId, SkillName
from tests.bench.people import FLIGHTS, floor
from tests.bench.rooms import Bench, Carrying, at

C1, C2 = CallId("c1"), CallId("c2")


def published(configuration: Configuration, seconds: float = 0) -> f.ConfigurationPublished:
    return f.ConfigurationPublished(at=at(seconds), configuration=configuration)


def queued(
    call: CallId, seconds: float, queue: QueueId = FLIGHTS, language: str | None = None
) -> f.CallQueued:
    spoken = SkillName(language) if language else None
    return f.CallQueued(at=at(seconds), call=call, party=PartyId("p"), queue=queue, language=spoken)


def connected(bench: Bench, call: CallId, agent: AgentId, seconds: float) -> None:
    offer = OfferId(f"{call}/1")
    bench.told(f.AcceptPressed(at=at(seconds), offer=offer, agent=agent))
    bench.told(f.CallConnected(at=at(seconds), call=call, agent=agent, offer=offer))


def with_floor(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(floor()))
    return room, bench


def state_of(room: Distributor, agent: AgentId) -> AgentState:
    found = room.agent(agent)
    assert found is not None
    return found.state
