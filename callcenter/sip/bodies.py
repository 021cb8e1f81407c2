"""The small bodies that may pass beside SDP: one pressed key, one line of progress.

Both are written anew; the known killers (a `Signal=` line with nothing after it) cannot survive
that. Raises only SipRefusal.
"""

import re

from callcenter.sip.refusal import SipRefusal

DEFAULT_DURATION = 160
_SIGNAL = re.compile(rb"\s*Signal\s*=\s*([0-9*#A-Da-d]|1[0-5])\s*", re.IGNORECASE)
_DURATION = re.compile(rb"\s*Duration\s*=\s*(\d{1,5})\s*", re.IGNORECASE)
_NUMBERED = {"10": "*", "11": "#", "12": "A", "13": "B", "14": "C", "15": "D"}
_FRAGMENT = re.compile(rb"SIP/2\.0 ([1-6]\d\d)(?: |$)")


def rebuild_dtmf_relay(body: bytes) -> bytes:
    """`Signal=x`, `Duration=n` (milliseconds, 40-5000), each with its line end."""
    signal, duration = "", DEFAULT_DURATION
    for line in body.replace(b"\r\n", b"\n").split(b"\n")[:8]:
        if match := _SIGNAL.fullmatch(line):
            key = match[1].decode().upper()
            signal = _NUMBERED.get(key, key)
        elif match := _DURATION.fullmatch(line):
            duration = min(max(int(match[1]), 40), 5000)
        elif line.strip():
            raise SipRefusal(400, "Bad dtmf-relay body")
    if not signal:
        raise SipRefusal(400, "No signal in dtmf-relay body")
    return f"Signal={signal}\r\nDuration={duration}\r\n".encode()


def rebuild_sipfrag(body: bytes) -> bytes:
    """The status line of a transfer's progress (RFC 3515 §2.4.5), with no phrase of the peer's."""
    match = _FRAGMENT.match(body.split(b"\r\n", 1)[0])
    if match is None:
        raise SipRefusal(400, "Bad sipfrag body")
    return b"SIP/2.0 " + match[1] + b" Progress\r\n"
