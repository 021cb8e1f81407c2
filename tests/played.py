"""Agents and callers of the tests, played by telephones, each with a tone of its own.

The tones are in neither the music nor the prompts, so whoever hears one hears that party. An agent
here has a desk phone: her sign-in and presses go over the bus as the pages send them.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
from ulid import ULID

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.ids import AgentId, CallId, DeskId
from acd.step import Fact
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.lab.phone import Heard, Phone, phone
from callcenter.outbox import Outbox
from tests.centre import Centre
from tests.running_centre import PATIENCE

CALLER: Final = 1700
AGENT: Final = 2250
OTHER_CALLER: Final = 2050
OTHER_AGENT: Final = 2575
"""Hertz."""

RATE: Final = 8000
_WINDOW: Final = 800
_LOUD: Final = 1000.0
_AUDIBLE: Final = 800
_LISTEN_EVERY: Final = 0.06
_TONES: Final = (CALLER, AGENT, OTHER_CALLER, OTHER_AGENT)

Samples = npt.NDArray[np.float64]


@dataclass(slots=True)
class PlayedAgent:
    """An agent with a desk phone."""

    number: AgentId
    phone: Phone
    centre: Centre
    outbox: Outbox

    async def tell(self, fact: Fact) -> None:
        """A fact of her desk."""
        await self.outbox.emit(fact)

    async def available(self) -> None:
        """Sign in, be available, wait until she is."""
        signed_in = a.AgentSignedIn(
            at=now(), agent=self.number, desk=self._desk, device=self.phone.uri
        )
        await self.tell(signed_in)
        await self.ready()

    async def ready(self) -> None:
        """Choose to be available and wait until she is; a call that waits takes her at once."""
        before = self.centre.position
        await self.tell(a.IntentChosen(at=now(), agent=self.number, intent=a.Intent.AVAILABLE))
        await self.is_in(a.AgentState.IDLE, after=before)

    async def is_in(self, state: a.AgentState, *, after: int = 0) -> a.AgentStateChanged:
        """Wait until the distributor says that she is in a state."""
        return await self.centre.fact(
            a.AgentStateChanged, agent=self.number, state=state, after=after
        )

    async def hold(self, call: CallId, hold: bool = True) -> None:
        """Hold the caller, or take him back; wait until it is so."""
        before = self.centre.position
        await self.tell(p.HoldPressed(at=now(), call=call, agent=self.number, hold=hold))
        kind = c.LegHeld if hold else c.LegRetrieved
        await self.centre.fact(kind, call=call, after=before)

    async def hang_up(self, call: CallId) -> None:
        """End the call from the page."""
        await self.tell(p.HangUpPressed(at=now(), call=call, agent=self.number))

    async def wrap_up(self, call: CallId, outcome: str = "answered") -> None:
        """Give the outcome once wrap-up has begun; wait until it is over."""
        await self.centre.fact(a.AgentReleased, agent=self.number, call=call)
        await self.tell(a.OutcomeGiven(at=now(), agent=self.number, call=call, outcome=outcome))
        await self.centre.fact(a.WrapUpEnded, agent=self.number, call=call)

    async def sign_out(self) -> None:
        """Leave, whatever she was doing."""
        before = self.centre.position
        signed_out = a.AgentSignedOut(at=now(), agent=self.number, desk=self._desk, forced=True)
        await self.tell(signed_out)
        await self.is_in(a.AgentState.LOGGED_OUT, after=before)

    @property
    def _desk(self) -> DeskId:
        return DeskId(self.outbox.source)


@asynccontextmanager
async def agent_at_phone(
    centre: Centre, number: str = "1001", hertz: int = AGENT, *, answers: bool = True
) -> AsyncIterator[PlayedAgent]:
    """An agent who is available; her phone answers by itself, or only rings."""
    async with phone(number) as desk_phone:
        await desk_phone.hum(hertz)
        await desk_phone.answer_calls(200 if answers else 180)
        outbox = Outbox(centre.bus, f"desk-{ULID()}")
        await outbox.open()
        sending = asyncio.create_task(outbox.keep_sending())
        played = PlayedAgent(AgentId(number), desk_phone, centre, outbox)
        try:
            await played.available()
            yield played
            await played.sign_out()
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


@asynccontextmanager
async def caller(
    name: str = "+8614100000317", hertz: int = CALLER, *, proxy: str = ""
) -> AsyncIterator[Phone]:
    """A caller's phone."""
    async with phone(name, proxy=proxy) as made:
        await made.hum(hertz)
        yield made
        with suppress(TimeoutError, Unavailable):  # a test may have killed it
            if made.state not in ("", "over"):
                await made.hang_up()
                await made.wait_for("over")


