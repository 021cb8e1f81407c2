"""Whatever happens in whatever order, the distributor's promises hold.

Hypothesis tells it random facts, sensible ones and nonsense, with every way of carrying derived
facts, and looks at the whole floor after each.
"""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd import facts as f
from acd.agent import OCCUPIED
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import PartyId
from acd.step import DeadlineReached, Fact, Step
from acd.targets import Because
from acd.waiting_call import Phase, WaitingCall
from callcenter.lab.simulation.listening import complaints
from tests.acd.acts_by_hand import Pressed
from tests.acd.callback_acts import gone
from tests.acd.happenings import (
    AGENTS,
    Act,
    Doors,
    Rules,
    any_doors,
    any_rules,
    any_story,
    by,
    signs_in,
    with_doors,
    with_every_rule,
)
from tests.acd.watched import CALLS, Watched
from tests.bench.people import FLIGHTS, floor
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking


def _holds(room: Watched, journal: list[Fact]) -> None:
    with_call = [agent for agent in room.agents() if agent.state in OCCUPIED]
    talking = [agent for agent in with_call if agent.state is not AgentState.WRAP_UP]
    calls = [agent.call for agent in talking if agent.state is not AgentState.OFFERED]
    assert len(set(calls)) == len(calls), "one call, two agents"
    there = [call for one in CALLS if (call := room.call(one)) is not None]
    somebody_is_called = any(call.phase is Phase.CALLED for call in there)
    for call in there:
        _call_holds(room, call, somebody_is_called)
    for agent in talking:
        held = room.call(agent.call) if agent.call else None
        assert held is not None or agent.state is AgentState.ON_CALL
    assert next(complaints(room, room.configuration), None) is None
    _offers_end(room, journal)
    _presses_are_answered(journal)
    _figures_agree(room)
    _places_are_used(room, journal)


def _call_holds(room: Watched, call: WaitingCall, somebody_is_called: bool) -> None:
    assert call.phase is not Phase.RETURNING, "left between offer and line"
    if call.phase is Phase.CALLED:
        assert call.is_callback
        assert (call.agent, call.offer, call.gone) == (None, None, False)
        return
    if call.phase is Phase.WAITING:
        assert not call.gone
        closed = room.shut(call.queue)
        pressed = closed is not None and closed.because is Because.EMERGENCY
        assert call.is_callback or not pressed, "a caller waits in spite of an emergency"
        if not (room.is_to_be_called(call) and somebody_is_called):
            assert not list(room.free_for(call)), "an idle agent beside a waiting call"
        return
    assert call.agent is not None
    agent = room.agent(call.agent)
    assert agent is not None
    assert agent.call == call.call
    assert (
        agent.state
        is {
            Phase.OFFERED: AgentState.OFFERED,
            Phase.CONNECTING: AgentState.CONNECTING,
            Phase.CONNECTED: AgentState.ON_CALL,
        }[call.phase]
    )


def _offers_end(room: Watched, journal: list[Fact]) -> None:
    made = [fact.offer for fact in journal if isinstance(fact, f.OfferMade)]
    assert len(set(made)) == len(made), "an offer's name was used twice"
    ended = [fact.offer for fact in journal if isinstance(fact, f.OfferEnded)]
    assert len(set(ended)) == len(ended), "an offer ended twice"
    current = {offer.id for agent in AGENTS if (offer := room.offer_of(agent))}
    told = {fact.offer for fact in journal if isinstance(fact, f.CallConnected)}
    assert set(made) - set(ended) - told <= current, "an offer without an end"
    assert not current & set(ended)


def _presses_are_answered(journal: list[Fact]) -> None:
    """Each once, however often it was told."""
    pressed = {one.press for one in journal if isinstance(one, Pressed)}
    answers = [
        one.press
        for one in journal
        if isinstance(
            one, f.CallMoved | f.CallPrioritised | f.CallWithdrawn | f.OfferMade | f.ActRefused
        )
        and one.press
    ]
    assert len(set(answers)) == len(answers), "a press was answered twice"
    assert set(answers) == pressed, "a press without an answer"


def _places_are_used(room: Watched, journal: list[Fact]) -> None:
    """Nobody waits for a break beside a free place."""
    if journal:
        for team in room.breaks.asking():
            assert not list(room.breaks.due(team, journal[-1].at))


