"""Configuration becomes versions: published once, unchanged for ever."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from acd.configuration import (
    AgentProfile,
    Configuration,
    QueueProfile,
    Refusals,
    SkillNeed,
    Strategy,
)
from acd.ids import AgentId, FlowName, NodeName, QueueId, SkillName
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


async def test_the_distributor_is_told_what_it_needs(
    directory: Directory, filled: Database
) -> None:
    assert await directory.configuration() == Configuration(
        version=1,
        queues=(
            QueueProfile(
                id=QueueId("flights"), needs=(SkillNeed(SkillName("flight"), 2),), ring_for=8
            ),
            QueueProfile(id=QueueId("hotels")),
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


async def test_the_distributor_is_told_each_queues_strategy(
    directory: Directory, filled: Database
) -> None:
    for strategy in Strategy:
        await filled.execute("UPDATE queues SET strategy = $1 WHERE id = 'flights'", strategy.value)
        assert (await directory.configuration()).queues[0].strategy is strategy


async def test_a_strategy_nobody_knows_is_refused_where_it_is_written(filled: Database) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="ck_queues_strategy"):
        await filled.execute("UPDATE queues SET strategy = 'loudest' WHERE id = 'flights'")


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
