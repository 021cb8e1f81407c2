"""Every event in every state: what it does, as one table, and nothing beside it.

`.` refused, nothing changed · `r` refused with an answer, which alone is remembered · `s`
remembered · `x` something follows. Which step an agent may take is `acd.agent.STEPS`, drawn in
docs/states.md.
"""

import msgspec
import pytest

from acd import facts as f
from acd.agent import STEPS
from acd.errors import NotPermitted
from acd.facts import AgentState
from acd.step import Fact, Room
from tests.acd.situations import AGENTS, CALLS, EVENTS, NOW, agents_in
from tests.acd.telling import C1, with_floor
from tests.bench.people import MARIA
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

OF_AGENTS = """
                                 LO NR ID OF CN OC WU NX UN
signs in                          x  .  .  .  .  .  .  .  .
signs in once more, at a phone    x  s  s  s  s  s  s  s  x
signs out                         .  x  x  x  s  s  s  x  x
is signed out                     .  x  x  x  s  s  x  x  x
chooses ready                     .  x  .  .  .  .  .  x  .
chooses not ready                 .  x  x  s  s  s  s  x  x
asks for a break                  .  x  x  x  x  x  x  x  x
audio stands                      s  s  s  s  s  s  s  s  x
audio is lost                     .  s  x  x  s  s  s  s  .
page is lost                      .  s  x  x  s  s  s  s  s
page is back                      s  .  .  .  .  .  .  .  .
accepts                           .  .  .  x  .  .  .  .  .
accepts an old offer              .  .  .  .  .  .  .  .  .
another accepts hers              .  .  .  .  .  .  .  .  .
rejects                           .  .  .  x  .  .  .  .  .
rejects an old offer              .  .  .  .  .  .  .  .  .
voices join                       .  .  .  x  x  .  .  .  .
voices of an old offer join       .  .  .  .  .  .  .  .  .
voices do not join                .  .  .  x  x  .  .  .  .
is released                       .  .  .  .  .  x  .  .  .
is released from another          .  .  .  .  .  .  .  .  .
is lost to her caller             .  .  .  .  .  x  .  .  .
wants wrap-up                     .  .  .  .  s  s  .  .  .
wants more wrap-up                .  .  .  .  .  .  x  .  .
gives the outcome                 .  .  .  .  .  .  x  .  .
gives another call's outcome      .  .  .  .  .  .  .  .  .
"""
"""Of Maria: signed out, not ready, idle, offered, connecting, on a call, in wrap-up, not
responding, unreachable.
"""

OF_CALLS = """
                               unknown waiting offered connecting connected left
caller leaves                     .       x       x        x          s      .
another caller leaves             .       .       .        .          .      .
caller wants a callback           .       x       .        .          .      .
caller comes in again             x       .       .        .          .      x
caller is a gold customer         s       s       s        s          s      s
is moved                          r       x       r        r          r      r
is prioritised                    r       x       r        r          r      r
is withdrawn                      r       x       r        r          r      r
is assigned                       r       r       r        r          r      r
the customer answers              .       .       .        .          .      .
"""
"""Of the first call; in `waiting` nobody is free, so that it cannot be assigned."""

ELSEWHERE = {
    f.ConfigurationPublished,
    f.ThinkingResumed,
    f.EmergencyPressed,
    f.IncidentPressed,
    f.IncidentEndPressed,
    f.IncidentSpoken,
    f.IncidentHeard,
    f.ExitKeyPressed,
    f.WithdrawCallbackPressed,
    f.PullPressed,
    f.ListenPressed,
    f.ListenStopPressed,
    f.VoicePressed,
    f.TakeOverPressed,
    f.ListenerCalled,
    f.ListenerJoined,
    f.ListenerLeft,
    f.RedialPressed,
    f.RedialAnswered,
    f.DialPressed,
    f.OutboundAnswered,
    f.TransferPressed,
    f.ConsultPressed,
    f.ConsultEnded,
    f.ConsultCompleted,
    f.OutsidePressed,
    f.HandedOutside,
    f.OutsideAnswered,
    f.OutsideNotReached,
}
"""Of the whole floor, of a queue that has exit keys, of the room of callbacks, of listeners, of
redials and outbound calls, of transfers, consultations, people outside and incidents, or as an
assignment: told in files of their own.
"""

