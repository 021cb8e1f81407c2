"""Somebody outside in a call: asked while the caller hears music, or given her caller."""

import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.consults import consult_id
from acd.ids import CommandId, LegId, PartyId
from acd.step import Command, CommandClosed, Fact
from callcenter.calls.call import Stage
from callcenter.house import House
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, FLIGHTS, MARIA, Story

pytestmark = pytest.mark.thinking

ASKED = consult_id(CALL, 1)
THEIRS = LegId(f"{ASKED}.1")
HOTEL = PartyId("hotel")


def names(commands: list[Command]) -> list[str]:
    return [type(one).__name__ for one in commands]


def told(story: Story, *facts: Fact) -> list[Command]:
    """The commands that follow."""
    before = len(story.commands)
    for fact in facts:
        story.tell(fact)
    return story.commands[before:]


def calls_out(*, over: bool = False) -> tuple[Story, LegId, list[Command]]:
    """Maria speaks with the caller and calls the hotel; the commands that followed."""
    story = Story()
    leg = story.connected()
    story.wait(30)
    pressed = a.OutsidePressed(
        at=at(story.seconds), press="p1", call=CALL, by=MARIA, party=HOTEL, hand_over=over
    )
    wished = told(story, pressed)
    story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=CALLER))
    return story, leg, wished


def dialled(*, over: bool = False) -> tuple[Story, LegId]:
    story, leg, _ = calls_out(over=over)
    story.tell(c.LegDialled(at=at(story.seconds), call=CALL, leg=THEIRS, role=c.Role.CONSULT))
    return story, leg


def rings(story: Story) -> list[Command]:
    return told(story, c.LegProgressed(at=at(story.seconds), call=CALL, leg=THEIRS, code=180))


def answers(story: Story, beside: LegId) -> list[Command]:
    wished = told(story, c.LegAnswered(at=at(story.seconds), call=CALL, leg=THEIRS))
    story.tell(c.LegsJoined(at=at(story.seconds), call=CALL, a=beside, b=THEIRS))
    return wished


def speaking() -> tuple[Story, LegId]:
    story, leg = dialled()
    rings(story)
    assert answers(story, leg) == []
    story.wait(10)
    return story, leg


def steps(story: Story, step: p.ConsultStep) -> list[Command]:
    return told(
        story, p.ConsultStepPressed(at=at(story.seconds), call=CALL, agent=MARIA, step=step)
    )


def ended(story: Story, leg: LegId, reason: c.Reason = c.Reason.HANGUP) -> list[Command]:
    ending = c.Ending(side=c.Side.NETWORK, reason=reason)
    return told(story, c.LegEnded(at=at(story.seconds), call=CALL, leg=leg, ending=ending))


def derived(story: Story, kind: type[Fact]) -> list[Fact]:
    return [one for one in story.facts if isinstance(one, kind)]


def test_music_for_the_caller_a_ringing_tone_for_her_and_they_are_dialled() -> None:
    story, leg, wished = calls_out()
    assert names(wished) == ["HoldLeg", "PlayMusic", "DialLeg"]
    dial = wished[2]
    assert isinstance(dial, do.DialLeg)
    assert (dial.call, dial.leg, dial.role, dial.join) == (CALL, THEIRS, c.Role.CONSULT, leg)
    assert (dial.uri, dial.party) == ("", HOTEL), "the exchange finds the number"
    assert story.house.calls.up == 1, "one line"


def test_back_to_the_caller() -> None:
    story, leg = speaking()
    wished = steps(story, p.ConsultStep.BACK)
    assert names(wished) == ["EndLeg", "RetrieveLeg", "JoinLegs"]
    end, join = wished[0], wished[2]
    assert isinstance(end, do.EndLeg)
    assert isinstance(join, do.JoinLegs)
    assert end.leg == THEIRS
    assert {join.a, join.b} == {CALLER, leg}
    assert ended(story, THEIRS) == []
    assert story.house.calls.on(ASKED) is None


def test_swap_and_conference() -> None:
    story, _ = speaking()
    held = [getattr(one, "leg", None) for one in steps(story, p.ConsultStep.SWAP)]
    assert held == [THEIRS, CALLER]
    story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=THEIRS))
    story.tell(c.LegRetrieved(at=at(story.seconds), call=CALL, leg=CALLER))
    wished = steps(story, p.ConsultStep.CONFERENCE)
    assert names(wished) == ["RetrieveLeg", "JoinLegs"]
    join = wished[1]
    assert isinstance(join, do.JoinLegs)
    assert {join.a, join.b} == {CALLER, THEIRS}


