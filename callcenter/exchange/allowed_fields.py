"""Which header fields may pass the front door, and how each is written anew.

A table: name, how its value is rebuilt, which way and in which kind of message it may go. What is
not in the table does not pass; a value that cannot be rebuilt is left out, unless the message
would mean something else without it (Require, Session-Expires), which is refused.
"""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass

from aiosipua.headers import parse_auth, stringify_auth

from callcenter.sip.grammar import is_token, param, parse_name_addr, parse_params, split_list
from callcenter.sip.message import Field, Message, Request
from callcenter.sip.refusal import SipRefusal

ALLOWED_METHODS = (
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "INFO",
    "UPDATE",
    "PRACK",
    "REFER",
    "NOTIFY",
)
KNOWN_METHODS = (*ALLOWED_METHODS, "OPTIONS", "REGISTER", "SUBSCRIBE", "MESSAGE", "PUBLISH")
"""Methods we know of; another is 501, one of these that may not pass is 405 (RFC 3261 §21)."""
MOST_EXTRA_FIELDS = 8

_NUMBER = re.compile(r"(\d{1,6})\s*(;.*|\(.*)?")
_REASON = re.compile(r"(SIP|Q\.850)\s*;.*?cause\s*=\s*(\d{1,3})\b.*", re.IGNORECASE)
_EXTRA_NAME = re.compile(r"x-[a-z0-9-]{1,38}")
_EVENT = re.compile(r"refer(?:\s*;\s*id\s*=\s*(\d{1,10}))?", re.IGNORECASE)
_STATE = re.compile(r"(active|pending|terminated)\s*(;.*)?", re.IGNORECASE)
_PRIVACY = ("id", "header", "user", "session", "critical", "none")
_DIGEST = frozenset(
    ("username", "realm", "nonce", "uri", "response", "algorithm")
    + ("cnonce", "opaque", "qop", "nc", "stale")
)
_DIGEST_VALUE = re.compile(r"[ !#-\[\]-~]{0,512}")


class Heading(enum.Enum):
    """Which way a message passes the door."""

    INWARD = "towards a line"
    OUTWARD = "towards trunks and phones"


class Kind(enum.Flag):
    """Where a field may stand."""

    REQUEST = enum.auto()
    RESPONSE = enum.auto()
    BOTH = REQUEST | RESPONSE


def _number(value: str) -> str | None:
    match = _NUMBER.fullmatch(value)
    return match[1] if match else None


def _session_expires(value: str) -> str | None:
    match = _NUMBER.fullmatch(value)
    if match is None:
        raise SipRefusal(400, "Bad Session-Expires")
    refresher = param(parse_params((match[2] or "").strip(), "Session-Expires"), "refresher")
    return match[1] + (f";refresher={refresher}" if refresher in ("uac", "uas") else "")


def _allow(value: str) -> str | None:
    offered = {item.strip().upper() for item in value.split(",")}
    kept = [method for method in ALLOWED_METHODS if method in offered and method != "PRACK"]
    return ", ".join(kept) or None


def _timer_only(value: str) -> str | None:
    options = {item.strip().lower() for item in value.split(",")}
    return "timer" if "timer" in options else None


def _required(value: str) -> str | None:
    options = [item.strip().lower() for item in value.split(",") if item.strip()]
    unknown = [option for option in options if option != "timer"]
    if unknown:
        told = ", ".join(option for option in unknown[:8] if is_token(option))
        raise SipRefusal(420, "Bad Extension", ("Unsupported", told or "unreadable"))
    return "timer" if options else None


def _no_extension(value: str) -> str | None:
    told = ", ".join(option for option in split_list(value)[:8] if is_token(option))
    raise SipRefusal(420, "Bad Extension", ("Unsupported", told or "unreadable"))


def _reason(value: str) -> str | None:
    match = _REASON.fullmatch(value)
    return f"{match[1]};cause={match[2]}" if match else None


def _identity(value: str) -> str | None:
    found = [str(parse_name_addr(item, "identity").only()) for item in split_list(value)[:2]]
    return ", ".join(found) or None


def _diversion(value: str) -> str | None:
    items = split_list(value)[:4]
    kept = [
        parse_name_addr(item, "Diversion").only("reason", "counter", "privacy") for item in items
    ]
    return ", ".join(str(item) for item in kept) or None


def _privacy(value: str) -> str | None:
    kept = [item.strip().lower() for item in value.replace(",", ";").split(";")]
    return ";".join(item for item in kept if item in _PRIVACY) or None


