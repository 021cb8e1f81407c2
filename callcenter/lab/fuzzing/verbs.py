"""What `callcenter lab` offers of it: thin, importing late."""

from pathlib import Path
from typing import Annotated

import typer


def fuzz(
    seed: Annotated[int, typer.Option(min=0, help="The first seed.")] = 1,
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="Messages of each seed.")] = 1000,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 1,
    corpus: Annotated[
        Path | None, typer.Option(help="A folder of messages (.dat) to break as well.")
    ] = None,
    sip: Annotated[
        str, typer.Option(help="HOST:PORT of a door on this machine; by default one of its own.")
    ] = "",
    within: Annotated[float, typer.Option(min=1, help="Seconds for one seed.")] = 120.0,
) -> None:
    """Throw broken SIP messages at a front door on this machine; it has to serve on."""
    import asyncio

    from callcenter.lab.fuzzing.fuzz import FuzzWanted
    from callcenter.lab.fuzzing.fuzz import fuzz as throw

    wanted = FuzzWanted(seed, seeds, count, corpus, sip, within)
    if not asyncio.run(throw(wanted, typer.echo)):
        raise typer.Exit(1)
