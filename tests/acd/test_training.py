"""A skill in training: easy calls alone, and after everybody who has learnt it."""

import msgspec
import pytest

from acd import facts as f
from acd.agent_sense import agent_faults
from acd.configuration import AgentProfile, Configuration, QueueProfile, SkillNeed, Strategy
from acd.distributor import Distributor
from acd.explanation import Wanted
from acd.ids import AgentId, CallId, DeskId, PartyId, SkillName
from tests.acd.telling import published, queued
from tests.bench.people import FLIGHTS
from tests.bench.rooms import Bench, at

pytestmark = pytest.mark.thinking

FLIGHT, MANDARIN = SkillName("flight"), SkillName("mandarin")
TINA, MIRA = AgentId("tina"), AgentId("mira")
"""Who learns, and who teaches her."""
FIRST, SECOND = CallId("c1"), CallId("c2")


def house(
    strategy: Strategy = Strategy.LONGEST_IDLE,
    *,
    learns: SkillName = FLIGHT,
    priority: int = 0,
    easy_up_to: int = 0,
) -> Configuration:
    skills = {FLIGHT: 3, MANDARIN: 5}
    return Configuration(
        version=1,
        queues=(
            QueueProfile(
                id=FLIGHTS,
                needs=(SkillNeed(FLIGHT),),
                strategy=strategy,
                priority=priority,
                easy_up_to=easy_up_to,
            ),
        ),
        agents=(
            AgentProfile(
                id=TINA, queues=(FLIGHTS,), skills=skills, mentor=MIRA, in_training=(learns,)
            ),
            AgentProfile(id=MIRA, queues=(FLIGHTS,), skills=skills),
        ),
        default_queue=FLIGHTS,
    )


def comes(bench: Bench, agent: AgentId, seconds: float) -> list[f.OfferMade]:
    """To her desk phone, and is ready at once; what she is offered."""
    desk, then = DeskId(f"desk-{agent}"), at(seconds)
    bench.told(f.AgentSignedIn(at=then, agent=agent, desk=desk, device=f"sip:{agent}"))
    return offers(bench.told(f.IntentChosen(at=then, agent=agent, intent=f.Intent.AVAILABLE)))


def offers(followed: object) -> list[f.OfferMade]:
    assert isinstance(followed, list | tuple)
    return [fact for fact in followed if isinstance(fact, f.OfferMade)]


def floor_with(*agents: AgentId, configuration: Configuration | None = None) -> Bench:
    """They come one second after the other."""
    bench = Bench(Distributor())
    bench.told(published(configuration or house()))
    for second, agent in enumerate(agents):
        comes(bench, agent, second)
    return bench


@pytest.mark.parametrize("strategy", Strategy)
def test_who_learns_comes_after_everybody_else_whatever_the_strategy(strategy: Strategy) -> None:
    bench = floor_with(TINA, MIRA, configuration=house(strategy))
    (first,) = offers(bench.told(queued(FIRST, 10)))
    assert first.agent == MIRA
    assert [(one.agent, one.lost) for one in first.candidates] == [
        (MIRA, ""),
        (TINA, "in_training"),
    ]
    (second,) = offers(bench.told(queued(SECOND, 11)))
    assert second.agent == TINA, "an easy call, and nobody else is free"


@pytest.mark.parametrize(
    ("priority", "own", "easy_up_to", "gets"),
    [
        (0, 0, 0, True),
        (1, 0, 0, False),
        (3, 0, 3, True),
        (4, 0, 3, False),
        (0, 5, 0, True),
        (1, 5, 0, False),
    ],
    ids=["ordinary", "urgent", "as far as", "beyond", "the queue's own", "beyond the queue's own"],
)
def test_only_easy_calls_are_hers(priority: int, own: int, easy_up_to: int, gets: bool) -> None:
    bench = floor_with(TINA, configuration=house(priority=own, easy_up_to=easy_up_to))
    call = msgspec.structs.replace(queued(FIRST, 10), priority=priority)
    assert bool(offers(bench.told(call))) is gets


