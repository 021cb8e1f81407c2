"""Brings a database to this release's schema, or refuses it in one line.

`callcenter up` and the tests call `migrate`. Two at the same time wait for each other. It must not
touch a database that is not ours, or that a newer release has changed.
"""

import asyncio
from pathlib import Path
from typing import Any, Final

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import callcenter
from callcenter.errors import SettingsInvalid, Unavailable
from callcenter.storage.database import CONNECT_WITHIN, is_away

VERSION_TABLE: Final = "callcenter_version"
OLDEST_SERVER: Final = 15
_LOCK: Final = 0x63635F6D696772
"""Advisory lock key: one migration at a time."""
_STEPS: Final = Path(callcenter.__file__).parents[1] / "migrations"
"""Beside our own package: another program's `migrations` may be importable as well."""
_REFUSED: Final = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.ClientConfigurationError,
    ValueError,
)
_FOREIGN: Final = text(
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
    "AND relnamespace = current_schema()::regnamespace ORDER BY relname LIMIT 3"
)


def migrate(dsn: str) -> None:
    """Apply what is missing, in one transaction. Call it in a thread when a loop is running.

    Raises SettingsInvalid (one line: cause and cure) for a database that is foreign, newer, too
    old a server, not UTF-8, or not open to us, and Unavailable when it does not answer.
    """
    asyncio.run(_migrate(dsn))


def scripts() -> Config:
    """Alembic's configuration for the steps that come with this release."""
    if not (_STEPS / "env.py").is_file():
        raise SettingsInvalid(f"{_STEPS} is missing; install the package again")
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    return config


async def _migrate(dsn: str) -> None:
    async def connect() -> Any:
        return await asyncpg.connect(dsn, timeout=CONNECT_WITHIN)

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    except DBAPIError as wrong:
        raise _explained(wrong.orig, wrong) from wrong
    except (*_REFUSED, OSError, TimeoutError, asyncpg.PostgresError) as wrong:
        raise _explained(wrong, wrong) from wrong
    finally:
        await engine.dispose()


def _explained(cause: BaseException | None, wrong: Exception) -> Exception:
    """The driver's error as ours; SQLAlchemy wraps it once or twice."""
    inner = getattr(cause, "__cause__", None) or cause or wrong
    if isinstance(inner, _REFUSED):
        return SettingsInvalid(
            f"CALLCENTER_DATABASE_URL: the database refused us: {_line(inner)}; "
            "correct the address, the user's password or its rights"
        )
    if is_away(inner):
        return Unavailable(f"the database does not answer: {_line(inner)}")
    return wrong


def _line(wrong: BaseException) -> str:
    return " ".join(str(wrong).split()) or type(wrong).__name__


def _upgrade(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    _refuse_server(connection)
    config = scripts()
    _refuse_foreign(connection, ScriptDirectory.from_config(config))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_server(connection: Connection) -> None:
    version = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
    if version < OLDEST_SERVER:
        raise SettingsInvalid(
            f"the database server is PostgreSQL {version}; {OLDEST_SERVER} or newer is needed"
        )
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise SettingsInvalid(
            f"the database is encoded in {encoding}; create it with ENCODING 'UTF8'"
        )


def _refuse_foreign(connection: Connection, known: ScriptDirectory) -> None:
    name = connection.scalar(text("SELECT current_database()"))
    if not connection.scalar(text("SELECT to_regclass(:table)"), {"table": VERSION_TABLE}):
        others = ", ".join(connection.scalars(_FOREIGN))
        if others:
            raise SettingsInvalid(
                f"database {name} belongs to another program (it has the tables {others}); "
                "name an empty database in CALLCENTER_DATABASE_URL"
            )
        return
    for revision in connection.scalars(text(f"SELECT version_num FROM {VERSION_TABLE}")):
        if revision not in {script.revision for script in known.walk_revisions()}:
            raise SettingsInvalid(
                f"database {name} has schema {revision}, which this release does not know; "
                "run the newer release, or restore a backup from before the upgrade"
            )
