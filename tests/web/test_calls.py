"""Calls over REST: an agent with a desk phone, lists, one call whole, recording, figures."""

from datetime import datetime, timedelta

import msgspec
import pytest

import callcenter.calls.facts as c
from acd.facts import CallAbandoned, OfferMade, PlaceTold, WrapUpEnded
from acd.ids import AgentId, CallId, LegId
from callcenter.clock import now
from callcenter.history.call_record import CallRecord
from callcenter.history.turns import Turn, TurnKind
from callcenter.records import StoredRecording
from callcenter.storage.recordings import RecordingStore
from callcenter.storage.records import RecordStore
from tests.web.centre import PHONE, Centre
from tests.web.page import Page

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def until_offer(page: Page, agent: str) -> dict[str, str]:
    """Ask until she has an offer; the test's own limit is the dead man."""
    while not (offer := (await page.client.get(f"/api/v1/agents/{agent}/offer")).json()):
        pass
    found: dict[str, str] = offer
    return found


async def posts(page: Page, path: str, body: object = None) -> None:
    """A request that is taken."""
    response = await page.client.post(f"/api/v1{path}", json=body)
    assert response.status_code == 204, response.text


async def handled_by_phone(running: Centre, page: Page) -> str:
    """Zhou Yu, at his desk phone, takes and finishes a call; its id."""
    await posts(page, "/agents/1002/sign-in", {"device": PHONE})
    await posts(page, "/agents/1002/ready")
    call = await running.telephone.ring()
    offer = await until_offer(page, "1002")
    leg = LegId(f"{call}.a1")
    pressed = await page.client.post("/api/v1/offers/accept", json={"offer": offer["offer"]})
    assert pressed.status_code == 409
    connected = running.next_fact(c.LegsJoined)
    await running.telephone.say(c.LegAnswered(at=now(), call=call, leg=leg))
    await connected
    await posts(page, "/agents/1002/hang-up")
    over = running.next_fact(WrapUpEnded)
    while (await page.client.get("/api/v1/agents/1002")).json()["state"] != "wrap_up":
        pass
    await posts(page, "/agents/1002/outcome", {"call": call, "outcome": "done"})
    await over
    return call


async def test_a_desk_phone_agent_handles_a_call(running: Centre) -> None:
    async with running.page("1002") as page:
        call = await handled_by_phone(running, page)
        told = (await page.client.get(f"/api/v1/calls/{call}")).json()
        assert (told["agent"], told["outcome"], told["queue"]) == ("1002", "done", "flights")
        assert told["answered_within"]
        assert told["customer_name"] == "沈若川"
        assert [one["how"] for one in told["offers"]] == ["accepted"]
        assert {one["role"] for one in told["legs"]} == {"caller", "agent"}
        listed = (await page.client.get("/api/v1/calls")).json()["items"]
        assert [one["call"] for one in listed] == [call]
        facts = (await page.client.get(f"/api/v1/calls/{call}/timeline")).json()["facts"]
        kinds = [one["kind"] for one in facts]
        assert kinds.index("LegRang") < kinds.index("OfferMade") < kinds.index("CallConnected")
        assert [one["position"] for one in facts] == sorted(one["position"] for one in facts)
        assert "8614100000317" not in str(facts) + str(told)


async def test_figures_of_the_day(running: Centre) -> None:
    async with running.page("1002") as agent, running.page("2001") as leader:
        await handled_by_phone(running, agent)
        gone = running.next_fact(CallAbandoned)
        await posts(agent, "/agents/1002/not-ready", {"reason": "break"})
        left = await running.telephone.ring()
        while (await leader.client.get("/api/v1/queues")).json()[0]["waiting"] != 1:
            pass
        await running.telephone.caller_hangs_up(CallId(left))
        assert (await gone).short
        report = (await leader.client.get("/api/v1/reports/service-level")).json()
        counts = report["counts"]
        assert (counts["offered"], counts["answered"], counts["short_abandoned"]) == (2, 1, 1)
        assert report["headline"] == 1.0
        assert (report["answer_rate"], report["answer_target"]) == (1.0, 0.9)
        assert set(report["definitions"]) == {f"SL-{n}" for n in range(1, 7)}
        behind = (await leader.client.get(report["calls"])).json()["items"]
        assert [one["short_abandon"] for one in behind] == [True, False]
        flows = (await leader.client.get("/api/v1/reports/flows")).json()
        assert flows["rows"] == []
        intervals = (await leader.client.get("/api/v1/reports/intervals?by_queue=true")).json()
        assert sum(one["counts"]["offered"] for one in intervals["rows"]) == 2
        rows = (await leader.client.get("/api/v1/reports/agents")).json()["rows"]
        mine = next(one for one in rows if one["agent"] == "1002")
        assert (mine["answered"], mine["offers"]) == (1, 1)
        assert mine["signed_in_for"] > 0


