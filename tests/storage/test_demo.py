"""The demo is complete, fits the rooms that use it, and a second filling keeps what was changed."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from agent_desktop.view import words_in
from callcenter.clock import now
from callcenter.crm.customer import CustomerCard, begins_soon
from callcenter.storage.accounts import Accounts
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.demo import PASSWORDS_FILE, fill
from callcenter.storage.directory import Directory
from callcenter.storage.erasure import Erasure
from ivr.flow_file import read

pytestmark = pytest.mark.postgres

hasher = PasswordHash((Argon2Hasher(),))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "keys"


@pytest.fixture(scope="module")
def filled(postgres_dsn: str, keys: Path) -> dict[str, str]:
    """Filled once; only the last two tests change anything, each what nobody else looks at."""
    return fill(postgres_dsn, keys)


@pytest.fixture
async def opened(filled: dict[str, str], postgres_dsn: str) -> AsyncIterator[Database]:
    database = Database(postgres_dsn)
    yield database
    await database.close()


async def cards(database: Database) -> list[CustomerCard]:
    book = CustomerBook(database)
    rows = await database.fetch("SELECT id FROM customers ORDER BY id")
    found = [await book.card(row["id"]) for row in rows]
    return [card for card in found if card is not None]


async def test_routing_gets_three_queues_and_six_agents(opened: Database) -> None:
    told = await Directory(opened, read).configuration()
    assert [queue.id for queue in told.queues] == ["flights", "hotels", "complaints"]
    assert [agent.id for agent in told.agents] == ["1001", "1002", "1003", "1004", "1005", "1006"]
    assert told.default_queue == "flights"
    for queue in told.queues:
        able = [
            agent.id
            for agent in told.agents
            if queue.id in agent.queues
            and all(agent.skills.get(need.skill, 0) >= need.at_least for need in queue.needs)
        ]
        assert len(able) >= 2, queue.id
        for language in ("mandarin", "english"):
            assert any(language in agent.skills for agent in told.agents if agent.id in able), (
                queue.id,
                language,
            )
    assert {agent.employer for agent in told.agents} == {"own", "chenting"}
    assert {agent.site for agent in told.agents} == {"east", "north"}


async def test_the_house_shows_what_rules_there_are(opened: Database) -> None:
    told = await Directory(opened, read).configuration()
    flights, hotels, complaints = told.queues
    assert (flights.agents_may_pull, hotels.agents_may_pull) == (False, True)
    assert (complaints.last_agent_within, complaints.easy_up_to) == (72, 3)
    learners = [(one.id, one.mentor, one.in_training) for one in told.agents if one.mentor]
    assert learners == [("1006", "1005", ("complaint",))]
    assert {team: quota.most for team, quota in told.breaks.items()} == {"stay": 1}


async def test_each_number_has_a_flow_that_can_be_walked(opened: Database) -> None:
    version, flows, numbers = await Directory(opened, read).flows()
    assert version == 1
    names = {flow.name for flow in flows}
    assert numbers == {"8000": "main", "8001": "flights", "8003": "hotels", "8005": "complaints"}
    assert {*numbers.values(), "survey"} == names


async def test_everybody_signs_in_with_her_own_password(
    opened: Database, filled: dict[str, str]
) -> None:
    accounts = Accounts(opened)
    assert len(set(filled.values())) == len(filled) == 10
    for sign_in, password in filled.items():
        account = await accounts.find(sign_in)
        assert account is not None
        assert hasher.verify(password, account.password_hash)
    roles = {
        sign_in: (one.role, one.scope) for sign_in, one in (await accounts.of_agents()).items()
    }
    assert roles["1001"] == ("agent", "own")
    assert roles["2001"] == ("supervisor", "team")
    assert roles["3001"] == ("qa", "all")
    assert roles["4001"] == ("supervisor", "all")
    assert roles["9001"] == ("admin", "all")


async def test_the_leader_leads_the_teams(opened: Database) -> None:
    names = await Directory(opened, read).names()
    assert names.people["2001"].leads == ("air", "care", "stay")
    assert names.house.zh == "青橹旅行"


async def test_forty_customers_with_their_stories(opened: Database) -> None:
    every = await cards(opened)
    assert len(every) == 40
    moment = now()
    bookings = [booking for card in every for booking in card.bookings]
    ahead = [one for one in bookings if one.at is not None and one.at > moment]
    assert (len(ahead), len(bookings)) == (25, 85)
    assert len([one for one in ahead if begins_soon(one, moment)]) == 5
    assert sum(len(card.cases) for card in every) == 9
    tiers = [card.tier for card in every]
    assert (tiers.count("gold"), tiers.count("company"), tiers.count("partner")) == (8, 3, 2)
    assert sum("birthday" in card.marks for card in every) == 1
    assert any(card.name == "<b>O'Neil & 陈</b>" for card in every)
    assert sorted(len(card.numbers) for card in every)[-2:] == [1, 3]


async def test_journeys_begin_when_aeroplanes_leave_here(opened: Database) -> None:
    here = ZoneInfo("Asia/Shanghai")
    every = await cards(opened)
    bookings = [booking for card in every for booking in card.bookings if booking.at is not None]
    times = {one.title: one.at.astimezone(here).time() for one in bookings if one.at is not None}
    assert times["MU511 上海-东京 / MU511 Shanghai-Tokyo"] == time(21, 35)
    assert all(time(7) <= begins <= time(22) for begins in times.values())
    (shen,) = [card for card in every if card.name == "沈嘉禾"]
    cancelled = shen.bookings[0].at
    assert cancelled is not None
    assert timedelta(0) < cancelled - now() < timedelta(hours=25)


async def test_texts_of_records_are_in_both_languages(opened: Database) -> None:
    every = await cards(opened)
    texts = [
        text
        for card in every
        for text in (
            *card.preferences,
            card.remark,
            *(part for one in card.bookings for part in (one.title, one.detail)),
            *(one.title for one in card.cases),
            *(one.title for one in card.contacts if one.channel != "call"),
        )
        if text
    ]
    assert len(texts) > 200
    assert [text for text in texts if words_in(text).zh == words_in(text).en] == []


async def test_numbers_find_one_two_or_nobody(opened: Database) -> None:
    book = CustomerBook(opened)
    (shen,) = await book.find_by_number("sip:+8614100000317@127.0.0.1")
    assert (shen.name, shen.tier) == ("沈嘉禾", "gold")
    assert shen.bookings[0].state == "cancelled"
    assert len(await book.find_by_number("14100000318")) == 2
    assert await book.find_by_number("14100000399") == []


async def test_passwords_lie_in_a_file_of_our_own_only(filled: dict[str, str], keys: Path) -> None:
    path = keys / PASSWORDS_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_bytes()) == filled


async def test_a_second_filling_keeps_what_was_changed(
    opened: Database, filled: dict[str, str], postgres_dsn: str, keys: Path
) -> None:
    directory = Directory(opened, read)
    await directory.configuration()
    await opened.execute("UPDATE agents SET device = 'sip:1001@127.0.0.1' WHERE id = '1001'")
    await opened.execute("DELETE FROM agent_queues WHERE agent_id = '1006'")
    await opened.execute("UPDATE bookings SET at = at - interval '30 days'")
    await Erasure(opened).erase_number("+8614100000317")
    again = await _in_thread(postgres_dsn, keys)
    assert again == filled
    told = await directory.configuration()
    assert told.agents[0].device == "sip:1001@127.0.0.1"
    assert told.agents[5].queues == ()
    every = await cards(opened)
    assert len(every) == 39
    soon = now() + timedelta(hours=72)
    assert sum(1 for one in every for b in one.bookings if b.at and now() < b.at < soon) == 4


async def test_a_lost_file_gives_new_passwords(
    opened: Database, filled: dict[str, str], postgres_dsn: str, tmp_path: Path
) -> None:
    again = await _in_thread(postgres_dsn, tmp_path / "other")
    assert again.keys() == filled.keys()
    account = await Accounts(opened).find("1001")
    assert account is not None
    assert hasher.verify(again["1001"], account.password_hash)
    assert not hasher.verify(filled["1001"], account.password_hash)


async def _in_thread(dsn: str, keys: Path) -> dict[str, str]:
    return await asyncio.to_thread(fill, dsn, keys)
