"""How agents' states moved in a stretch of time, out of the journal: for reports of their time."""

from datetime import datetime

from acd.facts import AgentStateChanged
from callcenter.facts import fact_from_json
from callcenter.storage.database import Database

_BETWEEN = """
SELECT body FROM journal
WHERE kind = 'AgentStateChanged' AND at >= $1 AND at < $2
    AND day BETWEEN ($1 AT TIME ZONE 'UTC')::date AND ($2 AT TIME ZONE 'UTC')::date
ORDER BY position
"""


class AgentChanges:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def between(self, since: datetime, until: datetime) -> list[AgentStateChanged]:
        """Every change in `[since, until)`, in the journal's order."""
        rows = await self._database.fetch(_BETWEEN, since, until)
        facts = [fact_from_json(row["body"]) for row in rows]
        return [fact for fact in facts if isinstance(fact, AgentStateChanged)]
