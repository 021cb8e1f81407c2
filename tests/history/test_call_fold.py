"""One call's facts give one record, whatever comes late."""

import random
from itertools import permutations

import pytest
from msgspec.structs import replace

from acd.facts import AgentReleased, AgentSignedIn, CallRequeued, OfferEnd, PlaceTold
from acd.ids import CallId, DeskId, LegId
from acd.step import Fact
from callcenter.calls.facts import CallEnded, Ending, LegHeld, Reason, RecordingLost, Side
from callcenter.history.call_fold import fold, fold_all
from callcenter.history.call_record import CallRecord, RecordingState, Result
from callcenter.history.wait_foreseen import WaitForeseen
from ivr.facts import DialogueEnded
from tests.history.stories import (
    BY_CALLER,
    CALL,
    CALLER,
    FLIGHTS,
    MARIA,
    OMAR,
    abandoned_call,
    answered_call,
    at,
    connected,
    not_taken,
    offered,
    queued,
    rang,
)

pytestmark = pytest.mark.thinking


def record_of(facts: tuple[Fact, ...]) -> CallRecord:
    return fold_all(facts)[CALL]


def test_an_answered_call_keeps_its_instants_and_derives_its_lengths() -> None:
    record = record_of(answered_call())
    assert (record.rang_at, record.answered_at) == (at(0), at(0.2))
    assert (record.dialogue_ended_at, record.queued_at) == (at(12), at(12))
    assert (record.first_offered_at, record.connected_at) == (at(13), at(22))
    assert (record.released_at, record.ended_at, record.wrapped_at) == (at(112), at(112), at(132))
    assert (record.waited, record.talk, record.hold, record.wrap_up) == (10, 60, 30, 20)
    assert record.handle == 110
    assert record.result is Result.ANSWERED
    assert record.is_over


def test_an_answered_call_names_its_people_and_its_words() -> None:
    record = record_of(answered_call())
    assert (record.queue, record.agent, record.language) == (FLIGHTS, OMAR, "english")
    assert (record.customers, record.tier, record.path) == (("c-1",), "gold", ("menu", "1"))
    assert (record.outcome, record.need, record.needs) == ("booked", "flight", ("hotel",))
    assert record.ending == BY_CALLER
    assert (record.exchange, record.line, record.dialled) == ("one", "line-1", "4001")


def test_offers_are_counted_by_their_end() -> None:
    record = record_of(answered_call())
    assert (record.offers_made, record.rejected, record.expired) == (2, 1, 0)
    assert record.missed_by_device == 0
    assert record.requeued == 1
    assert [(one.agent, one.how) for one in record.offers] == [
        (MARIA, OfferEnd.REJECTED),
        (OMAR, None),
    ]


def test_the_recording_follows_the_call() -> None:
    record = record_of(answered_call())
    assert record.recording is RecordingState.STORED
    assert record.recording_seconds == 111.8
    assert record.recording_expected == pytest.approx(111.8)
    assert record.paused == 5


@pytest.mark.parametrize("seed", range(20))
def test_the_order_in_which_facts_arrive_changes_nothing(seed: int) -> None:
    facts = list(answered_call())
    random.Random(seed).shuffle(facts)
    assert record_of(tuple(facts)) == record_of(answered_call())


def test_a_late_hold_corrects_talk_and_hold() -> None:
    told_late = [fact for fact in answered_call() if type(fact).__name__ == "LegHeld"]
    without = tuple(fact for fact in answered_call() if fact not in told_late)
    before = record_of(without)
    assert (before.talk, before.hold) == (90, 0)
    after = fold(before, told_late[0])
    assert (after.talk, after.hold) == (60, 30)


def test_an_abandoned_call_waited_until_it_was_abandoned() -> None:
    record = record_of(abandoned_call(33))
    assert (record.result, record.waited) == (Result.ABANDONED, 33)
    assert record_of(abandoned_call(3, short=True)).result is Result.SHORT_ABANDONED


def test_a_caller_who_leaves_the_dialogue_was_never_offered() -> None:
    facts = (*rang()[:-2], CallEnded(at=at(8), call=CALL, ending=BY_CALLER))
    record = record_of(facts)
    assert (record.result, record.waited, record.ending) == (Result.NOT_OFFERED, None, BY_CALLER)


def test_a_call_that_waits_has_no_wait_yet() -> None:
    record = record_of(rang())
    assert (record.result, record.waited, record.handle) == (Result.WAITING, None, 0)
    assert not record.is_over


@pytest.mark.parametrize(
    ("ending", "result"),
    [
        (Ending(side=Side.HOUSE, reason=Reason.TOO_LONG), Result.FLOWED_OUT),
        (Ending(side=Side.HOUSE, reason=Reason.LINE_DIED), Result.LOST),
        (BY_CALLER, Result.ABANDONED),
    ],
)
def test_a_wait_that_ended_without_a_word_is_told_apart(ending: Ending, result: Result) -> None:
    record = record_of((*rang(), CallEnded(at=at(30), call=CALL, ending=ending)))
    assert (record.result, record.waited) == (result, 18)


