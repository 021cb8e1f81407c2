"""An agent asks a colleague while her caller hears music: the caller is always with somebody."""

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.consults import consult_id
from acd.ids import LegId
from acd.step import Command
from callcenter.calls.call import Stage
from callcenter.history.call_fold import fold_all
from callcenter.house import House
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, MARIA, OMAR, PHONE, Story

pytestmark = pytest.mark.thinking

ASKED = consult_id(CALL, 1)
THEIRS = LegId(f"{ASKED}.a1")


def names(commands: list[Command]) -> list[str]:
    return [type(one).__name__ for one in commands]


def asking(*, phone: bool = False) -> tuple[Story, LegId, list[Command]]:
    """Maria speaks with the caller and asks Omar; the commands that followed."""
    story = Story(CONFIGURATION)
    leg = story.connected()
    story.wait(30)
    story.ready(OMAR, PHONE if phone else "browser")
    before = len(story.commands)
    story.tell(a.ConsultPressed(at=at(story.seconds), press="p1", call=CALL, by=MARIA, agent=OMAR))
    story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=CALLER))
    return story, leg, story.commands[before:]


def speaking() -> tuple[Story, LegId]:
    """Omar's browser is joined with Maria."""
    story, leg, _ = asking()
    story.accepts()
    story.tell(
        c.LegDialled(at=at(story.seconds), call=CALL, leg=THEIRS, role=c.Role.AGENT, agent=OMAR)
    )
    story.tell(c.LegAnswered(at=at(story.seconds), call=CALL, leg=THEIRS))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=leg, b=THEIRS))
    assert story.state_of(OMAR) is a.AgentState.ON_CALL
    story.wait(20)
    return story, leg


def steps(story: Story, step: p.ConsultStep) -> list[Command]:
    before = len(story.commands)
    story.tell(p.ConsultStepPressed(at=at(story.seconds), call=CALL, agent=MARIA, step=step))
    return story.commands[before:]


def follows(story: Story, fact: c.LegEnded) -> list[Command]:
    before = len(story.commands)
    story.tell(fact)
    return story.commands[before:]


def ended(story: Story, leg: LegId, reason: c.Reason = c.Reason.HANGUP) -> list[Command]:
    ending = c.Ending(side=c.Side.AGENT, reason=reason)
    return follows(story, c.LegEnded(at=at(story.seconds), call=CALL, leg=leg, ending=ending))


def test_music_for_the_caller_a_ringing_tone_for_her_and_who_it_is_about() -> None:
    story, leg, wished = asking()
    assert names(wished) == ["HoldLeg", "PlayMusic", "LookUpCustomer"]
    hold, ringback, look = wished
    assert isinstance(hold, do.HoldLeg)
    assert isinstance(ringback, do.PlayMusic)
    assert isinstance(look, do.LookUpCustomer)
    assert (hold.leg, ringback.leg, ringback.tune) == (CALLER, leg, "ringback")
    assert look.call == ASKED
    assert story.house.calls.up == 1, "one line"
    asked = story.house.calls.of_agent(OMAR)
    assert asked is not None
    assert (asked.id, asked.handed_by) == (ASKED, MARIA)


def test_a_browser_is_joined_with_who_asked_on_the_same_line() -> None:
    story, leg, _ = asking()
    before = len(story.commands)
    story.accepts()
    [dial] = story.commands[before:]
    assert isinstance(dial, do.DialLeg)
    assert (dial.call, dial.leg, dial.join, dial.agent) == (CALL, THEIRS, leg, OMAR)


def test_a_desk_phone_rings_and_its_answer_joins_it() -> None:
    story, leg, wished = asking(phone=True)
    [dial] = [one for one in wished if isinstance(one, do.DialLeg)]
    assert (dial.call, dial.leg, dial.join) == (CALL, THEIRS, None)
    story.tell(
        c.LegDialled(at=at(story.seconds), call=CALL, leg=THEIRS, role=c.Role.AGENT, agent=OMAR)
    )
    before = len(story.commands)
    story.tell(c.LegAnswered(at=at(story.seconds), call=CALL, leg=THEIRS))
    [join] = story.commands[before:]
    assert isinstance(join, do.JoinLegs)
    assert (join.call, join.a, join.b) == (CALL, leg, THEIRS)


