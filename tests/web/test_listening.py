"""Silent listening by REST: a trainee at her desk phone, and what her leader and others may."""

import pytest

import acd.facts as a
from tests.web.centre import Centre

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

MENTORED = """UPDATE agents SET rules = '{"mentor": "1001"}' WHERE id = '1002'"""
LISTEN, STOP = "/api/v1/agents/1002/listen", "/api/v1/agents/1002/stop-listening"
PRESS = {"press": "a-press-of-hers"}


async def mentored(running: Centre) -> None:
    """Agent 1002 has 1001 for a mentor, and both are signed in."""
    await running.database.execute(MENTORED)
    while True:
        published = await running.next_fact(a.ConfigurationPublished)
        if any(one.mentor for one in published.configuration.agents):
            break
    for agent in ("1001", "1002"):
        here = running.next_fact(a.AgentSignedIn)
        async with running.page(agent) as page:
            sign_in = f"/api/v1/agents/{agent}/sign-in"
            device = {"device": f"sip:{agent}@127.0.0.1:5090"}
            assert (await page.client.post(sign_in, json=device)).status_code == 204
        await here


async def test_a_trainee_listens_and_stops(running: Centre) -> None:
    await mentored(running)
    async with running.page("1002") as page:
        began, changed = running.next_fact(a.ListeningBegan), running.next_fact(a.AgentStateChanged)
        assert (await page.client.post(LISTEN, json=PRESS)).status_code == 204
        fact = await began
        assert (fact.listener, fact.agent, fact.supervises) == ("1002", "1001", False)
        assert (await changed).reason == "listening"
        ended = running.next_fact(a.ListeningEnded)
        assert (await page.client.post(STOP)).status_code == 204
        assert (await ended).how is a.ListenEnd.STOPPED
        again, chosen = running.next_fact(a.ListeningBegan), running.next_fact(a.IntentChosen)
        assert (await page.client.post(LISTEN, json=PRESS)).status_code == 204
        training = {"reason": "training"}
        not_ready = await page.client.post("/api/v1/agents/1002/not-ready", json=training)
        assert not_ready.status_code == 204
        await chosen
        assert not again.done(), "told twice, it is done once"


async def test_her_leader_sees_why_she_is_not_ready(running: Centre) -> None:
    await mentored(running)
    async with running.page("1002") as page:
        changed = running.next_fact(a.AgentStateChanged)
        assert (await page.client.post(LISTEN, json=PRESS)).status_code == 204
        await changed
    async with running.page("2001") as page:
        told = (await page.client.get("/api/v1/floor")).json()
        reasons = {one["agent"]: one["reason_name"] for one in told["agents"]}
        assert reasons["1002"] == {"zh": "旁听", "en": "Listening in"}


async def test_a_press_needs_a_name_and_a_mentor(running: Centre) -> None:
    async with running.page("1002") as page:
        assert (await page.client.post(LISTEN, json={})).status_code == 422
        response = await page.client.post(LISTEN, json=PRESS)
        assert (response.status_code, response.json()["code"]) == (409, "refused")


@pytest.mark.parametrize("who", ["1003", "3001"])
async def test_nobody_listens_for_another(running: Centre, who: str) -> None:
    async with running.page(who) as page:
        assert (await page.client.post(LISTEN, json=PRESS)).status_code == 403
        assert (await page.client.post(STOP)).status_code == 403
