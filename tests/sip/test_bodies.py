"""The small bodies: a key press and a transfer's progress come out in one form, or not at all."""

import pytest

from callcenter.sip.bodies import rebuild_dtmf_relay, rebuild_sipfrag
from callcenter.sip.refusal import SipRefusal


@pytest.mark.parametrize(
    ("body", "rebuilt"),
    [
        (b"Signal=5", b"Signal=5\r\nDuration=160\r\n"),
        (b"Signal=5\r\n", b"Signal=5\r\nDuration=160\r\n"),
        (b"Signal= 5\r\nDuration= 250\r\n", b"Signal=5\r\nDuration=250\r\n"),
        (b"signal=#\nduration=1\n", b"Signal=#\r\nDuration=40\r\n"),
        (b"Signal=11\r\nDuration=99999\r\n", b"Signal=#\r\nDuration=5000\r\n"),
        (b"Signal=d\r\nDuration=160", b"Signal=D\r\nDuration=160\r\n"),
    ],
)
def test_a_key_press_in_its_one_form(body: bytes, rebuilt: bytes) -> None:
    assert rebuild_dtmf_relay(body) == rebuilt


@pytest.mark.parametrize(
    "body", [b"", b"Signal=", b"Signal=\r\n", b"Signal=x\r\n", b"5", b"Signal=5\x00", b"\xff\xfe"]
)
def test_a_key_press_that_says_nothing_is_refused(body: bytes) -> None:
    with pytest.raises(SipRefusal):
        rebuild_dtmf_relay(body)


def test_progress_loses_the_peers_words() -> None:
    assert rebuild_sipfrag(b"SIP/2.0 180 Ringing\r\nContact: x\r\n") == b"SIP/2.0 180 Progress\r\n"


@pytest.mark.parametrize("body", [b"", b"SIP/2.0 1800", b"hello", b"SIP/2.0 099 No"])
def test_progress_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(SipRefusal):
        rebuild_sipfrag(body)
