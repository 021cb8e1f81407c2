"""A call's facts and a caller's way in words: no code is left for a reader."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

import acd.facts as a
import agent_desktop
import callcenter.calls.facts as c
import callcenter.calls.presses as p
import ivr.facts as i
from acd.ids import (
    AgentId,
    CallId,
    FlowName,
    IncidentId,
    LegId,
    LineId,
    NodeName,
    OfferId,
    PartyId,
    QueueId,
)
from acd.step import Fact
from agent_desktop.view import Words
from callcenter.crm.customer import PhoneNumber
from callcenter.history.call_record import CallRecord
from callcenter.house import House
from callcenter.staff import Named, Names, Person
from callcenter.web import incident_words, told_words
from callcenter.web.naming import Naming
from callcenter.web.telling import Telling
from callcenter.web.ways import NO_FLOW, NOTHING_CHOSEN, Ways
from ivr.flow_file import MAIN_FLOW, read

pytestmark = pytest.mark.thinking

NOON = datetime(2025, 11, 22, 12, tzinfo=UTC)
CALL = CallId("01JC")
TYPHOON = IncidentId("typhoon-1")
FLIGHTS = Words(zh="机票预订", en="Flights")
MARIA = Words(zh="林知夏", en="Lin Zhixia")
BARE = """
flow: bare
start: ask
default_queue: flights
nodes:
  ask:
    menu: {mandarin: 请按 1。, english: Press 1.}
    keys: {1: in_line, 2: bye}
    otherwise: bye
  in_line: {queue: flights}
  bye: {hang_up: true}