@pytest.mark.parametrize("known_first", [True, False])
def test_a_gold_customers_call_waits_for_who_has_learnt(known_first: bool) -> None:
    """Told while the call waits, it is too late for what it asks: that is fixed in line."""
    bench = floor_with(TINA)
    gold = f.CustomerIdentified(
        at=at(10), call=FIRST, party=PartyId("p"), customers=("k1",), tier="gold"
    )
    facts = (gold, queued(FIRST, 10)) if known_first else (queued(FIRST, 10), gold)
    made = [offer for fact in facts for offer in offers(bench.told(fact))]
    assert bool(made) is not known_first
    if known_first:
        (offer,) = comes(bench, MIRA, 12)
        assert offer.agent == MIRA
        assert [(one.agent, one.lost) for one in offer.candidates] == [
            (MIRA, ""),
            (TINA, "in_training:flight"),
        ]


@pytest.mark.parametrize("urgent_first", [True, False])
def test_she_takes_the_easy_call_from_behind_the_hard_one(urgent_first: bool) -> None:
    """Idle beside a call that is not for her, whichever came first."""
    bench = floor_with()
    hard = msgspec.structs.replace(queued(FIRST, 10), priority=2)
    for call in (hard, queued(SECOND, 11)) if urgent_first else (queued(SECOND, 9), hard):
        assert not offers(bench.told(call))
    assert [one.call for one in comes(bench, TINA, 12)] == [SECOND]
    assert [one.call for one in comes(bench, MIRA, 13)] == [FIRST]


def test_a_language_may_be_in_training_too() -> None:
    bench = floor_with(TINA, configuration=house(learns=MANDARIN))
    call = msgspec.structs.replace(queued(FIRST, 10), priority=1)
    spoken = msgspec.structs.replace(call, language=MANDARIN)
    assert not offers(bench.told(spoken))
    other = msgspec.structs.replace(spoken, call=SECOND, language=None)
    assert [one.agent for one in offers(bench.told(other))] == [TINA], "flights she knows"


def test_it_is_explained_before_it_happens() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(house()))
    for second, agent in enumerate((TINA, MIRA)):
        comes(bench, agent, second)
    easy = room.explanation.dry_run(FLIGHTS, Wanted(), at(20))
    hard = room.explanation.dry_run(FLIGHTS, Wanted(priority=1), at(20))
    assert easy is not None
    assert hard is not None
    assert [(one.agent, one.lost) for one in easy.chances] == [(MIRA, ""), (TINA, "")]
    assert [(one.agent, one.lost) for one in hard.chances] == [
        (MIRA, ""),
        (TINA, "in_training:flight"),
    ]
    assert hard.staff.short == {FLIGHT: 1}


@pytest.mark.parametrize(
    ("tina", "mira", "path"),
    [
        ({"mentor": None}, {}, "agents.tina.mentor"),
        ({"mentor": AgentId("nobody")}, {}, "agents.tina.mentor"),
        ({"in_training": (SkillName("visa"),)}, {}, "agents.tina.in_training[0]"),
        ({}, {"skills": {MANDARIN: 5}}, "agents.tina.in_training[0]"),
        ({}, {"in_training": (FLIGHT,), "mentor": TINA}, "agents.tina.in_training[0]"),
    ],
    ids=["no mentor", "unknown mentor", "no such skill", "mentor without it", "both learn it"],
)
def test_training_that_makes_no_sense_is_refused_with_its_place(
    tina: dict[str, object], mira: dict[str, object], path: str
) -> None:
    sensible = house()
    assert not list(agent_faults(sensible))
    changes = (tina, mira)
    agents = tuple(
        msgspec.structs.replace(one, **change)
        for one, change in zip(sensible.agents, changes, strict=True)
    )
    faults = list(agent_faults(msgspec.structs.replace(sensible, agents=agents)))
    assert path in [place for place, _, _ in faults]
