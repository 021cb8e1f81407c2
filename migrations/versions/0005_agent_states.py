"""An index for reports of agents' time: a few facts of a day out of millions."""

from callcenter.storage.statements import run

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INDEX = """
CREATE INDEX ix_journal_agent_states ON journal (at) WHERE kind = 'AgentStateChanged';
"""


def upgrade() -> None:
    """Forward only."""
    run(_INDEX)
