"""What `callcenter lab` offers of it: thin, importing late."""

from typing import Annotated

import typer


def load(  # noqa: PLR0913  (one option each)
    rate: Annotated[float, typer.Option(help="Calls a second, on average (Poisson).")] = 2.0,
    calls: Annotated[int, typer.Option(help="How many calls, 2000 at most.")] = 40,
    talk: Annotated[float, typer.Option(help="Seconds they talk.")] = 20.0,
    ring: Annotated[float, typer.Option(help="Seconds an agent's phone rings.")] = 1.0,
    agents: Annotated[
        int, typer.Option(help="Agents at desk phones: so many conversations at once.")
    ] = 20,
    patience: Annotated[float, typer.Option(help="Seconds a caller waits for an agent.")] = 30.0,
    seed: Annotated[int, typer.Option(help="The same seed, the same times and voices.")] = 1,
    web: Annotated[str, typer.Option(help="The pages; by default this data folder's.")] = "",
    sip: Annotated[str, typer.Option(help="HOST:PORT of the telephone; likewise.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON alone.")] = False,
) -> None:
    """Many calls at once through the running centre: times, gaps, and recordings by the sample."""
    import asyncio
    import logging
    import sys

    import msgspec
    import structlog

    from callcenter.embedded.postgres import dsn_of
    from callcenter.embedded.up import demo_passwords
    from callcenter.errors import SettingsInvalid
    from callcenter.lab import addresses
    from callcenter.lab.call import OBSERVER
    from callcenter.lab.load.load import load as run
    from callcenter.lab.load.report import lines
    from callcenter.lab.load.wanted import LoadWanted
    from callcenter.settings import Settings

    # What it changes in the settings is told below; stdout is for figures alone.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    settings = Settings.read()
    data = settings.data.absolute()
    passwords = demo_passwords(data / "keys")
    if OBSERVER not in passwords:
        raise SettingsInvalid(
            f"no demo sign-in {OBSERVER} in the data folder's keys: a load runs on a demo centre; "
            "start one with ./run"
        )
    wanted = LoadWanted(
        rate=rate,
        calls=calls,
        talk=talk,
        ring=ring,
        agents=agents,
        patience=patience,
        seed=seed,
        sip=sip or addresses.sip(settings),
        web=web or addresses.web(settings),
        data=data,
        dsn=dsn_of(settings),
        leader=OBSERVER,
        password=passwords[OBSERVER],
    )
    outcome = asyncio.run(run(wanted, lambda line: typer.echo(line, err=as_json)))
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(outcome), indent=2).decode())
    else:
        for line in lines(outcome):
            typer.echo(line)
    if not outcome.is_well:
        raise typer.Exit(1)
