"""What may be erased today."""

from datetime import date

import pytest

from acd.ids import CallId, QueueId
from recordings.retention import Kept, Rule, erasable

pytestmark = pytest.mark.thinking

TODAY = date(2026, 5, 31)
RULE = Rule(days=30, by_queue={QueueId("complaints"): 60})


def kept(name: str, day: date, queue: str = "flights", *, hold: bool = False) -> Kept:
    return Kept(call=CallId(name), day=day, queue=QueueId(queue), legal_hold=hold)


def test_only_what_is_older_than_the_rule_goes() -> None:
    found = erasable(
        [
            kept("too-old", date(2026, 4, 30)),
            kept("last-day", date(2026, 5, 1)),
            kept("held", date(2020, 1, 1), hold=True),
            kept("complaint", date(2026, 4, 30), "complaints"),
            kept("old-complaint", date(2026, 3, 1), "complaints"),
            Kept(call=CallId("no-queue"), day=date(2026, 4, 1)),
        ],
        RULE,
        TODAY,
    )
    assert found == ("too-old", "old-complaint", "no-queue")
