"""Callbacks from wish to end: the place kept, the agent first, one attempt at a time."""

import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.ids import CallId, CommandId, LegId, PartyId
from acd.step import CommandClosed
from tests.bench.rooms import at
from tests.calls.callback_story import CallbackStory
from tests.calls.story import CALL, FLIGHTS, MARIA, OMAR, PHONE

pytestmark = pytest.mark.thinking

LATER = CallId("01LATER")


def test_a_callback_is_offered_at_its_callers_place_and_placed_when_accepted() -> None:
    story = CallbackStory()
    story.asks()
    story.wait(5)
    story.rings(LATER, "q", "none")
    assert story.house.acd.in_line(FLIGHTS) == (f"{CALL}b1", LATER)
    story.wait(5)
    story.ready()
    offer = story.offer()
    assert (offer.call, offer.entered_at) == (f"{CALL}b1", at(0))
    assert not story.wished("PlaceCall")
    assert story.house.calls.up == 1
    story.accepts()
    [place] = story.wished("PlaceCall")
    assert isinstance(place, do.PlaceCall)
    assert (place.id, place.leg, place.uri) == (
        f"{CALL}b1/1:place",
        f"{CALL}b1.a1",
        "sip:1001@soft",
    )


def test_the_agent_is_there_before_the_customer_is_called_and_hears_it_ring() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.accepts()
    leg = story.placed()
    assert not story.wished("DialLeg")
    story.answers(leg)
    [dial] = story.wished("DialLeg")
    assert isinstance(dial, do.DialLeg)
    assert (dial.leg, dial.party, dial.uri) == (f"{CALL}b1.1", "p", "")
    assert (dial.join, dial.ring_for) == (leg, 20)
    [music] = [one for one in story.wished("PlayMusic") if isinstance(one, do.PlayMusic)]
    assert (music.leg, music.tune) == (leg, "ringback")
    story.wait(19)
    assert story.state_of() is a.AgentState.CONNECTING


def test_an_answered_callback_is_a_conversation_and_kept() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    leg = story.called()
    story.answers(story.customer)
    story.joined(leg)
    [kept] = story.all(a.CallbackKept)
    assert (kept.call, kept.callback) == (f"{CALL}b1", CALL)
    assert story.state_of() is a.AgentState.ON_CALL
    assert not list(story.house.callbacks.open())
    story.over(story.customer, c.Side.CALLER, c.Reason.HANGUP)
    assert story.state_of() is a.AgentState.WRAP_UP
    story.over(leg, c.Side.HOUSE, c.Reason.HANGUP)
    assert [one.ending.side for one in story.all(c.CallEnded)] == [c.Side.CALLER] * 2
    assert not story.all(a.CallAbandoned)


@pytest.mark.parametrize("reason", [c.Reason.BUSY, c.Reason.NO_ANSWER, c.Reason.UNREACHABLE])
def test_a_customer_who_is_not_reached_is_tried_again_and_the_agent_is_free(
    reason: c.Reason,
) -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.not_reached(story.called(), reason)
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries, missed.again_at) == (reason, 1, at(600))
    assert story.is_free()
    [ended] = story.all(a.OfferEnded)
    assert ended.how is a.OfferEnd.WITHDRAWN
    story.wait(599)
    assert len(story.all(a.CallbackQueued)) == 1
    story.wait(1)
    again = story.all(a.CallbackQueued)[-1]
    assert (again.call, again.number, again.entered_at) == (f"{CALL}b2", 2, at(0))
    assert story.offer().call == f"{CALL}b2"


def test_after_three_tries_the_callback_has_failed() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    for _ in range(3):
        story.not_reached(story.called(), c.Reason.NO_ANSWER)
        story.wait(601)
    [failed] = story.all(a.CallbackFailed)
    assert failed.tries == 3
    assert [one.again_at is None for one in story.all(a.CallbackMissed)] == [False, False, True]
    assert not list(story.house.callbacks.open())
    assert len(story.all(a.CallbackQueued)) == 3


def test_an_offer_not_taken_leaves_the_callback_in_line_and_places_nothing() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.wait(10)
    assert story.state_of() is a.AgentState.NOT_RESPONDING
    assert story.house.acd.in_line(FLIGHTS) == (f"{CALL}b1",)
    assert not story.wished("PlaceCall")
    assert not story.all(a.PlaceTold)


