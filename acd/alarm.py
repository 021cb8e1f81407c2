"""An alarm that stands: a promise of the distributor that does not hold at present."""

from datetime import datetime

import msgspec

from acd.facts import Trouble


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """Raised and cleared by facts; part of the floor's state."""

    trouble: Trouble
    about: str
    """Id of a call, an agent, an offer, a deadline or a queue."""
    since: datetime
