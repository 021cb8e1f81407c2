"""The wallboard over its real socket."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest

from acd.forecast import Before, wait_behind
from acd.ids import AgentId, CallId, QueueId
from callcenter.history.call_record import CallRecord
from callcenter.history.turns import Turn, TurnKind
from callcenter.storage.records import RecordStore
from tests.web.centre import PHONE, Centre
from tests.web.page import DEAD_MAN

UNREADABLE = "callcenter_web_unreadable_messages_total"

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def test_frames_follow_the_floor(running: Centre) -> None:
    async with running.page("1001") as page, asyncio.timeout(DEAD_MAN):
        socket = await page.connect(f"/api/v1/wallboard?ticket={await page.ticket('wallboard')}")
        assert json.loads(await socket.recv())["type"] == "hello"
        first = json.loads(await socket.recv())
        assert first["type"] == "frame"
        assert [row["name"]["zh"] for row in first["queues"]] == ["机票预订", "酒店"]
        call = await running.telephone.ring()
        frame = first
        while frame["service"]["counts_today"]["offered"] != 1:
            frame = json.loads(await socket.recv())
        assert frame["waiting"]["count"] == 1
        assert frame["longest_wait"]["queue"] == "flights"
        assert frame["calls_up"] == 1
        assert frame["waiting"]["estimated_wait"] is None
        await running.telephone.caller_hangs_up(call)
        while frame["service"]["counts_today"]["short_abandoned"] != 1:
            frame = json.loads(await socket.recv())
        assert frame["longest_wait"]["entered_at"] is None


async def test_an_estimate_is_told_while_somebody_works(running: Centre) -> None:
    async with running.page("1002") as page, asyncio.timeout(DEAD_MAN):
        await page.client.post("/api/v1/agents/1002/sign-in", json={"device": PHONE})
        await page.client.post("/api/v1/agents/1002/ready")
        socket = await page.connect(f"/api/v1/wallboard?ticket={await page.ticket('wallboard')}")
        await running.telephone.ring("party-one")
        await running.telephone.ring("party-two")
        frame = json.loads(await socket.recv())
        while frame.get("waiting", {}).get("count") != 2:
            frame = json.loads(await socket.recv())
        behind_one = wait_behind(Before(ahead=1, agents=1, handle_for=180))
        assert behind_one is not None
        assert frame["waiting"]["estimated_wait"] == behind_one.p50
        assert frame["waiting"]["estimated_wait_p80"] == behind_one.p80


async def test_yesterday_is_counted_up_to_this_time_of_day(running: Centre) -> None:
    since, until = running.web.day.same_time_yesterday()
    soon = until + (until - since) * 0.01
    answered = yesterdays("Y1", until - (until - since) * 0.1, 8)
    late = yesterdays("Y2", until - (until - since) * 0.2, 30)
    after = yesterdays("Y3", soon, 30)
    await RecordStore(running.database).save((answered, late, after))
    async with running.page("1001") as page, asyncio.timeout(DEAD_MAN):
        socket = await page.connect(f"/api/v1/wallboard?ticket={await page.ticket('wallboard')}")
        frame = json.loads(await socket.recv())
        while frame["type"] != "frame" or frame["service"]["yesterday"] is None:
            frame = json.loads(await socket.recv())
        assert frame["service"]["yesterday"] == 0.5


def yesterdays(call: str, entered: datetime, waited: float) -> CallRecord:
    """A call that was answered after so many seconds."""
    connected = entered + timedelta(seconds=waited)
    return CallRecord(
        call=CallId(call),
        rang_at=entered,
        queued_at=entered,
        connected_at=connected,
        ended_at=connected + timedelta(seconds=60),
        queue=QueueId("flights"),
        turns=(
            Turn(at=connected, kind=TurnKind.CONNECTED, agent=AgentId("1001")),
            Turn(
                at=connected + timedelta(seconds=60),
                kind=TurnKind.RELEASED,
                agent=AgentId("1001"),
            ),
        ),
    )


async def test_nonsense_is_answered_and_the_board_stays(running: Centre) -> None:
    async with running.page("1001") as page, asyncio.timeout(DEAD_MAN):
        socket = await page.connect(f"/api/v1/wallboard?ticket={await page.ticket('wallboard')}")
        kinds: list[str] = []
        for text in ("{", "[]", '{"type":"accept"}', '{"type":"ping"}'):
            await socket.send(text)
        while kinds.count("unreadable") < 3 or "pong" not in kinds:
            kinds.append(json.loads(await socket.recv())["type"])
        counted = running.web.metrics.registry.get_sample_value(UNREADABLE)
        assert counted == 3
