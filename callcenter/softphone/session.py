"""One agent's audio: it belongs to her, not to a tab, and stands through the shift.

Spoken to by `callcenter.softphone.softphone`. It relays packets between her browser and whatever
leg is up; it must not know calls.
"""

import asyncio
import secrets
import struct
import time
from collections.abc import Callable
from typing import cast

from aiortc.rtp import (
    RtcpPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
)

from callcenter.softphone.browser import BrowserAudio, SrtpError
from callcenter.softphone.reception import Reception
from callcenter.softphone.rewriter import Rewriter, is_rtcp, is_rtp

NTP_EPOCH = 2208988800
ECHO_SSRC = struct.pack("!I", 0x0EC40EC4)
SSRC_OFFSET = slice(8, 12)


class AudioSession(asyncio.DatagramProtocol):
    """A session: one RTP port towards lines, at most one browser, at most one leg."""

    def __init__(self, agent: str, wall_clock: Callable[[], float]) -> None:
        self.agent = agent
        self.token = secrets.token_hex(16)
        self.desk = ""
        self.browser: BrowserAudio | None = None
        self.lost_at: float | None = None
        """Monotonic instant since which there has been no browser; None while there is one."""
        self.announced = False
        """Whether control has been told that her audio stands."""
        self.echo = False
        self.down = Rewriter(secrets.randbits(32), secrets.randbits(15), secrets.randbits(31))
        self.up = Reception()
        self.heard_at = 0.0
        """Monotonic instant of the browser's last packet, or of the leg's beginning."""
        self._wall_clock = wall_clock
        self._peer: tuple[str, int] | None = None
        self._transport: asyncio.DatagramTransport | None = None

    @property
    def port(self) -> int:
        """Our RTP port towards the line."""
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    @property
    def has_leg(self) -> bool:
        """Whether a line's leg is up."""
        return self._peer is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The RTP socket is open."""

        self._transport = cast(asyncio.DatagramTransport, transport)

    def begin_leg(self, host: str, port: int) -> None:
        """A line's audio is here now; packets go to it, and only its packets are taken."""
        self._peer = (host, port)
        self.heard_at = time.monotonic()
        self.echo = False

    def end_leg(self) -> None:
        """No leg: upward packets go nowhere."""
        self._peer = None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """A packet of the line, rewritten onto the session's one stream."""
        if addr != self._peer or not is_rtp(data) or self.browser is None:
            return
        self._down(data)

    def from_browser(self, packet: bytes) -> None:
        """A decrypted RTP packet of the browser."""
        if not is_rtp(packet):
            return
        now = self.heard_at = time.monotonic()
        self.up.take(packet, now)
        if self._peer is not None and self._transport is not None:
            self._transport.sendto(packet, self._peer)
        elif self.echo:
            self._down(packet[:8] + ECHO_SSRC + packet[12:])

    def _down(self, packet: bytes) -> None:
        assert self.browser is not None
        try:
            self.browser.send(self.down.rewrite(packet, time.monotonic()))
        except SrtpError:
            return  # a line's packet that came twice: the cipher refuses to send it again

    def rtcp_from_browser(self, packet: bytes) -> None:
        """Its sender reports are what round trips are measured by (RFC 3550 §6.4.1)."""
        try:
            reports = RtcpPacket.parse(packet)
        except ValueError:
            return
        for report in reports:
            if isinstance(report, RtcpSrPacket):
                ntp = report.sender_info.ntp_timestamp
                self.up.last_report = (ntp >> 16) & 0xFFFFFFFF
                self.up.last_report_at = time.monotonic()

    def report(self) -> None:
        """Send our RTCP: what we sent and what we received."""
        if self.browser is None or not self.browser.is_up:
            return
        received = self._received()
        if self.down.packets:
            packet: RtcpSrPacket | RtcpRrPacket = RtcpSrPacket(
                ssrc=self.down.ssrc, sender_info=self._sent(), reports=received
            )
        else:
            packet = RtcpRrPacket(ssrc=self.down.ssrc, reports=received)
        raw = bytes(packet)
        assert is_rtcp(raw)
        self.browser.send_rtcp(raw)

    def _sent(self) -> RtcpSenderInfo:
        seconds = self._wall_clock() + NTP_EPOCH
        return RtcpSenderInfo(
            ntp_timestamp=int(seconds * (1 << 32)) & 0xFFFFFFFFFFFFFFFF,
            rtp_timestamp=self.down.timestamp,
            packet_count=self.down.packets & 0xFFFFFFFF,
            octet_count=self.down.octets & 0xFFFFFFFF,
        )

    def _received(self) -> list[RtcpReceiverInfo]:
        if self.up.ssrc is None:
            return []
        since = time.monotonic() - self.up.last_report_at
        return [
            RtcpReceiverInfo(
                ssrc=self.up.ssrc,
                fraction_lost=self.up.fraction_lost(),
                packets_lost=min(self.up.lost, 0x7FFFFF),
                highest_sequence=self.up.highest & 0xFFFFFFFF,
                jitter=int(self.up.jitter) & 0xFFFFFFFF,
                lsr=self.up.last_report,
                dlsr=min(int(since * 65536), 0xFFFFFFFF) if self.up.last_report else 0,
            )
        ]

    def close(self) -> None:
        """Close the RTP socket."""
        if self._transport is not None:
            self._transport.close()
