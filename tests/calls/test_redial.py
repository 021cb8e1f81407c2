"""A conversation breaks, and its agent calls back: her leg first, then the customer's, once."""

import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.ids import CallId
from callcenter.calls.call import Direction, caller_leg_id
from callcenter.history.call_fold import fold_all
from tests.bench.rooms import at
from tests.calls.callback_story import CallbackStory
from tests.calls.story import CALL, CALLER, MARIA, OMAR, PHONE

pytestmark = pytest.mark.thinking

REDIAL, LATER = CallId(f"{CALL}r"), CallId("01LATER")
CUSTOMER = caller_leg_id(REDIAL)


def broken() -> CallbackStory:
    """Maria's caller is lost; she wraps up."""
    story = CallbackStory()
    leg = story.connected()
    story.wait(30)
    story.ends(CALLER, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    story.ends(leg, c.Side.HOUSE)
    return story


def presses(story: CallbackStory) -> None:
    story.tell(a.RedialPressed(at=at(story.seconds), agent=MARIA, call=CALL))


def dials(story: CallbackStory) -> None:
    story.tell(c.LegDialled(at=at(story.seconds), call=REDIAL, leg=CUSTOMER, role=c.Role.CALLER))


def test_one_press_places_the_call_and_both_speak() -> None:
    story = broken()
    presses(story)
    [place] = story.wished("PlaceCall")
    assert isinstance(place, do.PlaceCall)
    assert (place.call, place.party, place.agent) == (REDIAL, "p", MARIA)
    leg = story.placed()
    before = len(story.wished("DialLeg"))
    story.answers(leg)
    [dial] = story.wished("DialLeg")[before:]
    assert isinstance(dial, do.DialLeg)
    assert (dial.leg, dial.party, dial.join) == (CUSTOMER, "p", leg)
    assert not story.all(a.CallbackAttempted)
    dials(story)
    story.answers(CUSTOMER)
    assert [one.broken for one in story.all(a.RedialAnswered)] == [CALL]
    story.tell(c.LegsJoined(at=at(story.seconds), call=REDIAL, a=leg, b=CUSTOMER))
    assert story.state_of() is a.AgentState.ON_CALL
    story.wait(20)
    story.over(CUSTOMER, c.Side.CALLER, c.Reason.HANGUP)
    story.over(leg, c.Side.HOUSE, c.Reason.HANGUP)
    assert story.state_of() is a.AgentState.WRAP_UP
    records = fold_all(story.facts)
    assert records[CALL].dropped_at is not None
    assert records[CALL].wrapped_at is not None
    redial = records[REDIAL]
    assert (redial.direction, redial.callback_of, redial.agent) == (Direction.REDIAL, CALL, MARIA)
    assert redial.talk == 20


@pytest.mark.parametrize("reason", [c.Reason.BUSY, c.Reason.NO_ANSWER, c.Reason.UNREACHABLE])
def test_a_customer_who_is_not_reached_ends_it(reason: c.Reason) -> None:
    story = broken()
    presses(story)
    leg = story.placed()
    story.answers(leg)
    dials(story)
    story.over(CUSTOMER, c.Side.CALLER, reason)
    story.over(leg, c.Side.HOUSE, c.Reason.HANGUP)
    assert story.is_free()
    assert [one.call for one in story.all(c.CallEnded)] == [CALL, REDIAL]
    assert story.house.calls.on(REDIAL) is None
    assert not story.all(a.CallbackMissed)


def test_the_customer_calls_in_while_his_telephone_rings() -> None:
    story = broken()
    presses(story)
    leg = story.placed()
    story.answers(leg)
    dials(story)
    story.rings(LATER, dialled="none")
    [returned] = story.all(a.CallerReturned)
    assert (returned.call, returned.broken) == (LATER, CALL)
    ended = [one.leg for one in story.wished("EndLeg") if isinstance(one, do.EndLeg)]
    assert ended[-2:] == [CUSTOMER, leg]
    story.over(CUSTOMER, c.Side.HOUSE, c.Reason.CANCELLED)
    story.over(leg, c.Side.HOUSE, c.Reason.CANCELLED)
    assert (story.offer().call, story.offer().agent) == (LATER, MARIA)
    assert story.all(c.CallEnded)[-1].call == REDIAL


def test_the_customer_answers_first_and_is_not_sent_away_by_a_second_call() -> None:
    story = broken()
    presses(story)
    leg = story.placed()
    story.answers(leg)
    dials(story)
    story.answers(CUSTOMER)
    story.rings(LATER, dialled="none")
    assert not story.all(a.RedialWithdrawn)
    story.tell(c.LegsJoined(at=at(story.seconds), call=REDIAL, a=leg, b=CUSTOMER))
    assert story.state_of() is a.AgentState.ON_CALL


def test_she_gives_up_while_it_rings() -> None:
    story = broken()
    presses(story)
    leg = story.placed()
    story.answers(leg)
    dials(story)
    story.tell(p.HangUpPressed(at=at(story.seconds), call=REDIAL, agent=MARIA))
    story.over(CUSTOMER, c.Side.HOUSE, c.Reason.CANCELLED)
    story.over(leg, c.Side.HOUSE, c.Reason.CANCELLED)
    assert story.is_free()


def test_her_desk_phone_is_rung_first_and_if_she_does_not_answer_nobody_is_called() -> None:
    story = CallbackStory()
    story.ready(OMAR, PHONE)
    story.arrives()
    story.presses()
    offer = story.offer()
    phone = story.dialled()
    story.tell(c.LegAnswered(at=at(story.seconds), call=CALL, leg=phone))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=CALLER, b=phone))
    assert offer.agent == OMAR
    story.ends(CALLER, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    story.ends(phone, c.Side.HOUSE)
    story.tell(a.RedialPressed(at=at(story.seconds), agent=OMAR, call=CALL))
    leg = story.placed()
    assert story.state_of(OMAR) is a.AgentState.OFFERED
    story.wait(11)
    story.over(leg, c.Side.HOUSE, c.Reason.NO_ANSWER)
    assert story.state_of(OMAR) is a.AgentState.NOT_RESPONDING
    assert story.house.acd.call(REDIAL) is None
    assert story.house.calls.on(REDIAL) is None
