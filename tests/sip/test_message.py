"""Reading messages: what a transaction stands on is read strictly, the rest only cut apart."""

import pytest

from callcenter.sip.grammar import NameAddr, Uri, parse_name_addr, parse_uri
from callcenter.sip.message import Answer, Request, Response, read, respond
from callcenter.sip.refusal import SipRefusal

GOOD = (
    "INVITE sip:8000@127.0.0.1 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1:5070;rport;branch=z9hG4bKa\r\n"
    'From: "Wang, \\"Min\\" 王" <sip:138@192.0.2.1;user=phone>;tag=f;x=y\r\n'
    "To: sip:8000@127.0.0.1;user=phone\r\n"
    "Call-ID: c1@192.0.2.1\r\n"
    "CSeq: 7 INVITE\r\n"
    "\r\n"
)


def request(text: str = GOOD) -> Request:
    message = read(text.encode())
    assert isinstance(message, Request)
    return message


def test_a_request_is_read() -> None:
    message = request()

    assert (message.method, str(message.uri), message.cseq) == ("INVITE", "sip:8000@127.0.0.1", 7)
    assert str(message.sender) == '"Wang, \\"Min\\" 王" <sip:138@192.0.2.1;user=phone>;tag=f'
    assert str(message.to) == "<sip:8000@127.0.0.1>"
    assert not message.in_dialog


def test_merged_and_compact_and_folded_headers_are_cut_apart() -> None:
    text = GOOD.replace(
        "Via: SIP/2.0/UDP 192.0.2.1:5070;rport;branch=z9hG4bKa",
        "v: SIP/2.0/TCP a.example;branch=z9hG4bK1,\r\n SIP/2.0/UDP b.example:5070;branch=z9hG4bK2",
    ).replace("Call-ID", "i")

    message = request(text)

    assert [str(via) for via in message.vias] == [
        "SIP/2.0/TCP a.example;branch=z9hG4bK1",
        "SIP/2.0/UDP b.example:5070;branch=z9hG4bK2",
    ]


def test_the_answer_copies_what_it_must() -> None:
    answer = read(respond(request(), Answer(486, to_tag="mine", fields=(("Retry-After", "5"),))))

    assert isinstance(answer, Response)
    assert (answer.status, answer.reason, answer.to.tag) == (486, "Busy Here", "mine")
    assert (answer.vias, answer.sender, answer.cseq_method) == (
        request().vias,
        request().sender,
        "INVITE",
    )
    assert answer.one("retry-after") == "5"


def test_a_100_has_no_tag() -> None:
    answer = read(respond(request(), Answer(100, to_tag="mine")))

    assert answer.to.tag == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SIP/2.0\r\nVia", "SIP/3.0\r\nVia"),
        ("INVITE sip", "INVITE  sip"),
        ("CSeq: 7 INVITE", "CSeq: 7 BYE"),
        ("CSeq: 7 INVITE", "CSeq: 4294967296 INVITE"),
        ("CSeq: 7 INVITE", "CSeq: -1 INVITE"),
        (";tag=f", ""),
        ("branch=z9hG4bKa", "branch=[]"),
        ("SIP/2.0/UDP 192.0.2.1:5070", "SIP/2.0/UDP 192.0.2.1:99999"),
        ("SIP/2.0/UDP 192.0.2.1:5070", f"SIP/2.0/UDP {'h' * 254}:5070"),
        ("<sip:138@192.0.2.1;user=phone>", f"<sip:138@{'h' * 254}>"),
        ("<sip:138@192.0.2.1;user=phone>", "<http://192.0.2.1>"),
        ("<sip:138@192.0.2.1;user=phone>", "<sip:138@192.0.2.1"),
        ("Call-ID: c1@192.0.2.1", "Call-ID: a b"),
        ("Call-ID: c1@192.0.2.1", "Call-ID: c1\r\nCall-ID: c2"),
        ("Call-ID: c1@192.0.2.1", "Call-ID: c1\r\nTo: <sip:b@c>"),
        ("Call-ID: c1@192.0.2.1", "Call-ID: c1\x00"),
        ("Call-ID: c1@192.0.2.1", "Call-ID: c1\nX: y"),
        ("Call-ID: c1@192.0.2.1", "no colon here\r\nCall-ID: c1"),
        ("Call-ID: c1@192.0.2.1\r\n", ""),
        ("CSeq: 7 INVITE", "CSeq: 7 INVITE\r\nContent-Length: 5"),
        ("CSeq: 7 INVITE", "CSeq: 7 INVITE\r\nContent-Length: 0\r\nContent-Length: 0"),
        ("CSeq: 7 INVITE", "CSeq: 7 INVITE\r\nContent-Length: -1"),
        ("CSeq: 7 INVITE\r\n\r\n", "CSeq: 7 INVITE\r\n"),
        ("CSeq: 7 INVITE", "CSeq: 7 INVITE\r\n" + "X: y\r\n" * 300),
        ("CSeq: 7 INVITE", "CSeq: 7 INVITE\r\nX: " + "y" * 8192),
    ],
)
def test_what_is_malformed_is_not_read(old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(SipRefusal):
        request(GOOD.replace(old, new))


def test_an_unreadable_request_uri_can_still_be_answered() -> None:
    assert request(GOOD.replace("sip:8000@127.0.0.1 ", "<sip:x> ")).uri is None


def test_a_foreign_scheme_is_told_from_a_malformed_uri() -> None:
    assert request(GOOD.replace("sip:8000@127.0.0.1 ", "soap.beep://x ")).uri == Uri(
        "", scheme="soap.beep"
    )


def test_a_transaction_without_a_branch_is_told_by_its_number() -> None:
    modern, old = request(), GOOD.replace("branch=z9hG4bKa", "x=y")
    second = request(old.replace("CSeq: 7", "CSeq: 8"))

    assert modern.transaction() == "z9hG4bKa"
    assert request(old).transaction() == request(old).transaction() != second.transaction()


@pytest.mark.parametrize(
    "text",
    [
        "sip:100@192.0.2.1:5070;transport=tcp;lr",
        "sip:192.0.2.1",
        "sips:a%20b;phone-context=x@host_1.example",
        "tel:+8613800000000;phone-context=cn",
        "sip:a@b?Replaces=c%40d%3Bto-tag%3D1",
    ],
)
def test_uris_are_written_as_they_were_read(text: str) -> None:
    assert str(parse_uri(text, "test")) == text


@pytest.mark.parametrize(
    "text",
    ["", "sip:", "sip:@", "sip:a@", "sip:[::1]", "sip:a@b@c", "sip:a b@c", "sip:a@b;x=\x01", "x:y"],
)
def test_what_is_no_uri(text: str) -> None:
    with pytest.raises(SipRefusal):
        parse_uri(text, "test")


def test_a_display_name_cannot_break_out() -> None:
    sly = NameAddr(Uri("h"), display='a" <sip:evil@h>, "')

    assert parse_name_addr(str(sly), "test") == sly


@pytest.mark.parametrize("text", ["", "<", "<>", 'a"b <sip:x@y>', '"open <sip:x@y>', "a <b> <c>"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(SipRefusal):
        parse_name_addr(text, "test")
