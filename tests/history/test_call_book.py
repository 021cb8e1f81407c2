"""Many calls at once: what changed, what may be forgotten, what the queues had promised."""

import pytest

from acd.configuration import Configuration, QueueProfile
from acd.facts import AgentSignedIn, ConfigurationPublished
from acd.ids import CallId, DeskId
from callcenter.calls.facts import RecordingStored
from callcenter.history.call_book import CallBook
from callcenter.history.call_record import RecordingState
from tests.history.stories import CALL, FLIGHTS, MARIA, answered_call, at, queued, rang

pytestmark = pytest.mark.thinking


def published(within: int) -> ConfigurationPublished:
    queue = QueueProfile(id=FLIGHTS, answer_within=within)
    return ConfigurationPublished(
        at=at(0),
        configuration=Configuration(
            version=within, queues=(queue,), agents=(), default_queue=FLIGHTS
        ),
    )


def test_a_call_keeps_the_promise_of_the_day_it_entered() -> None:
    book = CallBook()
    for fact in (published(30), *rang(), published(10), queued(90, CallId("later"))):
        book.take(fact)
    first, later = book.get(CALL), book.get(CallId("later"))
    assert first is not None
    assert later is not None
    assert (first.answer_within, later.answer_within) == (30, 10)


def test_what_is_saved_and_over_is_forgotten() -> None:
    book = CallBook()
    for fact in answered_call():
        book.take(fact)
    assert [one.call for one in book.changed] == [CALL]
    book.saved(book.changed)
    assert (book.changed, book.records) == ((), ())


def test_what_goes_on_is_kept() -> None:
    book = CallBook()
    for fact in rang():
        book.take(fact)
    book.saved(book.changed)
    assert book.changed == ()
    assert len(book.records) == 1


def test_what_changed_while_it_was_saved_is_saved_again() -> None:
    book = CallBook()
    facts = answered_call()
    for fact in facts[:-1]:
        book.take(fact)
    saving = book.changed
    book.take(facts[-1])
    book.saved(saving)
    assert [one.recording for one in book.changed] == [RecordingState.STORED]


def test_a_late_fact_finds_the_stored_record() -> None:
    story = answered_call()
    first = CallBook()
    for fact in story[:-1]:
        first.take(fact)
    second = CallBook()
    second.put(first.records)
    second.take(RecordingStored(at=at(200), call=CALL, seconds=111.8, size=1, sha256="ab"))
    assert second.changed[0].recording is RecordingState.STORED
    assert second.changed[0].talk == 60


def test_facts_of_no_call_change_no_record() -> None:
    book = CallBook()
    book.take(AgentSignedIn(at=at(0), agent=MARIA, desk=DeskId("d")))
    assert book.records == ()
