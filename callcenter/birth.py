"""What an exchange and its zygote say to each other, one message a datagram (msgpack).

The zygote greets with `ZygoteReady`; for each `LineBirth` it forks a line and answers `LineBorn`.
"""

import msgspec

from acd.ids import LineId


class ZygoteReady(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The zygote has tried the telephone library; `error` says why it cannot fork lines."""

    pid: int
    calls_most: int
    """Calls (legs) one process of the library can carry."""
    error: str = ""


class LineBirth(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Everything a new line needs to know. Paths are absolute."""

    line: LineId
    exchange: str
    socket: str
    """The exchange's unix socket."""
    sip_port: int
    """On loopback, UDP."""
    rtp_first: int
    rtp_ports: int
    media_bind: str
    door_port: int
    """The inner door on loopback, the line's outbound proxy; 0: none, dial directly."""
    shared_memory: str
    prompts: str
    run: str
    party_key: bytes
    """Key of the hash that stands for a telephone number in facts."""
    caller_silent_for: float = 20.0
    """Seconds without RTP after which a caller who is not on hold counts as gone."""
    call_headers: tuple[str, ...] = ()
    """Header fields of an INVITE that are kept with its call, in small letters."""


class LineBorn(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A line process exists; it greets the exchange by itself once it can take a call."""

    line: LineId
    pid: int
    error: str = ""
