"""What is made out of requests that cannot be read, and how they are answered."""

from __future__ import annotations

import pytest

from callcenter.sip.unread import make_out

pytestmark = pytest.mark.thinking

HEAD = (
    b"INVITE sip:8000@192.0.2.1 SIP/2.0\r\n"
    b"v: SIP/2.0/UDP 192.0.2.9:5062;branch=z9hG4bKone, SIP/2.0/UDP 192.0.2.8\r\n"
    b"f: <sip:a@b>;tag=a\r\nt: <sip:c@d>\r\ni: x\r\nCSeq: 1\r\n INVITE\r\n\r\n"
)


def test_the_lines_of_an_answer_are_found_by_name() -> None:
    unread = make_out(HEAD)
    assert unread is not None
    via = unread.via
    assert via is not None
    answer = unread.respond(400, "Bad Request", via.with_param("received", "192.0.2.7"), "mine")

    assert (unread.method, unread.version, via.port) == ("INVITE", "2.0", 5062)
    assert answer.split(b"\r\n") == [
        b"SIP/2.0 400 Bad Request",
        b"Via: SIP/2.0/UDP 192.0.2.9:5062;branch=z9hG4bKone;received=192.0.2.7, "
        b"SIP/2.0/UDP 192.0.2.8",
        b"From: <sip:a@b>;tag=a",
        b"To: <sip:c@d>;tag=mine",
        b"Call-ID: x",
        b"CSeq: 1 INVITE",
        b"Content-Length: 0",
        b"",
        b"",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage\r\n\r\n",
        HEAD.removesuffix(b"\r\n"),
        HEAD.replace(b"v: ", b"x: "),
        HEAD.replace(b"INVITE", b"ACK"),
        HEAD.replace(b"INVITE sip:8000@192.0.2.1 SIP/2.0", b"SIP/2.0 200 OK"),
        HEAD + b"x" * 9000,
    ],
    ids=["empty", "no request", "cut", "no Via", "an ACK", "a response", "too long"],
)
def test_what_has_no_answer(data: bytes) -> None:
    assert make_out(data) is None


def test_a_bare_line_end_is_not_sent_back() -> None:
    unread = make_out(HEAD.replace(b"i: x", b"i: x\nInjected: 1"))
    assert unread is not None
    assert b"Injected" not in unread.respond(400, "Bad Request", unread.via, "mine")


def test_a_via_that_cannot_be_read_is_copied() -> None:
    unread = make_out(HEAD.replace(b"192.0.2.9:5062", b"192.0.2.9;;"))
    assert unread is not None
    assert unread.via is None
    assert b"Via: SIP/2.0/UDP 192.0.2.9;;;branch" in unread.respond(400, "Bad", None, "mine")