def _referred_by(value: str) -> str | None:
    return str(parse_name_addr(value, "Referred-By").only())


def _event(value: str) -> str | None:
    match = _EVENT.fullmatch(value)
    if match is None:
        raise SipRefusal(489, "Bad Event")
    return "refer" + (f";id={match[1]}" if match[1] else "")


def _subscription_state(value: str) -> str | None:
    match = _STATE.fullmatch(value)
    if match is None:
        raise SipRefusal(400, "Bad Subscription-State")
    return match[1].lower()


def _digest(value: str, *, credentials: bool) -> str | None:
    parsed = parse_auth(value, credentials=True) if credentials else parse_auth(value)
    if parsed.scheme.lower() != "digest":
        return None
    kept = {key.lower(): text for key, text in parsed.params.items() if key.lower() in _DIGEST}
    if "nonce" not in kept or not all(_DIGEST_VALUE.fullmatch(text) for text in kept.values()):
        return None
    if not all(is_token(kept[key]) for key in ("algorithm", "nc", "stale") if key in kept):
        return None
    if credentials and not is_token(kept.get("qop", "auth")):
        return None
    parsed.scheme, parsed.params = "Digest", kept
    return stringify_auth(parsed)


def _challenge(value: str) -> str | None:
    return _digest(value, credentials=False)


def _credentials(value: str) -> str | None:
    return _digest(value, credentials=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """One field's way through: its name on the wire, its rebuilding, where it may stand."""

    name: str
    rebuild: Callable[[str], str | None]
    kind: Kind = Kind.BOTH
    heading: Heading | None = None
    refuses: bool = False


PASSAGES = {
    "allow": Passage("Allow", _allow),
    "supported": Passage("Supported", _timer_only),
    "require": Passage("Require", _required, refuses=True),
    "proxy-require": Passage("Proxy-Require", _no_extension, Kind.REQUEST, refuses=True),
    "session-expires": Passage("Session-Expires", _session_expires, refuses=True),
    "min-se": Passage("Min-SE", _number),
    "reason": Passage("Reason", _reason),
    "retry-after": Passage("Retry-After", _number, Kind.RESPONSE),
    "p-asserted-identity": Passage("P-Asserted-Identity", _identity),
    "privacy": Passage("Privacy", _privacy),
    "diversion": Passage("Diversion", _diversion, Kind.REQUEST),
    "referred-by": Passage("Referred-By", _referred_by, Kind.REQUEST),
    "event": Passage("Event", _event, Kind.REQUEST, refuses=True),
    "subscription-state": Passage(
        "Subscription-State", _subscription_state, Kind.REQUEST, refuses=True
    ),
    "www-authenticate": Passage(
        "WWW-Authenticate", _challenge, Kind.RESPONSE, heading=Heading.INWARD
    ),
    "proxy-authenticate": Passage(
        "Proxy-Authenticate", _challenge, Kind.RESPONSE, heading=Heading.INWARD
    ),
    "authorization": Passage("Authorization", _credentials, Kind.REQUEST, heading=Heading.OUTWARD),
    "proxy-authorization": Passage(
        "Proxy-Authorization", _credentials, Kind.REQUEST, heading=Heading.OUTWARD
    ),
}

# The library splits these at commas; they go back as one line each.
_LISTS = ("allow", "supported", "require", "proxy-require", "p-asserted-identity", "diversion")


def rebuild_fields(message: Message, heading: Heading) -> tuple[Field, ...]:
    """Every allowed field of `message` written anew, then at most eight X- fields."""
    kind = Kind.REQUEST if isinstance(message, Request) else Kind.RESPONSE
    rebuilt: list[Field] = []
    for name, passage in PASSAGES.items():
        values = message.all(name)
        if not values or not passage.kind & kind or passage.heading not in (None, heading):
            continue
        value = _rebuild(passage, ", ".join(values) if name in _LISTS else values[0])
        if value is not None:
            rebuilt.append((passage.name, value))
    return (*rebuilt, *_extra_fields(message))


def _rebuild(passage: Passage, value: str) -> str | None:
    try:
        return passage.rebuild(value)
    except SipRefusal:
        if passage.refuses:
            raise
        return None


def _extra_fields(message: Message) -> list[Field]:
    found = [
        (name, value)
        for name, value in message.fields
        if _EXTRA_NAME.fullmatch(name) and len(value) <= 256 and value.isprintable()
    ]
    return found[:MOST_EXTRA_FIELDS]
