"""The room of open callbacks by itself, however its house carries derived facts."""

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.configuration import Configuration, QueueProfile
from acd.ids import AgentId, CallId, LegId, OfferId, PartyId, QueueId
from acd.step import Fact
from acd.targets import Because
from callcenter.outbound.callback import Phase
from callcenter.outbound.callbacks import Callbacks
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

ASKED, LATER = CallId("c"), CallId("d")
FLIGHTS, HOTELS = QueueId("flights"), QueueId("hotels")

every_carrying = pytest.mark.parametrize("carrying", Carrying)


def told(carrying: Carrying = Carrying.TOGETHER) -> tuple[Callbacks, Bench]:
    """Two tries, a minute apart, promised within ten minutes."""
    room = Callbacks()
    bench = Bench(room, carrying=carrying)
    rules = QueueProfile(id=FLIGHTS, promise_within=600, callback_tries=2, callback_retry_after=60)
    configuration = Configuration(version=1, queues=(rules,), agents=(), default_queue=FLIGHTS)
    bench.told(a.ConfigurationPublished(at=at(0), configuration=configuration))
    return room, bench


def requested(
    seconds: float, call: CallId = ASKED, queue: QueueId = FLIGHTS, party: str = "p"
) -> a.CallbackRequested:
    return a.CallbackRequested(
        at=at(seconds), call=call, party=PartyId(party), queue=queue, entered_at=at(seconds - 30)
    )


def ended(call: CallId, seconds: float, reason: c.Reason = c.Reason.HANGUP) -> c.CallEnded:
    ending = c.Ending(side=c.Side.CALLER, reason=reason)
    return c.CallEnded(at=at(seconds), call=call, ending=ending)


def attempted(call: CallId, seconds: float) -> a.CallbackAttempted:
    return a.CallbackAttempted(at=at(seconds), call=call, callback=ASKED)


def kinds(facts: list[Fact]) -> list[str]:
    return [type(one).__name__ for one in facts]


@every_carrying
def test_two_tries_with_a_rest_between_then_it_has_failed(carrying: Carrying) -> None:
    room, bench = told(carrying)
    assert bench.told(requested(60)) == []
    [first] = bench.told(ended(ASKED, 65))
    assert isinstance(first, a.CallbackQueued)
    assert (first.call, first.entered_at, first.promised_until) == ("cb1", at(30), at(660))
    bench.told(attempted(CallId("cb1"), 100))
    [missed] = bench.told(ended(CallId("cb1"), 120, c.Reason.NO_ANSWER))
    assert isinstance(missed, a.CallbackMissed)
    assert (missed.because, missed.again_at) == ("no_answer", at(180))
    [callback] = room.open()
    assert (callback.phase, callback.due_at) == (Phase.RESTING, at(180))
    [second] = bench.passes_until(at(180))
    assert isinstance(second, a.CallbackQueued)
    assert (second.call, second.number, second.tries) == ("cb2", 2, 1)
    bench.told(attempted(CallId("cb2"), 181))
    facts = bench.told(ended(CallId("cb2"), 190, c.Reason.BUSY))
    assert kinds(facts) == ["CallbackMissed", "CallbackFailed"]
    assert not list(room.open())
    assert room.next_deadline() is None


@every_carrying
def test_a_promise_waits_while_the_queue_is_closed(carrying: Carrying) -> None:
    """From 100 to 400 by its calendar, to 500 by the switch; one asks before, one meanwhile."""
    room, bench = told(carrying)
    bench.told(requested(40))
    bench.told(ended(ASKED, 41))
    bench.told(a.QueueClosed(at=at(100), queue=FLIGHTS, because=Because.CLOSED))
    bench.told(requested(200, LATER, party="q"))
    bench.told(ended(LATER, 201))
    bench.told(a.EmergencyPressed(at=at(300), on=True))
    assert bench.told(a.QueueOpened(at=at(400), queue=FLIGHTS)) == []
    bench.told(a.EmergencyPressed(at=at(500), on=False))
    bench.told(a.EmergencyPressed(at=at(500), on=False))
    postponed = [one for one in bench.journal if isinstance(one, a.CallbackPostponed)]
    assert [(one.callback, one.promised_until) for one in postponed] == [
        (ASKED, at(640 + 400)),
        (LATER, at(800 + 300)),
    ]
    assert [one.promised_until for one in room.open()] == [at(1040), at(1100)]
    again = Callbacks()
    again.load(room.dump())
    assert again.dump() == room.dump()