def test_back_to_the_caller() -> None:
    story, leg = speaking()
    wished = steps(story, p.ConsultStep.BACK)
    assert names(wished) == ["EndLeg", "RetrieveLeg", "JoinLegs"]
    end, retrieve, join = wished
    assert isinstance(end, do.EndLeg)
    assert isinstance(retrieve, do.RetrieveLeg)
    assert isinstance(join, do.JoinLegs)
    assert (end.call, end.leg, retrieve.leg) == (CALL, THEIRS, CALLER)
    assert {join.a, join.b} == {CALLER, leg}, "it also ends what she hears"
    assert story.state_of(OMAR) is a.AgentState.IDLE, "no wrap-up for a question"
    assert story.state_of(MARIA) is a.AgentState.ON_CALL
    ended(story, THEIRS)
    assert story.house.calls.on(ASKED) is None
    assert [one.call for one in story.all(c.CallEnded)] == [ASKED]


def test_the_colleague_has_the_caller_before_her_own_leg_ends() -> None:
    story, leg = speaking()
    wished = steps(story, p.ConsultStep.COMPLETE)
    assert names(wished) == ["RetrieveLeg", "JoinLegs", "EndLeg"]
    join = wished[1]
    assert isinstance(join, do.JoinLegs)
    assert {join.a, join.b} == {CALLER, THEIRS}
    call = story.house.calls.on(CALL)
    assert call is not None
    assert (call.agent, call.stage, call.handed_by) == (OMAR, Stage.CONNECTED, MARIA)
    assert story.house.calls.of_agent(OMAR) is call
    assert story.house.calls.of_agent(MARIA) is call
    assert story.house.calls.on(ASKED) is None
    story.tell(c.LegRetrieved(at=at(story.seconds), call=CALL, leg=CALLER))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=CALLER, b=THEIRS))
    ended(story, leg)
    assert story.state_of(MARIA) is a.AgentState.WRAP_UP
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=MARIA, call=CALL, outcome="t"))
    story.wait(40)
    story.ends(CALLER)
    ended(story, THEIRS)
    assert story.state_of(OMAR) is a.AgentState.WRAP_UP
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=OMAR, call=CALL, outcome="t"))
    assert story.house.calls.on(CALL) is None


def test_record_of_the_call_and_record_of_the_question() -> None:
    story, leg = speaking()
    steps(story, p.ConsultStep.COMPLETE)
    ended(story, leg)
    story.wait(40)
    story.ends(CALLER)
    ended(story, THEIRS)
    records = fold_all(story.facts)
    call, asked = records[CALL], records[ASKED]
    assert [one.agent for one in call.agents] == [MARIA, OMAR]
    assert call.agents[1].spoke.seconds == pytest.approx(40)
    assert call.transfers == 1
    assert (asked.callback_of, asked.counted_at) == (CALL, None)
    assert [one.agent for one in asked.agents] == [OMAR]
    assert asked.agents[0].spoke.seconds == pytest.approx(20)
    assert asked.is_over


def test_swap_and_all_three_together() -> None:
    story, _ = speaking()
    wished = steps(story, p.ConsultStep.SWAP)
    assert names(wished) == ["HoldLeg", "RetrieveLeg"]
    assert [one.leg for one in wished] == [THEIRS, CALLER]  # type: ignore[attr-defined]
    story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=THEIRS))
    story.tell(c.LegRetrieved(at=at(story.seconds), call=CALL, leg=CALLER))
    wished = steps(story, p.ConsultStep.SWAP)
    assert [one.leg for one in wished] == [CALLER, THEIRS]  # type: ignore[attr-defined]
    story.tell(c.LegRetrieved(at=at(story.seconds), call=CALL, leg=THEIRS))
    story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=CALLER))
    wished = steps(story, p.ConsultStep.CONFERENCE)
    assert names(wished) == ["RetrieveLeg", "JoinLegs"]
    story.tell(c.LegRetrieved(at=at(story.seconds), call=CALL, leg=CALLER))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=CALLER, b=THEIRS))
    asked = story.house.calls.on(ASKED)
    assert asked is not None
    assert asked.conference
    assert not steps(story, p.ConsultStep.SWAP), "all hear each other"


