"""Callers at the nodes of a flow: who came, by what they went on, who hung up, who is there."""

from itertools import permutations

import pytest

from acd.ids import CallId, FlowName, NodeName
from acd.step import Fact
from callcenter.calls.facts import CallEnded, Ending, Reason, Side
from callcenter.history.call_fold import fold_all
from callcenter.history.flow_counts import NodeCount, flow_counts
from ivr.facts import DialogueDropped, DialogueEnded, NodeEntered
from tests.bench.rooms import at

pytestmark = pytest.mark.thinking

ONE, TWO = CallId("c1"), CallId("c2")


def node(
    name: str, source: str = "", by: str = "", *, step: int = 1, when: float = 1, **more: object
) -> NodeEntered:
    fields = {"call": ONE, "attempt": 1, **more}
    return NodeEntered(
        at=at(when),
        node=NodeName(name),
        flow=FlowName("main"),
        source=NodeName(source),
        by=by,
        step=step,
        **fields,  # type: ignore[arg-type]
    )


WALK: tuple[Fact, ...] = (
    node("menu"),
    node("menu", "menu", step=2, when=2, attempt=2),
    node("menu", "menu", "key *", step=3, when=3),
    node("english", "menu", "key 2", step=4, when=4),
    node("flights", "english", "next", step=5, when=4),
)


def counted(*facts: Fact, since: float = 0, until: float = 100) -> dict[str, NodeCount]:
    found = flow_counts(fold_all(facts).values(), at(since), at(until))
    return {one.node: one for one in found}


def test_coming_again_by_a_key_goes_on_but_does_not_come_in() -> None:
    told = counted(*WALK)
    assert {name: one.entered for name, one in told.items()} == {
        "english": 1,
        "flights": 1,
        "menu": 1,
    }
    assert told["menu"].exits == {"key *": 1, "key 2": 1}
    assert told["english"].exits == {"next": 1}
    assert told["flights"].here == (ONE,)
    assert told["menu"].here == told["english"].here == ()


def test_the_order_in_which_facts_arrive_changes_nothing() -> None:
    right = counted(*WALK)
    for facts in permutations(WALK):
        assert counted(*facts) == right


def test_who_hangs_up_has_left_the_last_node_and_is_nowhere() -> None:
    told = counted(*WALK[:3], DialogueDropped(at=at(5), call=ONE))
    assert (told["menu"].left, told["menu"].here) == (1, ())
    over = counted(*WALK, DialogueEnded(at=at(6), call=ONE))
    assert (over["flights"].left, over["flights"].here) == (0, ())
    ending = Ending(side=Side.HOUSE, reason=Reason.LINE_DIED)
    died = counted(*WALK[:3], CallEnded(at=at(6), call=ONE, ending=ending))
    assert (died["menu"].left, died["menu"].here) == (0, ())


def test_only_the_stretch_counts_but_who_is_here_is_here() -> None:
    told = counted(*WALK, since=3.5)
    assert "menu" in told
    assert (told["menu"].entered, told["menu"].exits) == (0, {"key 2": 1})
    later = counted(*WALK, since=50)
    assert (later["flights"].entered, later["flights"].here) == (0, (ONE,))


def test_a_second_dialogue_of_the_same_call_is_entered_again() -> None:
    told = counted(
        *WALK, DialogueEnded(at=at(6), call=ONE), node("menu", when=7), node("menu", call=TWO)
    )
    assert told["menu"].entered == 3
    assert told["menu"].here == (TWO, ONE)


def test_a_fact_of_an_older_release_counts_nowhere() -> None:
    assert counted(NodeEntered(at=at(1), call=ONE, node=NodeName("menu"))) == {}
