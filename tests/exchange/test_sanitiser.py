"""The sanitiser: every message known to kill the telephone library is refused or made harmless."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.exchange.allowed_fields import Heading
from callcenter.exchange.door_addresses import DoorAddresses
from callcenter.exchange.door_ports import LineAddress
from callcenter.exchange.door_rewriting import Rewriting
from callcenter.exchange.sanitiser import Clean, clean_request, clean_response
from callcenter.sip.branches import Branches
from callcenter.sip.message import Request, Response, read
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal
from callcenter.sip.sdp import parse_sdp
from callcenter.sip.tokens import Tokens

KEY = b"0123456789abcdef"
SDP = (
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
    "m=audio 30000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)
REWRITING = Rewriting(
    DoorAddresses("192.0.2.99", "0.0.0.0", 5060, 20999), Branches(KEY), Tokens(KEY)
)
LINE = LineAddress("line-1", 20001)
SOURCE = Peer("192.0.2.1", 5070)


def frame(start: str, method: str, extra: str = "", body: str = "", to_tag: str = "") -> str:
    return (
        f"{start}\r\n"
        "Via: SIP/2.0/UDP 192.0.2.1:5070;rport;branch=z9hG4bKa\r\n"
        "From: <sip:138@192.0.2.1>;tag=f\r\n"
        f"To: <sip:8000@192.0.2.99>{to_tag}\r\n"
        "Call-ID: c1\r\n"
        f"CSeq: 1 {method}\r\n"
        "Contact: <sip:138@192.0.2.1:5070>\r\n"
        f"{extra}\r\n{body}"
    )


def request(method: str, extra: str = "", body: str = "") -> Request:
    text = frame(f"{method} sip:8000@192.0.2.99 SIP/2.0", method, extra, body)
    message = read(text.encode())
    assert isinstance(message, Request)
    return message


def response(status: int, extra: str = "", body: str = "", method: str = "INVITE") -> Response:
    text = frame(f"SIP/2.0 {status} Whatever", method, extra, body, to_tag=";tag=t")
    message = read(text.encode())
    assert isinstance(message, Response)
    return message


def inward(message: Request) -> bytes:
    return REWRITING.request_inward(message, clean_request(message, Heading.INWARD), SOURCE, LINE)


AUDIO = "Content-Type: application/sdp\r\n"
MULTIPART = "--b\r\nContent-Type: application/sdp\r\n\r\n" + SDP + "\r\n--b\r\n\r\nx\r\n--b--\r\n"
LONG = "9" * 300


@pytest.mark.parametrize(
    ("method", "extra", "body", "status"),
    [
        # Addresses too long for the library abort it.
        ("INVITE", AUDIO, SDP.replace("c=IN IP4 192.0.2.1", f"c=IN IP4 {LONG}"), 400),
        ("INVITE", AUDIO, SDP.replace("c=IN IP4 192.0.2.1", "c=IN IP4 "), 400),
        # A body hidden in another.
        ("INVITE", "Content-Type: multipart/mixed;boundary=b\r\n", MULTIPART, 415),
        ("INVITE", AUDIO + "Content-Encoding: gzip\r\n", SDP, 415),
        ("INVITE", "", SDP, 400),
        ("INVITE", AUDIO * 2, SDP, 400),
        ("INVITE", AUDIO, SDP.replace("RTP/AVP 0 101", "RTP/AVP 18"), 488),
        ("INVITE", AUDIO, SDP.replace("RTP/AVP", "RTP/SAVP"), 488),
        ("INVITE", "Content-Type: application/dtmf-relay\r\n", "Signal=5", 415),
        # A key press without its second line is a SIGSEGV; one without a key is refused.
        ("INFO", "Content-Type: application/dtmf-relay\r\n", "Signal=", 400),
        ("INFO", "Content-Type: application/dtmf\r\n", "5", 415),
        ("INFO", AUDIO, SDP, 415),
        # A transfer to nobody is a SIGSEGV once accepted.
        ("REFER", "", "", 400),
        ("REFER", "Refer-To:\r\n", "", 400),
        ("REFER", "Refer-To:   \r\n", "", 400),
        ("REFER", "Refer-To: <>\r\n", "", 400),
        ("REFER", "Refer-To: <sip:>\r\n", "", 400),
        ("REFER", "r: <sip:a@b>\r\nRefer-To: <sip:a@b>\r\n", "", 400),
        ("REFER", "Refer-To: <sip:a@b?Subject=x>\r\n", "", 400),
        ("REFER", f"Refer-To: <sip:a@{LONG}>\r\n", "", 400),
        ("NOTIFY", "", "", 489),
        ("NOTIFY", "Event: presence\r\nSubscription-State: active\r\n", "", 489),
        ("NOTIFY", "Event: refer\r\n", "", 400),
        ("INVITE", "Require: 100rel\r\n", "", 420),
        ("INVITE", "Proxy-Require: x\r\n", "", 420),
        ("INVITE", "Session-Expires: soon\r\n", "", 400),
        ("INVITE", "Max-Forwards: 0\r\n", "", 483),
        ("INVITE", "Max-Forwards: many\r\n", "", 400),
        ("INVITE", "Contact: <sip:second@192.0.2.1>\r\n", "", 400),
        ("INVITE", f"Route: <sip:{LONG}>\r\n", "", 400),
        ("INVITE", "Record-Route: <tel:1>\r\n", "", 400),
        ("INVITE", "X-A: y\r\n" * 101, "", 400),
        ("INVITE", "X-A: " + "y" * 4096 + "\r\n", "", 513),
        ("PRACK", "RAck: 1 1 INVITE\r\n", "", 481),
        ("SUBSCRIBE", "", "", 405),
        ("MESSAGE", "", "", 405),
        ("PUBLISH", "", "", 405),
    ],
)
def test_what_is_refused(method: str, extra: str, body: str, status: int) -> None:
    with pytest.raises(SipRefusal) as refused:
        clean_request(request(method, extra, body), Heading.INWARD)
    assert refused.value.status == status


@pytest.mark.parametrize(
    ("uri", "status"),
    [("sips:8000@h", 416), ("tel:8000", 416), ("http://h", 416), ("sip:a@h?Route=b", 400)],
)
def test_only_sip_uris_are_dialled(uri: str, status: int) -> None:
    message = read(frame(f"INVITE {uri} SIP/2.0", "INVITE").encode())
    assert isinstance(message, Request)
    with pytest.raises(SipRefusal) as refused:
        clean_request(message, Heading.INWARD)
    assert refused.value.status == status


def test_a_killing_rtcp_attribute_does_not_pass() -> None:
    body = SDP + f"a=rtcp:5 IN IP4 {LONG}\r\n"

    passed = inward(request("INVITE", AUDIO, body))

    assert LONG.encode() not in passed
    assert b"rtcp" not in passed


def test_a_key_press_passes_in_full_form() -> None:
    kind = "Content-Type: application/dtmf-relay\r\n"

    assert inward(request("INFO", kind, "Signal=5")).endswith(
        b"\r\n\r\nSignal=5\r\nDuration=160\r\n"
    )


def test_only_listed_fields_pass_and_in_our_words() -> None:
    extra = (
        "User-Agent: friendly-scanner\r\nSubject: x\r\nAlert-Info: <http://evil>\r\n"
        "Supported: 100rel, timer, replaces\r\nAllow: INVITE, PRACK, BYE, PUBLISH\r\n"
        "x: 1800;refresher=uac;evil=1\r\nMin-SE: 90;x=y\r\n"
        'P-Asserted-Identity: "W" <sip:138@192.0.2.1>;x=y\r\n'
        "Diversion: <sip:1@a>;reason=no-answer;evil=1\r\n"
        'Reason: Q.850;cause=16;text="evil"\r\n'
        'Authorization: Digest username="u", nonce="n", response="r"\r\n'
        "X-Order: 42\r\nReplaces: c2;to-tag=a;from-tag=b\r\n"
    )

    passed = read(inward(request("INVITE", extra)))

    kept = {name: value for name, value in passed.fields}
    assert kept.keys() == {
        *("via", "record-route", "from", "to", "call-id", "cseq", "contact", "max-forwards"),
        *("supported", "allow", "session-expires", "min-se", "p-asserted-identity", "diversion"),
        *("reason", "x-order", "content-length"),
    }
    assert kept["supported"] == "timer"
    assert passed.all("allow") == ["INVITE", "BYE"]
    assert kept["session-expires"] == "1800;refresher=uac"
    assert kept["reason"] == "Q.850;cause=16"
    assert kept["p-asserted-identity"] == '"W" <sip:138@192.0.2.1>'
    assert kept["diversion"] == "<sip:1@a>;reason=no-answer"


def test_challenges_go_inward_and_credentials_outward_only() -> None:
    challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", evil="x", algorithm=MD5\r\n'
    credentials = 'Authorization: Digest username="u", nonce="n", nc=00000001, qop=auth\r\n'

    def names(clean: Clean) -> list[str]:
        return [name for name, _ in clean.fields]

    assert dict(clean_response(response(401, challenge), Heading.INWARD).fields) == {
        "WWW-Authenticate": 'Digest realm="r", nonce="n", algorithm=MD5'
    }
    assert names(clean_response(response(401, challenge), Heading.OUTWARD)) == []
    assert names(clean_request(request("INVITE", credentials), Heading.OUTWARD)) == [
        "Authorization"
    ]
    assert names(clean_request(request("INVITE", credentials), Heading.INWARD)) == []


@pytest.mark.parametrize(
    ("status", "extra", "body"),
    [
        (200, AUDIO, SDP.replace("c=IN IP4 192.0.2.1", f"c=IN IP4 {LONG}")),
        (200, "Content-Type: multipart/mixed;boundary=b\r\n", MULTIPART),
        (200, "Contact: <sip:second@192.0.2.1>\r\n", ""),
        (183, AUDIO, "v=0"),
        (200, "Require: 100rel\r\n", ""),
    ],
)
def test_an_answer_that_cannot_be_rebuilt_is_refused(status: int, extra: str, body: str) -> None:
    with pytest.raises(SipRefusal):
        clean_response(response(status, extra, body), Heading.INWARD)


def test_a_refusal_loses_body_and_contact() -> None:
    clean = clean_response(response(302, "Content-Type: x/y\r\n", "evil"), Heading.INWARD)

    assert (clean.body, clean.contact) == (b"", None)


def test_record_routes_and_vias_are_rebuilt_in_order() -> None:
    extra = "Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>\r\n"

    passed = read(inward(request("INVITE", extra)))

    assert passed.all("record-route") == [
        "<sip:127.0.0.1:20999;lr>",
        f"<sip:192.0.2.99:5060;transport=udp;lr;t={REWRITING.token(20001, SOURCE)}>",
        "<sip:p2.example;lr>",
        "<sip:p1.example;lr>",
    ]
    assert [str(via) for via in passed.vias] == [
        f"SIP/2.0/UDP 127.0.0.1:20999;branch={Branches(KEY).forwarded('z9hG4bKa', 'c1')}",
        "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;received=192.0.2.1;rport=5070",
    ]


SEEDS = [
    frame("INVITE sip:8000@192.0.2.99 SIP/2.0", "INVITE", AUDIO, SDP),
    frame("ACK sip:8000@192.0.2.99 SIP/2.0", "ACK", AUDIO, SDP, ";tag=t"),
    frame("REFER sip:8000@192.0.2.99 SIP/2.0", "REFER", "Refer-To: <sip:a@b>\r\n"),
    frame(
        "INFO sip:8000@192.0.2.99 SIP/2.0",
        "INFO",
        "Content-Type: application/dtmf-relay\r\n",
        "Signal=5\r\nDuration=160\r\n",
        ";tag=t",
    ),
    frame(
        "NOTIFY sip:8000@192.0.2.99 SIP/2.0",
        "NOTIFY",
        "Event: refer\r\nSubscription-State: active\r\nContent-Type: message/sipfrag\r\n",
        "SIP/2.0 180 Ringing\r\n",
    ),
    frame("SIP/2.0 200 OK", "INVITE", AUDIO + "Record-Route: <sip:p;lr>\r\n", SDP, ";tag=t"),
    frame("SIP/2.0 401 No", "INVITE", 'WWW-Authenticate: Digest realm="r", nonce="n"\r\n'),
]
PIECES = [
    *(b"\x00", b"\r\n", b"\r\n\r\n", b"\n", b" ", b",", b";", b"<", b">", b'"', b"@", b"%", b"="),
    *(b"\xff\xfe", "王".encode(), b"9" * 300, b"a" * 5000, b"-1", b"4294967296", b"sip:", b"[::1]"),
    *(b"Contact: *\r\n", b"Content-Length: 3\r\n", b"Via: SIP/2.0/UDP x;branch=z9hG4bKb\r\n"),
    *(b"Refer-To: \r\n", b"Require: x\r\n", b";tag=", b"\tfolded", b"m=audio 1 RTP/AVP 0\r\n"),
]
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=8)),
    min_size=1,
    max_size=4,
)


def edited(seed: str, changes: list[tuple[float, int, bytes]]) -> bytes:
    data = seed.encode()
    for place, cut, piece in changes:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + cut :]
    return data


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(SEEDS), edits)
def test_nothing_raises_but_a_refusal_and_what_passes_is_clean(
    seed: str, changes: list[tuple[float, int, bytes]]
) -> None:
    try:
        passed = _through_the_door(edited(seed, changes))
    except SipRefusal:
        return
    again = read(passed)
    head = passed.partition(b"\r\n\r\n")[0]

    assert len(passed) < 4000
    assert all(byte >= 32 or byte in b"\r\n" for byte in head)
    assert b"9" * 300 not in passed
    assert again.one("content-length") == str(len(again.body))
    if again.one("content-type") == "application/sdp":
        parse_sdp(again.body)
    if again.one("content-type") == "application/dtmf-relay":
        assert again.body.count(b"\r\n") == 2
    if isinstance(again, Request) and again.method == "REFER":
        assert str(again.one("refer-to")).strip("<>")


def _through_the_door(data: bytes) -> bytes:
    message = read(data)
    if isinstance(message, Request):
        return inward(message)
    clean = clean_response(message, Heading.INWARD)
    if len(message.vias) == 1:
        # Its only Via would be ours; add the line's, as it would have come.
        message = read(
            data.replace(b"\r\nVia:", b"\r\nVia: SIP/2.0/UDP d;branch=z9hG4bKd\r\nVia:", 1)
        )
    assert isinstance(message, Response)
    return REWRITING.response_inward(message, clean, 20001, SOURCE)
