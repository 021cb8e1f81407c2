"""The wallboard over its real socket."""

import asyncio
import json

import pytest

from tests.web.centre import Centre
from tests.web.page import DEAD_MAN

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
        await running.telephone.caller_hangs_up(call)
        while frame["service"]["counts_today"]["short_abandoned"] != 1:
            frame = json.loads(await socket.recv())
        assert frame["longest_wait"]["entered_at"] is None


async def test_nonsense_is_answered_and_the_board_stays(running: Centre) -> None:
    async with running.page("1001") as page, asyncio.timeout(DEAD_MAN):
        socket = await page.connect(f"/api/v1/wallboard?ticket={await page.ticket('wallboard')}")
        kinds: list[str] = []
        for text in ("{", "[]", '{"type":"accept"}', '{"type":"ping"}'):
            await socket.send(text)
        while kinds.count("unreadable") < 3 or "pong" not in kinds:
            kinds.append(json.loads(await socket.recv())["type"])
