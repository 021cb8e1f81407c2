"""A call's way through flows, as its record keeps it: nodes, and the ends of dialogues.

Spoken to by `callcenter.history.call_fold`; `flow_counts` counts them. What is known is kept in the
order of the way, so the order in which facts arrive changes nothing.
"""

from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from acd.ids import FlowName, NodeName
from ivr.facts import DialogueDropped, DialogueEnded, NodeEntered


class Visit(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """The caller came to a node; that the same was asked again is none."""

    at: datetime
    step: int
    flow: FlowName
    node: NodeName
    source: NodeName = NodeName("")
    """The node before; empty at the dialogue's first."""
    by: str = ""
    """By what, as `ivr.leads` names it."""


class WalkEnd(StrEnum):
    """How a dialogue ended."""

    OVER = "over"
    """At a queue, with a last word, or because the flow was lost."""
    LEFT = "left"
    """The caller hung up."""


class DialogueOver(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One dialogue's end."""

    at: datetime
    how: WalkEnd


class Walk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All dialogues of one call."""

    visits: tuple[Visit, ...] = ()
    ends: tuple[DialogueOver, ...] = ()

    @property
    def is_open(self) -> bool:
        """The caller is at the last node now."""
        begun = sum(1 for one in self.visits if not one.source)
        return begun > len(self.ends)

    def node_at(self, at: datetime) -> Visit | None:
        """The last node the caller had come to."""
        return max((one for one in self.visits if one.at <= at), default=None)


def entered(walk: Walk, fact: NodeEntered) -> Walk:
    """One more node. Facts of an older release do not say by what it was reached."""
    if fact.attempt > 1 or not fact.flow:
        return walk
    visit = Visit(
        at=fact.at,
        step=fact.step,
        flow=fact.flow,
        node=fact.node,
        source=fact.source,
        by=fact.by,
    )
    return replace(walk, visits=tuple(sorted({*walk.visits, visit})))


def over(walk: Walk, fact: DialogueEnded | DialogueDropped) -> Walk:
    """One dialogue is over, unless it never came to a node."""
    if isinstance(fact, DialogueEnded) and fact.because == "no_flow":
        return walk
    how = WalkEnd.OVER if isinstance(fact, DialogueEnded) else WalkEnd.LEFT
    return replace(walk, ends=tuple(sorted({*walk.ends, DialogueOver(at=fact.at, how=how)})))
