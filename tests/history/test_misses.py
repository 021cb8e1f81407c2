"""Offers that came to nothing: hers, or her device's."""

import pytest

from acd.facts import OfferEnd
from acd.ids import OfferId
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import OfferTold
from callcenter.history.figures import day_figures
from callcenter.history.misses import Misses, misses
from tests.history.days import EVENING
from tests.history.stories import CALL, MARIA, answered_call, at, not_taken, offered, rang

pytestmark = pytest.mark.thinking


@pytest.mark.parametrize(
    ("how", "counted"),
    [
        (OfferEnd.EXPIRED, Misses(by_agent=1)),
        (OfferEnd.REJECTED, Misses(declined=1)),
        (OfferEnd.BUSY, Misses(declined=1)),
        (OfferEnd.UNREACHABLE, Misses(by_device=1)),
        (OfferEnd.DEVICE_LOST, Misses(by_device=1)),
        (OfferEnd.CONNECT_FAILED, Misses(by_device=1)),
        (OfferEnd.WITHDRAWN, Misses()),
    ],
)
def test_each_end_counts_once(how: OfferEnd, counted: Misses) -> None:
    one = OfferTold(offer=OfferId("c/1"), agent=MARIA, made_at=at(1), ended_at=at(2), how=how)
    assert misses([one]) == counted
    assert misses([one], as_of=at(1.5)) == Misses()
    record = fold_all((*rang(), offered(13), not_taken(15, how)))[CALL]
    by_record = (record.expired, record.rejected, record.missed_by_device)
    assert by_record == (counted.by_agent, counted.declined, counted.by_device)


def test_an_accepted_or_open_offer_is_no_miss() -> None:
    assert misses([OfferTold(offer=OfferId("c/1"), agent=MARIA, made_at=at(1))]) == Misses()


def test_the_figures_of_a_day_say_who_missed() -> None:
    figures = day_figures(fold_all(answered_call()).values(), EVENING)
    assert (figures.missed, figures.declined, figures.missed_by_device) == (0, 1, 0)
