"""A flow drawn: every node and every way is there, in its place, and nothing stands on another."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow_file import MAIN_FLOW, read
from ivr.flow_picture import picture
from ivr.layers import BETWEEN_BOXES, Edge, Size, lay_out
from ivr.leads import leads

pytestmark = pytest.mark.thinking

SVG = "{http://www.w3.org/2000/svg}"
ROUND = """\
flow: round & round
languages: [mandarin, english]
start: hours
default_queue: flights
nodes:
  hours:
    hours: flights
    open: ask
    closed: bye
  ask:
    collect: {mandarin: 请输入。, english: Please <enter>.}
    label: {mandarin: 订单号, english: Booking number}
    variable: booking
    max_digits: 8
    next: who
    otherwise: menu
  who:
    branch:
      - {tier: [gold, company], travels_soon: true, next: flights}
      - {variable: booking, one_of: ["11"], next: menu}
      - {queue: flights, nobody_there: true, next: bye}
    otherwise: menu
  menu:
    menu: {mandarin: 请按 1。, english: Press 1.}
    keys: {1: flights, 2: flights, 9: ask, "*": menu}
    otherwise: flights
  flights: {queue: flights, label: {mandarin: 机票预订, english: Flights}}
  bye: {hang_up: true}
"""


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture(read(text)))


def written(root: ElementTree.Element, style: str) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text") if one.get("class") == style]


@pytest.mark.parametrize("text", [MAIN_FLOW.read_text(encoding="utf-8"), ROUND])
def test_every_node_and_every_way_is_drawn_once(text: str) -> None:
    flow, root = read(text), drawn(text)
    assert sorted(written(root, "name")) == sorted(node.name for node in flow.nodes)
    ways = [
        (one.get("data-from"), one.get("data-to"))
        for one in root.iter(f"{SVG}path")
        if one.get("data-from")
    ]
    expected = {(node.name, target) for node in flow.nodes for _, target in leads(node)} - {
        (node.name, node.name) for node in flow.nodes
    }
    assert sorted(ways) == sorted(expected)
    labels = [label for node in flow.nodes for label in node.label.values()]
    assert sorted(written(root, "label")) == sorted(labels)


def test_by_what_a_way_is_gone_stands_at_it() -> None:
    root = drawn(ROUND)
    assert sorted(written(root, "by")) == sorted(
        [
            *("open", "closed"),
            *("digits", "otherwise"),
            *("gold/company travels soon", "booking 11, otherwise", "flights nobody there"),
            *("1, 2, otherwise", "9"),
        ]
    )
    assert "↻ *" in written(root, "more")
    assert "booking, 1-8 #" in written(root, "more")
    assert "queue" in written(root, "kind")


def test_words_are_shown_at_pointing_and_nothing_breaks_the_file() -> None:
    root = drawn(ROUND)
    titles = [one.text for one in root.iter(f"{SVG}title")]
    assert "ask\n请输入。\nPlease <enter>." in titles
    assert root.get("aria-label") == "round & round"


def test_it_is_readable_in_light_and_in_dark() -> None:
    told = picture(read(ROUND))
    assert "prefers-color-scheme: dark" in told
    light, _, dark = told.partition("@media (prefers-color-scheme: dark)")
    for colour in ("--paper", "--ink", "--faint", "--line", "--box", "--ask", "--part", "--end"):
        assert f"{colour}: #" in light
        assert f"{colour}: #" in dark


def test_the_same_flow_is_the_same_picture() -> None:
    assert picture(read(ROUND)) == picture(read(ROUND))


def test_a_way_back_is_drawn_upwards() -> None:
    sizes = dict.fromkeys("abc", Size(100, 40))
    laid = lay_out(sizes, [Edge("a", "b"), Edge("b", "c"), Edge("c", "a")], "a")
    assert [laid.boxes[name].layer for name in "abc"] == [0, 1, 2]
    first, *_, last = laid.lines[Edge("c", "a")]
    assert first.y == laid.boxes["c"].y
    assert last.y == laid.boxes["a"].y + 40


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[dict[str, Size], list[Edge]]:
    """All can be reached from the first."""
    count = draw(st.integers(1, 14))
    size = st.builds(Size, st.integers(40, 260), st.integers(30, 120))
    sizes = {f"n{number}": draw(size) for number in range(count)}
    edges = [
        Edge(f"n{draw(st.integers(0, number - 1))}", f"n{number}") for number in range(1, count)
    ]
    more = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    for one, other in draw(st.lists(more, max_size=20)):
        if one != other:
            edges.append(Edge(f"n{one}", f"n{other}"))
    return sizes, edges


@settings(max_examples=150, deadline=None)
@given(_graphs())
def test_nothing_stands_on_another_and_every_line_meets_its_boxes(
    graph: tuple[dict[str, Size], list[Edge]],
) -> None:
    sizes, edges = graph
    laid = lay_out(sizes, edges, "n0")
    assert laid.boxes.keys() == sizes.keys()
    boxes = list(laid.boxes.values())
    for number, one in enumerate(boxes):
        assert one.x >= -0.01
        assert one.x + one.width <= laid.width + 0.01
        assert one.y + one.height <= laid.height + 0.01
        for other in boxes[number + 1 :]:
            if one.layer == other.layer:
                left, right = sorted((one, other))
                assert right.x - left.x - left.width >= BETWEEN_BOXES - 0.01
            else:
                upper, lower = sorted((one, other), key=lambda box: box.layer)
                assert upper.y + upper.height < lower.y
    assert laid.lines.keys() == set(edges)
    for edge, points in laid.lines.items():
        source, target = laid.boxes[edge.source], laid.boxes[edge.target]
        assert source.layer != target.layer
        down = source.layer < target.layer
        assert points[0].y == (source.y + source.height if down else source.y)
        assert points[-1].y == (target.y if down else target.y + target.height)
        assert source.x < points[0].x < source.x + source.width
        assert target.x < points[-1].x < target.x + target.width
        heights = [point.y for point in points]
        assert heights == sorted(heights, reverse=not down)
        assert len(points) % 2 == 0