def test_an_agents_leg_that_does_not_come_up_calls_nobody() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.accepts()
    leg = story.placed()
    story.wait(2)
    assert {one.id for one in story.wished("EndLeg")} == {f"{leg}:end"}
    story.over(leg, c.Side.HOUSE, c.Reason.UNREACHABLE)
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries, missed.again_at) == ("not_begun", 0, at(7))
    assert story.state_of() is a.AgentState.UNREACHABLE
    story.wait(5)
    assert story.attempt == f"{CALL}b2"
    assert not story.wished("DialLeg")


@pytest.mark.parametrize("outcome", ["refused", "expired"])
def test_a_call_that_could_not_be_placed_is_over_at_once(outcome: str) -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.accepts()
    [place] = story.wished("PlaceCall")
    story.tell(CommandClosed(at=at(0), command=place.id, outcome=outcome, reason="no_free_line"))
    assert [one.call for one in story.all(c.CallEnded)] == [CALL, f"{CALL}b1"]
    assert story.all(a.CallbackMissed)[-1].again_at == at(5)
    assert story.house.calls.on(f"{CALL}b1") is None


def test_a_customer_who_cannot_be_dialled_counts_as_a_try() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.accepts()
    leg = story.placed()
    story.answers(leg)
    dial = CommandId(f"{story.customer}:dial")
    story.tell(CommandClosed(at=at(0), command=dial, outcome="refused", reason="unreachable"))
    assert f"{leg}:end" in [one.id for one in story.wished("EndLeg")]
    story.over(leg, c.Side.HOUSE, c.Reason.UNREACHABLE)
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries, missed.again_at) == ("unreachable", 1, at(600))
    assert story.is_free()


def test_an_agent_who_is_lost_while_it_rings_takes_the_ringing_with_her() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    leg = story.called()
    story.over(leg, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    assert f"{story.customer}:end" in [one.id for one in story.wished("EndLeg")]
    story.over(story.customer, c.Side.HOUSE, c.Reason.UNREACHABLE)
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries) == ("unreachable", 1)


