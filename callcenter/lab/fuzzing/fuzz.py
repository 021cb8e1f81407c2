"""`callcenter lab fuzz`: broken messages by the thousand, and the door serves on.

They go over UDP, every fourth over TCP too, in batches; after each batch a good question has to be
answered, so that a failure is known within a batch. The same seed, count and folder throw the same
messages. It only ever sends to this machine.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from callcenter.errors import SettingsInvalid
from callcenter.lab.addresses import loopback
from callcenter.lab.fuzzing.good_caller import GoodCaller, NotServed
from callcenter.lab.fuzzing.mutations import broken
from callcenter.lab.fuzzing.originals import inside, named, originals
from callcenter.lab.fuzzing.own_door import OwnDoor

BATCH = 50
TCP_EACH = 4
STREAM_PATIENCE = 5.0
NOBODY = "0000000000"
"""A number that a running centre has not: what passes there costs no line."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class FuzzWanted:
    """What is thrown at which door. `sip` empty: a door of its own."""

    seed: int = 1
    seeds: int = 1
    count: int = 1000
    corpus: Path | None = None
    sip: str = ""
    within: float = 120.0

    def replay(self, seed: int) -> str:
        """The command that throws the same messages again."""
        said = f"callcenter lab fuzz --seed {seed} --count {self.count}"
        said += f" --corpus {self.corpus}" if self.corpus else ""
        return said + (f" --sip {self.sip}" if self.sip else "")


async def fuzz(wanted: FuzzWanted, say: Say) -> bool:
    """Throw them; say of each seed how it went, and how to throw a bad one again."""
    corpus = _corpus(wanted.corpus)
    fine = True
    for seed in range(wanted.seed, wanted.seed + wanted.seeds):
        try:
            async with asyncio.timeout(wanted.within):
                faults = await _one(wanted, seed, corpus)
        except TimeoutError:
            faults = [f"not over within {wanted.within:g} s"]
        if faults:
            fine = False
            say(f"seed {seed}: {'; '.join(faults)}")
            say(f"  again: {wanted.replay(seed)}")
        else:
            say(f"seed {seed}: {wanted.count} broken messages, and the door serves on")
    return fine


async def _one(wanted: FuzzWanted, seed: int, corpus: list[bytes]) -> list[str]:
    if wanted.sip:
        host, port = loopback(wanted.sip)
        made = islice(broken(seed, originals(NOBODY) + corpus), wanted.count)
        return await _throw(host, port, (named(data, wanted.sip, "") for data in made))
    async with OwnDoor() as door:
        return await _at_own_door(door, wanted.count, seed, corpus)


async def _at_own_door(door: OwnDoor, count: int, seed: int, corpus: list[bytes]) -> list[str]:
    door.line.expected |= {"good-standing", "good-udp", "good-tcp"}
    caller = await GoodCaller(door.host, door.port).open()
    faults: list[str] = []
    try:
        standing = await caller.calls(door.number, "good-standing")
        good = originals(door.number) + inside(door.number, standing.call) + corpus
        made = islice(broken(seed, good), count)
        address, token = f"{door.host}:{door.port}", standing.token
        faults = await _throw(door.host, door.port, (named(data, address, token) for data in made))
        await caller.hangs_up(standing)
        await _whole_calls(door)
    except NotServed as wrong:
        faults.append(str(wrong))
    finally:
        caller.close()
    return list(dict.fromkeys((*faults, *door.faults())))


async def _whole_calls(door: OwnDoor) -> None:
    for transport in ("UDP", "TCP"):
        caller = await GoodCaller(door.host, door.port, transport=transport).open()
        try:
            call = await caller.calls(door.number, f"good-{transport.lower()}")
            await caller.hangs_up(call)
        finally:
            caller.close()


async def _throw(host: str, port: int, messages: Iterator[bytes]) -> list[str]:
    loop = asyncio.get_running_loop()
    thrower, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
    )
    caller = await GoodCaller(host, port).open()
    thrown = 0
    try:
        while batch := list(islice(messages, BATCH)):
            for data in batch:
                thrower.sendto(data, (host, port))
            for data in batch[::TCP_EACH]:
                await _stream(host, port, data)
            await caller.asks()
            thrown += len(batch)
    except NotServed as wrong:
        return [f"{wrong}, behind message {thrown} to {thrown + BATCH}"]
    finally:
        thrower.close()
        caller.close()
    return []


async def _stream(host: str, port: int, data: bytes) -> None:
    """Over a connection of its own, until the door has closed it."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        async with asyncio.timeout(STREAM_PATIENCE):
            writer.write(data)
            writer.write_eof()
            while await reader.read(65536):
                pass
    except ConnectionError:
        # Cut in the middle: a stream that cannot be followed.
        return
    except TimeoutError:
        raise NotServed(f"a connection stood open for {STREAM_PATIENCE:g} s") from None
    finally:
        writer.close()


def _corpus(folder: Path | None) -> list[bytes]:
    if folder is None:
        return []
    found = [path.read_bytes() for path in sorted(folder.glob("*.dat"))]
    if not found:
        raise SettingsInvalid(f"--corpus {folder}: no .dat files there")
    return found
