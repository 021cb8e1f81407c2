"""The registrar and the database kept of one mind, whatever comes first and whoever is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
import pytest

from callcenter.errors import Unavailable
from callcenter.exchange.outside import NotCallable
from callcenter.exchange.phone_book import PhoneBook
from callcenter.exchange.registrar import Registrar
from callcenter.sip.binding import Binding, Secret
from callcenter.sip.peer import Peer, Transport
from callcenter.wire import Done, PhoneBound, PhonesAsked
from callcenter.worker.phone_desk import PhoneDesk
from tests.exchange.desk_phones import SET_AT, DeskPhone, secret_of

M = TypeVar("M", bound=msgspec.Struct)
T = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PHONE = Binding(
    extension="1002",
    contact="sip:1002@10.0.0.99",
    host="192.0.2.7",
    port=40000,
    transport="udp",
    call_id="elsewhere",
    cseq=1,
    q=1000,
    since=T,
    until=T + timedelta(hours=1),
)
SOURCE = Peer("192.0.2.8", 5060)


@dataclass
class Store:
    """The database, which may be away."""

    secrets: dict[str, Secret] = field(default_factory=dict)
    bound: dict[str, tuple[Binding, ...]] = field(default_factory=dict)
    is_away: bool = False
    asked: int = 0
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    before_answer: Callable[[], Awaitable[None]] | None = None

    async def all(self) -> tuple[list[Secret], list[Binding]]:
        async with self.news:
            self.asked += 1
            self.news.notify_all()
        if self.is_away:
            raise Unavailable("away")
        found = list(self.secrets.values()), [one for all_ in self.bound.values() for one in all_]
        if self.before_answer is not None:
            await self.before_answer()
        return found

    async def bind(self, extension: str, set_at: datetime, bindings: Sequence[Binding]) -> None:
        if self.is_away:
            raise Unavailable("away")
        if self.secrets[extension].set_at == set_at:
            async with self.news:
                self.bound[extension] = tuple(bindings)
                self.news.notify_all()

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(so)

    async def looked_again(self) -> None:
        """A whole round has passed: what was seen before it has had its effect."""
        before = self.asked
        await self.until(lambda: self.asked >= before + 2)


class Bus:
    """Brings the worker's own answers."""

    def __init__(self, store: Store) -> None:
        self._desk = PhoneDesk(store)

    async def request(self, subject: str, message: msgspec.Struct, answer: type[M]) -> M:
        if isinstance(message, PhonesAsked):
            assert subject == "cc.worker.phones"
            done = await self._desk.tell(message)
        else:
            assert subject == "cc.worker.bound"
            assert isinstance(message, PhoneBound)
            done = await self._desk.keep(message)
        found = msgspec.msgpack.decode(msgspec.msgpack.encode(done), type=Done)
        assert isinstance(found, answer)
        return found


@dataclass
class Door:
    """Which TCP connections stand."""

    standing: set[int] = field(default_factory=set)

    def reaches(self, peer: Peer) -> bool:
        return peer.transport is Transport.UDP or peer.port in self.standing


@dataclass
class Bench:
    store: Store
    registrar: Registrar
    door: Door
    book: PhoneBook

    def register(self, phone: DeskPhone, source: Peer = SOURCE) -> int:
        if not phone.nonce:
            phone.challenged(self.registrar.judge(phone.ask(), source, 0.0).answer)
        return self.registrar.judge(phone.ask(), source, 0.0).answer.status


@pytest.fixture
async def bench(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    monkeypatch.setattr("callcenter.exchange.phone_book.LOOK_EVERY", 0.01)
    store = Store(secrets={"1002": secret_of("1002", "right")}, bound={"1002": (PHONE,)})
    registrar, door = Registrar(wall=lambda: T), Door()
    made = Bench(store, registrar, door, PhoneBook(Bus(store), registrar, door))
    running = asyncio.create_task(made.book.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_was_kept_is_there_after_a_restart(bench: Bench) -> None:
    await bench.store.looked_again()
    assert bench.book.way_to("1002") == ("sip:1002@10.0.0.99", Peer("192.0.2.7", 40000))
    with pytest.raises(NotCallable):
        bench.book.way_to("1003")


async def test_before_anything_is_known_nobody_is_called_unreachable() -> None:
    store, registrar, door = Store(is_away=True), Registrar(), Door()
    book = PhoneBook(Bus(store), registrar, door)
    with pytest.raises(Unavailable):
        book.way_to("1002")


async def test_what_a_phone_says_is_kept(bench: Bench) -> None:
    await bench.store.looked_again()
    assert bench.register(DeskPhone()) == 200
    await bench.store.until(lambda: len(bench.store.bound["1002"]) == 2)
    await bench.store.looked_again()
    assert len(bench.registrar.bindings("1002")) == 2


async def test_a_phone_that_registers_while_the_answer_is_under_way_is_not_forgotten(
    bench: Bench,
) -> None:
    await bench.store.looked_again()

    async def meanwhile() -> None:
        bench.store.before_answer = None
        assert bench.register(DeskPhone()) == 200

    bench.store.before_answer = meanwhile
    bench.store.secrets["1003"] = secret_of("1003", "other")
    await bench.store.until(lambda: len(bench.store.bound["1002"]) == 2)
    await bench.store.looked_again()
    assert len(bench.registrar.bindings("1002")) == 2
    assert bench.registrar.secret("1003") is not None


async def test_while_the_database_is_away_phones_register_and_are_kept_later(bench: Bench) -> None:
    await bench.store.looked_again()
    bench.store.is_away = True
    assert bench.register(DeskPhone()) == 200
    await asyncio.sleep(0)
    assert bench.book.way_to("1002")[1].host in ("192.0.2.7", "192.0.2.8")
    assert bench.store.bound["1002"] == (PHONE,)
    bench.store.is_away = False
    await bench.store.until(lambda: len(bench.store.bound["1002"]) == 2)


async def test_a_new_password_comes_in_and_what_the_old_one_bound_does_not_come_back(
    bench: Bench,
) -> None:
    await bench.store.looked_again()
    assert bench.register(DeskPhone()) == 200
    await bench.store.until(lambda: len(bench.store.bound["1002"]) == 2)
    bench.store.secrets["1002"] = secret_of("1002", "new", SET_AT + timedelta(hours=1))
    bench.store.bound["1002"] = ()
    await bench.store.looked_again()
    await bench.store.looked_again()
    assert bench.registrar.bindings("1002") == ()
    assert bench.store.bound["1002"] == ()
    assert bench.register(DeskPhone(password="new", call_id="new@phone")) == 200


async def test_a_phone_behind_a_connection_that_is_gone_is_rung_up_where_it_can_be(
    bench: Bench,
) -> None:
    await bench.store.looked_again()
    bench.store.bound["1002"] = ()
    await bench.store.looked_again()
    peer = Peer("192.0.2.8", 45000, Transport.TCP)
    phone = DeskPhone(host="10.0.0.7:5060")
    assert bench.register(phone, peer) == 200
    with pytest.raises(NotCallable):
        bench.book.way_to("1002")
    bench.door.standing.add(45000)
    assert bench.book.way_to("1002")[1] == peer
    bench.door.standing.clear()
    open_phone = DeskPhone(host="192.0.2.8:5060", call_id="two@phone")
    assert bench.register(open_phone, Peer("192.0.2.8", 45001, Transport.TCP)) == 200
    assert bench.book.way_to("1002")[0] == "sip:1002@192.0.2.8:5060"
