"""What may happen to a distributor: what a good day is made of, and what goes wrong."""

from collections.abc import Callable
from random import Random
from typing import Literal, NamedTuple

import msgspec
from hypothesis import strategies as st

from acd import facts as f
from acd.agent_rules import After, AfterOffer, BreakQuota, Then, WrapUp
from acd.configuration import (
    AgentProfile,
    CallbackFirst,
    Configuration,
    IdleSince,
    Strategy,
    Widening,
)
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.hours import WEEK, Calendar
from acd.ids import AgentId, CallId, DeskId, OfferId, PartyId, QueueId, SkillName
from acd.step import Fact
from acd.targets import USUAL, Target
from callcenter.lab.simulation import listening
from tests.acd.acts_by_hand import acts_by_hand
from tests.acd.callback_acts import callback_acts
from tests.acd.line_rules import key_presses
from tests.acd.watched import CALLS
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor, skills
from tests.bench.rooms import at

AGENTS = (MARIA, OMAR, LIN)
DESK = DeskId("d")

Act = Callable[[Distributor], Fact]
"""Makes a fact of what is so at present."""


def other_floor(version: int) -> Configuration:
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


def with_every_rule(before: Configuration) -> Configuration:
    """Each queue wraps up in its own way, calls are answered by themselves, few may be out."""
    modes = zip(before.queues, (WrapUp.OPTIONAL, WrapUp.REQUIRED, WrapUp.ON_REQUEST), strict=False)
    return msgspec.structs.replace(
        before,
        queues=tuple(
            msgspec.structs.replace(queue, wrap_up=mode, auto_answer=queue.id != FLIGHTS)
            for queue, mode in modes
        ),
        agents=tuple(
            msgspec.structs.replace(agent, team="air", mentor=None if agent.id == LIN else LIN)
            for agent in before.agents
        ),
        breaks={"air": BreakQuota(most=1)},
        after_offer=AfterOffer(
            expired=After(then=Then.PAUSE, seconds=3), connect_failed=After(then=Then.CHOOSES)
        ),
    )


class Rules(NamedTuple):
    """How every queue chooses."""

    strategy: Strategy = Strategy.LONGEST_IDLE
    idle_since: IdleSince = IdleSince.READY
    ring_at_once: int = 1
    ring_next_after: int = 0
    preferred_for: int = 15
    widens: bool = False
    head_start: int = 0
    trip: int = 0
    keep_place_for: int = 120
    pulls: bool = False
    first: CallbackFirst = CallbackFirst.AGENT


SHORT = Calendar(
    week=dict.fromkeys(WEEK, ("00:00-08:01", "08:03-08:05", "08:06-08:20", "08:30-24:00")),
    time_zone="UTC",
)
"""Opens and closes while a story lasts."""


class Doors(NamedTuple):
    """When every queue is open, and where calls go that it does not take."""

    has_hours: bool = False
    closed: Target = USUAL
    closing: Literal["serve"] | Target = "serve"
    emergency: Target = USUAL


def with_doors(doors: Doors, before: Configuration) -> Configuration:
    """Hotels are always open, but for an emergency."""
    queues = tuple(
        msgspec.structs.replace(
            one,
            calendar="short" if doors.has_hours and one.id != HOTELS else "",
            closed=doors.closed,
            closing=doors.closing,
            emergency=doors.emergency,
        )
        for one in before.queues
    )
    return msgspec.structs.replace(before, queues=queues, calendars={"short": SHORT})


def by(rules: Rules, before: Configuration) -> Configuration:
    wider = (
        Widening(after=5, needs=()),
        Widening(after=11, needs=(), also=(COMPLAINTS,)),
    )
    queues = tuple(
        msgspec.structs.replace(
            one,
            strategy=rules.strategy,
            idle_since=rules.idle_since,
            ring_at_once=rules.ring_at_once,
            ring_next_after=rules.ring_next_after,
            preferred_for=rules.preferred_for,
            widening=wider if rules.widens else (),
            starves_after=25,
            keep_place_for=rules.keep_place_for,
            head_start=rules.head_start if one.id == HOTELS else 0,
            agents_may_pull=rules.pulls,
            callback_first=rules.first,
        )
        for one in before.queues
    )
    return msgspec.structs.replace(before, queues=queues, trip_within_priority=rules.trip)


