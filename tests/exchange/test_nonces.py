"""Nonces: whose they are, how long they are good, and that no use of one comes twice."""

from __future__ import annotations

import pytest

from callcenter.exchange.nonces import LASTS, MOST_COUNTED, SPENT_FOR, Nonces

pytestmark = pytest.mark.thinking


def test_one_is_good_for_its_time_and_for_each_count_once() -> None:
    nonces = Nonces()
    nonce = nonces.make(100.0)
    assert nonces.use(nonce, 1, 100.0)
    assert not nonces.use(nonce, 1, 100.0), "a replay"
    assert nonces.use(nonce, 2, 101.0)
    assert nonces.use(nonce, 9, 101.0), "counts may be left out"
    assert not nonces.use(nonce, 8, 101.0), "but not come later"
    assert nonces.use(nonce, 10, 99.9 + LASTS)
    assert not nonces.use(nonce, 11, 100.0 + LASTS)


def test_a_count_of_nothing_is_none() -> None:
    nonces = Nonces()
    assert not nonces.use(nonces.make(0.0), 0, 0.0)


def test_no_two_are_equal() -> None:
    nonces = Nonces()
    assert len({nonces.make(5.0) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("nonce", ["", "abc", "a" * 39, "ü" * 39, '"', "7" * 400])
def test_what_was_not_made_here_is_not_good(nonce: str) -> None:
    assert not Nonces().use(nonce, 1, 0.0)


def test_another_processs_is_not_good_here() -> None:
    assert not Nonces().use(Nonces().make(0.0), 1, 0.0)


def test_one_from_the_future_is_not_good() -> None:
    nonces = Nonces()
    assert not nonces.use(nonces.make(10.0), 1, 9.0)


def test_counts_are_forgotten_with_their_nonces() -> None:
    nonces = Nonces()
    nonce = nonces.make(0.0)
    assert nonces.use(nonce, 1, 1.0)
    nonces.sweep(LASTS - 1)
    assert len(nonces) == 1
    nonces.sweep(LASTS)
    assert len(nonces) == 0
    assert not nonces.use(nonce, 1, LASTS)


def test_when_there_is_no_room_nothing_counted_is_forgotten() -> None:
    nonces = Nonces()
    first = nonces.make(0.0)
    assert nonces.use(first, 1, 0.0)
    for _ in range(MOST_COUNTED - 1):
        assert nonces.use(nonces.make(0.0), 1, 0.0)
    assert not nonces.use(nonces.make(0.0), 1, 0.0)
    assert not nonces.use(first, 1, 0.0)
    assert nonces.use(first, 2, 0.0)


def test_with_a_wrong_password_one_is_spent_for_a_while_and_asked_with_again() -> None:
    nonces = Nonces()
    nonce = nonces.make(100.0)
    assert not nonces.is_spent(nonce, 100.0)
    assert nonces.spend(nonce, 100.0) == nonce
    assert nonces.is_spent(nonce, 99.9 + SPENT_FOR)
    assert not nonces.is_spent(nonce, 100.0 + SPENT_FOR)
    nonces.sweep(100.0 + SPENT_FOR)
    assert len(nonces) == 0
    assert nonces.use(nonce, 1, 100.0 + SPENT_FOR)


def test_one_that_is_not_ours_or_too_old_is_never_spent() -> None:
    nonces = Nonces()
    old = nonces.make(0.0)
    for nonce in ("abc", old):
        assert nonces.spend(nonce, LASTS) != nonce
        assert not nonces.is_spent(nonce, LASTS)
    assert len(nonces) == 0


def test_no_more_spent_ones_are_remembered_than_so_many() -> None:
    nonces = Nonces()
    for _ in range(MOST_COUNTED + 5):
        nonces.spend(nonces.make(0.0), 0.0)
    assert len(nonces) == MOST_COUNTED
