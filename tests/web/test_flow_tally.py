"""Counts of flows added up call by call are those of all calls counted at once."""

from __future__ import annotations

import pytest

from acd.ids import CallId, FlowName, NodeName
from acd.step import Fact
from callcenter.calls.facts import CallEnded, Ending, Reason, Side
from callcenter.history.call_fold import fold_all
from callcenter.history.flow_counts import flow_counts
from callcenter.web.flow_tally import FlowTally
from ivr.facts import DialogueDropped, NodeEntered
from tests.bench.rooms import at

pytestmark = pytest.mark.thinking

HUNG_UP = Ending(side=Side.CALLER, reason=Reason.HANGUP)


def node(call: CallId, when: float, name: str, source: str = "") -> NodeEntered:
    return NodeEntered(
        at=at(when),
        call=call,
        node=NodeName(name),
        attempt=1,
        flow=FlowName("main"),
        source=NodeName(source),
        by="key 1" if source else "",
        step=1 if source else 0,
    )


def way(call: str, since: float, *, over: bool) -> list[Fact]:
    """To a menu and on to flights, where she hangs up."""
    name = CallId(call)
    facts: list[Fact] = [node(name, since, "menu"), node(name, since + 1, "flights", "menu")]
    if over:
        facts.append(DialogueDropped(at=at(since + 2), call=name))
        facts.append(CallEnded(at=at(since + 2), call=name, ending=HUNG_UP))
    return facts


def test_call_by_call_it_is_what_all_of_them_are_at_once() -> None:
    tally, facts = FlowTally(), list[Fact]()
    for number in range(12):
        facts += way(f"c{number}", number * 3.0, over=number % 3 != 0)
        records, until = list(fold_all(facts).values()), at(number * 3.0 + 10)
        told = tally.counts(records, at(0), until)
        assert told == flow_counts(records, at(0), until)
    assert {one.node: (one.entered, one.left, len(one.here)) for one in told} == {
        "menu": (12, 0, 0),
        "flights": (12, 8, 4),
    }


def test_a_late_fact_corrects_what_was_counted_and_a_new_day_begins_anew() -> None:
    tally = FlowTally()
    known, late = way("c1", 0, over=True), way("c1", 0, over=True)[1:2]
    without = [one for one in known if one not in late]
    before = tally.counts(list(fold_all(without).values()), at(0), at(50))
    assert [one.node for one in before] == ["menu"]
    records = list(fold_all(known).values())
    assert tally.counts(records, at(0), at(60)) == flow_counts(records, at(0), at(60))
    assert tally.counts(records, at(100), at(200)) == ()
