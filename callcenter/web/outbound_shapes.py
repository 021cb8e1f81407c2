"""Calling somebody from the desk: the models of `/agents/{agent}/dialling` and `…/dial`."""

from typing import Self

from pydantic import Field, model_validator

from callcenter.web.act_shapes import Press
from callcenter.web.shapes import Shape, TextPair


class DialQueue(Shape):
    """A queue on whose behalf she may call."""

    queue: str
    name: TextPair
    numbers: list[str]
    """The house's numbers that whoever is called may see; the first is the usual one."""


class Dialling(Shape):
    """`GET /api/v1/agents/{agent}/dialling`."""

    possible: bool
    """There is a trunk, and a queue of hers to call for."""
    queues: list[DialQueue]


class DialWanted(Shape):
    """`POST /api/v1/agents/{agent}/dial`: to a number, or to whom an earlier call was with."""

    press: Press
    """A name of its own, made by whoever presses: told twice, it is done once."""
    queue: str = Field(min_length=1, max_length=64)
    number: str = Field("", max_length=40)
    """As a person writes it."""
    call: str = Field("", max_length=64)
    """An earlier call: whoever was its customer is called."""
    shown: str = Field("", max_length=40)
    """Which number of the queue is shown; empty: the usual one."""

    @model_validator(mode="after")
    def _goes_to_somebody(self) -> Self:
        if bool(self.number) == bool(self.call):
            raise ValueError("say a number or an earlier call: one of them")
        return self
