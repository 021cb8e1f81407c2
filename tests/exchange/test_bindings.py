"""What a REGISTER changes: tables of what was bound, what came, and what is bound then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from callcenter.exchange.bindings import Lasting, Wish, changed, living, read_wish
from callcenter.sip.binding import Binding, extension_of, is_extension
from callcenter.sip.message import Request, read
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.refusal import SipRefusal

pytestmark = pytest.mark.thinking

T = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
HERE = Peer("192.0.2.7", 40000)
THERE = Peer("192.0.2.8", 40000)
LASTING = Lasting(least=60, most=3600)


def register(*fields: str, cseq: int = 1, call_id: str = "a@phone") -> Request:
    lines = [
        "REGISTER sip:pbx SIP/2.0",
        "Via: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bKx",
        "From: <sip:1002@pbx>;tag=f",
        "To: <sip:1002@pbx>",
        f"Call-ID: {call_id}",
        f"CSeq: {cseq} REGISTER",
        *fields,
        "Content-Length: 0",
        "",
        "",
    ]
    found = read("\r\n".join(lines).encode())
    assert isinstance(found, Request)
    return found


def wish(*fields: str, cseq: int = 1, call_id: str = "a@phone") -> Wish:
    return read_wish(register(*fields, cseq=cseq, call_id=call_id), "1002")


def after(
    bindings: tuple[Binding, ...], asked: Wish, source: Peer = HERE, seconds: float = 0
) -> tuple[Binding, ...]:
    return changed(bindings, asked, source, T + timedelta(seconds=seconds), LASTING)


def contacts(bindings: tuple[Binding, ...]) -> list[str]:
    return [one.contact for one in bindings]


PHONE = "Contact: <sip:1002@10.0.0.7:5060>"


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ((PHONE,), 3600),
        ((PHONE, "Expires: 120"), 120),
        ((PHONE + ";expires=90", "Expires: 120"), 90),
        ((PHONE, "Expires: 60"), 60),
        ((PHONE, "Expires: 4294967296"), 3600),
        ((PHONE, "Expires: 3601"), 3600),
        ((PHONE, "Expires: soon"), 3600),
        ((PHONE + ";expires=soon", "Expires: 120"), 120),
        ((PHONE + ";expires=-5",), 3600),
    ],
)
def test_how_long_it_lasts(fields: tuple[str, ...], seconds: int) -> None:
    [one] = after((), wish(*fields))
    assert one.until == T + timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [1, 59])
def test_too_short_is_told_how_long_it_must_be(seconds: int) -> None:
    with pytest.raises(SipRefusal) as refused:
        after((), wish(PHONE, f"Expires: {seconds}"))
    assert refused.value.status == 423
    assert refused.value.headers == (("Min-Expires", "60"),)


def test_the_target_is_where_it_came_from_not_what_it_says() -> None:
    [one] = after((), wish(PHONE), Peer("192.0.2.7", 40001, Transport.TCP))
    assert (one.host, one.port, one.transport) == ("192.0.2.7", 40001, "tcp")
    assert one.contact == "sip:1002@10.0.0.7:5060"


@pytest.mark.parametrize(
    "contact",
    [
        "<sip:1002@10.0.0.7>",
        "<sip:1002@10.0.0.7:5060>",
        '"Lin" <sip:1002@10.0.0.7:5060;transport=UDP>',
        "sip:1002@10.0.0.7;expires=300",
        '<sip:1002@10.0.0.7;ob>;+sip.instance="<urn:uuid:1>"',
    ],
)
def test_the_same_contact_is_renewed_however_it_is_written(contact: str) -> None:
    before = after((), wish(PHONE))
    [one] = after(before, wish(f"Contact: {contact}", cseq=2), seconds=30)
    assert (one.cseq, one.since) == (2, T + timedelta(seconds=30))


@pytest.mark.parametrize(
    "contact",
    ["<sip:1003@10.0.0.7>", "<sip:1002@10.0.0.8>", "<sip:1002@10.0.0.7:5061>"],
)
def test_another_contact_is_another(contact: str) -> None:
    before = after((), wish(PHONE))
    assert len(after(before, wish(f"Contact: {contact}", cseq=2), THERE)) == 2


def test_a_phone_that_forgot_itself_takes_the_place_of_what_it_was() -> None:
    before = after((), wish("Contact: <sip:1002-0x55@10.0.0.7>"))
    renamed = wish("Contact: <sip:1002-0x66@10.0.0.7>", call_id="b@phone")
    assert contacts(after(before, renamed)) == ["sip:1002-0x66@10.0.0.7"]
    assert len(after(before, renamed, THERE)) == 2, "elsewhere it is another phone"


def test_several_at_once_the_best_first() -> None:
    bound = after(
        (),
        wish(
            "Contact: <sip:1002@10.0.0.1>;q=0.5, <sip:1002@10.0.0.2>;q=1.0",
            "Contact: <sip:1002@10.0.0.3>;q=0.75",
        ),
    )
    assert contacts(bound) == ["sip:1002@10.0.0.2", "sip:1002@10.0.0.3", "sip:1002@10.0.0.1"]


def test_of_the_same_q_the_newest_is_first() -> None:
    bound: tuple[Binding, ...] = ()
    for number in (1, 2, 3):
        one = wish(f"Contact: <sip:1002@10.0.0.{number}>", call_id=f"{number}@phone")
        bound = after(bound, one, Peer(f"192.0.2.{number}", 5060), seconds=number)
    assert contacts(bound) == ["sip:1002@10.0.0.3", "sip:1002@10.0.0.2", "sip:1002@10.0.0.1"]
    fourth = wish("Contact: <sip:1002@10.0.0.4>;q=0.1", call_id="4@phone")
    bound = after(bound, fourth, Peer("192.0.2.4", 5060), seconds=4)
    assert contacts(bound) == ["sip:1002@10.0.0.3", "sip:1002@10.0.0.2", "sip:1002@10.0.0.4"]


def test_what_has_run_out_is_not_there() -> None:
    bound = after((), wish(PHONE, "Expires: 60"))
    assert living(bound, T + timedelta(seconds=59.9)) == bound
    assert living(bound, T + timedelta(seconds=60)) == ()


def test_one_is_removed_by_expires_zero() -> None:
    both = after((), wish("Contact: <sip:1002@10.0.0.1>, <sip:1002@10.0.0.2>"))
    gone = wish("Contact: <sip:1002@10.0.0.1>;expires=0", cseq=2)
    assert contacts(after(both, gone)) == ["sip:1002@10.0.0.2"]
    assert after((), gone) == ()


def test_all_are_removed_by_a_star() -> None:
    both = after((), wish("Contact: <sip:1002@10.0.0.1>, <sip:1002@10.0.0.2>"))
    assert after(both, wish("Contact: *", "Expires: 0", cseq=2)) == ()
    assert after(both, wish("Contact: *", "Expires: 0", call_id="b@phone")) == ()


@pytest.mark.parametrize(
    "fields",
    [
        ("Contact: *",),
        ("Contact: *", "Expires: 60"),
        ("Contact: *", PHONE, "Expires: 0"),
        ("Contact: <sip:1002@10.0.0.7?Route=x>",),
        ("Contact: <sips:1002@10.0.0.7>",),
        ("Contact: <tel:1002>",),
        (f"Contact: <sip:1002@{'a' * 200}>",),
        ("Contact: nonsense",),
        ("Contact: " + ", ".join(f"<sip:1@10.0.0.{n}>" for n in range(11)),),
        (PHONE, "Expires: 1", "Expires: 2"),
    ],
)
def test_what_cannot_be_meant_is_refused(fields: tuple[str, ...]) -> None:
    with pytest.raises(SipRefusal) as refused:
        wish(*fields)
    assert refused.value.status == 400


@pytest.mark.parametrize("cseq", [4, 5])
@pytest.mark.parametrize(
    "fields",
    [(PHONE,), (PHONE, "Expires: 0"), ("Contact: *", "Expires: 0")],
)
def test_what_comes_late_changes_nothing(cseq: int, fields: tuple[str, ...]) -> None:
    before = after((), wish(PHONE, cseq=5))
    with pytest.raises(SipRefusal) as refused:
        after(before, wish(*fields, cseq=cseq))
    assert refused.value.status == 500
    assert after(before, wish(*fields, cseq=6)) != before
    assert after(before, wish(*fields, cseq=1, call_id="b@phone")) != before, "a call of its own"


def test_one_contact_that_may_not_be_undoes_the_others() -> None:
    before = after((), wish(PHONE, cseq=5))
    with pytest.raises(SipRefusal):
        after(before, wish("Contact: <sip:1002@10.0.0.9>", PHONE, cseq=5))
    with pytest.raises(SipRefusal):
        after(before, wish(PHONE, "Contact: <sip:1002@10.0.0.9>;expires=5", cseq=6))


def test_a_late_one_about_what_has_run_out_is_a_new_one() -> None:
    before = after((), wish(PHONE, "Expires: 60", cseq=5))
    assert after(before, wish(PHONE, cseq=4), seconds=61)


def test_who_only_asks_changes_nothing() -> None:
    before = after((), wish(PHONE))
    assert after(before, wish(cseq=2)) == before
    assert after(before, replace(wish(cseq=2)), seconds=3600) == ()


@pytest.mark.parametrize(
    ("device", "extension"),
    [
        ("sip:1002", "1002"),
        ("sip:12", "12"),
        ("sip:1", ""),
        ("sip:12345678901", ""),
        ("sip:1002@10.0.0.7", ""),
        ("sip:10.0.0.7", ""),
        ("sip:phone", ""),
        ("sip:١٢٣", ""),
        ("browser", ""),
        ("", ""),
    ],
)
def test_which_devices_are_registered_phones(device: str, extension: str) -> None:
    assert extension_of(device) == extension
    assert is_extension(extension) is bool(extension)
