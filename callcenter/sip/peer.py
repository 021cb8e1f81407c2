"""Where a SIP message came from or goes to: IPv4 address, port, transport."""

import enum
from dataclasses import dataclass


class Transport(enum.StrEnum):
    """The transports the door speaks; TLS ends in front of it."""

    UDP = "udp"
    TCP = "tcp"


@dataclass(frozen=True, slots=True)
class Peer:
    """One end of a hop. `host` is an IPv4 literal, `port` 1-65535."""

    host: str
    port: int
    transport: Transport = Transport.UDP
