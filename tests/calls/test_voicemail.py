"""A caller leaves a message: asked, a tone, spoken, ended by key, by time, or by hanging up."""

from collections.abc import Callable

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.voicemail_facts as v
import ivr.facts as i
from acd.ids import CommandId, FlowName, LineId, NodeName, PartyId, PromptId
from acd.step import CommandClosed
from acd.targets import Target
from callcenter.house import House
from ivr.commands import Say
from ivr.flow import Flow, VoicemailNode
from ivr.words import refusal_texts, voicemail_kept_texts, voicemail_texts
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, FLIGHTS, MARIA, Story

pytestmark = pytest.mark.thinking

ASK, GOOD_BYE = PromptId(f"{CALL}:voicemail"), PromptId(f"{CALL}:voicemail_over")
LATE = Flow(
    name=FlowName("late"),
    start=NodeName("message"),
    default_queue=FLIGHTS,
    nodes=(
        VoicemailNode(
            name=NodeName("message"), queue=FLIGHTS, seconds=30, otherwise=NodeName("message")
        ),
    ),
)
SENT = Target(voicemail=True)


def by_flow() -> Story:
    """The dialled number leads to a message."""
    story = Story()
    flows = i.FlowsPublished(at=at(0), version=2, flows=(LATE,), numbers={"8000": FlowName("late")})
    story.tell(flows)
    story.arrives()
    return story


def by_rule() -> Story:
    """The queue is shut, and its rule is a message of at most 20 s."""
    queue = msgspec.structs.replace(CONFIGURATION.queues[0], emergency=SENT, voicemail_most=20)
    story = Story(msgspec.structs.replace(CONFIGURATION, queues=(queue,)))
    story.tell(a.EmergencyPressed(at=at(0), on=True, queue=FLIGHTS))
    story.arrives()
    story.presses()
    return story


def speaks(story: Story, after: float = 4) -> Story:
    """The tone is over."""
    story.wait(after)
    ended = i.PromptEnded(at=at(story.seconds), call=CALL, leg=CALLER, prompt=ASK, how="finished")
    story.tell(ended)
    return story


def said(story: Story) -> list[Say]:
    return [one for one in story.commands if isinstance(one, Say)]


Begin = Callable[[], Story]

both_ways = pytest.mark.parametrize("begin", [by_flow, by_rule])


@both_ways
def test_the_caller_is_asked_and_a_tone_follows_the_words(begin: Begin) -> None:
    story = begin()
    [*_, ask] = said(story)
    assert (ask.prompt, ask.texts, ask.tone) == (ASK, voicemail_texts("", {}), True)
    assert not story.all(v.VoicemailBegan)
    assert story.commands[-1] is ask
    speaks(story)
    [began] = story.all(v.VoicemailBegan)
    assert (began.at, began.queue) == (at(4), FLIGHTS)


@both_ways
def test_hash_ends_it_and_thanks_are_said_before_the_end(begin: Begin) -> None:
    story = speaks(begin())
    story.wait(8)
    story.presses("5")
    assert not story.all(v.VoicemailLeft)
    story.presses("#")
    [left] = story.all(v.VoicemailLeft)
    assert (left.since, left.seconds, left.how) == (4.0, 8.0, v.HowLeft.KEY)
    assert (left.queue, left.party, left.entered_at) == (FLIGHTS, "p", at(0))
    assert said(story)[-1].texts == voicemail_kept_texts("")
    story.presses("#")
    story.tell(i.PromptEnded(at=at(15), call=CALL, leg=CALLER, prompt=GOOD_BYE, how="finished"))
    [end] = story.wished("EndLeg")
    assert end.reason == "flow_end"  # type: ignore[attr-defined]
    story.ends(CALLER, c.Side.HOUSE, c.Reason.FLOW_END)
    assert len(story.all(v.VoicemailLeft)) == 1
    assert story.all(c.CallEnded)
    assert not story.all(a.CallAbandoned)


@both_ways
@pytest.mark.parametrize(
    ("reason", "how"),
    [(c.Reason.HANGUP, v.HowLeft.HUNG_UP), (c.Reason.MEDIA_LOST, v.HowLeft.LOST)],
)
def test_who_hangs_up_or_is_lost_has_left_what_was_said(
    begin: Begin, reason: c.Reason, how: v.HowLeft
) -> None:
    story = speaks(begin())
    story.wait(5)
    story.ends(CALLER, reason=reason)
    [left] = story.all(v.VoicemailLeft)
    assert (left.seconds, left.how) == (5.0, how)
    kinds = [type(one) for one in story.facts]
    assert kinds.index(v.VoicemailLeft) < kinds.index(c.CallEnded)
    assert story.house.voicemails.one(CALL) is not None


@pytest.mark.parametrize(("begin", "most"), [(by_flow, 30), (by_rule, 20)])
def test_it_ends_by_itself_at_its_full_length(begin: Begin, most: float) -> None:
    story = speaks(begin())
    story.wait(most - 0.1)
    assert not story.all(v.VoicemailLeft)
    story.wait(0.1)
    [left] = story.all(v.VoicemailLeft)
    assert (left.seconds, left.how) == (most, v.HowLeft.LIMIT)
    assert said(story)[-1].prompt == GOOD_BYE
    assert story.house.next_deadline() is None


