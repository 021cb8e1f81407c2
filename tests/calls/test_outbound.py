"""An agent calls somebody: her leg first, then the party's, who sees a number of the house."""

import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.ids import CallId, PartyId, QueueId
from acd.step import CommandClosed
from callcenter.calls.call import Direction, caller_leg_id
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import Result
from tests.bench.rooms import at
from tests.calls.callback_story import CallbackStory
from tests.calls.story import MARIA

pytestmark = pytest.mark.thinking

OUT = CallId("01OUT")
CUSTOMER = caller_leg_id(OUT)


def dials(story: CallbackStory) -> None:
    story.tell(
        a.DialPressed(
            at=at(story.seconds),
            press="one",
            call=OUT,
            by=MARIA,
            party=PartyId("wang"),
            queue=QueueId("flights"),
            zone="mobile",
        )
    )


def rings(story: CallbackStory) -> None:
    story.tell(c.LegDialled(at=at(story.seconds), call=OUT, leg=CUSTOMER, role=c.Role.CALLER))


def began() -> tuple[CallbackStory, do.DialLeg]:
    """She hears the party's telephone ring."""
    story = CallbackStory()
    story.ready(MARIA)
    dials(story)
    leg = story.placed()
    story.answers(leg)
    [dial] = story.wished("DialLeg")
    assert isinstance(dial, do.DialLeg)
    assert dial.join == leg
    rings(story)
    return story, dial


def test_one_press_places_the_call_and_both_speak() -> None:
    story, dial = began()
    [place] = story.wished("PlaceCall")
    assert isinstance(place, do.PlaceCall)
    assert (place.call, place.party, place.agent) == (OUT, "wang", MARIA)
    assert (dial.leg, dial.party, dial.ring_for) == (CUSTOMER, "wang", 45.0)
    assert [one.party for one in story.wished("LookUpCustomer")] == ["wang"]  # type: ignore[attr-defined]
    story.wait(8)
    story.answers(CUSTOMER)
    assert [one.call for one in story.all(a.OutboundAnswered)] == [OUT]
    assert dial.join is not None
    story.tell(c.LegsJoined(at=at(story.seconds), call=OUT, a=dial.join, b=CUSTOMER))
    assert story.state_of() is a.AgentState.ON_CALL
    story.wait(20)
    story.over(CUSTOMER, c.Side.CALLER, c.Reason.HANGUP)
    story.over(dial.join, c.Side.HOUSE, c.Reason.HANGUP)
    assert story.state_of() is a.AgentState.WRAP_UP
    record = fold_all(story.facts)[OUT]
    assert (record.direction, record.agent, record.queue) == (Direction.OUTBOUND, MARIA, "flights")
    assert (record.talk, record.zone) == (20, "mobile")
    assert record.result is Result.NOT_OFFERED


@pytest.mark.parametrize("reason", [c.Reason.BUSY, c.Reason.NO_ANSWER, c.Reason.UNREACHABLE])
def test_who_does_not_answer_leaves_her_in_wrap_up_with_the_call(reason: c.Reason) -> None:
    story, dial = began()
    assert dial.join is not None
    story.over(CUSTOMER, c.Side.CALLER, reason)
    assert story.state_of() is a.AgentState.WRAP_UP
    story.over(dial.join, c.Side.HOUSE, c.Reason.HANGUP)
    mine = story.house.calls.of_agent(MARIA)
    assert mine is not None
    assert mine.id == OUT
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=MARIA, call=OUT, outcome="no_answer"))
    assert story.is_free()
    assert story.house.calls.on(OUT) is None
    record = fold_all(story.facts)[OUT]
    assert record.outcome == "no_answer"
    assert record.is_over
    assert not story.all(a.CallAbandoned)


@pytest.mark.parametrize("first", ["theirs", "hers"])
def test_she_gives_up_while_it_rings(first: str) -> None:
    """Both legs end at once; whichever is told first."""
    story, dial = began()
    assert dial.join is not None
    story.tell(p.HangUpPressed(at=at(story.seconds), call=OUT, agent=MARIA))
    ended = [one.leg for one in story.wished("EndLeg") if isinstance(one, do.EndLeg)]
    assert ended[:2] == [CUSTOMER, dial.join]
    legs = (CUSTOMER, dial.join) if first == "theirs" else (dial.join, CUSTOMER)
    for leg in legs:
        story.over(leg, c.Side.HOUSE, c.Reason.CANCELLED)
    assert story.state_of() is a.AgentState.WRAP_UP
    assert [one.how for one in story.all(a.OfferEnded)] == [a.OfferEnd.NOT_REACHED]
    assert story.all(c.CallEnded)[-1].call == OUT


def test_she_puts_her_phone_down_while_it_rings() -> None:
    story, dial = began()
    assert dial.join is not None
    story.over(dial.join, c.Side.AGENT, c.Reason.HANGUP)
    assert story.wished("EndLeg")[-1].leg == CUSTOMER  # type: ignore[attr-defined]
    story.over(CUSTOMER, c.Side.HOUSE, c.Reason.CANCELLED)
    assert story.state_of() is a.AgentState.WRAP_UP


def test_a_number_that_cannot_be_called_is_told_at_once() -> None:
    story = CallbackStory()
    story.ready(MARIA)
    dials(story)
    leg = story.placed()
    story.answers(leg)
    [dial] = story.wished("DialLeg")
    refused = CommandClosed(
        at=at(story.seconds), command=dial.id, outcome="refused", reason="unreachable"
    )
    story.tell(refused)
    assert story.state_of() is a.AgentState.WRAP_UP
    story.over(leg, c.Side.HOUSE, c.Reason.HANGUP)
    assert story.all(c.CallEnded)[-1].call == OUT
