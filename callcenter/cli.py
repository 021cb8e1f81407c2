"""The command line ``callcenter``: one function per verb, each thin, each importing late.

Exit codes: 0 fine, 1 failed, 2 wrong use or configuration, told in one line with cause and cure.
It must not know how anything is done.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from callcenter.errors import CallcenterError, SettingsInvalid, Unavailable
from callcenter.flow_cli import flow
from callcenter.lab.fuzzing import verbs as fuzzing
from callcenter.lab.load import verbs as loading
from callcenter.lab.simulation import verbs as simulation
from callcenter.phone_verbs import app as phone_app
from callcenter.settings import Settings

app = typer.Typer(
    name="callcenter",
    help="A complete call centre: IVR, queues, browser desk, recording, live measures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ROLES = {
    "control": "The one mind: facts in, commands out.",
    "exchange": "The SIP front door and its pool of lines.",
    "softphone": "The browsers' audio.",
    "web": "API, desks, wallboards and pages.",
    "worker": "Records, figures, recordings and look-ups.",
}


@app.command()
def up(
    demo: Annotated[bool, typer.Option("--demo", help="Fill it with a demo centre.")] = False,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy in front ends TLS.")
    ] = False,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Leave a role out; may be repeated.")
    ] = None,
) -> None:
    """Start the whole centre on this machine and keep it up until Ctrl-C."""
    from callcenter.drain_verbs import remind
    from callcenter.embedded.programs import ROLES as KINDS
    from callcenter.embedded.up import Plan
    from callcenter.embedded.up import up as bring_up

    left_out = set(without or ())
    unknown = left_out - set(ROLES)
    if unknown:
        raise SettingsInvalid(
            f"--without {sorted(unknown)[0]}: no such role; roles are {', '.join(ROLES)}"
        )
    settings = _settings(demo=demo, behind_proxy=behind_proxy)
    kinds = tuple(kind for kind in KINDS if kind.name not in left_out)
    people = _demo_people() if settings.demo else {}
    remind(settings, _say)
    bring_up(Plan(settings, kinds=kinds, people=people), _say)


@app.command()
def doctor() -> None:
    """Check this machine for everything the centre needs."""
    from callcenter.embedded.doctor import examine

    if not examine(_settings()):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database's schema to this version."""
    from callcenter.storage.migration import migrate as bring_to_this_version

    settings = _settings()
    bring_to_this_version(_dsn(settings))


@app.command("demo-data")
def demo_data() -> None:
    """Fill the database with the demo centre; passwords go to the data folder's keys."""
    from callcenter.storage.demo import fill

    settings = _settings()
    fill(_dsn(settings), settings.keys, time_zone=settings.time_zone)


@app.command(hidden=True)
def prepare() -> None:
    """What ``up`` needs before the roles: a bus that lets us in, the schema, the demo's data."""
    _try_bus(_settings())
    migrate()
    if _settings().demo:
        demo_data()


@app.command()
def token(
    role: Annotated[str, typer.Option(help="agent, supervisor, qa or admin.")] = "",
    agent: Annotated[str, typer.Option(help="Whose rights it has, by work number.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it lasts.")] = 90,
) -> None:
    """Make a token for a program: sent as ``Authorization: Bearer``, it has an account's rights."""
    import asyncio
    from datetime import timedelta

    from callcenter.storage.accounts import Accounts
    from callcenter.storage.database import Database
    from callcenter.web.tokens import make_token

    if not role and not agent:
        raise SettingsInvalid("token: say for whom, with --role or --agent")

    async def make() -> str:
        database = Database(_dsn(_settings()))
        try:
            lasts = timedelta(days=days)
            accounts = Accounts(database)
            return await make_token(accounts, role=role, work_number=agent, lasts=lasts)
        finally:
            await database.close()

    typer.echo(asyncio.run(make()))


app.add_typer(flow, name="flow")

config = typer.Typer(help="What routing is told, as one file.", no_args_is_help=True)
app.add_typer(config, name="config")

_File = Annotated[Path, typer.Argument(help="A document as YAML, or TOML where it ends so.")]


@config.command("export")
def config_export(
    file: Annotated[Path | None, typer.Argument(help="Where to; else it is printed.")] = None,
) -> None:
    """Write queues, agents, teams, reasons, numbers and the house as one YAML file."""
    from callcenter.config_file import export

    export(_dsn(_settings()), file, typer.echo)


@config.command("import")
def config_import(
    file: _File,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
) -> None:
    """Bring the house to what a file says; nothing is changed when anything makes no sense."""
    from callcenter.config_file import bring_in

    if not bring_in(_dsn(_settings()), file, _tell, dry_run=dry_run):
        raise typer.Exit(2)


@config.command("check")
def config_check(file: _File) -> None:
    """Check a file by itself: every fault with its line, path and cure, nothing when it is good."""
    from callcenter.config_file import check

    if not check(file, _tell):
        raise typer.Exit(2)


def _tell(line: str, wrong: bool) -> None:
    typer.echo(line, err=wrong)


