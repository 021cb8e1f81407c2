"""The agent ends the conversation, and the caller is asked to rate it before she is let go."""

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
import ivr.facts as i
from acd.configuration import Configuration
from acd.ids import FlowName, LegId, NodeName
from callcenter.history.call_fold import fold_all
from ivr.flow import CollectNode, Flow, HangUpNode
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, FLIGHTS, FLOW, MARIA, OMAR, PHONE, Story

pytestmark = pytest.mark.thinking

SURVEY = Flow(
    name=FlowName("survey"),
    start=NodeName("rate"),
    default_queue=FLIGHTS,
    nodes=(
        CollectNode(
            name=NodeName("rate"),
            texts={"mandarin": "请按 1 到 5 评价", "english": "Press 1 to 5"},
            variable="score",
            masked=False,
            max_digits=1,
            next=NodeName("thanks"),
            otherwise=NodeName("thanks"),
        ),
        HangUpNode(name=NodeName("thanks"), texts={"mandarin": "谢谢", "english": "Thank you"}),
    ),
)


def house() -> Configuration:
    queues = tuple(msgspec.structs.replace(one, survey="survey") for one in CONFIGURATION.queues)
    return msgspec.structs.replace(CONFIGURATION, queues=queues)


def talking(configuration: Configuration | None = None) -> tuple[Story, LegId]:
    story = Story(configuration or house())
    numbers = {"8000": FlowName("main")}
    story.tell(i.FlowsPublished(at=at(0), version=2, flows=(FLOW, SURVEY), numbers=numbers))
    leg = story.connected()
    story.wait(30)
    return story, leg


def hangs_up(story: Story, leg: LegId) -> list[str]:
    """She presses; her leg ends. Which legs are wished away."""
    before = len(story.commands)
    story.tell(p.HangUpPressed(at=at(story.seconds), call=CALL, agent=MARIA))
    story.ends(leg, c.Side.HOUSE)
    return [one.leg for one in story.commands[before:] if isinstance(one, do.EndLeg)]


def test_the_caller_stays_is_asked_and_what_she_presses_is_kept() -> None:
    story, leg = talking()
    assert CALLER not in hangs_up(story, leg)
    [invited] = story.all(c.SurveyInvited)
    assert (invited.agent, invited.queue) == (MARIA, FLIGHTS)
    assert story.state_of(MARIA) is a.AgentState.WRAP_UP
    assert story.all(i.NodeEntered)[-1].node == "rate"
    story.presses("4")
    story.wait(2)
    [answered] = story.all(c.SurveyAnswered)
    assert (answered.score, answered.agent) == (4, MARIA)
    said = story.wished("Say")[-1]
    story.tell(
        i.PromptEnded(
            at=at(story.seconds),
            call=CALL,
            leg=CALLER,
            prompt=said.prompt,  # type: ignore[attr-defined]
            how="finished",
        )
    )
    [end] = [one for one in story.wished("EndLeg") if one.leg == CALLER]  # type: ignore[attr-defined]
    assert isinstance(end, do.EndLeg)
    story.ends(CALLER, c.Side.HOUSE, c.Reason.FLOW_END)
    [over] = story.all(c.CallEnded)
    assert (over.ending.side, over.ending.reason) == (c.Side.AGENT, c.Reason.HANGUP)
    record = fold_all(story.facts)[CALL]
    assert (record.survey_of, record.survey_score) == (MARIA, 4)
    assert record.agents[0].spoke.seconds == pytest.approx(30), "the survey is nobody's talk"


def test_a_caller_who_hangs_up_instead_has_not_answered() -> None:
    story, leg = talking()
    hangs_up(story, leg)
    story.ends(CALLER)
    assert not story.all(c.SurveyAnswered)
    assert story.all(c.CallEnded)
    assert not story.all(a.CallAbandoned)
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=MARIA, call=CALL, outcome="answered"))
    assert story.house.calls.on(CALL) is None
    assert len(story.all(i.DialogueDropped)) == 1
    record = fold_all(story.facts)[CALL]
    assert record.survey_at is not None
    assert record.survey_score is None


def test_a_desk_phone_put_down_asks_too() -> None:
    story = Story(house())
    numbers = {"8000": FlowName("main")}
    story.tell(i.FlowsPublished(at=at(0), version=2, flows=(FLOW, SURVEY), numbers=numbers))
    story.ready(OMAR, PHONE)
    story.arrives()
    story.presses()
    leg = story.dialled()
    story.joins(leg)
    story.wait(20)
    story.ends(leg, c.Side.AGENT)
    assert [one.agent for one in story.all(c.SurveyInvited)] == [OMAR]


@pytest.mark.parametrize("how", ["no survey", "caller ends", "broke", "handed over"])
def test_nobody_is_asked(how: str) -> None:
    story, leg = talking(CONFIGURATION if how == "no survey" else None)
    if how == "no survey":
        assert CALLER in hangs_up(story, leg)
    elif how == "caller ends":
        story.ends(CALLER)
    elif how == "broke":
        story.ends(CALLER, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    else:
        told = a.TransferPressed(
            at=at(story.seconds), press="p", call=CALL, by=MARIA, queue=FLIGHTS
        )
        story.tell(told)
    assert not story.all(c.SurveyInvited)


def test_a_flow_that_is_lost_does_not_lead_her_back_into_a_queue() -> None:
    story, leg = talking()
    story.tell(
        i.FlowsPublished(
            at=at(story.seconds), version=3, flows=(FLOW,), numbers={"8000": FlowName("main")}
        )
    )
    hangs_up(story, leg)
    assert len(story.all(a.CallQueued)) == 1
    [end] = [one for one in story.wished("EndLeg") if one.leg == CALLER]  # type: ignore[attr-defined]
    assert isinstance(end, do.EndLeg)
