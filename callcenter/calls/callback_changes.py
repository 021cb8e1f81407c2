"""How facts change calls that the house places itself, and those in which that was asked for.

Spoken to by `callcenter.calls.changes`. It decides nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import LineId
from acd.step import Fact
from callcenter.calls.call import CallState, Direction, Stage
from callcenter.calls.state import CallsState


def callback_queued(state: CallsState, fact: a.CallbackQueued) -> None:
    """It has the place of the call in which it was asked for."""
    _ours(
        state,
        fact,
        Direction.CALLBACK,
        language=fact.language,
        path=fact.path,
        tier=fact.tier,
        travels_soon=fact.travels_soon,
        queued_at=fact.entered_at,
        recording="declined" if fact.recording_declined else "none",
        callback=fact.callback,
        asked_at=fact.asked_at,
        promised_until=fact.promised_until,
        tries=fact.tries,
    )


def callback_due(call: CallState, fact: a.CallbackDue) -> None:
    """The customer is called before an agent is asked."""
    call.customer_first = True


def redial_queued(state: CallsState, fact: a.RedialQueued) -> None:
    """As a callback, but nothing was promised."""
    _ours(
        state,
        fact,
        Direction.REDIAL,
        language=fact.language,
        path=fact.path,
        recording="declined" if fact.recording_declined else "none",
        callback=fact.broken,
    )


def outbound_queued(state: CallsState, fact: a.OutboundQueued) -> None:
    """As a redial, but nothing was before it."""
    _ours(state, fact, Direction.OUTBOUND, shown=fact.shown, ring_for=fact.ring_for)


def _ours(
    state: CallsState,
    fact: a.CallbackQueued | a.RedialQueued | a.OutboundQueued,
    direction: Direction,
    **more: Any,
) -> None:
    """A call of our own that nobody has placed yet: it has a place in line and no line."""
    if fact.call in state.calls:
        return
    usual: dict[str, Any] = {
        "queued_at": fact.at,
        "shown": state.outbound_numbers.get(fact.queue, ""),
    }
    state.calls[fact.call] = CallState(
        id=fact.call,
        line=LineId(""),
        exchange=state.exchange,
        party=fact.party,
        dialled="",
        arrived_at=fact.at,
        stage=Stage.WAITING,
        queue=fact.queue,
        direction=direction,
        **(usual | more),
    )


def exchange_found(state: CallsState, fact: c.ExchangeFound) -> None:
    """Until another one speaks of a call."""
    state.exchange = state.exchange or fact.exchange


def published(state: CallsState, fact: a.ConfigurationPublished) -> None:
    """Which number customers see whom we call, by queue."""
    queues = fact.configuration.queues
    shown = {queue.id: queue.outbound_numbers[0] for queue in queues if queue.outbound_numbers}
    state.outbound_numbers = shown


def placed(state: CallsState, fact: c.CallPlaced) -> None:
    """It has its line. Nobody wants it any more: its legs will be ended."""
    call = state.calls.get(fact.call)
    state.exchange = fact.exchange
    if call is not None:
        call.line, call.exchange = fact.line, fact.exchange
        return
    state.calls[fact.call] = CallState(
        id=fact.call,
        line=fact.line,
        exchange=fact.exchange,
        party=fact.party,
        dialled="",
        arrived_at=fact.at,
        stage=Stage.CLOSING,
        direction=Direction.CALLBACK,
        placed=True,
    )


def callback_requested(call: CallState, fact: a.CallbackRequested) -> None:
    """Who asked in line hears good-bye; who asked in a dialogue hears it there."""
    call.callback = fact.call
    if call.stage is Stage.WAITING:
        call.stage = Stage.CLOSING


def line_gone(call: CallState, fact: c.LineGone) -> None:
    """One that waits in line is called by another line."""
    if call.waits_for_a_line:
        call.line = LineId("")


OF_ALL: Mapping[type[Fact], Callable[[CallsState, Any], None]] = {
    c.ExchangeFound: exchange_found,
    c.CallPlaced: placed,
    a.CallbackQueued: callback_queued,
    a.RedialQueued: redial_queued,
    a.OutboundQueued: outbound_queued,
}
"""Changes of the room."""

OF_ONE: Mapping[type[Fact], Callable[[CallState, Any], None]] = {
    a.CallbackRequested: callback_requested,
    a.CallbackDue: callback_due,
    c.LineGone: line_gone,
}
"""Changes of one call."""