def _try_bus(settings: Settings) -> None:
    """Told here in one line, instead of by every role again and again."""
    import asyncio

    from callcenter.bus import Bus

    async def try_it() -> None:
        try:
            bus = await Bus.connect(settings.nats_url, settings.nats_token, "prepare", within=5)
        except Unavailable:
            raise SettingsInvalid(
                "CALLCENTER_NATS_URL: the bus does not let us in; "
                "correct the address, or CALLCENTER_NATS_TOKEN"
            ) from None
        await bus.close()

    asyncio.run(try_it())


def _settings(**chosen: bool) -> Settings:
    """Settings from environment and file, with what the command line asks for; data absolute."""
    settings = Settings.read()
    asked = {name: value for name, value in chosen.items() if value}
    return settings.model_copy(update={**asked, "data": settings.data.absolute()})


def _dsn(settings: Settings) -> str:
    from callcenter.embedded.postgres import dsn_of

    return dsn_of(settings)


def _say(line: str) -> None:
    """One line for the operator; a closed terminal must not end the centre."""
    with contextlib.suppress(OSError):
        os.write(1, f"{line}\n".encode())


def _demo_people() -> dict[str, str]:
    from callcenter.storage.demo_house import PEOPLE

    return {number: f"{role}, {name}" for number, name, *_, role, _ in PEOPLE}


def _running(name: str) -> Callable[[], None]:
    def run() -> None:
        from callcenter.wiring import run as run_role

        run_role(name, _settings())

    return run


lab = typer.Typer(help="Virtual callers and agents: checks and measures.", no_args_is_help=True)
app.add_typer(lab, name="lab")


@lab.command("call")
def lab_call(
    number: Annotated[str, typer.Option(help="The number that is called.")] = "8000",
    keys: Annotated[str, typer.Option(help="Keys for its menus, in order.")] = "1,1",
    agent: Annotated[str, typer.Option(help="Who takes the call, at a desk phone.")] = "1002",
    web: Annotated[str, typer.Option(help="The pages; by default this data folder's.")] = "",
    sip: Annotated[str, typer.Option(help="HOST:PORT of the telephone; likewise.")] = "",
    talk: Annotated[float, typer.Option(min=1, max=60, help="Seconds they talk.")] = 3.0,
) -> None:
    """Place one call through the running centre and tell step by step what happened."""
    import asyncio

    from callcenter.embedded.up import demo_passwords
    from callcenter.lab import addresses
    from callcenter.lab.call import Wanted, call
    from callcenter.lab.trial import Plan

    settings = _settings()
    pressed = tuple(key.strip() for key in keys.split(",") if key.strip())
    wanted = Wanted(
        plan=Plan(number=number, keys=pressed, sip=sip or addresses.sip(settings), talk=talk),
        web=web or addresses.web(settings),
        agent=agent,
        passwords=demo_passwords(settings.keys),
    )
    if not asyncio.run(call(wanted, typer.echo)):
        raise typer.Exit(1)


@lab.command("bench")
def lab_bench(
    kinds: Annotated[
        list[str] | None,
        typer.Argument(
            help="acd, caller, offers, conversations, facts, starts, deaths; all by default"
        ),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, max=500, help="Calls for each moment.")] = 20,
    conversations: Annotated[str, typer.Option(help="How many at once.")] = "10,20,30",
) -> None:
    """Measure a centre started for it, on this machine; prints medians and spreads."""
    import asyncio

    from callcenter.lab.bench import KINDS, BenchWanted, bench

    try:
        counts = [int(count) for count in conversations.split(",")]
    except ValueError:
        raise SettingsInvalid("--conversations takes whole numbers, such as 10,20,30") from None
    wanted = BenchWanted(kinds=kinds or KINDS, rounds=rounds, conversations=counts)
    asyncio.run(bench(wanted, typer.echo))


lab.command("simulate")(simulation.simulate)
lab.command("seeds")(simulation.seeds)
lab.command("fuzz")(fuzzing.fuzz)
lab.command("load")(loading.load)

for _name, _help in ROLES.items():
    if _name != "exchange":
        app.command(_name, help=f"Run one role: {_help}")(_running(_name))

exchange = typer.Typer(help=f"Run one role, or drain it: {ROLES['exchange']}")
app.add_typer(exchange, name="exchange")
app.add_typer(phone_app, name="phone")


@exchange.callback(invoke_without_command=True)
def exchange_role(context: typer.Context) -> None:
    """Without a verb: run it."""
    if context.invoked_subcommand is None:
        _running("exchange")()


@exchange.command("drain")
def exchange_drain(
    wait: Annotated[bool, typer.Option("--wait", help="Until no call is up.")] = False,
) -> None:
    """Refuse new calls with 503 from now on; calls that are up go on."""
    from callcenter.drain_verbs import drain

    drain(_settings(), _say, wait=wait)


@exchange.command("resume")
def exchange_resume() -> None:
    """Take new calls again."""
    from callcenter.drain_verbs import resume

    resume(_settings(), _say)


def main() -> None:
    """Entry point; turns our own errors into one line and an exit code."""
    from callcenter.embedded.trouble import StopAsked

    try:
        app()
    except StopAsked:
        sys.exit(0)
    except SettingsInvalid as wrong:
        typer.echo(f"callcenter: {wrong}", err=True)
        sys.exit(2)
    except CallcenterError as wrong:
        typer.echo(f"callcenter: {wrong}", err=True)
        sys.exit(1)
