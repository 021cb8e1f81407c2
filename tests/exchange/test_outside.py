"""Whom a line may call outside: the trunk, the listed numbers, and nobody while nobody can tell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from acd.ids import CallId, CommandId, LegId, PartyId
from callcenter.calls.commands import DialLeg
from callcenter.calls.facts import Role
from callcenter.calls.refusals import Refusal
from callcenter.errors import Unavailable
from callcenter.exchange.dialling import Dialling
from callcenter.exchange.outside import NotCallable, Outside, OutsideSettings
from callcenter.exchange.trunks import Trunks
from callcenter.facts import encode
from callcenter.sip.peer import Peer
from callcenter.trunk import Trunk
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


NORTH = Trunk(name="north", address=TRUNK)
SOUTH = Trunk(name="south", address="sip:192.0.2.2", priority=2)


def outside(
    worker: Worker, *trunks: Trunk, numbers: tuple[str, ...] = ("+86",), calls: int = 0
) -> Outside:
    """Of the trunks named, each with so many calls up."""
    known = Trunks(trunks, lambda trunk: ["busy"] * calls, lambda trunk: True, lambda: 0.5)
    return Outside(OutsideSettings(numbers, "95555"), known, worker, lambda: 0.0)


async def test_a_listed_number_is_called_through_the_trunk_under_our_own() -> None:
    ways = outside(Worker(), NORTH)
    (way,) = await ways.ways_to(PARTY, "line", "")
    assert way.uri == "sip:+8613800138000@192.0.2.1:5070;transport=tcp"
    assert way.sender == "<sip:95555@192.0.2.1:5070;transport=tcp>"
    (way,) = await ways.ways_to(PARTY, "line", "4008")
    assert way.sender == "<sip:4008@192.0.2.1:5070;transport=tcp>"


async def test_with_several_trunks_each_is_a_way_and_each_sees_its_own_sender() -> None:
    ways = await outside(Worker(), SOUTH, NORTH).ways_to(PARTY, "line", "")
    assert [way.uri.partition("@")[2] for way in ways] == [TRUNK[4:], "192.0.2.2"]
    assert [way.sender for way in ways] == [f"<sip:95555@{TRUNK[4:]}>", "<sip:95555@192.0.2.2>"]


async def test_when_every_trunk_is_full_nobody_is_called() -> None:
    full = NORTH.model_copy(update={"most_calls": 2})
    with pytest.raises(NotCallable, match="every trunk"):
        await outside(Worker(), full, calls=2).ways_to(PARTY, "line", "")


@pytest.mark.parametrize(
    "number", ["+19005550100", "", "maria", "+86138;x=1", "+86138@evil.example", "+86 138"]
)
async def test_any_other_number_is_not(number: str) -> None:
    with pytest.raises(NotCallable):
        await outside(Worker(number), NORTH).ways_to(PARTY, "line", "")


async def test_every_number_only_when_that_is_said() -> None:
    ways = outside(Worker("+19005550100"), NORTH, numbers=("*",))
    (way,) = await ways.ways_to(PARTY, "line", "")
    assert way.uri.startswith("sip:+19005550100@")


async def test_without_a_trunk_nobody_is_asked_about() -> None:
    worker = Worker()
    with pytest.raises(NotCallable):
        await outside(worker, numbers=()).ways_to(PARTY, "line", "")
    assert not worker.asked


async def test_a_number_that_cannot_be_told_now_is_asked_for_again() -> None:
    away = outside(Worker(error="the database is away"), NORTH)
    with pytest.raises(Unavailable):
        await away.ways_to(PARTY, "line", "")


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


async def ready(
    worker: Worker, command: DialLeg, gate: Gate, *trunks: Trunk
) -> Order | Refusal | None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    order = Order(body=encode(command), epoch=1, not_after=now)
    return await Dialling(gate, outside(worker, *trunks), DeskPhones()).ready(
        "line", command, order
    )


async def test_the_line_is_told_where_and_the_door_lets_it_through() -> None:
    gate = Gate()
    order = await ready(Worker(), dial(), gate, NORTH, SOUTH)
    assert isinstance(order, Order)
    command = order.command
    assert isinstance(command, DialLeg)
    assert command.id == "c.1:dial"
    (other,) = command.others
    assert other.uri.endswith("@192.0.2.2")
    assert gate.permitted == [("line", command.uri), ("line", other.uri)]
    assert command.sender
    assert command.sender != other.sender


async def test_each_way_has_the_login_of_its_own_trunk() -> None:
    account = NORTH.model_copy(update={"user": "bob", "password": SecretStr("secret")})
    order = await ready(Worker(), dial(), Gate(), account, SOUTH)
    assert isinstance(order, Order)
    assert isinstance(order.command, DialLeg)
    (other,) = order.command.others
    assert (order.command.login, other.login) == (("bob", "secret"), None)
    assert "secret" not in repr(account)


async def test_a_refused_number_is_permitted_nowhere() -> None:
    gate = Gate()
    assert await ready(Worker("+19005550100"), dial(), gate, NORTH) is Refusal.UNREACHABLE
    assert await ready(Worker(error="away"), dial(), gate, NORTH) is None
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