def _figures_agree(room: Watched) -> None:
    for queue in room.configuration.queues:
        figures = room.queue_figures(queue.id)
        assert figures is not None
        here = [call for one in CALLS if (call := room.call(one)) and call.queue == queue.id]
        unanswered = [
            call for call in here if call.phase is not Phase.CONNECTED and not call.is_callback
        ]
        waiting = sorted(call.key for call in here if call.phase is Phase.WAITING)
        assert figures.waiting == len(unanswered)
        assert figures.callbacks == sum(call.is_callback for call in here)
        assert figures.oldest_entry == min((c.entered_at for c in unanswered), default=None)
        assert room.in_line(queue.id) == tuple(key[2] for key in waiting)
        staff = [
            room.agent(profile.id)
            for profile in room.configuration.agents
            if queue.id in profile.queues
        ]
        assert figures.idle == sum(one is not None and one.state == "idle" for one in staff)
        assert figures.wrap_up == sum(one is not None and one.state == "wrap_up" for one in staff)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    story=any_story,
    carrying=st.sampled_from(Carrying),
    rules=any_rules,
    doors=any_doors,
    busy=st.booleans(),
    lively=st.booleans(),
)
def test_promises_hold_after_every_fact(
    story: list[tuple[Act, float]],
    carrying: Carrying,
    rules: Rules,
    doors: Doors,
    busy: bool,
    lively: bool,
) -> None:
    room = Watched()
    bench = Bench(room, carrying=carrying)
    house = with_every_rule(floor()) if lively else floor()
    house = with_doors(doors, by(rules, house))
    bench.told(f.ConfigurationPublished(at=at(0), configuration=house))
    for agent in AGENTS if busy else ():
        bench.told(signs_in(room, agent))
        bench.told(f.AudioReady(at=at(0), agent=agent, uri="sip:a"))
        bench.told(f.IntentChosen(at=at(0), agent=agent, intent=Intent.AVAILABLE))
    seconds = 0.0
    for act, pause in story:
        seconds += pause
        bench.passes_until(at(seconds), also=False)
        fact = act(room)
        if not _is_reborn(fact, bench.journal):
            bench.told(msgspec.structs.replace(fact, at=at(seconds)))
            _holds(room, bench.journal)
    bench.passes_until(at(seconds + 20))
    _holds(room, bench.journal)
    _is_its_journal(room, bench.journal)


def _is_reborn(fact: Fact, journal: list[Fact]) -> bool:
    """A call that is over is never queued again: ids are not reused."""
    return isinstance(fact, f.CallQueued | f.CallbackQueued) and fact.call in gone(fact, journal)


def _is_its_journal(room: Distributor, journal: list[Fact]) -> None:
    """Replay only applies, and ends where the living room is; so does a load."""
    replica = Distributor()
    for number, fact in enumerate(journal):
        replica.apply(fact)
        if number % 31 == 0:
            half = Distributor()
            half.load(replica.dump())
            assert half.dump() == replica.dump()
            assert half.handle(fact) == replica.handle(fact)
            replica = half
    assert replica.dump() == room.dump()
    assert replica.next_deadline() == room.next_deadline()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(story=any_story)
def test_a_call_found_by_its_card_goes_on(story: list[tuple[Act, float]]) -> None:
    room = Watched()
    bench = Bench(room)
    bench.told(f.ConfigurationPublished(at=at(0), configuration=floor()))
    seconds = 0.0
    for act, pause in story:
        seconds += pause
        fact = act(room)
        if not _is_reborn(fact, bench.journal):
            bench.told(msgspec.structs.replace(fact, at=at(seconds)))
    found = Watched()
    again = Bench(found)
    again.told(f.ConfigurationPublished(at=at(seconds), configuration=room.configuration))
    for call in CALLS:
        found.adopt(call, room.card(call))
        found.adopt(call, room.card(call))
    again.passes_until(at(seconds))
    for call in CALLS:
        before, after = room.call(call), found.call(call)
        assert (before is None) == (after is None)
        if before and after and not before.gone:
            assert after.key <= before.key
            assert (after.phase is Phase.CONNECTED) == (before.phase is Phase.CONNECTED)
    _holds(found, again.journal)


def test_an_old_deadline_changes_nothing() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(f.ConfigurationPublished(at=at(0), configuration=floor()))
    bench.told(f.CallQueued(at=at(1), call=CALLS[0], party=PartyId("p"), queue=FLIGHTS))
    due = room.next_deadline()
    assert due is not None
    before = room.dump()
    early = DeadlineReached(at=due.at - timedelta(seconds=1), deadline=due.id)
    room.apply(early)
    assert room.handle(early) == Step()
    assert room.dump() == before
