"""Silent listening in stories told at random: what is pressed, and what must hold of listeners."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState
from acd.facts.listening import LISTENING
from acd.ids import AgentId, LegId
from acd.listening import still_wants
from acd.step import Fact

_REASONS = ("training", "quality", "", "nonsense")


def act(room: Distributor, random: Random, agents: tuple[AgentId, ...], at: datetime) -> Fact:
    """A press, or what becomes of a listener's leg; a leg is called only for somebody attached."""
    listening = sorted(one.id for one in room.agents() if one.listens is not None)
    hearing = sorted(one.id for one in room.agents() if one.hears is not None)
    chance = random.random()
    if hearing and chance < 0.3:
        return _left(room, random.choice(hearing), at)
    if listening and chance < 0.5:
        called = _called(room, random.choice(listening), at)
        if called is not None:
            return called
    if chance < 0.6:
        by = random.choice(listening or agents)
        return f.ListenStopPressed(at=at, by=by)
    return f.ListenPressed(
        at=at,
        press=f"listen {random.randrange(60)}",
        by=random.choice(agents),
        agent=random.choice(agents),
        supervises=random.random() < 0.5,
        because=random.choice(_REASONS),
    )


def _called(room: Distributor, listener: AgentId, at: datetime) -> Fact | None:
    found = room.agent(listener)
    agent = room.agent(found.listens.agent) if found and found.listens else None
    if found is None or agent is None or found.hears or agent.state is not AgentState.ON_CALL:
        return None
    if agent.call is None:
        return None
    leg = LegId(f"{agent.call}.l1")
    return f.ListenerCalled(
        at=at, call=agent.call, leg=leg, listener=listener, agent=agent.id, uri=found.uri
    )


def _left(room: Distributor, listener: AgentId, at: datetime) -> Fact:
    found = room.agent(listener)
    assert found is not None
    assert found.hears is not None
    leg = LegId(f"{found.hears}.l1")
    return f.ListenerLeft(
        at=at, call=found.hears, leg=leg, listener=listener, agent=listener, because="over"
    )


def complaints(room: Distributor, configuration: Configuration) -> Iterator[str]:
    """What must not be of listeners: at most a line each."""
    mentors = {one.id: one.mentor for one in configuration.agents}
    for one in room.agents():
        if one.hears is not None and one.state is AgentState.IDLE:
            yield f"{one.id} is offered calls while a leg of hers listens"
        if one.listens is None:
            continue
        if (one.state, one.reason) != (AgentState.NOT_READY, LISTENING):
            yield f"{one.id} listens and is {one.state} {one.reason}"
        if not still_wants(one):
            yield f"{one.id} listens, and chose otherwise"
        agent = room.agent(one.listens.agent)
        if agent is None or agent.state is AgentState.LOGGED_OUT:
            yield f"{one.id} listens to {one.listens.agent}, who is not there"
        if not one.listens.supervises and mentors.get(one.id) != one.listens.agent:
            yield f"{one.id} listens to {one.listens.agent}, who is not her mentor"