async def test_a_wait_that_was_told_is_held_against_what_came(running: Centre) -> None:
    async with running.page("1002") as agent, running.page("2001") as leader:
        told = running.next_fact(PlaceTold)
        await posts(agent, "/agents/1002/sign-in", {"device": PHONE})
        await posts(agent, "/agents/1002/ready")
        ringing = running.next_fact(OfferMade)
        await running.telephone.ring("party-one")
        await ringing
        behind = await running.telephone.ring("party-two")
        place = await told
        assert (place.call, place.ahead) == (behind, 0)
        assert place.p50 is not None
        left = running.next_fact(CallAbandoned)
        await running.telephone.caller_hangs_up(CallId(behind))
        await left
        detail = (await leader.client.get(f"/api/v1/calls/{behind}")).json()
        assert (detail["foreseen_p50"], detail["foreseen_p80"]) == (place.p50, place.p80)
        assert -place.p50 <= detail["wait_error"] < 0
        queue = (await leader.client.get("/api/v1/queues")).json()[0]
        assert queue["wait_p50"] < queue["wait_p80"]
        assert queue["foreseen"] == {
            "told": 0,
            "kept": 0,
            "kept_rate": None,
            "error_median": None,
        }
        assert (queue["answer_rate_today"], queue["answer_target"]) == (None, 0.9)


async def test_scopes(running: Centre) -> None:
    async with (
        running.page("1002") as owner,
        running.page("1003") as stranger,
        running.page("2001") as leader,
        running.page("3001") as reviewer,
    ):
        call = await handled_by_phone(running, owner)
        path = f"/api/v1/calls/{call}"
        statuses = [(await one.client.get(path)).status_code for one in (owner, leader, reviewer)]
        assert statuses == [200, 200, 200]
        refused = await stranger.client.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert (await stranger.client.get("/api/v1/calls")).json()["items"] == []
        forced = await stranger.client.post("/api/v1/agents/1002/ready")
        assert forced.status_code == 403
        outside = await leader.client.post("/api/v1/agents/1003/ready")
        assert outside.status_code == 403
        within = await leader.client.post(
            "/api/v1/agents/1002/not-ready", json={"reason": "coaching"}
        )
        assert within.status_code == 204
        reviewing = await reviewer.client.post("/api/v1/agents/1002/ready")
        assert reviewing.status_code == 403


async def test_rules_are_those_of_the_desk(running: Centre) -> None:
    async with running.page("1001") as page:
        await posts(page, "/agents/1001/sign-in", {})
        response = await page.client.post("/api/v1/agents/1001/ready")
        told = response.json()
        assert (response.status_code, told["code"]) == (409, "refused")
        assert told["errors"][0]["message"] == "audio_absent"
        bad = await page.client.post("/api/v1/agents/1001/sign-in", json={"device": "sip:a b"})
        assert bad.status_code == 422
        reason = await page.client.post("/api/v1/agents/1001/not-ready", json={"reason": "tea"})
        assert reason.json()["errors"][0]["message"] == "unknown_reason"


async def test_a_recording_plays_in_pieces(running: Centre) -> None:
    audio = bytes(range(256)) * 40
    file = running.web.settings.archive / "2025" / "11" / "call1.wav"
    file.parent.mkdir(parents=True)
    file.write_bytes(audio)
    peaks = {"per_second": 10, "caller": [-127, 10, -3, 64], "agent": [0, 0, -1, 1]}
    await RecordingStore(running.database).save(
        StoredRecording(
            call="CALL1",
            file="2025/11/call1.wav",
            seconds=0.2,
            size=len(audio),
            sha256="ab",
            peaks=msgspec.msgpack.encode(peaks),
        )
    )
    record = CallRecord(call=CallId("CALL1"), rang_at=now(), queued_at=now())
    await RecordStore(running.database).save([record])
    async with running.page("3001") as page:
        path = "/api/v1/calls/CALL1/recording"
        whole = await page.client.get(path)
        assert (whole.status_code, whole.content) == (200, audio)
        assert whole.headers["accept-ranges"] == "bytes"
        for asked, expected in (
            ("bytes=0-9", audio[:10]),
            ("bytes=10000-", audio[10000:]),
            ("bytes=-5", audio[-5:]),
            ("bytes=10230-99999", audio[10230:]),
        ):
            part = await page.client.get(path, headers={"Range": asked})
            assert (part.status_code, part.content) == (206, expected)
        assert part.headers["content-range"] == "bytes 10230-10239/10240"
        outside = await page.client.get(path, headers={"Range": "bytes=99999-"})
        assert outside.status_code == 416
        assert outside.headers["content-range"] == "bytes */10240"
        wave = (await page.client.get(f"{path}/peaks")).json()
        assert (wave["caller"], wave["agent"]) == ([1.0, 0.504], [0.0, 0.008])
        assert wave["silences"] == []
        missing = await page.client.get("/api/v1/calls/CALL2/recording")
        assert missing.status_code == 404


