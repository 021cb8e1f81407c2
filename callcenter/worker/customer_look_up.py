"""Who is calling: the number behind a party, kept; the customers with it, told within 300 ms.

Control sends `LookUpCustomer` while the caller still hears the greeting, and routing waits for the
answer, so it comes in time even when the database hangs: then nothing is known yet, and what is
found later is told by a second `CustomerIdentified`. Numbers never leave this module but to the
store.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

import structlog

from acd.facts import CustomerIdentified
from acd.ids import PartyId
from acd.step import CommandClosed
from callcenter.calls.commands import LookUpCustomer
from callcenter.clock import now
from callcenter.crm.customer import CustomerCard, travels_soon
from callcenter.errors import Unavailable
from callcenter.outbox import Outbox
from callcenter.records import LastTalk
from callcenter.wire import Done, PartyAsked, PartySeen
from callcenter.worker.ports import Ports

log = structlog.get_logger()

TOLD_WITHIN: Final = 0.25
"""Seconds from the wish to the answer, whatever the database does."""
SOUGHT_FOR: Final = 30.0
"""Seconds after which a look-up that the database never answered is given up."""
STORED_WITHIN: Final = 0.2
"""Seconds a `PartySeen` waits for the store before it is answered all the same."""
SEEN_WITHIN: Final = 0.1
"""Seconds a look-up waits for a number nobody has told yet."""
KEPT_MOST: Final = 20_000
"""Numbers held in memory."""
_LATER: Final = 0.5


TALKS_COUNT_FOR: Final = timedelta(days=30)
"""How long it is remembered with whom somebody spoke: the most that a queue's rule may say."""


class Found(NamedTuple):
    """Who is behind a party."""

    customers: Sequence[CustomerCard] = ()
    talk: LastTalk | None = None

    @property
    def only(self) -> CustomerCard | None:
        """The customer, where there is no doubt who it is."""
        return self.customers[0] if len(self.customers) == 1 else None


Sought = asyncio.Task[Found]


class CustomerLookUp:
    """Answers `PartySeen` and carries out `LookUpCustomer`; `run` owns its tasks."""

    def __init__(self, ports: Ports, outbox: Outbox) -> None:
        self._customers = ports.customers
        self._parties = ports.parties
        self._records = ports.records
        self._outbox = outbox
        self._seen: OrderedDict[PartyId, PartySeen] = OrderedDict()
        self._unstored: OrderedDict[PartyId, PartySeen] = OrderedDict()
        self._to_store = asyncio.Event()
        self._stored = asyncio.Event()
        self._store_is_away = False
        self._came = asyncio.Event()
        self._tasks: asyncio.TaskGroup | None = None

    @property
    def unstored(self) -> int:
        """How many numbers the store has not taken yet."""
        return len(self._unstored)

    async def run(self) -> None:
        """Store parties and finish look-ups for the process's life."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            await self._keep_storing()

    async def see(self, seen: PartySeen) -> Done:
        """Keep a party's number: in memory at once, in the store as soon as it takes it."""
        self._seen[seen.party] = seen
        self._seen.move_to_end(seen.party)
        if len(self._seen) > KEPT_MOST:
            self._seen.popitem(last=False)
        self._came.set()
        self._unstored[seen.party] = seen
        self._to_store.set()
        await self._wait_until_stored(seen.party)
        return Done()

    async def number_of(self, asked: PartyAsked) -> Done:
        """The number to call a party at; an error while the store cannot tell."""
        seen = self._seen.get(asked.party)
        if seen is not None:
            return Done(body=seen.number.encode())
        try:
            async with asyncio.timeout(TOLD_WITHIN):
                return Done(body=(await self._parties.number_of(asked.party)).encode())
        except (Unavailable, TimeoutError):
            return Done(error="the database is away")

    async def look_up(self, wish: LookUpCustomer) -> CommandClosed:
        """Tell who it is, as far as is known in time; the closing fact of the wish."""
        sought = self._start(self._sought(wish.party))
        await asyncio.wait({sought}, timeout=TOLD_WITHIN)
        in_time = sought.done()
        await self._tell(wish, sought.result() if in_time else Found())
        if not in_time:
            self._start(self._tell_late(wish, sought))
        return CommandClosed(at=now(), command=wish.id, outcome="done")

    def _start(self, work: Coroutine[Any, Any, Found]) -> Sought:
        if self._tasks is None:
            raise RuntimeError("look-ups come before `run`")
        return self._tasks.create_task(work)

    async def _sought(self, party: PartyId) -> Found:
        """Who it is; nobody, if the database did not answer in `SOUGHT_FOR`."""
        try:
            async with asyncio.timeout(SOUGHT_FOR):
                while True:
                    try:
                        return await self._found(party)
                    except Unavailable:
                        await asyncio.sleep(_LATER)
        except TimeoutError:
            return Found()

    async def _found(self, party: PartyId) -> Found:
        found = Found(await self._customers_of(party))
        only = (found.only.id,) if found.only else ()
        talk = await self._records.last_talk(party, only, now() - TALKS_COUNT_FOR)
        return found._replace(talk=talk)

    async def _customers_of(self, party: PartyId) -> Sequence[CustomerCard]:
        if party not in self._seen:
            found = await self._customers.find_by_party(party)
            if found or not await self._comes_soon(party):
                return found
        return await self._customers.find_by_number(self._seen[party].number)

    async def _comes_soon(self, party: PartyId) -> bool:
        """The exchange's `PartySeen` may be a moment behind control's wish."""
        try:
            async with asyncio.timeout(SEEN_WITHIN):
                while party not in self._seen:
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            return False
        return True

    async def _tell(self, wish: LookUpCustomer, found: Found) -> None:
        only, talk, moment = found.only, found.talk, now()
        await self._outbox.emit(
            CustomerIdentified(
                at=moment,
                call=wish.call,
                party=wish.party,
                customers=tuple(customer.id for customer in found.customers),
                tier=only.tier if only else "",
                language=only.language if only else "",
                travels_soon=only is not None and travels_soon(only.bookings, moment),
                last_agent=talk.agent if talk else None,
                last_talk_at=talk.at if talk else None,
            )
        )

    async def _tell_late(self, wish: LookUpCustomer, sought: Sought) -> Found:
        found = await sought
        log.info("look_up.late", call_id=wish.call, found=len(found.customers))
        if found.customers or found.talk:
            await self._tell(wish, found)
        return found

    async def _wait_until_stored(self, party: PartyId) -> None:
        """At most `STORED_WITHIN`, and not at all while the store is known to be away."""
        if self._store_is_away:
            return
        try:
            async with asyncio.timeout(STORED_WITHIN):
                while party in self._unstored:
                    self._stored.clear()
                    await self._stored.wait()
        except TimeoutError:
            self._store_is_away = True

    async def _keep_storing(self) -> None:
        while True:
            self._to_store.clear()
            while self._unstored:
                party, seen = next(iter(self._unstored.items()))
                try:
                    await self._parties.store_party(seen)
                except Unavailable:
                    self._store_is_away = True
                    await asyncio.sleep(_LATER)
                    continue
                self._store_is_away = False
                if self._unstored.get(party) is seen:
                    del self._unstored[party]
                self._stored.set()
            await self._to_store.wait()
