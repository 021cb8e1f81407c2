"""Why this agent, why still waiting, and a dry run, over REST: for those who lead."""

import pytest

from acd.facts import OfferMade
from tests.web.centre import PHONE, Centre
from tests.web.test_calls import handled_by_phone, posts, until_offer

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def test_why_a_call_still_waits(running: Centre) -> None:
    async with running.page("1002") as agent, running.page("2001") as leader:
        await posts(agent, "/agents/1002/sign-in", {"device": PHONE})
        first, call = await running.telephone.ring(), await running.telephone.ring("party-two")
        path = f"/api/v1/calls/{call}/waiting"
        while "queue" not in (told := (await leader.client.get(path)).json() or {}):
            pass
        assert (told["queue"], told["queue_name"]["en"]) == ("flights", "Flights")
        assert [one["call"] for one in told["first"]] == [first]
        assert told["ahead"] == 1
        while told["staff"]["not_ready"] != 1:
            told = (await leader.client.get(path)).json()
        assert told["staff"]["free"] == 0
        assert (await agent.client.get(path)).status_code == 403
        await posts(agent, "/agents/1002/ready")
        assert (await until_offer(agent, "1002"))["call"] == first
        assert (await leader.client.get(f"/api/v1/calls/{first}/waiting")).json() is None


async def test_the_offers_of_a_call_that_is_over(running: Centre) -> None:
    async with running.page("1002") as agent, running.page("2001") as leader:
        call = await handled_by_phone(running, agent)
        [offer] = (await leader.client.get(f"/api/v1/calls/{call}/offers")).json()["offers"]
        assert (offer["agent"], offer["how"], offer["width"]) == ("1002", "accepted", 0)
        assert offer["candidates"][0]["rank"] == 0.0
        facts = (await leader.client.get(f"/api/v1/calls/{call}/timeline")).json()["facts"]
        [made] = [one for one in facts if one["kind"] == "OfferMade"]
        assert "idle longest" in [one["en"] for one in made["told"]]
        assert (await agent.client.get(f"/api/v1/calls/{call}/offers")).status_code == 403


async def test_a_dry_run_names_who_then_gets_the_call(running: Centre) -> None:
    async with running.page("1002") as agent, running.page("2001") as leader:
        await posts(agent, "/agents/1002/sign-in", {"device": PHONE})
        await posts(agent, "/agents/1002/ready")
        path = "/api/v1/queues/flights/dry-run"
        while (await leader.client.post(path, json={})).json()["staff"]["free"] == 0:
            pass
        before = running.web.replica.house.dump()
        told = (await leader.client.post(path, json={"waited": 5})).json()
        assert running.web.replica.house.dump() == before
        assert [one["agent"] for one in told["chances"] if not one["lost"]] == ["1002"]
        lost = {one["agent"]: one["lost"] for one in told["chances"]}
        assert lost["1001"] == "logged_out"
        made = running.next_fact(OfferMade)
        await running.telephone.ring()
        assert (await made).agent == "1002"
        refused = await agent.client.post(path, json={})
        assert refused.status_code == 403
        nowhere = await leader.client.post("/api/v1/queues/nowhere/dry-run", json={})
        assert nowhere.status_code == 404
        wrong = await leader.client.post(path, json={"waited": -1})
        assert wrong.status_code == 422
