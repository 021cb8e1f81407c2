"""One browser's audio transport: ICE and DTLS-SRTP ended, packets handed on as plain RTP.

Spoken to by `callcenter.softphone.session`. It reaches into three private places of the library
(send and receive of packets, the receive hook): the library's own path decodes audio, which nobody
here needs, and would cost a core for a few dozen agents. They are all in this file.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pylibsrtp
from aiortc import (
    RTCCertificate,
    RTCDtlsParameters,
    RTCDtlsTransport,
    RTCIceCandidate,
    RTCIceParameters,
    RTCIceTransport,
)
from aiortc.sdp import MediaDescription, SessionDescription, candidate_to_sdp

from callcenter.errors import PeerMisbehaved
from callcenter.softphone.ice import Ports, gatherer

CODECS = {"PCMU": 0, "PCMA": 8}
LONGEST_OFFER = 30_000

Packet = Callable[[bytes], None]


class RelayingDtls(RTCDtlsTransport):
    """The library's DTLS, with decrypted packets given to us instead of to a decoder."""

    on_rtp: Packet
    on_rtcp: Packet

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        self.on_rtp(data)

    async def _handle_rtcp_data(self, data: bytes) -> None:
        self.on_rtcp(data)


@dataclass(frozen=True, slots=True)
class Offer:
    """A browser's offer, as far as we use it."""

    mid: str
    ice: RTCIceParameters
    dtls: RTCDtlsParameters
    candidates: tuple[RTCIceCandidate, ...]
    payloads: tuple[tuple[int, str], ...]
    """Payload type and name of each usable codec."""


def read_offer(sdp: str) -> Offer:
    """The offer's audio line, usable for us; raises PeerMisbehaved with what is missing."""
    if len(sdp) > LONGEST_OFFER:
        raise PeerMisbehaved("audio offer: too long")
    try:
        media = SessionDescription.parse(sdp).media
    except (ValueError, IndexError, AssertionError, KeyError) as wrong:
        raise PeerMisbehaved("audio offer: no readable SDP") from wrong
    if len(media) != 1 or media[0].kind != "audio":
        raise PeerMisbehaved("audio offer: exactly one audio line is needed")
    audio = media[0]
    if not (audio.ice and audio.ice.usernameFragment and audio.dtls and audio.dtls.fingerprints):
        raise PeerMisbehaved("audio offer: ICE and DTLS parameters are missing")
    payloads = _payloads(audio)
    if not payloads:
        raise PeerMisbehaved("audio offer: PCMU or PCMA is needed")
    mid = audio.rtp.muxId
    return Offer(mid, audio.ice, audio.dtls, tuple(audio.ice_candidates), payloads)


def _payloads(audio: MediaDescription) -> tuple[tuple[int, str], ...]:
    offered = {codec.payloadType: codec.mimeType.upper() for codec in audio.rtp.codecs}
    return tuple(
        (payload, name)
        for name, payload in CODECS.items()
        if offered.get(payload) == f"AUDIO/{name}"
    )


class BrowserAudio:
    """The transport of one tab."""

    def __init__(
        self,
        certificate: RTCCertificate,
        ports: Ports,
        addresses: tuple[str, ...],
        stun_urls: tuple[str, ...],
    ) -> None:
        self._gatherer = gatherer(ports, addresses, stun_urls)
        self._ice = RTCIceTransport(self._gatherer)
        self._ice._role_set = True
        self._certificate = certificate
        self._dtls = RelayingDtls(self._ice, [certificate])

    async def answer(self, offer: Offer, *, on_rtp: Packet, on_rtcp: Packet, ssrc: int) -> str:
        """Gather, and say the SDP answer; the connection itself comes up behind it."""
        self._dtls.on_rtp, self._dtls.on_rtcp = on_rtp, on_rtcp
        self._dtls._set_role("client" if offer.dtls.role in ("auto", "server") else "server")
        await self._gatherer.gather()
        return self._render(offer, ssrc)

    def _render(self, offer: Offer, ssrc: int) -> str:
        local = self._gatherer.getLocalParameters()
        setup = "active" if self._dtls._role == "client" else "passive"
        lines = [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            f"a=group:BUNDLE {offer.mid}",
            "m=audio 9 UDP/TLS/RTP/SAVPF "
            + " ".join(str(payload) for payload, _ in offer.payloads),
            "c=IN IP4 0.0.0.0",
            f"a=mid:{offer.mid}",
            "a=rtcp-mux",
            "a=sendrecv",
            "a=ptime:20",
            f"a=ice-ufrag:{local.usernameFragment}",
            f"a=ice-pwd:{local.password}",
            f"a=setup:{setup}",
            "a=msid:callcenter voice",
            f"a=ssrc:{ssrc} cname:callcenter",
        ]
        for fingerprint in self._certificate.getFingerprints():
            lines.append(f"a=fingerprint:{fingerprint.algorithm} {fingerprint.value}")
        lines += [f"a=rtpmap:{payload} {name}/8000" for payload, name in offer.payloads]
        for candidate in self._gatherer.getLocalCandidates():
            lines.append("a=candidate:" + candidate_to_sdp(candidate))
        lines.append("a=end-of-candidates")
        return "\r\n".join(lines) + "\r\n"

    async def connect(self, offer: Offer) -> bool:
        """ICE, then DTLS; False when the browser could not be reached."""
        for candidate in offer.candidates:
            await self._ice.addRemoteCandidate(candidate)
        await self._ice.addRemoteCandidate(None)
        await self._ice.start(offer.ice)
        if self._ice.state != "completed":
            return False
        await self._dtls.start(offer.dtls)
        return self.is_up

    @property
    def is_up(self) -> bool:
        """Whether packets go both ways."""
        return self._dtls.state == "connected" and self._ice.state == "completed"

    def send(self, packet: bytes) -> None:
        """Encrypt and send RTP; dropped while the transport is not up."""
        if self.is_up:
            self._send(self._dtls._tx_srtp.protect(packet))

    def send_rtcp(self, packet: bytes) -> None:
        """Encrypt and send RTCP."""
        if self.is_up:
            self._send(self._dtls._tx_srtp.protect_rtcp(packet))

    def _send(self, protected: bytes) -> None:
        pair = self._ice._connection._nominated.get(1)
        if pair is not None:
            pair.protocol.transport.sendto(protected, pair.remote_addr)

    async def close(self) -> None:
        """End DTLS and ICE."""
        await self._dtls.stop()
        await self._ice.stop()


SrtpError = pylibsrtp.Error
"""What `send` may raise for a packet that cannot be protected (a replayed sequence number)."""
