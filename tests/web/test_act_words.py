"""Acts by hand upon a call, told on its timeline: what was done, to whom, by whom, or why not."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

import pytest

import acd.facts as a
from acd.facts import Act, Refused
from acd.ids import AgentId, CallId, OfferId, QueueId
from acd.step import Fact
from agent_desktop.view import Words
from callcenter.crm.customer import PhoneNumber
from callcenter.house import House
from callcenter.staff import Named, Names, Person
from callcenter.web import act_words
from callcenter.web.naming import Naming
from callcenter.web.problems import KINDS
from callcenter.web.telling import Telling
from callcenter.web.ways import Ways

pytestmark = pytest.mark.thinking

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CALL, FLIGHTS, HOTELS = CallId("c"), QueueId("flights"), QueueId("hotels")
MARIA, LEADER = AgentId("1001"), AgentId("2001")


class Book:
    """A directory and a customer book of a small house."""

    async def names(self) -> Names:
        people = {MARIA: "Lin Zhixia", LEADER: "Qin Huaizhou"}
        return Names(
            house=Named(zh="", en=""),
            people={
                agent: Person(
                    agent=agent, name=Named(zh=name, en=name), team="", site="", employer=""
                )
                for agent, name in people.items()
            },
            queues={
                "flights": Named(zh="机票", en="Flights"),
                "hotels": Named(zh="酒店", en="Hotels"),
            },
            teams={},
            sites={},
            employers={},
            skills={"english": Named(zh="英语", en="English")},
        )

    async def numbers_of(self, parties: Sequence[str]) -> dict[str, PhoneNumber]:
        return {}


def refused(act: Act, reason: Refused, detail: str = "") -> Fact:
    return a.ActRefused(
        at=NOON, call=CALL, act=act, reason=reason, press="p", by=LEADER, detail=detail
    )


TOLD: list[tuple[Fact, list[str]]] = [
    (
        a.CallMoved(at=NOON, call=CALL, queue=HOTELS, left=FLIGHTS, own=0, press="p", by=LEADER),
        ["Flights → Hotels", "Qin Huaizhou"],
    ),
    (
        a.CallPrioritised(at=NOON, call=CALL, priority=7, own=7, press="p", by=LEADER),
        ["7", "Qin Huaizhou"],
    ),
    (
        a.CallWithdrawn(
            at=NOON,
            call=CALL,
            queue=FLIGHTS,
            waited=9,
            press="p",
            by=LEADER,
            because="handled",
        ),
        ["Flights", "handled otherwise", "Qin Huaizhou"],
    ),
    (
        a.AssignPressed(at=NOON, call=CALL, agent=MARIA, press="p", by=LEADER),
        ["Lin Zhixia", "Qin Huaizhou"],
    ),
    (
        a.OfferMade(
            at=NOON,
            offer=OfferId("c/1"),
            call=CALL,
            agent=MARIA,
            queue=FLIGHTS,
            device="browser",
            until=NOON,
            entered_at=NOON,
            strategy="assigned",
            press="p",
            by=LEADER,
        ),
        ["Lin Zhixia", "Flights", "assign", "Qin Huaizhou"],
    ),
    (
        refused(Act.ASSIGN, Refused.SKILL_MISSING, "english"),
        ["assign", "the agent lacks a skill", "English", "Qin Huaizhou"],
    ),
    (
        refused(Act.ASSIGN, Refused.AGENT_NOT_FREE, "on_call"),
        ["assign", "the agent was not free", "talking", "Qin Huaizhou"],
    ),
    (
        refused(Act.MOVE, Refused.CALL_GONE),
        ["move", "the call waits no more", "Qin Huaizhou"],
    ),
]


@pytest.mark.parametrize(("fact", "expected"), TOLD)
async def test_an_act_is_told_in_words(fact: Fact, expected: list[str]) -> None:
    naming = Naming(Book(), Book())
    await naming.read()
    house = House()
    told = Telling(naming, Ways(lambda: house, naming), "8000").told(fact)
    assert all(one.zh for one in told)
    assert [one.en for one in told] == expected


@pytest.mark.parametrize(("table", "codes"), [(act_words.ACTS, Act), (act_words.REFUSED, Refused)])
def test_every_code_has_words(table: dict[str, Words], codes: type[StrEnum]) -> None:
    assert set(table) == {one.value for one in codes}


def test_every_refusal_is_a_problem_of_its_own() -> None:
    assert {one.value for one in Refused} <= set(KINDS)
