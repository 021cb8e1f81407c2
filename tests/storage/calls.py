"""Finished and unfinished calls, as facts folded into records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from acd.facts import (
    AgentReleased,
    CallAbandoned,
    CallConnected,
    CallQueued,
    CustomerIdentified,
    OfferMade,
    OutcomeGiven,
    WrapUpEnded,
)
from acd.ids import AgentId, CallId, LegId, LineId, OfferId, PartyId, QueueId
from acd.step import Fact
from callcenter.calls.facts import CallEnded, Ending, LegAnswered, LegRang, Reason, Side
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import CallRecord

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FLIGHTS = QueueId("flights")


def record_of(*facts: Fact) -> CallRecord:
    (one,) = fold_all(facts).values()
    return one


def _began(call: CallId, at: datetime, party: str, customers: tuple[str, ...]) -> list[Fact]:
    return [
        LegRang(
            at=at,
            call=call,
            leg=LegId(f"{call}.1"),
            line=LineId("l"),
            exchange="one",
            party=PartyId(party),
            dialled="8000",
        ),
        LegAnswered(at=at, call=call, leg=LegId(f"{call}.1")),
        CustomerIdentified(
            at=at, call=call, party=PartyId(party), customers=customers, tier="gold"
        ),
        CallQueued(at=at + timedelta(seconds=5), call=call, party=PartyId(party), queue=FLIGHTS),
    ]


def answered(
    name: str,
    *,
    at: datetime = NOON,
    waited: float = 10,
    agent: str = "1001",
    party: str = "p",
    customers: tuple[str, ...] = (),
) -> CallRecord:
    """Waited, talked 100 s, wrapped up 20 s."""
    call, offer, who = CallId(name), OfferId(f"{name}/1"), AgentId(agent)
    queued = at + timedelta(seconds=5)
    joined = queued + timedelta(seconds=waited)
    over = joined + timedelta(seconds=100)
    return record_of(
        *_began(call, at, party, customers),
        OfferMade(
            at=queued,
            offer=offer,
            call=call,
            agent=who,
            queue=FLIGHTS,
            device="browser",
            until=queued + timedelta(seconds=10),
            entered_at=queued,
        ),
        CallConnected(at=joined, call=call, agent=who, offer=offer),
        AgentReleased(at=over, call=call, agent=who),
        CallEnded(at=over, call=call, ending=Ending(side=Side.CALLER, reason=Reason.HANGUP)),
        OutcomeGiven(
            at=over + timedelta(seconds=20),
            agent=who,
            call=call,
            outcome="order_placed",
            need="booking.flight",
            needs=("booking.hotel",),
        ),
        WrapUpEnded(at=over + timedelta(seconds=20), agent=who, call=call, how="outcome"),
    )


def abandoned(
    name: str, *, at: datetime = NOON, waited: float = 30, short: bool = False, party: str = "p"
) -> CallRecord:
    """Hung up while waiting."""
    call = CallId(name)
    left = at + timedelta(seconds=5 + waited)
    return record_of(
        *_began(call, at, party, ()),
        CallAbandoned(at=left, call=call, queue=FLIGHTS, waited=waited, short=short),
        CallEnded(at=left, call=call, ending=Ending(side=Side.CALLER, reason=Reason.HANGUP)),
    )


def waiting(name: str, *, at: datetime = NOON, party: str = "p") -> CallRecord:
    """Still in the queue."""
    return record_of(*_began(CallId(name), at, party, ()))
