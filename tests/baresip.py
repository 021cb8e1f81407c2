"""baresip, a SIP telephone that is none of ours: started in a folder of its own, driven over TCP.

It has no account until it is told to register, so that nothing it says is missed. Its microphone
is a tone, or what it hears: then whoever calls it hears himself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from callcenter.lab.patience import until
from callcenter.lab.ports import free_block

WITHIN: Final = 15.0
ECHO: Final = "echo"
_CONFIG: Final = """\
poll_method epoll
sip_listen 127.0.0.1:{sip}
net_interface 127.0.0.1
rtp_ports {rtp}-{last}
audio_source {source}
audio_player aubridge,loop
audio_alert aubridge,bell
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
module_path /usr/lib/baresip/modules
module g711.so
module ausine.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""

Event = dict[str, Any]


@dataclass
class Baresip:
    """One process; made by `baresip`."""

    sip: int
    events: list[Event] = field(default_factory=list)
    _answers: dict[str, Event] = field(default_factory=dict)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _numbers: int = 0
    _writer: asyncio.StreamWriter | None = None

    async def register(
        self, extension: str, password: str, door: str, *, transport: str = "udp", every: int = 600
    ) -> None:
        """A new account that registers at once; what comes of it is told by events."""
        await self.do(
            "uanew",
            f"<sip:{extension}@{door};transport={transport}>"
            f";auth_pass={password};regint={every};answermode=manual",
        )

    async def unregister(self, extension: str, door: str) -> None:
        """The account is gone."""
        await self.do("uadel", f"sip:{extension}@{door}")

    async def do(self, command: str, params: str = "") -> str:
        """A command of its menu, and what it says."""
        assert self._writer is not None
        self._numbers += 1
        token = str(self._numbers)
        message = json.dumps({"command": command, "params": params, "token": token}).encode()
        self._writer.write(str(len(message)).encode() + b":" + message + b",")
        async with asyncio.timeout(WITHIN), self._news:
            await self._news.wait_for(lambda: token in self._answers)
        answer = self._answers[token]
        assert answer["ok"], answer
        return str(answer["data"])

    async def told(self, *kinds: str, after: int = 0) -> Event:
        """The first event of these kinds, past or to come."""
        try:
            async with asyncio.timeout(WITHIN), self._news:
                while True:
                    for event in self.events[after:]:
                        if event["type"] in kinds:
                            return event
                    await self._news.wait()
        except TimeoutError:
            seen = [(event["type"], event.get("param", "")) for event in self.events]
            raise AssertionError(f"none of {kinds} among {seen}") from None

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Take what it says, one netstring after another, until it is gone."""
        while size := await reader.readuntil(b":"):
            message = json.loads(await reader.readexactly(int(size[:-1])))
            await reader.readexactly(1)
            async with self._news:
                if message.get("response"):
                    self._answers[message["token"]] = message
                else:
                    self.events.append(message)
                self._news.notify_all()


@asynccontextmanager
async def baresip(folder: Path, source: str = ECHO) -> AsyncIterator[Baresip]:
    """A telephone whose microphone is a tone of so many hertz, or `ECHO`."""
    first = free_block(20)
    # It opens the port behind its SIP port too.
    ports = {"sip": first, "control": first + 2, "rtp": first + 4, "last": first + 18}
    tone = "aubridge,loop" if source == ECHO else f"ausine,{source}"
    await asyncio.to_thread(_furnish, folder, _CONFIG.format(**ports, source=tone))
    process = await asyncio.create_subprocess_exec(
        *("baresip", "-f", str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    made = Baresip(first)
    listening: asyncio.Task[None] | None = None
    try:
        reader, made._writer = await _control(ports["control"])
        listening = asyncio.create_task(made.listen(reader))
        yield made
    finally:
        if listening is not None:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
        if process.returncode is None:
            process.kill()
        await process.wait()


def _furnish(folder: Path, config: str) -> None:
    folder.mkdir(parents=True)
    (folder / "config").write_text(config)
    for empty in ("accounts", "contacts"):
        (folder / empty).touch()


async def _control(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    found: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def look() -> bool:
        try:
            found.append(await asyncio.open_connection("127.0.0.1", port))
        except OSError:
            return False
        return True

    await until(look, WITHIN)
    return found[0]
