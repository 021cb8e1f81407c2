"""Calls told as tables of facts. Seconds count from the first ring, at 02:00 UTC on a May day."""

from datetime import UTC, datetime, timedelta

from acd.facts import (
    AgentReleased,
    CallAbandoned,
    CallConnected,
    CallQueued,
    CallRequeued,
    CustomerIdentified,
    OfferEnd,
    OfferEnded,
    OfferMade,
    OutcomeGiven,
    WrapUpEnded,
)
from acd.ids import AgentId, CallId, LegId, LineId, NodeName, OfferId, PartyId, QueueId, SkillName
from acd.step import Fact
from callcenter.calls.facts import (
    CallEnded,
    Ending,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegRang,
    LegRetrieved,
    LegsJoined,
    Reason,
    RecordingEnded,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    RecordingStored,
    Side,
)
from ivr.facts import ChoiceMade, DialogueEnded, LanguageChosen

CALL = CallId("01CALL")
CALLER = LegId("01CALL.1")
AGENT_LEG = LegId("01CALL.2")
MARIA = AgentId("1001")
OMAR = AgentId("1002")
FLIGHTS = QueueId("flights")
PARTY = PartyId("party-of-li")
NINE = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
BY_CALLER = Ending(side=Side.CALLER, reason=Reason.HANGUP)


def at(seconds: float) -> datetime:
    """So many seconds after the first ring."""
    return NINE + timedelta(seconds=seconds)


def rang() -> tuple[Fact, ...]:
    """Ring, answer, dialogue in English, queue `flights` at second 12."""
    return (
        LegRang(
            at=at(0),
            call=CALL,
            leg=CALLER,
            line=LineId("line-1"),
            exchange="one",
            party=PARTY,
            dialled="4001",
        ),
        CustomerIdentified(at=at(0.1), call=CALL, party=PARTY, customers=("c-1",), tier="gold"),
        LegAnswered(at=at(0.2), call=CALL, leg=CALLER),
        RecordingStarted(at=at(0.2), call=CALL),
        LanguageChosen(at=at(6), call=CALL, language="english"),
        ChoiceMade(at=at(9), call=CALL, node=NodeName("menu"), choice="1"),
        DialogueEnded(at=at(12), call=CALL, queue=FLIGHTS, language="english", path=("menu", "1")),
        queued(12),
    )


def queued(seconds: float, call: CallId = CALL) -> CallQueued:
    """Into `flights`."""
    return CallQueued(
        at=at(seconds), call=call, party=PARTY, queue=FLIGHTS, language=SkillName("english")
    )


def offered(seconds: float, to: AgentId = MARIA, number: int = 1) -> OfferMade:
    """Held out to an agent for ten seconds."""
    return OfferMade(
        at=at(seconds),
        offer=OfferId(f"{CALL}/{number}"),
        call=CALL,
        agent=to,
        queue=FLIGHTS,
        device="browser",
        until=at(seconds + 10),
        entered_at=at(12),
    )


def not_taken(seconds: float, how: OfferEnd, by: AgentId = MARIA, number: int = 1) -> OfferEnded:
    """The offer is over."""
    return OfferEnded(
        at=at(seconds), offer=OfferId(f"{CALL}/{number}"), call=CALL, agent=by, how=how
    )


def connected(seconds: float, to: AgentId = MARIA, number: int = 1) -> CallConnected:
    """They hear each other."""
    return CallConnected(at=at(seconds), call=CALL, agent=to, offer=OfferId(f"{CALL}/{number}"))


def answered_call() -> tuple[Fact, ...]:
    """Maria rejects, Omar takes it: waited 10, talk 90 with 30 of hold in it, wrap-up 20."""
    return (
        *rang(),
        offered(13),
        not_taken(15, OfferEnd.REJECTED),
        CallRequeued(at=at(15), call=CALL, queue=FLIGHTS, because="rejected"),
        offered(15, to=OMAR, number=2),
        LegsJoined(at=at(22), call=CALL, a=CALLER, b=AGENT_LEG),
        connected(22, to=OMAR, number=2),
        LegHeld(at=at(40), call=CALL, leg=CALLER),
        LegRetrieved(at=at(70), call=CALL, leg=CALLER),
        RecordingPaused(at=at(80), call=CALL),
        RecordingResumed(at=at(85), call=CALL),
        LegEnded(at=at(112), call=CALL, leg=CALLER, ending=BY_CALLER),
        AgentReleased(at=at(112), call=CALL, agent=OMAR),
        CallEnded(at=at(112), call=CALL, ending=BY_CALLER),
        RecordingEnded(at=at(112.1), call=CALL, seconds=111.8, paused=5.0),
        OutcomeGiven(
            at=at(132), call=CALL, agent=OMAR, outcome="booked", need="flight", needs=("hotel",)
        ),
        WrapUpEnded(at=at(132), call=CALL, agent=OMAR, how="outcome"),
        RecordingStored(at=at(134), call=CALL, seconds=111.8, size=3_500_000, sha256="ab"),
    )


def abandoned_call(after: float, *, short: bool = False) -> tuple[Fact, ...]:
    """The caller hangs up while waiting."""
    gone = 12 + after
    return (
        *rang(),
        CallAbandoned(at=at(gone), call=CALL, queue=FLIGHTS, waited=after, short=short),
        CallEnded(at=at(gone), call=CALL, ending=BY_CALLER),
    )