def test_a_customer_who_answered_is_not_sent_away_with_a_lost_agent() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    leg = story.called()
    story.answers(story.customer)
    story.over(leg, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    assert story.all(a.CallRequeued)[-1].call == story.attempt
    assert f"{story.customer}:end" not in [one.id for one in story.wished("EndLeg")]
    story.ready(OMAR, PHONE)
    assert story.offer().agent == OMAR
    assert story.offer().entered_at == at(0)
    assert isinstance(story.wished("DialLeg")[-1], do.DialLeg)


def test_an_agent_may_give_up_while_it_rings() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    leg = story.called()
    story.tell(p.HangUpPressed(at=at(1), call=story.attempt, agent=MARIA))
    assert [one.id for one in story.wished("EndLeg")][-2:] == [
        f"{story.customer}:end",
        f"{leg}:end",
    ]


def test_a_desk_phone_is_rung_in_a_line_of_its_own_and_its_answer_is_the_accept() -> None:
    story = CallbackStory()
    story.asks()
    story.ready(OMAR, PHONE)
    [place] = story.wished("PlaceCall")
    assert isinstance(place, do.PlaceCall)
    assert (place.uri, place.ring_for) == (PHONE, 10)
    leg = story.placed()
    story.answers(leg)
    assert story.all(a.OfferAccepted)
    assert [one.id for one in story.wished("DialLeg")] == [f"{story.customer}:dial"]
    assert len(story.wished("PlaceCall")) == 1
    story.wait(5)
    assert story.state_of(OMAR) is a.AgentState.CONNECTING


def test_a_desk_phone_that_declines_ends_this_attempt() -> None:
    story = CallbackStory()
    story.asks()
    story.ready(OMAR, PHONE)
    leg = story.placed()
    story.over(leg, c.Side.AGENT, c.Reason.BUSY)
    assert story.all(a.OfferEnded)[-1].how is a.OfferEnd.BUSY
    assert not story.house.acd.in_line(FLIGHTS)
    story.wait(5)
    assert story.attempt == f"{CALL}b2"


def test_a_customer_who_calls_again_takes_the_place_and_nobody_calls_back() -> None:
    story = CallbackStory()
    story.asks()
    story.wait(5)
    story.rings(CallId("01OTHER"), "q", "none")
    story.wait(5)
    story.rings(LATER, "p", "none")
    [withdrawn] = story.all(a.CallbackWithdrawn)
    assert (withdrawn.because, withdrawn.instead) == ("called_again", LATER)
    assert story.house.acd.in_line(FLIGHTS) == (LATER, "01OTHER")
    assert story.house.calls.on(f"{CALL}b1") is None
    assert not list(story.house.callbacks.open())


def test_a_second_wish_of_the_same_customer_keeps_place_and_promise_of_the_first() -> None:
    story = CallbackStory()
    story.asks()
    story.wait(60)
    story.asks(LATER)
    assert [one.because for one in story.all(a.CallbackWithdrawn)] == ["asked_again"]
    [callback] = story.house.callbacks.open()
    assert (callback.id, callback.entered_at) == (LATER, at(0))
    assert callback.promised_until == at(1800)


def test_who_declined_a_recording_is_not_recorded_when_called_back() -> None:
    story = CallbackStory()
    story.rings(CALL, "p", "none")
    story.tell(
        a.CallbackRequested(
            at=at(0),
            call=CALL,
            party=PartyId("p"),
            queue=FLIGHTS,
            entered_at=at(0),
            recording_declined=True,
        )
    )
    story.over(LegId(f"{CALL}.1"), c.Side.CALLER, c.Reason.HANGUP)
    story.ready()
    story.called()
    story.answers(story.customer)
    story.tell(c.RecordingStarted(at=at(0), call=story.attempt))
    [drop] = story.wished("DropRecording")
    assert drop.id == f"{CALL}b1:drop"


def test_an_offered_callback_that_is_withdrawn_leaves_the_agent_free() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.tell(a.WithdrawCallbackPressed(at=at(1), callback=CALL, agent="4001"))
    assert story.all(a.OfferEnded)[-1].how is a.OfferEnd.WITHDRAWN
    assert story.is_free()
    assert story.house.calls.on(f"{CALL}b1") is None
    assert not story.all(a.CallAbandoned)


def test_a_ringing_callback_that_is_withdrawn_rings_no_longer() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    leg = story.called()
    story.tell(a.WithdrawCallbackPressed(at=at(1), callback=CALL))
    assert f"{story.customer}:end" in [one.id for one in story.wished("EndLeg")]
    story.not_reached(leg, c.Reason.CANCELLED)
    assert not story.all(a.CallbackMissed)
    assert story.is_free()


def test_a_caller_in_line_who_asks_hears_good_bye_and_is_no_abandon() -> None:
    story = CallbackStory()
    story.rings(CALL, "p", "none")
    story.wait(3)
    story.tell(
        a.CallbackRequested(
            at=at(3), call=CALL, party=PartyId("p"), queue=FLIGHTS, entered_at=at(0), by="key"
        )
    )
    assert not story.house.acd.in_line(FLIGHTS)
    assert story.wished("Say")[-1].id == f"{CALL}:callback:say"
    story.tell(
        CommandClosed(at=at(3), command=CommandId(f"{CALL}:callback:say"), outcome="expired")
    )
    assert story.wished("EndLeg")[-1].id == f"{CALL}.1:end"
    story.over(LegId(f"{CALL}.1"), c.Side.HOUSE, c.Reason.FLOW_END)
    assert not story.all(a.CallAbandoned)
    assert story.house.calls.on(CALL) is None
    assert story.house.acd.in_line(FLIGHTS) == (f"{CALL}b1",)


def test_a_line_that_comes_when_nobody_wants_it_any_more_ends_its_legs() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.accepts()
    story.wait(3)
    assert story.all(c.CallEnded)[-1].call == f"{CALL}b1"
    leg = story.placed()
    assert story.wished("EndLeg")[-1].id == f"{leg}:end"
    story.over(leg, c.Side.HOUSE, c.Reason.CANCELLED)
    assert story.house.calls.on(f"{CALL}b1") is None
    assert len(story.all(a.CallbackMissed)) == 1


def test_thinking_that_was_away_gives_a_connecting_agent_her_time_again() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.accepts()
    story.placed()
    story.tell(a.ThinkingResumed(at=at(1.9)))
    story.wait(3.8)
    assert not story.all(a.ConnectFailed)
    story.wait(1)
    assert story.all(a.ConnectFailed)


def test_a_caller_is_not_called_while_still_on_the_line() -> None:
    """An agent is free, but the telephone she would call is busy with asking."""
    story = CallbackStory()
    story.ready()
    story.rings(CALL, "p", "none")
    story.rings(LATER, "p2", "none")
    asked = a.CallbackRequested(
        at=at(0), call=LATER, party=PartyId("p2"), queue=FLIGHTS, entered_at=at(0)
    )
    story.tell(asked)
    assert not story.all(a.CallbackQueued)
    story.tell(a.WithdrawCallbackPressed(at=at(1), callback=LATER))
    assert [one.call for one in story.all(a.CallbackWithdrawn)] == [LATER]
    story.over(LegId(f"{LATER}.1"), c.Side.CALLER, c.Reason.HANGUP)
    assert not story.all(a.CallbackQueued)
