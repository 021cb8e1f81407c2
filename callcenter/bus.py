"""NATS: publish, request, subscribe, typed. It carries messages and keeps nothing.

Every process has one `Bus`. Lost messages are made good by the protocol above it (outbox, closing
facts, holes filled from the journal), so nothing here retries.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import msgspec
import nats
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from callcenter.errors import Unavailable
from callcenter.wire import pack

M = TypeVar("M", bound=msgspec.Struct)
log = structlog.get_logger()

REQUEST_WITHIN = 1.0
"""Seconds after which a request counts as not answered."""


def _times_cancelled() -> int:
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0


class Bus:
    """One process's connection to the bus."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @classmethod
    async def connect(cls, url: str, token: str, name: str, *, within: float = 10.0) -> "Bus":
        """Connect, trying again for `within` seconds; raises Unavailable."""

        async def quiet(_: Exception | None = None) -> None:
            """The client reconnects by itself; its state is in our metrics, not in the log."""

        async def connect() -> Client:
            return await nats.connect(
                url,
                token=token or None,
                name=name,
                reconnect_time_wait=0.05,
                max_reconnect_attempts=-1,
                pending_size=-1,
                ping_interval=2,
                connect_timeout=2,
                error_cb=quiet,
                disconnected_cb=quiet,
                reconnected_cb=quiet,
            )

        try:
            async with asyncio.timeout(within):
                return cls(await connect())
        except (TimeoutError, OSError, nats.errors.Error) as wrong:
            raise Unavailable(f"the bus at {url} does not answer") from wrong

    @property
    def is_connected(self) -> bool:
        """Whether the server answers at present; publishing is allowed either way."""
        return bool(self._client.is_connected)

    async def publish(self, subject: str, message: msgspec.Struct) -> None:
        """Send once, to whoever listens; kept in memory while the server is away."""
        await self._client.publish(subject, pack(message))

    async def request(
        self, subject: str, message: msgspec.Struct, answer: type[M], within: float = REQUEST_WITHIN
    ) -> M:
        """Ask one listener; raises Unavailable when nobody answers in time."""
        before = _times_cancelled()
        try:
            reply = await self._client.request(subject, pack(message), timeout=within)
        except (nats.errors.Error, TimeoutError) as wrong:
            raise Unavailable(f"no answer on {subject}") from wrong
        if _times_cancelled() > before:
            # The client loses a cancellation that comes together with the answer (`wait_for`
            # before Python 3.12), and whoever was to end would wait for ever.
            raise asyncio.CancelledError
        return msgspec.msgpack.decode(reply.data, type=answer)

    async def subscribe(
        self, subject: str, message: type[M], take: Callable[[M, str], Awaitable[None]]
    ) -> None:
        """Hand every message on the subject to `take(message, subject)`, one after another.

        A message of the wrong shape is counted and dropped: a peer's nonsense ends nothing.
        """
        decoder = msgspec.msgpack.Decoder(message)

        async def on_message(raw: Msg) -> None:
            try:
                decoded = decoder.decode(raw.data)
            except msgspec.DecodeError:
                log.warning("bus.unreadable", subject=raw.subject)
                return
            await take(decoded, raw.subject)

        await self._client.subscribe(
            subject, cb=on_message, pending_msgs_limit=-1, pending_bytes_limit=-1
        )

    @asynccontextmanager
    async def listening(self, subject: str, message: type[M]) -> AsyncIterator[AsyncIterator[M]]:
        """The messages on a subject, one by one, while the block runs; nonsense is passed over."""
        subscription = await self._client.subscribe(subject)
        decoder = msgspec.msgpack.Decoder(message)

        async def heard() -> AsyncIterator[M]:
            async for raw in subscription.messages:
                try:
                    yield decoder.decode(raw.data)
                except msgspec.DecodeError:
                    log.warning("bus.unreadable", subject=raw.subject)

        try:
            yield heard()
        finally:
            await subscription.unsubscribe()

    async def serve(
        self,
        subject: str,
        message: type[M],
        answer: Callable[[M], Awaitable[msgspec.Struct]],
        queue: str = "",
    ) -> None:
        """Answer every request on the subject; of a queue group exactly one member answers."""
        decoder = msgspec.msgpack.Decoder(message)

        async def on_request(raw: Msg) -> None:
            try:
                decoded = decoder.decode(raw.data)
            except msgspec.DecodeError:
                log.warning("bus.unreadable", subject=raw.subject)
                return
            reply = await answer(decoded)
            if raw.reply:
                await self._client.publish(raw.reply, pack(reply))

        await self._client.subscribe(subject, queue=queue, cb=on_request)

    async def flush(self) -> None:
        """Wait until the server has taken everything published and subscribed so far.

        Twice, since the client writes its ping past what is still in its buffer (nats-py 2.16): the
        first answer says only that the buffer has been written, the second that it was taken.
        """
        for _ in range(2):
            await self._client.flush(timeout=2)

    async def close(self) -> None:
        """Leave the bus."""
        await self._client.close()