def test_service_level_counts_the_first_connection_when_a_call_comes_back() -> None:
    facts = (
        *rang(),
        offered(13),
        connected(20),
        AgentReleased(at=at(50), call=CALL, agent=MARIA, lost=True),
        CallRequeued(at=at(50), call=CALL, queue=FLIGHTS, because="lost"),
        offered(51, to=OMAR, number=2),
        connected(60, to=OMAR, number=2),
        AgentReleased(at=at(100), call=CALL, agent=OMAR),
        CallEnded(at=at(100), call=CALL, ending=BY_CALLER),
    )
    record = record_of(facts)
    assert (record.waited, record.talk) == (8, 70)
    assert [(one.agent, one.lost, one.wrap_up) for one in record.agents] == [
        (MARIA, True, 0),
        (OMAR, False, 0),
    ]
    assert not record.is_over


def test_an_agent_who_takes_the_call_twice_has_two_segments() -> None:
    facts = (
        *rang(),
        connected(20),
        AgentReleased(at=at(30), call=CALL, agent=MARIA, lost=True),
        connected(40, number=2),
        AgentReleased(at=at(45), call=CALL, agent=MARIA),
    )
    assert [one.spoke.seconds for one in record_of(facts).agents] == [10, 5]


def test_what_is_open_at_the_end_ends_with_the_call() -> None:
    facts = (
        *rang(),
        connected(20),
        LegHeld(at=at(30), call=CALL, leg=CALLER),
        CallEnded(at=at(40), call=CALL, ending=Ending(reason=Reason.LINE_DIED)),
    )
    record = record_of(facts)
    assert (record.talk, record.hold) == (10, 10)


def test_a_guessed_ending_gives_way_to_the_true_one() -> None:
    guessed = CallEnded(at=at(90), call=CALL, ending=Ending(reason=Reason.LOST))
    true = CallEnded(at=at(80), call=CALL, ending=BY_CALLER)
    for facts in ((guessed, true), (true, guessed)):
        record = record_of((*rang(), *facts))
        assert (record.ending, record.ended_at) == (BY_CALLER, at(80))


def test_a_declined_recording_is_not_a_lost_one() -> None:
    declined = DialogueEnded(at=at(12), call=CALL, queue=FLIGHTS, recording_declined=True)
    lost = RecordingLost(at=at(12.1), call=CALL, because="declined")
    for facts in ((declined, lost), (lost, declined), (lost,)):
        assert record_of((*rang(), *facts)).recording is RecordingState.DECLINED
    alarm = RecordingLost(at=at(20), call=CALL, because="no_tracks")
    assert record_of((*rang(), alarm)).recording is RecordingState.LOST


def test_holding_the_agents_leg_is_no_hold_of_the_caller() -> None:
    facts = (*rang(), connected(20), LegHeld(at=at(25), call=CALL, leg=LegId(f"{CALL}.2")))
    assert record_of(facts).holds == ()


def test_facts_of_no_call_and_of_other_calls_change_nothing() -> None:
    signed_in = AgentSignedIn(at=at(0), agent=MARIA, desk=DeskId("d"))
    assert fold(None, signed_in) is None
    record = record_of(rang())
    assert fold(record, signed_in) is record
    assert fold(record, queued(5, call=CallId("another"))) is record


def test_an_offer_whose_making_comes_late_is_one_offer() -> None:
    ended, made = not_taken(20, OfferEnd.EXPIRED), offered(13)
    one = record_of((*rang(), ended, made))
    assert (one.offers_made, one.expired) == (1, 1)
    assert one.offers[0].made_at == at(13)


def test_a_conversation_that_broke_is_told_in_its_record() -> None:
    facts = answered_call()
    assert record_of(facts).dropped_at is None
    broke = tuple(
        replace(one, dropped=True) if isinstance(one, AgentReleased) else one for one in facts
    )
    record = record_of(broke)
    assert record.dropped_at == record.released_at
    assert record.result is Result.ANSWERED


def test_the_first_wait_foreseen_is_kept_in_whatever_order_it_is_told() -> None:
    nobody, first, again = (
        PlaceTold(at=at(13), call=CALL, ahead=2),
        PlaceTold(at=at(43), call=CALL, ahead=2, wait=120, p50=70, p80=110),
        PlaceTold(at=at(73), call=CALL, ahead=1, wait=60, p50=30, p80=50),
    )
    for told in permutations((nobody, first, again)):
        record = fold_all([*rang(), *told])[CALL]
        assert record.foreseen == WaitForeseen(at=at(43), p50=70, p80=110)
