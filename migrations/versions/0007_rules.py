"""Rules of queues, agents and the house that need no column of their own, and an agent's place
in each of her queues.
"""

from callcenter.storage.statements import run

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_RULES = """
ALTER TABLE {table} ADD COLUMN rules jsonb DEFAULT '{{}}' NOT NULL
    CONSTRAINT ck_{table}_rules CHECK (jsonb_typeof(rules) = 'object');
"""

_PLACE = """
ALTER TABLE agent_queues ADD COLUMN place integer DEFAULT 0 NOT NULL;

ALTER TABLE queues DROP CONSTRAINT ck_queues_strategy;
"""
"""A strategy is checked with all other rules, before it is published."""


def upgrade() -> None:
    """Forward only."""
    for table in ("queues", "agents", "house"):
        run(_RULES.format(table=table))
    run(_PLACE)
