"""Configuration becomes versions: published once, unchanged for ever."""

from __future__ import annotations

import asyncio

import pytest
import structlog

from acd.agent_rules import After, BreakQuota, NotReadyReason, OverQuota, Then, WrapUp
from acd.configuration import (
    AgentProfile,
    Configuration,
    NumberProfile,
    QueueProfile,
    Refusals,
    SkillNeed,
    Strategy,
)
from acd.ids import AgentId, FlowName, NodeName, QueueId, SkillName
from acd.overflow import Overflow, Presence, When, WhenEmpty
from acd.targets import Target
from callcenter.staff import Named, Person
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from ivr.errors import FlowInvalid, Problem
from ivr.flow import Flow, QueueNode

pytestmark = pytest.mark.postgres

HOUSE = """
INSERT INTO sites VALUES ('east', '东岸', 'East');
INSERT INTO employers VALUES ('own', '自有', 'Own');
INSERT INTO teams VALUES ('air', '机票', 'Air', 'east', NULL);
INSERT INTO skills VALUES ('flight', '机票', 'Flights'), ('mandarin', '普通话', 'Mandarin');
INSERT INTO queues (id, name, name_en, sort, ring_for) VALUES
    ('hotels', '酒店', 'Hotels', 2, 10), ('flights', '机票预订', 'Flights', 1, 8),
    ('old', '旧', 'Old', 3, 10);
UPDATE queues SET active = false WHERE id = 'old';
INSERT INTO queue_skills VALUES ('flights', 'flight', 2);
INSERT INTO agents (id, name, name_en, team_id, site_id, employer_id, takes_calls, active) VALUES
    ('1001', '林知夏', 'Lin', 'air', 'east', 'own', true, true),
    ('1009', '已离职', 'Gone', 'air', 'east', 'own', true, false),
    ('2001', '秦怀舟', 'Qin', 'air', 'east', 'own', false, true);
UPDATE teams SET leader_id = '2001';
INSERT INTO agent_skills VALUES ('1001', 'flight', 3), ('1001', 'mandarin', 4);
INSERT INTO agent_queues VALUES ('1001', 'hotels'), ('1001', 'flights'), ('1001', 'old');
UPDATE house SET name = '青橹旅行', name_en = 'Qinglu', default_queue = 'flights';
"""


def read_flow(yaml: str) -> Flow:
    """Stands for the true reader: a flow of one node named by the text."""
    if yaml == "broken":
        raise FlowInvalid([Problem("node menu", "leads nowhere", "name a node")])
    node = QueueNode(name=NodeName(yaml), queue=QueueId("flights"))
    return Flow(
        name=FlowName("main"), start=node.name, nodes=(node,), default_queue=QueueId("flights")
    )


@pytest.fixture
async def filled(database: Database) -> Database:
    async with database.connection() as connection:
        await connection.execute(HOUSE)
    return database


@pytest.fixture
def directory(database: Database) -> Directory:
    return Directory(database, read_flow)


async def test_an_empty_house_is_version_zero(directory: Directory) -> None:
    told = await directory.configuration()
    assert (told.version, told.queues, told.agents) == (0, (), ())
    assert await directory.flows() == (0, (), {})


def spoken(mandarin: str, english: str) -> dict[SkillName, str]:
    """What a queue is called, by language."""
    return {SkillName("mandarin"): mandarin, SkillName("english"): english}


async def test_the_distributor_is_told_what_it_needs(
    directory: Directory, filled: Database
) -> None:
    assert await directory.configuration() == Configuration(
        version=1,
        queues=(
            QueueProfile(
                id=QueueId("flights"),
                needs=(SkillNeed(SkillName("flight"), 2),),
                ring_for=8,
                spoken_name=spoken("机票预订", "Flights"),
            ),
            QueueProfile(id=QueueId("hotels"), spoken_name=spoken("酒店", "Hotels")),
        ),
        agents=(
            AgentProfile(
                id=AgentId("1001"),
                queues=(QueueId("flights"), QueueId("hotels")),
                skills={SkillName("flight"): 3, SkillName("mandarin"): 4},
                team="air",
                site="east",
                employer="own",
            ),
        ),
        default_queue=QueueId("flights"),
        refusals=Refusals(rejected=15, unreachable=5),
    )


async def test_who_is_listed_is_published_with_the_keys_of_her_name_and_without_her_name(
    directory: Directory, filled: Database
) -> None:
    (unlisted,) = (await directory.configuration()).agents
    assert (unlisted.listed, unlisted.listing) == (False, None)
    await filled.execute("""UPDATE agents SET rules = '{"listed": true}', name_en = 'Lin Wei'""")
    (listed,) = (await directory.configuration()).agents
    assert listed.listing is not None
    assert {"546934", "934546"} <= set(listed.listing.keypad)
    await filled.execute("UPDATE agents SET name_en = 'Lin Yu'")
    (renamed,) = (await directory.configuration()).agents
    assert renamed.listing is not None
    assert "54698" in renamed.listing.keypad
    assert renamed.listing.spoken != listed.listing.spoken
    contents = await filled.fetch("SELECT content::text FROM configuration_versions")
    assert not any("Lin" in row["content"] for row in contents)


