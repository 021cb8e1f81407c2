"""What became of each call of a load, as its caller and its agent lived it. Times are monotonic."""

from dataclasses import dataclass, field
from enum import StrEnum

from callcenter.lab.load.sound import Leg


class Ended(StrEnum):
    """How a call ended; the values are words for a report."""

    WELL = "as planned"
    REFUSED = "refused"
    """With a status, before it was answered."""
    SILENT = "no answer to the INVITE"
    NOBODY = "no agent in time"
    CUT = "cut off"
    """The other side hung up in the conversation."""
    DEAF = "the agent never heard the caller"
    UNFINISHED = "not over in time"


@dataclass(slots=True, eq=False)
class CallerSide:
    """One call from its caller's side; `scheduled` is when it was to be placed."""

    number: int
    caller: str
    scheduled: float
    leg: Leg
    sent: float = 0.0
    trying: float = 0.0
    answered: float = 0.0
    over: float = 0.0
    status: int = 0
    """Of its refusal."""
    ended: Ended | None = None

    @property
    def first_sound(self) -> float:
        """When the first RTP packet came; 0: none."""
        return self.leg.arrivals.first_at


@dataclass(slots=True, eq=False)
class AgentSide:
    """One call at an agent's phone; which it is, the voice that is heard there says."""

    extension: str
    leg: Leg
    rang: float
    answered: float = 0.0
    over: float = 0.0


@dataclass(slots=True)
class Calls:
    """All of them."""

    callers: list[CallerSide] = field(default_factory=list)
    agents: list[AgentSide] = field(default_factory=list)

    def agent_of(self, call: CallerSide) -> AgentSide | None:
        """The agent's side that the caller heard last."""
        return next((one for one in self.agents if one.leg.voice.leg == call.leg.hears), None)

    @property
    def talking(self) -> int:
        """How many conversations there are now."""
        return sum(1 for one in self.agents if one.leg.hears >= 0 and not one.leg.is_over)
