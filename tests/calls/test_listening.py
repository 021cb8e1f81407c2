"""Silent listeners in a call: their legs come and go, and the call is as if there were none."""

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.configuration import AgentProfile
from acd.ids import AgentId, CommandId, DeskId, LegId
from acd.step import Command, CommandClosed
from callcenter.calls.calls import Calls
from callcenter.calls.commands import DialLeg
from callcenter.house import House
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, MARIA, Story

pytestmark = pytest.mark.thinking

LIN, WEI = AgentId("1003"), AgentId("1004")
FIRST, SECOND = LegId("01CALL.l1"), LegId("01CALL.l2")

LEARNING = msgspec.structs.replace(
    CONFIGURATION,
    agents=(
        *CONFIGURATION.agents,
        AgentProfile(id=LIN, mentor=MARIA),
        AgentProfile(id=WEI, mentor=MARIA),
    ),
)


def house(*listeners: AgentId) -> Story:
    """These are signed in with their audio, and not ready; Maria is ready."""
    story = Story(LEARNING)
    story.ready()
    for one in listeners or (LIN,):
        now = at(story.seconds)
        story.tell(a.AgentSignedIn(at=now, agent=one, desk=DeskId("d")))
        story.tell(a.AudioReady(at=now, agent=one, uri=f"sip:{one}@soft"))
    return story


def presses(story: Story, by: AgentId = LIN, press: str = "p1") -> None:
    now = at(story.seconds)
    story.tell(a.ListenPressed(at=now, press=f"{by}{press}", by=by, agent=MARIA))


def stops(story: Story, by: AgentId = LIN) -> None:
    story.tell(a.ListenStopPressed(at=at(story.seconds), by=by))


def is_dialled(story: Story, leg: LegId = FIRST, by: AgentId = LIN) -> None:
    now = at(story.seconds)
    story.tell(c.LegDialled(at=now, call=CALL, leg=leg, role=c.Role.LISTENER, agent=by))


def hears(story: Story, leg: LegId = FIRST, by: AgentId = LIN) -> None:
    is_dialled(story, leg, by)
    story.tell(c.LegAnswered(at=at(story.seconds), call=CALL, leg=leg))


def dials(story: Story) -> list[DialLeg]:
    every: list[Command] = list(story.commands)
    return [one for one in every if isinstance(one, DialLeg) and one.role is c.Role.LISTENER]


def let_go(story: Story) -> list[str]:
    return [one for one in ends(story) if ".l" in one]


def ends(story: Story) -> list[str]:
    """A wish that is told twice is the same wish."""
    return list(dict.fromkeys(one.id for one in story.wished("EndLeg")))


def left(story: Story) -> list[tuple[str, str, bool]]:
    return [(one.listener, one.because, one.heard) for one in story.all(a.ListenerLeft)]


# -- as it should be -----------------------------------------------------------------------------


def test_she_is_called_into_the_conversation_that_goes_on() -> None:
    story = house()
    story.connected()
    presses(story)
    (dial,) = dials(story)
    assert (dial.leg, dial.uri, dial.agent, dial.join) == (FIRST, "sip:1003@soft", LIN, None)
    assert story.all(a.ListenerJoined) == []
    hears(story)
    (joined,) = story.all(a.ListenerJoined)
    assert (joined.call, joined.listener, joined.agent) == (CALL, LIN, MARIA)
    stops(story)
    assert let_go(story) == [f"{FIRST}:end"]
    story.ends(FIRST, c.Side.HOUSE)
    assert left(story) == [(LIN, "stopped", True)]
    assert story.all(c.CallEnded) == []
    assert story.state_of(MARIA) is a.AgentState.ON_CALL


def test_she_is_called_into_the_next_one_when_she_listens_already() -> None:
    story = house()
    presses(story)
    assert dials(story) == []
    story.connected()
    assert [one.leg for one in dials(story)] == [FIRST]


