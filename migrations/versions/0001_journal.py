"""The mind's epoch, the journal, snapshots and projections."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only."""
    op.execute(
        """
        CREATE TABLE mind (
            sole boolean DEFAULT true NOT NULL,
            epoch bigint DEFAULT 0 NOT NULL,
            position bigint DEFAULT 0 NOT NULL,
            holder text DEFAULT '' NOT NULL,
            taken_at timestamptz,
            CONSTRAINT pk_mind PRIMARY KEY (sole),
            CONSTRAINT ck_mind_one_row CHECK (sole)
        )
        """
    )
    op.execute("INSERT INTO mind DEFAULT VALUES")
    op.execute(
        """
        CREATE TABLE journal (
            day date NOT NULL,
            position bigint NOT NULL,
            epoch bigint NOT NULL,
            source text NOT NULL,
            seq bigint NOT NULL,
            cause bigint NOT NULL,
            id text NOT NULL,
            kind text NOT NULL,
            at timestamptz NOT NULL,
            call_id text,
            agent_id text,
            body jsonb NOT NULL,
            CONSTRAINT pk_journal PRIMARY KEY (position, day),
            CONSTRAINT uq_journal_day_source_seq UNIQUE (day, source, seq)
        ) PARTITION BY RANGE (day)
        """
    )
    op.execute("CREATE INDEX ix_journal_call_id_position ON journal (call_id, position)")
    op.execute("CREATE INDEX ix_journal_agent_id_position ON journal (agent_id, position)")
    op.execute(
        """
        CREATE TABLE snapshots (
            position bigint NOT NULL,
            code_version text NOT NULL,
            config_version integer NOT NULL,
            taken_at timestamptz DEFAULT now() NOT NULL,
            bytes bytea NOT NULL,
            CONSTRAINT pk_snapshots PRIMARY KEY (position)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE projections (
            name text NOT NULL,
            position bigint NOT NULL,
            CONSTRAINT pk_projections PRIMARY KEY (name)
        )
        """
    )
