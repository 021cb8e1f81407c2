"""`callcenter lab load`: many calls through a running centre, timed, and every recording checked.

It brings the parties together and says in which order what is done. Only a centre on this machine
is called: what is measured is the centre, and nobody else is to get a flood of calls.
"""

import asyncio
import gc
import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Final

from callcenter.clock import now
from callcenter.lab.load.archive import Archive, caller_number
from callcenter.lab.load.caller import Callers, Manner
from callcenter.lab.load.calls import CallerSide, Calls
from callcenter.lab.load.costs import LOOK_EVERY, Costs, Watch, check, watch
from callcenter.lab.load.desk_phones import DeskPhones
from callcenter.lab.load.floor import NUMBER, Seat, arrive, floor, known, leave, seats
from callcenter.lab.load.outcome import (
    Costing,
    Outcome,
    both_heard,
    call_seconds,
    happened,
    kept,
    packets,
    pairs,
    times,
)
from callcenter.lab.load.recordings import Conversation, Recording, Said
from callcenter.lab.load.schedule import poisson
from callcenter.lab.load.sockets import wall_ahead
from callcenter.lab.load.sound import PORTS, Sound
from callcenter.lab.load.voice import Voice
from callcenter.lab.load.wanted import LoadWanted
from callcenter.lab.ports import free_block
from callcenter.lab.visitor import visitor
from callcenter.standing import stand

