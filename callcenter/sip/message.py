"""SIP messages as the door and the softphone see them: read strictly, written anew.

The library cuts the bytes into header lines; everything a transaction stands on (Via, From, To,
Call-ID, CSeq) is then read by our own grammar. A message that fails here goes nowhere; whether
its sender may be told is for `unread.py`. What it says beyond that is not yet to be trusted: the
sanitiser reads it.
"""

import re
from dataclasses import dataclass, replace
from http import HTTPStatus

from aiosipua.message import SipMessage, SipRequest, SipResponse

from callcenter.sip.branches import transaction_name
from callcenter.sip.grammar import (
    TOKEN,
    NameAddr,
    Uri,
    Via,
    is_token,
    parse_name_addr,
    parse_uri,
    parse_via,
)
from callcenter.sip.refusal import SipRefusal

LONGEST_READ = 8192
"""Longer messages are not even parsed."""
MOST_VIAS = 70
"""As many as a request may have hops; how long they may be is the sanitiser's."""

_FIELD_LINE = re.compile(rb"[A-Za-z0-9\-.!%*_+`'~]+[ \t]*:|[ \t]+[^ \t]")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_CALL_ID = re.compile(r"[A-Za-z0-9\-.!%*_+`'~()<>:\\\"/\[\]?{}@]{1,253}")
_CSEQ = re.compile(rf"(\d{{1,10}})\s+({TOKEN}{{1,64}})")
_START = re.compile(
    rf"{TOKEN}{{1,64}} [!-~]{{1,2000}} SIP/2\.0|SIP/2\.0 [1-6]\d\d [^\r\n]{{0,200}}".encode()
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]{0,63}):")
_SCHEMES = ("sip", "sips", "tel")
_COMPACT = {"x": "session-expires", "r": "refer-to", "b": "referred-by", "o": "event"}
_REASONS = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    415: "Unsupported Media Type",
    416: "Unsupported URI Scheme",
    420: "Bad Extension",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    483: "Too Many Hops",
    505: "Version Not Supported",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    489: "Bad Event",
    513: "Message Too Large",
    603: "Decline",
}

