"""Good messages made bad, by chance that a seed repeats.

Each way of breaking one takes bytes and gives bytes; a message is broken in up to four ways. The
same seed and the same originals give the same messages: what differs from run to run, as ports do,
is to stand in them under a name. Pure.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from random import Random
from typing import Final

Mutation = Callable[[Random, bytes], bytes]

WAYS: Final = (0, 1, 1, 1, 1, 1, 2, 2, 3, 4)
"""In how many ways each is broken, by lot: the less, the further in it gets."""
NUMBERED: Final = b"-000000"
"""Stands in the originals where a message must differ from the others of its kind."""
LONGEST: Final = 60_000
"""Bytes: what a datagram carries."""

_CRLF: Final = b"\r\n"
_NUMBERS: Final = (
    b"0",
    b"-1",
    b"00000000000000000000",
    b"255",
    b"65535",
    b"65536",
    b"2147483647",
    b"2147483648",
    b"4294967296",
    b"18446744073709551616",
    b"9" * 400,
    b"1e9",
    b"0x10",
)
_INJECTED: Final = (
    b"\r\nRoute: <sip:127.0.0.1:1;lr>",
    b"\r\nVia: SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKi",
    b"\nX-Injected: 1",
    b"\rX-Injected: 1",
    b"%0d%0aX-Injected:%201",
    b"\r\n\r\nBYE sip:x@127.0.0.1 SIP/2.0\r\n",
    b"\r\n continued",
    b'"',
    b"<",
    b">;tag=injected",
    b";;;;",
    b",,,,",
)
_NAMES: Final = (
    *(b"Via", b"v", b"From", b"To", b"Call-ID", b"i", b"CSeq", b"Contact", b"m", b"Route"),
    *(b"Record-Route", b"Max-Forwards", b"Content-Length", b"l", b"Content-Type", b"Require"),
    *(b"Proxy-Require", b"Session-Expires", b"Refer-To", b"Event", b"Subscription-State"),
    *(b"P-Asserted-Identity", b"Diversion", b"Authorization", b"X-Own", b"Supported"),
)
_VALUES: Final = (
    *(b"", b" ", b"*", b"0", b"<>", b"<sip:>", b"sip:", b"<sip:a@b", b'"', b"\xff\xfe", b"\x00"),
    *(b"<sip:127.0.0.1;lr>", b"timer", b"100rel", b"application/sdp", b"multipart/mixed", b"refer"),
    *(b"SIP/2.0/UDP x", b"SIP/2.0/UDP 127.0.0.1:0;branch=z9hG4bK", b"1 INVITE", b"Digest x=y"),
)


def flip(chance: Random, data: bytes) -> bytes:
    """A few bits the other way round."""
    broken = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def cut(chance: Random, data: bytes) -> bytes:
    """The end missing, or a piece of the middle."""
    start = chance.randrange(len(data))
    end = len(data) if chance.random() < 0.5 else chance.randrange(start, len(data))
    return data[:start] + data[end:]


def repeat_line(chance: Random, data: bytes) -> bytes:
    """One header line again, up to 300 times."""
    lines, body = _parted(data)
    place = chance.randrange(len(lines))
    lines[place:place] = [lines[place]] * chance.choice((1, 2, 20, 99, 300))
    return _joined(lines, body)


def drop_line(chance: Random, data: bytes) -> bytes:
    """One header line missing."""
    lines, body = _parted(data)
    del lines[chance.randrange(len(lines))]
    return _joined(lines, body)


def swap_lines(chance: Random, data: bytes) -> bytes:
    """Two lines in each other's place; one of them may be the start line."""
    lines, body = _parted(data)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return _joined(lines, body)


def foreign_line(chance: Random, data: bytes) -> bytes:
    """A header that is not expected, with a value that makes no sense."""
    lines, body = _parted(data)
    lines.insert(chance.randrange(len(lines)) + 1, chance.choice(_NAMES) + b": " + _value(chance))
    return _joined(lines, body)


def other_value(chance: Random, data: bytes) -> bytes:
    """The value of one header replaced."""
    lines, body = _parted(data)
    place = chance.randrange(len(lines))
    lines[place] = lines[place].partition(b":")[0] + b":" + _value(chance)
    return _joined(lines, body)


def huge(chance: Random, data: bytes) -> bytes:
    """One place of the message grown by up to 40 kB of one character."""
    place = chance.randrange(len(data))
    grown = chance.choice((b"a", b"8", b" ", b";", b"%00", b"\xe5", b"<", b","))
    return data[:place] + grown * chance.choice((254, 513, 3000, 5000, 13_000)) + data[place:]


def wrong_length(chance: Random, data: bytes) -> bytes:
    """A Content-Length that is not so."""
    lines, body = _parted(data)
    lines = [line for line in lines if not line.lower().startswith((b"content-length", b"l:"))]
    lines.append(b"Content-Length: " + chance.choice((*_NUMBERS, b"1", b"70", b"5 5", b"")))
    return _joined(lines, body)


def nulls(chance: Random, data: bytes) -> bytes:
    """Null bytes somewhere."""
    place = chance.randrange(len(data))
    return data[:place] + b"\x00" * chance.choice((1, 1, 4, 200)) + data[place:]


def inject(chance: Random, data: bytes) -> bytes:
    """Inside a line: what would begin another, or another message."""
    place = chance.randrange(len(data))
    return data[:place] + chance.choice(_INJECTED) + data[place:]


def absurd_number(chance: Random, data: bytes) -> bytes:
    """One run of digits replaced by a number nobody expects."""
    starts = [place for place in range(len(data)) if _begins_number(data, place)]
    if not starts:
        return data
    start = chance.choice(starts)
    end = start
    while end < len(data) and data[end : end + 1].isdigit():
        end += 1
    return data[:start] + chance.choice(_NUMBERS) + data[end:]


def glue(chance: Random, data: bytes) -> bytes:
    """The message twice in one piece, whole or begun."""
    return data + data[: chance.randrange(1, len(data) + 1)]


def bare_ends(chance: Random, data: bytes) -> bytes:
    """Line ends of another kind."""
    return data.replace(_CRLF, chance.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")))


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(flip, cut, repeat_line, drop_line, swap_lines),
    *(foreign_line, other_value, foreign_line, other_value, absurd_number),
    *(huge, wrong_length, nulls, inject, absurd_number, glue, bare_ends),
)


def broken(seed: int, originals: Sequence[bytes]) -> Iterator[bytes]:
    """Broken messages without end; a few are left as they were."""
    chance = Random(f"fuzz {seed}")
    for number in count():
        data = chance.choice(originals).replace(NUMBERED, b"-%06d" % number)
        for _ in range(chance.choice(WAYS)):
            data = chance.choice(MUTATIONS)(chance, data)[:LONGEST] or b"\r\n"
        yield data


def _value(chance: Random) -> bytes:
    return chance.choice((*_VALUES, *_NUMBERS))


def _begins_number(data: bytes, place: int) -> bool:
    before = data[place - 1 : place] if place else b""
    return data[place : place + 1].isdigit() and not before.isdigit()


def _parted(data: bytes) -> tuple[list[bytes], bytes]:
    """Its lines, start line first, and its body with the blank line before it."""
    head, blank, body = data.partition(_CRLF + _CRLF)
    return head.split(_CRLF), blank + body


def _joined(lines: list[bytes], body: bytes) -> bytes:
    return _CRLF.join(lines) + body
