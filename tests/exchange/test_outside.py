"""Whom a line may call outside: the trunk, the listed numbers, and nobody while nobody can tell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from acd.ids import CallId, CommandId, LegId, PartyId
from callcenter.calls.commands import DialLeg
from callcenter.calls.facts import Role
from callcenter.calls.refusals import Refusal
from callcenter.errors import SettingsInvalid, Unavailable
from callcenter.exchange.dialling import Dialling
from callcenter.exchange.outside import NotCallable, Outside, OutsideSettings
from callcenter.facts import encode
from callcenter.sip.peer import Peer
from callcenter.wire import Done, Order, PartyAsked

pytestmark = pytest.mark.thinking

TRUNK = "sip:192.0.2.1:5070;transport=tcp"
PARTY = PartyId("PARTY")


class Worker:
    """Knows one number, or is away."""

    def __init__(self, number: str = "+8613800138000", error: str = "") -> None:
        self.number, self.error = number, error
        self.asked: list[str] = []

    async def request(self, subject: str, message: PartyAsked, answer: type[Done]) -> Done:
        assert message.party == PARTY
        self.asked.append(subject)
        return answer(body=self.number.encode(), error=self.error)


class Gate:
    """Keeps what was permitted."""

    def __init__(self) -> None:
        self.permitted: list[tuple[str, str]] = []
        self.at: list[Peer] = []

    def permit(self, line: str, uri: str, at: Peer | None = None) -> None:
        self.permitted.append((line, uri))
        if at is not None:
            self.at.append(at)

    async def resolved(self) -> None:
        return


class DeskPhones:
    """1002 is registered; of 1009 nobody can tell yet."""

    def way_to(self, extension: str) -> tuple[str, Peer]:
        if extension == "1009":
            raise Unavailable("not yet")
        if extension != "1002":
            raise NotCallable("not registered")
        return "sip:1002-0x1@10.0.0.7", Peer("192.0.2.7", 40000)


def outside(worker: Worker, *, trunk: str = TRUNK, numbers: tuple[str, ...] = ("+86",)) -> Outside:
    return Outside(OutsideSettings(trunk, numbers, "95555"), worker)


async def test_a_listed_number_is_called_through_the_trunk_under_our_own() -> None:
    way = outside(Worker())
    assert await way.uri_of(PARTY) == "sip:+8613800138000@192.0.2.1:5070;transport=tcp"
    assert way.sender("") == "<sip:95555@192.0.2.1:5070;transport=tcp>"
    assert way.sender("4008") == "<sip:4008@192.0.2.1:5070;transport=tcp>"


@pytest.mark.parametrize(
    "number", ["+19005550100", "", "maria", "+86138;x=1", "+86138@evil.example", "+86 138"]
)
async def test_any_other_number_is_not(number: str) -> None:
    with pytest.raises(NotCallable):
        await outside(Worker(number)).uri_of(PARTY)


async def test_every_number_only_when_that_is_said() -> None:
    way = outside(Worker("+19005550100"), numbers=("*",))
    assert (await way.uri_of(PARTY)).startswith("sip:+19005550100@")


async def test_without_a_trunk_nobody_is_asked_about() -> None:
    worker = Worker()
    with pytest.raises(NotCallable):
        await outside(worker, trunk="", numbers=()).uri_of(PARTY)
    assert not worker.asked


async def test_a_number_that_cannot_be_told_now_is_asked_for_again() -> None:
    with pytest.raises(Unavailable):
        await outside(Worker(error="the database is away")).uri_of(PARTY)


@pytest.mark.parametrize(
    ("trunk", "numbers", "cure"),
    [
        ("192.0.2.1", ("*",), "write it as sip:192.0.2.1:5060"),
        ("tel:95555", ("*",), "write it as sip:192.0.2.1:5060"),
        ("sip:me@192.0.2.1", ("*",), "no user part"),
        (TRUNK, (), 'such as ["+86"]'),
    ],
)
def test_a_trunk_that_makes_no_sense_is_refused(
    trunk: str, numbers: tuple[str, ...], cure: str
) -> None:
    with pytest.raises(SettingsInvalid, match="setting trunk") as wrong:
        OutsideSettings(trunk, numbers, "")
    assert cure in str(wrong.value)


def dial(uri: str = "") -> DialLeg:
    call = CallId("c")
    return DialLeg(
        id=CommandId("c.1:dial"),
        call=call,
        leg=LegId("c.1"),
        role=Role.CALLER,
        uri=uri,
        party=PARTY if not uri else PartyId(""),
    )


async def ready(worker: Worker, command: DialLeg, gate: Gate) -> Order | Refusal | None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    order = Order(body=encode(command), epoch=1, not_after=now)
    return await Dialling(gate, outside(worker), DeskPhones()).ready("line", command, order)


async def test_the_line_is_told_where_and_the_door_lets_it_through() -> None:
    gate = Gate()
    order = await ready(Worker(), dial(), gate)
    assert isinstance(order, Order)
    command = order.command
    assert isinstance(command, DialLeg)
    assert command.id == "c.1:dial"
    assert gate.permitted == [("line", command.uri)]
    assert command.sender


async def test_a_refused_number_is_permitted_nowhere() -> None:
    gate = Gate()
    assert await ready(Worker("+19005550100"), dial(), gate) is Refusal.UNREACHABLE
    assert await ready(Worker(error="away"), dial(), gate) is None
    assert gate.permitted == []


async def test_an_agents_leg_needs_no_number() -> None:
    worker, gate = Worker(), Gate()
    assert isinstance(await ready(worker, dial("sip:1001@127.0.0.1"), gate), Order)
    assert not worker.asked


async def test_a_registered_phone_is_called_as_it_called_itself_where_it_is() -> None:
    gate = Gate()
    order = await ready(Worker(), dial("sip:1002"), gate)
    assert isinstance(order, Order)
    command = order.command
    assert isinstance(command, DialLeg)
    assert (command.id, command.uri) == ("c.1:dial", "sip:1002-0x1@10.0.0.7")
    assert gate.permitted == [("line", "sip:1002-0x1@10.0.0.7")]
    assert gate.at == [Peer("192.0.2.7", 40000)]


async def test_a_phone_that_is_not_registered_is_unreachable_at_once() -> None:
    gate = Gate()
    assert await ready(Worker(), dial("sip:1003"), gate) is Refusal.UNREACHABLE
    assert await ready(Worker(), dial("sip:1009"), gate) is None, "control says it again"
    assert gate.permitted == []