def test_two_listen_and_each_has_a_leg() -> None:
    story = house(LIN, WEI)
    presses(story, WEI)
    presses(story, LIN)
    story.connected()
    assert [(one.leg, one.agent) for one in dials(story)] == [(FIRST, LIN), (SECOND, WEI)]
    hears(story, FIRST, LIN)
    hears(story, SECOND, WEI)
    stops(story, LIN)
    story.ends(FIRST, c.Side.HOUSE)
    assert left(story) == [(LIN, "stopped", True)]
    assert let_go(story) == [f"{FIRST}:end"]
    presses(story, LIN, "p2")
    assert dials(story)[-1].leg == "01CALL.l3"


def test_caller_and_agent_end_as_without_her() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    hears(story)
    story.ends(CALLER)
    assert ends(story) == [f"{agents}:end", f"{FIRST}:end"]
    story.ends(agents, c.Side.HOUSE)
    (over,) = story.all(c.CallEnded)
    assert over.ending == c.Ending(side=c.Side.CALLER, reason=c.Reason.HANGUP)
    assert left(story) == [(LIN, "over", True)]
    story.ends(FIRST, c.Side.HOUSE)
    assert len(story.all(c.CallEnded)) == 1
    assert len(left(story)) == 1
    story.tell(a.OutcomeGiven(at=at(9), agent=MARIA, call=CALL, outcome="answered"))
    assert story.house.calls.on(CALL) is None


def test_her_hanging_up_ends_all_three() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    hears(story)
    story.tell(p.HangUpPressed(at=at(0), call=CALL, agent=MARIA))
    assert set(ends(story)) == {f"{agents}:end", f"{CALLER}:end", f"{FIRST}:end"}


def test_hold_mute_and_pause_are_those_of_caller_and_agent() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    hears(story)
    story.tell(p.HoldPressed(at=at(0), call=CALL, agent=MARIA, hold=True))
    story.tell(p.MutePressed(at=at(0), call=CALL, agent=MARIA, mute=True))
    assert [one.id.split(":")[0] for one in story.wished("HoldLeg", "MuteLeg")] == [CALLER, agents]
    before = len(story.commands)
    story.tell(p.HoldPressed(at=at(0), call=CALL, agent=LIN, hold=True))
    story.tell(p.HangUpPressed(at=at(0), call=CALL, agent=LIN))
    assert len(story.commands) == before


# -- both orders ---------------------------------------------------------------------------------


def test_the_call_ends_while_her_leg_rings() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    is_dialled(story)
    story.ends(CALLER)
    assert let_go(story) == [f"{FIRST}:end"]
    story.ends(FIRST, c.Side.HOUSE)
    story.ends(agents, c.Side.HOUSE)
    assert left(story) == [(LIN, "over", False)]
    assert len(story.all(c.CallEnded)) == 1


def test_the_call_ends_before_her_leg_is_dialled() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    story.ends(CALLER)
    assert let_go(story) == []
    is_dialled(story)
    assert let_go(story) == [f"{FIRST}:end"]
    story.ends(agents, c.Side.HOUSE)
    assert len(story.all(c.CallEnded)) == 1
    assert left(story) == [(LIN, "over", False)]


def test_her_leg_answers_when_nobody_wants_it_any_more() -> None:
    story = house()
    story.connected()
    presses(story)
    is_dialled(story)
    stops(story)
    story.tell(c.LegAnswered(at=at(0), call=CALL, leg=FIRST))
    assert story.all(a.ListenerJoined) == []
    assert set(let_go(story)) == {f"{FIRST}:end"}


def test_she_stops_and_asks_again_before_her_leg_is_gone() -> None:
    story = house()
    story.connected()
    presses(story)
    hears(story)
    stops(story)
    presses(story, press="p2")
    assert len(dials(story)) == 1
    story.ends(FIRST, c.Side.HOUSE)
    assert left(story) == [(LIN, "stopped", True)]
    assert [one.leg for one in dials(story)] == [FIRST, SECOND]


