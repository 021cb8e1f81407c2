"""Where a node leads, and by what: for whoever looks at a flow as a whole."""

from collections.abc import Iterator

from acd.ids import NodeName
from ivr.flow import (
    AnyNode,
    BranchNode,
    CallbackNode,
    CollectNode,
    DeclineRecordingNode,
    DirectoryNode,
    HoursNode,
    MenuNode,
    OutsideNode,
    RequestNode,
    SayNode,
    SetLanguageNode,
    VoicemailNode,
)

NEXT, OTHERWISE, ABSENT = "next", "otherwise", "absent"

_WITH_OTHERWISE = (
    MenuNode,
    CollectNode,
    BranchNode,
    CallbackNode,
    VoicemailNode,
    OutsideNode,
    DirectoryNode,
)

Lead = tuple[str, NodeName]
"""By what, and to which node."""


def leads(node: AnyNode) -> Iterator[Lead]:
    """Everything that leads on from a node, in its order; nothing from an end."""
    if isinstance(node, SayNode | SetLanguageNode | DeclineRecordingNode | CollectNode):
        yield NEXT, node.next
    if isinstance(node, MenuNode):
        yield from ((f"key {key}", target) for key, target in node.choices.items())
    if isinstance(node, HoursNode):
        yield from _by_hours(node)
    if isinstance(node, RequestNode):
        yield from (("ok", node.ok), ("failed", node.failed))
    if isinstance(node, BranchNode):
        numbered = enumerate(node.conditions, 1)
        yield from ((f"condition {number}", one.next) for number, one in numbered)
    if isinstance(node, DirectoryNode) and node.absent:
        yield ABSENT, node.absent
    if isinstance(node, _WITH_OTHERWISE):
        yield OTHERWISE, node.otherwise


def _by_hours(node: HoursNode) -> Iterator[Lead]:
    ways = {"open": node.open, "closed": node.closed}
    ways |= {"holiday": node.holiday, "emergency": node.emergency}
    return ((by, target) for by, target in ways.items() if target)
