"""Accounts are found, sessions come and go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callcenter.staff import Account, OpenSession
from callcenter.storage.accounts import Accounts
from callcenter.storage.database import Database
from tests.storage.test_directory import HOUSE

pytestmark = pytest.mark.postgres

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIN = Account(sign_in="1001", agent="1001", password_hash="hash", role="agent", scope="own")


def session(opened: datetime = NOW, hours: int = 8) -> OpenSession:
    return OpenSession(
        account=LIN, csrf="c", created_at=opened, expires_at=opened + timedelta(hours=hours)
    )


@pytest.fixture
async def accounts(database: Database) -> Accounts:
    async with database.connection() as connection:
        await connection.execute(HOUSE)
        await connection.execute(
            "INSERT INTO users (sign_in, agent_id, password_hash, role, scope) "
            "VALUES ('1001', '1001', 'hash', 'agent', 'own')"
        )
    return Accounts(database)


async def test_an_account_is_found_by_its_name(accounts: Accounts) -> None:
    assert await accounts.find("1001") == LIN
    assert await accounts.of_agents() == {"1001": LIN}
    assert await accounts.find("1002") is None
    assert await accounts.find("10\x0001") is None
    assert await accounts.find("' OR true --") is None


async def test_a_closed_account_opens_nothing(accounts: Accounts, database: Database) -> None:
    await accounts.open_session("t", session())
    await database.execute("UPDATE users SET active = false")
    assert await accounts.find("1001") is None
    assert await accounts.find_session("t", NOW) is None


async def test_a_session_lasts_until_its_end(accounts: Accounts) -> None:
    await accounts.open_session("t", session())
    assert await accounts.find_session("t", NOW) == session()
    assert await accounts.find_session("t", NOW + timedelta(hours=8)) is None
    assert await accounts.find_session("other", NOW) is None


async def test_signing_out_ends_it(accounts: Accounts) -> None:
    await accounts.open_session("t", session())
    await accounts.close_session("t")
    await accounts.close_session("t")
    assert await accounts.find_session("t", NOW) is None


async def test_a_new_password_ends_all_sessions(accounts: Accounts) -> None:
    await accounts.open_session("t", session())
    assert await accounts.set_password("1001", "fresh")
    assert not await accounts.set_password("nobody", "fresh")
    assert await accounts.find_session("t", NOW) is None
    found = await accounts.find("1001")
    assert found is not None
    assert found.password_hash == "fresh"


async def test_old_sessions_go_when_new_ones_come(accounts: Accounts, database: Database) -> None:
    await accounts.open_session("old", session(hours=1))
    await accounts.open_session("new", session(NOW + timedelta(hours=2)))
    left = await database.fetch("SELECT token_hash FROM sessions")
    assert [row["token_hash"] for row in left] == ["new"]
