"""Tokens for programs."""

import pytest

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


async def test_a_token_for_nobody_is_refused_with_the_cure(running: Centre) -> None:
    accounts = running.web.ports.accounts
    with pytest.raises(SettingsInvalid, match="roles are agent"):
        await make_token(accounts, role="king")
    with pytest.raises(SettingsInvalid, match="nobody has the role admin"):
        await make_token(accounts, role="admin")
    with pytest.raises(SettingsInvalid, match="1002 is agent"):
        await make_token(accounts, role="qa", work_number="1002")
