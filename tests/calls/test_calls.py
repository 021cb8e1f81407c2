"""Calls as stories: from INVITE to the end, and every way in which it can go wrong."""

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.presses as p
import ivr.facts as i
from acd.configuration import NumberProfile
from acd.ids import CommandId, LineId
from acd.step import CommandClosed
from callcenter.calls.call import AUDIO_BACK_WITHIN, CONNECT_WITHIN, Stage
from callcenter.calls.endings import BROKEN
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, MARIA, OMAR, PHONE, Story

pytestmark = pytest.mark.thinking


def test_a_call_from_invite_to_wrap_up() -> None:
    story = Story()
    leg = story.connected()
    (connected,) = story.all(a.CallConnected)
    assert (connected.call, connected.agent) == (CALL, MARIA)
    assert story.state_of() is a.AgentState.ON_CALL
    story.wait(60)
    story.ends(CALLER)
    story.ends(leg, c.Side.HOUSE)
    (ended,) = story.all(c.CallEnded)
    assert ended.ending == c.Ending(side=c.Side.CALLER, reason=c.Reason.HANGUP)
    assert story.state_of() is a.AgentState.WRAP_UP
    story.tell(a.OutcomeGiven(at=at(70), agent=MARIA, call=CALL, outcome="answered"))
    assert story.state_of() is a.AgentState.IDLE
    assert story.house.calls.on(CALL) is None


def test_it_is_answered_at_once_and_looked_up_at_the_same_moment() -> None:
    story = Story()
    story.arrives()
    assert [type(one).__name__ for one in story.commands][:2] == ["AnswerLeg", "LookUpCustomer"]
    assert len(story.all(i.DialogueStarted)) == 1


def test_a_number_without_a_flow_goes_to_the_default_queue() -> None:
    story = Story()
    story.arrives(dialled="9999")
    (queued,) = story.all(a.CallQueued)
    assert queued.queue == "flights"
    assert story.wished("PlayMusic")


@pytest.mark.parametrize("dialled", ["8000", "9999"])
def test_the_number_that_was_dialled_says_how_urgent_the_call_is(dialled: str) -> None:
    urgent = NumberProfile(priority=2, head_start=30)
    story = Story(msgspec.structs.replace(CONFIGURATION, numbers={dialled: urgent}))
    story.arrives(dialled=dialled)
    if dialled == "8000":
        story.presses("1")
    (queued,) = story.all(a.CallQueued)
    assert (queued.priority, queued.head_start) == (2, 30)


def test_the_caller_hangs_up_in_the_dialogue_and_is_never_offered() -> None:
    story = Story()
    story.ready()
    story.arrives()
    story.ends(CALLER)
    assert len(story.all(i.DialogueDropped)) == 1
    assert len(story.all(c.CallEnded)) == 1
    assert story.all(a.CallAbandoned) == []
    assert story.all(a.OfferMade) == []
    assert story.house.calls.on(CALL) is None


def test_the_caller_hangs_up_while_waiting() -> None:
    story = Story()
    story.arrives()
    story.presses()
    story.wait(3)
    story.ends(CALLER)
    (abandoned,) = story.all(a.CallAbandoned)
    assert abandoned.short is True
    assert len(story.all(c.CallEnded)) == 1


def test_hang_up_before_accept_and_accept_before_hang_up() -> None:
    first = Story()
    first.ready()
    first.arrives()
    first.presses()
    first.wait(6)
    first.ends(CALLER)
    first.accepts()
    assert first.all(a.OfferAccepted) == []
    assert len(first.all(a.CallAbandoned)) == 1
    assert first.state_of() is a.AgentState.IDLE

    second = Story()
    second.ready()
    second.arrives()
    second.presses()
    second.accepts()
    second.dialled()
    second.ends(CALLER)
    assert len(second.all(a.CallAbandoned)) == 1
    assert {one.leg for one in second.wished("EndLeg")} == {"01CALL.a1"}  # type: ignore[attr-defined]
    second.ends(second.dialled(), c.Side.HOUSE)
    assert len(second.all(c.CallEnded)) == 1
    assert second.state_of() is a.AgentState.IDLE


