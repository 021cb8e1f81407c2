"""What of a message may pass the door: everything is read, checked and written anew.

The telephone library behind the door aborts on some messages that any stranger can send (a body
with one line too few, an address too long, an empty Refer-To), so nothing passes as it came:
fields from a closed list, one body of three known kinds, sizes well inside the library's. Pure;
refuses with SipRefusal. It knows no sockets, lines or dialogs.
"""

import re
from dataclasses import dataclass

from callcenter.exchange.allowed_fields import (
    ALLOWED_METHODS,
    KNOWN_METHODS,
    Heading,
    rebuild_fields,
)
from callcenter.sip.bodies import rebuild_dtmf_relay, rebuild_sipfrag
from callcenter.sip.grammar import NameAddr, Uri, parse_name_addr
from callcenter.sip.message import Field, Message, Request, Response
from callcenter.sip.refusal import SipRefusal
from callcenter.sip.sdp import Sdp, parse_sdp, render_sdp

LONGEST_DATAGRAM = 4096
LONGEST_REBUILT = 3000
"""Bytes of rebuilt fields and body; our Via, routes and contact stay below the library's 4000."""
MOST_FIELDS = 100
MOST_ROUTES = 20
MAX_FORWARDS = 70

ALLOW = ("Allow", ", ".join(method for method in ALLOWED_METHODS if method != "PRACK"))
_HOPS = re.compile(r"0*(\d{1,3})")
_SDP_METHODS = ("INVITE", "ACK", "UPDATE")
_CONTACT_METHODS = ("INVITE", "UPDATE", "REFER", "NOTIFY")


@dataclass(frozen=True, slots=True, repr=False)
class Clean:
    """A message's rebuilt content; who it goes to and through is the door's to add."""

    fields: tuple[Field, ...] = ()
    contact: NameAddr | None = None
    routes: tuple[NameAddr, ...] = ()
    record_routes: tuple[NameAddr, ...] = ()
    max_forwards: int = MAX_FORWARDS
    content_type: str = ""
    body: bytes = b""
    sdp: Sdp | None = None


def clean_request(request: Request, heading: Heading) -> Clean:
    """Rebuild a request's content, or refuse it with the status to answer."""
    _check_request_line(request)
    _check_size(request)
    content_type, body, sdp = _request_body(request)
    clean = Clean(
        fields=rebuild_fields(request, heading) + _refer_to(request) + _event_needed(request),
        contact=_contact(request, needed=request.method == "INVITE"),
        routes=_routes(request, "route"),
        record_routes=_routes(request, "record-route"),
        max_forwards=_max_forwards(request),
        content_type=content_type,
        body=body,
        sdp=sdp,
    )
    return _fitting(request, clean)


def clean_response(response: Response, heading: Heading) -> Clean:
    """Rebuild a response's content; a refusal here means that its leg has to end."""
    _check_size(response)
    is_answer = response.cseq_method in ("INVITE", "UPDATE") and 101 <= response.status < 300
    if response.cseq_method == "INVITE" and 200 <= response.status < 300 and not response.to.tag:
        raise SipRefusal(400, "No To tag in the answer")
    content_type, body, sdp = _response_body(response) if is_answer else ("", b"", None)
    accepted = response.cseq_method == "INVITE" and 200 <= response.status < 300
    clean = Clean(
        fields=rebuild_fields(response, heading),
        contact=_contact(response, needed=accepted) if is_answer else None,
        record_routes=_routes(response, "record-route"),
        content_type=content_type,
        body=body,
        sdp=sdp,
    )
    return _fitting(response, clean)


def check_question(request: Request) -> None:
    """An OPTIONS is answered here: refused where its URI or what it requires is not spoken."""
    _check_uri(request)
    rebuild_fields(request, Heading.INWARD)


def _check_request_line(request: Request) -> None:
    if request.method not in KNOWN_METHODS:
        raise SipRefusal(501, "Not Implemented", ALLOW)
    if request.method not in ALLOWED_METHODS:
        raise SipRefusal(405, "Method Not Allowed", ALLOW)
    if request.method == "PRACK":
        # Reliable provisionals are never agreed to, so there is nothing to acknowledge.
        raise SipRefusal(481, "No reliable provisional here")
    _check_uri(request)


def _check_uri(request: Request) -> None:
    if request.uri is None:
        raise SipRefusal(400, "Bad Request-URI")
    if request.uri.scheme != "sip":
        raise SipRefusal(416, "Only sip: is spoken here")
    if request.uri.headers:
        # A Request-URI must not carry headers (RFC 3261 §19.1.1); a Route in it would be obeyed.
        raise SipRefusal(400, "Headers in the Request-URI")


