"""The softphone against a real WebRTC peer, a real bus and a line's SIP over real sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack

from acd.facts import AudioLost, AudioReady
from acd.step import Fact
from callcenter.bus import Bus
from callcenter.lab.ports import free_block
from callcenter.settings import Settings
from callcenter.softphone.rewriter import HEADER
from callcenter.softphone.softphone import Softphone
from callcenter.wire import Ack, AudioClose, AudioOffer, Done, Facts, Fence, Inventory
from tests.softphone.test_rewriter import packet

pytestmark = pytest.mark.nats

WITHIN = 10.0


class House:
    """What control would see and say."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.facts: list[Fact] = []
        self.inventories: list[Inventory] = []
        self.changed = asyncio.Event()

    async def listen(self) -> None:
        await self.bus.subscribe("cc.facts.*", Facts, self._on_facts)
        await self.bus.subscribe("cc.hello", Inventory, self._on_hello)

    async def _on_facts(self, facts: Facts, _: str) -> None:
        for stamped in facts.facts:
            self.facts.append(stamped.fact)
            ack = Ack(source=stamped.source, upto=stamped.seq, epoch=1)
            await self.bus.publish(f"cc.acks.{stamped.source}", ack)
        self.changed.set()

    async def _on_hello(self, inventory: Inventory, _: str) -> None:
        self.inventories.append(inventory)
        self.changed.set()

    async def wait_for(self, there: Callable[[], bool]) -> None:
        async with asyncio.timeout(WITHIN):
            while not there():
                self.changed.clear()
                await self.changed.wait()


