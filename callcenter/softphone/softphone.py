"""The softphone process: the browsers' audio, one session an agent.

Started by `callcenter.wiring`. Web brings it offers, lines dial it, control hears its facts. It
must not know queues, calls or customers.
"""

import asyncio
import time
from datetime import datetime

import structlog
from aiortc import RTCCertificate
from ulid import ULID

from acd.facts import AudioLost, AudioReady
from acd.ids import AgentId
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.errors import PeerMisbehaved, Unavailable
from callcenter.outbox import Outbox
from callcenter.settings import Settings
from callcenter.sip.sdp import Sdp
from callcenter.softphone.browser import BrowserAudio, Offer, read_offer
from callcenter.softphone.ice import Ports, host_addresses
from callcenter.softphone.session import AudioSession
from callcenter.softphone.sip_leg import SipLegs
from callcenter.wire import AudioClose, AudioEcho, AudioOffer, Done, Fence, Inventory

log = structlog.get_logger()

TAB_BACK_WITHIN = 20.0
"""Seconds a leg waits for its agent's tab to come back."""

IDLE_BACK_WITHIN = 5.0
"""Seconds an idle session may be without a tab before her audio counts as lost: a page refresh."""

SILENT_AFTER = 2.0
"""Seconds without a packet of the browser during a leg; a muted microphone sends all the same."""

LOOK_EVERY = 0.25
REPORT_EVERY = 5.0
CONNECT_WITHIN = 15.0