def _check_size(message: Message) -> None:
    if message.size > LONGEST_DATAGRAM:
        raise SipRefusal(513, "Message Too Large")
    if len(message.fields) > MOST_FIELDS:
        raise SipRefusal(400, "More than 100 header fields")


def _max_forwards(request: Request) -> int:
    value = request.one("max-forwards")
    if value is None:
        return MAX_FORWARDS
    hops = _HOPS.fullmatch(value) if value.isascii() else None
    if hops is None:
        raise SipRefusal(400, "Bad Max-Forwards")
    if int(hops[1]) == 0:
        raise SipRefusal(483, "Too Many Hops")
    return min(int(hops[1]), MAX_FORWARDS)


def _contact(message: Message, *, needed: bool) -> NameAddr | None:
    method = message.method if isinstance(message, Request) else message.cseq_method
    value = message.one("contact")
    if value is None:
        if needed:
            raise SipRefusal(400, "No Contact")
        return None
    if method not in _CONTACT_METHODS:
        return None
    contact = parse_name_addr(value, "Contact").only()
    if contact.uri.scheme != "sip" or contact.uri.headers:
        raise SipRefusal(400, "Bad Contact")
    return contact


def _routes(message: Message, name: str) -> tuple[NameAddr, ...]:
    values = message.all(name)
    if len(values) > MOST_ROUTES:
        raise SipRefusal(400, f"More than 20 {name} values")
    routes = tuple(parse_name_addr(value, name).only() for value in values)
    if any(route.uri.scheme != "sip" or route.uri.headers for route in routes):
        raise SipRefusal(400, f"Bad {name}")
    return routes


def _refer_to(request: Request) -> tuple[Field, ...]:
    if request.method != "REFER":
        return ()
    value = request.one("refer-to") or ""
    if not value.strip():
        raise SipRefusal(400, "No Refer-To")
    target = parse_name_addr(value, "Refer-To").only()
    headers = target.uri.headers
    if not _names_somebody(target.uri) or (headers and not headers.lower().startswith("replaces=")):
        raise SipRefusal(400, "Bad Refer-To")
    return (("Refer-To", str(target)),)


def _names_somebody(uri: Uri) -> bool:
    return bool(uri.user) if uri.scheme == "tel" else bool(uri.host)


def _event_needed(request: Request) -> tuple[Field, ...]:
    if request.method == "NOTIFY" and (request.one("event") is None):
        raise SipRefusal(489, "Bad Event")
    if request.method == "NOTIFY" and request.one("subscription-state") is None:
        raise SipRefusal(400, "No Subscription-State")
    return ()


def _request_body(request: Request) -> tuple[str, bytes, Sdp | None]:
    kind = _content_kind(request)
    if not kind:
        return "", b"", None
    if kind == "application/sdp" and request.method in _SDP_METHODS:
        sdp = parse_sdp(request.body)
        return kind, render_sdp(sdp), sdp
    if kind == "application/dtmf-relay" and request.method == "INFO":
        return kind, rebuild_dtmf_relay(request.body), None
    if kind == "message/sipfrag" and request.method == "NOTIFY":
        return "message/sipfrag;version=2.0", rebuild_sipfrag(request.body), None
    accept = "application/dtmf-relay" if request.method == "INFO" else "application/sdp"
    raise SipRefusal(415, "Unsupported Media Type", ("Accept", accept))


def _response_body(response: Response) -> tuple[str, bytes, Sdp | None]:
    kind = _content_kind(response)
    if not kind:
        return "", b"", None
    if kind != "application/sdp":
        raise SipRefusal(415, "Unsupported Media Type")
    sdp = parse_sdp(response.body)
    return kind, render_sdp(sdp), sdp


def _content_kind(message: Message) -> str:
    if not message.body:
        return ""
    encoding = message.one("content-encoding")
    if encoding is not None and encoding.strip().lower() != "identity":
        raise SipRefusal(415, "Unsupported Media Type", ("Accept-Encoding", "identity"))
    declared = message.one("content-type")
    if declared is None:
        raise SipRefusal(400, "A body without Content-Type")
    return declared.partition(";")[0].strip().lower()


def _fitting(message: Message, clean: Clean) -> Clean:
    copied = [*clean.routes, *clean.record_routes, *message.vias, message.sender, message.to]
    size = sum(len(name) + len(value) + 4 for name, value in clean.fields)
    size += sum(len(str(value)) + 16 for value in copied) + len(clean.body)
    if size > LONGEST_REBUILT:
        raise SipRefusal(513, "Message Too Large")
    return clean
