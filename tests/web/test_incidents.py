"""Incidents by REST: who may tell which callers, what is refused, and what everybody sees."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import acd.facts as a
from acd.incidents import MOST_CHARACTERS
from callcenter.clock import now
from tests.web.centre import Centre
from tests.web.page import Page

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

ADDRESS = "/api/v1/incidents"
ENGLISH = "Because of the typhoon flights are cancelled."


def wanted(press: str = "typhoon-1", hours: float = 2.0, **more: Any) -> dict[str, Any]:
    """For the whole house, from now on."""
    until = (now() + timedelta(hours=hours)).isoformat()
    texts = {"english": ENGLISH, "mandarin": "受台风影响，航班取消。"}
    return {"press": press, "what": "weather", "texts": texts, "ends": until, **more}


async def listed(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = (await page.client.get(ADDRESS)).json()
    return told


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def test_a_leader_sets_one_and_everybody_sees_it_until_she_ends_it(running: Centre) -> None:
    async with running.page("9001") as page:
        began = running.next_fact(a.IncidentBegan)
        answer = await page.client.post(ADDRESS, json=wanted(queues=["hotels", "flights"]))
        assert answer.status_code == 201
        one = answer.json()
        assert (one["version"], one["by"], one["missing"]) == (1, "9001", [])
        assert [queue["queue"] for queue in one["queues"]] == ["flights", "hotels"]
        assert (await began).incident == one["incident"] == "typhoon-1"
        again = await page.client.post(ADDRESS, json=wanted(queues=["hotels", "flights"]))
        assert again.json()["version"] == 1, "told twice, it is done once"
    async with running.page("1002") as page:
        told = await listed(page)
        assert not told["may_press"]
        [open_one] = told["open"]
        assert (open_one["state"], open_one["may_press"]) == ("running", False)
        assert open_one["what_name"] == {"zh": "恶劣天气", "en": "Severe weather"}
    async with running.page("9001") as page:
        ended = await page.client.post(f"{ADDRESS}/typhoon-1/end", json={"press": "end-1-end"})
        assert ended.status_code == 204
        told = await listed(page)
        assert told["open"] == []
        assert [(one["state"], one["ended_by"]) for one in told["over"]] == [("over", "9001")]
        late = await page.client.post(f"{ADDRESS}/typhoon-1/end", json={"press": "end-2-end"})
        assert code(late) == (409, "incident_over")


async def test_an_agents_screen_shows_it(running: Centre) -> None:
    async with running.page("9001") as leader, running.page("1001") as page:
        desk = await page.desk()
        await leader.client.post(ADDRESS, json=wanted(queues=["flights"]))
        [incident] = await desk.until_shown("incidents")
        assert incident["texts"]["english"] == ENGLISH
        assert incident["queues"] == [{"zh": "机票预订", "en": "Flights"}]
        await leader.client.post(f"{ADDRESS}/typhoon-1/end", json={"press": "end-1-end"})
        while desk.screen["incidents"]:
            await desk.next()


async def test_set_anew_it_has_a_version_more_and_an_old_sight_of_it_is_refused(
    running: Centre,
) -> None:
    async with running.page("9001") as page:
        await page.client.post(ADDRESS, json=wanted())
        place = f"{ADDRESS}/typhoon-1"
        other = {"english": "Trains run again."}
        answer = await page.client.put(place, json=wanted("anew-001", seen=1, texts=other))
        assert answer.status_code == 200
        one = answer.json()
        assert (one["version"], one["texts"], one["missing"]) == (2, other, ["mandarin"])
        old = await page.client.put(place, json=wanted("anew-002", seen=1))
        assert code(old) == (409, "changed_meanwhile")
        none = await page.client.put(f"{ADDRESS}/unheard", json=wanted("anew-003", seen=1))
        assert code(none) == (409, "incident_over")


async def test_a_team_leader_tells_callers_of_her_queues_and_not_the_house(
    running: Centre,
) -> None:
    async with running.page("2001") as page:
        told = await listed(page)
        mine = [one["queue"] for one in told["queues"] if one["may_press"]]
        assert mine == ["flights"]
        assert (told["may_press"], told["may_press_house"]) == (True, False)
        for queues in (None, ["hotels"], ["flights", "hotels"]):
            answer = await page.client.post(ADDRESS, json=wanted(queues=queues))
            assert code(answer) == (403, "forbidden")
        own = await page.client.post(ADDRESS, json=wanted(queues=["flights"]))
        assert own.status_code == 201
        wider = await page.client.put(f"{ADDRESS}/typhoon-1", json=wanted("anew-001", seen=1))
        assert code(wider) == (403, "forbidden")
    async with running.page("9001") as page:
        await page.client.post(ADDRESS, json=wanted("the-house", what="strike"))
    async with running.page("2001") as page:
        ended = await page.client.post(f"{ADDRESS}/the-house/end", json={"press": "end-1-end"})
        assert code(ended) == (403, "forbidden")


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"texts": {}}, "texts"),
        ({"texts": {"english": "  "}}, "texts"),
        ({"texts": {"english": "…"}}, "texts.english"),
        ({"texts": {"english": "a" * (MOST_CHARACTERS + 1)}}, "texts.english"),
        ({"texts": {"klingon": "nuqneH"}}, "texts.klingon"),
        ({"queues": []}, "queues"),
        ({"hours": -1.0}, "ends"),
        ({"hours": 24.0 * 30}, "ends"),
        ({"begins": "2999-01-01T00:00:00Z"}, "ends"),
    ],
)
async def test_what_callers_cannot_be_told_is_named_with_its_place(
    running: Centre, more: dict[str, Any], place: str
) -> None:
    async with running.page("9001") as page:
        answer = await page.client.post(ADDRESS, json=wanted(**more))
        assert code(answer) == (422, "incident_invalid")
        assert [one["place"] for one in answer.json()["errors"]] == [place]
        assert all(one["message"] for one in answer.json()["errors"])


@pytest.mark.parametrize(
    ("who", "more", "status", "expected"),
    [
        ("1002", {}, 403, "forbidden"),
        ("3001", {}, 403, "forbidden"),
        ("9001", {"queues": ["nowhere"]}, 422, "queue_unknown"),
        ("9001", {"what": "boredom"}, 422, "invalid"),
        ("9001", {"ends": "tomorrow"}, 422, "invalid"),
        ("9001", {"ends": "2999-01-01T00:00:00"}, 422, "invalid"),
        ("9001", {"press": "short"}, 422, "invalid"),
        ("9001", {"seen": 3}, 422, "incident_invalid"),
    ],
)
async def test_what_is_no_press(
    running: Centre, who: str, more: dict[str, Any], status: int, expected: str
) -> None:
    async with running.page(who) as page:
        answer = await page.client.post(ADDRESS, json={**wanted(), **more})
        assert code(answer) == (status, expected)


async def test_one_may_be_planned_and_begins_by_itself(running: Centre) -> None:
    begins = now() + timedelta(seconds=1.5)
    began = running.next_fact(a.IncidentBegan)
    async with running.page("9001") as page:
        answer = await page.client.post(ADDRESS, json=wanted(begins=begins.isoformat()))
        assert answer.json()["state"] == "planned"
        assert (await began).at == begins.astimezone(UTC)
        [one] = (await listed(page))["open"]
        assert one["state"] == "running"
        assert datetime.fromisoformat(one["begins"]) == begins
