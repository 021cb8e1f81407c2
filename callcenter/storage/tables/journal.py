"""Tables of the one mind: its epoch, the journal of facts, snapshots, and how far folds have read.

Read by the migrations and by the test that compares them with a migrated database; the journal
itself is written and read with plain SQL in `callcenter.storage.journal`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from callcenter.storage.tables.metadata import INSTANT, metadata

mind = Table(
    "mind",
    metadata,
    Column("sole", Boolean, primary_key=True, server_default="true"),
    Column("epoch", BigInteger, nullable=False, server_default="0"),
    Column("position", BigInteger, nullable=False, server_default="0"),
    Column("holder", Text, nullable=False, server_default=""),
    Column("taken_at", INSTANT),
    CheckConstraint("sole", name="one_row"),
)
"""One row: who rules, and the last position in the journal."""

journal = Table(
    "journal",
    metadata,
    Column("day", Date, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("cause", BigInteger, nullable=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("call_id", Text),
    Column("agent_id", Text),
    Column("body", JSONB, nullable=False),
    PrimaryKeyConstraint("position", "day"),
    UniqueConstraint("day", "source", "seq"),
    Index(None, "call_id", "position"),
    Index(None, "agent_id", "position"),
    Index("ix_journal_agent_states", "at", postgresql_where=text("kind = 'AgentStateChanged'")),
    postgresql_partition_by="RANGE (day)",
)
"""Every fact, in the one order. `day` is the UTC day of `at`; one partition a day."""

snapshots = Table(
    "snapshots",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("code_version", Text, nullable=False),
    Column("config_version", Integer, nullable=False),
    Column("taken_at", INSTANT, nullable=False, server_default=func.now()),
    Column("bytes", LargeBinary, nullable=False),
)

projections = Table(
    "projections",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)
"""How far each fold of the worker has read the journal."""
