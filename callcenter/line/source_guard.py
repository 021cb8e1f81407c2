"""Who may speak in a leg: the address its audio comes from, and nobody else while it does.

The telephone library follows whoever sends ten packets between two of the true peer's, and would
send them the caller's voice. So the kernel drops what comes from elsewhere (a socket filter, for
which no privilege is needed) as soon as it is clear where the leg's audio comes from. A peer that
is silent for a second may have moved, such as behind a NAT: then the next who sends is listened to,
and the change is a fact; the first is guarded again with its next packet. What is negotiated anew
is learnt anew.
"""

import ctypes
import os
import socket
import struct
import sys
from typing import Final

from callcenter.calls.facts import LegSourceChanged
from callcenter.line.conversation import Conversation
from callcenter.line.legs import Leg, Source
from callcenter.line.rtp_addresses import Address, rtp_port_of, source_of

SURE_AFTER: Final = 1.0
"""Seconds of one address alone, where it is not the one that was signalled."""
MAY_HAVE_MOVED: Final = 1.0
"""Seconds of silence."""

_ATTACH, _DETACH = 26, 27  # SO_ATTACH_FILTER, SO_DETACH_FILTER
_NET: Final = 0xFFF00000  # SKF_NET_OFF: what follows is counted from the IP header
_LD_W_ABS, _LD_H_ABS, _JEQ, _RET = 0x20, 0x28, 0x15, 0x06
_IP_SOURCE: Final = 12
"""Where the sender stands in an IPv4 header; the port stands first in the UDP header."""


def look(talk: Conversation, leg: Leg, now: float) -> None:
    """Often, at a leg that is answered; `now` is monotonic."""
    source, silent_for = leg.source, now - leg.hearing.grew_at
    if source.guarded:
        if silent_for >= MAY_HAVE_MOVED:
            _open(leg)
        return
    seen, expected = source_of(leg.call)
    if seen is None or silent_for > 0:
        return
    if seen != source.seen:
        source.seen, source.seen_since = seen, now
    if seen not in (expected, source.home) and now - source.seen_since < SURE_AFTER:
        return
    source.home = source.home or seen
    if source.address not in (None, seen):
        ledger = talk.ledger
        ledger.note(LegSourceChanged(at=ledger.now(), call=talk.call, leg=leg.id))
    source.address = seen
    # Who came later is not kept from losing the leg again to whom it belongs.
    source.guarded = seen == source.home and _only(leg, seen)


def negotiated_anew(leg: Leg, has_media: bool) -> bool:
    """Its audio may come from anywhere again, and that is no news; whether there is any."""
    if leg.source.guarded:
        _open(leg)
    leg.source = Source()
    return has_media


def _open(leg: Leg) -> None:
    leg.source.guarded, leg.source.seen = False, None
    _only(leg, None)


def _only(leg: Leg, address: Address | None) -> bool:
    """Let this address through alone, or everybody. False where the machine cannot do that: it is
    said once, and not tried again until audio is negotiated anew.
    """
    port = rtp_port_of(leg.call)
    if not port or not leg.source.can_be_guarded:
        return False
    try:
        _filter(port, address)
    except OSError as wrong:
        leg.source.can_be_guarded = False
        print(f"leg {leg.id}: any sender is heard: {wrong.strerror or wrong}", file=sys.stderr)
        return False
    return True


def _filter(port: int, only: Address | None) -> None:
    with _socket_at(port) as found:
        if only is None:
            found.setsockopt(socket.SOL_SOCKET, _DETACH, 0)
        else:
            program, _kept = _program(only)
            found.setsockopt(socket.SOL_SOCKET, _ATTACH, program)


def _program(only: Address) -> tuple[bytes, object]:
    """A classic BPF program, and the buffer that must live while the kernel reads it."""
    host, port = only
    sender = struct.unpack("!I", socket.inet_aton(host))[0]
    steps = [
        (_LD_W_ABS, 0, 0, _NET + _IP_SOURCE),
        (_JEQ, 0, 3, sender),
        (_LD_H_ABS, 0, 0, 0),
        (_JEQ, 0, 1, port),
        (_RET, 0, 0, 0xFFFFFFFF),
        (_RET, 0, 0, 0),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(code, len(code))
    return struct.pack("@HL", len(steps), ctypes.addressof(kept)), kept


def _socket_at(port: int) -> socket.socket:
    """A second handle of our own UDP socket that is bound to this port; raises OSError."""
    for name in os.listdir("/proc/self/fd"):
        try:
            copy = os.dup(int(name))
        except OSError:
            continue
        try:
            found = socket.socket(fileno=copy)
        except OSError:
            os.close(copy)
            continue
        if _is_bound(found, port):
            return found
        found.close()
    raise OSError(f"no socket at port {port}")


def _is_bound(found: socket.socket, port: int) -> bool:
    if found.family is not socket.AF_INET or found.type is not socket.SOCK_DGRAM:
        return False
    return bool(found.getsockname()[1] == port)
