"""Where everything of a flow stands on a picture: boxes, ways and what is written at them.

`flow_picture` makes an SVG of it, and the page about flows draws the same. How boxes are laid out
is `layers.py`'s business. Lengths are pixels.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from ivr.flow import AnyNode, BranchNode, CollectNode, Condition, Flow
from ivr.layers import Box, Edge, Layout, Point, Size, lay_out
from ivr.leads import NEXT, OTHERWISE, leads

EM: Final = 13.0
_SHARES: Final = (0.5, 0.62, 0.38, 0.72, 0.28, 0.8, 0.2)
"""Of a bend: where its caption may stand, the best first."""


class Way(NamedTuple):
    """From one box to another."""

    source: str
    target: str
    by: tuple[str, ...]
    """Everything by which it is gone, as `leads` names it."""
    path: str
    """As SVG has it."""
    silent: bool
    """The caller does nothing but what was not wanted."""
    caption: Point
    """The middle of where it may say by what it is gone."""


class Drawing(NamedTuple):
    """Everything in its place."""

    boxes: dict[str, Box]
    ways: tuple[Way, ...]
    width: float
    height: float


Wording = Callable[[AnyNode, tuple[str, ...]], str]
"""What is written at a way; empty: nothing."""


def drawing(flow: Flow, sizes: Mapping[str, Size], wording: Wording) -> Drawing:
    """Of boxes of these sizes."""
    ways = ways_of(flow)
    laid = lay_out(sizes, ways, flow.start)
    nodes: dict[str, AnyNode] = {node.name: node for node in flow.nodes}
    words = {edge: wording(nodes[edge.source], by) for edge, by in ways.items()}
    captions = _captions(words, laid)
    drawn = tuple(
        Way(*edge, by, _path(laid.lines[edge]), set(by) == {OTHERWISE}, captions[edge])
        for edge, by in ways.items()
    )
    return Drawing(laid.boxes, drawn, laid.width, laid.height)


def ways_of(flow: Flow) -> dict[Edge, tuple[str, ...]]:
    """Each way from one node to another once, with everything by which it is gone."""
    ways: dict[Edge, list[str]] = {}
    for node in flow.nodes:
        for by, target in leads(node):
            if target != node.name:
                ways.setdefault(Edge(node.name, target), []).append(by)
    return {edge: tuple(by) for edge, by in ways.items()}


def in_short(node: AnyNode, by: str) -> str:
    """A key is written as itself; a way that is gone in any case needs no word."""
    if by.startswith("key "):
        return by.removeprefix("key ")
    if isinstance(node, BranchNode) and by.startswith("condition "):
        return _condition(node.conditions[int(by.removeprefix("condition ")) - 1])
    if by == NEXT:
        return "digits" if isinstance(node, CollectNode) else ""
    return by


def length(text: str) -> float:
    """Chinese letters are as wide as they are high, others about half of it."""
    return sum(EM if east_asian_width(one) in "WF" else EM * 0.58 for one in text)


def _condition(condition: Condition) -> str:
    """What must be so, in short."""
    number = {None: "", True: "number withheld", False: "number known"}[condition.withheld]
    soon = {None: "", True: "travels soon", False: "no journey soon"}[condition.travels_soon]
    there = {None: "", True: "nobody there", False: "somebody there"}[condition.nobody_there]
    waiting = condition.waiting_at_least
    parts = (
        "/".join(condition.dialled),
        number,
        "/".join(condition.languages),
        "/".join(condition.tiers),
        soon,
        f"{condition.variable} {'/'.join(condition.one_of)}".strip(),
        f"{condition.length} digits" if condition.length else "",
        condition.queue,
        there,
        f"{waiting} or more wait" if waiting else "",
    )
    return " ".join(part for part in parts if part)


def _path(points: tuple[Point, ...]) -> str:
    path = f"M{points[0].x:.1f} {points[0].y:.1f}"
    for number, (one, other) in enumerate(zip(points, points[1:], strict=False)):
        if number % 2 == 1:
            path += f"L{other.x:.1f} {other.y:.1f}"
            continue
        half = (one.y + other.y) / 2
        path += f"C{one.x:.1f} {half:.1f} {other.x:.1f} {half:.1f} {other.x:.1f} {other.y:.1f}"
    return path


def _captions(words: Mapping[Edge, str], laid: Layout) -> dict[Edge, Point]:
    """On the first bend of each, where no other caption stands already."""
    placed: list[_Caption] = []
    found: dict[Edge, Point] = {}
    for edge, text in sorted(words.items(), key=lambda one: laid.lines[one[0]]):
        bend = laid.lines[edge][0], laid.lines[edge][1]
        spots = [_Caption(text, _on_bend(*bend, share)) for share in _SHARES]
        free = (one for one in spots if not any(map(one.touches, placed)))
        spot = next(free, spots[0])
        found[edge] = spot.at
        if text:
            placed.append(spot)
    return found


class _Caption(NamedTuple):
    text: str
    at: Point

    def touches(self, other: "_Caption") -> bool:
        apart = (length(self.text) + length(other.text)) / 2 + 4
        return abs(self.at.x - other.at.x) < apart and abs(self.at.y - other.at.y) < EM


def _on_bend(one: Point, other: Point, share: float) -> Point:
    """A point of the curve that `_path` draws from one to the other."""
    along = share * share * (3 - 2 * share)
    down = share * (1.5 - 1.5 * share + share * share)
    return Point(one.x + (other.x - one.x) * along, one.y + (other.y - one.y) * down)
