"""What load is wanted, and within which bounds."""

from pathlib import Path
from typing import Final

import msgspec

from callcenter.errors import SettingsInvalid
from callcenter.lab.addresses import loopback

RATE_MOST: Final = 40.0
"""Calls a second: the front door hears no more from one address."""
CALLS_MOST: Final = 2000
AGENTS_MOST: Final = 300
TALK_MOST: Final = 600.0
SECONDS_MOST: Final = 3600.0
"""For all calls to be placed."""


class LoadWanted(msgspec.Struct, frozen=True, kw_only=True):
    """How much, and of which centre. Times are seconds, `rate` calls a second."""

    rate: float
    calls: int
    talk: float = 20.0
    ring: float = 1.0
    """How long a desk phone rings before it is answered."""
    agents: int = 20
    patience: float = 30.0
    """From the answer until an agent is heard; then a caller hangs up."""
    seed: int = 1
    sip: str
    """The front door, `host:port`, on this machine."""
    web: str
    """The URL of the centre's pages."""
    data: Path
    """Its data folder."""
    dsn: str
    leader: str
    """The sign-in of a supervisor who may act for all agents."""
    password: str

    @property
    def door(self) -> tuple[str, int]:
        """The front door's address; raises SettingsInvalid for another machine's."""
        return loopback(self.sip)

    def check(self) -> None:
        """Raises SettingsInvalid with the first thing that is out of bounds."""
        loopback(self.sip)
        _within("--rate", self.rate, 0.05, RATE_MOST)
        _within("--calls", self.calls, 1, CALLS_MOST)
        _within("--talk", self.talk, 1, TALK_MOST)
        _within("--ring", self.ring, 0, 20)
        _within("--agents", self.agents, 1, AGENTS_MOST)
        _within("--patience", self.patience, 1, 600)
        if self.calls / self.rate > SECONDS_MOST:
            raise SettingsInvalid(
                f"{self.calls} calls at {self.rate:g} a second would come for longer than "
                f"{SECONDS_MOST:g} s; take fewer --calls or a higher --rate"
            )


def _within(option: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise SettingsInvalid(f"{option} {value:g}: from {least:g} to {most:g}")
