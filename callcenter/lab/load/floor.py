"""A queue, a number, agents and desk phones of the load's own, in a centre that runs.

They come into the settings as one change and are taken out of use as another, each kept with its
author. Agents who have had calls stay in the house's records, so they are switched off, not
removed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import msgspec

from callcenter.administration.book import Ended, Wish
from callcenter.administration.document import Document, Edit, Items, tag, told
from callcenter.administration.plain import Item, Plain, as_items
from callcenter.clock import now
from callcenter.errors import SettingsInvalid, Unavailable
from callcenter.lab.patience import until
from callcenter.lab.visitor import NotAllowed, Visitor
from callcenter.sip.binding import Binding, Secret
from callcenter.sip.digest import new_password, secret_of
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from callcenter.storage.phones import PhoneStore
from callcenter.storage.settings_book import SettingsBook
from ivr.flow_file import read as read_flow

WHO: Final = "lab load"
"""Who is said to have made the changes."""
QUEUE: Final = "lab-load"
FLOW: Final = "lab_load"
NUMBER: Final = "8990"
AGENT: Final = "lab-load-"
"""Begins the work number of each of its agents."""
EXTENSION: Final = "9900"
"""Begins the extension of each of its phones; four digits follow."""
LANGUAGES: Final = ("mandarin", "english")
KNOWN_WITHIN: Final = 15.0
AT_ONCE: Final = 8
"""Requests to the centre's pages at the same time."""
_FLOW: Final = f"""\
flow: {FLOW}
languages: [mandarin, english]
start: queue
default_queue: {QUEUE}
nodes:
  queue:
    queue: {QUEUE}
"""


_NEWEST: Final = "SELECT yaml FROM flows WHERE name = $1 ORDER BY version DESC LIMIT 1"


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One agent and the phone on her desk."""

    agent: str
    extension: str
    password: str

    @property
    def device(self) -> str:
        """As her sign-in names it."""
        return f"sip:{self.extension}"


def seats(count: int) -> list[Seat]:
    """That many, each with a new password."""
    return [
        Seat(
            agent=f"{AGENT}{number:04}",
            extension=f"{EXTENSION}{number:04}",
            password=new_password(),
        )
        for number in range(1, count + 1)
    ]


@asynccontextmanager
async def floor(dsn: str, wanted: Sequence[Seat]) -> AsyncIterator[None]:
    """In use while the block runs; raises SettingsInvalid where the house's own stands in the way,
    and Unavailable without a database.
    """
    database = Database(dsn)
    try:
        book, phones = SettingsBook(database), PhoneStore(database)
        _check_free(await book.read(), await phones.all(), wanted)
        if await database.fetch_value(_NEWEST, FLOW) != _FLOW:
            await Directory(database, read_flow).save_flow(FLOW, _FLOW)
        await _change(book, lambda document: opened(document, wanted))
        try:
            for seat in wanted:
                await phones.set(secret_of(seat.extension, seat.password, now()))
            yield
        finally:
            for seat in wanted:
                await phones.remove(seat.extension)
            await _change(book, closed)
    finally:
        await database.close()


def _check_free(
    document: Document, phones: tuple[list[Secret], list[Binding]], wanted: Sequence[Seat]
) -> None:
    """Nothing that is the house's own is taken."""
    number = as_items(document["numbers"].get(NUMBER))
    if number and number["flow"] != FLOW:
        raise SettingsInvalid(
            f"number {NUMBER} is the house's own; take it out of `numbers` first, the load needs it"
        )
    known = {one.extension for one in phones[0]}
    for seat in wanted:
        if seat.extension in known and seat.agent not in document["agents"]:
            raise SettingsInvalid(
                f"desk phone {seat.extension} is the house's own; "
                f"`callcenter phone remove {seat.extension}` first, the load needs it"
            )


async def _change(book: SettingsBook, edit: Callable[[Document], Plain]) -> None:
    """As often as somebody else is faster; raises SettingsInvalid with the first fault."""
    while True:
        document = await book.read()
        value = Edit(value=edit(document))
        remark = "agents, queue and number of `callcenter lab load`"
        outcome = await book.change(
            Wish(edit=value, by=WHO, expected=tag(told(document)), remark=remark)
        )
        if outcome.plan.faults:
            raise SettingsInvalid(f"the load's settings are refused: {outcome.plan.faults[0]}")
        if outcome.ended is Ended.CHANGED:
            return


