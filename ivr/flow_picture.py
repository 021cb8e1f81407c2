"""A flow as a picture: SVG, from the top down, readable in light and in dark.

`callcenter flow draw` writes it. Names, labels and keys are as the file has them; where one points
at a box, its words are shown. Where boxes stand is `layers.py`'s business.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from acd.ids import NodeName
from ivr.colleagues import ANY, BY_NAME, BY_NUMBER
from ivr.flow import (
    AnyNode,
    CollectNode,
    DirectoryNode,
    Flow,
    HoursNode,
    OutsideNode,
    RequestNode,
    VoicemailNode,
)
from ivr.flow_drawing import Drawing, Way, drawing, in_short, length, ways_of
from ivr.layers import Box, Size
from ivr.leads import leads

_LINE: Final = 18.0
_INSIDE: Final = 12.0
_BESIDE: Final = 34.0
_MARGIN: Final = 28.0
_LONGEST: Final = 26
"""Letters of a line on the picture; the rest is left to the words shown at pointing."""

KINDS: Final = {
    "SayNode": "say",
    "SetLanguageNode": "language",
    "MenuNode": "menu",
    "CollectNode": "collect",
    "DirectoryNode": "directory",
    "RequestNode": "request",
    "HoursNode": "hours",
    "BranchNode": "branch",
    "DeclineRecordingNode": "decline recording",
    "QueueNode": "queue",
    "CallbackNode": "callback",
    "VoicemailNode": "voicemail",
    "OutsideNode": "outside",
    "HangUpNode": "hang up",
}

_BY: Final = {ANY: "number or name", BY_NUMBER: "number", BY_NAME: "name"}

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
.menu .box, .collect .box, .directory .box { stroke: var(--ask); }
.menu .kind, .collect .kind, .directory .kind { fill: var(--ask); }
.hours .box, .branch .box, .request .box { stroke: var(--part); }
.hours .kind, .branch .kind, .request .kind { fill: var(--part); }
.queue .box, .callback .box, .voicemail .box, .outside .box { stroke: var(--end); stroke-width: 2; }
.queue .kind, .callback .kind, .voicemail .kind, .outside .kind { fill: var(--end); }
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
    lines = {node.name: _inscription(node) for node in flow.nodes}
    leaving = Counter(edge.source for edge in ways_of(flow))
    sizes = {str(name): _size(said, leaving[name]) for name, said in lines.items()}
    drawn = drawing(flow, sizes, _by)
    nodes: dict[str, AnyNode] = {node.name: node for node in flow.nodes}
    width, height = drawn.width + 2 * _MARGIN, drawn.height + 2 * _MARGIN
    written = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label={quoteattr(flow.name)}>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path class="head" d="M0 0.5 8 4 0 7.5z"/></marker></defs>',
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>',
        f'<g transform="translate({_MARGIN:.0f} {_MARGIN:.0f})">',
        *map(_way, drawn.ways),
        *(_box(node, lines[node.name], drawn.boxes[node.name]) for node in flow.nodes),
        *_captions(nodes, drawn),
        "</g>",
        "</svg>",
    ]
    return "\n".join(written) + "\n"


# -- what is written -----------------------------------------------------------------------------


def _inscription(node: AnyNode) -> list[tuple[str, str]]:
    """(class, text) of each line in a box."""
    kind = KINDS[type(node).__name__]
    lines = [("kind", kind), ("name", node.name)]
    lines += [("label", text) for text in node.label.values()]
    return [(style, _short(text)) for style, text in (*lines, *_more(node))]


def _more(node: AnyNode) -> Iterator[tuple[str, str]]:
    queue = getattr(node, "queue", "")
    if queue and queue != node.name:
        yield "more", f"→ {queue}" if not isinstance(node, HoursNode) else f"of {queue}"
    if isinstance(node, CollectNode):
        yield "more", f"{node.variable}, {node.min_digits}-{node.max_digits} {node.end_key}".strip()
    if isinstance(node, DirectoryNode):
        yield "more", f"by {_BY[node.by]}, waits {node.wait_for} s"
    if isinstance(node, VoicemailNode):
        yield "more", f"up to {node.seconds} s"
    if isinstance(node, OutsideNode):
        yield "more", f"{node.number}, {node.ring_for} s"
    if isinstance(node, RequestNode):
        yield "more", f"{urlsplit(node.url).netloc}, {node.within:g} s"
    again = [in_short(node, by) for by, target in leads(node) if target == node.name]
    if again:
        yield "more", f"↻ {', '.join(again)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _words(node: AnyNode) -> str:
    """What is said there, a line for each language."""
    texts: dict[str, str] = getattr(node, "texts", {})
    return "\n".join((str(node.name), *texts.values()))


def _size(lines: list[tuple[str, str]], leaving: int) -> Size:
    """Room for what is written, and for the ways that leave it to stand apart."""
    widest = max(length(text) for _, text in lines)
    width = max(96.0, widest + 2 * _INSIDE, (leaving + 1) * _BESIDE)
    return Size(width, len(lines) * _LINE + _INSIDE)


# -- what is drawn -------------------------------------------------------------------------------


def _box(node: AnyNode, lines: list[tuple[str, str]], box: Box) -> str:
    kind = KINDS[type(node).__name__].replace(" ", "_")
    middle, first = box.x + box.width / 2, box.y + _INSIDE / 2 + _LINE * 0.72
    texts = "".join(
        f'<text class="{style}" x="{middle:.1f}" y="{first + number * _LINE:.1f}">'
        f"{escape(text)}</text>"
        for number, (style, text) in enumerate(lines)
    )
    ends = kind in ("queue", "callback", "voicemail", "hang_up")
    return (
        f'<g class="node {kind}" id={quoteattr(_id(node.name))}>'
        f"<title>{escape(_words(node))}</title>"
        f'<rect class="box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{14 if ends else 5}"/>{texts}</g>'
    )


def _id(name: NodeName) -> str:
    return f"node-{name}"


def _way(way: Way) -> str:
    """Dashed where the caller does nothing but what was not wanted."""
    style = "way silent" if way.silent else "way"
    ends = f"data-from={quoteattr(way.source)} data-to={quoteattr(way.target)}"
    return f'<path class="{style}" {ends} marker-end="url(#head)" d="{way.path}"/>'


def _captions(nodes: dict[str, AnyNode], drawn: Drawing) -> Iterator[str]:
    """By what a way is gone."""
    for way in drawn.ways:
        text = _by(nodes[way.source], way.by)
        if text:
            x, y = way.caption
            yield f'<text class="by" x="{x:.1f}" y="{y + 4:.1f}">{escape(text)}</text>'


def _by(node: AnyNode, by: tuple[str, ...]) -> str:
    return _short(", ".join(word for one in by if (word := in_short(node, one))))