Field = tuple[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """What requests and responses share. `fields` are (lower-case name, value), as received."""

    vias: tuple[Via, ...]
    sender: NameAddr
    to: NameAddr
    call_id: str
    cseq: int
    cseq_method: str
    fields: tuple[Field, ...]
    body: bytes
    size: int

    def all(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        return [value for key, value in self.fields if key == name]

    def one(self, name: str) -> str | None:
        """The header's only value, or None; twice is refused with 400."""
        values = self.all(name)
        if len(values) > 1:
            raise SipRefusal(400, f"More than one {name}")
        return values[0] if values else None

    @property
    def top(self) -> Via:
        """The topmost Via: the hop before us, or in a response ourselves."""
        return self.vias[0]

    def transaction(self, hop: int = 0) -> str:
        """What names the transaction at one hop: 0 is the topmost Via's."""
        return transaction_name(self.vias[hop].branch, self.call_id, self.cseq)


@dataclass(frozen=True, slots=True, repr=False)
class Request(Message):
    """A request. `uri` is None where the Request-URI is malformed; of an unknown scheme, only the
    scheme is kept.
    """

    method: str
    uri: Uri | None

    @property
    def in_dialog(self) -> bool:
        """True when the To header carries a tag."""
        return bool(self.to.tag)


@dataclass(frozen=True, slots=True, repr=False)
class Response(Message):
    """A response; `status` 100-699."""

    status: int
    reason: str


def read(data: bytes) -> Request | Response:
    """Read one message; raises SipRefusal(400) for what cannot be read."""
    if len(data) > LONGEST_READ:
        raise SipRefusal(400, "Message too long to read")
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        raise SipRefusal(400, "No end of header")
    _check_lines(head)
    try:
        parsed = SipMessage.parse(data)
    except ValueError as error:
        raise SipRefusal(400, "Unreadable message") from error
    fields = tuple(
        (_COMPACT.get(name, name), value)
        for original, values in parsed.headers.items()
        for value in values
        for name in (original.lower(),)
    )
    frame = _frame(fields, parsed.body, len(data))
    _check_length(frame, len(body))
    if isinstance(parsed, SipRequest):
        return _request(frame, parsed)
    return Response(*_parts(frame), status=parsed.status_code, reason=parsed.reason_phrase)


def _check_lines(head: bytes) -> None:
    start, *lines = head.split(b"\r\n")
    if not _START.fullmatch(start) or _CONTROL.search(start):
        raise SipRefusal(400, "Bad start line")
    for line in lines:
        if not _FIELD_LINE.match(line) or _CONTROL.search(line):
            raise SipRefusal(400, "Bad header line")


def _check_length(message: Message, present: int) -> None:
    declared = message.one("content-length")
    if declared is None:
        return
    if not (declared.isascii() and declared.isdigit() and len(declared) <= 6):
        raise SipRefusal(400, "Bad Content-Length")
    if int(declared) > present:
        raise SipRefusal(400, "Body shorter than Content-Length")


def _frame(fields: tuple[Field, ...], body: bytes, size: int) -> Message:
    skeleton = Message((), _NOBODY, _NOBODY, "", 0, "", fields, body, size)
    vias = tuple(parse_via(value) for value in skeleton.all("via"))
    call_id, cseq = _needed(skeleton, "call-id"), _CSEQ.fullmatch(_needed(skeleton, "cseq"))
    branch = vias[0].branch if vias else ""
    if not 1 <= len(vias) <= MOST_VIAS or not (branch == "" or is_token(branch)):
        raise SipRefusal(400, "Bad Via")
    if cseq is None or int(cseq[1]) >= 2**31 or not _CALL_ID.fullmatch(call_id):
        raise SipRefusal(400, "Bad CSeq or Call-ID")
    return replace(
        skeleton,
        vias=vias,
        sender=parse_name_addr(_needed(skeleton, "from"), "From").only("tag"),
        to=parse_name_addr(_needed(skeleton, "to"), "To").only("tag"),
        call_id=call_id,
        cseq=int(cseq[1]),
        cseq_method=cseq[2],
    )


def _request(frame: Message, parsed: SipRequest) -> Request:
    if frame.cseq_method != parsed.method or not frame.sender.tag:
        raise SipRefusal(400, "CSeq method or From tag missing")
    return Request(*_parts(frame), method=parsed.method, uri=_request_uri(parsed.uri))


def _request_uri(text: str) -> Uri | None:
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1].lower() not in _SCHEMES:
        return Uri("", scheme=scheme[1].lower())
    try:
        return parse_uri(text, "Request-URI")
    except SipRefusal:
        return None


def _parts(
    frame: Message,
) -> tuple[tuple[Via, ...], NameAddr, NameAddr, str, int, str, tuple[Field, ...], bytes, int]:
    return (
        frame.vias,
        frame.sender,
        frame.to,
        frame.call_id,
        frame.cseq,
        frame.cseq_method,
        frame.fields,
        frame.body,
        frame.size,
    )


def _needed(message: Message, name: str) -> str:
    value = message.one(name)
    if value is None:
        raise SipRefusal(400, f"No {name}")
    return value


_NOBODY = NameAddr(Uri(""))


def reason_for(status: int) -> str:
    """The usual reason phrase of a status."""
    if status in _REASONS:
        return _REASONS[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Refused" if status >= 400 else "Progress"


def emit_request(
    method: str, uri: str, fields: list[Field] | tuple[Field, ...], body: bytes = b""
) -> bytes:
    """A request as bytes, with the right Content-Length."""
    message = SipRequest(method=method, uri=uri, body=body)
    for name, value in fields:
        message.headers.append(name, value)
    return bytes(message)


def emit_response(
    status: int, reason: str, fields: list[Field] | tuple[Field, ...], body: bytes = b""
) -> bytes:
    """A response as bytes, with the right Content-Length."""
    message = SipResponse(status_code=status, reason_phrase=reason, body=body)
    for name, value in fields:
        message.headers.append(name, value)
    return bytes(message)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer a request with, apart from what is copied from it."""

    status: int
    reason: str = ""
    to_tag: str = ""
    fields: tuple[Field, ...] = ()
    body: bytes = b""


def respond(request: Request, answer: Answer) -> bytes:
    """The response to `request`: its Vias, From, To (tagged), Call-ID, CSeq (RFC 3261 §8.2.6)."""
    to = request.to
    if answer.to_tag and not to.tag and answer.status > 100:
        to = replace(to, params=(*to.params, ("tag", answer.to_tag)))
    fields = [("Via", str(via)) for via in request.vias]
    fields += [
        ("From", str(request.sender)),
        ("To", str(to)),
        ("Call-ID", request.call_id),
        ("CSeq", f"{request.cseq} {request.method}"),
        *answer.fields,
    ]
    reason = answer.reason or reason_for(answer.status)
    return emit_response(answer.status, reason, fields, answer.body)
