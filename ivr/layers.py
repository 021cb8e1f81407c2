"""Lays out boxes and the lines between them in layers, from the top down; pure arithmetic.

The way is the usual one: lines that lead back are turned round, each box stands one layer below the
lowest of those that lead to it, lines pass every layer between as a thin place of their own, places
are ordered so that few lines cross, and each moves towards the middle of its neighbours as far as
the others let it. `flow_picture` draws what comes of it. Lengths are pixels.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

BETWEEN_BOXES = 28
BETWEEN_LAYERS = 84
_PASSING = 10
"""Width of the place of a line that only passes a layer."""
_SWEEPS = 12


class Size(NamedTuple):
    """Of a box."""

    width: float
    height: float


class Edge(NamedTuple):
    """From one box to another."""

    source: str
    target: str


class Point(NamedTuple):
    """From the left, and from the top."""

    x: float
    y: float


class Box(NamedTuple):
    """Where a box stands: its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    layer: int


class Layout(NamedTuple):
    """Everything in its place."""

    boxes: dict[str, Box]
    lines: dict[Edge, tuple[Point, ...]]
    """From the source's edge to the target's. Between the first two points, the second two and so
    on it may bend; from the second to the third it goes straight, past a layer.
    """
    width: float
    height: float


def lay_out(sizes: Mapping[str, Size], edges: Iterable[Edge], start: str) -> Layout:
    """Boxes that can be reached from `start`; no edge leads from a box to itself."""
    wanted = list(dict.fromkeys(edges))
    back = _back(wanted, start)
    down = {edge: Edge(edge.target, edge.source) if edge in back else edge for edge in wanted}
    layer = _layers(sizes, set(down.values()))
    chains = {edge: _chain(one, layer) for edge, one in down.items()}
    rows = _ordered(_rows(sizes, layer, chains.values()), chains.values())
    width = {place: float(_PASSING) for row in rows for place in row}
    width |= {name: size.width for name, size in sizes.items()}
    middles = _middles(rows, chains.values(), width)
    tops, heights = _tops(rows, sizes)
    boxes = {
        name: Box(
            middles[name] - size.width / 2,
            tops[layer[name]] + (heights[layer[name]] - size.height) / 2,
            *size,
            layer[name],
        )
        for name, size in sizes.items()
    }
    lines = _lines(chains, boxes, middles, tops, heights)
    right = max(box.x + box.width for box in boxes.values())
    return Layout(boxes, lines, max(right, *middles.values()), tops[-1] + heights[-1])


def _back(edges: Sequence[Edge], start: str) -> set[Edge]:
    """Edges to a box from which one has come: without them there is no circle."""
    onward: dict[str, list[Edge]] = {}
    for edge in edges:
        onward.setdefault(edge.source, []).append(edge)
    back: set[Edge] = set()
    done: set[str] = set()

    def walk(name: str, way: frozenset[str]) -> None:
        for edge in onward.get(name, ()):
            if edge.target in way:
                back.add(edge)
            elif edge.target not in done:
                walk(edge.target, way | {edge.target})
        done.add(name)

    walk(start, frozenset({start}))
    return back


def _layers(names: Iterable[str], edges: Iterable[Edge]) -> dict[str, int]:
    """The longest way from the top."""
    layer = dict.fromkeys(names, 0)
    known = list(edges)
    for _ in layer:
        for edge in known:
            layer[edge.target] = max(layer[edge.target], layer[edge.source] + 1)
    return layer


def _chain(edge: Edge, layer: Mapping[str, int]) -> tuple[str, ...]:
    """The places a line touches: its ends, and one in each layer between."""
    between = range(layer[edge.source] + 1, layer[edge.target])
    passed = (f"{edge.source} {edge.target} {number}" for number in between)
    return (edge.source, *passed, edge.target)


def _rows(
    names: Iterable[str], layer: Mapping[str, int], chains: Iterable[tuple[str, ...]]
) -> list[list[str]]:
    where = dict(layer)
    for chain in chains:
        for number, place in enumerate(chain, layer[chain[0]]):
            where.setdefault(place, number)
    rows: list[list[str]] = [[] for _ in range(max(layer[name] for name in names) + 1)]
    for place, number in where.items():
        rows[number].append(place)
    return rows


# -- order ---------------------------------------------------------------------------------------


