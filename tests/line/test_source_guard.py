"""A stranger's RTP: not heard while the true peer sends, and given nothing; a change is said."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
from dataclasses import dataclass, field
from typing import cast

import pytest

from acd.ids import LegId
from callcenter.calls.facts import LegMediaUp, LegSourceChanged, Role
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone
from callcenter.line import source_guard
from callcenter.line.conversation import Conversation
from callcenter.line.legs import Leg, LegState
from callcenter.line.telephone import Call
from tests.line.bench import Bench

pytestmark = pytest.mark.telephone

SAMPLES = 160
PACKETS_A_SECOND = 50
FLOOD = 1000
LOUD = b"\x80\x00" * (SAMPLES // 2)
"""µ-law, as loud as can be."""


@dataclass
class Stranger:
    """Sends RTP to a port, and counts what comes back."""

    port: int
    got: int = 0
    sent: int = 0
    _socket: socket.socket = field(
        default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    )

    async def sends(self, a_second: int) -> None:
        """Until it is cancelled."""
        self._socket.bind(("127.0.0.9", 0))
        self._socket.setblocking(False)
        try:
            while True:
                head = struct.pack("!BBHII", 0x80, 0, self.sent & 0xFFFF, self.sent * SAMPLES, 77)
                self._socket.sendto(head + LOUD, ("127.0.0.1", self.port))
                self.sent += 1
                self._count()
                await asyncio.sleep(1 / a_second)
        finally:
            self._socket.close()

    def _count(self) -> None:
        try:
            while self._socket.recv(2000):
                self.got += 1
        except BlockingIOError:
            return


@pytest.fixture
async def talking(line: Bench, maria: Phone, omar: Phone) -> Bench:
    """Maria and Omar hear each other."""
    await line.answered(maria)
    await line.dialled(2, omar.uri)
    await line.wait_for(LegMediaUp, lambda fact: fact.leg == line.leg(1))
    await line.wait_for(LegMediaUp, lambda fact: fact.leg == line.leg(2))
    return line


async def sent(stranger: Stranger, packets: int) -> None:
    async def are() -> bool:
        return stranger.sent >= packets

    await until(are, 20)


@pytest.mark.parametrize("a_second", [PACKETS_A_SECOND, FLOOD])
async def test_a_stranger_gets_nothing_and_is_not_heard_while_the_peer_sends(
    talking: Bench, maria: Phone, omar: Phone, a_second: int
) -> None:
    await maria.hum(1700)
    await omar.hears(1700)
    stranger = Stranger(talking.birth.rtp_first)
    attack = asyncio.create_task(stranger.sends(a_second))
    try:
        await sent(stranger, 2 * a_second)
        await omar.hears(1700)
    finally:
        attack.cancel()
    assert stranger.got == 0
    assert not talking.of(LegSourceChanged)


async def test_who_sends_instead_of_a_silent_peer_is_listened_to_and_that_is_said(
    talking: Bench, maria: Phone
) -> None:
    stranger = Stranger(talking.birth.rtp_first)
    attack = asyncio.create_task(stranger.sends(PACKETS_A_SECOND))
    os.kill(maria.pid, signal.SIGSTOP)
    try:
        changed = await talking.wait_for(LegSourceChanged, within=10)
        assert changed.leg == talking.leg(1)
    finally:
        os.kill(maria.pid, signal.SIGCONT)
    await talking.wait_for(
        LegSourceChanged, lambda fact: fact is not changed and fact.leg == talking.leg(1), 10
    )
    before = stranger.got
    await sent(stranger, stranger.sent + PACKETS_A_SECOND)
    attack.cancel()
    assert stranger.got <= before + 5, "with its next packets the first has its leg again"


def test_where_the_kernel_cannot_keep_others_out_it_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    peer = ("127.0.0.8", 4000)
    nobody_has = 1
    monkeypatch.setattr(source_guard, "source_of", lambda call: (peer, peer))
    monkeypatch.setattr(source_guard, "rtp_port_of", lambda call: nobody_has)
    leg = Leg(LegId("c1.1"), Role.CALLER, cast(Call, None), LegState.ANSWERED, born=0.0)
    leg.hearing.grew_at = 5.0
    for _ in range(3):
        source_guard.look(cast(Conversation, None), leg, 5.0)
    assert leg.source.home == peer
    assert not leg.source.guarded
    assert capfd.readouterr().err.count("any sender is heard") == 1
