"""Whatever happens in whatever order, the distributor's promises hold.

Hypothesis tells it random facts, sensible ones and nonsense, with every way of carrying derived
facts, and looks at the whole floor after each.
"""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd import facts as f
from acd.agent import OCCUPIED
from acd.configuration import AgentProfile, Configuration, Strategy
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, DeskId, OfferId, PartyId, QueueId, SkillName
from acd.step import DeadlineReached, Fact, Step
from acd.waiting_call import Phase
from tests.acd.watched import CALLS, Watched
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor, skills
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

AGENTS = (MARIA, OMAR, LIN)
DESK = DeskId("d")

Act = Callable[[Distributor], Fact]
"""Makes a fact of what is so at present."""


def _other_floor(version: int) -> Configuration:
    """Hotels are gone, Omar has left, Maria knows more."""
    before = floor(version)
    return msgspec.structs.replace(
        before,
        queues=tuple(queue for queue in before.queues if queue.id != HOTELS),
        agents=(
            AgentProfile(
                id=MARIA,
                queues=(FLIGHTS, COMPLAINTS),
                skills=skills(flight=4, mandarin=5, english=5, hotel=3),
            ),
            *(agent for agent in before.agents if agent.id == LIN),
        ),
    )


def _by(strategy: Strategy, before: Configuration) -> Configuration:
    """Every queue chooses in this way."""
    queues = tuple(msgspec.structs.replace(one, strategy=strategy) for one in before.queues)
    return msgspec.structs.replace(before, queues=queues)


def _holds(room: Watched, journal: list[Fact]) -> None:
    with_call = [agent for agent in room.agents() if agent.state in OCCUPIED]
    talking = [agent for agent in with_call if agent.state is not AgentState.WRAP_UP]
    calls = [agent.call for agent in talking]
    assert len(set(calls)) == len(calls), "one call, two agents"
    for call_id in CALLS:
        call = room.call(call_id)
        if call is None:
            continue
        assert call.phase is not Phase.RETURNING, "left between offer and line"
        if call.phase is Phase.WAITING:
            assert not call.gone
            assert not list(room.free_for(call)), "an idle agent beside a waiting call"
            continue
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
    for agent in talking:
        held = room.call(agent.call) if agent.call else None
        assert held is not None or agent.state is AgentState.ON_CALL
    _offers_end(room, journal)
    _figures_agree(room)


def _offers_end(room: Watched, journal: list[Fact]) -> None:
    made = [fact.offer for fact in journal if isinstance(fact, f.OfferMade)]
    assert len(set(made)) == len(made), "an offer's name was used twice"
    ended = [fact.offer for fact in journal if isinstance(fact, f.OfferEnded)]
    assert len(set(ended)) == len(ended), "an offer ended twice"
    current = {offer.id for agent in AGENTS if (offer := room.offer_of(agent))}
    told = {fact.offer for fact in journal if isinstance(fact, f.CallConnected)}
    assert set(made) - set(ended) - told <= current, "an offer without an end"
    assert not current & set(ended)


def _figures_agree(room: Watched) -> None:
    for queue in room.configuration.queues:
        figures = room.queue_figures(queue.id)
        assert figures is not None
        here = [call for one in CALLS if (call := room.call(one)) and call.queue == queue.id]
        unanswered = [call for call in here if call.phase is not Phase.CONNECTED]
        waiting = sorted(call.key for call in here if call.phase is Phase.WAITING)
        assert figures.waiting == len(unanswered)
        assert figures.oldest_entry == min((c.entered_at for c in unanswered), default=None)
        assert room.in_line(queue.id) == tuple(key[2] for key in waiting)
        staff = [
            room.agent(profile.id)
            for profile in room.configuration.agents
            if queue.id in profile.queues
        ]
        assert figures.idle == sum(one is not None and one.state == "idle" for one in staff)
        assert figures.wrap_up == sum(one is not None and one.state == "wrap_up" for one in staff)


# -- what may happen -----------------------------------------------------------------------------

_agent = st.sampled_from(AGENTS)
_call = st.sampled_from(CALLS)
_queue = st.sampled_from((FLIGHTS, HOTELS, COMPLAINTS, QueueId("nowhere")))
_language = st.sampled_from((None, SkillName("mandarin"), SkillName("english")))


def _offer(room: Distributor, agent: AgentId) -> OfferId:
    offer = room.offer_of(agent)
    return offer.id if offer else OfferId("c1/1")


def _her_call(room: Distributor, agent: AgentId) -> CallId:
    found = room.agent(agent)
    return found.call if found and found.call else CALLS[0]


_START = at(0)


