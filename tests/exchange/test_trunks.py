"""Which trunk is tried first, which next, and which not at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

import pytest

from callcenter.exchange.trunks import RESERVED_FOR, Trunks
from callcenter.trunk import Trunk

pytestmark = pytest.mark.thinking


def trunk(name: str, **more: int) -> Trunk:
    return Trunk(name=name, address=f"sip:{name}.example", **more)  # type: ignore[arg-type]


@dataclass
class World:
    """The calls up, and who does not answer."""

    calls: dict[str, list[str]] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def trunks(self, *trunks: Trunk) -> Trunks:
        return Trunks(
            trunks,
            lines_at=lambda trunk: self.calls.get(trunk.name, []),
            answers=lambda trunk: trunk.name not in self.away,
            chance=Random(7).random,
        )


def names(ways: tuple[Trunk, ...]) -> list[str]:
    return [way.name for way in ways]


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ("", ["north", "south", "west"]),
        ("north", ["south", "west", "north"]),
        ("south", ["north", "west", "south"]),
        ("north south", ["west", "north", "south"]),
        ("north south west", ["north", "south", "west"]),
    ],
)
def test_by_priority_and_who_does_not_answer_is_the_last_resort(
    away: str, expected: list[str]
) -> None:
    known = World(away=set(away.split())).trunks(
        trunk("west", priority=3), trunk("north"), trunk("south", priority=2)
    )
    assert names(known.ways("line", 0.0)) == expected


def test_among_equals_each_comes_first_as_often_as_its_weight_says() -> None:
    known = World().trunks(trunk("north", weight=3), trunk("south"))
    first = Counter(known.ways("line", 0.0)[0].name for _ in range(4000))
    assert 2850 < first["north"] < 3150


def test_who_has_as_many_calls_as_it_may_is_left_out() -> None:
    world = World(calls={"north": ["a", "b"]})
    known = world.trunks(trunk("north", most_calls=2), trunk("south", priority=2, most_calls=1))
    assert names(known.ways("c", 0.0)) == ["south"]
    world.calls["south"] = ["c"]
    assert known.ways("d", 0.0) == ()
    world.calls["north"] = ["a"]
    assert names(known.ways("d", 0.0)) == ["north"]


def test_a_call_that_was_given_a_trunk_counts_before_it_is_there_and_once_when_it_is() -> None:
    world = World()
    known = world.trunks(trunk("north", most_calls=2))
    assert known.ways("a", 0.0)
    assert known.ways("b", 0.0)
    assert not known.ways("c", 1.0), "both are on their way"
    world.calls["north"] = ["a"]
    assert not known.ways("c", 2.0)
    assert known.ways("c", 0.0 + RESERVED_FOR), "b never came"


def test_a_call_that_is_asked_for_again_finds_its_own_place() -> None:
    known = World().trunks(trunk("north", most_calls=1))
    assert known.ways("a", 0.0)
    assert known.ways("a", 1.0)
    assert not known.ways("b", 1.0)


def test_no_more_in_a_second_than_the_trunk_will_take() -> None:
    known = World().trunks(trunk("north", most_a_second=2), trunk("south", priority=2))
    first = [known.ways(f"line-{number}", 0.0)[0].name for number in range(3)]
    assert first == ["north", "north", "south"]
    assert names(known.ways("later", 1.0)) == ["north", "south"]


@pytest.mark.parametrize(
    ("address", "cure"),
    [
        ("192.0.2.1", "write it as sip:192.0.2.1:5060"),
        ("tel:95555", "write it as sip:192.0.2.1:5060"),
        ("sip:me@192.0.2.1", "no user part"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(address: str, cure: str) -> None:
    with pytest.raises(ValueError, match="sip:192") as wrong:
        Trunk(name="north", address=address)
    assert cure in str(wrong.value)
