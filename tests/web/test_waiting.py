"""Waiting calls by REST: who may act upon them, once, and what is told when it is too late."""

import asyncio
from typing import Any

import pytest

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import CallId, LegId, PromptId
from acd.step import Fact
from callcenter.clock import now
from callcenter.storage.database import Database
from tests.web.centre import Centre
from tests.web.page import Page

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

PULL = """UPDATE queues SET rules = '{"agents_may_pull": true}' WHERE id = 'flights'"""
ENGLISH = "INSERT INTO queue_skills (queue_id, skill_id, at_least) VALUES ('flights', 'english', 1)"


async def waits(running: Centre) -> CallId:
    """Somebody waits in flights."""
    queued = running.next_fact(a.CallQueued)
    call = await running.telephone.ring()
    await queued
    return call


async def published(running: Centre, *statements: str) -> None:
    """New rules are in force."""
    told = running.next_fact(a.ConfigurationPublished)
    for statement in statements:
        await running.database.execute(statement)
    await told


async def press(page: Page, call: str, what: str, name: str, **more: Any) -> tuple[int, Any]:
    """The status, and the body."""
    wanted = {"press": f"press-{name}", **more}
    response = await page.client.post(f"/api/v1/waiting/{call}/{what}", json=wanted)
    return response.status_code, response.json()


async def code(page: Page, call: str, what: str, name: str, **more: Any) -> tuple[int, str, str]:
    """The status, code and detail of a refusal."""
    status, body = await press(page, call, what, name, **more)
    assert body["type"] == f"urn:callcenter:problem:{body['code']}"
    return status, body["code"], body["detail"]


async def test_a_supervisor_sees_who_waits_moves_and_prioritises(running: Centre) -> None:
    call = await waits(running)
    async with running.page("2001") as page:
        floor = (await page.client.get("/api/v1/floor")).json()
        [row] = floor["calls"]
        assert (row["call"], row["queue"], row["place"], row["acts"]) == (call, "flights", 1, 0)
        assert (row["number"], row["tier"], row["state"]) == ("+86 141****0317", "", "waiting")
        assert [one["queue"] for one in floor["queues"]] == ["flights", "hotels"]
        moved = running.next_fact(a.CallMoved)
        status, body = await press(page, call, "move", "one", queue="hotels", seen=0)
        assert (status, body["act"]) == (200, "move")
        assert ((await moved).queue, (await moved).by) == ("hotels", "2001")
        assert await press(page, call, "move", "one", queue="hotels", seen=0) == (200, body)
        status, _ = await press(page, call, "priority", "two", priority=9, seen=1)
        assert status == 200
        [row] = (await page.client.get("/api/v1/floor")).json()["calls"]
        assert (row["queue"], row["priority"], row["acts"]) == ("hotels", 9, 2)
        timeline = (await page.client.get(f"/api/v1/calls/{call}/timeline")).json()
        told = {one["kind"]: [words["en"] for words in one["told"]] for one in timeline["facts"]}
        assert told["CallMoved"] == ["Flights → Hotels", "Qin Huaizhou"]
        assert told["CallPrioritised"] == ["9", "Qin Huaizhou"]


async def test_a_withdrawn_call_is_told_good_bye_and_counted_as_what_it_is(running: Centre) -> None:
    call = await waits(running)
    async with running.page("9001") as page:
        ended = running.next_fact(c.CallEnded)
        status, _ = await press(page, call, "withdraw", "gone", because="handled")
        assert status == 200
        said = i.PromptEnded(
            at=now(),
            call=call,
            leg=LegId(f"{call}.1"),
            prompt=PromptId(f"{call}:withdrawn"),
            how="finished",
        )
        await running.telephone.say(said)
        assert (await ended).call == call
        row = (await page.client.get(f"/api/v1/calls/{call}")).json()
        assert row["withdrawn"]
        assert await code(page, call, "move", "late", queue="hotels") == (
            409,
            "call_gone",
            "there is no such call any more",
        )


async def test_too_late_too_quick_and_twice_have_their_codes(running: Centre) -> None:
    call = await waits(running)
    async with running.page("9001") as page:
        assert (await press(page, call, "move", "first", queue="hotels", seen=0))[0] == 200
        late = await code(page, call, "move", "other", queue="flights", seen=0)
        assert late[:2] == (409, "changed_meanwhile")
        again = await code(page, call, "withdraw", "other", seen=0)
        assert again[:2] == (422, "key_reused")
        assert (await code(page, call, "move", "same", queue="hotels"))[1] == "same_queue"
        assert (await code(page, call, "move", "where", queue="nowhere"))[1] == "queue_unknown"
        assert await code(page, call, "assign", "busy", agent="1001") == (
            409,
            "agent_not_free",
            "logged_out",
        )
        assert (await code(page, call, "priority", "much", priority=11))[:2] == (422, "invalid")


