"""How many facts a second control takes: decided, written to its log and the journal, confirmed."""

import time
from typing import Final

import psutil
from ulid import ULID

from acd.facts import AgentSignedIn, AgentSignedOut, Intent, IntentChosen
from acd.ids import AgentId, DeskId
from callcenter.clock import now
from callcenter.lab.measures.own_centre import OwnCentre
from callcenter.lab.measures.spread import Table
from callcenter.lab.patience import until
from callcenter.outbox import WINDOW, Outbox

AGENT: Final = AgentId("1001")
FACTS: Final = 4000
ROUNDS: Final = 5
WITHIN: Final = 60.0
LEFT_MOST: Final = WINDOW - 100
"""Facts on the way at once."""


async def facts(centre: OwnCentre, table: Table) -> None:
    """An agent changes her mind, thousands of times; each change derives another fact."""
    bus = await centre.bus()
    outbox = Outbox(bus, f"lab-{ULID()}")
    await outbox.open()
    desk = DeskId(outbox.source)
    await outbox.emit(AgentSignedIn(at=now(), agent=AGENT, desk=desk, device="sip:lab-none@[::1]"))
    rates, costs = [], []
    control = psutil.Process(centre.pid("control"))
    try:
        for _ in range(ROUNDS):
            before, begun = control.cpu_times(), time.monotonic()
            await _storm(outbox)
            passed, after = time.monotonic() - begun, control.cpu_times()
            used = after.user + after.system - before.user - before.system
            rates.append(FACTS / passed)
            costs.append(used / FACTS)
    finally:
        await outbox.emit(AgentSignedOut(at=now(), agent=AGENT, desk=desk, forced=True))
        await _until_left(outbox, 0)
        await bus.close()
    table.title("Control")
    table.row("facts taken a second (each derives one more)", rates, "facts/s")
    table.row("its CPU for each", costs, "ms")


async def _storm(outbox: Outbox) -> None:
    """Ready, not ready, ready …, as fast as control confirms."""
    for number in range(FACTS):
        intent = Intent.AVAILABLE if number % 2 else Intent.NOT_READY
        reason = "" if number % 2 else "break"
        await outbox.emit(IntentChosen(at=now(), agent=AGENT, intent=intent, reason=reason))
        if outbox.unacknowledged >= LEFT_MOST:
            await _until_left(outbox, LEFT_MOST // 2)
    await _until_left(outbox, 0)


async def _until_left(outbox: Outbox, most: int) -> None:
    async def left() -> bool:
        return outbox.unacknowledged <= most

    await until(left, WITHIN, 0.001)
