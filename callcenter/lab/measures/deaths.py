"""How soon each process is back after `kill -9`, with a conversation up that must not notice."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Final

from callcenter.errors import Unavailable
from callcenter.lab import tones
from callcenter.lab.call import CALLER, OBSERVER
from callcenter.lab.desk import PHONE_PREFIX
from callcenter.lab.measures.load import is_at
from callcenter.lab.measures.own_centre import LOOK_EVERY, STRAIGHT, OwnCentre
from callcenter.lab.measures.spread import Table
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone, phone
from callcenter.lab.visitor import visitor
from callcenter.storage.database import Database

VICTIMS: Final = ("control", "web", "worker", "exchange", "softphone", "nats", "postgres")
AGENT: Final = "1002"
WITHIN: Final = 60.0
APART: Final = 10.0
"""Seconds between two deaths: with seven victims each dies at most once a minute."""


async def deaths(centre: OwnCentre, rounds: int, table: Table) -> None:
    """Kill each in turn, `rounds` times."""
    samples: dict[str, list[float]] = {name: [] for name in VICTIMS}
    async with AsyncExitStack() as stack:
        seen = visitor(centre.web, OBSERVER, centre.passwords[OBSERVER])
        observer = await stack.enter_async_context(seen)
        caller = await stack.enter_async_context(phone(CALLER))
        desk_phone = await stack.enter_async_context(phone(f"{PHONE_PREFIX}{AGENT}"))
        for one, hertz in ((caller, tones.CALLER), (desk_phone, tones.AGENT)):
            await one.hum(hertz)
        await desk_phone.answer_calls(200)
        await observer.post(f"/agents/{AGENT}/sign-in", {"device": desk_phone.uri})
        await until(lambda: is_at(observer, AGENT, desk_phone), WITHIN)
        await observer.post(f"/agents/{AGENT}/ready")
        await caller.call(f"sip:{STRAIGHT}@{centre.sip}")
        await caller.hears(tones.AGENT, WITHIN)
        for _ in range(rounds):
            for victim in VICTIMS:
                samples[victim].append(await _death(centre, victim))
                await asyncio.sleep(APART)
        lost = [await _lost(caller, tones.AGENT), await _lost(desk_phone, tones.CALLER)]
        await caller.hang_up()
    table.title("Back after `kill -9`, with a conversation up")
    for victim, back in samples.items():
        table.row(f"{victim} works again", back, "s")
    table.row("RTP packets the two phones lost meanwhile", lost, "packets")


async def _lost(ear: Phone, hertz: int) -> float:
    """Packets it lost so far; raises TimeoutError when it does not hear the other any more."""
    await ear.hears(hertz)
    return (await ear.listen(hertz)).lost


async def _death(centre: OwnCentre, victim: str) -> float:
    """Seconds from the kill until the next one does its work."""
    before = centre.pid(victim)
    begun = time.monotonic()
    os.kill(before, signal.SIGKILL)
    async with asyncio.timeout(WITHIN):
        if victim == "postgres":
            await _until_database_answers(centre, before)
        else:
            await until(lambda: _is_back(centre, victim, before), WITHIN, LOOK_EVERY)
    return time.monotonic() - begun


async def _is_back(centre: OwnCentre, name: str, before: int) -> bool:
    state = centre.state(name)
    return state is not None and state.ready and state.pid != before


async def _until_database_answers(centre: OwnCentre, before: int) -> None:
    while True:
        with _away():
            if centre.pid("postgres") != before:
                database = Database(centre.dsn)
                try:
                    await database.fetch_value("SELECT 1")
                    return
                finally:
                    await database.close()
        await asyncio.sleep(LOOK_EVERY)


@contextmanager
def _away() -> Iterator[None]:
    """The next look will tell."""
    try:
        yield
    except (Unavailable, FileNotFoundError, IndexError):
        return
