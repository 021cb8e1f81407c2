"""The room of open messages by itself: every press in every state, and both orders of a race."""

from itertools import permutations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.voicemail_facts as v
from acd.answered_acts import MOST_ANSWERS
from acd.ids import AgentId, CallId, PartyId, QueueId
from acd.step import Fact
from callcenter.voicemail.voicemails import Voicemails
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

CALL, FLIGHTS = CallId("c"), QueueId("flights")
MARIA, OMAR, LI = AgentId("1001"), AgentId("1002"), AgentId("9001")


def left(call: CallId = CALL, party: str = "p", seconds: float = 10) -> v.VoicemailLeft:
    return v.VoicemailLeft(
        at=at(seconds),
        call=call,
        party=PartyId(party),
        queue=FLIGHTS,
        since=4.0,
        seconds=6.0,
        how=v.HowLeft.HUNG_UP,
        entered_at=at(0),
        asked_at=at(1),
    )


def hung_up(call: CallId = CALL) -> c.CallEnded:
    return c.CallEnded(at=at(10), call=call, ending=c.Ending(side=c.Side.CALLER))


def takes(agent: AgentId, press: str = "t") -> Fact:
    return v.TakeVoicemailPressed(at=at(20), call=CALL, agent=agent, press=press)


def returns(agent: AgentId, *, leads: bool = False) -> Fact:
    return v.ReturnVoicemailPressed(at=at(30), call=CALL, agent=agent, press="r", anyones=leads)


def finishes(agent: AgentId) -> Fact:
    return v.FinishVoicemailPressed(
        at=at(30), call=CALL, agent=agent, press="f", outcome=v.Outcome.HANDLED
    )


def calls_back(agent: AgentId) -> Fact:
    return v.CallBackVoicemailPressed(at=at(30), call=CALL, agent=agent, press="b")


def out(agent: AgentId) -> Fact:
    return a.AgentStateChanged(at=at(30), agent=agent, state=a.AgentState.LOGGED_OUT)


SITUATIONS: dict[str, tuple[Fact, ...]] = {
    "none": (),
    "on line": (left(),),
    "open": (left(), hung_up()),
    "hers": (left(), hung_up(), takes(MARIA, "t0")),
    "his": (left(), hung_up(), takes(OMAR, "t0")),
    "withheld": (left(party=""), hung_up(), takes(MARIA, "t0")),
    "done": (left(), hung_up(), takes(MARIA, "t0"), finishes(MARIA)),
}
EVENTS: dict[str, Fact] = {
    "Maria takes": takes(MARIA),
    "Maria returns": returns(MARIA),
    "a leader returns": returns(LI, leads=True),
    "Maria finishes": v.FinishVoicemailPressed(
        at=at(40), call=CALL, agent=MARIA, press="f1", outcome=v.Outcome.PASSED_ON
    ),
    "Maria calls back": calls_back(MARIA),
    "Maria signs out": out(MARIA),
    "it is left again": left(seconds=40),
}
TABLE = """
                   none       on line    open       hers       his        withheld   done
Maria takes        gone       taken      taken      taken      TAKEN      taken      gone
Maria returns      gone       not_yours  not_yours  returned   not_yours  returned   gone
a leader returns   gone       not_yours  not_yours  returned   returned   returned   gone
Maria finishes     gone       not_yours  not_yours  done       not_yours  done       gone
Maria calls back   gone       not_yours  not_yours  callback   not_yours  withheld   gone
Maria signs out    .          .          .          returned   .          returned   .
it is left again   .          .          .          .          .          .          .
"""
"""What follows: `TAKEN` refused because he has it, other refusals by their code; `.` nothing."""


def told(facts: list[Fact]) -> str:
    """One word for what followed."""
    match facts:
        case []:
            return "."
        case [v.VoicemailRefused(because=v.No.TAKEN)]:
            return "TAKEN"
        case [v.VoicemailRefused() as no]:
            return no.because.value
        case [v.VoicemailDone(), a.CallbackRequested()]:
            return "callback"
        case [one]:
            return type(one).__name__.removeprefix("Voicemail").lower()
    raise AssertionError(facts)


ROWS = {line[:19].strip(): line[19:].split() for line in TABLE.splitlines()[2:]}
CASES = [
    (event, situation, word)
    for event, words in ROWS.items()
    for situation, word in zip(SITUATIONS, words, strict=True)
]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(("event", "situation", "word"), CASES)
def test_every_event_in_every_situation(
    event: str, situation: str, word: str, carrying: Carrying
) -> None:
    room = Voicemails()
    bench = Bench(room, carrying=carrying)
    for fact in SITUATIONS[situation]:
        bench.told(fact)
    before = [one.agent for one in room.open()]
    assert told(bench.told(EVENTS[event])) == word
    if word in {no.value for no in v.No} - {"taken"} or word == "TAKEN":
        assert [one.agent for one in room.open()] == before


@pytest.mark.parametrize("order", list(permutations((MARIA, OMAR))))
def test_of_two_who_take_it_the_first_has_it(order: tuple[AgentId, ...]) -> None:
    room = Voicemails()
    bench = Bench(room)
    bench.told(left())
    first, second = order
    assert told(bench.told(takes(first, "x"))) == "taken"
    assert told(bench.told(takes(second, "y"))) == "TAKEN"
    [one] = room.open()
    assert one.agent == first
    answer = room.answer("y")
    assert answer is not None
    assert answer.because is v.No.TAKEN


@pytest.mark.parametrize("finish_first", [True, False])
def test_finishing_against_a_leader_who_gives_it_back(finish_first: bool) -> None:
    room = Voicemails()
    bench = Bench(room)
    for fact in SITUATIONS["hers"]:
        bench.told(fact)
    presses = [EVENTS["Maria finishes"], EVENTS["a leader returns"]]
    words = [told(bench.told(one)) for one in (presses if finish_first else presses[::-1])]
    assert words == (["done", "gone"] if finish_first else ["returned", "not_yours"])
    assert len(list(room.open())) == (0 if finish_first else 1)


def test_a_press_told_twice_is_done_once() -> None:
    room = Voicemails()
    bench = Bench(room)
    for fact in SITUATIONS["hers"]:
        bench.told(fact)
    assert told(bench.told(calls_back(MARIA))) == "callback"
    assert bench.told(calls_back(MARIA)) == []
    answer = room.answer("b")
    assert answer is not None
    assert answer.because is None


def test_the_oldest_is_first_and_its_sound_is_told() -> None:
    room = Voicemails()
    bench = Bench(room)
    bench.told(left(CallId("late"), seconds=20))
    bench.told(left(CallId("early"), seconds=10))
    bench.told(c.RecordingStored(at=at(30), call=CallId("late"), seconds=9, size=1, sha256=""))
    bench.told(c.RecordingLost(at=at(30), call=CallId("early"), because="no_tracks"))
    assert [(one.id, one.stored, one.lost) for one in room.open()] == [
        ("early", False, True),
        ("late", True, False),
    ]


def test_a_restart_keeps_everything_and_answers_are_forgotten_in_order() -> None:
    room = Voicemails()
    bench = Bench(room)
    bench.told(left())
    for number in range(MOST_ANSWERS + 1):
        bench.told(takes(MARIA, f"t{number}"))
    again = Voicemails()
    again.load(room.dump())
    assert again.dump() == room.dump()
    assert again.answer("t0") is None
    assert again.answer(f"t{MOST_ANSWERS}") is not None
    adopted = Voicemails()
    adopted.adopt(CALL, room.card(CALL))
    assert [one.agent for one in adopted.open()] == [MARIA]
    assert room.card(CallId("other")) == b""