LEAD: Final = 0.5
"""Seconds from the agents' being ready to the beginning of the schedule."""
REST: Final = 3.0
"""Seconds until what was registered is known, and until the last calls' ends are through."""
NICE: Final = -15
"""Before the centre's lines, where this user may: their turns are not to be what is measured."""
STRAIGHT: Final = 2.0
LATE: Final = 15.0
"""Seconds beyond the latest end a call can have."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Parties:
    """Everybody who telephones, and their sound."""

    callers: Callers
    phones: DeskPhones
    sounds: tuple[Sound, Sound]

    @property
    def repeated(self) -> int:
        """SIP messages sent more than once."""
        return self.callers.endpoint.repeated + self.phones.endpoint.repeated

    def lateness(self) -> list[float]:
        """Seconds by which each packet was sent late."""
        return [late for sound in self.sounds for late in sound.lateness]


class Load:
    """One load, from its first INVITE to what was recorded."""

    def __init__(self, wanted: LoadWanted, say: Say) -> None:
        self._wanted = wanted
        self._say = say
        self._calls = Calls()
        self._begun = 0.0
        self._open = wanted.calls

    async def run(self) -> Outcome:
        """Raises SettingsInvalid and Unavailable, each with its cure."""
        wanted = self._wanted
        check(wanted.data)
        load_before = os.getloadavg()[0]
        # Real telephones do not wait for this machine's cores.
        stand(os.getpid(), NICE)
        async with AsyncExitStack() as stack:
            seen = visitor(wanted.web, wanted.leader, wanted.password)
            leader = await stack.enter_async_context(seen)
            there = seats(wanted.agents)
            await stack.enter_async_context(floor(wanted.dsn, there))
            parties = await stack.enter_async_context(self._parties(there))
            await known(leader, there)
            await self._register(parties, there)
            stack.push_async_callback(leave, leader, there)
            await arrive(leader, there)
            self._say(f"{len(there)} agents are ready at registered desk phones")
            since = now() - timedelta(seconds=1)
            costing = await self._call(parties, load_before)
            await asyncio.sleep(REST)
            archive = Archive(leader, since)
            recordings = await self._recordings(archive)
            offered = await self._offered(archive)
        return Outcome(
            happened=happened(self._calls, parties.repeated),
            times=times(self._calls, offered, parties.lateness(), STRAIGHT + wanted.ring),
            packets=packets(self._calls),
            kept=kept(recordings),
            costing=costing,
        )

    # -- the parties -----------------------------------------------------------------------------

    @asynccontextmanager
    async def _parties(self, there: Sequence[Seat]) -> AsyncIterator[Parties]:
        wanted, legs = self._wanted, count(1, 2)
        first = free_block(2 * PORTS + 2)
        heard, spoken = Sound(first), Sound(first + PORTS)
        manner = Manner(number=NUMBER, talk=wanted.talk, patience=wanted.patience)
        parties = Parties(
            callers=Callers(first + 2 * PORTS, wanted.door, heard, manner, self._over),
            phones=DeskPhones(
                first + 2 * PORTS + 1,
                wanted.door,
                spoken,
                wanted.ring,
                lambda: spoken.leg(Voice(wanted.seed, next(legs))),
            ),
            sounds=(heard, spoken),
        )
        self._calls.agents = parties.phones.sides
        try:
            yield parties
        finally:
            parties.callers.close()
            parties.phones.close()
            for sound in parties.sounds:
                sound.close()

    async def _register(self, parties: Parties, there: Sequence[Seat]) -> None:
        await asyncio.sleep(REST)
        for seat in there:
            await parties.phones.register(seat.extension, seat.password)

    # -- the calls -------------------------------------------------------------------------------

    async def _call(self, parties: Parties, load_before: float) -> Costing:
        """Each call at its time, until all are over."""
        wanted = self._wanted
        offsets = poisson(wanted.seed, wanted.rate, wanted.calls)
        ready = [
            CallerSide(
                number=number,
                caller=caller_number(number),
                scheduled=offset,
                leg=parties.sounds[0].leg(Voice(wanted.seed, 2 * number)),
            )
            for number, offset in enumerate(offsets)
        ]
        # What has been made until now is not looked at again: a pause would be measured.
        gc.collect()
        gc.freeze()
        gc.disable()
        try:
            async with watch(wanted.data) as watching:
                await asyncio.sleep(LEAD)
                generator = time.process_time()
                self._place(parties.callers, ready)
                await self._until_over(parties.callers, watching, offsets[-1])
                generator = time.process_time() - generator
                return self._costing(await watching.told(), watching.most, generator, load_before)
        finally:
            gc.enable()

    def _place(self, callers: Callers, ready: Sequence[CallerSide]) -> None:
        loop = asyncio.get_running_loop()
        self._begun = loop.time() + LEAD
        for side in ready:
            side.scheduled += self._begun
            self._calls.callers.append(side)
            loop.call_at(side.scheduled, callers.place, side)

    async def _until_over(self, callers: Callers, watching: Watch, last: float) -> None:
        """Until the last call has ended, or had to."""
        wanted = self._wanted
        until = self._begun + last + wanted.patience + wanted.talk + LATE
        while self._open and asyncio.get_running_loop().time() < until:
            watching.see(self._calls.talking)
            await asyncio.sleep(LOOK_EVERY)
        callers.end_all()

    def _over(self, side: CallerSide) -> None:
        self._open -= 1

    def _costing(self, costs: Costs, most: int, generator: float, load_before: float) -> Costing:
        seconds = max((one.over for one in self._calls.callers), default=0.0) - self._begun
        used = sum(one.cpu for one in costs.processes.values())
        up, lines = call_seconds(self._calls), costs.line_memory
        return Costing(
            seconds=round(seconds, 2),
            call_seconds=round(up, 1),
            at_most=most,
            processes=costs.processes,
            cores=round(used / seconds, 3) if seconds > 0 else 0.0,
            core_per_call=round(used / up * 100, 3) if up else 0.0,
            line_memory=round(sum(lines) / len(lines), 2) if lines else 0.0,
            generator=round(generator / seconds, 3) if seconds > 0 else 0.0,
            load_before=round(load_before, 1),
        )

    # -- what is left of them --------------------------------------------------------------------

    def _conversations(self) -> list[Conversation]:
        """Those that were answered and joined."""
        return [
            Conversation(
                call=one.number,
                seconds=one.over - one.answered,
                caller=Said(voice=one.leg.voice, frames=one.leg.frames),
                agent=Said(voice=agent.leg.voice, frames=agent.leg.frames),
            )
            for one, agent in pairs(self._calls)
        ]

    async def _recordings(self, archive: Archive) -> list[Recording]:
        wanted = self._conversations()
        self._say(f"the calls are over; {len(wanted)} recordings are compared")
        await archive.find(one.call for one in wanted)
        return [await archive.recording(one) for one in wanted]

    async def _offered(self, archive: Archive) -> list[float]:
        """Offer until both heard each other, the ringing taken off."""
        ahead, found = wall_ahead(), []
        for one, agent in pairs(self._calls):
            moments = await archive.moments(one.number)
            if (made := moments.get("OfferMade")) is not None:
                heard = both_heard(one, agent) + ahead - made.timestamp()
                found.append(heard - (agent.answered - agent.rang))
        return found


async def load(wanted: LoadWanted, say: Say) -> Outcome:
    """Run it; raises SettingsInvalid and Unavailable."""
    wanted.check()
    say(
        f"{wanted.calls} calls, {wanted.rate:g} a second (Poisson, seed {wanted.seed}), "
        f"{wanted.talk:g} s of talk, {wanted.agents} agents; the centre at {wanted.sip}"
    )
    return await Load(wanted, say).run()
