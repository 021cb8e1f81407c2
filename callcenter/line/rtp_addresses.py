"""Where a leg's RTP comes from, where it was said to come from, and where we have it sent."""

from typing import Any

import pjsua2 as pj

Address = tuple[str, int]


def source_of(call: Any) -> tuple[Address | None, Address | None]:
    """Where the last RTP packet came from, and where it was signalled to come from."""
    try:
        came = call.getMedTransportInfo(0).srcRtpName
        signalled = call.getStreamInfo(0).remoteRtpAddress
    except pj.Error:
        return None, None
    return _address(came), _address(signalled)


def rtp_port_of(call: Any) -> int:
    """The local port of the call's RTP; 0: there is none."""
    try:
        found = _address(call.getMedTransportInfo(0).localRtpName)
    except pj.Error:
        return 0
    return found[1] if found is not None else 0


def _address(written: str) -> Address | None:
    host, colon, port = written.rpartition(":")
    return (host, int(port)) if colon and port.isdecimal() and int(port) else None
