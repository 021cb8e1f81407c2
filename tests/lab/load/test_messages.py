"""SIP messages of the load's phones: such as the front door reads, and its answers understood."""

from __future__ import annotations

import pytest

from callcenter.exchange.allowed_fields import Heading
from callcenter.exchange.sanitiser import clean_request
from callcenter.lab.load.messages import (
    Dialog,
    Registration,
    accept,
    nonce_of,
    ring,
    sound_at,
    sound_of,
)
from callcenter.sip.digest import Algorithm, challenges, ha1, read_credentials
from callcenter.sip.message import Answer, Request, Response, read, respond

pytestmark = pytest.mark.thinking


def dialog() -> Dialog:
    return Dialog(
        call_id="load-1",
        own="<sip:+8614190000001@127.0.0.1:21032>;tag=own",
        other="<sip:8990@127.0.0.1:5060>",
        target="sip:8990@127.0.0.1:5060",
        contact="sip:+8614190000001@127.0.0.1:21032",
        sent_by="127.0.0.1:21032",
    )


def request(data: bytes) -> Request:
    found = read(data)
    assert isinstance(found, Request)
    return found


def response(data: bytes) -> Response:
    found = read(data)
    assert isinstance(found, Response)
    return found


def test_an_invite_passes_the_front_door_with_its_sound() -> None:
    _, data = dialog().request("INVITE", body=sound_at(("127.0.0.1", 21000), 1))

    clean = clean_request(request(data), Heading.INWARD)

    assert clean.sdp is not None
    assert (clean.sdp.address, clean.sdp.port, clean.sdp.payloads) == ("127.0.0.1", 21000, (0,))


def test_what_follows_goes_where_the_answer_says() -> None:
    calling = dialog()
    _, data = calling.request("INVITE", body=sound_at(("127.0.0.1", 21000), 1))
    fields = (
        ("Record-Route", "<sip:127.0.0.1:5060;lr;t=near>"),
        ("Record-Route", "<sip:127.0.0.1:5070;lr;t=far>"),
        ("Contact", "<sip:token@127.0.0.1:5060>"),
    )
    answer = Answer(200, to_tag="theirs", fields=fields)
    calling.confirm(response(respond(request(data), answer)))

    ack, bye = (request(calling.request(method)[1]) for method in ("ACK", "BYE"))

    assert (ack.cseq, bye.cseq) == (1, 2)
    assert str(bye.uri) == "sip:token@127.0.0.1:5060"
    assert [route.split("t=")[1] for route in bye.all("route")] == ["far>", "near>"]
    assert bye.to.tag == "theirs"


def test_the_ack_of_a_refusal_is_of_the_same_transaction() -> None:
    calling = dialog()
    branch, data = calling.request("INVITE")

    _, ack = calling.request("ACK", ack_of=branch)

    assert request(ack).transaction() == request(data).transaction()


def test_a_phone_rings_and_answers_with_its_sound() -> None:
    invite = request(dialog().request("INVITE", body=sound_at(("127.0.0.1", 21000), 1))[1])
    here = sound_at(("127.0.0.1", 21016), 2)

    rings = response(ring(invite, "mine", "sip:99000001@127.0.0.1:21033"))
    answers = response(accept(invite, "mine", "sip:99000001@127.0.0.1:21033", here))

    assert (rings.status, answers.status) == (180, 200)
    assert rings.to.tag == answers.to.tag == "mine"
    assert sound_of(invite) == ("127.0.0.1", 21000)
    assert sound_of(answers) == ("127.0.0.1", 21016)


def test_a_registration_proves_its_password() -> None:
    phone = Registration(
        extension="99000001",
        password="secret",
        registrar="127.0.0.1:5060",
        contact="sip:99000001@127.0.0.1:21033",
        sent_by="127.0.0.1:21033",
        call_id="load-99000001",
    )
    first = request(phone.request(3600)[1])
    asked = Answer(401, "Unauthorized", fields=challenges("fresh", stale=False))
    challenge = response(respond(first, asked))

    second = request(phone.request(3600, challenge)[1])

    assert nonce_of(challenge) == "fresh"
    told = read_credentials(second.one("authorization") or "")
    assert told is not None
    assert told.proves(ha1(Algorithm.SHA256, "99000001", "secret"), "REGISTER")
    assert not told.proves(ha1(Algorithm.SHA256, "99000001", "other"), "REGISTER")
    assert second.cseq == first.cseq + 1
