"""A caller is handed over: music, the next agent, and each of the two wraps up for herself."""

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.configuration import Configuration, QueueProfile
from acd.ids import AgentId, LegId, QueueId
from acd.step import Command
from callcenter.calls.call import Stage
from callcenter.history.call_fold import fold_all
from callcenter.house import House
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, MARIA, OMAR, PHONE, Story

pytestmark = pytest.mark.thinking

HOTELS = QueueId("hotels")


def house() -> Configuration:
    """As usual, and a queue of hotels that Omar serves at his phone."""
    omar = CONFIGURATION.agents[1]
    return msgspec.structs.replace(
        CONFIGURATION,
        queues=(*CONFIGURATION.queues, QueueProfile(id=HOTELS)),
        agents=(CONFIGURATION.agents[0], msgspec.structs.replace(omar, queues=(HOTELS,))),
    )


def talking(*, hold: bool = False, pause: bool = False) -> tuple[Story, LegId]:
    """Maria speaks with the caller for half a minute."""
    story = Story(house())
    leg = story.connected()
    story.wait(30)
    if hold:
        story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=CALLER))
    if pause:
        story.tell(c.RecordingPaused(at=at(story.seconds), call=CALL))
    return story, leg


def hands_over(
    story: Story, queue: QueueId | None = HOTELS, agent: AgentId | None = None
) -> list[Command]:
    """She presses; the commands that follow."""
    before = len(story.commands)
    story.tell(
        a.TransferPressed(
            at=at(story.seconds), press="p1", call=CALL, by=MARIA, queue=queue, agent=agent
        )
    )
    return story.commands[before:]


def names(commands: list[Command]) -> list[str]:
    return [type(one).__name__ for one in commands]


def ends_hers(story: Story, leg: LegId) -> None:
    """The line has parted them and ended her leg."""
    story.tell(c.LegsParted(at=at(story.seconds), call=CALL, a=CALLER, b=leg))
    story.ends(leg, c.Side.HOUSE)


def test_apart_first_then_music_then_her_leg_ends() -> None:
    story, leg = talking()
    wished = hands_over(story)
    assert names(wished) == ["PartLegs", "PlayMusic", "EndLeg"]
    [end] = [one for one in wished if isinstance(one, do.EndLeg)]
    assert end.leg == leg
    ends_hers(story, leg)
    call = story.house.calls.on(CALL)
    assert call is not None
    assert (call.stage, call.agent, call.queue) == (Stage.WAITING, None, HOTELS)
    assert story.house.calls.of_agent(MARIA) is call, "she wraps it up"
    assert not story.all(c.CallEnded)


def test_a_caller_on_hold_comes_off_it_and_nothing_stays_paused() -> None:
    story, _ = talking(hold=True, pause=True)
    wished = hands_over(story)
    assert names(wished) == ["PartLegs", "RetrieveLeg", "PlayMusic", "EndLeg", "ResumeRecording"]


def test_the_next_agent_takes_it_and_both_wrap_up() -> None:
    story, leg = talking()
    story.ready(OMAR, PHONE)
    wished = hands_over(story)
    assert "DialLeg" in names(wished), "his phone rings while the caller hears music"
    ends_hers(story, leg)
    second = story.dialled()
    story.tell(c.LegAnswered(at=at(story.seconds), call=CALL, leg=second))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=CALLER, b=second))
    assert story.state_of(OMAR) is a.AgentState.ON_CALL
    assert story.state_of(MARIA) is a.AgentState.WRAP_UP
    call = story.house.calls.on(CALL)
    assert story.house.calls.of_agent(MARIA) is call
    assert story.house.calls.of_agent(OMAR) is call
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=MARIA, call=CALL, outcome="transferred"))
    assert story.house.calls.of_agent(MARIA) is None
    story.wait(40)
    story.ends(CALLER)
    story.ends(second, c.Side.HOUSE)
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=OMAR, call=CALL, outcome="answered"))
    assert story.house.calls.on(CALL) is None
    record = fold_all(story.facts)[CALL]
    assert [one.agent for one in record.agents] == [MARIA, OMAR]
    assert record.agents[0].spoke.seconds == pytest.approx(30)
    assert record.transfers == 1
    assert record.agent == OMAR


def test_her_wrap_up_may_outlive_the_call() -> None:
    story, leg = talking()
    hands_over(story)
    ends_hers(story, leg)
    story.ends(CALLER)
    assert story.all(c.CallEnded)
    assert story.house.calls.of_agent(MARIA) is not None
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=MARIA, call=CALL, outcome="transferred"))
    assert story.house.calls.on(CALL) is None
    assert not story.all(a.CallAbandoned), "an agent had spoken with her"


def test_her_audio_is_nothing_to_the_next_conversation() -> None:
    story, leg = talking()
    story.ready(OMAR, PHONE)
    hands_over(story)
    ends_hers(story, leg)
    second = story.dialled()
    story.tell(c.LegAnswered(at=at(story.seconds), call=CALL, leg=second))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=CALLER, b=second))
    before = len(story.commands)
    story.tell(a.AudioLost(at=at(story.seconds), agent=MARIA))
    story.tell(a.AudioReady(at=at(story.seconds), agent=MARIA, uri="sip:elsewhere@soft"))
    assert not story.commands[before:]
    story.wait(25)
    assert story.state_of(OMAR) is a.AgentState.ON_CALL


def test_why_not_is_kept_for_her_desk_until_she_presses_again() -> None:
    story, _ = talking()
    assert not hands_over(story, queue=QueueId("nowhere"))
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.transfer_no == "queue_unknown"
    story.tell(a.TransferPressed(at=at(story.seconds), press="p2", call=CALL, by=MARIA, agent=OMAR))
    assert call.transfer_no == "agent_not_free:logged_out"


def test_a_snapshot_in_between_knows_both() -> None:
    story, leg = talking()
    hands_over(story)
    ends_hers(story, leg)
    fresh = House()
    fresh.load(story.house.dump())
    found = fresh.calls.of_agent(MARIA)
    assert found is not None
    assert found.id == CALL
