"""Calls that a supervisor took out of their queue: when, so that their wait ends there."""

from callcenter.storage.statements import run

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COLUMN = "ALTER TABLE call_records ADD COLUMN withdrawn_at timestamptz;"

_VIEW = """
CREATE OR REPLACE VIEW call_figures AS
SELECT
    call_id,
    started_at,
    queue,
    agent,
    result,
    is_over,
    queued_at,
    answer_within,
    waited,
    result = 'answered' AND waited <= answer_within AS answered_within,
    extract(epoch FROM dialogue_ended_at - answered_at)::float AS dialogue,
    talk,
    hold,
    wrap_up,
    talk + hold + wrap_up AS handle,
    extract(epoch FROM ended_at - started_at)::float AS whole
FROM (
    SELECT
        *,
        extract(epoch FROM CASE WHEN wait < '0' THEN '0' ELSE wait END)::float AS waited
    FROM call_records, LATERAL (
        SELECT coalesce(
            connected_at, called_back_at, turned_away_at, withdrawn_at, abandoned_at, ended_at
        ) - queued_at AS wait
    ) AS its
) AS record;
"""


def upgrade() -> None:
    """Forward only."""
    run(_COLUMN)
    run(_VIEW)
