"""Our model of a session description: one G.711 audio stream, and nothing else (RFC 4566, 3264).

Parsed strictly, written anew. Addresses are IPv4 literals, payloads are PCMU, PCMA and
telephone-event; crypto, candidates, RTCP attributes, bandwidth and foreign codecs fall away.
Other media lines are remembered by shape only, so that an answer can refuse each in its place.
"""

import ipaddress
import re
from dataclasses import dataclass

from callcenter.sip.refusal import SipRefusal

PCMU, PCMA = 0, 8
PTIMES = (10, 20, 30, 40, 60)
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
LONGEST_SDP = 4096
MOST_FORMATS = 64
MOST_MEDIA = 8

_NAMES = {PCMU: "PCMU", PCMA: "PCMA"}
_LINE = re.compile(r"([a-z])=(.*)")
_MEDIA = re.compile(r"([a-z]{1,20}) (\d{1,5})(?:/1)? ([A-Za-z/]{1,40})((?: [!-~]{1,20}){1,})")
_CONNECTION = re.compile(r"IN (IP[46]) ([!-~]{1,64})\s*")
_ORIGIN = re.compile(r"\S{1,64} (\d{1,20}) (\d{1,20}) IN IP[46] \S{1,253}\s*")
_EVENTS = re.compile(r"rtpmap:(\d{2,3}) telephone-event/8000(?:/1)?\s*", re.IGNORECASE)
_PTIME = re.compile(r"ptime:(\d{1,3})\s*")


@dataclass(frozen=True, slots=True)
class OtherMedia:
    """A media line we refuse, by its place among the media lines."""

    place: int
    kind: str
    profile: str
    form: str


@dataclass(frozen=True, slots=True, repr=False)
class Sdp:
    """One side's audio: where it listens, what it speaks, which way it flows.

    `payloads` are 0 and 8 in the peer's order; `events` the telephone-event payload (96-127);
    `ptime` milliseconds.
    """

    address: str
    port: int
    payloads: tuple[int, ...] = (PCMU, PCMA)
    events: int | None = 101
    direction: str = "sendrecv"
    ptime: int | None = 20
    session: int = 0
    version: int = 0
    others: tuple[OtherMedia, ...] = ()


@dataclass(slots=True)
class _Section:
    media: re.Match[str] | None
    connection: str = ""
    attributes: list[str] | None = None

    def attribute_list(self) -> list[str]:
        return self.attributes or []


def parse_sdp(body: bytes) -> Sdp:
    """Read a description; 400 where it is malformed, 488 where nothing in it is usable."""
    origin, sections = _sections(body)
    session, media = sections[0], sections[1:]
    chosen = next((place for place, section in enumerate(media) if _usable(section)), None)
    if chosen is None:
        raise SipRefusal(488, "No plain RTP audio offered")
    audio = media[chosen]
    assert audio.media is not None
    formats = audio.media[4].split()
    payloads = tuple(dict.fromkeys(int(form) for form in formats if form in ("0", "8")))
    if not payloads:
        raise SipRefusal(488, "No usable codec: PCMU or PCMA needed")
    return Sdp(
        address=_address(audio.connection or session.connection),
        port=int(audio.media[2]),
        payloads=payloads,
        events=_events(audio.attribute_list(), formats),
        direction=_direction(audio.attribute_list(), session.attribute_list()),
        ptime=_ptime(audio.attribute_list()),
        session=int(origin[1]),
        version=int(origin[2]),
        others=tuple(_other(place, s) for place, s in enumerate(media) if place != chosen),
    )


def _sections(body: bytes) -> tuple[re.Match[str], list[_Section]]:
    try:
        text = body.decode("ascii", errors="strict") if len(body) <= LONGEST_SDP else ""
    except UnicodeDecodeError:
        # Names in s= and i= may be in any script; they are not passed on.
        text = body.decode("utf-8", errors="replace")
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line]
    if not lines or lines[0] != "v=0":
        raise SipRefusal(400, "Bad SDP: no version line, or too long")
    origin: re.Match[str] | None = None
    sections = [_Section(None)]
    for line in lines[1:]:
        parted = _LINE.fullmatch(line)
        if parted is None:
            raise SipRefusal(400, "Bad SDP line")
        origin = _take(parted[1], parted[2], sections) or origin
    if origin is None or len(sections) > MOST_MEDIA + 1:
        raise SipRefusal(400, "Bad SDP: origin or media lines")
    return origin, sections