OF_CALLBACKS = {
    f.BreakRefused,
    f.CallbackAttempted,
    f.CallbackFailed,
    f.CallbackKept,
    f.CallbackMissed,
    f.CallbackPostponed,
    f.CallbackQueued,
    f.CallbackRequested,
    f.CallbackWithdrawn,
}
"""Of callbacks (tests/outbound) and breaks, told in files of their own."""


def rows(table: str) -> dict[str, list[str]]:
    """Event to its letters."""
    width = max(map(len, EVENTS)) + 1
    lines = (line for line in table.splitlines()[2:])
    return {line[:width].strip(): line[width:].split() for line in lines}


def letter(bench: Bench, event: Fact) -> str:
    """What an event does here."""
    [room] = bench.rooms
    bench.passes_until(event.at)
    before = state_of(room)
    followed = bench.told(event)
    after = state_of(room)
    if any(isinstance(fact, f.ActRefused) for fact in followed):
        assert {**after, "acts": before["acts"]} == before, "refused, but something changed"
        return "r"
    if followed:
        return "x"
    return "s" if after != before else "."


def state_of(room: Room) -> dict[str, object]:
    """All of it."""
    return msgspec.msgpack.decode(room.dump(), type=dict[str, object])


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("event", rows(OF_AGENTS))
def test_every_event_in_every_state_of_an_agent(event: str, carrying: Carrying) -> None:
    found = []
    for state in AGENTS:
        room, bench = agents_in(state, carrying)
        her = room.agent(MARIA)
        assert (her.state if her else None) is state
        late = NOW if state is not AgentState.NOT_RESPONDING else 20.0
        found.append(letter(bench, msgspec.structs.replace(EVENTS[event], at=at(late))))
    assert found == rows(OF_AGENTS)[event]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("event", rows(OF_CALLS))
def test_every_event_in_every_phase_of_a_call(event: str, carrying: Carrying) -> None:
    found = []
    for tell in CALLS.values():
        _, bench = with_floor(carrying)
        tell(bench)
        found.append(letter(bench, EVENTS[event]))
    assert found == rows(OF_CALLS)[event]


def test_every_state_is_reached_and_every_event_has_its_row() -> None:
    assert list(AGENTS) == list(AgentState)
    assert {*rows(OF_AGENTS), *rows(OF_CALLS)} == set(EVENTS)


@pytest.mark.parametrize("state", AGENTS)
@pytest.mark.parametrize("to", AgentState)
def test_a_step_is_in_the_table_or_changes_nothing(state: AgentState, to: AgentState) -> None:
    room, _ = agents_in(state)
    step = f.AgentStateChanged(at=at(NOW + 20), agent=MARIA, state=to, call=C1)
    before = room.dump()
    if (state, to) in STEPS:
        room.apply(step)
        her = room.agent(MARIA)
        assert her is not None
        assert her.state is to
    else:
        with pytest.raises(NotPermitted, match=f"from {state} to {to}"):
            room.apply(step)
        assert room.dump() == before


def test_what_comes_from_outside_is_in_the_tables() -> None:
    """A fact that the distributor does not say itself has a row, or a file of its own."""
    outside = {type(event) for event in EVENTS.values()} | ELSEWHERE
    everything = {getattr(f, name) for name in f.__all__}
    facts = {one for one in everything if isinstance(one, type) and issubclass(one, Fact)}
    untold = {one for one in facts - outside if "(the distributor" not in (one.__doc__ or "")}
    assert untold <= OF_CALLBACKS, "give it a row in EVENTS, or say that the distributor says it"