def test_accept_twice_dials_once() -> None:
    story = Story()
    story.ready()
    story.arrives()
    story.presses()
    story.accepts()
    story.accepts()
    assert len(story.all(a.OfferAccepted)) == 1
    assert len(story.wished("DialLeg")) == 1


def test_no_voices_within_two_seconds_is_not_her_miss() -> None:
    story = Story()
    story.ready()
    story.arrives()
    story.presses()
    story.accepts()
    leg = story.dialled()
    story.wait(CONNECT_WITHIN.total_seconds())
    (failed,) = story.all(a.ConnectFailed)
    assert failed.because == "not_joined"
    assert story.state_of() is a.AgentState.UNREACHABLE
    assert len(story.all(a.CallRequeued)) == 1
    assert {one.leg for one in story.wished("EndLeg")} == {leg}  # type: ignore[attr-defined]
    late = story.tell(c.LegsJoined(at=at(3), call=CALL, a=CALLER, b=leg))
    assert late == ()


def test_a_dial_the_line_refuses_sends_the_call_back() -> None:
    story = Story()
    story.ready()
    story.arrives()
    story.presses()
    story.accepts()
    closed = CommandClosed(
        at=at(0), command=CommandId("01CALL.a1:dial"), outcome="refused", reason="library"
    )
    story.tell(closed)
    assert len(story.all(a.ConnectFailed)) == 1
    assert len(story.all(a.CallRequeued)) == 1


def test_a_desk_phone_rings_and_its_answer_is_the_accept() -> None:
    story = Story()
    story.ready(OMAR, PHONE)
    story.arrives()
    story.presses()
    (dial,) = story.wished("DialLeg")
    assert (dial.uri, dial.join, dial.ring_for) == (PHONE, None, 10.0)  # type: ignore[attr-defined]
    leg = story.dialled()
    story.tell(c.LegAnswered(at=at(2), call=CALL, leg=leg))
    assert len(story.all(a.AcceptPressed)) == 1
    assert len(story.wished("JoinLegs")) == 1
    story.tell(c.LegsJoined(at=at(2), call=CALL, a=CALLER, b=leg))
    assert story.all(a.CallConnected)[0].agent == OMAR


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (c.Reason.REJECTED, a.AgentState.NOT_READY),
        (c.Reason.UNREACHABLE, a.AgentState.UNREACHABLE),
    ],
)
def test_a_desk_phone_that_does_not_take_the_call(reason: c.Reason, state: a.AgentState) -> None:
    story = Story()
    story.ready(OMAR, PHONE)
    story.arrives()
    story.presses()
    story.ends(story.dialled(), c.Side.AGENT, reason)
    assert len(story.all(a.CallRequeued)) == 1
    assert story.state_of(OMAR) is state


def test_a_desk_phone_dialled_after_its_offer_was_declined_does_not_ring_on() -> None:
    story = Story()
    story.ready(OMAR, PHONE)
    story.arrives()
    story.presses()
    offer = story.offer()
    story.tell(a.RejectPressed(at=at(1), offer=offer.offer, agent=OMAR))
    assert story.wished("EndLeg") == []
    leg = story.dialled()
    assert [one.leg for one in story.wished("EndLeg")] == [leg]  # type: ignore[attr-defined]


def test_a_desk_phone_answered_too_late_is_ended() -> None:
    story = Story()
    story.ready(OMAR, PHONE)
    story.arrives()
    story.presses()
    leg = story.dialled()
    story.wait(10)
    assert story.state_of(OMAR) is a.AgentState.NOT_RESPONDING
    story.tell(c.LegAnswered(at=at(10), call=CALL, leg=leg))
    assert story.all(a.OfferAccepted) == []
    assert {one.leg for one in story.wished("EndLeg")} == {leg}  # type: ignore[attr-defined]


