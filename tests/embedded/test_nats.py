"""The bus from its wheel: same address after every restart, closed to whoever lacks the token."""

from __future__ import annotations

import asyncio
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import nats
import pytest

from callcenter.embedded.nats import Nats, NatsAddress
from callcenter.state_file import read_state

pytestmark = pytest.mark.nats


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Nats]:
    """A server of this test's own; whatever still runs is ended."""
    for name in ("keys", "run"):
        (tmp_path / name).mkdir()
    made = Nats(tmp_path / "keys", tmp_path / "run")
    yield made
    left = made.adopt()
    if left is not None:
        made.stop(left)


def test_a_killed_server_comes_back_at_the_same_address(bus: Nats) -> None:
    process = bus.start()
    before = bus.address()
    process.send(signal.SIGKILL)
    assert process.wait(5)
    process.reap()
    again = bus.start()
    assert again.pid != process.pid
    assert bus.address() == before
    bus.stop(again)


def test_the_next_supervisor_adopts_a_live_server(bus: Nats) -> None:
    process = bus.start()
    following = Nats(bus.config.parent, bus.log.parent)
    adopted = following.start()
    assert adopted.pid == process.pid
    state = read_state(bus.log.parent / "nats.json")
    assert state is not None
    assert (state.pid, state.ready, state.extra) == (
        process.pid,
        True,
        {"port": bus.address().port},
    )
    following.stop(adopted)
    assert read_state(bus.log.parent / "nats.json") is None


def test_a_port_taken_meanwhile_is_exchanged_for_another(bus: Nats) -> None:
    bus.stop(bus.start())
    before = bus.address()
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", before.port))
        taker.listen()
        process = bus.start()
        assert bus.address().port != before.port
        assert bus.address().token == before.token
        bus.stop(process)


async def test_only_the_token_opens_the_bus(nats_address: NatsAddress) -> None:
    client = await nats.connect(nats_address.url, token=nats_address.token)
    inbox = await client.subscribe("cc.test")
    await client.publish("cc.test", b"hello")
    message = await inbox.next_msg(timeout=5)
    assert message.data == b"hello"
    await client.close()

    reader, writer = await asyncio.open_connection("127.0.0.1", nats_address.port)
    assert (await reader.readline()).startswith(b"INFO ")
    writer.write(b'CONNECT {"auth_token":"wrong","verbose":false}\r\nPING\r\n')
    async with asyncio.timeout(10):
        assert await reader.readline() == b"-ERR 'Authorization Violation'\r\n"
    writer.close()
    await writer.wait_closed()


def test_the_configuration_is_for_our_eyes_only(bus: Nats) -> None:
    bus.address()
    assert stat.S_IMODE(bus.config.stat().st_mode) == 0o600
