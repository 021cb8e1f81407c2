"""Rules about leaving a line that make no sense, each named with its place and cure."""

from collections.abc import Mapping
from typing import Any

import pytest

from acd.ids import QueueId
from acd.overflow import ABSENT, Presence, When, WhenEmpty
from acd.sense import faults
from acd.targets import Target
from tests.acd.test_overflow import AWAY, INTO_HOTELS, house, over
from tests.bench.people import FLIGHTS

pytestmark = pytest.mark.thinking


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            {"flights": {"overflow": (over(When.WAITED, 0),)}},
            "queues.flights.overflow[0].over: 0 s makes no sense; use 1 to 7200",
        ),
        (
            {"flights": {"overflow": (over(When.LENGTH, -1),)}},
            "queues.flights.overflow[0].over: -1 callers makes no sense; use 0 to 7200",
        ),
        (
            {
                "flights": {"overflow": (over(When.WAITED, 9, INTO_HOTELS),)},
                "hotels": {
                    "overflow": (
                        over(When.LENGTH, 9),
                        over(When.WAITED, 9, Target(queue=FLIGHTS)),
                    )
                },
            },
            "queues.hotels.overflow[1].to.queue: calls would go in a circle: "
            "flights > hotels > flights; let one end elsewhere",
        ),
        (
            {"flights": {"leave_when_empty": WhenEmpty(counting=(Presence.BUSY,), to=AWAY)}},
            "queues.flights.leave_when_empty.counting[0]: whoever is busy is there; one of: "
            f"{sorted(map(str, (*ABSENT, Presence.WRAP_UP)))}",
        ),
        (
            {"flights": {"join_empty": WhenEmpty(counting=(), to=AWAY)}},
            "queues.flights.join_empty.counting: nobody would ever count as nobody; "
            "name one, or no rule",
        ),
        (
            {"flights": {"exit_words": {"english": "Press 1."}}},
            "queues.flights.exit_words: there are no keys they could be about; "
            "name the keys, or leave the words out",
        ),
        (
            {"flights": {"exit_keys": {"A": AWAY}}},
            "queues.flights.exit_keys.A: 'A' is no key of a telephone; use one of 0-9, * and #",
        ),
        (
            {"flights": {"exit_keys": {"1": Target(queue=QueueId("ships"))}}},
            "queues.flights.exit_keys.1.queue: no queue is called ships; choose one of the queues",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_named(rules: Mapping[str, Any], said: str) -> None:
    told = house(**rules)
    skills = frozenset(skill for agent in told.agents for skill in agent.skills)
    assert [str(one) for one in faults(told, skills)] == [said]


def test_two_queues_may_lead_to_each_other_by_key() -> None:
    told = house(
        flights={"exit_keys": {"2": INTO_HOTELS}},
        hotels={"exit_keys": {"1": Target(queue=FLIGHTS)}},
    )
    skills = frozenset(skill for agent in told.agents for skill in agent.skills)
    assert faults(told, skills) == ()
