"""Tokens for programs."""

import asyncio
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from callcenter.clock import now
from callcenter.errors import SettingsInvalid
from callcenter.web.tokens import make_token
from tests.web.centre import Centre

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def test_a_token_has_its_roles_rights_and_needs_no_csrf(running: Centre) -> None:
    token = await make_token(running.web.ports.accounts, role="supervisor")
    async with running.page() as page:
        page.client.headers["Authorization"] = f"Bearer {token}"
        assert (await page.client.get("/api/v1/session")).json()["agent"] == "2001"
        signed = await page.client.post("/api/v1/agents/1002/sign-in", json={})
        assert signed.status_code == 204
        page.client.headers["Authorization"] = "Bearer nonsense"
        assert (await page.client.get("/api/v1/session")).json() is None


async def test_the_command_line_prints_one(running: Centre, tmp_path: Path) -> None:
    clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "callcenter", "token", "--agent", "2001", "--days", "1"),
        env={
            **clean,
            "CALLCENTER_DATA": str(tmp_path),
            "CALLCENTER_DATABASE_URL": running.database.dsn,
        },
        stdout=asyncio.subprocess.PIPE,
    )
    token, _ = await process.communicate()
    assert process.returncode == 0
    async with running.page() as page:
        page.client.headers["Authorization"] = f"Bearer {token.decode().strip()}"
        who = (await page.client.get("/api/v1/session")).json()
        assert who["agent"] == "2001"
        left = datetime.fromisoformat(who["expires_at"]) - now()
        assert timedelta(hours=23) < left <= timedelta(days=1)


async def test_a_token_for_nobody_is_refused_with_the_cure(running: Centre) -> None:
    accounts = running.web.ports.accounts
    with pytest.raises(SettingsInvalid, match="roles are agent"):
        await make_token(accounts, role="king")
    await running.database.execute("DELETE FROM users WHERE role = 'qa'")
    with pytest.raises(SettingsInvalid, match="nobody has the role qa"):
        await make_token(accounts, role="qa")
    with pytest.raises(SettingsInvalid, match="1002 is agent"):
        await make_token(accounts, role="qa", work_number="1002")