async def test_the_distributor_is_told_each_queues_strategy(
    directory: Directory, filled: Database
) -> None:
    for strategy in Strategy:
        await filled.execute("UPDATE queues SET strategy = $1 WHERE id = 'flights'", strategy.value)
        assert (await directory.configuration()).queues[0].strategy is strategy


async def test_the_distributor_is_told_the_rules_of_an_agents_life(
    directory: Directory, filled: Database
) -> None:
    await filled.execute(
        """UPDATE queues SET rules = '{"auto_answer": true, "wrap_up": "required",
        "after_offer": {"expired": {"then": "pause", "seconds": 20}}}' WHERE id = 'flights'"""
    )
    await filled.execute("""UPDATE agents SET rules = '{"auto_answer": false}'""")
    await filled.execute(
        """UPDATE house SET rules = '{"breaks": {"air": {"most": 2, "over": "leader"}},
        "reasons": [{"code": "tea", "zh": "茶歇", "en": "Tea", "once": 10}]}'"""
    )
    told = await directory.configuration()
    assert (told.queues[0].auto_answer, told.queues[0].wrap_up) == (True, WrapUp.REQUIRED)
    assert told.queues[0].after_offer.expired == After(then=Then.PAUSE, seconds=20)
    assert told.agents[0].auto_answer is False
    assert told.breaks == {"air": BreakQuota(most=2, over=OverQuota.LEADER)}
    assert told.reasons == (NotReadyReason(code="tea", zh="茶歇", en="Tea", once=10),)


async def test_the_distributor_is_told_who_is_served_first(
    directory: Directory, filled: Database
) -> None:
    await filled.execute("INSERT INTO numbers (number, flow) VALUES ('8000', 'main')")
    assert (await directory.configuration()).numbers == {}
    await filled.execute(
        """UPDATE numbers SET rules = '{"priority": 2, "head_start": 30}' WHERE number = '8000'"""
    )
    await filled.execute("""UPDATE queues SET rules = '{"head_start": 60}' WHERE id = 'flights'""")
    await filled.execute(
        """UPDATE house SET rules = '{"tiers": {"gold": 4, "silver": 1},
        "trip_within_priority": 2}'"""
    )
    told = await directory.configuration()
    assert told.numbers == {"8000": NumberProfile(priority=2, head_start=30)}
    assert told.queues[0].head_start == 60
    assert (told.tiers, told.trip_within_priority) == ({"gold": 4, "silver": 1}, 2)


async def test_the_distributor_is_told_who_need_not_wait(
    directory: Directory, filled: Database
) -> None:
    await filled.execute(
        """UPDATE queues SET rules = '{
        "keep_place_for": 0,
        "join_empty": {"counting": ["signed_out", "unreachable"], "to": {"callback": true}},
        "leave_when_empty": {"counting": ["signed_out"], "empty_for": 30, "to": {"hang_up": {}}},
        "overflow": [{"when": "waited", "over": 90, "to": {"queue": "hotels"}},
                     {"when": "length", "over": 50, "to": {"flow": "main/menu"}}],
        "exit_keys": {"1": {"callback": true}}}' WHERE id = 'flights'"""
    )
    told = (await directory.configuration()).queues[0]
    assert told.keep_place_for == 0
    assert told.join_empty == WhenEmpty(
        counting=(Presence.SIGNED_OUT, Presence.UNREACHABLE), to=Target(callback=True)
    )
    assert told.leave_when_empty == WhenEmpty(
        counting=(Presence.SIGNED_OUT,), empty_for=30, to=Target(hang_up={})
    )
    assert told.overflow == (
        Overflow(when=When.WAITED, over=90, to=Target(queue=QueueId("hotels"))),
        Overflow(when=When.LENGTH, over=50, to=Target(flow="main/menu")),
    )
    assert told.exit_keys == {"1": Target(callback=True)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE queues SET strategy = 'loudest' WHERE id = 'flights'", "queues.flights.strategy"),
        (
            """UPDATE queues SET rules = '{"ring_for": 5}' WHERE id = 'flights'""",
            "queues.flights.ring_for: there is no such rule",
        ),
        (
            """UPDATE queues SET rules = '{"callback_tries": 0}' WHERE id = 'flights'""",
            "queues.flights.callback_tries: 0 is too little; use 1 or more",
        ),
        (
            """UPDATE queues SET rules = '{"widening": [{"after": 8}, {"after": 8}]}'""",
            "queues.flights.widening[1].after: 8 s is not later than what comes before it",
        ),
        (
            """UPDATE queues SET rules = '{"widening": [{"after": 8, "also": ["ships"],
            "needs": [{"skill": "sailing"}]}]}'""",
            "queues.flights.widening[0].also[0]: no queue is called ships",
        ),
        (
            """UPDATE queues SET rules = '{"ring_at_once": 9}' WHERE id = 'flights'""",
            "queues.flights.ring_at_once",
        ),
        ("""UPDATE agents SET rules = '{"luck": 7}'""", "agents.1001.luck: there is no such rule"),
        (
            """UPDATE house SET rules = '{"breaks": {"air": {"most": -1}}}'""",
            "breaks.air.most: -1 is no number of people; set 0 or more",
        ),
        (
            """INSERT INTO numbers (number, flow, rules)
            VALUES ('8000', 'main', '{"priority": 11}')""",
            "numbers.8000.priority",
        ),
        (
            """INSERT INTO numbers (number, flow, rules) VALUES ('8000', 'main', '{"rank": 1}')""",
            "numbers.8000.rank: there is no such rule",
        ),
        ("""UPDATE house SET rules = '{"tiers": {"gold": -1}}'""", "house.tiers"),
        (
            """UPDATE queues SET rules = '{"overflow": [{"when": "bored", "over": 9,
            "to": {"hang_up": {}}}]}' WHERE id = 'flights'""",
            "queues.flights.overflow[0].when",
        ),
        (
            """UPDATE queues SET rules = '{"overflow": [{"when": "waited", "over": 0,
            "to": {"hang_up": {}}}]}' WHERE id = 'flights'""",
            "queues.flights.overflow[0].over: 0 s makes no sense; use 1 to 7200",
        ),
        (
            """UPDATE queues SET rules = json_build_object('overflow', json_build_array(
            json_build_object('when', 'waited', 'over', 9, 'to', json_build_object('queue',
            CASE id WHEN 'flights' THEN 'hotels' ELSE 'flights' END))))::jsonb""",
            "queues.hotels.overflow[0].to.queue: calls would go in a circle: "
            "flights > hotels > flights; let one end elsewhere",
        ),
        (
            """UPDATE queues SET rules = '{"wrap_up": "never"}' WHERE id = 'flights'""",
            "queues.flights.wrap_up",
        ),
    ],
)
async def test_rules_that_make_no_sense_leave_the_version_before(
    directory: Directory, filled: Database, change: str, said: str
) -> None:
    before = await directory.configuration()
    with structlog.testing.capture_logs() as logs:
        await filled.execute(change)
        assert await directory.configuration() == before
    assert [said in entry["because"] for entry in logs] == [True]


