"""Which of a queue's free agents takes the next call is the queue's own setting."""

from callcenter.storage.statements import run

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STRATEGY = """
ALTER TABLE queues ADD COLUMN strategy text DEFAULT 'longest_idle' NOT NULL
    CONSTRAINT ck_queues_strategy
    CHECK (strategy IN ('longest_idle', 'best_skilled', 'round_robin'));
"""


def upgrade() -> None:
    """Forward only."""
    run(_STRATEGY)
