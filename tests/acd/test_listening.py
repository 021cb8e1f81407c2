"""Silent listening: who may listen to whom, and what ends it.

Omar learns; Maria is his mentor. Lin supervises.
"""

import msgspec
import pytest

from acd import facts as f
from acd.agent import Agent
from acd.agent_rules import BreakQuota
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, Intent, ListenEnd, ListenNo
from acd.ids import AgentId, DeskId, LegId
from acd.sense import faults
from acd.step import Fact
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready, signed_in

pytestmark = pytest.mark.thinking

LEG = LegId("c1.l1")


def learning(version: int = 1, mentor: AgentId | None = MARIA) -> Configuration:
    """Omar has a mentor."""
    before = floor(version)
    agents = tuple(
        msgspec.structs.replace(one, mentor=mentor) if one.id == OMAR else one
        for one in before.agents
    )
    return msgspec.structs.replace(before, agents=agents)


def house(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    """Maria is ready, Omar and Lin are signed in and not ready."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(learning()))
    ready(bench, MARIA)
    signed_in(bench, OMAR)
    signed_in(bench, LIN)
    return room, bench


def listens(
    bench: Bench,
    seconds: float = 1,
    by: AgentId = OMAR,
    to: AgentId = MARIA,
    press: str = "p1",
    because: str = "",
) -> list[Fact]:
    pressed = f.ListenPressed(
        at=at(seconds), press=press, by=by, agent=to, supervises=by == LIN, because=because
    )
    return bench.told(pressed)


def chooses(bench: Bench, agent: AgentId, intent: Intent, seconds: float = 5) -> list[Fact]:
    return bench.told(f.IntentChosen(at=at(seconds), agent=agent, intent=intent))


def ended(facts: list[Fact]) -> list[tuple[AgentId, ListenEnd]]:
    return [(one.listener, one.how) for one in facts if isinstance(one, f.ListeningEnded)]


def refused(facts: list[Fact]) -> list[ListenNo]:
    return [one.reason for one in facts if isinstance(one, f.ListenRefused)]


def her(room: Distributor, agent: AgentId) -> Agent:
    found = room.agent(agent)
    assert found is not None
    return found


def called(bench: Bench, seconds: float = 2) -> None:
    bench.told(
        f.ListenerCalled(
            at=at(seconds), call=C1, leg=LEG, listener=OMAR, agent=MARIA, uri="sip:omar"
        )
    )


def left(bench: Bench, seconds: float) -> list[Fact]:
    return bench.told(
        f.ListenerLeft(
            at=at(seconds), call=C1, leg=LEG, listener=OMAR, agent=MARIA, because="stopped"
        )
    )


# -- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_a_trainee_listens_to_her_mentor_and_is_not_ready(carrying: Carrying) -> None:
    room, bench = house(carrying)
    (began, changed) = listens(bench)
    assert isinstance(began, f.ListeningBegan)
    assert (began.listener, began.agent, began.uri) == (OMAR, MARIA, "sip:omar@softphone")
    assert isinstance(changed, f.AgentStateChanged)
    assert (changed.state, changed.reason) == (AgentState.NOT_READY, "listening")
    bench.told(queued(C1, 2))
    assert state_of(room, MARIA) is AgentState.OFFERED
    bench.told(queued(C2, 3))
    assert state_of(room, OMAR) is AgentState.NOT_READY


def test_a_supervisor_listens_to_anybody_with_a_reason() -> None:
    room, bench = house()
    assert refused(listens(bench, by=LIN, press="p1")) == [ListenNo.NO_REASON]
    assert refused(listens(bench, by=LIN, press="p2", because="I like it")) == [ListenNo.NO_REASON]
    began = listens(bench, by=LIN, press="p3", because="quality")[0]
    assert isinstance(began, f.ListeningBegan)
    assert (began.because, began.uri, began.in_browser) == (
        "quality",
        "sip:lin@127.0.0.1:5070",
        False,
    )
    assert her(room, LIN).listens is not None


def test_what_stands_against_it() -> None:
    room, bench = house()
    assert refused(listens(bench, to=OMAR)) == [ListenNo.HERSELF]
    assert refused(listens(bench, to=LIN, press="p2")) == [ListenNo.NOT_HER_MENTOR]
    assert refused(listens(bench, by=MARIA, to=LIN, press="p3")) == [ListenNo.NOT_HER_MENTOR]
    bench.told(f.AudioLost(at=at(2), agent=OMAR))
    assert refused(listens(bench, 3, press="p4")) == [ListenNo.NOT_REACHABLE]
    bench.told(f.AudioReady(at=at(4), agent=OMAR, uri="sip:omar@softphone"))
    bench.told(f.AgentSignedOut(at=at(5), agent=MARIA, desk=DeskId("d")))
    assert refused(listens(bench, 6, press="p5")) == [ListenNo.NOT_THERE]
    nobody = listens(bench, 7, by=LIN, to=AgentId("nobody"), press="p6", because="quality")
    assert refused(nobody) == [ListenNo.NOT_THERE]
    bench.told(f.AgentSignedOut(at=at(8), agent=OMAR, desk=DeskId("d")))
    assert refused(listens(bench, 9, press="p7")) == [ListenNo.NOT_REACHABLE]
    assert her(room, OMAR).listens is None


def test_nobody_listens_beside_a_call_of_her_own() -> None:
    room, bench = house()
    chooses(bench, MARIA, Intent.NOT_READY)
    chooses(bench, OMAR, Intent.AVAILABLE)
    bench.told(queued(C1, 6))
    assert state_of(room, OMAR) is AgentState.OFFERED
    assert refused(listens(bench, 7)) == [ListenNo.BUSY]
    connected(bench, C1, OMAR, 8)
    assert refused(listens(bench, 9, press="p2")) == [ListenNo.BUSY]
    bench.told(f.AgentReleased(at=at(10), call=C1, agent=OMAR))
    assert refused(listens(bench, 11, press="p3")) == [ListenNo.BUSY]


def test_an_offer_and_the_press_to_listen_in_both_orders() -> None:
    room, bench = house()
    chooses(bench, MARIA, Intent.NOT_READY)
    chooses(bench, OMAR, Intent.AVAILABLE)
    listens(bench, 6)
    bench.told(queued(C1, 6))
    assert state_of(room, OMAR) is AgentState.NOT_READY
    assert not [one for one in bench.journal if isinstance(one, f.OfferMade)]


def test_a_press_is_answered_once() -> None:
    _, bench = house()
    assert listens(bench)
    assert listens(bench, 2) == []
    assert refused(listens(bench, 3, to=LIN, press="p2")) == [ListenNo.NOT_HER_MENTOR]
    assert listens(bench, 4, to=LIN, press="p2") == []


# -- what ends it --------------------------------------------------------------------------------


def test_it_goes_on_from_call_to_call_until_she_stops() -> None:
    room, bench = house()
    listens(bench)
    bench.told(queued(C1, 2))
    connected(bench, C1, MARIA, 3)
    bench.told(f.AgentReleased(at=at(9), call=C1, agent=MARIA))
    assert her(room, OMAR).listens is not None
    assert ended(bench.told(f.ListenStopPressed(at=at(10), by=OMAR))) == [(OMAR, "stopped")]
    assert (her(room, OMAR).state, her(room, OMAR).reason) == (AgentState.NOT_READY, "")
    assert bench.told(f.ListenStopPressed(at=at(11), by=OMAR)) == []


@pytest.mark.parametrize("carrying", Carrying)
def test_every_other_choice_ends_it(carrying: Carrying) -> None:
    room, bench = house(carrying)
    listens(bench)
    assert ended(chooses(bench, OMAR, Intent.AVAILABLE)) == [(OMAR, "chose")]
    assert state_of(room, OMAR) is AgentState.IDLE
    listens(bench, 6, press="p2")
    away = f.IntentChosen(at=at(7), agent=OMAR, intent=Intent.NOT_READY, reason="meal")
    assert ended(bench.told(away)) == [(OMAR, "chose")]
    assert her(room, OMAR).reason == "meal"
    listens(bench, 8, press="p3")
    signs_out = f.AgentSignedOut(at=at(9), agent=OMAR, desk=DeskId("d"))
    assert ended(bench.told(signs_out)) == [(OMAR, "signed_out")]
    assert state_of(room, OMAR) is AgentState.LOGGED_OUT


def test_a_granted_break_ends_it_and_listening_gives_a_place_back() -> None:
    before = learning()
    team = tuple(msgspec.structs.replace(one, team="air") for one in before.agents)
    told = msgspec.structs.replace(before, agents=team, breaks={"air": BreakQuota(most=1)})
    room, bench = house()
    bench.told(published(told, 1))
    bench.told(f.BreakRequested(at=at(2), agent=OMAR, reason="break"))
    bench.told(f.BreakRequested(at=at(3), agent=MARIA, reason="break"))
    assert her(room, MARIA).asked is not None
    facts = listens(bench, 4)
    assert [one.agent for one in facts if isinstance(one, f.BreakGranted)] == [MARIA]
    bench.told(f.BreakRequested(at=at(5), agent=OMAR, reason="break"))
    assert her(room, OMAR).listens is not None
    facts = chooses(bench, MARIA, Intent.AVAILABLE, 6)
    assert ended(facts) == [(OMAR, "chose")]
    assert her(room, OMAR).reason == "break"


def test_it_ends_when_the_agent_signs_out_after_her_call() -> None:
    room, bench = house()
    listens(bench)
    listens(bench, by=LIN, press="p2", because="coaching")
    bench.told(queued(C1, 2))
    connected(bench, C1, MARIA, 3)
    assert ended(bench.told(f.AgentSignedOut(at=at(4), agent=MARIA, desk=DeskId("d")))) == []
    bench.told(f.AgentReleased(at=at(5), call=C1, agent=MARIA))
    facts = bench.told(f.OutcomeGiven(at=at(6), agent=MARIA, call=C1, outcome="answered"))
    assert ended(facts) == [(LIN, "agent_left"), (OMAR, "agent_left")]
    assert her(room, OMAR).reason == ""


def test_her_mentor_is_another_one_now() -> None:
    room, bench = house()
    listens(bench)
    listens(bench, by=LIN, press="p2", because="coaching")
    facts = bench.told(published(learning(2, LIN), 3))
    assert ended(facts) == [(OMAR, "not_her_mentor")]
    assert her(room, LIN).listens is not None


def test_a_supervisor_turns_to_somebody_else() -> None:
    room, bench = house()
    listens(bench, by=LIN, because="coaching")
    facts = listens(bench, 2, by=LIN, to=OMAR, press="p2", because="coaching")
    assert len(facts) == 1
    found = her(room, LIN).listens
    assert found is not None
    assert found.agent == OMAR
    assert (her(room, LIN).state, her(room, LIN).reason) == (AgentState.NOT_READY, "listening")


# -- her leg -------------------------------------------------------------------------------------


def test_she_is_free_when_her_leg_is_gone_in_both_orders() -> None:
    room, bench = house()
    listens(bench)
    called(bench)
    assert ended(chooses(bench, OMAR, Intent.AVAILABLE)) == [(OMAR, "chose")]
    assert (her(room, OMAR).state, her(room, OMAR).reason) == (AgentState.NOT_READY, "listening")
    left(bench, 6)
    assert state_of(room, OMAR) is AgentState.IDLE

    room, bench = house()
    listens(bench)
    called(bench)
    left(bench, 3)
    assert (her(room, OMAR).state, her(room, OMAR).reason) == (AgentState.NOT_READY, "listening")
    chooses(bench, OMAR, Intent.AVAILABLE)
    assert state_of(room, OMAR) is AgentState.IDLE


def test_audio_lost_while_she_listens_changes_nothing_of_her_state() -> None:
    room, bench = house()
    listens(bench)
    called(bench)
    assert bench.told(f.AudioLost(at=at(3), agent=OMAR)) == []
    left(bench, 4)
    assert (her(room, OMAR).state, her(room, OMAR).reason) == (AgentState.NOT_READY, "listening")
    assert bench.told(f.AudioReady(at=at(5), agent=OMAR, uri="sip:again")) == []


def test_nobody_is_her_own_mentor() -> None:
    skills = frozenset(skill for one in floor().agents for skill in one.skills)
    assert faults(learning(), skills) == ()
    (own,) = faults(learning(mentor=OMAR), skills)
    assert str(own) == "agents.omar.mentor: she is her own mentor; name another agent"
