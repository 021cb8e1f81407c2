"""What the desk's tests see: an agent at noon, her offer, her call."""

from datetime import UTC, datetime, timedelta

from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, DeskId, OfferId, QueueId
from agent_desktop.call_views import Considered, RecordingState
from agent_desktop.commands import AnyCommand
from agent_desktop.desk import Desk
from agent_desktop.seen import AgentSeen, CallSeen, OfferSeen, Seen
from agent_desktop.view import Words
from agent_desktop.wire import Ask

NOON = datetime(2025, 11, 22, 12, 0, tzinfo=UTC)
MARIA = AgentId("1001")
OMAR = AgentId("1002")
CALL = CallId("01JC")
OFFER = OfferId("01JC/1")
FLIGHTS = Words(zh="机票预订", en="Flights")


def at(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def maria(
    state: AgentState = AgentState.IDLE,
    *,
    uri: str = "sip:t@127.0.0.1:5066",
    device: str = "browser",
) -> AgentSeen:
    """Maria, ready since noon, her audio standing."""
    until = at(30) if state is AgentState.WRAP_UP else None
    return AgentSeen(
        agent=MARIA,
        name=Words(zh="林知夏", en="Lin Zhixia"),
        state=state,
        since=NOON,
        until=until,
        intent=Intent.AVAILABLE,
        device=device,
        audio_uri=uri,
    )


def idle() -> Seen:
    """Nothing to do."""
    return Seen(me=maria())


def offered(offer: OfferId = OFFER, *, device: str = "browser") -> Seen:
    """A call is held out to her."""
    return Seen(
        me=maria(AgentState.OFFERED, device=device),
        offer=OfferSeen(
            offer=offer,
            call=CALL,
            queue=QueueId("flights"),
            queue_name=FLIGHTS,
            number="+86 141 **** 0317",
            dialled="8000",
            path=(Words(zh="普通话", en="Mandarin"), FLIGHTS),
            language="mandarin",
            device=device,
            entered_at=at(-4),
            made_at=NOON,
            until=at(10),
            considered=(
                Considered(agent=MARIA, name=FLIGHTS, idle_for=3.0),
                Considered(agent=OMAR, name=FLIGHTS, lost="on_call"),
            ),
        ),
    )


def talking(
    *, muted: bool = False, held: bool = False, recording: RecordingState = RecordingState.ON
) -> Seen:
    """In conversation since noon."""
    return Seen(
        me=maria(AgentState.ON_CALL),
        call=CallSeen(
            call=CALL,
            queue=QueueId("flights"),
            queue_name=FLIGHTS,
            entered_at=at(-8),
            connected_at=NOON,
            muted=muted,
            held_since=at(1) if held else None,
            recording=recording,
        ),
    )


def wrapping_up() -> Seen:
    """The call is over, the summary is due."""
    return Seen(
        me=maria(AgentState.WRAP_UP),
        call=CallSeen(call=CALL, queue=QueueId("flights"), connected_at=at(-60), released_at=NOON),
    )


def desk_at(seen: Seen) -> Desk:
    """Maria's desk with this on its screen."""
    return Desk(DeskId("d1"), seen)


def ask(command: AnyCommand, *, seq: int = 0, client_id: str = "c1") -> Ask:
    """A press, seen at this screen."""
    return Ask(client_id=client_id, expected_seq=seq, command=command)
