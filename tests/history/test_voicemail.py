"""Calls that end in a message: neither answered nor abandoned, counted apart, in any order."""

import pytest

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.voicemail_facts as v
from acd.ids import AgentId, PartyId
from acd.step import Fact
from acd.targets import Target
from callcenter.history.call_record import Result
from callcenter.history.figures import day_figures
from tests.history.test_turned_away import CALL, FLIGHTS, at, diverted, ended, queued, record_of

pytestmark = pytest.mark.thinking

MARIA, OMAR = AgentId("1001"), AgentId("1002")
SENT = Target(voicemail=True)


def left(seconds: float, asked: float, entered: float = 0) -> Fact:
    return v.VoicemailLeft(
        at=at(seconds),
        call=CALL,
        party=PartyId("p"),
        queue=FLIGHTS,
        since=asked,
        seconds=seconds - asked,
        how=v.HowLeft.KEY,
        entered_at=at(entered),
        asked_at=at(asked),
    )


def test_a_message_by_rule_is_its_own_end_and_the_wait_is_up_to_the_words() -> None:
    record = record_of(queued(0), diverted(12, SENT), left(60, 12), ended(63))
    assert (record.result, record.waited, record.diverted_because) == (
        Result.VOICEMAIL,
        12.0,
        "closed",
    )
    figures = day_figures([record], at(100))
    assert (figures.offered, figures.voicemail, figures.abandoned) == (1, 1, 0)
    assert figures.flowed_out == figures.turned_away == 0
    assert figures.is_balanced
    assert figures.answer_rate is None
    assert figures.counts.crossed == 0


def test_past_its_promise_it_stays_a_miss_of_the_service_level() -> None:
    record = record_of(queued(0), diverted(25, SENT), left(60, 25), ended(63))
    figures = day_figures([record], at(100))
    assert (figures.counts.crossed, figures.service_level) == (1, 0.0)


def test_out_of_the_dialogue_it_is_offered_to_its_queue_when_it_is_asked() -> None:
    record = record_of(left(40, 20, 20), ended(43))
    assert (record.result, record.queue, record.queued_at, record.waited) == (
        Result.VOICEMAIL,
        FLIGHTS,
        at(20),
        0.0,
    )
    assert day_figures([record], at(100)).is_balanced


def test_asked_by_rule_and_nothing_said_it_flowed_out() -> None:
    none = v.VoicemailNotLeft(at=at(20), call=CALL, queue=FLIGHTS, because="short")
    record = record_of(queued(0), diverted(12, SENT), none, ended(20, c.Side.CALLER))
    assert record.result is Result.FLOWED_OUT
    assert day_figures([record], at(100)).is_balanced


def test_called_back_it_stays_a_message_and_counts_as_a_callback_asked_for() -> None:
    back = a.CallbackRequested(
        at=at(90), call=CALL, party=PartyId("p"), queue=FLIGHTS, entered_at=at(0), by="voicemail"
    )
    done = v.VoicemailDone(
        at=at(90), call=CALL, agent=MARIA, outcome=v.Outcome.CALLED_BACK, press="b"
    )
    record = record_of(queued(0), left(60, 5), ended(63), done, back)
    figures = day_figures([record], at(100))
    assert record.result is Result.VOICEMAIL
    assert (figures.voicemail, figures.called_back, figures.callbacks.asked) == (1, 0, 1)
    assert figures.is_balanced


def test_who_had_it_last_and_how_it_ended_in_any_order() -> None:
    facts = (
        left(10, 4),
        v.VoicemailTaken(at=at(20), call=CALL, agent=MARIA, press="t"),
        v.VoicemailReturned(at=at(30), call=CALL, agent=MARIA),
        v.VoicemailTaken(at=at(40), call=CALL, agent=OMAR, press="u"),
        v.VoicemailDone(at=at(50), call=CALL, agent=OMAR, outcome=v.Outcome.HANDLED, press="f"),
    )
    told = record_of(*facts).voicemail
    assert told is not None
    assert (told.agent, told.taken_at) == (OMAR, at(40))
    assert (told.done_by, told.done_at, told.outcome) == (OMAR, at(50), "handled")
    assert (told.since, told.seconds, told.how) == (4.0, 6.0, "key")