def test_the_agent_hangs_up() -> None:
    story = Story()
    leg = story.connected()
    story.tell(p.HangUpPressed(at=at(5), call=CALL, agent=MARIA))
    assert [one.leg for one in story.wished("EndLeg")] == [leg, CALLER]  # type: ignore[attr-defined]
    story.ends(leg, c.Side.HOUSE)
    story.ends(CALLER, c.Side.HOUSE)
    (ended,) = story.all(c.CallEnded)
    assert ended.ending == c.Ending(side=c.Side.AGENT, reason=c.Reason.HANGUP)
    assert story.state_of() is a.AgentState.WRAP_UP


def test_the_agent_puts_her_desk_phone_down() -> None:
    story = Story()
    story.ready(OMAR, PHONE)
    story.arrives()
    story.presses()
    leg = story.dialled()
    story.joins(leg)
    story.ends(leg, c.Side.AGENT)
    assert [one.leg for one in story.wished("EndLeg")] == [CALLER]  # type: ignore[attr-defined]
    story.ends(CALLER, c.Side.HOUSE)
    (ended,) = story.all(c.CallEnded)
    assert ended.ending == c.Ending(side=c.Side.AGENT, reason=c.Reason.HANGUP)
    assert story.state_of(OMAR) is a.AgentState.WRAP_UP


def test_hang_up_of_both_at_once_ends_the_call_once() -> None:
    story = Story()
    leg = story.connected()
    story.tell(p.HangUpPressed(at=at(5), call=CALL, agent=MARIA))
    story.ends(CALLER)
    story.ends(leg, c.Side.HOUSE)
    assert len(story.all(c.CallEnded)) == 1
    assert len(story.all(a.AgentReleased)) == 1


def test_hold_mute_and_pause_are_wishes_to_the_line_each_with_its_own_id() -> None:
    story = Story()
    story.connected()
    for n in range(2):
        story.tell(p.HoldPressed(at=at(1 + n), call=CALL, agent=MARIA, hold=n == 0))
        story.tell(p.MutePressed(at=at(1 + n), call=CALL, agent=MARIA, mute=n == 0))
        story.tell(p.PauseRecordingPressed(at=at(1 + n), call=CALL, agent=MARIA, pause=n == 0))
    wished = story.commands[-6:]
    assert [type(one).__name__ for one in wished] == [
        "HoldLeg",
        "MuteLeg",
        "PauseRecording",
        "RetrieveLeg",
        "MuteLeg",
        "ResumeRecording",
    ]
    assert len({one.id for one in wished}) == 6


def test_somebody_elses_press_changes_nothing() -> None:
    story = Story()
    story.connected()
    before = len(story.commands)
    story.tell(p.HoldPressed(at=at(1), call=CALL, agent=OMAR, hold=True))
    story.tell(p.HangUpPressed(at=at(1), call=CALL, agent=OMAR))
    assert len(story.commands) == before


def test_audio_lost_and_back_joins_a_new_leg_in_the_same_call() -> None:
    story = Story()
    old = story.connected()
    story.tell(a.AudioLost(at=at(10), agent=MARIA, because="softphone"))
    story.tell(a.AudioReady(at=at(13), agent=MARIA, uri="sip:new@soft"))
    dial = story.wished("DialLeg")[-1]
    assert (dial.uri, dial.join) == ("sip:new@soft", CALLER)  # type: ignore[attr-defined]
    assert dial.leg != old  # type: ignore[attr-defined]
    story.ends(old, c.Side.HOUSE, c.Reason.REPLACED)
    story.joins(story.dialled())
    story.wait(60)
    assert len(story.all(a.CallConnected)) == 1
    assert story.all(a.AgentReleased) == []
    assert story.state_of() is a.AgentState.ON_CALL


def test_audio_that_stays_away_sends_the_caller_to_the_head() -> None:
    story = Story()
    story.connected()
    story.tell(a.AudioLost(at=at(10), agent=MARIA, because="softphone"))
    story.wait(10 + AUDIO_BACK_WITHIN.total_seconds())
    (released,) = story.all(a.AgentReleased)
    assert released.lost is True
    assert len(story.all(a.CallRequeued)) == 1
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.stage is Stage.WAITING
    story.ready(OMAR, PHONE)
    assert story.offer().agent == OMAR


