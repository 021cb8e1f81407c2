"""RTP packets of a load, and what is counted of those that come."""

from __future__ import annotations

import pytest

from callcenter.lab.load.packets import Arrivals, packet, read

pytestmark = pytest.mark.thinking


def arrivals(*sequences: int, apart: float = 0.02) -> Arrivals:
    counted = Arrivals()
    for place, sequence in enumerate(sequences):
        counted.take(sequence, 10.0 + place * apart)
    return counted


def test_a_packet_is_read_as_it_was_written() -> None:
    assert read(packet(65536 + 7, 1120, 9, b"sound")) == (7, b"sound")


@pytest.mark.parametrize("data", [b"", b"\x80\x00", b"\x80\x65" + bytes(20), b"\x00" * 40])
def test_anything_else_is_not_read(data: bytes) -> None:
    assert read(data) is None


@pytest.mark.parametrize(
    ("sequences", "lost"),
    [
        ((), 0),
        ((5,), 0),
        ((5, 6, 7), 0),
        ((5, 7), 1),
        ((5, 7, 6), 0),
        ((65534, 65535, 0, 1), 0),
        ((65534, 1), 2),
        ((5, 5, 6), 0),
    ],
)
def test_what_never_came_is_counted(sequences: tuple[int, ...], lost: int) -> None:
    assert arrivals(*sequences).lost == lost


def test_gaps_are_between_one_and_the_next() -> None:
    counted = arrivals(1, 2, 3, apart=0.5)
    assert list(counted.gaps) == [0.5, 0.5]
    assert counted.first_at == 10.0