async def test_a_long_silence_of_both_sides_is_marked(running: Centre) -> None:
    """Twenty seconds of a talk of thirty, in which nobody is heard from the fifth on."""
    began = now()
    peaks = {"per_second": 10, "caller": [-90, 90] * 50 + [-1, 1] * 250, "agent": [-2, 2] * 300}
    await RecordingStore(running.database).save(
        StoredRecording(
            call="QUIET",
            file="2025/11/quiet.wav",
            seconds=30.0,
            size=1,
            sha256="ab",
            peaks=msgspec.msgpack.encode(peaks),
        )
    )
    talk = (
        Turn(at=began, kind=TurnKind.CONNECTED, agent=AgentId("1001")),
        Turn(at=began + timedelta(seconds=25), kind=TurnKind.RELEASED, agent=AgentId("1001")),
    )
    record = CallRecord(
        call=CallId("QUIET"), rang_at=began, answered_at=began, queued_at=began, turns=talk
    )
    await RecordStore(running.database).save([record])
    async with running.page("3001") as page:
        [silence] = (await page.client.get("/api/v1/calls/QUIET/recording/peaks")).json()[
            "silences"
        ]
    assert silence["kind"] == "silence"
    ends = [datetime.fromisoformat(silence[one]) for one in ("from_at", "to_at")]
    assert [(one - began).total_seconds() for one in ends] == [5, 25]


async def test_stored_calls_come_page_by_page(running: Centre) -> None:
    records = [CallRecord(call=CallId(f"OLD{n}"), rang_at=now(), queued_at=now()) for n in range(5)]
    await RecordStore(running.database).save(records)
    async with running.page("3001") as page:
        seen: list[str] = []
        cursor = ""
        while True:
            found = (await page.client.get(f"/api/v1/calls?limit=2&cursor={cursor}")).json()
            seen += [one["call"] for one in found["items"]]
            cursor = found["next"]
            if not cursor:
                break
        assert sorted(seen) == [f"OLD{n}" for n in range(5)]
        bad = await page.client.get("/api/v1/calls?cursor=nonsense")
        assert (bad.status_code, bad.json()["code"]) == (422, "bad_cursor")
        wrong = await page.client.get("/api/v1/calls?colour=red")
        assert wrong.status_code == 422


async def test_customers_are_found_made_and_chosen(running: Centre) -> None:
    async with running.page("3001") as page:
        found = (await page.client.get("/api/v1/customers?q=沈")).json()
        assert [one["customer"] for one in found] == ["k1"]
        assert found[0]["number"] == "+86 141****0317"
        card = (await page.client.get("/api/v1/customers/k1")).json()
        assert card["tier"] == "gold"
        made = await page.client.post("/api/v1/customers", json={"name": "叶知秋"})
        assert made.status_code == 201
        assert (await page.client.get("/api/v1/customers/k9")).status_code == 404
        refused = await page.client.post("/api/v1/customers", json={"name": ""})
        assert refused.status_code == 422


async def test_the_same_key_makes_one_record(running: Centre) -> None:
    async with running.page("3001") as page:
        headers = {"Idempotency-Key": "one"}
        made = [
            await page.client.post("/api/v1/customers", json={"name": "Ye"}, headers=headers)
            for _ in range(2)
        ]
        assert made[0].json() == made[1].json()
        assert len((await page.client.get("/api/v1/customers?q=ye")).json()) == 1
        other = await page.client.post("/api/v1/customers", json={"name": "Qi"}, headers=headers)
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_pressing_accept_needs_ones_own_offer(running: Centre) -> None:
    async with running.page("1001") as page:
        response = await page.client.post("/api/v1/offers/accept", json={"offer": "c/1"})
        assert response.json()["errors"][0]["message"] == "no_offer"
