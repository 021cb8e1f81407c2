"""Desk phones in the database: passwords' hashes, bindings, and no binding of an older password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from callcenter.errors import SettingsInvalid
from callcenter.phone_verbs import give, take_away, told
from callcenter.sip.binding import Binding
from callcenter.sip.digest import Algorithm, ha1, secret_of
from callcenter.storage.database import Database
from callcenter.storage.phones import PhoneStore

pytestmark = pytest.mark.postgres

T = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
OLD = secret_of("1002", "old", T)
NEW = secret_of("1002", "new", T + timedelta(seconds=1))
HERE = Binding(
    extension="1002",
    contact="sip:1002@10.0.0.7",
    host="192.0.2.7",
    port=40000,
    transport="udp",
    call_id="a@phone",
    cseq=7,
    q=1000,
    since=T,
    until=datetime(2100, 1, 1, tzinfo=UTC),
)
THERE = replace(HERE, contact="sip:1002@10.0.0.8", transport="tcp", q=500)


@pytest.fixture
def phones(database: Database) -> PhoneStore:
    return PhoneStore(database)


async def test_what_was_kept_is_found_as_it_was(phones: PhoneStore) -> None:
    await phones.set(OLD)
    await phones.bind("1002", OLD.set_at, [THERE, HERE])
    assert await phones.all() == ([OLD], [HERE, THERE])
    await phones.bind("1002", OLD.set_at, [THERE])
    assert await phones.all() == ([OLD], [THERE])
    await phones.bind("1002", OLD.set_at, [])
    assert await phones.all() == ([OLD], [])


async def test_a_new_password_ends_the_bindings_whatever_comes_later(phones: PhoneStore) -> None:
    await phones.set(OLD)
    await phones.bind("1002", OLD.set_at, [HERE])
    await phones.set(NEW)
    assert await phones.all() == ([NEW], [])
    await phones.bind("1002", OLD.set_at, [HERE])
    assert await phones.all() == ([NEW], []), "what an exchange said late"
    await phones.bind("1002", NEW.set_at, [HERE])
    assert await phones.all() == ([NEW], [HERE])


async def test_a_phone_that_is_removed_is_gone_with_its_bindings(phones: PhoneStore) -> None:
    await phones.set(OLD)
    await phones.bind("1002", OLD.set_at, [HERE])
    assert await phones.remove("1002")
    assert not await phones.remove("1002")
    await phones.bind("1002", OLD.set_at, [HERE])
    assert await phones.all() == ([], [])


def test_the_command_line_gives_a_password_once_and_keeps_none(fresh_postgres_dsn: str) -> None:
    password = give(fresh_postgres_dsn, "1002")
    assert told(fresh_postgres_dsn) == ["1002        not registered"]

    async def kept() -> tuple[str, str]:
        database = Database(fresh_postgres_dsn)
        [one], _ = await PhoneStore(database).all()
        await PhoneStore(database).bind("1002", one.set_at, [HERE])
        await database.close()
        return one.md5, one.sha256

    import asyncio

    md5, sha256 = asyncio.run(kept())
    assert md5 == ha1(Algorithm.MD5, "1002", password)
    assert sha256 == ha1(Algorithm.SHA256, "1002", password)
    [line] = told(fresh_postgres_dsn)
    assert line.startswith("1002        192.0.2.7:40000 (UDP, ")
    assert give(fresh_postgres_dsn, "1002") != password
    take_away(fresh_postgres_dsn, "1002")
    assert told(fresh_postgres_dsn) == []


@pytest.mark.parametrize("extension", ["1", "phone", "", "12345678901", "10 02"])
def test_what_is_no_extension_is_told_how_one_looks(extension: str) -> None:
    with pytest.raises(SettingsInvalid, match="2-10 digits such as 1002"):
        give("postgresql:///nowhere", extension)


def test_no_phone_of_that_name(fresh_postgres_dsn: str) -> None:
    with pytest.raises(SettingsInvalid, match="there is no phone 1002"):
        take_away(fresh_postgres_dsn, "1002")