def _usual() -> list[st.SearchStrategy[Act]]:
    """What a good day is made of."""
    return [
        st.builds(
            lambda call, queue, language, priority: (
                lambda room: f.CallQueued(
                    at=_START,
                    call=call,
                    party=PartyId("p"),
                    queue=queue,
                    language=language,
                    priority=priority,
                )
            ),
            _call,
            _queue,
            _language,
            st.integers(0, 2),
        ),
        _of_agent(lambda room, one: f.IntentChosen(at=_START, agent=one, intent=Intent.AVAILABLE)),
        _of_agent(
            lambda room, one: f.AcceptPressed(at=_START, offer=_offer(room, one), agent=one),
            AgentState.OFFERED,
        ),
        _of_agent(
            lambda room, one: f.CallConnected(
                at=_START, call=_her_call(room, one), agent=one, offer=_offer(room, one)
            ),
            AgentState.CONNECTING,
        ),
        _of_agent(
            lambda room, one: f.AgentReleased(at=_START, call=_her_call(room, one), agent=one),
            AgentState.ON_CALL,
        ),
        _of_agent(
            lambda room, one: f.OutcomeGiven(
                at=_START, call=_her_call(room, one), agent=one, outcome="answered"
            ),
            AgentState.WRAP_UP,
        ),
    ]


def _mishaps() -> list[st.SearchStrategy[Act]]:
    """What goes wrong, comes twice, or comes too late."""
    return [
        st.builds(lambda call: lambda room: f.CallerLeft(at=_START, call=call), _call),
        st.builds(
            lambda call: (
                lambda room: f.CustomerIdentified(
                    at=_START, call=call, party=PartyId("p"), tier="gold"
                )
            ),
            _call,
        ),
        _of_agent(lambda room, one: f.IntentChosen(at=_START, agent=one, intent=Intent.NOT_READY)),
        _of_agent(lambda room, one: f.IntentChosen(at=_START, agent=one, intent=Intent.LOGGED_OUT)),
        _of_agent(_signs_in),
        _of_agent(lambda room, one: f.AgentSignedOut(at=_START, agent=one, desk=DESK)),
        _of_agent(lambda room, one: f.AgentSignedOut(at=_START, agent=one, desk=DESK, forced=True)),
        _of_agent(lambda room, one: f.AudioReady(at=_START, agent=one, uri="sip:a")),
        _of_agent(lambda room, one: f.AudioLost(at=_START, agent=one)),
        _of_agent(lambda room, one: f.DeskLost(at=_START, agent=one)),
        _of_agent(lambda room, one: f.DeskFound(at=_START, agent=one)),
        _of_agent(lambda room, one: f.RejectPressed(at=_START, offer=_offer(room, one), agent=one)),
        _of_agent(
            lambda room, one: f.ConnectFailed(
                at=_START,
                call=_her_call(room, one),
                agent=one,
                offer=_offer(room, one),
                because="not_joined",
            )
        ),
        _of_agent(
            lambda room, one: f.AgentReleased(
                at=_START, call=_her_call(room, one), agent=one, lost=True
            )
        ),
        _of_agent(
            lambda room, one: f.WrapUpExtended(at=_START, call=_her_call(room, one), agent=one)
        ),
        st.builds(
            lambda told: lambda room: f.ConfigurationPublished(at=_START, configuration=told),
            st.sampled_from(
                (_other_floor(2), *(_by(one, floor(number)) for number, one in enumerate(Strategy)))
            ),
        ),
    ]


def _acts() -> st.SearchStrategy[Act]:
    """Four of five things are as they should be."""
    usual, mishaps = st.one_of(_usual()), st.one_of(_mishaps())
    return st.integers(0, 4).flatmap(lambda chance: mishaps if chance == 0 else usual)


def _of_agent(
    make: Callable[[Distributor, AgentId], Fact], state: AgentState | None = None
) -> st.SearchStrategy[Act]:
    """Of anybody; or rather of somebody in a state, where there is one."""

    def of(agent: AgentId) -> Act:
        def act(room: Distributor) -> Fact:
            fitting = sorted(one.id for one in room.agents() if one.state is state)
            return make(room, agent if agent in fitting or not fitting else fitting[0])

        return act

    return st.builds(of, _agent)


def _signs_in(_: Distributor, agent: AgentId) -> Fact:
    device = "sip:phone" if agent == LIN else "browser"
    return f.AgentSignedIn(at=_START, agent=agent, desk=DESK, device=device)


_story = st.lists(
    st.tuples(_acts(), st.sampled_from((0.0, 0.4, 2.0, 9.0, 31.0))),
    min_size=25,
    max_size=90,
)


@settings(max_examples=100, deadline=None)
@given(
    story=_story,
    carrying=st.sampled_from(Carrying),
    strategy=st.sampled_from(Strategy),
    busy=st.booleans(),
)
def test_promises_hold_after_every_fact(
    story: list[tuple[Act, float]], carrying: Carrying, strategy: Strategy, busy: bool
) -> None:
    room = Watched()
    bench = Bench(room, carrying=carrying)
    bench.told(f.ConfigurationPublished(at=at(0), configuration=_by(strategy, floor())))
    for agent in AGENTS if busy else ():
        bench.told(_signs_in(room, agent))
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
    left = {one.call for one in journal if isinstance(one, f.CallerLeft)}
    return isinstance(fact, f.CallQueued) and fact.call in left


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


@settings(max_examples=40, deadline=None)
@given(story=_story)
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
            assert after.key == before.key
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
