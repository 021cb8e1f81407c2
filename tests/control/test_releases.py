"""A journal written by release 0.1.0 is read, replayed and folded by this one.

The file holds a real centre's first hour: calls by desk phone and browser, and every process killed
once. It is never written again; a release that cannot read it cannot be installed over an old one.
"""

from pathlib import Path

import msgspec
import pytest

from acd.facts import AgentState, CallConnected
from acd.step import Fact
from callcenter.calls.facts import CallEnded, LegRang
from callcenter.facts import encode, fact_from_json
from callcenter.history.call_fold import fold_all
from callcenter.house import House

pytestmark = pytest.mark.thinking

JOURNAL = Path(__file__).parent.parent / "data" / "journal-0.1.0.jsonl"


class Row(msgspec.Struct, frozen=True):
    """One row of the journal as it was stored."""

    position: int
    epoch: int
    source: str
    seq: int
    cause: int
    id: str
    body: msgspec.Raw


def facts() -> list[Fact]:
    lines = JOURNAL.read_bytes().splitlines()
    rows = [msgspec.json.decode(line, type=Row) for line in lines]
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [fact_from_json(bytes(row.body)) for row in rows]


def test_every_fact_is_read_and_written_again() -> None:
    for fact in facts():
        assert encode(fact)


def test_replay_leaves_nobody_in_a_call_that_is_over() -> None:
    house = House()
    told = facts()
    for fact in told:
        house.apply(fact)
    ended = {fact.call for fact in told if isinstance(fact, CallEnded)}
    assert ended == {fact.call for fact in told if isinstance(fact, LegRang)}
    states = {agent.id: agent.state for agent in house.acd.agents()}
    assert set(states) == {"1001", "1002", "1003", "1004", "1005", "1006"}
    busy = {AgentState.OFFERED, AgentState.CONNECTING, AgentState.ON_CALL}
    assert not busy & set(states.values())
    fresh = House()
    fresh.load(house.dump())
    assert fresh.dump() == house.dump()


def test_its_calls_fold_to_records() -> None:
    told = facts()
    records = fold_all(told)
    connected = {fact.call for fact in told if isinstance(fact, CallConnected)}
    assert connected
    for call, record in records.items():
        assert (record.connected_at is not None) == (call in connected)
        assert record.ended_at is not None
