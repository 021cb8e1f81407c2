"""The settings in real tables: what is written is what is read, and what routing is told."""

import asyncio

import msgspec
import pytest

from acd.configuration import Widening
from acd.hours import Weekday
from acd.ids import AgentId, QueueId, SkillName
from callcenter.administration.book import Ended, VersionsWanted, Wish, part
from callcenter.administration.document import Document, Edit, tag
from callcenter.administration.plain import Item, Plain, as_items
from callcenter.administration.sections import SECTIONS, THE_HOUSE
from callcenter.administration.sense import configuration_of
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from callcenter.storage.settings_book import SettingsBook
from ivr.flow_file import MAIN_FLOW, read

pytestmark = pytest.mark.postgres


HOUSE = """
INSERT INTO sites VALUES ('east', '东岸', 'East');
INSERT INTO employers VALUES ('own', '自有', 'Own');
INSERT INTO teams (id, name, name_en, site_id) VALUES
    ('air', '机票', 'Air', 'east'), ('stay', '酒店', 'Stay', 'east');
INSERT INTO skills VALUES ('flight', '机票', 'Flights'), ('mandarin', '普通话', 'Mandarin'),
    ('english', '英语', 'English');
INSERT INTO queues (id, name, name_en, sort, active) VALUES
    ('hotels', '酒店', 'Hotels', 1, true), ('flights', '机票', 'Flights', 2, true),
    ('old', '旧', 'Old', 3, false);
INSERT INTO queue_skills VALUES ('flights', 'flight', 2);
INSERT INTO agents (id, name, name_en, team_id, site_id, employer_id, takes_calls) VALUES
    ('1001', '林知夏', 'Lin', 'air', 'east', 'own', true),
    ('1004', '何沐', 'He', 'air', 'east', 'own', true),
    ('2001', '秦怀舟', 'Qin', 'air', 'east', 'own', false);
UPDATE teams SET leader_id = '2001' WHERE id = 'air';
INSERT INTO agent_skills VALUES ('1001', 'flight', 3), ('1004', 'mandarin', 4);
INSERT INTO agent_queues VALUES ('1001', 'flights'), ('1004', 'hotels'), ('1004', 'flights');
UPDATE house SET name = '青橹旅行', name_en = 'Qinglu', default_queue = 'flights';
INSERT INTO numbers VALUES ('8000', 'main');
INSERT INTO users (sign_in, agent_id, password_hash, role, scope)
    VALUES ('1001', '1001', '', 'agent', 'own');
"""


@pytest.fixture
async def book(database: Database) -> SettingsBook:
    """A small house, its flow published."""
    async with database.connection() as connection:
        await connection.execute(HOUSE)
    directory = Directory(database, read)
    await directory.save_flow(
        "main", MAIN_FLOW.read_text().replace("queue: complaints", "queue: hotels")
    )
    await directory.configuration()
    return SettingsBook(database)


async def put(book: SettingsBook, section: str, item: str, value: Plain) -> Document:
    """One item changed without asking what it was; the document after it."""
    edit = Edit(section=section, item=item, value=value)
    outcome = await book.change(Wish(edit=edit, by="9001"))
    assert outcome.ended is Ended.CHANGED, outcome.plan.faults
    return outcome.document


async def item_of(book: SettingsBook, section: str, item: str = THE_HOUSE) -> Item:
    return dict(as_items((await book.read())[section][item]))


async def test_the_house_is_one_document(book: SettingsBook) -> None:
    document = await book.read()
    assert list(document["queues"]) == ["hotels", "flights", "old"]
    assert as_items(document["queues"]["flights"])["needs"] == [{"skill": "flight", "at_least": 2}]
    assert as_items(document["agents"]["1004"])["queues"] == ["flights", "hotels"]
    assert as_items(document["teams"]["air"])["leader"] == "2001"
    assert list(document["reasons"])[:2] == ["break", "meal"]
    assert as_items(document["numbers"]["8000"])["flow"] == "main"
    for name, section in SECTIONS.items():
        for item in document[name].values():
            assert set(as_items(item)) == {one.name for one in section.fields}


async def test_routing_is_told_what_the_document_says(
    book: SettingsBook, database: Database
) -> None:
    """The two ways from the tables to a configuration come to the same."""
    await put(book, "queues", "flights", {**await item_of(book, "queues", "flights"), **RULES})
    await put(book, "agents", "1004", {**await item_of(book, "agents", "1004"), **HERS})
    told = await Directory(database, read).configuration()
    assert configuration_of(await book.read(), told.version) == told


RULES: Item = {
    "ring_for": 12,
    "ring_at_once": 2,
    "widening": [{"after": 8, "needs": [], "also": ["hotels"]}],
    "after_offer": {"expired": {"then": "pause", "seconds": 20}},
    "needs": [{"skill": "mandarin", "at_least": 1}, {"skill": "flight", "at_least": 3}],
    "wrap_up": "timed",
}
HERS: Item = {
    "listed": True,
    "places": {"hotels": 2, "flights": 0},
    "weights": {"hotels": 7},
    "skills": {"flight": 5, "english": 5},
    "auto_answer": True,
}


