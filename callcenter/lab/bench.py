"""`callcenter lab bench`: measures, on a centre started for it, as tables with median and spread.

It decides what is measured in which order; how is in `measures`. Nothing is written anywhere:
`docs/benchmarks.md` is kept by hand.
"""

import os
import platform
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
import psutil

from callcenter.errors import SettingsInvalid, Unavailable
from callcenter.lab.measures.deaths import deaths
from callcenter.lab.measures.decisions import measure as decisions
from callcenter.lab.measures.load import conversations
from callcenter.lab.measures.mind import facts
from callcenter.lab.measures.moments import answers_and_keys, offers
from callcenter.lab.measures.own_centre import LINES, OwnCentre, own_centre
from callcenter.lab.measures.spread import Table

ACD: Final = "acd"
"""The kind that needs no centre."""
KINDS: Final = (ACD, "caller", "offers", "conversations", "facts", "starts", "deaths")
STARTS: Final = 3
DEATHS: Final = 3


class BenchWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which kinds, how often, and how many conversations at once."""

    kinds: Sequence[str] = KINDS
    rounds: int = 20
    conversations: Sequence[int] = (10, 20, 30)

    def check(self) -> None:
        """Raises SettingsInvalid for what cannot be measured."""
        for kind in self.kinds:
            if kind not in KINDS:
                raise SettingsInvalid(f"{kind} is nothing to measure; there are {', '.join(KINDS)}")
        most = LINES - 10
        if not all(1 <= count <= most for count in self.conversations):
            raise SettingsInvalid(f"--conversations: each from 1 to {most}")


async def bench(wanted: BenchWanted, say: Callable[[str], None]) -> None:
    """Measure and print; raises SettingsInvalid and Unavailable."""
    wanted.check()
    table = Table(say)
    say(_machine())
    if ACD in wanted.kinds:
        decisions(say)
    kinds = [one for one in KINDS if one in wanted.kinds and one != ACD]
    if not kinds:
        return
    async with own_centre(say) as centre:
        for kind in kinds:
            try:
                await _measure(kind, centre, wanted, table)
            except TimeoutError as late:
                raise Unavailable(f"{kind}: waited in vain; {late}".rstrip("; ")) from late


async def _measure(kind: str, centre: OwnCentre, wanted: BenchWanted, table: Table) -> None:
    match kind:
        case "caller":
            await answers_and_keys(centre, wanted.rounds, table)
        case "offers":
            await offers(centre, wanted.rounds, table)
        case "conversations":
            await conversations(centre, wanted.conversations, table)
        case "facts":
            await facts(centre, table)
        case "starts":
            await _starts(centre, table)
        case "deaths":
            await deaths(centre, DEATHS, table)


async def _starts(centre: OwnCentre, table: Table) -> None:
    """Stop and start again, on a data folder that is there."""
    stops, starts = [], []
    for _ in range(STARTS):
        stops.append(await centre.stop())
        starts.append(await centre.start())
    table.title("Start and stop, on a data folder that is there")
    table.row("`callcenter up --demo` → everything is ready", starts, "s")
    table.row("asked to stop → nothing is left", stops, "s")


def _machine() -> str:
    """What is measured on, and what else it does."""
    model = platform.processor() or platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    load = os.getloadavg()[0]
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{psutil.cpu_count()} × {names[0] if names else model}, {memory:.0f} GB, "
        f"Python {platform.python_version()}, load before: {load:.1f}"
    )
