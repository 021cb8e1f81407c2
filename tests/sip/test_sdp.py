"""Session descriptions: one G.711 audio stream comes out, whatever else came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.sip.refusal import SipRefusal
from callcenter.sip.sdp import OtherMedia, Sdp, parse_sdp, render_sdp

HEAD = "v=0\r\no=- 7 8 IN IP4 192.0.2.1\r\ns=x\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
AUDIO = "m=audio 40000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"


def parsed(text: str) -> Sdp:
    return parse_sdp(text.encode())


def test_a_plain_offer() -> None:
    sdp = parsed(HEAD + AUDIO + "a=ptime:20\r\na=sendonly\r\n")

    assert (sdp.address, sdp.port, sdp.payloads, sdp.events) == ("192.0.2.1", 40000, (0, 8), 101)
    assert (sdp.direction, sdp.ptime, sdp.session, sdp.version) == ("sendonly", 20, 7, 8)
    assert parse_sdp(render_sdp(sdp)) == sdp


def test_only_what_we_speak_is_left() -> None:
    offer = (
        HEAD
        + "a=group:BUNDLE 0\r\nb=AS:84\r\n"
        + "m=audio 40000 RTP/AVP 96 9 18 8 0 97 13\r\n"
        + "a=rtpmap:96 opus/48000/2\r\na=rtpmap:97 telephone-event/48000\r\n"
        + f"a=rtcp:5 IN IP4 {'9' * 300}\r\na=candidate:1 1 UDP 1 {'x' * 300} 1 typ host\r\n"
        + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\r\na=rtcp-mux\r\n"
    )

    rebuilt = render_sdp(parsed(offer)).decode()

    assert parsed(offer).payloads == (8, 0)
    assert parsed(offer).events is None
    assert all(word not in rebuilt for word in ("rtcp", "candidate", "crypto", "opus", "9" * 300))


def test_media_wins_over_session_for_address_and_direction() -> None:
    sdp = parsed(HEAD + "a=inactive\r\n" + AUDIO + "c=IN IP4 192.0.2.9\r\na=recvonly\r\n")

    assert (sdp.address, sdp.direction) == ("192.0.2.9", "recvonly")
    assert parsed(HEAD + "a=inactive\r\n" + AUDIO).direction == "inactive"


def test_other_media_lines_are_refused_in_their_place() -> None:
    offer = HEAD + "m=video 4000 RTP/AVP 31\r\n" + AUDIO + "m=audio 4002 RTP/SAVP 0\r\n"

    sdp = parsed(offer)
    answer = render_sdp(Sdp("192.0.2.2", 30000), sdp.others).decode()

    assert sdp.others == (
        OtherMedia(0, "video", "RTP/AVP", "31"),
        OtherMedia(2, "audio", "RTP/SAVP", "0"),
    )
    media = [line for line in answer.split("\r\n") if line.startswith("m=")]
    assert media == [
        "m=video 0 RTP/AVP 31",
        "m=audio 30000 RTP/AVP 0 8 101",
        "m=audio 0 RTP/SAVP 0",
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("v=1\r\n", 400),
        (HEAD, 488),
        (HEAD + AUDIO + "garbage\r\n", 400),
        (HEAD.replace("192.0.2.1", "9" * 300) + AUDIO, 400),
        (HEAD.replace("192.0.2.1", "host.example") + AUDIO, 400),
        (HEAD.replace("192.0.2.1", "192.0.2.256") + AUDIO, 400),
        (HEAD.replace("192.0.2.1", "224.0.0.1") + AUDIO, 488),
        (HEAD.replace("192.0.2.1", "255.255.255.255") + AUDIO, 488),
        (HEAD.replace("c=IN IP4 192.0.2.1", "c=IN IP6 ::1") + AUDIO, 488),
        (HEAD.replace("c=IN IP4 192.0.2.1\r\n", "") + AUDIO, 400),
        (HEAD.replace("o=- 7 8", "o=- x y") + AUDIO, 400),
        (HEAD + "m=audio 70000 RTP/AVP 0\r\n", 400),
        (HEAD + "m=audio -1 RTP/AVP 0\r\n", 400),
        (HEAD + "m=audio 0 RTP/AVP 0\r\n", 488),
        (HEAD + "m=audio 53 RTP/AVP 0\r\n", 488),
        (HEAD + "m=audio 40000 RTP/SAVP 0\r\n", 488),
        (HEAD + "m=audio 40000 RTP/AVP 18 9\r\n", 488),
        (HEAD + "m=audio 40000 RTP/AVP " + " ".join(["0"] * 65) + "\r\n", 400),
        (HEAD + "m=audio 40000 RTP/AVP\r\n", 400),
        (HEAD + AUDIO * 9, 400),
        (HEAD + AUDIO + "a=x\r\n" * 2000, 400),
    ],
)
def test_what_is_refused(body: str, status: int) -> None:
    with pytest.raises(SipRefusal) as refused:
        parsed(body)
    assert refused.value.status == status


def test_names_in_any_script_fall_away() -> None:
    sdp = parsed(HEAD.replace("s=x", "s=通话") + AUDIO)

    assert render_sdp(sdp).isascii()


@given(st.binary(max_size=300))
def test_no_body_raises_anything_but_a_refusal(tail: bytes) -> None:
    for body in (tail, (HEAD + AUDIO).encode() + tail, tail + (HEAD + AUDIO).encode()):
        try:
            sdp = parse_sdp(body)
        except SipRefusal:
            continue
        assert parse_sdp(render_sdp(sdp, sdp.others)).payloads == sdp.payloads
