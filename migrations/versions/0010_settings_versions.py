"""Every change of the settings: who made it, when, what it changed, and what they were then."""

from callcenter.storage.statements import run

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE settings_versions (
    version integer NOT NULL,
    at timestamptz DEFAULT now() NOT NULL,
    by text NOT NULL,
    remark text DEFAULT '' NOT NULL,
    restored integer,
    changes json NOT NULL,
    document json NOT NULL,
    CONSTRAINT pk_settings_versions PRIMARY KEY (version)
);
"""


def upgrade() -> None:
    """Forward only."""
    run(_TABLE)
