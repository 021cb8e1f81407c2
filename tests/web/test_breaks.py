"""Breaks by REST: who may see and answer them."""

import pytest

import acd.facts as a
from tests.web.centre import Centre

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

QUOTA = """UPDATE house SET rules = '{"breaks": {"first": {"most": 0, "over": "leader"}}}'"""


async def asked(running: Centre) -> None:
    """Agent 1002, at her desk phone, asks for a break for which there is no place."""
    published = running.next_fact(a.ConfigurationPublished)
    await running.database.execute(QUOTA)
    while not (await published).configuration.breaks:
        published = running.next_fact(a.ConfigurationPublished)
    async with running.page("1002") as page:
        here, requested = running.next_fact(a.AgentSignedIn), running.next_fact(a.BreakRequested)
        await page.client.post("/api/v1/agents/1002/sign-in", json={})
        await here
        wanted = {"reason": "break"}
        response = await page.client.post("/api/v1/agents/1002/not-ready", json=wanted)
        assert response.status_code == 204
        assert (await requested).agent == "1002"


async def test_a_leader_sees_who_asks_and_answers(running: Centre) -> None:
    await asked(running)
    async with running.page("2001") as page:
        told = (await page.client.get("/api/v1/breaks")).json()
        assert [(one["agent"], one["standing"], one["waits_for"]) for one in told["rows"]] == [
            ("1002", "asked", "leader")
        ]
        assert told["rows"][0]["reason_name"] == {"zh": "小休", "en": "Break"}
        assert [(one["team"], one["most"], one["out"]) for one in told["places"]] == [
            ("first", 0, 0)
        ]
        other = {"reason": "meal", "granted": True}
        response = await page.client.post("/api/v1/breaks/1002", json=other)
        assert (response.status_code, response.json()["code"]) == (409, "refused")
        fact, changed = running.next_fact(a.BreakGranted), running.next_fact(a.AgentStateChanged)
        granted = {"reason": "break", "granted": True}
        assert (await page.client.post("/api/v1/breaks/1002", json=granted)).status_code == 204
        assert (await fact).by == "2001"
        assert (await changed).reason == "break"
        told = (await page.client.get("/api/v1/breaks")).json()
        assert [(one["agent"], one["standing"]) for one in told["rows"]] == [("1002", "out")]
        assert told["places"][0]["out"] == 1


@pytest.mark.parametrize("who", ["1002", "3001"])
async def test_nobody_else_sees_them_or_answers_not_even_her_own(running: Centre, who: str) -> None:
    await asked(running)
    async with running.page(who) as page:
        assert (await page.client.get("/api/v1/breaks")).status_code == 403
        granted = {"reason": "break", "granted": True}
        response = await page.client.post("/api/v1/breaks/1002", json=granted)
        assert response.status_code == 403
