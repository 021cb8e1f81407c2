"""Faults, bans and their end, in a time of the test's own."""

from __future__ import annotations

import pytest

from callcenter.exchange.door_admission import ListedNetworks, trusted
from callcenter.exchange.door_bans import MOST_SOURCES, BanRules, Bans
from callcenter.trunk import Trunk

pytestmark = pytest.mark.thinking

SCANNER = "198.51.100.7"


def bans() -> Bans:
    """Three faults within ten seconds, for a minute."""
    return Bans(BanRules(faults=3, within=10, lasts=60))


def test_as_many_faults_as_the_rules_say_within_their_time() -> None:
    kept = bans()
    assert [kept.note(SCANNER, now) for now in (0, 5, 10)] == [False, False, True]


def test_faults_further_apart_are_none_too_many() -> None:
    kept = bans()
    assert not any(kept.note(SCANNER, now) for now in (0, 6, 12, 18, 24))


def test_sources_are_held_against_themselves_alone() -> None:
    kept = bans()
    assert not any(kept.note(f"198.51.100.{number}", 1) for number in range(10))


def test_a_ban_ends_by_itself_and_begins_with_nothing_held_against_the_source() -> None:
    kept = bans()
    kept.ban(SCANNER, 100)

    assert kept.holds(SCANNER, 159.9)
    assert not kept.holds("198.51.100.8", 159.9)
    assert not kept.holds(SCANNER, 160)
    assert not kept.note(SCANNER, 160)


def test_zero_faults_ban_nobody() -> None:
    kept = Bans(BanRules(faults=0))
    assert not any(kept.note(SCANNER, 1) for _ in range(1000))


def test_what_is_over_is_forgotten() -> None:
    kept = bans()
    kept.ban(SCANNER, 0)
    kept.note("198.51.100.8", 0)
    kept.sweep(60)

    assert len(kept) == 0
    assert kept == bans()


def test_no_more_sources_are_kept_than_there_is_room_for() -> None:
    kept = bans()
    for number in range(MOST_SOURCES + 10):
        kept.note(str(number), 0)
        kept.ban(str(-number), 0)

    assert len(kept) == MOST_SOURCES


@pytest.mark.parametrize(
    ("address", "trunk", "is_trusted"),
    [
        ("127.0.0.1", "", True),
        ("192.0.2.9", "", True),
        (SCANNER, "", False),
        (SCANNER, f"sip:{SCANNER}:5060", True),
        (SCANNER, f"sip:{SCANNER};transport=tcp", True),
        (SCANNER, "sip:carrier.example", False),
    ],
)
def test_this_machine_the_trunks_and_the_listed_are_trusted(
    address: str, trunk: str, is_trusted: bool
) -> None:
    trunks = [Trunk(name="one", address=trunk)] if trunk else []
    assert ListedNetworks(trusted(["192.0.2.0/24"], trunks))(address) is is_trusted