class Softphone:
    """All audio sessions of one softphone process."""

    def __init__(self, settings: Settings, bus: Bus) -> None:
        self._settings = settings
        self._bus = bus
        self._boot = str(ULID())
        self._outbox = Outbox(bus, f"softphone-{settings.softphone_name}-{self._boot}")
        self._certificate = RTCCertificate.generateCertificate()
        self._ports = Ports(settings.softphone_ports_first, settings.softphone_ports_last)
        self._sessions: dict[str, AudioSession] = {}
        self._by_token: dict[str, AudioSession] = {}
        self._legs = SipLegs(settings.media_bind, self._accept_leg, self._leg_ended)
        self._epoch = 0
        self._tasks: asyncio.TaskGroup

    async def run(self, ready: asyncio.Event) -> None:
        """Serve until cancelled."""
        loop = asyncio.get_running_loop()
        host, port = self._settings.media_bind, self._settings.softphone_sip_port
        await loop.create_datagram_endpoint(lambda: self._legs, local_addr=(host, port))
        name = self._settings.softphone_name
        async with asyncio.TaskGroup() as self._tasks:
            await self._outbox.open()
            await self._bus.subscribe("cc.fence", Fence, self._on_fence)
            await self._bus.serve(f"cc.softphone.{name}.offer", AudioOffer, self._on_offer)
            await self._bus.serve(f"cc.softphone.{name}.close", AudioClose, self._on_close)
            await self._bus.serve(f"cc.softphone.{name}.echo", AudioEcho, self._on_echo)
            await self._bus.flush()
            self._tasks.create_task(self._outbox.keep_sending())
            self._tasks.create_task(self._legs.look_after())
            self._tasks.create_task(self._look_after())
            self._tasks.create_task(self._report())
            await self._say_hello()
            ready.set()

    # -- the bus ---------------------------------------------------------------------------------

    async def _on_fence(self, fence: Fence, _: str) -> None:
        if fence.epoch < self._epoch:
            return
        self._epoch = fence.epoch
        await self._outbox.send_again()
        await self._say_hello()

    async def _say_hello(self) -> None:
        agents = tuple(one.agent for one in self._sessions.values() if one.announced)
        inventory = Inventory(
            role="softphone",
            name=self._settings.softphone_name,
            boot=self._boot,
            epoch=self._epoch,
            sources={self._outbox.source: self._outbox.last_seq},
            agents=agents,
        )
        await self._bus.publish("cc.hello", inventory)

    async def _on_offer(self, offer: AudioOffer) -> Done:
        try:
            wanted = read_offer(offer.sdp)
            session = await self._session(AgentId(offer.agent))
        except (PeerMisbehaved, Unavailable) as wrong:
            return Done(error=str(wrong))
        browser = BrowserAudio(
            self._certificate,
            self._ports,
            host_addresses(self._settings.media_bind),
            self._settings.stun_urls,
        )
        answer = await browser.answer(
            wanted,
            on_rtp=session.from_browser,
            on_rtcp=session.rtcp_from_browser,
            ssrc=session.down.ssrc,
        )
        self._tasks.create_task(self._connect(session, browser, wanted, offer.desk))
        return Done(body=answer.encode())

    async def _on_close(self, close: AudioClose) -> Done:
        session = self._sessions.get(close.agent)
        if session is None or session.desk != close.desk:
            return Done(error="no such audio")
        await self._end(session, "closed")
        return Done()

    async def _on_echo(self, echo: AudioEcho) -> Done:
        session = self._sessions.get(echo.agent)
        if session is None or session.browser is None or session.has_leg:
            return Done(error="no idle audio")
        session.echo = echo.on
        return Done()

    # -- sessions --------------------------------------------------------------------------------

    async def _session(self, agent: AgentId) -> AudioSession:
        known = self._sessions.get(agent)
        if known is not None:
            return known
        session = AudioSession(agent, lambda: now().timestamp())
        loop = asyncio.get_running_loop()
        for port in (next(self._ports) for _ in range(self._ports.size)):
            try:
                await loop.create_datagram_endpoint(
                    lambda: session, local_addr=(self._settings.media_bind, port)
                )
            except OSError:
                continue  # taken by somebody else: the next one
            break
        else:
            raise Unavailable("no free port for audio")
        self._sessions[agent] = self._by_token[session.token] = session
        return session

    async def _connect(
        self, session: AudioSession, browser: BrowserAudio, offer: Offer, desk: str
    ) -> None:
        """Bring the new tab up, then let it take the place of the old one."""
        up = False
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                up = await browser.connect(offer)
        except (TimeoutError, ConnectionError):
            log.info("softphone.browser_not_reached", agent=session.agent)
        if not up or self._sessions.get(session.agent) is not session:
            await browser.close()
            return
        old, session.browser = session.browser, browser
        session.desk, session.lost_at = desk, None
        if old is not None:
            await old.close()
        await self._announce(session)

    async def _announce(self, session: AudioSession) -> None:
        if session.announced:
            return
        session.announced = True
        settings = self._settings
        uri = f"sip:{session.token}@{settings.media_bind}:{settings.softphone_sip_port}"
        await self._outbox.emit(AudioReady(at=now(), agent=AgentId(session.agent), uri=uri))

    async def _look_after(self) -> None:
        """Notice tabs that went away, and give them up in the end."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            for session in tuple(self._sessions.values()):
                await self._look_at(session)

    async def _look_at(self, session: AudioSession) -> None:
        instant = time.monotonic()
        browser = session.browser
        if browser is not None and not browser.is_up:
            session.browser, session.lost_at = None, instant
            await browser.close()
        elif browser is not None:
            # A crashed tab says no good-bye: its silence tells, long before ICE gives it up.
            quiet = session.has_leg and instant - session.heard_at > SILENT_AFTER
            session.lost_at = session.heard_at if quiet else None
        if session.lost_at is None:
            return
        patience = TAB_BACK_WITHIN if session.has_leg else IDLE_BACK_WITHIN
        if instant - session.lost_at > patience:
            await self._end(session, "tab")

    async def _end(self, session: AudioSession, because: str) -> None:
        del self._sessions[session.agent]
        del self._by_token[session.token]
        session.end_leg()
        self._legs.hang_up(session.token)
        browser, session.browser = session.browser, None
        session.close()
        if session.announced:
            at: datetime = now()
            lost = AudioLost(at=at, agent=AgentId(session.agent), because=because)
            await self._outbox.emit(lost)
        if browser is not None:
            await browser.close()

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(REPORT_EVERY)
            for session in self._sessions.values():
                session.report()

    # -- legs --------------------------------------------------------------------------------------

    def _accept_leg(self, token: str, description: Sdp) -> int | None:
        session = self._by_token.get(token)
        if session is None:
            return None
        session.begin_leg(description.address, description.port)
        return session.port

    def _leg_ended(self, token: str) -> None:
        session = self._by_token.get(token)
        if session is not None:
            session.end_leg()
