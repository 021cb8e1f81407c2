"""`callcenter phone add`, `remove`, `list`: desk phones that register, and their passwords.

A password is made here, told once, and kept as hashes only: whoever loses it gets a new one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from callcenter.clock import now
from callcenter.errors import SettingsInvalid
from callcenter.settings import Settings
from callcenter.sip.binding import Binding, is_extension
from callcenter.sip.digest import new_password, secret_of

if TYPE_CHECKING:
    from callcenter.storage.phones import PhoneStore

T = TypeVar("T")
_Extension = Annotated[str, typer.Argument(help="2-10 digits, such as 1002.")]

app = typer.Typer(help="Desk phones that register with a password.", no_args_is_help=True)


@app.command()
def add(extension: _Extension) -> None:
    """A new phone, or a new password for one; the password is shown this once."""
    typer.echo(give(_dsn(), extension))


@app.command()
def remove(extension: _Extension) -> None:
    """No such phone any more: it is registered no longer, and cannot register."""
    take_away(_dsn(), extension)


@app.command("list")
def list_() -> None:
    """Every phone, and where it is registered."""
    for line in told(_dsn()):
        typer.echo(line)


def give(dsn: str, extension: str) -> str:
    """Set a new password of a phone; what it is."""
    _check(extension)
    password = new_password()
    secret = secret_of(extension, password, now())
    _with(dsn, lambda phones: phones.set(secret))
    return password


def take_away(dsn: str, extension: str) -> None:
    """Remove a phone; refused when there is none."""
    _check(extension)
    if not _with(dsn, lambda phones: phones.remove(extension)):
        raise SettingsInvalid(f"there is no phone {extension}; `callcenter phone list` shows all")


def told(dsn: str) -> list[str]:
    """One line for each phone."""
    secrets, bindings = _with(dsn, lambda phones: phones.all())
    places: dict[str, list[str]] = {}
    for one in bindings:
        if one.until > now():
            places.setdefault(one.extension, []).append(_place(one))
    return [
        f"{one.extension:<10}  {', '.join(places.get(one.extension, ())) or 'not registered'}"
        for one in secrets
    ]


def _place(one: Binding) -> str:
    left = round((one.until - now()).total_seconds())
    return f"{one.host}:{one.port} ({one.transport.upper()}, {left} s left)"


def _check(extension: str) -> None:
    if not is_extension(extension):
        raise SettingsInvalid(f"an extension is 2-10 digits such as 1002, not {extension[:20]!r}")


def _with(dsn: str, work: Callable[[PhoneStore], Awaitable[T]]) -> T:
    from callcenter.storage.database import Database
    from callcenter.storage.phones import PhoneStore

    async def once() -> T:
        database = Database(dsn)
        try:
            return await work(PhoneStore(database))
        finally:
            await database.close()

    return asyncio.run(once())


def _dsn() -> str:
    from callcenter.embedded.postgres import dsn_of

    return dsn_of(Settings.read())
