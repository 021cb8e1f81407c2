"""What a recorded conversation costs: many at once, each with a caller's and an agent's phone.

Only the centre's processes are counted, by their pids; the phones, each a process of its own, cost
about as much again and share the machine. Everything stays on loopback and ends by itself.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Final

import msgspec
import psutil

from callcenter.errors import Unavailable
from callcenter.lab import tones
from callcenter.lab.call import OBSERVER
from callcenter.lab.desk import PHONE_PREFIX
from callcenter.lab.measures.own_centre import STRAIGHT, OwnCentre
from callcenter.lab.measures.spread import Table
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone, is_up_or_over, phone
from callcenter.lab.visitor import Visitor, visitor

SHARED: Final = ("exchange", "control", "worker", "web", "softphone", "nats", "postgres")
SECONDS: Final = 20.0
"""How long each step is watched."""
SETTLE: Final = 3.0
WITHIN: Final = 20.0
MEGABYTE: Final = 1024 * 1024


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A caller and the agent's phone that is to be his."""

    caller: Phone
    agent: Phone


async def conversations(centre: OwnCentre, counts: Sequence[int], table: Table) -> None:
    """Up to the largest of `counts` at once, watched at each."""
    agents = await centre.add_agents(max(counts))
    async with AsyncExitStack() as stack:
        seen = visitor(centre.web, OBSERVER, centre.passwords[OBSERVER])
        observer = await stack.enter_async_context(seen)
        await _until_known(observer, agents)
        pairs: list[Pair] = []
        table.title("Recorded conversations at once (desk phones, µ-law, both tracks)")
        for count in sorted(counts):
            for agent in agents[len(pairs) : count]:
                pairs.append(await _pair(stack, observer, agent))
                await _connect(centre, pairs[-1])
            await _watch(centre, pairs, table)
        rest = [_memory(_family(centre.pid(name))) for name in SHARED]
        table.row("memory of everything but the lines (PSS)", [sum(rest)], "MB")
        for pair in pairs:
            await pair.caller.hang_up()


async def _until_known(observer: Visitor, agents: Sequence[str]) -> None:
    """Until the new agents are published."""

    async def known() -> bool:
        return set(agents) <= {one["agent"] for one in await observer.get("/agents")}

    await until(known, WITHIN)


async def is_at(observer: Visitor, agent: str, desk_phone: Phone) -> bool:
    """Whether she is signed in at this phone."""
    return bool((await observer.get(f"/agents/{agent}"))["device"] == desk_phone.uri)


async def _pair(stack: AsyncExitStack, observer: Visitor, agent: str) -> Pair:
    """Two phones; the agent is ready at hers, which answers by itself."""
    caller = await stack.enter_async_context(phone(f"+8614100001{agent}"))
    desk_phone = await stack.enter_async_context(phone(f"{PHONE_PREFIX}{agent}"))
    await caller.hum(tones.CALLER)
    await desk_phone.hum(tones.AGENT)
    await desk_phone.answer_calls(200)
    await observer.post(f"/agents/{agent}/sign-in", {"device": desk_phone.uri})
    await until(lambda: is_at(observer, agent, desk_phone), WITHIN)
    await observer.post(f"/agents/{agent}/ready")
    return Pair(caller=caller, agent=desk_phone)


async def _connect(centre: OwnCentre, pair: Pair) -> None:
    """Call, and wait until both hear each other."""
    await pair.caller.call(f"sip:{STRAIGHT}@{centre.sip}")
    event = await pair.caller.wait_until(is_up_or_over, WITHIN)
    if event["state"] == "over":
        raise Unavailable(f"a call was refused with {event['code']}")
    try:
        await pair.caller.hears(tones.AGENT, WITHIN)
        await pair.agent.hears(tones.CALLER, WITHIN)
    except TimeoutError as late:
        there = f"caller {pair.caller.history}; agent {pair.agent.history}"
        raise Unavailable(f"they do not hear each other: {there}") from late


async def _watch(centre: OwnCentre, pairs: Sequence[Pair], table: Table) -> None:
    """One row for what the lines cost, one for the rest, one for what was lost on the way."""
    await asyncio.sleep(SETTLE)
    lines = centre.lines_in_calls()
    groups = {name: _family(centre.pid(name)) for name in SHARED}
    before = {name: _cpu(pids) for name, pids in groups.items()}
    each_before = {pid: _cpu([pid]) for pid in lines}
    heard_before = await _packets(pairs)
    begun = time.monotonic()
    await asyncio.sleep(SECONDS)
    passed = time.monotonic() - begun
    heard = await _packets(pairs)
    count = len(pairs)
    cpu = [(_cpu([pid]) - each_before[pid]) / passed * 100 for pid in lines]
    table.row(f"{count}: CPU of one line", cpu, "%")
    table.row(f"{count}: memory of one line (PSS)", [_memory([pid]) for pid in lines], "MB")
    used = {name: (_cpu(pids) - before[name]) / passed * 100 for name, pids in groups.items()}
    others = sum(used.values()) - used["exchange"]
    whole = (sum(cpu) + sum(used.values())) / count
    table.row(f"{count}: CPU of the exchange, all calls together", [used["exchange"]], "%")
    table.row(f"{count}: CPU of all other processes together", [others], "%")
    table.row(f"{count}: CPU of the whole centre for each conversation", [whole], "%")
    received, lost = heard[0] - heard_before[0], heard[1] - heard_before[1]
    table.row(f"{count}: RTP packets lost of {received}", [lost], "packets")


def _family(pid: int) -> list[int]:
    """A process and its children; the exchange's lines hang on their zygote, and are left out."""
    process = psutil.Process(pid)
    children = process.children() if "postgres" in process.name() else []
    return [pid, *(child.pid for child in children)]


def _cpu(pids: Sequence[int]) -> float:
    """Seconds of CPU so far."""
    total = 0.0
    for pid in pids:
        times = psutil.Process(pid).cpu_times()
        total += times.user + times.system
    return total


def _memory(pids: Sequence[int]) -> float:
    """Megabytes; pages shared with others are shared out."""
    return sum(psutil.Process(pid).memory_full_info().pss for pid in pids) / MEGABYTE


async def _packets(pairs: Sequence[Pair]) -> tuple[int, int]:
    """Received and lost by all phones so far."""
    received = lost = 0
    for pair in pairs:
        for one in (pair.caller, pair.agent):
            heard = await one.listen()
            received, lost = received + heard.packets, lost + heard.lost
    return received, lost
