"""What the page about flows is told: the models of `/api/v1/flows`.

A flow's picture changes with its edition; the counts at its nodes are asked for each second.
Lengths are pixels, instants aware UTC.
"""

from datetime import datetime

from callcenter.web.shapes import Shape, TextPair


class FlowView(Shape):
    """One published flow."""

    flow: str
    numbers: list[str]
    """Dialled numbers that lead into it."""
    after_call: bool
    here: int
    """Callers in it now."""


class FlowList(Shape):
    """`GET flows`: those that numbers lead to first."""

    version: int
    flows: list[FlowView]


class FlowExit(Shape):
    """A way out of a node."""

    by: str
    """next, otherwise, key 1, condition 1, open, ok ..."""
    target: str
    asks: str = ""
    """What a condition asks, in the flow's own terms."""


class FlowWords(Shape):
    """What is said at a node, and when."""

    when: str
    """always, bad_key, no_key or too_few."""
    texts: dict[str, str]
    """By language."""


class FlowDetail(Shape):
    """One more thing that the flow says of a node."""

    name: str
    """A code, such as patience."""
    value: str


class FlowNode(Shape):
    """A node, and where it stands."""

    node: str
    kind: str
    """say, menu, collect, request ..."""
    label: TextPair
    queue: str
    """The queue it leads to; empty: to none."""
    x: float
    y: float
    width: float
    height: float
    words: list[FlowWords]
    details: list[FlowDetail]
    exits: list[FlowExit]


class FlowWay(Shape):
    """A line from one node to another."""

    source: str
    target: str
    by: list[str]
    path: str
    """As SVG has it."""
    silent: bool
    """The caller does nothing but what was not wanted."""
    x: float
    """The middle of where it may say by what it is gone."""
    y: float


class FlowDrawing(Shape):
    """`GET flows/{flow}`."""

    flow: str
    version: int
    start: str
    """The node at which callers come in."""
    width: float
    height: float
    nodes: list[FlowNode]
    ways: list[FlowWay]


class FlowCaller(Shape):
    """One caller who is at a node now."""

    call: str
    since: datetime
    number: str
    """Masked; empty when withheld or not known."""


class FlowNodeCount(Shape):
    """What happened at a node."""

    node: str
    here: int
    callers: list[FlowCaller]
    """The first twenty of them, who came first."""
    entered: int
    left: int
    """Hung up there."""
    exits: dict[str, int]
    """By what they went on, as in `FlowExit.by`."""
    waiting: int | None
    """Callers who wait in the queue it leads to, however they came there."""


class FlowCountsView(Shape):
    """`GET flows/{flow}/counts`: now, and since the local midnight."""

    flow: str
    at: datetime
    since: datetime
    live: bool
    """False while the journal is not followed: then it is as of a while ago."""
    here: int
    """Callers in the flow."""
    nodes: list[FlowNodeCount]
    """Those at which something happened today."""
