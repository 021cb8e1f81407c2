"""A callback outlives whoever thinks of it: stored, loaded, replayed, taken over by its card."""

from datetime import timedelta

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import AgentId, LegId, LineId, PartyId
from acd.step import DeadlineReached, Fact
from acd.waiting_call import Phase as InLine
from callcenter.calls.call import Stage
from callcenter.house import House
from callcenter.outbound.callback import Phase
from tests.bench.rooms import at
from tests.calls.callback_story import CallbackStory
from tests.calls.story import MARIA, OMAR, PHONE

pytestmark = pytest.mark.thinking

LINE, P = LineId("line-9"), PartyId("p")


@pytest.mark.parametrize("upto", range(1, 40))
def test_a_house_that_was_stored_and_loaded_goes_on_with_the_same_callback(upto: int) -> None:
    """Dump, load and replay at every fact of a day with a busy and an answered attempt."""
    story = CallbackStory()
    story.asks()
    story.ready()
    story.not_reached(story.called())
    story.wait(600)
    leg = story.called()
    story.answers(story.customer)
    story.joined(leg)
    half = House()
    for fact in story.facts[:upto]:
        half.apply(fact)
    loaded = House()
    loaded.load(half.dump())
    assert loaded.dump() == half.dump()
    assert loaded.next_deadline() == half.next_deadline()
    for fact in story.facts[upto:]:
        loaded.apply(fact)
    assert loaded.dump() == story.house.dump()


def test_a_callback_in_mid_call_is_taken_over_from_its_card() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.called()
    card = story.house.card(story.attempt)
    taken = House()
    for fact in story.facts[:2]:
        taken.apply(fact)
    taken.digest(
        c.CallAdopted(
            at=at(3),
            call=story.attempt,
            line=story.house.calls.state.calls[story.attempt].line,
            exchange="one",
            card=card,
        )
    )
    callback = taken.callbacks.of_call(story.attempt)
    assert callback is not None
    assert (callback.phase, callback.tries) == (Phase.CALLING, 1)
    call = taken.calls.on(story.attempt)
    assert call is not None
    assert call.stage is Stage.CONNECTING
    assert call.promised_until == at(0) + timedelta(seconds=1800)
    assert taken.acd.agent(AgentId(MARIA)) is not None


def told(house: House, *facts: Fact) -> list[Fact]:
    """What is derived, deadlines that come before among it."""
    derived: list[Fact] = []
    for fact in facts:
        while (due := house.next_deadline()) is not None and due.at <= fact.at:
            derived += house.digest(DeadlineReached(at=due.at, deadline=due.id)).facts
        derived += house.digest(fact).facts
    return derived


def test_one_that_was_taken_over_while_a_phone_rang_for_it_stays_in_line() -> None:
    """Its offer went with who thought: the phone's leg and its line may end, the attempt not."""
    story = CallbackStory()
    story.asks()
    story.ready(OMAR, PHONE)
    [offer] = [fact for fact in story.facts if isinstance(fact, a.OfferMade)]
    leg = LegId(f"{story.attempt}.a1")
    story.tell(c.CallPlaced(at=at(2), call=story.attempt, line=LINE, exchange="one", party=P))
    story.tell(c.LegDialled(at=at(2), call=story.attempt, leg=leg, role=c.Role.AGENT, agent=OMAR))
    assert offer.device == PHONE
    taken = House()
    for fact in story.facts[:2]:
        taken.apply(fact)
    rings = c.FoundLeg(leg=leg, role=c.Role.AGENT, answered=False, agent=OMAR)
    card = story.house.card(story.attempt)
    found = c.CallAdopted(
        at=at(3), call=story.attempt, line=LINE, exchange="one", card=card, legs=(rings,)
    )
    ending = c.Ending(side=c.Side.AGENT, reason=c.Reason.HANGUP)
    derived = told(
        taken,
        found,
        c.LegEnded(at=at(10), call=story.attempt, leg=leg, ending=ending),
        c.LineGone(at=at(10), call=story.attempt, line=LINE, how="finished"),
    )
    assert [one.because for one in derived if isinstance(one, a.CallRequeued)] == ["adopted"]
    assert not [one for one in derived if isinstance(one, c.CallEnded | a.CallerLeft)]
    call, waiting = taken.calls.on(story.attempt), taken.acd.call(story.attempt)
    assert call is not None
    assert (call.stage, call.line) == (Stage.WAITING, "")
    assert waiting is not None
    assert waiting.phase is InLine.WAITING
