"""What supervisors see of waiting calls and do with them: the models of `/api/v1/floor` and
`/api/v1/waiting`.

Instants are aware UTC, lengths are seconds; numbers of persons are masked.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from callcenter.web.shapes import Shape, TextPair

Press = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class ActWanted(Shape):
    """What every act says."""

    press: Press
    """A name of its own, made by whoever presses: told twice, it is done once."""
    seen: int | None = Field(None, ge=0)
    """`acts` of the call as it was seen: when somebody was quicker, it is refused."""


class MoveWanted(ActWanted):
    """`POST /api/v1/waiting/{call}/move`: it keeps its place in the order of service."""

    queue: str = Field(min_length=1, max_length=64)


class PriorityWanted(ActWanted):
    """`POST /api/v1/waiting/{call}/priority`."""

    priority: int = Field(ge=0, le=10)


class WithdrawWanted(ActWanted):
    """`POST /api/v1/waiting/{call}/withdraw`: the caller is told good-bye."""

    because: Literal["", "handled", "unwanted", "closing"] = ""


class AssignWanted(ActWanted):
    """`POST /api/v1/waiting/{call}/assign`: to an agent who is free."""

    agent: str = Field(min_length=1, max_length=32)
    confirmed: bool = False
    """Also where she lacks a skill that the call asks for."""


class PullWanted(ActWanted):
    """`POST /api/v1/waiting/{call}/pull`: an agent for herself, where the queue allows it."""

    confirmed: bool = False


class ListenWanted(Shape):
    """`POST /api/v1/agents/{agent}/listen`: to her mentor."""

    press: Press
    """A name of its own, made by whoever presses: told twice, it is done once."""


class ActDone(Shape):
    """It was done; also the answer to the same press told again."""

    press: str
    act: str
    """move, prioritise, withdraw, assign or pull."""
    call: str


class WaitingRow(Shape):
    """One call that waits, or that rings at an agent before anybody has taken it."""

    call: str
    queue: str
    queue_name: TextPair
    number: str
    """Masked; empty when withheld."""
    customer_name: str
    language: str
    tier: str
    entered_at: datetime
    promised_until: datetime
    """To a caller: to be answered; to a customer who is called back: to be called."""
    warns_at: datetime
    """From when on the promise is close to its end."""
    place: int
    """In its queue, 1 is next; 0 while it rings."""
    priority: int
    state: Literal["waiting", "offered"]
    agent: str | None
    """At whom it rings, or for whom alone it waits."""
    agent_name: TextPair | None
    callback: bool
    acts: int


class PullView(Shape):
    """`GET /api/v1/waiting`: what an agent may take from her own queues."""

    at: datetime
    allowed: bool
    """One of her queues at least lets her."""
    calls: list[WaitingRow]
    skills: dict[str, TextPair]


class FloorAgent(Shape):
    """One agent who is signed in."""

    agent: str
    name: TextPair
    team: str
    team_name: TextPair
    state: str
    reason: str
    reason_name: TextPair | None
    since: datetime | None
    queue_name: TextPair | None
    """Of the call that has her."""
    free: bool
    """She can be given a call now."""


class QueueChoice(Shape):
    """A queue to which a call can be moved."""

    queue: str
    name: TextPair


class FloorView(Shape):
    """`GET /api/v1/floor`: calls in order of service over all queues, then those that ring."""

    at: datetime
    live: bool
    """False while control does not take what is pressed."""
    calls: list[WaitingRow]
    agents: list[FloorAgent]
    queues: list[QueueChoice]
    skills: dict[str, TextPair]
    """Names, for a refusal that names one."""
