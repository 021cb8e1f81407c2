"""A flow gives its caller to somebody outside: both speak, or the flow goes on."""

from __future__ import annotations

import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import CommandId, FlowName, LegId, NodeName
from acd.step import Command, CommandClosed, Fact
from callcenter.calls.call import Stage
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, Story

pytestmark = pytest.mark.thinking

ASKED = f"{CALL}~d1"
THEIRS = LegId(f"{ASKED}.1")
NUMBER = "+862012345678"


def told(story: Story, *facts: Fact) -> list[Command]:
    before = len(story.commands)
    for fact in facts:
        story.tell(fact)
    return story.commands[before:]


def given() -> tuple[Story, list[Command]]:
    """The caller is in the flow, which gives her away."""
    story = Story()
    story.arrives()
    chosen = i.OutsideChosen(
        at=at(story.seconds),
        call=CALL,
        node=NodeName("menu"),
        number=NUMBER,
        ring_for=25,
        flow=FlowName("main"),
        otherwise=NodeName("flights"),
    )
    ended = i.DialogueEnded(at=at(story.seconds), call=CALL, because="outside")
    return story, told(story, chosen, ended)


def dialled() -> Story:
    story, _ = given()
    story.tell(c.LegDialled(at=at(story.seconds), call=CALL, leg=THEIRS, role=c.Role.CONSULT))
    story.tell(c.LegProgressed(at=at(story.seconds), call=CALL, leg=THEIRS, code=180))
    return story


def ended(story: Story, leg: LegId, reason: c.Reason = c.Reason.HANGUP) -> list[Command]:
    ending = c.Ending(side=c.Side.NETWORK, reason=reason)
    return told(story, c.LegEnded(at=at(story.seconds), call=CALL, leg=leg, ending=ending))


def names(commands: list[Command]) -> list[str]:
    return [type(one).__name__ for one in commands]


def test_they_are_dialled_while_the_caller_hears_it_ring() -> None:
    story, wished = given()
    assert names(wished) == ["PlayMusic", "DialLeg", "PauseRecording"]
    ring, dial = wished[0], wished[1]
    assert isinstance(ring, do.PlayMusic)
    assert isinstance(dial, do.DialLeg)
    assert (ring.leg, ring.tune) == (CALLER, "ringback")
    assert (dial.number, dial.party, dial.join, dial.ring_for) == (NUMBER, "", CALLER, 25.0)
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.stage is Stage.OUTSIDE


@pytest.mark.parametrize("first", ["they", "he"])
def test_both_speak_and_with_one_the_other_goes(first: str) -> None:
    story = dialled()
    told(story, c.LegAnswered(at=at(story.seconds), call=CALL, leg=THEIRS))
    told(story, c.LegsJoined(at=at(story.seconds), call=CALL, a=CALLER, b=THEIRS))
    one, other = (THEIRS, CALLER) if first == "they" else (CALLER, THEIRS)
    [end] = ended(story, one)
    assert isinstance(end, do.EndLeg)
    assert end.leg == other
    ended(story, other)
    assert not story.house.calls.state.calls
    kinds = {type(one) for one in story.facts}
    assert not kinds & {i.DialogueDropped, a.CallQueued, a.CallAbandoned}


@pytest.mark.parametrize("reason", [c.Reason.BUSY, c.Reason.NO_ANSWER, c.Reason.UNREACHABLE])
def test_nobody_there_the_flow_goes_on_at_its_other_node(reason: c.Reason) -> None:
    story = dialled()
    story.tell(c.RecordingPaused(at=at(story.seconds), call=CALL))
    wished = ended(story, THEIRS, reason)
    assert "ResumeRecording" in names(wished)
    [_, again] = [one for one in story.facts if isinstance(one, i.DialogueStarted)]
    assert (again.flow, again.node) == ("main", "flights")
    assert [one.queue for one in story.facts if isinstance(one, a.CallQueued)] == ["flights"]
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.stage is Stage.WAITING


def test_a_number_that_cannot_be_called_is_nobody_there() -> None:
    story, _ = given()
    closed = CommandClosed(
        at=at(story.seconds),
        command=CommandId(f"{THEIRS}:dial"),
        outcome="refused",
        reason="unreachable",
    )
    told(story, closed)
    assert [one.queue for one in story.facts if isinstance(one, a.CallQueued)] == ["flights"]


def test_the_caller_gives_up_while_it_rings() -> None:
    story = dialled()
    [end] = ended(story, CALLER)
    assert isinstance(end, do.EndLeg)
    assert end.leg == THEIRS
    ended(story, THEIRS, c.Reason.CANCELLED)
    assert not story.house.calls.state.calls
    assert not [one for one in story.facts if isinstance(one, a.CallQueued | i.DialogueDropped)]