def test_the_colleague_hangs_up_and_she_is_with_her_caller() -> None:
    story, _ = speaking()
    assert names(ended(story, THEIRS)) == ["RetrieveLeg", "JoinLegs"]
    assert story.state_of(OMAR) is a.AgentState.IDLE
    assert story.state_of(MARIA) is a.AgentState.ON_CALL
    assert story.house.calls.on(ASKED) is None


def test_her_leg_is_lost_and_the_caller_is_the_colleagues() -> None:
    story, leg = speaking()
    wished = ended(story, leg, c.Reason.MEDIA_LOST)
    assert names(wished) == ["RetrieveLeg", "JoinLegs"]
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.agent == OMAR
    assert story.state_of(OMAR) is a.AgentState.ON_CALL
    assert call.ending is None


def test_her_leg_is_lost_while_it_rings_and_the_caller_is_first_in_line() -> None:
    story, leg, _ = asking()
    ended(story, leg, c.Reason.MEDIA_LOST)
    [over] = story.all(a.ConsultEnded)
    assert over.because == "lost"
    assert story.all(a.CallRequeued)
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.stage is Stage.WAITING


def test_the_caller_leaves_and_both_are_free_of_it() -> None:
    story, leg = speaking()
    story.ends(CALLER)
    assert story.state_of(OMAR) is a.AgentState.IDLE
    assert story.state_of(MARIA) is a.AgentState.WRAP_UP
    [over] = story.all(a.ConsultEnded)
    assert over.because == "caller_left"
    ended(story, leg)
    ended(story, THEIRS)
    assert {one.call for one in story.all(c.CallEnded)} == {CALL, ASKED}


def test_she_presses_hang_up_and_nobody_is_left_on_hold() -> None:
    story, _ = speaking()
    story.tell(p.HangUpPressed(at=at(story.seconds), call=CALL, agent=MARIA))
    call = story.house.calls.on(CALL)
    assert call is not None
    assert (call.agent, call.ending) == (OMAR, None)
    story, _, _ = asking()
    story.tell(p.HangUpPressed(at=at(story.seconds), call=CALL, agent=MARIA))
    assert story.state_of(MARIA) is a.AgentState.ON_CALL
    assert story.state_of(OMAR) is a.AgentState.IDLE


def test_both_orders_of_the_colleagues_answer_and_her_going_back() -> None:
    story, leg, _ = asking()
    story.accepts()
    steps(story, p.ConsultStep.BACK)
    before = len(story.commands)
    story.tell(
        c.LegDialled(at=at(story.seconds), call=CALL, leg=THEIRS, role=c.Role.AGENT, agent=OMAR)
    )
    [end] = story.commands[before:]
    assert isinstance(end, do.EndLeg)
    assert end.leg == THEIRS
    story.tell(c.LegAnswered(at=at(story.seconds), call=CALL, leg=THEIRS))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=leg, b=THEIRS))
    ended(story, THEIRS)
    assert story.state_of(MARIA) is a.AgentState.ON_CALL
    assert story.state_of(OMAR) is a.AgentState.IDLE
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.consult is None


def test_the_line_dies_and_everybody_is_free() -> None:
    story, leg = speaking()
    for one in (CALLER, leg, THEIRS):
        ended(story, one, c.Reason.LINE_DIED)
    assert story.state_of(OMAR) is a.AgentState.IDLE
    assert story.state_of(MARIA) is a.AgentState.WRAP_UP
    assert not [one for one in story.house.calls.state.calls if "~" in one]


def test_a_snapshot_in_between_knows_all_of_it() -> None:
    story, _ = speaking()
    fresh = House()
    fresh.load(story.house.dump())
    asked = fresh.calls.of_agent(OMAR)
    assert asked is not None
    assert asked.id == ASKED
    assert msgspec.msgpack.encode(asked) == msgspec.msgpack.encode(story.house.calls.on(ASKED))