async def test_a_version_is_published_once_and_kept(directory: Directory, filled: Database) -> None:
    first = await directory.configuration()
    assert await directory.configuration() is first
    await filled.execute("UPDATE agents SET name = '林' WHERE id = '1001'")
    assert (await directory.configuration()).version == 1  # names are none of routing's business
    await filled.execute("UPDATE queues SET wrap_up_for = 60 WHERE id = 'flights'")
    assert (await directory.configuration()).version == 2
    again = Directory(filled, read_flow)  # another process
    assert await again.configuration() == await directory.configuration()
    kept = await filled.fetch(
        "SELECT version, content->'queues'->0->'wrap_up_for' AS seconds "
        "FROM configuration_versions WHERE kind = 'routing' ORDER BY version"
    )
    assert [(row["version"], row["seconds"]) for row in kept] == [(1, "30"), (2, "60")]


async def test_two_processes_publish_one_version(filled: Database) -> None:
    told = await asyncio.gather(*(Directory(filled, read_flow).configuration() for _ in range(4)))
    assert [one.version for one in told] == [1, 1, 1, 1]


async def test_the_newest_flows_are_in_force(directory: Directory, filled: Database) -> None:
    assert await directory.save_flow("main", "hello") == 1
    await filled.execute("INSERT INTO numbers VALUES ('8000', 'main')")
    assert await directory.flows() == (1, (read_flow("hello"),), {"8000": "main"})
    assert await directory.save_flow("main", "welcome") == 2
    assert await directory.flows() == (2, (read_flow("welcome"),), {"8000": "main"})


async def test_a_broken_flow_is_not_kept(directory: Directory, filled: Database) -> None:
    await directory.save_flow("main", "hello")
    with pytest.raises(FlowInvalid, match="leads nowhere"):
        await directory.save_flow("main", "broken")
    assert (await directory.flows())[0] == 1


async def test_a_flow_broken_behind_our_back_leaves_the_one_before(
    directory: Directory, filled: Database
) -> None:
    await directory.save_flow("main", "hello")
    version, flows, _ = await directory.flows()
    await filled.execute("INSERT INTO flows (name, version, yaml) VALUES ('main', 2, 'broken')")
    assert (await directory.flows())[:2] == (version, flows)


async def test_everything_has_a_name_in_both_languages(
    directory: Directory, filled: Database
) -> None:
    names = await directory.names()
    assert names.house == Named(zh="青橹旅行", en="Qinglu")
    assert list(names.queues) == ["flights", "hotels", "old"]
    assert names.queues["flights"] == Named(zh="机票预订", en="Flights")
    assert names.people["2001"] == Person(
        agent="2001",
        name=Named(zh="秦怀舟", en="Qin"),
        team="air",
        site="east",
        employer="own",
        takes_calls=False,
        leads=("air",),
    )
    assert "1009" in names.people
    assert names.teams["air"].en == "Air"
    assert names.sites["east"].en == "East"
    assert names.employers["own"].zh == "自有"
    assert names.skills["mandarin"].en == "Mandarin"
