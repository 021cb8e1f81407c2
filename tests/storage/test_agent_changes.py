"""Agents' states out of the journal, for reports of their time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from acd.facts import AgentState, AgentStateChanged
from acd.ids import AgentId
from callcenter.storage.agent_changes import AgentChanges
from callcenter.storage.database import Database
from callcenter.storage.journal import JournalStore
from tests.storage.facts import NOON, available, row

pytestmark = pytest.mark.postgres


async def test_only_states_of_the_stretch_in_the_journals_order(database: Database) -> None:
    await database.execute("UPDATE mind SET epoch = 1")
    changes = [
        AgentStateChanged(at=NOON + timedelta(hours=n), agent=AgentId("1001"), state=state)
        for n, state in ((0, AgentState.IDLE), (13, AgentState.ON_CALL), (30, AgentState.WRAP_UP))
    ]
    facts = [changes[0], available("1001"), *changes[1:]]
    await JournalStore(database).append([row(n + 1, fact) for n, fact in enumerate(facts)], 1)
    store = AgentChanges(database)
    assert await store.between(NOON, NOON + timedelta(hours=30)) == changes[:2]
    assert await store.between(NOON + timedelta(hours=1), NOON + timedelta(days=2)) == changes[1:]