async def call_in(
    centre: Centre, who: Phone, number: str = "8000", *, transport: str = "udp"
) -> CallId:
    """Call the centre and wait for its 200; the call's id."""
    before = centre.position
    via = ";transport=tcp" if transport == "tcp" else ""
    await who.call(f"sip:{number}@{centre.sip}{via}")
    await who.wait_for("up", within=10)
    rang = await centre.fact(c.LegRang, after=before, dialled=number)
    assert rang.transport == transport
    return rang.call


async def connected(
    centre: Centre,
    who: Phone,
    agent: PlayedAgent,
    tones: tuple[int, int] = (CALLER, AGENT),
    *,
    transport: str = "udp",
) -> CallId:
    """A call straight to the agents, taken by this one; both hear each other."""
    number = await centre.straight_number()
    call = await call_in(centre, who, number, transport=transport)
    await centre.fact(a.CallConnected, call=call, agent=agent.number)
    await hear_each_other(who, agent, tones)
    return call


async def hear_each_other(
    who: Phone, agent: PlayedAgent, tones: tuple[int, int] = (CALLER, AGENT)
) -> None:
    """Each hears the other's tone, within a dead-man limit."""
    said, answered = tones
    await who.hears(answered, within=10)
    await agent.phone.hears(said, within=10)


async def hears_music(who: Phone, within: float = PATIENCE) -> None:
    """Something that is loud and no party's tone, in packets that keep coming."""
    await _hears(who, _is_loud, within)
    await more_packets(who, 10)


async def hears_speech(who: Phone, within: float = PATIENCE) -> None:
    """Something that is loud at one moment and quiet at another: words, and no hum."""
    for fits in (_is_loud, _is_quiet, _is_loud):
        await _hears(who, fits, within)


async def _hears(who: Phone, fits: Callable[[Heard], bool], within: float) -> None:
    async with asyncio.timeout(within):
        while True:
            if fits(await who.listen(*_TONES)):
                return
            await asyncio.sleep(_LISTEN_EVERY)


def _is_loud(heard: Heard) -> bool:
    return heard.loudest >= _AUDIBLE and max(heard.levels) < _LOUD


def _is_quiet(heard: Heard) -> bool:
    return heard.loudest < _AUDIBLE


async def more_packets(who: Phone, count: int, within: float = PATIENCE) -> None:
    """Wait until so many more packets have come."""
    async with asyncio.timeout(within):
        wanted = (await who.listen(CALLER)).packets + count
        while True:
            await asyncio.sleep(_LISTEN_EVERY)
            if (await who.listen(CALLER)).packets >= wanted:
                return


def sides(recording: Path | io.BytesIO) -> tuple[Samples, Samples]:
    """A recording's caller side and agents' side."""
    samples, rate = soundfile.read(recording, dtype="int16", always_2d=True)
    assert rate == RATE
    assert samples.shape[1] == 2
    return samples[:, 0].astype(np.float64), samples[:, 1].astype(np.float64)


def windows_with(side: Samples, hertz: float) -> npt.NDArray[np.bool_]:
    """For each 100 ms, whether the tone is in it."""
    count = len(side) // _WINDOW
    turn = np.exp(-2j * np.pi * hertz * np.arange(_WINDOW) / RATE)
    levels = np.abs(side[: count * _WINDOW].reshape(count, _WINDOW) @ turn) * 2 / _WINDOW
    return np.asarray(levels >= _LOUD)


def seconds_with(side: Samples, hertz: float) -> float:
    """For how long a tone is in it."""
    return float(windows_with(side, hertz).sum()) * _WINDOW / RATE


def longest_silence(side: Samples, hertz: float) -> float:
    """The longest gap in a tone, seconds, between its first and its last sound."""
    there = np.flatnonzero(windows_with(side, hertz))
    if len(there) < 2:
        return 0.0
    return float(np.diff(there).max() - 1) * _WINDOW / RATE
