"""Flows as a page shows them: where each node stands, what it says, who is there.

The picture is the one of `callcenter flow draw`, with boxes that have room for figures; the figures
are `callcenter.history.flow_counts` over today's records. It must not know who asks.
"""

import time
from collections.abc import Iterator
from typing import Final

from acd.ids import FlowName
from agent_desktop.view import Words
from callcenter.clock import now
from callcenter.history.flow_counts import NodeCount
from callcenter.web.day import Day
from callcenter.web.flow_details import details_of
from callcenter.web.flow_shapes import (
    FlowCaller,
    FlowCountsView,
    FlowDrawing,
    FlowExit,
    FlowList,
    FlowNode,
    FlowNodeCount,
    FlowView,
    FlowWay,
    FlowWords,
)
from callcenter.web.flow_tally import FlowTally
from callcenter.web.replica import Replica
from callcenter.web.told import pair
from callcenter.web.ways import Ways
from ivr.flow import (
    AnyNode,
    BranchNode,
    CallbackNode,
    CollectNode,
    DirectoryNode,
    Flow,
    MenuNode,
    QueueNode,
    VoicemailNode,
)
from ivr.flow_drawing import drawing, in_short, length
from ivr.flow_picture import KINDS
from ivr.layers import Box, Size
from ivr.leads import leads
from ivr.library import Edition

_TO_A_QUEUE: Final = (QueueNode, CallbackNode, VoicemailNode, DirectoryNode)
_COUNT_EVERY: Final = 1.0
_LISTED: Final = 20
_HEIGHT: Final = 56.0
_LEAST, _MOST = 168.0, 224.0
_BESIDE_LABEL: Final = 52.0
"""Icon, gaps and padding in a box."""
_PER_WAY: Final = 30.0


class FlowLook:
    """Pictures and figures of the newest edition."""

    def __init__(self, replica: Replica, day: Day, ways: Ways) -> None:
        self._replica = replica
        self._day = day
        self._ways = ways
        self._tally = FlowTally()
        self._counted: tuple[float, int, tuple[NodeCount, ...]] = (-_COUNT_EVERY, -1, ())

    def all(self) -> FlowList:
        """Every published flow, those that numbers lead to first."""
        edition, numbers = self._edition(), self._numbers()
        flows = [
            FlowView(
                flow=flow.name,
                numbers=numbers.get(flow.name, []),
                after_call=flow.after_call,
                here=sum(len(one.here) for one in self._counts() if one.flow == flow.name),
            )
            for flow in edition.flows
        ]
        flows.sort(key=lambda one: (not one.numbers, one.numbers[:1], one.flow))
        return FlowList(version=edition.version, flows=flows)

    def drawing(self, name: str) -> FlowDrawing | None:
        """One of them; None where there is none."""
        edition = self._edition()
        flow = next((one for one in edition.flows if one.name == name), None)
        if flow is None:
            return None
        labels = {node.name: self._ways.named(node) for node in flow.nodes}
        sizes = {str(node.name): _size(node, labels[node.name]) for node in flow.nodes}
        drawn = drawing(flow, sizes, _caption)
        nodes = [_node(one, labels[one.name], drawn.boxes[one.name]) for one in flow.nodes]
        ways = [
            FlowWay(
                source=way.source,
                target=way.target,
                by=list(way.by),
                path=way.path,
                silent=way.silent,
                x=way.caption.x,
                y=way.caption.y,
            )
            for way in drawn.ways
        ]
        return FlowDrawing(
            flow=flow.name,
            version=edition.version,
            start=flow.start,
            width=drawn.width,
            height=drawn.height,
            nodes=nodes,
            ways=ways,
        )

    def counts(self, name: str, live: bool) -> FlowCountsView | None:
        """What happens at its nodes; None where there is no such flow."""
        flow = next((one for one in self._edition().flows if one.name == name), None)
        if flow is None:
            return None
        known = {one.node: one for one in self._counts() if one.flow == name}
        shown = [self._count(node, known.get(node.name), flow) for node in flow.nodes]
        return FlowCountsView(
            flow=name,
            at=now(),
            since=self._day.since,
            live=live,
            here=sum(one.here for one in shown),
            nodes=shown,
        )

    def _count(self, node: AnyNode, found: NodeCount | None, flow: Flow) -> FlowNodeCount:
        told = found or NodeCount(flow=flow.name, node=node.name)
        waiting = None
        if isinstance(node, QueueNode):
            figures = self._replica.house.acd.queue_figures(node.queue)
            waiting = figures.waiting if figures is not None else 0
        return FlowNodeCount(
            node=node.name,
            here=len(told.here),
            callers=list(self._callers(told)),
            entered=told.entered,
            left=told.left,
            exits=told.exits,
            waiting=waiting,
        )

    def _callers(self, told: NodeCount) -> Iterator[FlowCaller]:
        for call in told.here[:_LISTED]:
            record = self._replica.record(call)
            if record is not None and record.walk.visits:
                number = self._ways.number(record)
                since = record.walk.visits[-1].at
                yield FlowCaller(call=call, since=since, number=number)

    def _counts(self) -> tuple[NodeCount, ...]:
        """Of all flows; however many look, it is counted once a second."""
        at, generation, known = self._counted
        if time.monotonic() - at < _COUNT_EVERY and generation == self._replica.generation:
            return known
        fresh = self._tally.counts(self._replica.book.records, self._day.since, now())
        self._counted = time.monotonic(), self._replica.generation, fresh
        return fresh

    def _edition(self) -> Edition:
        editions = self._replica.house.dialogues.library.editions()
        return editions[-1] if editions else Edition(version=0, flows=())

    def _numbers(self) -> dict[FlowName, list[str]]:
        found: dict[FlowName, list[str]] = {}
        for number, flow in sorted(self._replica.house.calls.state.numbers.items()):
            found.setdefault(flow, []).append(number)
        return found


def _size(node: AnyNode, label: Words) -> Size:
    """Room for the label in either language, and for the ways that leave it to stand apart."""
    written = max(length(label.zh), length(label.en)) + _BESIDE_LABEL
    leaving = len({target for _, target in leads(node) if target != node.name})
    return Size(max(_LEAST, min(written, _MOST), leaving * _PER_WAY), _HEIGHT)


def _caption(node: AnyNode, by: tuple[str, ...]) -> str:
    """With room for a share, and the page's own word for a condition."""
    words = [one if one.startswith("condition ") else in_short(node, one) for one in by]
    return f"{', '.join(words[:2])} 100 %" if any(words) else "100 %"


def _node(node: AnyNode, label: Words, box: Box) -> FlowNode:
    return FlowNode(
        node=node.name,
        kind=KINDS[type(node).__name__].replace(" ", "_"),
        label=pair(label),
        queue=node.queue if isinstance(node, _TO_A_QUEUE) else "",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        words=[FlowWords(when=when, texts=texts) for when, texts in _words(node) if texts],
        details=details_of(node),
        exits=[FlowExit(by=by, target=target, asks=_asks(node, by)) for by, target in leads(node)],
    )


def _asks(node: AnyNode, by: str) -> str:
    is_condition = isinstance(node, BranchNode) and by.startswith("condition ")
    return in_short(node, by) if is_condition else ""


def _words(node: AnyNode) -> Iterator[tuple[str, dict[str, str]]]:
    yield "always", getattr(node, "texts", {})
    if isinstance(node, MenuNode):
        yield from (("bad_key", node.bad_key), ("no_key", node.no_key))
    if isinstance(node, CollectNode):
        yield from (("too_few", node.too_few), ("no_key", node.no_key))