def test_her_audio_is_lost_and_found_in_both_orders() -> None:
    first = house()
    first.connected()
    presses(first)
    hears(first)
    first.tell(a.AudioLost(at=at(0), agent=LIN))
    first.ends(FIRST, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    assert left(first) == [(LIN, "media_lost", True)]
    first.tell(a.AudioReady(at=at(0), agent=LIN, uri="sip:new@soft"))
    assert [one.uri for one in dials(first)] == ["sip:1003@soft", "sip:new@soft"]

    then = house()
    then.connected()
    presses(then)
    hears(then)
    then.tell(a.AudioLost(at=at(0), agent=LIN))
    then.tell(a.AudioReady(at=at(0), agent=LIN, uri="sip:new@soft"))
    then.ends(FIRST, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    assert left(then) == [(LIN, "replaced", True)]
    assert [one.uri for one in dials(then)] == ["sip:1003@soft", "sip:new@soft"]

    for story in (first, then):
        assert story.state_of(MARIA) is a.AgentState.ON_CALL
        assert not story.all(c.CallEnded)
        assert not story.all(a.CallRequeued)


def test_the_agents_audio_is_lost_for_good_and_the_caller_goes_back() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    hears(story)
    story.ends(agents, c.Side.NETWORK, c.Reason.MEDIA_LOST)
    assert len(story.all(a.CallRequeued)) == 1
    assert let_go(story) == [f"{FIRST}:end"]
    story.ends(FIRST, c.Side.HOUSE)
    assert left(story) == [(LIN, "over", True)]
    assert story.all(c.CallEnded) == []


def test_the_agents_leg_is_dialled_anew_beside_her() -> None:
    story = house()
    story.connected()
    presses(story)
    hears(story)
    story.tell(a.AudioLost(at=at(0), agent=MARIA))
    story.tell(a.AudioReady(at=at(0), agent=MARIA, uri="sip:maria@again"))
    assert let_go(story) == []
    assert left(story) == []


# -- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["no_free_leg", "unreachable"])
def test_a_refusal_is_told_and_the_call_is_untouched(reason: str) -> None:
    story = house()
    story.connected()
    presses(story)
    before = len(story.commands)
    name = CommandId(f"{FIRST}:dial")
    story.tell(CommandClosed(at=at(0), command=name, outcome="refused", reason=reason))
    assert left(story) == [(LIN, reason, False)]
    assert story.house.calls.state.listeners[LIN].trouble == reason
    assert len(story.commands) == before
    assert story.state_of(MARIA) is a.AgentState.ON_CALL
    presses(story, press="p2")
    assert story.house.calls.state.listeners[LIN].trouble == ""
    assert [one.leg for one in dials(story)] == [FIRST, SECOND]


def test_her_lost_leg_changes_nothing_and_she_hears_the_next_call() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    hears(story)
    story.ends(FIRST, c.Side.NETWORK, c.Reason.UNREACHABLE)
    assert left(story) == [(LIN, "unreachable", True)]
    assert len(dials(story)) == 1
    story.ends(CALLER)
    story.ends(agents, c.Side.HOUSE)
    assert story.house.calls.state.listeners[LIN].agent == MARIA


def test_a_line_that_dies_takes_her_leg_with_it() -> None:
    story = house()
    story.connected()
    presses(story)
    hears(story)
    story.tell(c.LineGone(at=at(0), call=CALL, line=story.all(c.LegRang)[0].line, how="died"))
    assert left(story) == [(LIN, "over", True)]
    assert story.house.calls.state.ears == {}


def test_a_leg_that_was_found_and_nobody_remembers_is_ended() -> None:
    story = house()
    agents = story.connected()
    presses(story)
    hears(story)
    card = story.house.card(CALL)
    legs = (
        c.FoundLeg(leg=CALLER, role=c.Role.CALLER, answered=True, joined=agents),
        c.FoundLeg(leg=agents, role=c.Role.AGENT, answered=True, agent=MARIA),
        c.FoundLeg(leg=FIRST, role=c.Role.LISTENER, answered=True, agent=LIN),
    )
    line = story.all(c.LegRang)[0].line
    for known in (card, b""):
        found = House()
        adopted = c.CallAdopted(
            at=at(5), call=CALL, line=line, exchange="one", card=known, legs=legs
        )
        wishes = found.digest(adopted).commands
        assert f"{FIRST}:end" in [one.id for one in wishes]


def test_the_room_is_its_dump() -> None:
    story = house(LIN, WEI)
    presses(story)
    story.connected()
    hears(story)
    again = Calls()
    again.load(story.house.calls.dump())
    assert again.state == story.house.calls.state
    assert again.dump() == story.house.calls.dump()