async def test_what_is_changed_is_in_force_and_in_the_tables(
    book: SettingsBook, database: Database
) -> None:
    directory = Directory(database, read)
    before = await directory.configuration()
    await put(book, "queues", "flights", {**await item_of(book, "queues", "flights"), **RULES})
    await put(book, "agents", "1004", {**await item_of(book, "agents", "1004"), **HERS})
    told = await directory.configuration()
    assert told.version == before.version + 1
    queue = told.queues[1]
    assert (queue.ring_for, queue.ring_at_once, queue.wrap_up) == (12, 2, "timed")
    assert queue.widening == (Widening(after=8, also=(QueueId("hotels"),)),)
    assert [(one.skill, one.at_least) for one in queue.needs] == [("flight", 3), ("mandarin", 1)]
    grace = next(one for one in told.agents if one.id == AgentId("1004"))
    assert grace.places == {QueueId("hotels"): 2}
    assert grace.weights == {QueueId("hotels"): 7}
    assert grace.skills == {SkillName("english"): 5, SkillName("flight"): 5}
    assert grace.auto_answer is True
    rules = await database.fetch_value("SELECT rules FROM queues WHERE id = 'flights'")
    assert set(msgspec.json.decode(rules)) == {"ring_at_once", "widening", "after_offer", "wrap_up"}


async def test_the_house_its_reasons_and_its_teams_share_a_row(
    book: SettingsBook, database: Database
) -> None:
    house = await item_of(book, "house")
    await put(
        book, "house", "", {**house, "refusals": {"rejected": 20}, "time_zone": "Asia/Urumqi"}
    )
    air = await item_of(book, "teams", "air")
    await put(book, "teams", "air", {**air, "breaks": {"most": 2, "over": "leader"}})
    await put(book, "reasons", "tea", {"zh": "茶歇", "en": "Tea", "once": 10})
    await put(book, "calendars", "office", {"week": {"monday": ["09:00-18:00"]}})
    await put(book, "numbers", "8000", {"flow": "main", "priority": 3})
    document = await put(book, "queues", "hotels", await item_of(book, "queues", "hotels"))
    told = await Directory(database, read).configuration()
    assert (told.refusals.rejected, told.time_zone) == (20, "Asia/Urumqi")
    assert told.breaks["air"].most == 2
    assert [one.code for one in told.reasons][-1] == "tea"
    assert told.calendars["office"].week[Weekday.MONDAY] == ("09:00-18:00",)
    assert told.numbers["8000"].priority == 3
    assert list(document["reasons"]) == [one.code for one in told.reasons]


async def test_new_items_and_gone_ones(book: SettingsBook, database: Database) -> None:
    names: Item = {"name": "船票", "name_en": "Ships"}
    await put(book, "skills", "ship", dict(names))
    await put(book, "queues", "ships", {**names, "needs": [{"skill": "ship", "at_least": 1}]})
    await put(book, "numbers", "8009", {"flow": "main"})
    told = await Directory(database, read).configuration()
    assert "ships" in {one.id for one in told.queues}
    for section, item in (("queues", "ships"), ("skills", "ship"), ("numbers", "8009")):
        edit = Edit(section=section, item=item, removes=True)
        assert (await book.change(Wish(edit=edit, by="9001"))).ended is Ended.CHANGED
    assert "ships" not in (await book.read())["queues"]


@pytest.mark.parametrize(
    ("section", "item", "who"),
    [
        ("queues", "flights", "flow main"),
        ("agents", "1001", "sign-in 1001"),
        ("skills", "flight", "queues.flights.needs[0].skill: this still names the skill"),
        ("teams", "air", "agents.1001.team: this still names the team"),
        ("sites", "east", "teams.air.site: this still names the site"),
    ],
)
async def test_what_is_used_is_not_removed(
    book: SettingsBook, section: str, item: str, who: str
) -> None:
    before = await book.read()
    outcome = await book.change(
        Wish(edit=Edit(section=section, item=item, removes=True), by="9001")
    )
    assert outcome.ended is Ended.REFUSED
    assert who in str([str(one) for one in outcome.plan.faults])
    assert await book.read() == before


async def test_a_dry_run_and_a_refused_change_leave_everything(book: SettingsBook) -> None:
    before = await book.read()
    value: Plain = {**await item_of(book, "queues", "flights"), "ring_for": 15}
    edit = Edit(section="queues", item="flights", value=value)
    tried = await book.change(Wish(edit=edit, by="9001", dry_run=True))
    assert (tried.ended, [one.path for one in tried.plan.changes]) == (
        Ended.TRIED,
        ["queues.flights.ring_for"],
    )
    wrong = Edit(section="queues", item="flights", value={**as_items(value), "ring_for": 0})
    assert (await book.change(Wish(edit=wrong, by="9001"))).ended is Ended.REFUSED
    assert await book.read() == before


