"""Why this agent, why still waiting, and whom a call would meet: answers that change nothing."""

import msgspec
import pytest

from acd import facts as f
from acd.configuration import Configuration, SkillNeed, Strategy, Widening
from acd.distributor import Distributor
from acd.explanation import MOST_AHEAD, NOT_HERS, DryRun, Search, Staff, Waits, Wanted
from acd.facts import Intent
from acd.ids import AgentId, CallId, DeskId, OfferId, QueueId, SkillName
from acd.step import Fact
from tests.acd.telling import C1, C2, connected, published, queued, with_floor
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

MANDARIN, FLIGHT = SkillName("mandarin"), SkillName("flight")


def with_rules(**rules: object) -> Configuration:
    """The floor, with these rules for flights."""
    before = floor()
    queues = tuple(
        msgspec.structs.replace(one, **rules) if one.id == FLIGHTS else one for one in before.queues
    )
    return msgspec.structs.replace(before, queues=queues)


def house(*there: str, **rules: object) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(with_rules(**rules)))
    for agent in there:
        ready(bench, agent)
    return room, bench


def waits(room: Distributor, call: CallId) -> Waits:
    found = room.explanation.waits(call)
    assert found is not None
    return found


def dry_run(room: Distributor, seconds: float, wanted: Wanted, queue: QueueId = FLIGHTS) -> DryRun:
    """With a look that nothing is changed, and nothing is decided."""
    before = room.dump()
    found = room.explanation.dry_run(queue, wanted, at(seconds))
    assert room.dump() == before
    assert found is not None
    return found


def offers(told: list[Fact]) -> list[f.OfferMade]:
    return [fact for fact in told if isinstance(fact, f.OfferMade)]


def prefers(call: CallId, seconds: float, agent: AgentId) -> f.CallQueued:
    return msgspec.structs.replace(queued(call, seconds), preferred=agent)


# -- why this agent ------------------------------------------------------------------------------


def test_an_offer_to_the_preferred_agent_says_so() -> None:
    _, bench = house("omar", "maria")
    [made] = offers(bench.told(prefers(C1, 5, MARIA)))
    assert (made.agent, made.strategy) == (MARIA, "preferred")
    assert [one.agent for one in made.candidates] == [MARIA]


def test_an_offer_of_a_call_that_waited_for_her_says_so() -> None:
    _, bench = house("maria", "omar")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    assert offers(bench.told(prefers(C2, 3, MARIA))) == []
    bench.told(f.AgentReleased(at=at(4), call=C1, agent=MARIA))
    told = bench.told(f.OutcomeGiven(at=at(5), agent=MARIA, call=C1, outcome="done"))
    [made] = offers(told)
    assert (made.call, made.agent, made.strategy) == (C2, MARIA, "reserved")


def test_after_the_preference_it_is_the_strategy_again() -> None:
    _, bench = house("maria", "omar", preferred_for=5)
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(prefers(C2, 3, MARIA))
    [made] = offers(bench.passes_until(at(8)))
    assert (made.agent, made.strategy) == (OMAR, "longest_idle")


def test_an_offer_says_how_far_the_search_had_widened_and_with_what_priority() -> None:
    wider = (Widening(after=10, needs=(), also=(HOTELS,)),)
    _, bench = house("omar", widening=wider, priority=2)
    bench.told(queued(C1, 1))
    bench.told(f.RejectPressed(at=at(2), offer=OfferId("c1/1"), agent=OMAR))
    [*_, made] = offers(bench.passes_until(at(20)))
    assert (made.width, made.priority) == (1, 2)


def test_candidates_have_their_ranks() -> None:
    _, bench = house("maria", "omar", strategy=Strategy.BEST_SKILLED)
    [made] = offers(bench.told(queued(C1, 5)))
    ranks = [(one.agent, one.lost, one.rank) for one in made.candidates]
    assert ranks == [(MARIA, "", -4.0), (OMAR, "less_skilled", -2.0)]


# -- why still waiting ---------------------------------------------------------------------------


def test_a_call_says_what_it_needs_and_who_could() -> None:
    room, bench = house("omar", "lin")
    bench.told(queued(C1, 5, language="mandarin"))
    told = waits(room, C1)
    assert told.search == Search(
        width=0, queues=(FLIGHTS,), needs=(SkillNeed(FLIGHT, 2), SkillNeed(MANDARIN, 1))
    )
    assert told.staff == Staff(signed_in=1, short={MANDARIN: 1})
    assert (told.ahead, told.first, told.widens_at) == (0, (), None)
    assert told.goes_first_at == at(605)
    ready(bench, "maria")
    assert room.explanation.waits(C1) is None
    assert room.explanation.waits(C2) is None


@pytest.mark.parametrize(("busy", "staff"), [(True, (2, 0, 2, 0)), (False, (2, 0, 0, 2))])
def test_agents_are_counted_by_what_keeps_them(busy: bool, staff: tuple[int, ...]) -> None:
    room, bench = house("maria", "omar")
    for number, agent in enumerate((MARIA, OMAR), 1):
        call = CallId(f"x{number}")
        bench.told(queued(call, number))
        if busy:
            connected(bench, call, agent, number + 0.5)
        else:
            bench.told(f.IntentChosen(at=at(number), agent=agent, intent=Intent.NOT_READY))
            offer = OfferId(f"{call}/1")
            bench.told(f.RejectPressed(at=at(number), offer=offer, agent=agent))
            bench.told(f.CallerLeft(at=at(number), call=call))
    bench.told(queued(C1, 4))
    told = waits(room, C1).staff
    assert (told.signed_in, told.free, told.busy, told.not_ready) == staff