@both_ways
def test_key_and_hanging_up_at_the_same_instant_leave_one_message(begin: Begin) -> None:
    for first, second in (("#", ""), ("", "#")):
        story = speaks(begin())
        story.wait(5)
        for what in (first, second):
            if what:
                story.presses(what)
            else:
                story.ends(CALLER)
        assert len(story.all(v.VoicemailLeft)) == 1


@both_ways
def test_what_is_too_short_is_no_message(begin: Begin) -> None:
    story = speaks(begin())
    story.wait(1.9)
    story.presses("#")
    [none] = story.all(v.VoicemailNotLeft)
    assert none.because == "short"
    assert said(story)[-1].texts == refusal_texts("", "key", {})
    assert list(story.house.voicemails.open()) == []


@both_ways
def test_who_hangs_up_during_the_words_has_left_none(begin: Begin) -> None:
    story = begin()
    story.wait(2)
    story.ends(CALLER)
    [none] = story.all(v.VoicemailNotLeft)
    assert none.because == "hung_up"
    assert not story.all(a.CallAbandoned)
    assert story.all(c.CallEnded)


@both_ways
def test_words_that_cannot_be_said_keep_nobody_from_speaking(begin: Begin) -> None:
    story = begin()
    closed = CommandClosed(at=at(1), command=CommandId(f"{ASK}:say"), outcome="refused", reason="x")
    story.tell(closed)
    assert [one.at for one in story.all(v.VoicemailBegan)] == [at(1)]


def test_without_a_recording_there_is_no_message() -> None:
    story = speaks(by_flow())
    story.tell(c.RecordingLost(at=at(5), call=CALL, because="no_space"))
    story.wait(5)
    story.presses("#")
    [none] = story.all(v.VoicemailNotLeft)
    assert none.because == "not_recorded"


def test_a_line_that_died_leaves_what_it_had_recorded() -> None:
    story = speaks(by_flow())
    story.wait(6)
    gone = c.LineGone(at=at(story.seconds), call=CALL, line=LineId("l1"), how="died")
    story.tell(gone)
    [left] = story.all(v.VoicemailLeft)
    assert (left.seconds, left.how) == (6.0, v.HowLeft.LOST)


def test_who_declined_hears_the_usual_words_instead_of_the_rules_message() -> None:
    queue = msgspec.structs.replace(CONFIGURATION.queues[0], emergency=SENT)
    story = Story(msgspec.structs.replace(CONFIGURATION, queues=(queue,)))
    story.tell(a.EmergencyPressed(at=at(0), on=True, queue=FLIGHTS))
    queued = a.CallQueued(
        at=at(1), call=CALL, party=PartyId("p"), queue=FLIGHTS, recording_declined=True
    )
    story.arrives()
    story.tell(queued)
    [sent] = story.all(a.CallDiverted)
    assert sent.target.way == "hang_up"
    assert not story.all(v.VoicemailAsked)


def test_who_was_paused_is_written_again() -> None:
    story = by_rule()
    assert not story.wished("ResumeRecording")
    story = Story(msgspec.structs.replace(CONFIGURATION))
    story.arrives()
    story.tell(c.RecordingPaused(at=at(1), call=CALL))
    story.tell(v.VoicemailAsked(at=at(2), call=CALL, queue=FLIGHTS, most=20))
    assert len(story.wished("ResumeRecording")) == 1


def test_a_restart_in_the_middle_of_a_message_changes_nothing() -> None:
    story = speaks(by_flow())
    house = House()
    house.load(story.house.dump())
    story.house = house
    story.wait(30)
    [left] = story.all(v.VoicemailLeft)
    assert (left.seconds, left.how) == (30.0, v.HowLeft.LIMIT)


def test_one_click_calls_back_and_she_who_pressed_is_asked() -> None:
    story = speaks(by_rule())
    story.wait(5)
    story.ends(CALLER)
    story.tell(a.EmergencyPressed(at=at(9), on=False, queue=FLIGHTS))
    story.ready("1002", "sip:1002@127.0.0.1:5090")  # type: ignore[arg-type]
    story.ready()
    take = v.TakeVoicemailPressed(at=at(10), call=CALL, agent=MARIA, press="take")
    story.tell(take)
    back = v.CallBackVoicemailPressed(at=at(20), call=CALL, agent=MARIA, press="back")
    story.tell(back)
    [requested] = story.all(a.CallbackRequested)
    assert (requested.by, requested.prefers, requested.entered_at) == ("voicemail", MARIA, at(0))
    [queued] = story.all(a.CallbackQueued)
    assert queued.call == f"{CALL}b1"
    [offer] = story.all(a.OfferMade)
    assert (offer.agent, offer.strategy) == (MARIA, "reserved")
    [done] = story.all(v.VoicemailDone)
    assert done.outcome is v.Outcome.CALLED_BACK
