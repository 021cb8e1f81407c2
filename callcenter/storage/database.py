"""The way to PostgreSQL: one small pool that opens, heals and retries by itself.

Every store in this package speaks through it. It is the one place that turns the driver's and the
system's errors into ours, so nobody outside this package needs to know the driver. It must not
know what is stored.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final, TypeVar

import asyncpg

from callcenter.errors import Unavailable

Connection = Any
"""An asyncpg connection; the driver carries no types."""

Row = Mapping[str, Any]

_T = TypeVar("_T")

CONNECT_WITHIN: Final = 5.0
ANSWER_WITHIN: Final = 10.0
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 0.5

_AWAY: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,  # class 08
    asyncpg.InvalidAuthorizationSpecificationError,  # class 28: a password changed under us
    asyncpg.InvalidCatalogNameError,  # 3D000: the database is being restored
    asyncpg.ReadOnlySQLTransactionError,  # 25006: a standby not yet promoted
    asyncpg.TransactionRollbackError,  # class 40: deadlock, serialisation
    asyncpg.InternalClientError,  # the server's last word came unasked for
    asyncpg.InsufficientResourcesError,  # class 53: disk, memory, connections
    asyncpg.LockNotAvailableError,  # 55P03
    asyncpg.OperatorInterventionError,  # class 57: stopping, crashed, starting
    asyncpg.PostgresSystemError,  # class 58: input/output error
)


def is_away(wrong: BaseException) -> bool:
    """Whether an error means that the database does not answer for now, not that we misused it."""
    if isinstance(wrong, _AWAY):
        return True
    return isinstance(wrong, asyncpg.InterfaceError) and "clos" in str(wrong)


@contextmanager
def translated() -> Iterator[None]:
    """Raise `Unavailable` for every error that means the database is away."""
    try:
        yield
    except Unavailable:
        raise
    except Exception as wrong:
        if not is_away(wrong):
            raise
        raise Unavailable(
            f"the database does not answer ({type(wrong).__name__}); trying again"
        ) from wrong


@asynccontextmanager
async def _given_back(pool: Any, connection: Connection) -> AsyncIterator[None]:
    """Back into the pool at the end; thrown away if the database turned out to be away."""
    try:
        yield
    except Exception as wrong:
        if is_away(wrong):
            with suppress(asyncpg.InterfaceError):  # a lost one has left the pool already
                connection.terminate()
        raise
    finally:
        await pool.release(connection, timeout=CONNECT_WITHIN)


class Database:
    """A pool of at most `most` connections to `dsn`, opened at the first use.

    `patience` is how many seconds a read or an acquisition is tried again before `Unavailable`;
    a transaction that has begun is never tried again.
    """

    def __init__(self, dsn: str, *, most: int = 5, patience: float = 0.0) -> None:
        self.dsn = dsn
        self._most = most
        self._patience = patience
        self._pool: Any = None
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        """Close every connection; what is under way is cut after two seconds."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            await asyncio.wait_for(pool.close(), 2.0)
        except (TimeoutError, *_AWAY):
            pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Borrow a connection; raises Unavailable."""
        pool, connection = await self._retried(self._acquire)
        with translated():
            async with _given_back(pool, connection):
                yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Borrow a connection inside a transaction, committed at the end of the block."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def fetch(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query; tried again on a lost connection, so it must only read."""

        async def once() -> list[Row]:
            pool, connection = await self._acquire()
            async with _given_back(pool, connection):
                rows: list[Row] = await connection.fetch(sql, *values)
                return rows

        return await self._retried(once)

    async def fetch_one(self, sql: str, *values: object) -> Row | None:
        """The first row, or nothing; tried again like `fetch`."""
        rows = await self.fetch(sql, *values)
        return rows[0] if rows else None

    async def fetch_value(self, sql: str, *values: object) -> Any:
        """The first column of the first row, or None; tried again like `fetch`."""
        row = await self.fetch_one(sql, *values)
        return None if row is None else next(iter(row.values()))

    async def execute(self, sql: str, *values: object) -> int:
        """Carry out one statement; how many rows it touched. Tried again: it must bear that."""

        async def once() -> int:
            pool, connection = await self._acquire()
            async with _given_back(pool, connection):
                return touched(await connection.execute(sql, *values))

        return await self._retried(once)

    async def execute_many(self, sql: str, many: Sequence[Sequence[object]]) -> None:
        """One statement for many rows, all or none."""
        if not many:
            return
        async with self.transaction() as connection:
            await connection.executemany(sql, many)

    async def _acquire(self) -> tuple[Any, Connection]:
        pool = await self._opened()
        return pool, await pool.acquire(timeout=CONNECT_WITHIN)

    async def _opened(self) -> Any:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self.dsn,
                    min_size=0,
                    max_size=self._most,
                    timeout=CONNECT_WITHIN,
                    command_timeout=ANSWER_WITHIN,
                    server_settings={"application_name": "callcenter", "timezone": "UTC"},
                )
            return self._pool

    async def _retried(self, once: Callable[[], Awaitable[_T]]) -> _T:
        """Once more at once (a connection of the pool may be stale), then while patience lasts."""
        until = time.monotonic() + self._patience
        pause = 0.0
        while True:
            try:
                with translated():
                    return await once()
            except Unavailable as wrong:
                slow = isinstance(wrong.__cause__, TimeoutError)
                if (pause or slow) and time.monotonic() + pause > until:
                    raise
            await asyncio.sleep(pause)
            pause = min(max(_FIRST_PAUSE, pause * 2), _LONGEST_PAUSE)


def touched(status: str) -> int:
    """How many rows a command tag such as `UPDATE 3` speaks of."""
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0
