"""The bus under its own names: what it promises beyond carrying messages."""

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest
from nats.aio.client import Client

from callcenter.bus import Bus
from callcenter.wire import Ack, Done, pack

pytestmark = pytest.mark.nats

TIMES = 300


async def test_after_a_flush_everybody_reaches_what_was_subscribed_before_it(
    nats_url: str, nats_token: str
) -> None:
    """The client's ping may overtake subscriptions that are still in its buffer."""
    serves = await Bus.connect(nats_url, nats_token, "serves")
    asks = await Bus.connect(nats_url, nats_token, "asks")

    async def answer(_: Ack) -> Done:
        return Done()

    try:
        for time in range(TIMES):
            await serves.serve(f"cc.test.{time}", Ack, answer)
            await serves.flush()
            await asks.request(f"cc.test.{time}", Ack(source="test", upto=time, epoch=1), Done)
    finally:
        await serves.close()
        await asks.close()


class Losing:
    """A client whose answer comes together with the cancellation, which it then loses."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def request(self, subject: str, payload: bytes, **_: float) -> SimpleNamespace:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return SimpleNamespace(data=pack(Done()))
        raise AssertionError("nobody cancelled")


async def test_a_cancellation_that_comes_with_the_answer_is_not_lost() -> None:
    client = Losing()
    bus = Bus(cast(Client, client))
    message = Ack(source="test", upto=1, epoch=1)
    asking = asyncio.create_task(bus.request("cc.test", message, Done))
    await client.asked.wait()
    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