# -- what may happen -----------------------------------------------------------------------------

_agent = st.sampled_from(AGENTS)
_call = st.sampled_from(CALLS)
_queue = st.sampled_from((FLIGHTS, HOTELS, COMPLAINTS, QueueId("nowhere")))
_preferred = st.sampled_from((None, None, *AGENTS))
any_rules = st.builds(
    Rules,
    st.sampled_from(Strategy),
    st.sampled_from(IdleSince),
    st.integers(1, 3),
    st.sampled_from((0, 0, 4)),
    st.sampled_from((0, 15)),
    st.booleans(),
    st.sampled_from((0, 7)),
    st.sampled_from((0, 2)),
    st.sampled_from((0, 10, 120)),
    st.booleans(),
    st.sampled_from(CallbackFirst),
)
_target = st.sampled_from(
    (
        USUAL,
        Target(queue=HOTELS),
        Target(queue=COMPLAINTS),
        Target(callback=True),
        Target(flow="main/menu"),
    )
)
any_doors = st.builds(Doors, st.booleans(), _target, st.one_of(st.just("serve"), _target), _target)
_language = st.sampled_from((None, SkillName("mandarin"), SkillName("english")))


def _offer(room: Distributor, agent: AgentId) -> OfferId:
    offer = room.offer_of(agent)
    return offer.id if offer else OfferId("c1/1")


def _her_call(room: Distributor, agent: AgentId) -> CallId:
    found = room.agent(agent)
    return found.call if found and found.call else CALLS[0]


START = at(0)


def _usual() -> list[st.SearchStrategy[Act]]:
    """What a good day is made of."""
    return [
        st.builds(
            lambda call, queue, language, priority, preferred, head_start, party: (
                lambda room: f.CallQueued(
                    at=START,
                    call=call,
                    party=party,
                    queue=queue,
                    language=language,
                    priority=priority,
                    preferred=preferred[0],
                    preferred_for=preferred[1],
                    head_start=head_start,
                )
            ),
            _call,
            _queue,
            _language,
            st.integers(0, 2),
            st.tuples(_preferred, st.sampled_from((None, None, 0, 20))),
            st.sampled_from((0, 0, 9)),
            st.sampled_from(tuple(map(PartyId, ("p", "q", "")))),
        ),
        _of_agent(lambda room, one: f.IntentChosen(at=START, agent=one, intent=Intent.AVAILABLE)),
        _of_agent(
            lambda room, one: f.AcceptPressed(at=START, offer=_offer(room, one), agent=one),
            AgentState.OFFERED,
        ),
        _of_agent(
            lambda room, one: f.CallConnected(
                at=START, call=_her_call(room, one), agent=one, offer=_offer(room, one)
            ),
            AgentState.CONNECTING,
        ),
        _of_agent(
            lambda room, one: f.AgentReleased(at=START, call=_her_call(room, one), agent=one),
            AgentState.ON_CALL,
        ),
        _of_agent(
            lambda room, one: f.OutcomeGiven(
                at=START, call=_her_call(room, one), agent=one, outcome="answered"
            ),
            AgentState.WRAP_UP,
        ),
    ]


