"""Every place an agent or a call can be in, each reached by its own short story."""

from collections.abc import Callable
from typing import Final

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import CallId, DeskId, OfferId, PartyId
from acd.step import Fact
from tests.acd.telling import C1, connected, queued, with_floor
from tests.bench.people import HOTELS, LIN, MARIA
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready, signed_in

NOW: Final = 9.0
"""Seconds: when the event comes; the offer of each story stands until then."""
DESK: Final = DeskId("desk-maria")
OFFER: Final = OfferId("c1/1")

Tell = Callable[[Bench], None]


def _calls_in(bench: Bench) -> None:
    ready(bench, "maria")
    bench.told(queued(C1, 1))


def _accepts(bench: Bench) -> None:
    _calls_in(bench)
    bench.told(f.AcceptPressed(at=at(2), offer=OFFER, agent=MARIA))


def _talks(bench: Bench) -> None:
    _calls_in(bench)
    connected(bench, C1, MARIA, 2)


def _wraps_up(bench: Bench) -> None:
    _talks(bench)
    bench.told(f.CallerLeft(at=at(3), call=C1))
    bench.told(f.AgentReleased(at=at(3), call=C1, agent=MARIA))


def _does_not_answer(bench: Bench) -> None:
    _calls_in(bench)
    bench.told(f.CallerLeft(at=at(12), call=C1))


def _loses_her_audio(bench: Bench) -> None:
    ready(bench, "maria")
    bench.told(f.AudioLost(at=at(1), agent=MARIA))


AGENTS: Final[dict[AgentState, Tell]] = {
    AgentState.LOGGED_OUT: lambda _: None,
    AgentState.NOT_READY: lambda bench: signed_in(bench, "maria"),
    AgentState.IDLE: lambda bench: ready(bench, "maria"),
    AgentState.OFFERED: _calls_in,
    AgentState.CONNECTING: _accepts,
    AgentState.ON_CALL: _talks,
    AgentState.WRAP_UP: _wraps_up,
    AgentState.NOT_RESPONDING: _does_not_answer,
    AgentState.UNREACHABLE: _loses_her_audio,
}
"""How Maria comes to be in each state; the call, where there is one, is the first."""


def _waits(bench: Bench) -> None:
    bench.told(queued(C1, 1))


CALLS: Final[dict[str, Tell]] = {
    "unknown": lambda _: None,
    "waiting": _waits,
    "offered": _calls_in,
    "connecting": _accepts,
    "connected": _talks,
    "left": _wraps_up,
}
"""How the first call comes to be in each phase."""


def agents_in(
    state: AgentState, carrying: Carrying = Carrying.TOGETHER
) -> tuple[Distributor, Bench]:
    """A floor where Maria is in this state."""
    room, bench = with_floor(carrying)
    AGENTS[state](bench)
    return room, bench


EVENTS: Final[dict[str, Fact]] = {
    "signs in": f.AgentSignedIn(at=at(NOW), agent=MARIA, desk=DESK),
    "signs in once more, at a phone": f.AgentSignedIn(
        at=at(NOW), agent=MARIA, desk=DeskId("d2"), device="sip:maria@127.0.0.1"
    ),
    "signs out": f.AgentSignedOut(at=at(NOW), agent=MARIA, desk=DESK),
    "is signed out": f.AgentSignedOut(at=at(NOW), agent=MARIA, desk=DESK, forced=True),
    "chooses ready": f.IntentChosen(at=at(NOW), agent=MARIA, intent=Intent.AVAILABLE),
    "chooses not ready": f.IntentChosen(
        at=at(NOW), agent=MARIA, intent=Intent.NOT_READY, reason="meeting"
    ),
    "asks for a break": f.BreakRequested(at=at(NOW), agent=MARIA, reason="break"),
    "audio stands": f.AudioReady(at=at(NOW), agent=MARIA, uri="sip:anew@softphone"),
    "audio is lost": f.AudioLost(at=at(NOW), agent=MARIA),
    "page is lost": f.DeskLost(at=at(NOW), agent=MARIA),
    "page is back": f.DeskFound(at=at(NOW), agent=MARIA),
    "accepts": f.AcceptPressed(at=at(NOW), offer=OFFER, agent=MARIA),
    "accepts an old offer": f.AcceptPressed(at=at(NOW), offer=OfferId("c0/1"), agent=MARIA),
    "another accepts hers": f.AcceptPressed(at=at(NOW), offer=OFFER, agent=LIN),
    "rejects": f.RejectPressed(at=at(NOW), offer=OFFER, agent=MARIA),
    "rejects an old offer": f.RejectPressed(at=at(NOW), offer=OfferId("c0/1"), agent=MARIA),
    "voices join": f.CallConnected(at=at(NOW), call=C1, agent=MARIA, offer=OFFER),
    "voices of an old offer join": f.CallConnected(
        at=at(NOW), call=C1, agent=MARIA, offer=OfferId("c0/1")
    ),
    "voices do not join": f.ConnectFailed(
        at=at(NOW), offer=OFFER, call=C1, agent=MARIA, because="not_joined"
    ),
    "caller leaves": f.CallerLeft(at=at(NOW), call=C1),
    "another caller leaves": f.CallerLeft(at=at(NOW), call=CallId("c9")),
    "is released": f.AgentReleased(at=at(NOW), call=C1, agent=MARIA),
    "is released from another": f.AgentReleased(at=at(NOW), call=CallId("c9"), agent=MARIA),
    "is lost to her caller": f.AgentReleased(at=at(NOW), call=C1, agent=MARIA, lost=True),
    "wants wrap-up": f.WrapUpAsked(at=at(NOW), agent=MARIA, call=C1),
    "wants more wrap-up": f.WrapUpExtended(at=at(NOW), agent=MARIA, call=C1),
    "gives the outcome": f.OutcomeGiven(at=at(NOW), agent=MARIA, call=C1, outcome="answered"),
    "gives another call's outcome": f.OutcomeGiven(
        at=at(NOW), agent=MARIA, call=CallId("c9"), outcome="answered"
    ),
    "caller wants a callback": f.CallbackWished(at=at(NOW), call=C1),
    "caller comes in again": queued(C1, NOW),
    "caller is a gold customer": f.CustomerIdentified(
        at=at(NOW), call=C1, party=PartyId("p"), tier="gold"
    ),
    "is moved": f.MovePressed(at=at(NOW), press="m", call=C1, by=LIN, queue=HOTELS),
    "is prioritised": f.PrioritisePressed(at=at(NOW), press="p", call=C1, by=LIN, priority=5),
    "is withdrawn": f.WithdrawPressed(at=at(NOW), press="w", call=C1, by=LIN),
    "is assigned": f.AssignPressed(
        at=at(NOW), press="a", call=C1, by=LIN, agent=MARIA, confirmed=True
    ),
    "the customer answers": f.CallbackAnswered(at=at(NOW), call=C1, callback=C1),
}
"""What may come from outside, as it fits the stories and as it does not."""