def _take(kind: str, value: str, sections: list[_Section]) -> re.Match[str] | None:
    section = sections[-1]
    if kind == "o":
        return _ORIGIN.fullmatch(value)
    if kind == "m":
        sections.append(_Section(_media(value)))
    elif kind == "c":
        section.connection = value
    elif kind == "a":
        section.attributes = [*section.attribute_list(), value]
    return None


def _media(value: str) -> re.Match[str]:
    media = _MEDIA.fullmatch(value.rstrip())
    if media is None or int(media[2]) > 65535 or len(media[4].split()) > MOST_FORMATS:
        raise SipRefusal(400, "Bad SDP media line")
    return media


def _usable(section: _Section) -> bool:
    media = section.media
    if media is None or media[1] != "audio" or media[3] != "RTP/AVP":
        return False
    # Below 1024 live the machine's own services; audio sent there would be an attack.
    return int(media[2]) >= 1024


def _address(connection: str) -> str:
    match = _CONNECTION.fullmatch(connection)
    if match is None:
        raise SipRefusal(400, "Bad SDP connection line")
    if match[1] != "IP4":
        raise SipRefusal(488, "IPv4 audio address needed")
    try:
        address = ipaddress.IPv4Address(match[2])
    except ipaddress.AddressValueError as error:
        raise SipRefusal(400, "Bad SDP address: an IPv4 literal is needed") from error
    if address.is_multicast or (address.is_reserved and not address.is_unspecified):
        raise SipRefusal(488, "Unicast audio address needed")
    return str(address)


def _events(attributes: list[str], formats: list[str]) -> int | None:
    for attribute in attributes:
        match = _EVENTS.fullmatch(attribute)
        if match and match[1] in formats and 96 <= int(match[1]) <= 127:
            return int(match[1])
    return None


def _direction(*levels: list[str]) -> str:
    for attributes in levels:
        for attribute in attributes:
            if attribute.strip() in DIRECTIONS:
                return attribute.strip()
    return "sendrecv"


def _ptime(attributes: list[str]) -> int | None:
    for attribute in attributes:
        match = _PTIME.fullmatch(attribute)
        if match and int(match[1]) in PTIMES:
            return int(match[1])
    return None


def _other(place: int, section: _Section) -> OtherMedia:
    assert section.media is not None
    return OtherMedia(place, section.media[1], section.media[3], section.media[4].split()[0])


def render_sdp(sdp: Sdp, others: tuple[OtherMedia, ...] = ()) -> bytes:
    """The description as bytes; `others` are refused in their places (RFC 3264 §6)."""
    lines = [
        "v=0",
        f"o=- {sdp.session} {sdp.version} IN IP4 {sdp.address}",
        "s=call",
        f"c=IN IP4 {sdp.address}",
        "t=0 0",
    ]
    refused = {other.place: other for other in others}
    for place in range(len(others) + 1):
        if other := refused.get(place):
            lines.append(f"m={other.kind} 0 {other.profile} {other.form}")
        else:
            lines += _audio_lines(sdp)
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _audio_lines(sdp: Sdp) -> list[str]:
    forms = [*sdp.payloads] + ([] if sdp.events is None else [sdp.events])
    lines = [f"m=audio {sdp.port} RTP/AVP {' '.join(str(form) for form in forms)}"]
    lines += [f"a=rtpmap:{payload} {_NAMES[payload]}/8000" for payload in sdp.payloads]
    if sdp.events is not None:
        lines += [f"a=rtpmap:{sdp.events} telephone-event/8000", f"a=fmtp:{sdp.events} 0-15"]
    if sdp.ptime is not None:
        lines.append(f"a=ptime:{sdp.ptime}")
    lines.append(f"a={sdp.direction}")
    return lines
