"""What a REGISTER asks for, and what it changes in the bindings of its extension (RFC 3261 §10.3).

A table in, a table out: an update that may not be raises SipRefusal and leaves the old table as it
was. Whoever calls has checked who asks. Pure; time is handed in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from callcenter.sip.binding import Binding
from callcenter.sip.grammar import NameAddr, Uri, param, parse_name_addr
from callcenter.sip.message import Request
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal

MOST_BINDINGS: Final = 3
"""Of one extension; one more, and the oldest goes: a phone that lost its memory must get in."""
MOST_CONTACTS: Final = 10
LONGEST_CONTACT: Final = 200
FULL_Q: Final = 1000

_SECONDS: Final = re.compile(r"[0-9]{1,10}")
_Q: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a binding may last, in seconds; a shorter wish is refused, a longer one cut."""

    least: int = 60
    most: int = 3600


@dataclass(frozen=True, slots=True, repr=False)
class ContactWish:
    """One Contact; `expires` None: whatever is usual here."""

    uri: Uri
    q: int = FULL_Q
    expires: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Wish:
    """What a REGISTER asks for; without contacts it only asks what is bound."""

    extension: str
    call_id: str
    cseq: int
    contacts: tuple[ContactWish, ...] = ()
    removes_all: bool = False


def read_wish(request: Request, extension: str) -> Wish:
    """Read the Contacts and Expires of a REGISTER; a refusal for what cannot be meant."""
    values = request.all("contact")
    if len(values) > MOST_CONTACTS:
        raise SipRefusal(400, "Too many contacts")
    expires = _seconds(request.one("expires"))
    wish = Wish(extension, request.call_id, request.cseq)
    if any(value.strip() == "*" for value in values):
        if len(values) > 1 or expires != 0:
            raise SipRefusal(400, "Contact * goes alone and with Expires 0")
        return Wish(extension, request.call_id, request.cseq, removes_all=True)
    contacts = tuple(_contact(parse_name_addr(value, "Contact"), expires) for value in values)
    return Wish(wish.extension, wish.call_id, wish.cseq, contacts)


def _contact(contact: NameAddr, expires: int | None) -> ContactWish:
    uri = contact.uri
    if uri.scheme != "sip" or uri.headers or len(str(uri)) > LONGEST_CONTACT:
        raise SipRefusal(400, "Only short sip: contacts are called here")
    own = _seconds(param(contact.params, "expires"))
    q = param(contact.params, "q") or ""
    weight = round(float(q) * FULL_Q) if _Q.fullmatch(q) else FULL_Q
    return ContactWish(uri, weight, expires if own is None else own)


def _seconds(text: str | None) -> int | None:
    """Malformed is as good as absent (RFC 3261 §10.2.1.1)."""
    return int(text) if text and text.isascii() and _SECONDS.fullmatch(text.strip()) else None


def living(bindings: Sequence[Binding], at: datetime) -> tuple[Binding, ...]:
    """Those that have not run out, the best first: by q, then the newest."""
    there = [one for one in bindings if one.until > at]
    return tuple(sorted(there, key=lambda one: (-one.q, -one.since.timestamp())))


def changed(
    bindings: Sequence[Binding], wish: Wish, source: Peer, at: datetime, lasting: Lasting
) -> tuple[Binding, ...]:
    """The bindings after a REGISTER from `source`; a refusal when it may not be."""
    kept = list(living(bindings, at))
    if wish.removes_all:
        for one in kept:
            _check_order(one, wish)
        return ()
    for contact in wish.contacts:
        kept = _with(kept, contact, wish, source, at, lasting)
    newest = sorted(kept, key=lambda one: one.since, reverse=True)[:MOST_BINDINGS]
    return living(newest, at)


def _with(
    kept: list[Binding],
    contact: ContactWish,
    wish: Wish,
    source: Peer,
    at: datetime,
    lasting: Lasting,
) -> list[Binding]:
    """The bindings with one contact added, renewed or removed."""
    for one in kept:
        if _is_same(one, contact.uri):
            _check_order(one, wish)
    others = [one for one in kept if not _is_same(one, contact.uri)]
    seconds = lasting.most if contact.expires is None else min(contact.expires, lasting.most)
    if seconds == 0:
        return others
    if seconds < lasting.least:
        raise SipRefusal(423, "Interval Too Brief", ("Min-Expires", str(lasting.least)))
    # A phone that was started anew calls itself otherwise at the same address: it is one phone.
    others = [one for one in others if one.call_id == wish.call_id or not _is_at(one, source)]
    fresh = Binding(
        extension=wish.extension,
        contact=str(contact.uri),
        host=source.host,
        port=source.port,
        transport=str(source.transport),
        call_id=wish.call_id,
        cseq=wish.cseq,
        q=contact.q,
        since=at,
        until=at + timedelta(seconds=seconds),
    )
    return [*others, fresh]


def _check_order(one: Binding, wish: Wish) -> None:
    """What is late may not undo what came after it."""
    if one.call_id == wish.call_id and wish.cseq <= one.cseq:
        raise SipRefusal(500, "An older CSeq than the last")


def _is_same(one: Binding, uri: Uri) -> bool:
    """The same contact, by the rules of RFC 3261 §19.1.4 that matter here."""
    known = parse_name_addr(f"<{one.contact}>", "Contact").uri
    return _compared(known) == _compared(uri)


def _compared(uri: Uri) -> tuple[str, str, int, str]:
    transport = (param(uri.params, "transport") or "udp").lower()
    return (uri.user or "", uri.host.lower(), uri.port or 5060, transport)


def _is_at(one: Binding, source: Peer) -> bool:
    return (one.host, one.port, one.transport) == (source.host, source.port, source.transport)
