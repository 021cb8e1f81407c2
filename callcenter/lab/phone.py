"""A telephone in a process of its own, driven from asyncio.

Tests and virtual callers and agents use it: it calls, answers, presses keys, holds, hums a tone and
says which tones it hears. Everything it does is on loopback.
"""

import asyncio
import contextlib
import itertools
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from callcenter.errors import Unavailable
from callcenter.lab.ports import free_block

LOUD: Final = 1000.0
"""Amplitude from which a tone counts as heard (a phone hums at about 8000)."""
READY_WITHIN: Final = 20.0
LISTEN_EVERY: Final = 0.06
QUIT_WITHIN: Final = 3.0
DONE_WITHIN: Final = 5.0

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a phone hears at one moment."""

    levels: tuple[float, ...]
    """Amplitude per frequency asked for."""
    loudest: int
    """Largest sample of the last 200 ms."""
    packets: int
    lost: int


@dataclass(slots=True)
class Phone:
    """One telephone; made by `phone()`."""

    name: str
    port: int
    _process: asyncio.subprocess.Process
    events: list[Event] = field(default_factory=list)
    """Everything that happened since the last call was placed or came, oldest first."""
    came: int = 0
    """Calls that came in so far."""
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _done: dict[int, str] = field(default_factory=dict)
    _heard: Event = field(default_factory=dict)
    _ended: bool = False

    @property
    def uri(self) -> str:
        """Where it can be called."""
        return f"sip:{self.name}@127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process, for tests that end it rudely."""
        return self._process.pid

    @property
    def keys(self) -> str:
        """The keys it has heard, each once."""
        heard: list[str] = []
        moments: set[int] = set()
        for event in self.events:
            if event["event"] == "key" and event["moment"] not in moments:
                moments.add(event["moment"])
                heard.append(event["digit"])
        return "".join(heard)

    @property
    def history(self) -> str:
        """What happened, in short."""
        words = [f"{event['event']} {event.get('state', '')}".strip() for event in self.events]
        return ", ".join(words)

    @property
    def state(self) -> str:
        """calling, ringing, up, over …; empty before the first call."""
        states = [event["state"] for event in self.events if event["event"] == "state"]
        return states[-1] if states else ""

    # -- doing -----------------------------------------------------------------------------------

    async def call(self, uri: str, headers: dict[str, str] | None = None) -> None:
        """Place a call; `wait_for` tells how it goes."""
        self.events.clear()
        await self._tell("call", uri=uri, headers=headers or {})

    async def answer_calls(self, code: int = 200) -> None:
        """Answer every call that comes with this status; 0 lets them wait for `answer`."""
        await self._tell("answering", code=code)

    async def answer(self, code: int = 200) -> None:
        """Answer the call that waits: 180, 200, or a refusal."""
        await self._tell("answer", code=code)

    async def hang_up(self, code: int = 0) -> None:
        """End the call, or give up calling."""
        await self._tell("hangup", code=code)

    async def press(self, digits: str, *, info: bool = False) -> None:
        """Press keys, by RFC 4733 or by SIP INFO."""
        await self._tell("keys", digits=digits, info=info)

    async def refer(self, to: str) -> None:
        """Ask by REFER that the other side go to this address."""
        await self._tell("refer", to=to)

    async def hold(self, hold: bool = True) -> None:
        """Hold from the phone's side, or take the call back."""
        await self._tell("hold", hold=hold)

    async def hum(self, hertz: int) -> None:
        """Hum a tone from now on; 0 is silence."""
        await self._tell("tone", hz=hertz)

    async def speak(self, path: Path, *, loop: bool = False) -> None:
        """Play a WAV file (8 kHz, mono) into the call."""
        await self._tell("speak", path=str(path), loop=loop)

    async def record(self, path: Path | None) -> None:
        """Write what it hears to a file; None closes it."""
        await self._tell("record", path=str(path) if path else "")

    # -- waiting ---------------------------------------------------------------------------------

    async def wait_for(self, state: str, within: float = 5.0) -> Event:
        """Wait until the call has been in a state since it was placed; raises TimeoutError."""
        return await self.wait_until(
            lambda event: event["event"] == "state" and event["state"] == state, within
        )

    async def wait_for_call(self, within: float = 5.0) -> Event:
        """Wait until somebody calls."""
        return await self.wait_until(lambda event: event["event"] == "invited", within)

    async def wait_for_keys(self, digits: str, within: float = 5.0) -> None:
        """Wait until exactly these keys have been heard; raises TimeoutError."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: self.keys == digits)

    async def wait_until(self, fits: Callable[[Event], bool], within: float = 5.0) -> Event:
        """Wait for an event, past or to come; raises TimeoutError."""
        async with asyncio.timeout(within), self._news:
            while True:
                for event in self.events:
                    if fits(event):
                        return event
                await self._news.wait()

    async def listen(self, *hertz: float) -> Heard:
        """What it hears now; `levels` in the order of the frequencies."""
        await self._tell("listen", hz=list(hertz))
        heard = self._heard
        return Heard(tuple(heard["levels"]), heard["loudest"], heard["packets"], heard["lost"])

    async def catch(self, hertz: float) -> None:
        """Watch for the first 20 ms of a tone from now on, or of any sound (0 Hz); see `caught`."""
        self.events[:] = [event for event in self.events if event["event"] != "caught"]
        await self._tell("catch", hz=hertz)

    async def caught(self, within: float = 5.0) -> float:
        """The monotonic moment at which it came; raises TimeoutError."""
        event = await self.wait_until(lambda event: event["event"] == "caught", within)
        return float(event["at"])

    async def hears(self, hertz: float, within: float = 3.0) -> None:
        """Wait until it hears a tone; raises TimeoutError."""
        await self._listen_until(hertz, lambda level: level >= LOUD, within)

    async def stops_hearing(self, hertz: float, within: float = 3.0) -> None:
        """Wait until it does not hear a tone (any more); raises TimeoutError."""
        await self._listen_until(hertz, lambda level: level < LOUD / 4, within)

    async def _listen_until(
        self, hertz: float, fits: Callable[[float], bool], within: float
    ) -> None:
        async with asyncio.timeout(within):
            while True:
                heard = await self.listen(hertz)
                if fits(heard.levels[0]):
                    return
                await asyncio.sleep(LISTEN_EVERY)

    # -- the process -----------------------------------------------------------------------------

    async def _tell(self, do: str, **more: Any) -> None:
        """Have it done: returns when the phone has done it; raises Unavailable with its words."""
        assert self._process.stdin is not None
        number = next(self._numbers)
        told = {"do": do, "number": number, **more}
        try:
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            await self._process.stdin.drain()
        except ConnectionError as wrong:
            raise Unavailable(f"the phone {self.name} has ended") from wrong
        async with asyncio.timeout(DONE_WITHIN), self._news:
            await self._news.wait_for(lambda: number in self._done or self._ended)
        because = self._done.pop(number, "it has ended")
        if because:
            raise Unavailable(f"the phone {self.name} could not {do}: {because}")

    async def follow(self) -> None:
        """Read what the process says, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            async with self._news:
                self._take(json.loads(line))
                self._news.notify_all()
        async with self._news:
            self._ended = True
            self._news.notify_all()

    def _take(self, event: Event) -> None:
        match event["event"]:
            case "done":
                self._done[event["number"]] = event["because"]
            case "heard":
                self._heard = event
            case "invited":
                self.came += 1
                self.events[:] = [event]
            case _:
                self.events.append(event)

    async def close(self) -> None:
        """Hang up and end the process."""
        try:
            await self._tell("quit")
            await asyncio.wait_for(self._process.wait(), QUIT_WITHIN)
        except Unavailable:
            await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


def is_up_or_over(event: Event) -> bool:
    """Whether a call was answered, or has ended (its `code` says how): for `wait_until`."""
    return event["event"] == "state" and event["state"] in ("up", "over")


@asynccontextmanager
async def phone(name: str, *, proxy: str = "", port: int = 0) -> AsyncIterator[Phone]:
    """A phone that is ready to call and be called; `proxy` such as `<sip:127.0.0.1:5060;lr>`."""
    first = port or free_block()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "callcenter.lab.handset",
        name,
        str(first),
        *([proxy] if proxy else []),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    made = Phone(name, first, process)
    following = asyncio.create_task(made.follow())
    try:
        await made.wait_until(lambda event: event["event"] == "ready", READY_WITHIN)
        yield made
    except TimeoutError as wrong:
        if str(wrong):
            raise  # it says already who waited
        if process.returncode is not None:
            raise Unavailable(f"the phone {name} ended with {process.returncode}") from wrong
        raise TimeoutError(f"the phone {name} waited in vain; it had {made.history}") from wrong
    finally:
        await made.close()
        await following
