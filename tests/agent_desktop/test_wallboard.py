"""The wallboard as tables."""

from datetime import timedelta

import pytest

from acd.alarm import Alarm
from acd.facts import AgentState, Trouble
from agent_desktop.board import AnswerTile, ForeseenTile, MissesTile, QueueRow
from agent_desktop.view import Words
from agent_desktop.wallboard import AgentOnBoard, BoardSeen, FiguresSeen, frame
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


def test_alarms_are_told_by_their_kind_the_oldest_first() -> None:
    def alarm(trouble: Trouble, about: str, seconds: float) -> Alarm:
        return Alarm(trouble=trouble, about=about, since=at(seconds))

    alarms = (
        alarm(Trouble.INDEX_ASTRAY, "1001", -5),
        alarm(Trouble.OFFER_OVERDUE, "c1/1", -40),
        alarm(Trouble.INDEX_ASTRAY, "1002", -20),
    )
    told = frame(BoardSeen(at=NOON, position=1, alarms=alarms)).alarms
    assert [(one.trouble, one.count, one.since) for one in told] == [
        ("offer_overdue", 1, at(-40)),
        ("index_astray", 2, at(-20)),
    ]


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


def test_answers_and_waits_foreseen_are_shown_as_they_were_counted() -> None:
    answer = AnswerTile(now=0.7, rate=0.85, speed=12.0)
    told = ForeseenTile(told=10, kept=0.8, error_median=14.0)
    figures = FiguresSeen(answer=answer, foreseen=told)
    board = frame(BoardSeen(at=NOON, position=1, figures=figures))
    assert (board.answer, board.foreseen) == (answer, told)


def test_who_is_out_too_long_and_what_the_reasons_are_called() -> None:
    late = AgentOnBoard(state=AgentState.NOT_READY, reason="tea", overrun=True)
    hidden = AgentOnBoard(state=AgentState.NOT_READY, reason="restroom")
    tea = Words(zh="茶歇", en="Tea")
    seen = BoardSeen(at=NOON, position=1, agents=(late, hidden), reasons={"tea": tea})
    agents = frame(seen).agents
    assert agents.overrun == 1
    assert [(one.reason, one.words) for one in agents.reasons] == [("other", None), ("tea", tea)]


def test_what_devices_missed_stands_beside_what_agents_missed() -> None:
    misses = MissesTile(missed=3, declined=2, by_device=1)
    seen = BoardSeen(at=NOON, position=1, figures=FiguresSeen(misses=misses))
    assert frame(seen).misses == misses
