"""The bus under its own names: what it promises beyond carrying messages."""

import pytest

from callcenter.bus import Bus
from callcenter.wire import Ack, Done

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
