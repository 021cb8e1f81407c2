"""Handing a caller over: the models of `/transfer-targets`, `/calls/{call}/transfer` and
`/calls/{call}/outside`.

Instants are aware UTC.
"""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator

from callcenter.web.act_shapes import Press
from callcenter.web.shapes import Shape, TextPair


class QueueTarget(Shape):
    """A queue, live."""

    queue: str
    name: TextPair
    open: bool
    waiting: int
    idle: int
    """Agents of the queue who are idle."""


class AgentTarget(Shape):
    """An agent who is signed in."""

    agent: str
    name: TextPair
    team_name: TextPair
    state: str
    since: datetime | None
    free: bool
    """She can be given a call now."""


class TransferTargets(Shape):
    """`GET /api/v1/transfer-targets`: every queue that fits, the first agents who do."""

    queues: list[QueueTarget]
    agents: list[AgentTarget]
    """Who is free first."""
    more: int
    """How many agents fit beside these."""


class OutsideWanted(Shape):
    """`POST /api/v1/calls/{call}/outside`: by the agent who speaks with its caller."""

    press: Press
    """A name of its own, made by whoever presses: told twice, it is done once."""
    number: str = Field(min_length=1, max_length=40)
    """As a person writes it."""
    hand_over: bool = False
    """The caller is theirs as soon as their telephone rings; else they are asked first."""


class TransferWanted(Shape):
    """`POST /api/v1/calls/{call}/transfer`: by the agent who speaks with its caller."""

    press: Press
    """A name of its own, made by whoever presses: told twice, it is done once."""
    queue: str = Field("", max_length=64)
    agent: str = Field("", max_length=64)

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Self:
        if bool(self.queue) == bool(self.agent):
            raise ValueError("a transfer goes to a queue or to an agent: name one")
        return self