def test_the_caller_is_theirs_before_her_leg_ends() -> None:
    story, leg = speaking()
    wished = steps(story, p.ConsultStep.COMPLETE)
    assert names(wished) == ["RetrieveLeg", "JoinLegs", "EndLeg", "PauseRecording"]
    join, end = wished[1], wished[2]
    assert isinstance(join, do.JoinLegs)
    assert isinstance(end, do.EndLeg)
    assert ({join.a, join.b}, end.leg) == ({CALLER, THEIRS}, leg)
    assert story.state_of(MARIA) is a.AgentState.WRAP_UP
    call = story.house.calls.on(CALL)
    assert call is not None
    assert (call.stage, call.agent) == (Stage.OUTSIDE, None)
    assert ended(story, leg) == [], "the two go on"


@pytest.mark.parametrize("first", ["they", "he"])
def test_when_one_of_the_two_hangs_up_the_other_goes_too(first: str) -> None:
    story, leg = speaking()
    steps(story, p.ConsultStep.COMPLETE)
    ended(story, leg)
    one, other = (THEIRS, CALLER) if first == "they" else (CALLER, THEIRS)
    [end] = ended(story, one)
    assert isinstance(end, do.EndLeg)
    assert end.leg == other
    ended(story, other)
    assert {one.call for one in derived(story, c.CallEnded) if isinstance(one, c.CallEnded)} == {
        CALL,
        ASKED,
    }
    assert not derived(story, a.CallAbandoned)
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=MARIA, call=CALL, outcome="x"))
    assert not story.house.calls.state.calls


def test_handed_over_as_soon_as_it_rings() -> None:
    story, leg = dialled(over=True)
    wished = rings(story)
    assert names(wished) == ["RetrieveLeg", "PlayMusic", "JoinLegs", "EndLeg", "PauseRecording"]
    ringback = wished[1]
    assert isinstance(ringback, do.PlayMusic)
    assert (ringback.leg, ringback.tune) == (CALLER, "ringback")
    assert story.state_of(MARIA) is a.AgentState.WRAP_UP
    assert rings(story) == [], "183 after 180"
    ended(story, leg)
    assert answers(story, CALLER) == []
    assert len(derived(story, a.OutsideAnswered)) == 1


def test_handed_over_by_one_who_answers_without_ringing() -> None:
    story, _ = dialled(over=True)
    wished = told(story, c.LegAnswered(at=at(story.seconds), call=CALL, leg=THEIRS))
    assert names(wished) == ["RetrieveLeg", "JoinLegs", "EndLeg", "PauseRecording"]


@pytest.mark.parametrize("reason", [c.Reason.BUSY, c.Reason.NO_ANSWER, c.Reason.REJECTED])
def test_not_answered_the_caller_is_first_in_line_again(reason: c.Reason) -> None:
    story, leg = dialled(over=True)
    rings(story)
    story.tell(c.RecordingPaused(at=at(story.seconds), call=CALL))
    ended(story, leg)
    story.wait(20)
    wished = ended(story, THEIRS, reason)
    assert sorted(names(wished)) == ["PlayMusic", "ResumeRecording"]
    call = story.house.calls.on(CALL)
    assert call is not None
    assert (call.stage, call.queue) == (Stage.WAITING, FLIGHTS)
    assert story.house.calls.on(ASKED) is None


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("reason", [c.Reason.BUSY, c.Reason.UNREACHABLE])
def test_refused_before_it_rang_she_has_her_caller_again(reason: c.Reason, *, over: bool) -> None:
    story, leg = dialled(over=over)
    wished = ended(story, THEIRS, reason)
    assert names(wished) == ["RetrieveLeg", "JoinLegs"]
    [over_] = derived(story, a.ConsultEnded)
    assert isinstance(over_, a.ConsultEnded)
    assert over_.because == reason
    assert story.state_of(MARIA) is a.AgentState.ON_CALL


def test_they_could_not_be_dialled_at_all() -> None:
    story, _, _ = calls_out()
    closed = CommandClosed(
        at=at(story.seconds),
        command=CommandId(f"{THEIRS}:dial"),
        outcome="refused",
        reason="no_free_leg",
    )
    assert names(told(story, closed)) == ["RetrieveLeg", "JoinLegs"]
    assert story.house.calls.on(ASKED) is None


