"""Who may think: the advisory lock that one control holds, and the epoch it raises.

Control takes it at its start and keeps it while it lives; a standby waits in `take`. Losing the
database does not end the rule, for nobody else can win then; reading another epoch does. It must
not know what control thinks about.
"""

import asyncio
import contextlib
from typing import Final

import asyncpg

from callcenter.errors import StaleEpoch, Unavailable
from callcenter.storage.database import CONNECT_WITHIN, Connection, translated

_LOCK: Final = 0x63635F6D696E64
"""Advisory lock key of the one mind."""
_LOOK_EVERY: Final = 1.0
_ANSWER_WITHIN: Final = 3.0
_SESSION: Final = {
    "application_name": "callcenter control",
    "tcp_user_timeout": "3000",  # a dead machine's session, and with it its lock, ends in 3 s
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
}


class Mind:
    """The right to think, held on a connection of its own.

    `holder` names this process in the database; no meaning hangs on it.
    """

    def __init__(self, dsn: str, holder: str) -> None:
        self._dsn = dsn
        self._holder = holder
        self._connection: Connection = None
        self.epoch = 0
        """The epoch we rule in; 0 before `take`."""

    async def take(self) -> int:
        """Wait until no other control lives, raise the epoch and return it.

        Raises Unavailable while the database is away; call it again then.
        """
        try:
            with translated():
                self.epoch = await self._raise_epoch(await self._connect())
        except Unavailable:
            await self.let_go()
            raise
        return self.epoch

    async def read_epoch(self) -> int:
        """The epoch that rules; raises Unavailable."""
        with translated():
            connection = await self._connect()
            return int(await connection.fetchval("SELECT epoch FROM mind", timeout=_ANSWER_WITHIN))

    async def keep(self) -> None:
        """Look after the lock until cancelled; raises StaleEpoch when another control rules."""
        while True:
            try:
                await self._look()
            except Unavailable as wrong:
                self._drop_broken(wrong)
            await asyncio.sleep(_LOOK_EVERY)

    async def let_go(self) -> None:
        """Give the lock up, at an orderly end."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with contextlib.suppress(Unavailable), translated():
            await connection.close(timeout=_ANSWER_WITHIN)

    async def _raise_epoch(self, connection: Connection) -> int:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        epoch = await connection.fetchval(
            "UPDATE mind SET epoch = epoch + 1, holder = $1, taken_at = now() RETURNING epoch",
            self._holder,
            timeout=_ANSWER_WITHIN,
        )
        return int(epoch)

    def _drop_broken(self, wrong: Unavailable) -> None:
        """A slow database keeps our lock, so that connection stays; a broken one is of no use."""
        if self._connection is not None and not isinstance(wrong.__cause__, TimeoutError):
            self._connection.terminate()

    async def _look(self) -> None:
        """Is it still our epoch; and after a lost connection, get the lock back without raising."""
        lost = self._connection is None or self._connection.is_closed()
        ruling = await self.read_epoch()
        if ruling != self.epoch:
            raise StaleEpoch(f"epoch {ruling} rules now, ours was {self.epoch}")
        if lost:
            await self._lock_again()

    async def _lock_again(self) -> None:
        with translated():
            if await self._connection.fetchval(
                "SELECT pg_try_advisory_lock($1)", _LOCK, timeout=_ANSWER_WITHIN
            ):
                return
        # Our own old session may not have ended yet: forget this one, so that we try again.
        await self.let_go()

    async def _connect(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(
                self._dsn, timeout=CONNECT_WITHIN, server_settings=_SESSION
            )
        return self._connection
