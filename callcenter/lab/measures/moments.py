"""How fast one call moves: answer, menu, offer, record, connection, each from outside by ear.

A caller's and an agent's phone on this machine, one call after the other. Moments of the phones are
the machine's monotonic time, those of facts their stamps; on one machine the two can be compared.
"""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, Final

import numpy as np
import soundfile

from callcenter.clock import now
from callcenter.lab import tones
from callcenter.lab.call import CALLER, OBSERVER
from callcenter.lab.desk import PHONE_PREFIX, Desk, Screen, desk
from callcenter.lab.measures.own_centre import STRAIGHT, TWO_MENUS, OwnCentre
from callcenter.lab.measures.spread import Table
from callcenter.lab.phone import Phone, is_up_or_over, phone
from callcenter.lab.visitor import Visitor, visitor

AGENT: Final = "1002"
WITHIN: Final = 15.0
FIRST_TONE: Final = tones.CALLER
SECOND_TONE: Final = tones.AGENT
APART: Final = 0.3
"""Seconds between two presses or calls, so that no measure rides on the one before."""
NUMBERS_WITHIN: Final = 30.0

Samples = dict[str, list[float]]


async def answers_and_keys(centre: OwnCentre, rounds: int, table: Table) -> None:
    """INVITE → 200 → first sound, and key → next prompt."""
    _own_prompts(centre)
    samples: Samples = {"200": [], "sound": [], "key": []}
    async with phone(CALLER) as caller:
        await _until_number_is_known(caller, f"sip:{TWO_MENUS}@{centre.sip}")
        for _ in range(rounds):
            await _one_menu(caller, f"sip:{TWO_MENUS}@{centre.sip}", samples)
    table.title("The caller")
    table.row("INVITE → 200", samples["200"], "ms")
    table.row("INVITE → first sound of the prompt", samples["sound"], "ms")
    table.row("key pressed → first sound of the next prompt", samples["key"], "ms")


def _own_prompts(centre: OwnCentre) -> None:
    """Tones as the two menus' own recordings."""
    own = centre.data / "prompts" / "own"
    own.mkdir(parents=True, exist_ok=True)
    for node, hertz in (("first", FIRST_TONE), ("second", SECOND_TONE)):
        moments = np.arange(8 * 8000) / 8000
        tone = 0.3 * np.sin(2 * np.pi * hertz * moments)
        soundfile.write(own / f"{node}.english.wav", tone, 8000, subtype="PCM_16")


async def _until_number_is_known(caller: Phone, address: str) -> None:
    """Until the flow is published and speaks with our tone."""
    async with asyncio.timeout(NUMBERS_WITHIN):
        while True:
            await caller.call(address)
            event = await caller.wait_until(is_up_or_over, WITHIN)
            try:
                if event["state"] == "up":
                    await caller.hears(FIRST_TONE, 1.0)
                    return
            except TimeoutError:
                await asyncio.sleep(APART)  # still spoken by the voice: the next call tells
            finally:
                await _hang_up(caller)
            await asyncio.sleep(APART)


async def _one_menu(caller: Phone, address: str, samples: Samples) -> None:
    await caller.catch(FIRST_TONE)
    called = time.monotonic()
    await caller.call(address)
    sounded = asyncio.create_task(caller.caught(WITHIN))
    answered = await caller.wait_for("up", WITHIN)
    samples["200"].append(answered["at"] - called)
    samples["sound"].append(await sounded - called)
    await asyncio.sleep(APART)
    await caller.catch(SECOND_TONE)
    pressed = time.monotonic()
    await caller.press("1")
    samples["key"].append(await caller.caught(WITHIN) - pressed)
    await _hang_up(caller)
    await asyncio.sleep(APART)


async def offers(centre: OwnCentre, rounds: int, table: Table) -> None:
    """Offer → record on screen → phone rings; answered → legs joined → voice heard."""
    samples: Samples = {name: [] for name in ("pop", "ring", "joined", "heard")}
    async with AsyncExitStack() as stack:
        passwords = centre.passwords
        observer = await stack.enter_async_context(
            visitor(centre.web, OBSERVER, passwords[OBSERVER])
        )
        her = await stack.enter_async_context(visitor(centre.web, AGENT, passwords[AGENT]))
        caller = await stack.enter_async_context(phone(CALLER))
        desk_phone = await stack.enter_async_context(phone(f"{PHONE_PREFIX}{AGENT}"))
        await desk_phone.hum(tones.AGENT)
        await desk_phone.answer_calls(180)
        seated = await stack.enter_async_context(desk(her, desk_phone))
        await seated.ready()
        for _ in range(rounds):
            await seated.is_in("idle", WITHIN)
            await _one_offer(caller, seated, observer, f"sip:{STRAIGHT}@{centre.sip}", samples)
    table.title("The offer, at a desk phone")
    table.row("offer → the caller's record is on the screen", samples["pop"], "ms")
    table.row("offer → the desk phone rings", samples["ring"], "ms")
    table.row("answered → legs joined", samples["joined"], "ms")
    table.row("answered → the caller hears the agent", samples["heard"], "ms")


async def _one_offer(
    caller: Phone, seated: Desk, observer: Visitor, address: str, samples: Samples
) -> None:
    await caller.call(address)
    await seated.phone.wait_for_call(WITHIN)
    screen = await seated.shows(_record_is_there, WITHIN)
    call, popped = screen["offer"]["call"], seated.changed["customer"]
    await asyncio.sleep(APART)
    await caller.catch(tones.AGENT)
    pressed, pressed_at = time.monotonic(), now()
    await seated.phone.answer()
    samples["heard"].append(await caller.caught(WITHIN) - pressed)
    await seated.is_in("on_call", WITHIN)
    await _hang_up(caller)
    await seated.is_in("wrap_up", WITHIN)
    await seated.give_outcome(call)
    facts = await _facts(observer, call)
    made = facts["OfferMade"]
    samples["pop"].append((popped - made).total_seconds())
    samples["ring"].append((facts["LegProgressed"] - made).total_seconds())
    samples["joined"].append((facts["LegsJoined"] - pressed_at).total_seconds())


def _record_is_there(screen: Screen) -> bool:
    offer, customer = screen["offer"], screen["customer"]
    if offer is None or customer is None:
        return False
    return bool(customer["call"] == offer["call"] and customer["state"] != "loading")


async def _facts(observer: Visitor, call: str) -> dict[str, datetime]:
    """The instant of the first fact of each kind."""
    told: dict[str, Any] = await observer.get(f"/calls/{call}/timeline")
    found: dict[str, datetime] = {}
    for fact in told["facts"]:
        found.setdefault(fact["kind"], datetime.fromisoformat(fact["at"]))
    return found


async def _hang_up(caller: Phone) -> None:
    if caller.state not in ("", "over"):
        await caller.hang_up()
        await caller.wait_for("over", WITHIN)
