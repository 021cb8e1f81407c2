"""The wallboard as tables."""

from datetime import timedelta

import pytest

from acd.facts import AgentState
from agent_desktop.board import Counts, QueueRow
from agent_desktop.view import Words
from agent_desktop.wallboard import AgentOnBoard, BoardSeen, FiguresSeen, answer_rate, frame
from tests.agent_desktop.stories import NOON, at

pytestmark = pytest.mark.thinking

FLIGHTS = Words(zh="机票预订", en="Flights")
HOTELS = Words(zh="酒店", en="Hotels")


def agent(state: AgentState, reason: str = "", queue: str = "flights") -> AgentOnBoard:
    """Somebody at work."""
    return AgentOnBoard(state=state, reason=reason, queues=(queue,))


def test_agents_are_sorted_by_what_they_do() -> None:
    agents = (
        agent(AgentState.IDLE),
        agent(AgentState.ON_CALL),
        agent(AgentState.CONNECTING),
        agent(AgentState.OFFERED),
        agent(AgentState.WRAP_UP),
        agent(AgentState.NOT_READY, "break"),
        agent(AgentState.NOT_READY, "restroom"),
        agent(AgentState.NOT_RESPONDING),
        agent(AgentState.LOGGED_OUT),
    )
    tile = frame(BoardSeen(at=NOON, position=1, agents=agents)).agents
    assert (tile.signed_in, tile.idle, tile.talking, tile.ringing) == (8, 1, 2, 1)
    assert (tile.wrap_up, tile.not_ready, tile.not_responding) == (1, 2, 1)
    assert [(one.reason, one.count) for one in tile.reasons] == [("break", 1), ("other", 1)]


def test_the_longest_wait_names_its_queue() -> None:
    rows = (
        QueueRow(id="flights", name=FLIGHTS, waiting=1, longest_entered_at=at(-4)),
        QueueRow(id="hotels", name=HOTELS, waiting=2, longest_entered_at=at(-24)),
    )
    board = frame(BoardSeen(at=NOON, position=1, queues=rows))
    assert board.longest_wait.queue_name == HOTELS
    assert board.longest_wait.entered_at == NOON - timedelta(seconds=24)
    assert board.waiting.count == 3


def test_idle_agents_who_can_take_nothing_are_told() -> None:
    rows = (QueueRow(id="hotels", name=HOTELS, waiting=1, longest_entered_at=at(-1)),)
    agents = (agent(AgentState.IDLE), agent(AgentState.IDLE, queue="hotels"))
    assert (
        frame(BoardSeen(at=NOON, position=1, queues=rows, agents=agents)).waiting.idle_unsuited == 1
    )
    assert frame(BoardSeen(at=NOON, position=1, agents=agents)).waiting.idle_unsuited == 0


@pytest.mark.parametrize(
    ("counts", "rate"),
    [
        (Counts(), None),
        (Counts(offered=1, waiting=1), None),
        (Counts(offered=10, answered=8, abandoned=1, short_abandoned=1), 8 / 9),
    ],
)
def test_answer_rate(counts: Counts, rate: float | None) -> None:
    assert answer_rate(counts) == rate
    board = frame(BoardSeen(at=NOON, position=1, figures=FiguresSeen(counts_today=counts)))
    assert board.answer.rate == rate