def _mishaps() -> list[st.SearchStrategy[Act]]:
    """What goes wrong, comes twice, or comes too late."""
    return [
        st.builds(lambda call: lambda room: f.CallerLeft(at=START, call=call), _call),
        callback_acts(_call, _queue),
        key_presses(_call),
        acts_by_hand(CALLS, _queue, _agent),
        acts_by_hand(CALLS, _queue, _agent),
        st.integers(0, 9999).map(
            lambda chance: lambda room: listening.act(room, Random(chance), AGENTS, START)
        ),
        st.builds(
            lambda call, tier, soon: (
                lambda room: f.CustomerIdentified(
                    at=START, call=call, party=PartyId("p"), tier=tier, travels_soon=soon
                )
            ),
            _call,
            st.sampled_from(("gold", "gold", "")),
            st.booleans(),
        ),
        _of_agent(lambda room, one: f.IntentChosen(at=START, agent=one, intent=Intent.NOT_READY)),
        _of_agent(lambda room, one: f.IntentChosen(at=START, agent=one, intent=Intent.LOGGED_OUT)),
        _of_agent(signs_in),
        _of_agent(lambda room, one: f.AgentSignedOut(at=START, agent=one, desk=DESK)),
        _of_agent(lambda room, one: f.AgentSignedOut(at=START, agent=one, desk=DESK, forced=True)),
        _of_agent(lambda room, one: f.AudioReady(at=START, agent=one, uri="sip:a")),
        _of_agent(lambda room, one: f.AudioLost(at=START, agent=one)),
        _of_agent(lambda room, one: f.DeskLost(at=START, agent=one)),
        _of_agent(lambda room, one: f.DeskFound(at=START, agent=one)),
        _of_agent(lambda room, one: f.RejectPressed(at=START, offer=_offer(room, one), agent=one)),
        _of_agent(
            lambda room, one: f.ConnectFailed(
                at=START,
                call=_her_call(room, one),
                agent=one,
                offer=_offer(room, one),
                because="not_joined",
            )
        ),
        _of_agent(
            lambda room, one: f.AgentReleased(
                at=START, call=_her_call(room, one), agent=one, lost=True
            )
        ),
        _of_agent(
            lambda room, one: f.AgentReleased(
                at=START, call=_her_call(room, one), agent=one, dropped=True
            ),
            AgentState.ON_CALL,
        ),
        _of_agent(
            lambda room, one: f.RedialPressed(at=START, call=_her_call(room, one), agent=one),
            AgentState.WRAP_UP,
        ),
        _of_agent(
            lambda room, one: f.RedialAnswered(
                at=START, call=_her_call(room, one), broken=CallId(_her_call(room, one)[:-1])
            ),
            AgentState.CONNECTING,
        ),
        _of_agent(
            lambda room, one: f.WrapUpExtended(at=START, call=_her_call(room, one), agent=one)
        ),
        _of_agent(lambda room, one: f.BreakRequested(at=START, agent=one, reason="break")),
        _of_agent(lambda room, one: f.BreakGranted(at=START, agent=one, reason="break")),
        _of_agent(lambda room, one: f.BreakRefused(at=START, agent=one, reason="break")),
        _of_agent(
            lambda room, one: f.WrapUpAsked(at=START, call=_her_call(room, one), agent=one),
            AgentState.ON_CALL,
        ),
        st.builds(
            lambda on, queue: lambda room: f.EmergencyPressed(at=START, on=on, queue=queue),
            st.sampled_from((True, False, False)),
            st.sampled_from((None, FLIGHTS, HOTELS)),
        ),
        st.builds(
            lambda told: lambda room: f.ConfigurationPublished(at=START, configuration=told),
            st.one_of(
                st.just(other_floor(2)),
                any_rules.map(lambda rules: by(rules, floor(2))),
                any_doors.map(lambda doors: with_doors(doors, floor(2))),
            ),
        ),
    ]


def acts() -> st.SearchStrategy[Act]:
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


def signs_in(_: Distributor, agent: AgentId) -> Fact:
    device = "sip:phone" if agent == LIN else "browser"
    return f.AgentSignedIn(at=START, agent=agent, desk=DESK, device=device)


any_story = st.lists(
    st.tuples(acts(), st.sampled_from((0.0, 0.4, 2.0, 9.0, 31.0))),
    min_size=25,
    max_size=90,
)
