"""Open and closed queues by REST and on boards, and who may press the emergency switch."""

import json
from datetime import datetime, timedelta

import pytest

import acd.facts as a
from acd.hours import WEEK
from callcenter.clock import now
from tests.web.centre import Centre

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

ADDRESS = "/api/v1/opening/emergency"
DRILL = {"on": True, "reason": "drill"}


async def published(running: Centre, sql: str, *values: object) -> None:
    """A change of the rules is in force."""
    fact = running.next_fact(a.ConfigurationPublished)
    await running.database.execute(sql, *values)
    await fact


async def test_a_queue_says_whether_it_is_open_and_when_that_changes(running: Centre) -> None:
    tomorrow = (now() + timedelta(days=1)).date()
    calendar = {
        "time_zone": "UTC",
        "week": dict.fromkeys(WEEK, ["10:00-11:00"]),
        "days": {str(tomorrow - timedelta(days=days)): {"name": "元旦"} for days in (0, 1, 2)},
    }
    rules = json.dumps({"calendars": {"short": calendar}})
    closed = running.next_fact(a.QueueClosed)
    await published(running, "UPDATE house SET rules = $1", rules)
    await published(running, """UPDATE queues SET rules = '{"calendar": "short"}'""")
    assert (await closed).because == "holiday"
    async with running.page("1002") as page:
        [queue, *_] = (await page.client.get("/api/v1/queues")).json()
        opening = queue["opening"]
        assert (opening["open"], opening["because"]) == (False, "holiday")
        opens = datetime.fromisoformat(opening["changes_at"])
        assert (opens.date(), opens.hour) == (tomorrow + timedelta(days=1), 10)


async def test_a_leader_presses_and_everybody_sees_it(running: Centre) -> None:
    async with running.page("9001") as page:
        fact = running.next_fact(a.EmergencyPressed)
        assert (await page.client.post(ADDRESS, json=DRILL)).status_code == 204
        pressed = await fact
        assert (pressed.on, pressed.queue, pressed.by, pressed.reason) == (
            True,
            None,
            "9001",
            "drill",
        )
        told = (await page.client.get("/api/v1/opening")).json()
        assert told["emergency"]["by"] == "9001"
        assert told["emergency"]["reason_name"] == {"zh": "演练", "en": "Drill"}
        assert {one["opening"]["because"] for one in told["queues"]} == {"emergency"}
    async with running.page("1002") as page:
        told = (await page.client.get("/api/v1/opening")).json()
        assert told["emergency"]["reason"] == "drill"
        assert not any(one["may_press"] for one in (told, *told["queues"]))
    async with running.page("9001") as page:
        over = running.next_fact(a.EmergencyPressed)
        await page.client.post(ADDRESS, json={"on": False, "reason": "drill"})
        assert (await over).on is False
        told = (await page.client.get("/api/v1/opening")).json()
        assert told["emergency"] is None


async def test_a_team_leader_has_the_switch_of_her_queues_and_not_the_houses(
    running: Centre,
) -> None:
    async with running.page("2001") as page:
        told = (await page.client.get("/api/v1/opening")).json()
        mine = [one["queue"] for one in told["queues"] if one["may_press"]]
        others = [one["queue"] for one in told["queues"] if not one["may_press"]]
        assert mine
        for queue in (None, *others):
            response = await page.client.post(ADDRESS, json={**DRILL, "queue": queue})
            assert response.status_code == 403
        fact = running.next_fact(a.EmergencyPressed)
        assert (
            await page.client.post(ADDRESS, json={**DRILL, "queue": mine[0]})
        ).status_code == 204
        assert (await fact).queue == mine[0]


@pytest.mark.parametrize(
    ("who", "wanted", "status"),
    [
        ("1002", DRILL, 403),
        ("3001", DRILL, 403),
        ("9001", {**DRILL, "queue": "nowhere"}, 404),
        ("9001", {**DRILL, "announcement": "unheard of"}, 404),
        ("9001", {"on": True, "reason": "because I like to"}, 422),
        ("9001", {"on": True}, 422),
    ],
)
async def test_what_is_no_press(
    running: Centre, who: str, wanted: dict[str, object], status: int
) -> None:
    async with running.page(who) as page:
        assert (await page.client.post(ADDRESS, json=wanted)).status_code == status
