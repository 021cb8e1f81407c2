"""What a flow says of one node beside its words and ways, for the page about flows."""

from collections.abc import Iterator

from callcenter.web.flow_shapes import FlowDetail
from ivr.colleagues import ANY
from ivr.flow import (
    AnyNode,
    CallbackNode,
    CollectNode,
    DirectoryNode,
    HoursNode,
    MenuNode,
    OutsideNode,
    QueueNode,
    RequestNode,
    SetLanguageNode,
    VoicemailNode,
)


def details_of(node: AnyNode) -> list[FlowDetail]:
    """By their codes, in the order in which they are read."""
    told = _directory(node) if isinstance(node, DirectoryNode) else _told(node)
    return [FlowDetail(name=name, value=value) for name, value in told if value]


def _told(node: AnyNode) -> Iterator[tuple[str, str]]:
    match node:
        case MenuNode():
            yield from _patience(node)
        case CollectNode():
            yield "digits", f"{node.min_digits}-{node.max_digits} {node.end_key}".strip()
            yield "variable", node.variable
            yield from _patience(node)
        case RequestNode():
            yield "address", f"{node.method} {node.url}"
            yield "within", f"{node.within:g} s"
            yield "gives", _pairs(node.given)
            yield "takes", _pairs(node.taken)
        case SetLanguageNode():
            yield "language", node.language
        case HoursNode():
            yield "queue", node.queue
        case _:
            yield from _of_an_end(node)


def _of_an_end(node: AnyNode) -> Iterator[tuple[str, str]]:
    match node:
        case QueueNode() | CallbackNode():
            yield "queue", node.queue
            yield "priority", f"{node.priority:+d}" if node.priority else ""
        case VoicemailNode():
            yield "queue", node.queue
            yield "most", f"{node.seconds} s"
        case OutsideNode():
            yield "number", node.number
            yield "rings", f"{node.ring_for} s"
        case _:
            pass


def _directory(node: DirectoryNode) -> Iterator[tuple[str, str]]:
    yield "queue", node.queue
    yield "by", "" if node.by == ANY else node.by
    yield "waits", f"{node.wait_for} s"
    yield "priority", f"{node.priority:+d}" if node.priority else ""
    yield from _patience(node)


def _patience(node: MenuNode | CollectNode | DirectoryNode) -> Iterator[tuple[str, str]]:
    yield "patience", f"{node.patience} s"
    yield "retries", str(node.retries)


def _pairs(named: dict[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in named.items())
