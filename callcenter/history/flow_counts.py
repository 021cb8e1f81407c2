"""How many callers came to each node of a flow, by what they went on, and who is there now.

A fold over call records: the page about flows shows it of today, a report of any other stretch.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from acd.ids import CallId, FlowName, NodeName
from callcenter.history.call_record import CallRecord
from callcenter.history.flow_walk import WalkEnd


class NodeCount(msgspec.Struct, frozen=True, kw_only=True):
    """Of one node of one flow."""

    flow: FlowName
    node: NodeName
    entered: int = 0
    """How often a caller came to it from elsewhere."""
    left: int = 0
    """How often one hung up at it."""
    exits: dict[str, int] = {}
    """How often one went on, by what, as `ivr.leads` names it."""
    here: tuple[CallId, ...] = ()
    """Calls whose caller is at it now, in the order of their coming."""


Place = tuple[FlowName, NodeName]


def flow_counts(
    records: Iterable[CallRecord], since: datetime, until: datetime
) -> tuple[NodeCount, ...]:
    """Every node that a caller came to, left, or is at; in order of flow and node."""
    entered: Counter[Place] = Counter()
    left: Counter[Place] = Counter()
    exits: dict[Place, Counter[str]] = {}
    here: dict[Place, list[tuple[datetime, CallId]]] = {}
    for record in records:
        for visit in record.walk.visits:
            if not since <= visit.at < until:
                continue
            entered[visit.flow, visit.node] += visit.source != visit.node
            if visit.by:
                exits.setdefault((visit.flow, visit.source), Counter())[visit.by] += 1
        for place in _left(record, since, until):
            left[place] += 1
        last = max(record.walk.visits, default=None)
        if last is not None and record.ended_at is None and record.walk.is_open:
            here.setdefault((last.flow, last.node), []).append((last.at, record.call))
    return tuple(
        NodeCount(
            flow=place[0],
            node=place[1],
            entered=entered[place],
            left=left[place],
            exits=dict(sorted(exits.get(place, Counter()).items())),
            here=tuple(call for _, call in sorted(here.get(place, ()))),
        )
        for place in sorted({*entered, *left, *exits, *here})
    )


def together(*counts: Iterable[NodeCount]) -> tuple[NodeCount, ...]:
    """Of several lots of calls, which have no call in common."""
    sums: dict[Place, NodeCount] = {}
    for one in (one for lot in counts for one in lot):
        place = (one.flow, one.node)
        known = sums.get(place)
        sums[place] = one if known is None else _sum(known, one)
    return tuple(sums[place] for place in sorted(sums))


def _sum(one: NodeCount, other: NodeCount) -> NodeCount:
    exits = Counter(one.exits) + Counter(other.exits)
    return NodeCount(
        flow=one.flow,
        node=one.node,
        entered=one.entered + other.entered,
        left=one.left + other.left,
        exits=dict(sorted(exits.items())),
        here=(*one.here, *other.here),
    )


def _left(record: CallRecord, since: datetime, until: datetime) -> Iterator[Place]:
    for end in record.walk.ends:
        last = record.walk.node_at(end.at)
        if end.how is WalkEnd.LEFT and since <= end.at < until and last is not None:
            yield last.flow, last.node