def _ordered(rows: list[list[str]], chains: Iterable[tuple[str, ...]]) -> list[list[str]]:
    """Each place near the middle of those it is joined with; what crosses least is taken."""
    above, below = _neighbours(chains)
    best, fewest = rows, _crossings(rows, below)
    for sweep in range(_SWEEPS):
        rows = [list(row) for row in rows]
        upwards = sweep % 2 == 1
        beside = below if upwards else above
        for row in reversed(rows[:-1]) if upwards else rows[1:]:
            rank = {place: n for one in rows for n, place in enumerate(one)}
            row.sort(key=lambda place: fmean([rank[n] for n in beside.get(place, [place])]))
        if (crossings := _crossings(rows, below)) < fewest:
            best, fewest = rows, crossings
    return best


def _neighbours(
    chains: Iterable[tuple[str, ...]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for chain in chains:
        for upper, lower in pairwise(chain):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    return above, below


def _crossings(rows: list[list[str]], below: Mapping[str, list[str]]) -> int:
    count = 0
    for row, lower in pairwise(rows):
        rank = {place: n for n, place in enumerate(lower)}
        ends = [sorted(rank[one] for one in below.get(place, ())) for place in row]
        flat = [end for each in ends for end in each]
        count += sum(one > other for n, one in enumerate(flat) for other in flat[n + 1 :])
    return count


# -- places --------------------------------------------------------------------------------------


def _middles(
    rows: list[list[str]], chains: Iterable[tuple[str, ...]], width: Mapping[str, float]
) -> dict[str, float]:
    above, below = _neighbours(chains)
    middle: dict[str, float] = {}
    for row in rows:
        middle.update(zip(row, _apart(row, [0.0] * len(row), width), strict=True))
    for sweep in range(_SWEEPS):
        beside = below if sweep % 2 == 1 else above
        for row in reversed(rows) if sweep % 2 == 1 else rows:
            wanted = [fmean([middle[n] for n in beside.get(place, [place])]) for place in row]
            middle.update(zip(row, _apart(row, wanted, width), strict=True))
    left = min(at - width[place] / 2 for place, at in middle.items())
    return {place: at - left for place, at in middle.items()}


def _apart(row: list[str], wanted: list[float], width: Mapping[str, float]) -> list[float]:
    """As near to what is wanted as the others let each: least squares, in order, not touching."""
    shifts = [0.0]
    for one, other in pairwise(row):
        shifts.append(shifts[-1] + (width[one] + width[other]) / 2 + BETWEEN_BOXES)
    groups: list[tuple[float, int]] = []
    for want, shift in zip(wanted, shifts, strict=True):
        mean, count = want - shift, 1
        while groups and groups[-1][0] > mean:
            before, many = groups.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        groups.append((mean, count))
    means = [mean for mean, count in groups for _ in range(count)]
    return [mean + shift for mean, shift in zip(means, shifts, strict=True)]


def _tops(rows: list[list[str]], sizes: Mapping[str, Size]) -> tuple[list[float], list[float]]:
    heights = [max(sizes[one].height for one in row if one in sizes) for row in rows]
    tops = [0.0]
    for height in heights[:-1]:
        tops.append(tops[-1] + height + BETWEEN_LAYERS)
    return tops, heights


# -- lines ---------------------------------------------------------------------------------------


def _lines(
    chains: Mapping[Edge, tuple[str, ...]],
    boxes: Mapping[str, Box],
    middles: Mapping[str, float],
    tops: list[float],
    heights: list[float],
) -> dict[Edge, tuple[Point, ...]]:
    known = chains.items()
    leaving = _ports([(chain[0], chain[1], edge) for edge, chain in known], boxes, middles)
    coming = _ports([(chain[-1], chain[-2], edge) for edge, chain in known], boxes, middles)
    lines: dict[Edge, tuple[Point, ...]] = {}
    for edge, chain in chains.items():
        upper, lower = boxes[chain[0]], boxes[chain[-1]]
        points = [Point(leaving[edge], upper.y + upper.height)]
        for number, place in enumerate(chain[1:-1], upper.layer + 1):
            points.append(Point(middles[place], tops[number]))
            points.append(Point(middles[place], tops[number] + heights[number]))
        points.append(Point(coming[edge], lower.y))
        turned = chain[0] != edge.source
        lines[edge] = tuple(reversed(points)) if turned else tuple(points)
    return lines


def _ports(
    ends: list[tuple[str, str, Edge]], boxes: Mapping[str, Box], middles: Mapping[str, float]
) -> dict[Edge, float]:
    """Where lines touch their box: beside one another, in the order in which they go on."""
    at: dict[str, list[tuple[float, Edge]]] = {}
    for name, beside, edge in ends:
        at.setdefault(name, []).append((middles[beside], edge))
    ports: dict[Edge, float] = {}
    for name, found in at.items():
        box = boxes[name]
        for number, (_, edge) in enumerate(sorted(found), 1):
            ports[edge] = box.x + box.width * number / (len(found) + 1)
    return ports