def test_back_before_they_are_dialled_and_nobody_is_called_for_nothing() -> None:
    story, _, _ = calls_out()
    steps(story, p.ConsultStep.BACK)
    late = c.LegDialled(at=at(story.seconds), call=CALL, leg=THEIRS, role=c.Role.CONSULT)
    [end] = told(story, late)
    assert isinstance(end, do.EndLeg)
    assert end.leg == THEIRS
    assert ended(story, THEIRS, c.Reason.CANCELLED) == []


def test_she_hangs_up_and_the_two_go_on_or_she_is_with_her_caller() -> None:
    story, _ = speaking()
    told(story, p.HangUpPressed(at=at(story.seconds), call=CALL, agent=MARIA))
    assert len(derived(story, a.HandedOutside)) == 1
    story, _ = dialled()
    wished = told(story, p.HangUpPressed(at=at(story.seconds), call=CALL, agent=MARIA))
    assert names(wished) == ["EndLeg", "RetrieveLeg", "JoinLegs"]


@pytest.mark.parametrize("there", [True, False])
def test_her_leg_is_lost(*, there: bool) -> None:
    story, leg = speaking() if there else dialled()
    ended(story, leg, c.Reason.LOST)
    call = story.house.calls.on(CALL)
    assert call is not None
    assert call.stage is (Stage.OUTSIDE if there else Stage.WAITING)
    assert len(derived(story, a.HandedOutside)) == int(there)


@pytest.mark.parametrize("handed", [False, True])
def test_the_caller_goes_and_they_are_not_called_any_more(*, handed: bool) -> None:
    story, leg = dialled(over=handed)
    if handed:
        rings(story)
        ended(story, leg)
    ends = [one.leg for one in ended(story, CALLER) if isinstance(one, do.EndLeg)]
    assert THEIRS in ends
    ended(story, THEIRS, c.Reason.CANCELLED)
    ended(story, leg)
    assert not derived(story, a.CallRequeued)
    assert {one.call for one in derived(story, c.CallEnded) if isinstance(one, c.CallEnded)} == {
        CALL,
        ASKED,
    }


def test_a_line_that_dies_leaves_nothing_behind() -> None:
    story, leg = speaking()
    steps(story, p.ConsultStep.COMPLETE)
    ended(story, leg)
    for one in (CALLER, THEIRS):
        ended(story, one, c.Reason.LINE_DIED)
    call = story.house.calls.on(CALL)
    assert call is not None
    gone = c.LineGone(at=at(story.seconds), call=CALL, line=call.line, how="died")
    told(story, gone)
    story.tell(a.OutcomeGiven(at=at(story.seconds), agent=MARIA, call=CALL, outcome="x"))
    assert not story.house.calls.state.calls


def found(story: Story, *, theirs: bool) -> tuple[House, list[Command]]:
    """Another house that knows the card alone."""
    call = story.house.calls.on(CALL)
    assert call is not None
    legs = [c.FoundLeg(leg=CALLER, role=c.Role.CALLER, answered=True, joined=THEIRS)]
    if theirs:
        legs.append(c.FoundLeg(leg=THEIRS, role=c.Role.CONSULT, answered=True, joined=CALLER))
    other = Story()
    card = story.house.card(CALL)
    fact = c.CallAdopted(
        at=at(story.seconds),
        call=CALL,
        line=call.line,
        exchange=call.exchange,
        card=card,
        legs=tuple(legs),
        party=call.party,
        dialled=call.dialled,
    )
    return other.house, told(other, fact)


def test_found_again_the_two_go_on() -> None:
    story, leg = speaking()
    steps(story, p.ConsultStep.COMPLETE)
    ended(story, leg)
    house, wished = found(story, theirs=True)
    assert wished == []
    call = house.calls.on(CALL)
    assert call is not None
    assert (call.stage, call.consult) == (Stage.OUTSIDE, ASKED)


def test_found_again_alone_he_is_in_line() -> None:
    story, leg = speaking()
    steps(story, p.ConsultStep.COMPLETE)
    ended(story, leg)
    house, wished = found(story, theirs=False)
    assert "PlayMusic" in names(wished)
    assert house.acd.call(CALL) is not None
