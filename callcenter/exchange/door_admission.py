"""Who may speak and how fast: listed networks, and token buckets per source and per line.

Pure; time is handed in (monotonic seconds).
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field

from callcenter.exchange.door_permits import is_ipv4
from callcenter.trunk import Trunk

MOST_BUCKETS = 10_000
EVERYBODY = "0.0.0.0/0"


def speakers(host: str, networks: Iterable[str]) -> tuple[str, ...]:
    """The networks that may speak to a door at `host`.

    A door on a loopback address hears everybody: only this machine reaches it, and a phone here may
    speak from any of the machine's addresses.
    """
    return (*networks, EVERYBODY) if host.startswith("127.") else tuple(networks)


def trusted(networks: Iterable[str], trunks: Iterable[Trunk]) -> tuple[str, ...]:
    """The networks that are never banned: this machine, the trunks' addresses, and those listed.

    A trunk named by a host name is trusted while a line may call it; list its network for always.
    """
    hosts = [trunk.uri.host for trunk in trunks]
    return ("127.0.0.0/8", *networks, *(host for host in hosts if is_ipv4(host)))


class ListedNetworks:
    """The predicate `allows(address)` over IPv4 networks such as `127.0.0.0/8`.

    Raises ValueError, naming the entry, for what is no IPv4 network.
    """

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = []
        for network in networks:
            try:
                self._networks.append(ipaddress.IPv4Network(network))
            except ValueError as error:
                raise ValueError(
                    f"SIP network {network!r} is no IPv4 network such as 192.0.2.0/24"
                ) from error

    def __call__(self, address: str) -> bool:
        try:
            parsed = ipaddress.IPv4Address(address)
        except ipaddress.AddressValueError:
            return False
        return any(parsed in network for network in self._networks)


@dataclass(slots=True)
class Buckets:
    """Token buckets: at most `rate` a second for each key, with a burst of the same size."""

    rate: int
    _levels: dict[str | int, tuple[float, float]] = field(default_factory=dict)

    def admit(self, key: str | int, now: float) -> bool:
        """Take one token of `key`; False when there is none."""
        level, at = self._levels.pop(key, (float(self.rate), now))
        level = min(float(self.rate), level + (now - at) * self.rate)
        admitted = level >= 1.0
        if len(self._levels) >= MOST_BUCKETS:
            del self._levels[next(iter(self._levels))]
        self._levels[key] = (level - 1.0 if admitted else level, now)
        return admitted
