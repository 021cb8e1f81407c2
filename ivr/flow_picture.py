"""A flow as a picture: SVG, from the top down, readable in light and in dark.

`callcenter flow draw` writes it. Names, labels and keys are as the file has them; where one points
at a box, its words are shown. Where boxes stand is `layers.py`'s business.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import east_asian_width
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from acd.ids import NodeName
from ivr.flow import (
    AnyNode,
    BranchNode,
    CollectNode,
    Condition,
    Flow,
    HoursNode,
    RequestNode,
)
from ivr.layers import Box, Edge, Layout, Point, Size, lay_out
from ivr.leads import leads

_EM: Final = 13.0
_LINE: Final = 18.0
_INSIDE: Final = 12.0
_BESIDE: Final = 34.0
_MARGIN: Final = 28.0
_SHARES: Final = (0.5, 0.62, 0.38, 0.72, 0.28, 0.8, 0.2)
"""Of a bend: where its caption may stand, the best first."""
_LONGEST: Final = 26
"""Letters of a line on the picture; the rest is left to the words shown at pointing."""

_KINDS: Final = {
    "SayNode": "say",
    "SetLanguageNode": "language",
    "MenuNode": "menu",
    "CollectNode": "collect",
    "RequestNode": "request",
    "HoursNode": "hours",
    "BranchNode": "branch",
    "DeclineRecordingNode": "decline recording",
    "QueueNode": "queue",
    "CallbackNode": "callback",
    "HangUpNode": "hang up",
}

_STYLE: Final = """
svg { --paper: #ffffff; --ink: #1d2733; --faint: #5b6875; --line: #8a97a5; --box: #f5f7f9;
  --ask: #2563b8; --part: #9a6700; --end: #1a7f4b; --away: #b3362b; color-scheme: light dark;
  font-family: "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  font-size: 13px; }
@media (prefers-color-scheme: dark) { svg { --paper: #12171d; --ink: #e6ebf0; --faint: #9aa7b4;
  --line: #71808f; --box: #1d252e; --ask: #7fb2f5; --part: #e0b04c; --end: #5cc98d;
  --away: #f0857b; } }
.paper { fill: var(--paper); }
.box { fill: var(--box); stroke: var(--line); stroke-width: 1.2; }
.menu .box, .collect .box { stroke: var(--ask); } .menu .kind, .collect .kind { fill: var(--ask); }
.hours .box, .branch .box, .request .box { stroke: var(--part); }
.hours .kind, .branch .kind, .request .kind { fill: var(--part); }
.queue .box, .callback .box { stroke: var(--end); stroke-width: 2; }
.queue .kind, .callback .kind { fill: var(--end); }
.hang_up .box { stroke: var(--away); stroke-width: 2; } .hang_up .kind { fill: var(--away); }
text { fill: var(--ink); text-anchor: middle; }
.name { font-weight: 600; }
.kind, .more { fill: var(--faint); font-size: 11px; }
.by { font-size: 11px; paint-order: stroke; stroke: var(--paper); stroke-width: 5px;
  stroke-linejoin: round; }
.way { fill: none; stroke: var(--line); stroke-width: 1.3; }
.silent { stroke-dasharray: 5 4; }
.head { fill: var(--line); }
"""


def picture(flow: Flow) -> str:
    """The whole SVG file."""
    ways = _ways(flow)
    lines = {node.name: _inscription(node) for node in flow.nodes}
    leaving = Counter(edge.source for edge in ways)
    sizes = {str(name): _size(said, leaving[name]) for name, said in lines.items()}
    laid = lay_out(sizes, ways, flow.start)
    width, height = laid.width + 2 * _MARGIN, laid.height + 2 * _MARGIN
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label={quoteattr(flow.name)}>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path class="head" d="M0 0.5 8 4 0 7.5z"/></marker></defs>',
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>',
        f'<g transform="translate({_MARGIN:.0f} {_MARGIN:.0f})">',
        *(_way(edge, laid.lines[edge], by) for edge, by in ways.items()),
        *(_box(node, lines[node.name], laid.boxes[node.name]) for node in flow.nodes),
        *_captions(ways, laid),
        "</g>",
        "</svg>",
    ]
    return "\n".join(drawn) + "\n"


# -- what is written -----------------------------------------------------------------------------


def _ways(flow: Flow) -> dict[Edge, list[str]]:
    """Each way from one node to another once, with everything by which it is gone."""
    ways: dict[Edge, list[str]] = {}
    for node in flow.nodes:
        for by, target in leads(node):
            if target != node.name:
                ways.setdefault(Edge(node.name, target), []).append(_by(node, by))
    return ways


def _by(node: AnyNode, by: str) -> str:
    """A key is written as itself; a way that is gone in any case needs no word."""
    if by.startswith("key "):
        return by.removeprefix("key ")
    if isinstance(node, BranchNode) and by.startswith("condition "):
        return _condition(node.conditions[int(by.removeprefix("condition ")) - 1])
    if by == "next":
        return "digits" if isinstance(node, CollectNode) else ""
    return by


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


def _inscription(node: AnyNode) -> list[tuple[str, str]]:
    """(class, text) of each line in a box."""
    kind = _KINDS[type(node).__name__]
    lines = [("kind", kind), ("name", node.name)]
    lines += [("label", text) for text in node.label.values()]
    return [(style, _short(text)) for style, text in (*lines, *_more(node))]


def _more(node: AnyNode) -> Iterator[tuple[str, str]]:
    queue = getattr(node, "queue", "")
    if queue and queue != node.name:
        yield "more", f"→ {queue}" if not isinstance(node, HoursNode) else f"of {queue}"
    if isinstance(node, CollectNode):
        yield "more", f"{node.variable}, {node.min_digits}-{node.max_digits} {node.end_key}".strip()
    if isinstance(node, RequestNode):
        yield "more", f"{urlsplit(node.url).netloc}, {node.within:g} s"
    again = [_by(node, by) for by, target in leads(node) if target == node.name]
    if again:
        yield "more", f"↻ {', '.join(again)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _words(node: AnyNode) -> str:
    """What is said there, a line for each language."""
    texts: dict[str, str] = getattr(node, "texts", {})
    return "\n".join((str(node.name), *texts.values()))


def _length(text: str) -> float:
    """Chinese letters are as wide as they are high, others about half of it."""
    return sum(_EM if east_asian_width(one) in "WF" else _EM * 0.58 for one in text)


def _size(lines: list[tuple[str, str]], leaving: int) -> Size:
    """Room for what is written, and for the ways that leave it to stand apart."""
    widest = max(_length(text) for _, text in lines)
    width = max(96.0, widest + 2 * _INSIDE, (leaving + 1) * _BESIDE)
    return Size(width, len(lines) * _LINE + _INSIDE)


# -- what is drawn -------------------------------------------------------------------------------


def _box(node: AnyNode, lines: list[tuple[str, str]], box: Box) -> str:
    kind = _KINDS[type(node).__name__].replace(" ", "_")
    middle, first = box.x + box.width / 2, box.y + _INSIDE / 2 + _LINE * 0.72
    texts = "".join(
        f'<text class="{style}" x="{middle:.1f}" y="{first + number * _LINE:.1f}">'
        f"{escape(text)}</text>"
        for number, (style, text) in enumerate(lines)
    )
    ends = kind in ("queue", "callback", "hang_up")
    return (
        f'<g class="node {kind}" id={quoteattr(_id(node.name))}>'
        f"<title>{escape(_words(node))}</title>"
        f'<rect class="box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{14 if ends else 5}"/>{texts}</g>'
    )


def _id(name: NodeName) -> str:
    return f"node-{name}"


def _way(edge: Edge, points: tuple[Point, ...], by: list[str]) -> str:
    """Dashed where the caller does nothing but what was not wanted."""
    style = "way silent" if set(by) == {"otherwise"} else "way"
    path = f"M{points[0].x:.1f} {points[0].y:.1f}"
    for number, (one, other) in enumerate(zip(points, points[1:], strict=False)):
        if number % 2 == 1:
            path += f"L{other.x:.1f} {other.y:.1f}"
            continue
        half = (one.y + other.y) / 2
        path += f"C{one.x:.1f} {half:.1f} {other.x:.1f} {half:.1f} {other.x:.1f} {other.y:.1f}"
    ends = f"data-from={quoteattr(edge.source)} data-to={quoteattr(edge.target)}"
    return f'<path class="{style}" {ends} marker-end="url(#head)" d="{path}"/>'


def _captions(ways: dict[Edge, list[str]], laid: Layout) -> Iterator[str]:
    """By what a way is gone, on its first bend, where no other caption stands already."""
    placed: list[_Caption] = []
    for edge, by in sorted(ways.items(), key=lambda one: laid.lines[one[0]]):
        text = _short(", ".join(one for one in by if one))
        if not text:
            continue
        bend = laid.lines[edge][0], laid.lines[edge][1]
        spots = [_Caption(text, _on_bend(*bend, share)) for share in _SHARES]
        free = (one for one in spots if not any(map(one.touches, placed)))
        placed.append(next(free, spots[0]))
    for text, at in placed:
        yield f'<text class="by" x="{at.x:.1f}" y="{at.y + 4:.1f}">{escape(text)}</text>'


class _Caption(NamedTuple):
    text: str
    at: Point

    def touches(self, other: "_Caption") -> bool:
        apart = (_length(self.text) + _length(other.text)) / 2 + 4
        return abs(self.at.x - other.at.x) < apart and abs(self.at.y - other.at.y) < _EM


def _on_bend(one: Point, other: Point, share: float) -> Point:
    """A point of the curve that `_way` draws from one to the other."""
    along = share * share * (3 - 2 * share)
    down = share * (1.5 - 1.5 * share + share * share)
    return Point(one.x + (other.x - one.x) * along, one.y + (other.y - one.y) * down)