def test_who_is_ahead_is_named_in_order_and_not_all_of_them() -> None:
    room, bench = house()
    calls = [CallId(f"x{number:02}") for number in range(MOST_AHEAD + 5)]
    for number, call in enumerate(calls):
        bench.told(queued(call, number))
    told = waits(room, calls[2])
    assert (told.ahead, [one.call for one in told.first]) == (2, calls[:2])
    told = waits(room, calls[-1])
    assert (told.ahead, len(told.first)) == (MOST_AHEAD + 4, MOST_AHEAD)
    assert told.first[0].due_at == at(20)


def test_a_call_says_when_its_search_widens_and_to_whom() -> None:
    wider = (Widening(after=10, needs=()), Widening(after=20, also=(HOTELS,)))
    room, bench = house("omar", widening=wider)
    bench.told(queued(C1, 5, language="mandarin"))
    told = waits(room, C1)
    assert told.widens_at == at(15)
    assert told.then == Search(width=1, queues=(FLIGHTS,), needs=(SkillNeed(MANDARIN, 1),))
    ready(bench, "lin")
    bench.told(f.IntentChosen(at=at(6), agent=LIN, intent=Intent.NOT_READY))
    bench.passes_until(at(26))
    told = waits(room, C1)
    assert (told.search.queues, told.widens_at, told.then) == ((FLIGHTS, HOTELS), None, None)


def test_a_call_says_for_whom_it_waits_and_until_when() -> None:
    room, bench = house("maria", "omar")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(prefers(C2, 3, MARIA))
    told = waits(room, C2)
    assert (told.preferred, told.preferred_until) == (MARIA, at(18))
    assert told.staff.free == 1


# -- dry run -------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", Strategy)
@pytest.mark.parametrize("language", [None, "english", "mandarin"])
def test_it_names_whom_the_call_then_meets(strategy: Strategy, language: str | None) -> None:
    room, bench = house("omar", "maria", "lin", strategy=strategy)
    spoken = SkillName(language) if language else None
    told = dry_run(room, 5, Wanted(language=spoken))
    [made] = offers(bench.told(queued(C1, 5, language=language)))
    assert told.chances[0].agent == made.agent
    assert told.chances[0].rank == made.candidates[0].rank
    assert told.strategy == made.strategy == strategy


def test_it_says_why_the_others_would_not() -> None:
    room, bench = house("omar", "maria")
    bench.told(f.IntentChosen(at=at(1), agent=MARIA, intent=Intent.NOT_READY))
    told = dry_run(room, 5, Wanted(language=MANDARIN))
    assert [(one.agent, one.lost) for one in told.chances] == [
        (MARIA, "not_ready"),
        (OMAR, "skill:mandarin"),
    ]
    assert told.staff == Staff(signed_in=2, not_ready=1, short={MANDARIN: 1})


def test_tier_wait_and_the_line_decide_its_place() -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    assert dry_run(room, 5, Wanted()).ahead == 1
    assert dry_run(room, 5, Wanted(tier="gold")).priority == 3
    assert dry_run(room, 5, Wanted(tier="gold")).ahead == 0
    assert dry_run(room, 5, Wanted(waited=5)).ahead == 0
    assert dry_run(room, 5, Wanted(waited=600)).priority == 10
    assert dry_run(room, 5, Wanted(), COMPLAINTS).priority == 1


def test_the_search_is_as_wide_as_its_wait() -> None:
    wider = (Widening(after=10, needs=()), Widening(after=20, needs=(), also=(HOTELS,)))
    room, _ = house("lin", "omar", widening=wider)
    widths = [dry_run(room, 5, Wanted(waited=waited)).search.width for waited in (0, 9, 10, 20)]
    assert widths == [0, 0, 1, 2]
    told = dry_run(room, 5, Wanted(waited=0, language=MANDARIN))
    assert told.search.width == 2, "nobody works for the narrower ones"
    assert told.chances[0].agent == LIN


def test_it_waits_for_the_preferred_agent_as_long_as_a_call_does() -> None:
    room, bench = house("omar", "maria")
    told = dry_run(room, 5, Wanted(preferred=MARIA))
    assert told.strategy == "preferred"
    assert [(one.agent, one.lost) for one in told.chances] == [(MARIA, ""), (OMAR, NOT_HERS)]
    assert dry_run(room, 5, Wanted(preferred=MARIA, waited=15)).strategy == "longest_idle"
    bench.told(f.AgentSignedOut(at=at(6), agent=MARIA, desk=DeskId("d")))
    told = dry_run(room, 7, Wanted(preferred=MARIA))
    assert [(one.agent, one.lost) for one in told.chances] == [(OMAR, ""), (MARIA, "logged_out")]


def test_of_a_queue_that_there_is_not() -> None:
    room, _ = with_floor()
    before = room.dump()
    assert room.explanation.dry_run(QueueId("nowhere"), Wanted(), at(1)) is None
    assert room.dump() == before
