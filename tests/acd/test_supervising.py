"""Who supervises may be heard by those she listens to, and take the caller over.

Omar learns; Maria is his mentor. Lin supervises.
"""

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import AgentState, ListenNo
from acd.ids import AgentId, QueueId
from acd.step import Fact
from tests.acd.telling import C1, connected, queued, state_of
from tests.acd.test_listening import LEG, house, listens
from tests.bench.people import LIN, MARIA, OMAR
from tests.bench.rooms import Bench, at

pytestmark = pytest.mark.thinking


def speaks(
    bench: Bench, voice: f.Voice, seconds: float = 5, by: AgentId = LIN, press: str = "v1"
) -> list[Fact]:
    return bench.told(f.VoicePressed(at=at(seconds), press=press, by=by, voice=voice))


def voice_of(room: Distributor, listener: AgentId = LIN) -> f.Voice | None:
    her = room.agent(listener)
    return her.listens.voice if her is not None and her.listens is not None else None


def test_who_supervises_may_be_heard_and_changes_it_at_will() -> None:
    room, bench = house()
    listens(bench, by=LIN, because="coaching")
    [given] = speaks(bench, f.Voice.WHISPER)
    assert isinstance(given, f.VoiceGiven)
    assert (given.listener, given.agent, given.voice) == (LIN, MARIA, f.Voice.WHISPER)
    assert voice_of(room) is f.Voice.WHISPER
    assert not speaks(bench, f.Voice.BARGE, 6), "answered once"
    assert speaks(bench, f.Voice.BARGE, 7, press="v2")
    assert voice_of(room) is f.Voice.BARGE


def test_she_may_begin_with_a_voice_and_a_trainee_may_not() -> None:
    _, bench = house()
    pressed = f.ListenPressed(
        at=at(1),
        press="p1",
        by=LIN,
        agent=MARIA,
        supervises=True,
        because="coaching",
        voice=f.Voice.WHISPER,
    )
    [began] = [one for one in bench.told(pressed) if isinstance(one, f.ListeningBegan)]
    assert began.voice is f.Voice.WHISPER
    hers = msgspec.structs.replace(pressed, by=OMAR, press="p2", supervises=False, because="")
    [began] = [one for one in bench.told(hers) if isinstance(one, f.ListeningBegan)]
    assert began.voice is f.Voice.SILENT


@pytest.mark.parametrize("listening", [False, True])
def test_a_trainee_and_one_who_does_not_listen_are_heard_by_nobody(listening: bool) -> None:
    room, bench = house()
    if listening:
        listens(bench, by=OMAR)
    [no] = speaks(bench, f.Voice.BARGE, by=OMAR)
    assert isinstance(no, f.ListenRefused)
    assert no.reason is ListenNo.NOT_SUPERVISING
    omar = room.agent(OMAR)
    assert omar is not None
    assert omar.listen_no is ListenNo.NOT_SUPERVISING


def takes_over(bench: Bench, seconds: float = 30, press: str = "t1") -> list[Fact]:
    return bench.told(f.TakeOverPressed(at=at(seconds), press=press, by=LIN))


def hearing() -> tuple[Distributor, Bench]:
    """Maria speaks with C1, and Lin hears it."""
    room, bench = house()
    bench.told(queued(C1, 2))
    connected(bench, C1, MARIA, 3)
    listens(bench, 4, by=LIN, because="coaching")
    called = f.ListenerCalled(
        at=at(4), call=C1, leg=LEG, listener=LIN, agent=MARIA, uri="sip:lin@127.0.0.1:5070"
    )
    bench.told(called)
    return room, bench


def test_she_takes_the_caller_over_whom_she_hears() -> None:
    room, bench = hearing()
    [taken, *_] = takes_over(bench)
    assert isinstance(taken, f.CallTakenOver)
    assert (taken.call, taken.by, taken.agent) == (C1, LIN, MARIA)
    assert state_of(room, LIN) is AgentState.ON_CALL
    assert state_of(room, MARIA) is AgentState.WRAP_UP
    call, lin = room.call(C1), room.agent(LIN)
    assert call is not None
    assert lin is not None
    assert (call.agent, lin.listens, lin.hears) == (LIN, None, None)
    assert not takes_over(bench, 31), "answered once"
    bench.told(f.AgentReleased(at=at(60), call=C1, agent=LIN))
    assert state_of(room, LIN) is AgentState.WRAP_UP
    bench.passes_until(at(200))
    assert state_of(room, LIN) is AgentState.NOT_READY


@pytest.mark.parametrize("what", ["no call", "over", "being asked about"])
def test_there_must_be_a_conversation_to_take(what: str) -> None:
    if what == "no call":
        room, bench = house()
        listens(bench, by=LIN, because="coaching")
    else:
        room, bench = hearing()
    if what == "over":
        bench.told(f.AgentReleased(at=at(20), call=C1, agent=MARIA))
    if what == "being asked about":
        bench.told(
            f.ConsultPressed(at=at(20), press="c", call=C1, by=MARIA, queue=QueueId("hotels"))
        )
    [no] = takes_over(bench)
    assert isinstance(no, f.ListenRefused)
    assert no.reason is ListenNo.NOTHING_TO_TAKE
    assert state_of(room, LIN) is AgentState.NOT_READY
