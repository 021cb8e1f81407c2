"""Loss and jitter of the browser's stream, as RFC 3550 reckons them."""

import pytest

from callcenter.softphone.reception import Reception
from tests.softphone.test_rewriter import packet

pytestmark = pytest.mark.thinking


def test_nothing_lost() -> None:
    reception = Reception()
    for n in range(100):
        reception.take(packet(65_500 + n, n * 160, 9), n * 0.02)
    assert reception.lost == 0
    assert reception.fraction_lost() == 0
    assert reception.highest == 65_599
    assert reception.jitter == pytest.approx(0.0, abs=1e-6)


def test_every_second_packet_lost() -> None:
    reception = Reception()
    for n in range(0, 101, 2):
        reception.take(packet(n, n * 160, 9), n * 0.02)
    assert reception.lost == 50
    assert reception.fraction_lost() == pytest.approx(127, abs=1)
    assert reception.fraction_lost() == 0


def test_a_new_source_begins_again() -> None:
    reception = Reception()
    reception.take(packet(1, 0, 9), 0.0)
    reception.take(packet(9, 0, 9), 0.1)
    reception.take(packet(500, 0, 10), 0.2)
    assert reception.lost == 0
    assert reception.ssrc == 10


def test_uneven_arrival_is_jitter() -> None:
    reception = Reception()
    for n in range(200):
        reception.take(packet(n, n * 160, 9), n * 0.02 + (0.005 if n % 2 else 0.0))
    assert reception.jitter == pytest.approx(40, abs=3)