"""


class Book:
    """A directory and a customer book that know two names and no number."""

    async def names(self) -> Names:
        """Maria and the flights queue."""
        name = Named(zh=MARIA.zh, en=MARIA.en)
        maria = Person(agent="1001", name=name, team="air", site="east", employer="own")
        return Names(
            house=Named(zh="", en=""),
            people={"1001": maria},
            queues={"flights": Named(zh=FLIGHTS.zh, en=FLIGHTS.en)},
            teams={},
            sites={},
            employers={},
            skills={},
        )

    async def numbers_of(self, parties: Sequence[str]) -> dict[str, PhoneNumber]:
        """None."""
        return {}


def published(*texts: str, version: int = 1) -> i.FlowsPublished:
    """The flows of these files; the first is reached by 8000, the second by 8001."""
    flows = tuple(map(read, texts))
    numbers = {f"{8000 + n}": flow.name for n, flow in enumerate(flows)}
    return i.FlowsPublished(at=NOON, version=version, flows=flows, numbers=numbers)


@pytest.fixture
async def naming() -> Naming:
    """Names read once."""
    made = Naming(Book(), Book())
    await made.read()
    return made


@pytest.fixture
def house() -> House:
    """A house with two published flows."""
    made = House()
    made.apply(published(MAIN_FLOW.read_text(encoding="utf-8"), BARE))
    return made


@pytest.fixture
def ways(house: House, naming: Naming) -> Ways:
    """Ways through those flows."""
    return Ways(lambda: house, naming)


def came(*path: str, dialled: str = "8000", queue: str = "flights") -> CallRecord:
    """A call that went this way."""
    return CallRecord(call=CALL, dialled=dialled, path=path, queue=QueueId(queue))


def said(words: Sequence[Words]) -> list[str]:
    """In English, after a look at the Chinese."""
    assert all(one.zh for one in words)
    return [one.en for one in words]


def test_a_way_is_told_by_what_was_chosen(ways: Ways) -> None:
    assert ways.words(came("language:1", "menu:1")) == (
        Words(zh="普通话", en="Mandarin"),
        FLIGHTS,
    )
    way = said(ways.words(came("language:2", "notice:8", "menu:*", "menu:2")))
    assert way == ["English", "No recording", "Main menu", "Changes and refunds"]


def test_a_way_without_choice_or_flow(ways: Ways) -> None:
    assert ways.words(came("language:-")) == (NOTHING_CHOSEN,)
    assert ways.words(came("default")) == (NO_FLOW,)
    assert ways.words(came()) == ()


def test_a_node_without_label_is_told_by_its_queue_then_its_name(ways: Ways) -> None:
    assert ways.words(came("ask:1", "ask:2", dialled="8001")) == (
        FLIGHTS,
        Words(zh="bye", en="bye"),
    )
    assert said(ways.words(came("gone:7"))) == ["gone:7"]


def test_whom_a_caller_asked_for_is_told_by_name(ways: Ways) -> None:
    way = said(ways.words(came("language:2", "menu:6", "colleague:1001")))
    assert way == ["English", "A colleague", "asked for Lin Zhixia"]


def test_an_old_edition_still_tells_a_way_that_the_newest_does_not_have(
    house: House, ways: Ways
) -> None:
    begun = i.DialogueStarted(
        at=NOON,
        call=CALL,
        leg=LegId("01JC.1"),
        party=PartyId("p"),
        flow=FlowName("main"),
        flows_version=1,
    )
    house.apply(begun)
    house.apply(published(BARE.replace("flow: bare", "flow: main"), version=2))
    assert said(ways.words(came("menu:3", "ask:1"))) == ["Hotels", "Flights"]


def test_the_need_is_the_last_choice_that_says_one(ways: Ways) -> None:
    assert ways.need(came("language:1", "menu:1")) == "booking.flight"
    assert ways.need(came("language:1", "menu:2")) == "change"
    assert ways.need(came("language:1", "menu:0", queue="complaints")) == "complaint"
    assert ways.need(came("ask:1", dialled="8001", queue="rail")) == ""


TOLD: list[tuple[Fact, list[str]]] = [
    (
        c.LegRang(
            at=NOON,
            call=CALL,
            leg=LegId("01JC.1"),
            line=LineId("l"),
            exchange="one",
            party=PartyId("p"),
            dialled="8000",
        ),
        ["8000"],
    ),
    (i.LanguageChosen(at=NOON, call=CALL, language="english"), ["English"]),
    (
        i.ChoiceMade(at=NOON, call=CALL, node=NodeName("menu"), choice="3"),
        ["Hotels", "3"],
    ),
    (i.NodeEntered(at=NOON, call=CALL, node=NodeName("notice")), ["Notice of recording"]),
    (
        i.BranchTaken(at=NOON, call=CALL, node=NodeName("notice"), by="2"),
        ["Notice of recording", "condition 2"],
    ),
    (
        i.BranchTaken(at=NOON, call=CALL, node=NodeName("notice"), by="holiday"),
        ["Notice of recording", "holiday"],
    ),
    (i.DigitPressed(at=NOON, call=CALL, leg=LegId("01JC.1"), digit="4"), ["4"]),
    (
        i.DigitsCollected(at=NOON, call=CALL, node=NodeName("menu"), variable="booking", count=6),
        ["Main menu", "6 digits"],
    ),
    (
        i.DigitsCollected(
            at=NOON, call=CALL, node=NodeName("menu"), variable="guests", count=1, digits="4"
        ),
        ["Main menu", "1 digit", "4"],
    ),
    (
        i.ColleaguesFound(
            at=NOON, call=CALL, node=NodeName("colleague"), colleagues=(AgentId("1001"),)
        ),
        ["Lin Zhixia"],
    ),
    (
        i.ColleagueMissed(at=NOON, call=CALL, node=NodeName("colleague"), because="too_many"),
        ["too many match"],
    ),
    (
        i.ColleagueChosen(
            at=NOON,
            call=CALL,
            node=NodeName("colleague"),
            colleague=AgentId("1001"),
            there=False,
        ),
        ["Lin Zhixia", "takes no calls now"],
    ),
    (
        i.DialogueEnded(
            at=NOON, call=CALL, queue=QueueId("flights"), asked_for=AgentId("1001"), wait_for=30
        ),
        ["Flights", "Lin Zhixia"],
    ),
    (i.DialogueEnded(at=NOON, call=CALL, queue=QueueId("flights")), ["Flights"]),
    (
        i.DialogueEnded(at=NOON, call=CALL, queue=QueueId("flights"), because="budget"),
        ["Flights", "too many steps"],
    ),
    (
        a.CallRequeued(at=NOON, call=CALL, queue=QueueId("flights"), because="expired"),
        ["Flights", "not answered"],
    ),
    (a.AgentReleased(at=NOON, call=CALL, agent=AgentId("1001")), ["Lin Zhixia"]),
    (
        a.AgentReleased(at=NOON, call=CALL, agent=AgentId("1001"), dropped=True),
        ["Lin Zhixia", "the conversation broke"],
    ),
    (
        a.CallerReturned(
            at=NOON, call=CALL, broken=CallId("before"), agent=AgentId("1001"), since=NOON
        ),
        ["Lin Zhixia", "first in line"],
    ),
    (
        a.RedialWithdrawn(at=NOON, call=CALL, broken=CallId("before"), instead=CallId("after")),
        ["the customer has called in"],
    ),
    (a.PlaceTold(at=NOON, call=CALL, ahead=0), ["next"]),
    (a.PlaceTold(at=NOON, call=CALL, ahead=2, wait=40), ["2 ahead", "about 40 s"]),
    (
        a.OfferEnded(
            at=NOON,
            offer=OfferId("o"),
            call=CALL,
            agent=AgentId("1001"),
            how=a.OfferEnd.EXPIRED,
        ),
        ["Lin Zhixia", "not answered"],
    ),
    (
        a.OutcomeGiven(
            at=NOON,
            call=CALL,
            agent=AgentId("1001"),
            outcome="order_placed",
            need="booking.flight",
            needs=("booking.hotel",),
        ),
        ["Lin Zhixia", "Order placed", "Booking · Flight", "Booking · Hotel"],
    ),
    (
        a.OutcomeGiven(at=NOON, call=CALL, agent=AgentId("1001"), outcome=""),
        ["Lin Zhixia", "no outcome"],
    ),
    (c.ReflexTaken(at=NOON, call=CALL, leg=LegId("l"), reflex="recorded"), ["began to record"]),
    (c.RecordingLost(at=NOON, call=CALL, because="declined"), ["the caller declined"]),
    (
        c.CallEnded(
            at=NOON, call=CALL, ending=c.Ending(side=c.Side.CALLER, reason=c.Reason.HANGUP)
        ),
        ["caller", "hung up"],
    ),
    (p.MutePressed(at=NOON, call=CALL, agent=AgentId("1001"), mute=True), ["Lin Zhixia"]),
    (
        p.MutePressed(at=NOON, call=CALL, agent=AgentId("1001"), mute=False),
        ["Lin Zhixia", "unmuted"],
    ),
    (c.LineGone(at=NOON, call=CALL, line=LineId("l"), how="died"), ["died"]),
    (
        a.IncidentMet(at=NOON, call=CALL, incident=TYPHOON, version=1, what="weather"),
        ["Severe weather"],
    ),
    (
        a.IncidentHeard(
            at=NOON,
            call=CALL,
            incident=TYPHOON,
            version=1,
            how=a.Heard.WHOLE,
            seconds=11.6,
            languages=("english",),
        ),
        ["to the end", "12 s", "English"],
    ),
    (
        a.IncidentHeard(at=NOON, call=CALL, incident=TYPHOON, version=1, how=a.Heard.UNSAID),
        ["not said"],
    ),
    (c.RecordingStarted(at=NOON, call=CALL), []),
    (c.ReflexTaken(at=NOON, call=CALL, leg=LegId("l"), reflex="of_tomorrow"), []),
]


@pytest.mark.parametrize(("fact", "expected"), TOLD)
def test_a_fact_is_told_in_words(
    fact: Fact, expected: list[str], naming: Naming, ways: Ways
) -> None:
    assert said(Telling(naming, ways, "8000").told(fact)) == expected


def test_of_masked_digits_only_how_many_is_shown(naming: Naming, ways: Ways) -> None:
    """Also of those that were pressed before the node was reached."""
    key = i.DigitPressed(at=NOON, call=CALL, leg=LegId("01JC.1"), digit="4")
    for masked, shown in ((True, "•"), (False, "4")):
        telling = Telling(naming, ways, "8000")
        telling.hide_keys(
            [key, i.NodeEntered(at=NOON, call=CALL, node=NodeName("b"), masked=masked)]
        )
        assert said(telling.told(key)) == [shown]
        assert telling.body(key)["digit"] == shown


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (told_words.REASONS, c.Reason),
        (told_words.SIDES, c.Side),
        (told_words.ROLES, c.Role),
        (told_words.OFFER_ENDS, a.OfferEnd),
        (told_words.STATES, a.AgentState),
        (incident_words.HEARD, a.Heard),
    ],
)
def test_every_code_of_a_closed_list_has_words(
    table: told_words.Table, codes: type[StrEnum]
) -> None:
    assert set(table) == {one.value for one in codes}


def test_one_chinese_word_per_thing() -> None:
    folder = Path(agent_desktop.__file__).parent / "ui" / "src" / "i18n"
    refused = json.loads((folder / "refused_words.json").read_text(encoding="utf-8"))
    for table in vars(told_words).values():
        if isinstance(table, dict):
            for words in table.values():
                if isinstance(words, Words):
                    assert words.en
                    assert not [one for one in refused if one in words.zh]
