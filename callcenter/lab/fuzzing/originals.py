"""The good messages that are broken: one of each kind a trunk or a phone may send.

They ask for `rport`, so that every answer comes back to where they were sent from. The door's
address and its token stand in them by name, so that a seed breaks the same bytes on every port.
"""

from collections.abc import Sequence
from typing import Final

from callcenter.sip.message import emit_request, emit_response

DOOR: Final = "door.invalid:99999"
TOKEN: Final = "t" * 28
LINE_TAG: Final = "line"
SDP: Final = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=audio 30000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n"
    b"m=video 30002 RTP/AVP 31\r\n"
)
_SMALL_BODIES: Final = {
    "INFO": ("application/dtmf-relay", b"Signal=5\r\nDuration=160\r\n"),
    "NOTIFY": ("message/sipfrag;version=2.0", b"SIP/2.0 200 OK\r\n"),
}
_OWN_FIELDS: Final = {
    "INVITE": (("Session-Expires", "1800;refresher=uac"), ("P-Asserted-Identity", "<sip:1@h>")),
    "REFER": (("Refer-To", "<sip:8000@127.0.0.1>"), ("Referred-By", "<sip:fuzz@127.0.0.1>")),
    "NOTIFY": (("Event", "refer"), ("Subscription-State", "terminated;reason=noresource")),
    "REGISTER": (("Authorization", 'Digest username="a", realm="b", nonce="c", response="d"'),),
}
_WITH_SDP: Final = ("INVITE", "UPDATE")
METHODS: Final = (
    *("INVITE", "ACK", "BYE", "CANCEL", "INFO", "UPDATE", "PRACK", "REFER", "NOTIFY"),
    *("OPTIONS", "REGISTER", "SUBSCRIBE", "MESSAGE", "NEWMETHOD"),
)
_SENT_BY: Final = "SIP/2.0/UDP 127.0.0.1:5099;rport;branch=z9hG4bK"


def originals(number: str) -> list[bytes]:
    """Requests out of any dialog to `number`, and responses to nobody."""
    uri = f"sip:{number}@{DOOR}"
    asked = [_request(method, uri, uri, call=f"fuzz-{method}-000000") for method in METHODS]
    # Calls are what gets furthest.
    asked += [asked[0]] * 4
    told = [_response(status) for status in (100, 180, 200, 486)]
    return asked + told


def inside(number: str, call: str) -> list[bytes]:
    """Requests inside a dialog that stands; none of them ends it."""
    target, to = f"sip:{TOKEN}@{DOOR}", f"<sip:{number}@{DOOR}>;tag={LINE_TAG}"
    routes = (f"<sip:{DOOR};transport=udp;lr;t={TOKEN}>",)
    return [
        _request(method, target, to, call=call, routes=routes)
        for method in ("INVITE", "ACK", "INFO", "UPDATE", "REFER", "NOTIFY", "CANCEL")
    ]


def named(data: bytes, door: str, token: str) -> bytes:
    """The message with the true address and token, as far as their names are still whole."""
    return data.replace(DOOR.encode(), door.encode()).replace(TOKEN.encode(), token.encode())


def _request(method: str, uri: str, to: str, *, call: str, routes: Sequence[str] = ()) -> bytes:
    kind, body = _SMALL_BODIES.get(method, ("application/sdp", b""))
    body = SDP if method in _WITH_SDP else body
    fields = [
        ("Via", f"{_SENT_BY}{method}{len(routes)}-000000"),
        ("Via", "SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKbefore"),
        *(("Route", route) for route in routes),
        ("From", '"F. Uzz" <sip:+8613800000000@127.0.0.1>;tag=fuzz'),
        ("To", to if "<" in to else f"<{to}>"),
        ("Call-ID", call),
        ("CSeq", f"7 {method}"),
        ("Contact", "<sip:fuzz@127.0.0.1:5099>"),
        ("Max-Forwards", "70"),
        ("Supported", "timer, replaces"),
        ("User-Agent", "friendly-scanner"),
        *_OWN_FIELDS.get(method, ()),
    ]
    if body:
        fields.append(("Content-Type", kind))
    return emit_request(method, uri, fields, body)


def _response(status: int) -> bytes:
    fields = [
        ("Via", f"SIP/2.0/UDP {DOOR};branch=z9hG4bKp0123456789abcdef01234567"),
        ("Via", f"{_SENT_BY}line"),
        ("From", "<sip:8000@127.0.0.1>;tag=line"),
        ("To", "<sip:fuzz@127.0.0.1>;tag=fuzz"),
        ("Call-ID", "fuzz-answered"),
        ("CSeq", "1 INVITE"),
        ("Contact", "<sip:fuzz@127.0.0.1:5099>"),
        ("Content-Type", "application/sdp"),
    ]
    return emit_response(status, "Fine", fields, SDP)