def test_a_browsers_leg_that_ends_by_itself_is_a_loss_not_a_hang_up() -> None:
    story = Story()
    leg = story.connected()
    story.ends(leg, c.Side.AGENT)
    assert story.all(a.AgentReleased)[0].lost is True
    assert len(story.all(a.CallRequeued)) == 1
    assert story.all(c.CallEnded) == []


def test_a_line_that_died_ends_its_call_with_that_reason() -> None:
    story = Story()
    leg = story.connected()
    for one in (CALLER, leg):
        story.ends(one, c.Side.NETWORK, c.Reason.LINE_DIED)
    story.tell(c.LineGone(at=at(9), call=CALL, line="l1", how="died"))  # type: ignore[arg-type]
    (ended,) = story.all(c.CallEnded)
    assert ended.ending.reason is c.Reason.LINE_DIED
    assert story.state_of() is a.AgentState.WRAP_UP


def test_a_line_lost_without_a_word_ends_its_call() -> None:
    story = Story()
    story.connected()
    story.tell(c.LineGone(at=at(9), call=CALL, line="l1", how="lost"))  # type: ignore[arg-type]
    (ended,) = story.all(c.CallEnded)
    assert ended.ending.reason is c.Reason.LOST
    assert story.state_of() is a.AgentState.WRAP_UP


def test_the_place_in_line_is_said_and_music_follows() -> None:
    story = Story()
    story.arrives()
    story.presses()
    told = story.all(a.PlaceTold)
    assert told
    assert told[0].ahead == 0
    say = story.wished("Say")[-1]
    music = len(story.wished("PlayMusic"))
    story.tell(
        i.PromptEnded(at=at(4), call=CALL, leg=CALLER, prompt=say.prompt, how="finished")  # type: ignore[attr-defined]
    )
    assert len(story.wished("PlayMusic")) == music + 1


def test_a_caller_who_declines_the_recording_is_not_kept() -> None:
    story = Story()
    story.arrives()
    ended = i.DialogueEnded(at=at(2), call=CALL, queue="flights", recording_declined=True)  # type: ignore[arg-type]
    story.tell(ended)
    assert len(story.wished("DropRecording")) == 1


@pytest.mark.parametrize("reason", sorted(BROKEN))
def test_a_caller_whose_leg_is_lost_has_not_hung_up(reason: c.Reason) -> None:
    story = Story()
    story.connected()
    story.ends(CALLER, c.Side.NETWORK, reason)
    (released,) = story.all(a.AgentReleased)
    assert (released.dropped, released.lost) == (True, False)
    assert story.state_of() is a.AgentState.WRAP_UP


def test_who_hangs_up_breaks_nothing() -> None:
    by_caller, by_agent = Story(), Story()
    by_caller.connected()
    by_caller.ends(CALLER)
    leg = by_agent.connected()
    by_agent.tell(p.HangUpPressed(at=at(5), call=CALL, agent=MARIA))
    by_agent.ends(CALLER, c.Side.NETWORK, c.Reason.UNREACHABLE)
    by_agent.ends(leg, c.Side.HOUSE)
    for story in (by_caller, by_agent):
        assert [one.dropped for one in story.all(a.AgentReleased)] == [False]


@pytest.mark.parametrize("caller_first", [True, False])
def test_a_line_that_dies_breaks_the_conversation_in_whatever_order_it_is_told(
    caller_first: bool,
) -> None:
    story = Story()
    leg = story.connected()
    for one in (CALLER, leg) if caller_first else (leg, CALLER):
        story.ends(one, c.Side.HOUSE, c.Reason.LINE_DIED)
    story.tell(c.LineGone(at=at(9), call=CALL, line=LineId("l1"), how="died"))
    (released,) = story.all(a.AgentReleased)
    assert (released.dropped, released.lost) == (True, False)
    assert not story.all(a.CallRequeued)
    assert len(story.all(c.CallEnded)) == 1
    assert story.state_of() is a.AgentState.WRAP_UP