class Line(asyncio.DatagramProtocol):
    """The SIP and RTP of a line that dials a session."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[str] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.messages.put_nowait(data.decode())

    async def next_message(self) -> str:
        async with asyncio.timeout(WITHIN):
            return await self.messages.get()


class Rtp(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.packets: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.packets.put_nowait(data)


@contextlib.asynccontextmanager
async def softphone(
    nats_url: str, nats_token: str, folder: Path
) -> AsyncIterator[tuple[House, Settings]]:
    settings = Settings.read(
        data=folder, softphone_sip_port=free_block(1), softphone_ports_first=46000
    )
    bus = await Bus.connect(nats_url, nats_token, "test-softphone")
    house = House(await Bus.connect(nats_url, nats_token, "test-house"))
    await house.listen()
    ready = asyncio.Event()
    running = asyncio.create_task(Softphone(settings, bus).run(ready))
    try:
        async with asyncio.timeout(WITHIN):
            await ready.wait()
        yield house, settings
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await bus.close()
        await house.bus.close()


async def browser(
    house: House, settings: Settings, desk: str = "d1"
) -> tuple[RTCPeerConnection, list[MediaStreamTrack]]:
    """A WebRTC peer that has done what the page does."""
    peer = RTCPeerConnection()
    tracks: list[MediaStreamTrack] = []
    peer.on("track", tracks.append)
    connected = asyncio.Event()
    peer.on(
        "connectionstatechange",
        lambda: connected.set() if peer.connectionState == "connected" else None,
    )
    peer.addTrack(AudioStreamTrack())
    await peer.setLocalDescription(await peer.createOffer())
    offer = AudioOffer(agent="1001", desk=desk, sdp=peer.localDescription.sdp)
    subject = f"cc.softphone.{settings.softphone_name}.offer"
    answer = await house.bus.request(subject, offer, Done, within=5)
    assert answer.error == ""
    await peer.setRemoteDescription(RTCSessionDescription(sdp=answer.body.decode(), type="answer"))
    async with asyncio.timeout(WITHIN):
        await connected.wait()
    return peer, tracks


async def dial(
    uri: str, rtp_port: int, call_id: str
) -> tuple[Line, str, asyncio.DatagramTransport]:
    loop = asyncio.get_running_loop()
    transport, line = await loop.create_datagram_endpoint(Line, local_addr=("127.0.0.1", 0))
    ours = transport.get_extra_info("sockname")[1]
    target = uri.partition("@")[2].partition(":")
    body = (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {rtp_port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"
        "a=rtpmap:101 telephone-event/8000\r\n"
    )
    invite = (
        f"INVITE {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{ours};branch=z9hG4bK{call_id}\r\n"
        f"From: <sip:line@127.0.0.1>;tag=l1\r\nTo: <{uri}>\r\nCall-ID: {call_id}\r\n"
        f"CSeq: 1 INVITE\r\nContact: <sip:line@127.0.0.1:{ours}>\r\nMax-Forwards: 70\r\n"
        f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
    to = (target[0], int(target[2]))
    transport.sendto(invite.encode(), to)
    answer = await line.next_message()
    if " 200 " in answer.split("\r\n")[0]:
        tagged = next(one for one in answer.split("\r\n") if one.startswith("To:"))
        ack = (
            f"ACK {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{ours};branch=z9hG4bKa{call_id}\r\n"
            f"From: <sip:line@127.0.0.1>;tag=l1\r\n{tagged}\r\nCall-ID: {call_id}\r\n"
            "CSeq: 1 ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
        )
        transport.sendto(ack.encode(), to)
    return line, answer, transport


def rtp_port_of(answer: str) -> int:
    media = next(one for one in answer.split("\r\n") if one.startswith("m=audio"))
    return int(media.split()[1])


def audio_ready(house: House) -> AudioReady:
    return next(one for one in house.facts if isinstance(one, AudioReady))


async def test_three_calls_in_one_session(nats_url: str, nats_token: str, tmp_path: Path) -> None:
    async with softphone(nats_url, nats_token, tmp_path) as (house, settings):
        peer, tracks = await browser(house, settings)
        await house.wait_for(lambda: any(isinstance(one, AudioReady) for one in house.facts))
        uri = audio_ready(house).uri
        loop = asyncio.get_running_loop()
        for number in range(3):
            rtp_transport, rtp = await loop.create_datagram_endpoint(
                Rtp, local_addr=("127.0.0.1", 0)
            )
            ours = rtp_transport.get_extra_info("sockname")[1]
            _line, answer, sip = await dial(uri, ours, f"call{number}")
            assert answer.startswith("SIP/2.0 200")
            to = ("127.0.0.1", rtp_port_of(answer))
            sending = asyncio.create_task(_send_audio(rtp_transport, to, ssrc=1000 + number))
            async with asyncio.timeout(WITHIN):
                up = await rtp.packets.get()
                await tracks[0].recv()
            assert up[1] & 0x7F == 0
            assert len(up) == HEADER.size + 160
            sending.cancel()
            bye = _bye(uri, f"call{number}", answer, sip.get_extra_info("sockname")[1])
            sip.sendto(bye.encode(), ("127.0.0.1", settings.softphone_sip_port))
            assert (await _line.next_message()).startswith("SIP/2.0 200")
            rtp_transport.close()
            sip.close()
        await peer.close()


async def _send_audio(transport: asyncio.DatagramTransport, to: tuple[str, int], ssrc: int) -> None:
    for n in range(1000):
        transport.sendto(packet(n, n * 160, ssrc), to)
        await asyncio.sleep(0.02)


def _bye(uri: str, call_id: str, answer: str, ours: int) -> str:
    tagged = next(one for one in answer.split("\r\n") if one.startswith("To:"))
    return (
        f"BYE {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{ours};branch=z9hG4bKb{call_id}\r\n"
        f"From: <sip:line@127.0.0.1>;tag=l1\r\n{tagged}\r\nCall-ID: {call_id}\r\n"
        "CSeq: 2 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )


async def test_a_closed_desk_loses_its_audio_and_its_leg(
    nats_url: str, nats_token: str, tmp_path: Path
) -> None:
    async with softphone(nats_url, nats_token, tmp_path) as (house, settings):
        peer, _ = await browser(house, settings)
        await house.wait_for(lambda: any(isinstance(one, AudioReady) for one in house.facts))
        line, answer, sip = await dial(audio_ready(house).uri, free_block(1), "closing")
        assert answer.startswith("SIP/2.0 200")
        close = AudioClose(agent="1001", desk="d1")
        done = await house.bus.request(f"cc.softphone.{settings.softphone_name}.close", close, Done)
        assert done.error == ""
        assert (await line.next_message()).startswith("BYE ")
        await house.wait_for(lambda: any(isinstance(one, AudioLost) for one in house.facts))
        sip.close()
        await peer.close()


async def test_a_new_tab_takes_the_session_over_while_the_leg_stays(
    nats_url: str, nats_token: str, tmp_path: Path
) -> None:
    async with softphone(nats_url, nats_token, tmp_path) as (house, settings):
        first, _ = await browser(house, settings, "d1")
        await house.wait_for(lambda: any(isinstance(one, AudioReady) for one in house.facts))
        loop = asyncio.get_running_loop()
        rtp_transport, rtp = await loop.create_datagram_endpoint(Rtp, local_addr=("127.0.0.1", 0))
        ours = rtp_transport.get_extra_info("sockname")[1]
        _line, answer, sip = await dial(audio_ready(house).uri, ours, "stays")
        to = ("127.0.0.1", rtp_port_of(answer))
        await first.close()
        second, tracks = await browser(house, settings, "d2")
        sending = asyncio.create_task(_send_audio(rtp_transport, to, ssrc=5))
        async with asyncio.timeout(WITHIN):
            await tracks[0].recv()
            await rtp.packets.get()
        sending.cancel()
        assert not any(isinstance(one, AudioLost) for one in house.facts)
        assert sum(isinstance(one, AudioReady) for one in house.facts) == 1
        rtp_transport.close()
        sip.close()
        await second.close()


@pytest.mark.parametrize("sdp", ["", "v=0\r\n", "nonsense", "v=0\r\nm=audio 9 RTP/AVP 111\r\n"])
async def test_an_unusable_offer_is_refused_in_words(
    sdp: str, nats_url: str, nats_token: str, tmp_path: Path
) -> None:
    async with softphone(nats_url, nats_token, tmp_path) as (house, settings):
        offer = AudioOffer(agent="1001", desk="d", sdp=sdp)
        subject = f"cc.softphone.{settings.softphone_name}.offer"
        done = await house.bus.request(subject, offer, Done)
        assert done.error.startswith("audio offer:")


async def test_an_unknown_token_is_not_answered_with_audio(
    nats_url: str, nats_token: str, tmp_path: Path
) -> None:
    async with softphone(nats_url, nats_token, tmp_path) as (_, settings):
        uri = f"sip:{'0' * 32}@127.0.0.1:{settings.softphone_sip_port}"
        _line, answer, sip = await dial(uri, free_block(1), "stranger")
        assert answer.startswith("SIP/2.0 480")
        sip.close()


async def test_a_fence_is_answered_with_an_inventory(
    nats_url: str, nats_token: str, tmp_path: Path
) -> None:
    async with softphone(nats_url, nats_token, tmp_path) as (house, settings):
        peer, _ = await browser(house, settings)
        await house.wait_for(lambda: any(isinstance(one, AudioReady) for one in house.facts))
        await house.bus.publish("cc.fence", Fence(epoch=7, control="test"))
        await house.wait_for(lambda: any(one.epoch == 7 for one in house.inventories))
        newest = house.inventories[-1]
        assert (newest.role, newest.agents) == ("softphone", ("1001",))
        await peer.close()