def opened(document: Document, wanted: Sequence[Seat]) -> Plain:
    """The sections with everything of the load in use, and nothing else changed."""
    team = next(iter(document["teams"]), "")
    site = next(iter(document["sites"]), "")
    employer = next(iter(document["employers"]), "")
    skills: Plain = {one: 5 for one in LANGUAGES if one in document["skills"]}
    agents: Items = {
        seat.agent: {
            "name": f"压测 {seat.agent[-4:]}",
            "name_en": f"Load {seat.agent[-4:]}",
            "team": team,
            "site": site,
            "employer": employer,
            "queues": [QUEUE],
            "skills": skills,
            "device": seat.device,
        }
        for seat in wanted
    }
    queue: Item = {
        "name": "压力测试",
        "name_en": "Load test",
        "sort": 900,
        "wrap_up": "optional",
        "ring_for": 30,
    }
    kept = as_items(closed(document))
    return {
        "queues": {**as_items(kept["queues"]), QUEUE: queue},
        "agents": {**as_items(kept["agents"]), **agents},
        "numbers": {**as_items(kept["numbers"]), NUMBER: {"flow": FLOW}},
    }


def closed(document: Document) -> Plain:
    """The sections with nothing of the load in use."""
    return {
        "queues": {
            key: {**as_items(item), "active": False} if key == QUEUE else item
            for key, item in document["queues"].items()
        },
        "agents": {
            key: {**as_items(item), "active": False} if key.startswith(AGENT) else item
            for key, item in document["agents"].items()
        },
        "numbers": {key: item for key, item in document["numbers"].items() if key != NUMBER},
    }


# -- coming to work ------------------------------------------------------------------------------


async def known(leader: Visitor, wanted: Sequence[Seat]) -> None:
    """Wait until the centre routes by the new settings; raises Unavailable."""

    async def look() -> bool:
        there = {one["agent"] for one in await leader.get("/agents")}
        return there >= {seat.agent for seat in wanted}

    try:
        await until(look, KNOWN_WITHIN, every=0.5)
    except TimeoutError:
        raise Unavailable(
            f"the load's agents are not known after {KNOWN_WITHIN:g} s: does control run? "
            "`callcenter doctor` tells"
        ) from None


async def arrive(leader: Visitor, wanted: Sequence[Seat]) -> None:
    """Every agent signs in at her phone and is ready."""
    await _each(wanted, lambda seat: _ready(leader, seat))


async def leave(leader: Visitor, wanted: Sequence[Seat]) -> None:
    """Every agent signs out, as soon as no call has her any more; raises Unavailable."""
    await _each(wanted, lambda seat: _sign_out(leader, seat))


async def _each(wanted: Sequence[Seat], do: Callable[[Seat], Awaitable[None]]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(seat: Seat) -> None:
        async with gate:
            await do(seat)

    await asyncio.gather(*(one(seat) for seat in wanted))


async def _ready(leader: Visitor, seat: Seat) -> None:
    place = f"/agents/{seat.agent}"
    if (await leader.get(place))["state"] != "logged_out":
        await leader.post(f"{place}/sign-out")  # A load that was killed has left her there.
    await leader.post(f"{place}/sign-in", {"device": seat.device})
    await _is(leader, seat, lambda one: one["device"] == seat.device)
    await leader.post(f"{place}/ready")
    await _is(leader, seat, lambda one: one["state"] != "logged_out")


async def _sign_out(leader: Visitor, seat: Seat) -> None:
    async def gone() -> bool:
        if (await leader.get(f"/agents/{seat.agent}"))["state"] == "logged_out":
            return True
        try:
            await leader.post(f"/agents/{seat.agent}/sign-out")
        except NotAllowed as wrong:
            if wrong.code != "refused":
                raise
        return False

    try:
        await until(gone, KNOWN_WITHIN, every=0.2)
    except TimeoutError:
        raise Unavailable(f"a call keeps agent {seat.agent}") from None


async def _is(leader: Visitor, seat: Seat, fits: Callable[[dict[str, Any]], bool]) -> None:
    async def look() -> bool:
        return fits(await leader.get(f"/agents/{seat.agent}"))

    try:
        await until(look, KNOWN_WITHIN)
    except TimeoutError:
        raise Unavailable(f"agent {seat.agent} does not come to work") from None
