"""A call that a supervisor moves or takes out of its queue, as its caller and its record see it."""

import pytest

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import AgentId, CommandId, PromptId, QueueId
from acd.step import CommandClosed
from callcenter.calls.call import Stage
from ivr.commands import Say
from ivr.words import withdrawn_texts
from tests.bench.rooms import at
from tests.calls.callback_story import CallbackStory
from tests.calls.story import CALL, CALLER, CONFIGURATION, FLIGHTS, Story

pytestmark = pytest.mark.thinking

LEADER = AgentId("2001")
GOOD_BYE = PromptId(f"{CALL}:withdrawn")


def waits(story: Story) -> None:
    story.arrives()
    story.tell(i.LanguageChosen(at=at(0), call=CALL, language="english"))
    story.presses()


def withdraw(story: Story, press: str = "w") -> None:
    call = story.attempt if isinstance(story, CallbackStory) else CALL
    story.tell(a.WithdrawPressed(at=at(story.seconds), press=press, call=call, by=LEADER))


def ends(story: Story) -> list[str]:
    return [one.id for one in story.wished("EndLeg")]


def test_the_caller_is_told_good_bye_in_her_language_and_let_go() -> None:
    story = Story()
    waits(story)
    story.wait(9)
    withdraw(story)
    say = [one for one in story.wished("Say") if isinstance(one, Say)][-1]
    assert (say.prompt, say.texts) == (GOOD_BYE, withdrawn_texts("english"))
    assert not ends(story)
    story.wait(4)
    story.tell(i.PromptEnded(at=at(13), call=CALL, leg=CALLER, prompt=GOOD_BYE, how="done"))
    assert ends(story) == [f"{CALLER}:end"]
    story.ends(CALLER, c.Side.HOUSE, c.Reason.FLOW_END)
    assert story.all(c.CallEnded)
    assert not story.all(a.CallAbandoned)


def test_a_caller_who_hangs_up_during_good_bye_has_not_abandoned() -> None:
    story = Story()
    waits(story)
    withdraw(story)
    story.ends(CALLER)
    assert not story.all(a.CallAbandoned)
    assert story.all(c.CallEnded)


def test_a_good_bye_that_cannot_be_said_lets_her_go_all_the_same() -> None:
    story = Story()
    waits(story)
    withdraw(story)
    say = CommandId(f"{GOOD_BYE}:say")
    story.tell(CommandClosed(at=at(1), command=say, outcome="refused", reason="no_prompt"))
    assert ends(story) == [f"{CALLER}:end"]


def test_nobody_is_offered_to_her_any_more() -> None:
    story = Story()
    waits(story)
    withdraw(story)
    story.ready()
    assert not story.all(a.OfferMade)
    known = story.house.calls.on(CALL)
    assert known is not None
    assert known.stage is Stage.CLOSING


def test_a_callback_in_line_is_withdrawn_as_a_callback_is() -> None:
    story = CallbackStory()
    story.asks()
    withdraw(story)
    [gone] = story.all(a.CallbackWithdrawn)
    assert (gone.callback, gone.because) == (CALL, "pressed")
    assert not list(story.house.callbacks.open())
    assert [one.call for one in story.all(c.CallEnded)] == [CALL, story.attempt]
    assert not [one for one in story.wished("Say") if one.id.endswith("withdrawn:say")]


def test_a_callback_in_line_that_was_withdrawn_as_a_callback_can_be_no_more() -> None:
    story = CallbackStory()
    story.asks()
    story.tell(a.WithdrawCallbackPressed(at=at(0), callback=CALL))
    withdraw(story)
    [refused] = story.all(a.ActRefused)
    assert refused.reason is a.Refused.CALL_GONE
    assert len(story.all(a.CallbackWithdrawn)) == 1


def test_where_a_callback_was_moved_and_what_was_set_holds_for_its_next_attempt() -> None:
    hotels = CONFIGURATION.queues[0].__class__(id=QueueId("hotels"), priority=2)
    story = CallbackStory(
        CONFIGURATION.__class__(
            version=1,
            default_queue=FLIGHTS,
            queues=(*CONFIGURATION.queues, hotels),
            agents=CONFIGURATION.agents,
        )
    )
    story.asks()
    first = story.attempt
    story.tell(a.MovePressed(at=at(0), press="m", call=first, by=LEADER, queue=QueueId("hotels")))
    story.tell(a.PrioritisePressed(at=at(0), press="p", call=first, by=LEADER, priority=6))
    [callback] = story.house.callbacks.open()
    assert (callback.queue, callback.priority) == ("hotels", 4)
    known = story.house.calls.on(first)
    assert known is not None
    assert known.queue == "hotels"