@every_carrying
def test_a_promise_that_was_kept_is_not_put_off(carrying: Carrying) -> None:
    room, bench = told(carrying)
    bench.told(requested(40))
    bench.told(ended(ASKED, 41))
    bench.told(attempted(CallId("cb1"), 60))
    bench.told(a.EmergencyPressed(at=at(100), on=True, queue=FLIGHTS))
    assert bench.told(a.EmergencyPressed(at=at(200), on=False, queue=FLIGHTS)) == []


@every_carrying
def test_an_attempt_in_which_nobody_was_called_is_none_of_the_tries(carrying: Carrying) -> None:
    room, bench = told(carrying)
    bench.told(requested(0))
    bench.told(ended(ASKED, 1))
    for number in range(1, 6):
        [missed] = bench.told(ended(CallId(f"cb{number}"), 10 * number))
        assert isinstance(missed, a.CallbackMissed)
        assert (missed.because, missed.tries) == ("not_begun", 0)
        bench.passes_until(at(10 * number + 5))
    [callback] = room.open()
    assert callback.call == "cb6"


@every_carrying
def test_kept_is_the_end(carrying: Carrying) -> None:
    room, bench = told(carrying)
    bench.told(requested(0))
    bench.told(ended(ASKED, 1))
    call = CallId("cb1")
    bench.told(attempted(call, 2))
    assert bench.told(c.LegAnswered(at=at(3), call=call, leg=LegId("cb1.a1"))) == []
    answered = c.LegAnswered(at=at(4), call=call, leg=LegId("cb1.1"))
    assert kinds(bench.told(answered)) == ["CallbackAnswered"]
    assert bench.told(a.WithdrawCallbackPressed(at=at(4), callback=ASKED)) == []
    connected = a.CallConnected(at=at(5), call=call, agent=AgentId("m"), offer=OfferId("cb1/1"))
    assert kinds(bench.told(connected)) == ["CallbackKept"]
    assert bench.told(ended(call, 60)) == []
    assert not list(room.open())


@every_carrying
def test_the_same_customer_in_the_same_queue_is_called_once(carrying: Carrying) -> None:
    room, bench = told(carrying)
    bench.told(requested(0))
    bench.told(ended(ASKED, 1))
    assert kinds(bench.told(requested(50, LATER))) == ["CallbackWithdrawn"]
    [queued] = bench.told(ended(LATER, 51))
    assert isinstance(queued, a.CallbackQueued)
    assert (queued.entered_at, queued.promised_until) == (at(-30), at(600))
    assert bench.told(requested(60, CallId("e"), HOTELS)) == []
    again = a.CallQueued(at=at(70), call=CallId("f"), party=PartyId("p"), queue=FLIGHTS)
    [withdrawn] = bench.told(again)
    assert isinstance(withdrawn, a.CallbackWithdrawn)
    assert (withdrawn.callback, withdrawn.instead) == (LATER, "f")
    assert [one.id for one in room.open()] == ["e"]


def test_strangers_and_withheld_numbers_meet_nobody() -> None:
    _, bench = told()
    bench.told(requested(0, party=""))
    bench.told(ended(ASKED, 1))
    other = a.CallQueued(at=at(2), call=LATER, party=PartyId(""), queue=FLIGHTS)
    assert bench.told(other) == []
    assert bench.told(ended(CallId("nobody"), 3)) == []
    assert bench.told(a.WithdrawCallbackPressed(at=at(3), callback=LATER)) == []


def test_a_queue_that_is_no_more_takes_its_callbacks_along() -> None:
    room, bench = told()
    bench.told(requested(0))
    bench.told(ended(ASKED, 1))
    moved = a.CallRequeued(at=at(2), call=CallId("cb1"), queue=HOTELS, because="queue_removed")
    bench.told(moved)
    [callback] = room.open()
    assert callback.queue == HOTELS
    loaded = Callbacks()
    loaded.load(room.dump())
    assert loaded.dump() == room.dump()
    assert loaded.of_call(CallId("cb1")) == callback


def test_a_callback_that_rests_is_tried_again_by_the_control_that_took_it_over() -> None:
    """From its attempt's card alone, while the line of the missed attempt is not gone yet."""
    before, bench = told()
    bench.told(requested(60))
    bench.told(ended(ASKED, 65))
    attempt = CallId("cb1")
    bench.told(attempted(attempt, 100))
    bench.told(ended(attempt, 120, c.Reason.NO_ANSWER))
    card = before.card(attempt)
    room, after = told()
    room.adopt(attempt, card)
    [again] = after.passes_until(at(180))
    assert isinstance(again, a.CallbackQueued)
    assert (again.number, again.entered_at) == (2, at(30))
