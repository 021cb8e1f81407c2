"""Who may sign in, and who is signed in.

Web asks; it checks passwords and makes tokens itself. Of a session's token only the hash comes in
here, so that the database opens no door.
"""

from datetime import datetime

from callcenter.staff import Account, OpenSession
from callcenter.storage.database import Database, Row
from callcenter.storage.texts import plain


class Accounts:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, sign_in: str) -> Account | None:
        """The account of that name, unless there is none or it is closed."""
        row = await self._database.fetch_one(
            "SELECT * FROM users WHERE sign_in = $1 AND active", plain(sign_in)
        )
        return _account(row) if row else None

    async def of_agents(self) -> dict[str, Account]:
        """Every open account by work number, for roles on boards."""
        rows = await self._database.fetch("SELECT * FROM users WHERE active ORDER BY sign_in")
        return {row["agent_id"]: _account(row) for row in rows}

    async def set_password(self, sign_in: str, password_hash: str) -> bool:
        """Replace the hash and end all sessions; False when nobody has that name."""
        async with self._database.transaction() as connection:
            found = await connection.fetchval(
                "UPDATE users SET password_hash = $2 WHERE sign_in = $1 RETURNING true",
                sign_in,
                password_hash,
            )
            await connection.execute("DELETE FROM sessions WHERE sign_in = $1", sign_in)
        return bool(found)

    async def open_session(self, token_hash: str, session: OpenSession) -> None:
        """Remember a session; those that are past their end go at the same time."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM sessions WHERE expires_at < $1", session.created_at
            )
            await connection.execute(
                "INSERT INTO sessions (token_hash, sign_in, csrf, created_at, expires_at) "
                "VALUES ($1, $2, $3, $4, $5)",
                token_hash,
                session.account.sign_in,
                session.csrf,
                session.created_at,
                session.expires_at,
            )

    async def find_session(self, token_hash: str, now: datetime) -> OpenSession | None:
        """The session behind a token, unless it is over or its account is closed."""
        row = await self._database.fetch_one(
            "SELECT users.*, csrf, sessions.created_at AS opened_at, expires_at "
            "FROM sessions JOIN users USING (sign_in) "
            "WHERE token_hash = $1 AND expires_at > $2 AND active",
            token_hash,
            now,
        )
        if row is None:
            return None
        return OpenSession(
            account=_account(row),
            csrf=row["csrf"],
            created_at=row["opened_at"],
            expires_at=row["expires_at"],
        )

    async def close_session(self, token_hash: str) -> None:
        """Sign out; harmless when it is over already."""
        await self._database.execute("DELETE FROM sessions WHERE token_hash = $1", token_hash)


def _account(row: Row) -> Account:
    return Account(
        sign_in=row["sign_in"],
        agent=row["agent_id"],
        password_hash=row["password_hash"],
        role=row["role"],
        scope=row["scope"],
    )
