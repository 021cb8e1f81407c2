"""Calls found again: adopted from their line, replayed from the journal, loaded from a snapshot."""

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from callcenter.house import House
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, MARIA, Story

pytestmark = pytest.mark.thinking


def test_a_found_call_without_a_card_enters_the_default_queue() -> None:
    story = Story()
    legs = (c.FoundLeg(leg=CALLER, role=c.Role.CALLER, answered=True),)
    story.tell(
        c.CallAdopted(at=at(1), call=CALL, line="l1", exchange="one", legs=legs)  # type: ignore[arg-type]
    )
    assert len(story.all(a.CallQueued)) == 1
    assert story.wished("PlayMusic")


def test_a_found_call_with_its_card_goes_on_where_it_was() -> None:
    before = Story()
    leg = before.connected()
    card = before.house.card(CALL)
    assert len(card) <= 4096
    after = Story()
    after.ready()
    legs = (
        c.FoundLeg(leg=CALLER, role=c.Role.CALLER, answered=True, joined=leg),
        c.FoundLeg(leg=leg, role=c.Role.AGENT, answered=True, agent=MARIA, joined=CALLER),
    )
    after.tell(
        c.CallAdopted(
            at=at(9),
            call=CALL,
            line="l1",  # type: ignore[arg-type]
            exchange="one",
            card=card,
            legs=legs,
        )
    )
    after.wait(10)
    assert after.all(a.CallQueued) == []
    assert after.state_of() is a.AgentState.ON_CALL
    after.ends(CALLER)
    after.ends(leg, c.Side.HOUSE)
    assert len(after.all(c.CallEnded)) == 1


def test_replay_by_apply_alone_gives_the_same_house() -> None:
    story = Story()
    leg = story.connected()
    story.wait(30)
    story.ends(CALLER)
    story.ends(leg, c.Side.HOUSE)
    fresh = House()
    for fact in story.facts:
        fresh.apply(fact)
    assert fresh.dump() == story.house.dump()


def test_a_dumped_house_goes_on_the_same() -> None:
    story = Story()
    leg = story.connected()
    fresh = House()
    fresh.load(story.house.dump())
    assert fresh.dump() == story.house.dump()
    story.house = fresh
    story.ends(leg, c.Side.AGENT)
    assert len(story.all(a.CallRequeued)) == 1
