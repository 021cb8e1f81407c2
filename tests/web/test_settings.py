"""The settings by REST: read, changed under a tag, refused with paths, in force within a second."""

import pytest

import acd.facts as a
from tests.web.centre import Centre

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

FLIGHTS = "/api/v1/settings/queues/flights"


async def test_a_change_is_in_force_within_a_second(running: Centre) -> None:
    async with running.page("9001") as page:
        read = await page.client.get(FLIGHTS)
        assert (read.status_code, read.json()["ring_for"]) == (200, 10)
        value, tag = {**read.json(), "ring_for": 12, "ring_at_once": 2}, read.headers["etag"]
        tried = await page.client.put(FLIGHTS, json=value, params={"dry_run": "true"})
        assert tried.json()["changed"] is False
        assert tried.json()["changes"] == [
            {"path": "queues.flights.ring_at_once", "old": 1, "new": 2},
            {"path": "queues.flights.ring_for", "old": 10, "new": 12},
        ]
        published = running.next_fact(a.ConfigurationPublished)
        done = await page.client.put(FLIGHTS, json=value, headers={"If-Match": tag})
        assert (done.status_code, done.json()["changed"]) == (200, True)
        told = (await published).configuration.queues[0]
        assert (told.ring_for, told.ring_at_once) == (12, 2)
        late = await page.client.put(FLIGHTS, json=value, headers={"If-Match": tag})
        assert (late.status_code, late.json()["code"]) == (412, "stale")
        assert late.json()["state"] == value
        assert late.headers["etag"].strip('"') == done.json()["tag"]
        blind = await page.client.put(FLIGHTS, json=value)
        assert (blind.status_code, blind.json()["code"]) == (428, "precondition_needed")


async def test_what_makes_no_sense_is_refused_with_every_path(running: Centre) -> None:
    async with running.page("9001") as page:
        read = await page.client.get(FLIGHTS)
        value = {**read.json(), "ring_for": 0, "widening": [{"after": 5, "also": ["ships"]}]}
        tag = {"If-Match": read.headers["etag"]}
        wrong = await page.client.put(FLIGHTS, json=value, headers=tag)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "settings_invalid")
        assert {(one["path"], one["code"]) for one in wrong.json()["errors"]} == {
            ("queues.flights.ring_for", "out_of_range"),
            ("queues.flights.widening[0].also[0]", "unknown_name"),
        }
        gone = await page.client.delete(FLIGHTS, headers=tag)
        assert {one["path"] for one in gone.json()["errors"]} >= {"house.default_queue"}
        assert (await page.client.get(FLIGHTS)).json() == read.json()


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "a", "name": "b"}',
        b'{"name": "\\ud800"}',
        b'{"name": NaN}',
        b"nonsense",
        b"[" * 100_000,
        b"\xff",
    ],
)
async def test_no_body_gets_further_than_its_own_refusal(running: Centre, body: bytes) -> None:
    async with running.page("9001") as page:
        for path in ("/api/v1/settings", "/api/v1/settings/reasons", FLIGHTS):
            response = await page.client.put(path, content=body)
            assert (response.status_code, response.json()["code"]) == (422, "invalid")


async def test_an_item_comes_and_goes(running: Centre) -> None:
    async with running.page("9001") as page:
        tea = "/api/v1/settings/reasons/tea"
        made = await page.client.put(tea, json={"zh": "茶歇", "en": "Tea", "once": 10})
        assert (made.status_code, made.json()["changed"]) == (200, True)
        whole = await page.client.get("/api/v1/settings")
        assert whole.json()["reasons"]["tea"]["en"] == "Tea"
        gone = await page.client.delete(tea, headers={"If-Match": f'"{made.json()["tag"]}"'})
        assert gone.status_code == 200
        assert (await page.client.get(tea)).status_code == 404
        assert (await page.client.get("/api/v1/settings/moons")).status_code == 404
        whole_again = await page.client.put(
            "/api/v1/settings",
            json={"reasons": {"break": {}}},
            headers={"If-Match": (await page.client.get("/api/v1/settings")).headers["etag"]},
        )
        assert whole_again.status_code == 200
        assert list((await page.client.get("/api/v1/settings/reasons")).json()) == ["break"]


@pytest.mark.parametrize("who", ["1001", "2001", "3001"])
async def test_only_administrators(running: Centre, who: str) -> None:
    async with running.page(who) as page:
        for path in ("/api/v1/settings", "/api/v1/settings/queues", FLIGHTS):
            assert (await page.client.get(path)).status_code == 403
            assert (await page.client.put(path, json={})).status_code == 403
        assert (await page.client.delete(FLIGHTS)).status_code == 403


async def test_history_is_told_compared_and_brought_back(running: Centre) -> None:
    async with running.page("9001") as page:
        read = await page.client.get(FLIGHTS)
        published = running.next_fact(a.ConfigurationPublished)
        await page.client.put(
            FLIGHTS,
            json={**read.json(), "ring_for": 12},
            headers={"If-Match": read.headers["etag"]},
            params={"remark": "peak season"},
        )
        told = (await page.client.get("/api/v1/settings/history?under=queues.flights")).json()
        assert [
            (one["by"], one["by_name"]["en"], one["remark"]) for one in told["versions"][:1]
        ] == [("9001", "Administrator", "peak season")]
        compared = (await page.client.get("/api/v1/settings/history/1")).json()["changes"]
        assert compared == [{"path": "queues.flights.ring_for", "old": 10, "new": 12}]
        back = "/api/v1/settings/history/1/restore?section=queues&item=flights"
        assert (await page.client.post(back)).status_code == 428
        assert (await published).configuration.queues[0].ring_for == 12
        published = running.next_fact(a.ConfigurationPublished)
        done = await page.client.post(back, headers={"If-Match": "*"})
        assert (done.status_code, done.json()["changed"]) == (200, True)
        assert (await published).configuration.queues[0].ring_for == 10
        newest = (await page.client.get("/api/v1/settings/history?limit=1")).json()
        assert (newest["versions"][0]["restored"], newest["next"]) == (1, 3)
        for missing in ("99", "0", "99999999999"):
            answer = await page.client.get(f"/api/v1/settings/history/{missing}")
            assert answer.status_code == 404
    async with running.page("2001") as page:
        assert (await page.client.get("/api/v1/settings/history")).status_code == 403
        assert (await page.client.post(back)).status_code == 403


async def test_every_field_is_described_in_both_languages(running: Centre) -> None:
    async with running.page("9001") as page:
        told = (await page.client.get("/api/v1/settings/description")).json()
        assert [one["section"] for one in told["sections"]][:3] == ["house", "queues", "agents"]
        ringing = next(
            group
            for section in told["sections"]
            if section["section"] == "queues"
            for group in section["groups"]
            if group["name"]["en"] == "Ringing"
        )
        field = ringing["fields"][0]
        assert (field["name"], field["label"]["zh"], field["unit"]) == ("ring_for", "振铃时长", "s")
        assert (field["least"], field["most"], field["default"]) == (1, 300, 10)
    async with running.page("2001") as page:
        assert (await page.client.get("/api/v1/settings/description")).status_code == 403