async def test_of_two_supervisors_at_once_one_is_told_that_she_was_late(running: Centre) -> None:
    call = await waits(running)
    async with running.page("2001") as one, running.page("9001") as other:
        answers = await asyncio.gather(
            press(one, call, "move", "hers", queue="hotels", seen=0),
            press(other, call, "priority", "his", priority=4, seen=0),
        )
        assert sorted(status for status, _ in answers) == [200, 409]
        [late] = [body["code"] for status, body in answers if status == 409]
        assert late == "changed_meanwhile"
        [row] = (await one.client.get("/api/v1/floor")).json()["calls"]
        assert row["acts"] == 1


async def test_a_press_told_twice_at_once_is_done_once_and_answered_twice(running: Centre) -> None:
    call = await waits(running)
    async with running.page("9001") as page:
        wanted = press(page, call, "priority", "same", priority=4)
        again = press(page, call, "priority", "same", priority=4)
        first, second = await asyncio.gather(wanted, again)
        assert first == second
        assert first[0] == 200
        [row] = (await page.client.get("/api/v1/floor")).json()["calls"]
        assert (row["priority"], row["acts"]) == (4, 1)


async def is_free(running: Centre, page: Page) -> None:
    """Agent 1002 at her desk phone."""

    async def until(kind: type[Fact], path: str) -> None:
        told = running.next_fact(kind)
        response = await page.client.post(f"/api/v1/agents/1002/{path}", json={})
        assert response.status_code == 204, response.text
        await told

    await until(a.AgentSignedIn, "sign-in")
    await until(a.IntentChosen, "ready")


async def test_who_lacks_a_skill_is_given_the_call_when_that_is_confirmed(running: Centre) -> None:
    await _skilled(running.database)
    await published(running, ENGLISH)
    call = await waits(running)
    async with running.page("1002") as hers, running.page("2001") as page:
        await is_free(running, hers)
        lacks = await code(page, call, "assign", "unsure", agent="1002")
        assert lacks == (409, "skill_missing", "english")
        offered = running.next_fact(a.OfferMade)
        assert (await press(page, call, "assign", "sure", agent="1002", confirmed=True))[0] == 200
        assert ((await offered).agent, (await offered).by) == ("1002", "2001")
        assert (await code(page, call, "withdraw", "late"))[1] == "call_offered"
        [row] = (await page.client.get("/api/v1/floor")).json()["calls"]
        assert (row["state"], row["agent"], row["place"]) == ("offered", "1002", 0)


async def test_an_agent_pulls_where_her_queue_allows_it(running: Centre) -> None:
    await _skilled(running.database)
    await published(running, ENGLISH)
    call = await waits(running)
    async with running.page("1002") as hers:
        await is_free(running, hers)
        told = (await hers.client.get("/api/v1/waiting")).json()
        assert (told["allowed"], told["calls"]) == (False, [])
        assert await code(hers, call, "pull", "early", confirmed=True) == (
            403,
            "pull_not_allowed",
            "",
        )
        await published(running, PULL)
        [row] = (await hers.client.get("/api/v1/waiting")).json()["calls"]
        assert row["call"] == call
        offered = running.next_fact(a.OfferMade)
        assert (await press(hers, call, "pull", "mine", confirmed=True))[0] == 200
        assert ((await offered).strategy, (await offered).agent) == ("pulled", "1002")


async def _skilled(database: Database) -> None:
    await database.execute(
        "INSERT INTO skills (id, name, name_en) VALUES ('english', '英语', 'English') "
        "ON CONFLICT DO NOTHING"
    )


@pytest.mark.parametrize("who", ["1002", "3001"])
async def test_nobody_else_acts_upon_calls(running: Centre, who: str) -> None:
    call = await waits(running)
    async with running.page(who) as page:
        assert (await page.client.get("/api/v1/floor")).status_code == 403
        acts: dict[str, dict[str, Any]] = {
            "move": {"queue": "hotels"},
            "priority": {"priority": 1},
            "withdraw": {},
            "assign": {"agent": "1001"},
        }
        for what, more in acts.items():
            assert (await code(page, call, what, "never", **more))[:2] == (403, "forbidden")


async def test_a_supervisor_assigns_to_nobody_outside_her_scope(running: Centre) -> None:
    call = await waits(running)
    async with running.page("2001") as page:
        outside = await code(page, call, "assign", "other", agent="1003")
        assert outside[:2] == (403, "forbidden")
