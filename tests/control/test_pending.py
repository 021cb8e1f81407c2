"""Commands wait for exactly one closing fact, are repeated until then, and expire in the end."""

from datetime import UTC, datetime, timedelta

import pytest

from acd.ids import CommandId
from callcenter.control.pending import EXPIRY_GRACE, SEND_AGAIN_AFTER, Pending
from callcenter.wire import Order

pytestmark = pytest.mark.thinking

AT = datetime(2026, 1, 1, tzinfo=UTC)
ORDER = Order(body=b"", epoch=1, not_after=AT + timedelta(seconds=10))
ANSWER = CommandId("c.1:answer")


def test_the_same_wish_is_taken_once() -> None:
    pending = Pending()
    assert pending.add(ANSWER, ORDER, "s") is True
    assert pending.add(ANSWER, ORDER, "s") is False
    assert len(pending) == 1


def test_it_is_due_until_sent_and_again_after_a_second() -> None:
    pending = Pending()
    pending.add(ANSWER, ORDER, "s")
    (waiting,) = pending.due(AT)
    waiting.sent_at = AT
    assert list(pending.due(AT + SEND_AGAIN_AFTER / 2)) == []
    assert list(pending.due(AT + SEND_AGAIN_AFTER)) == [waiting]


def test_a_closing_fact_ends_it_and_a_second_changes_nothing() -> None:
    pending = Pending()
    pending.add(ANSWER, ORDER, "s")
    pending.close(ANSWER)
    pending.close(ANSWER)
    assert ANSWER not in pending
    assert list(pending.due(AT)) == []


def test_it_expires_only_after_the_receiver_had_its_chance() -> None:
    pending = Pending()
    pending.add(ANSWER, ORDER, "s")
    end = ORDER.not_after + EXPIRY_GRACE
    assert pending.expired(end) == []
    assert pending.expired(end + timedelta(milliseconds=1)) == [ANSWER]
