"""Rules of dialled numbers."""

from callcenter.storage.statements import run

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RULES = """
ALTER TABLE numbers ADD COLUMN rules jsonb DEFAULT '{}' NOT NULL
    CONSTRAINT ck_numbers_rules CHECK (jsonb_typeof(rules) = 'object');
"""


def upgrade() -> None:
    """Forward only."""
    run(_RULES)