async def test_of_two_who_change_the_same_the_second_is_told(book: SettingsBook) -> None:
    seen = await item_of(book, "queues", "flights")

    def wish(ring: int) -> Wish:
        edit = Edit(section="queues", item="flights", value={**seen, "ring_for": ring})
        return Wish(edit=edit, by="9001", expected=tag(seen))

    ended = await asyncio.gather(book.change(wish(11)), book.change(wish(12)))
    assert sorted(one.ended for one in ended) == [Ended.CHANGED, Ended.STALE]
    late = next(one for one in ended if one.ended is Ended.STALE)
    now = as_items(part(late.document, "queues", "flights"))
    assert now["ring_for"] in (11, 12)


async def test_rules_broken_behind_our_back_are_read_and_mended(
    book: SettingsBook, database: Database
) -> None:
    directory = Directory(database, read)
    version = (await directory.configuration()).version
    await database.execute("""UPDATE queues SET rules = '{"wrap_up": "never", "luck": 7}'""")
    assert (await directory.configuration()).version == version
    for queue in ("flights", "hotels", "old"):
        item = await item_of(book, "queues", queue)
        assert (item["wrap_up"], item["luck"]) == ("never", 7)
        del item["luck"]
        await put(book, "queues", queue, {**item, "wrap_up": "timed"})
    assert (await directory.configuration()).version == version + 1


async def test_a_large_house_is_changed_at_once(book: SettingsBook) -> None:
    grace = await item_of(book, "agents", "1004")
    agents = {**(await book.read())["agents"], **{str(one): grace for one in range(5000, 6000)}}
    document = await put(book, "agents", "", dict(agents))
    assert len(document["agents"]) == 1003
    assert as_items(document["agents"]["5999"]) == {**grace}


async def test_each_change_is_kept_with_who_and_what(
    book: SettingsBook, database: Database
) -> None:
    seen = await item_of(book, "queues", "flights")
    edit = Edit(section="queues", item="flights", value={**seen, "ring_for": 12})
    await book.change(Wish(edit=edit, by="9001", remark="peak season"))
    await book.change(Wish(edit=edit, by="9001"))  # nothing differs: no version
    await database.execute("UPDATE queues SET ring_for = 14 WHERE id = 'flights'")
    await put(book, "reasons", "tea", {"once": 10})
    told = await book.versions(VersionsWanted())
    assert [(one.version, one.by, [change.path for change in one.changes]) for one in told] == [
        (4, "9001", ["reasons.tea"]),
        (3, "database", ["queues.flights.ring_for"]),
        (2, "9001", ["queues.flights.ring_for"]),
        (1, "database", []),
    ]
    assert (told[2].remark, told[2].changes[0].old, told[2].changes[0].new) == (
        "peak season",
        10,
        12,
    )
    under = await book.versions(VersionsWanted(under="queues.flights", before=3))
    assert [one.version for one in under] == [2, 1]
    other = await book.versions(VersionsWanted(under="queues.f_ights"))
    assert [one.version for one in other] == [1]


async def test_an_earlier_version_comes_back_as_a_new_one(book: SettingsBook) -> None:
    before = await book.read()
    await put(book, "reasons", "", {"tea": {"once": 10}, "break": {}})
    await put(book, "queues", "flights", {**await item_of(book, "queues", "flights"), **RULES})
    then = await book.at_version(1)
    assert then == before
    assert list(then["reasons"]) == list(before["reasons"])
    edit = Edit(value=part(then))
    outcome = await book.change(Wish(edit=edit, by="9001", restored=1))
    assert (outcome.ended, outcome.document) == (Ended.CHANGED, before)
    newest = (await book.versions(VersionsWanted(limit=1)))[0]
    assert (newest.version, newest.restored) == (4, 1)
    assert await book.at_version(99) is None


async def test_a_version_of_an_older_release_lacks_what_came_since(
    book: SettingsBook, database: Database
) -> None:
    await put(book, "reasons", "tea", {"once": 10})
    for version in (1, 2):
        old = msgspec.json.decode(
            await database.fetch_value(
                "SELECT document FROM settings_versions WHERE version = $1", version
            )
        )
        del old["calendars"], old["queues"]["flights"]["ring_at_once"]
        await database.execute(
            "UPDATE settings_versions SET document = $2 WHERE version = $1",
            version,
            msgspec.json.encode(old).decode(),
        )
    then = await book.at_version(1)
    assert then is not None
    assert as_items(then["queues"]["flights"])["ring_at_once"] == 1
    await put(book, "reasons", "tea", {"once": 11})
    assert [one.version for one in await book.versions(VersionsWanted())] == [3, 2, 1]
