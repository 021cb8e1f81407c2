"""Answers requests that cannot be read (RFC 3261 §8.2.6, §21.4.1): the sender is to learn of it.

The lines an answer copies are found by their names and go back to where they came from, unread;
nothing of such a request goes anywhere else. What is no request, is an ACK or has no Via gets no
answer. Pure; raises nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from callcenter.sip.grammar import TOKEN, Via, parse_via, split_list
from callcenter.sip.refusal import SipRefusal

LONGEST_ANSWERED = 8192

_METHOD = re.compile(f"{TOKEN}{{1,64}}".encode())
_SPOKEN = re.compile(rb"SIP/(\d{1,3}\.\d{1,3})")
_NAMES = {b"v": b"via", b"f": b"from", b"t": b"to", b"i": b"call-id"}
_COPIED = ((b"from", b"From"), (b"to", b"To"), (b"call-id", b"Call-ID"), (b"cseq", b"CSeq"))
_TAG = re.compile(rb";\s*tag\s*=", re.IGNORECASE)
_VERSION = re.compile(r"SIP\s*/\s*\d{1,3}\.\d{1,3}\s*/")


@dataclass(frozen=True, slots=True, repr=False)
class Unread:
    """What could be made out of an unreadable request.

    `via` is None where not even the topmost one can be read.
    """

    method: str
    version: str
    via: Via | None
    lines: tuple[tuple[bytes, bytes], ...]

    def respond(self, status: int, reason: str, via: Via | None, to_tag: str) -> bytes:
        """The response, its topmost Via replaced by `via` (stamped) if there is one."""
        told = [f"SIP/2.0 {status} {reason}".encode()]
        for place, (name, value) in enumerate(self.lines):
            told.append(name + b": " + self._written(place, value, via, to_tag))
        return b"\r\n".join((*told, b"Content-Length: 0", b"", b""))

    def _written(self, place: int, value: bytes, via: Via | None, to_tag: str) -> bytes:
        if place == 0 and via is not None:
            others = split_list(value.decode("latin-1"))[1:]
            return ", ".join((str(via), *others)).encode("latin-1")
        if self.lines[place][0] == b"To" and not _TAG.search(value):
            return value + b";tag=" + to_tag.encode()
        return value


def make_out(data: bytes) -> Unread | None:
    """Make out of an unreadable message what an answer needs; None where none can be given."""
    head, blank, _ = data.partition(b"\r\n\r\n")
    if not blank or len(data) > LONGEST_ANSWERED:
        return None
    start, *rest = head.split(b"\r\n")
    words = start.split()
    spoken = _SPOKEN.fullmatch(words[-1]) if len(words) > 2 else None
    if spoken is None or not _METHOD.fullmatch(words[0]) or words[0] == b"ACK":
        return None
    fields = list(_fields(rest))
    vias = [(b"Via", value) for name, value in fields if name == b"via"]
    if not vias:
        return None
    told = dict(reversed(fields))
    copied = [(shown, told[name]) for name, shown in _COPIED if name in told]
    return Unread(
        method=words[0].decode(),
        version=spoken[1].decode(),
        via=_top(vias[0][1]),
        lines=(*vias, *copied),
    )


def _fields(lines: Iterable[bytes]) -> Iterable[tuple[bytes, bytes]]:
    """(lower-case long name, value) of each header, folded lines joined."""
    unfolded: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and unfolded:
            unfolded[-1] += b" " + line.strip()
        else:
            unfolded.append(line)
    for line in unfolded:
        name, colon, value = line.partition(b":")
        bare = name.strip().lower()
        if colon and b"\r" not in value and b"\n" not in value:
            yield _NAMES.get(bare, bare), value.strip()


def _top(value: bytes) -> Via | None:
    first = (split_list(value.decode("latin-1")) or [""])[0]
    try:
        return parse_via(_VERSION.sub("SIP/2.0/", first, count=1))
    except SipRefusal:
        return None
