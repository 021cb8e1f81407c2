"""Messages that callers leave for a queue: when a call went to one, and what became of each."""

from callcenter.storage.statements import run

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_COLUMN = "ALTER TABLE call_records ADD COLUMN voicemail_at timestamptz;"

_TABLE = """
CREATE TABLE voicemails (
    call_id text PRIMARY KEY,
    queue text NOT NULL,
    party text NOT NULL DEFAULT '',
    left_at timestamptz NOT NULL,
    since double precision NOT NULL,
    seconds double precision NOT NULL,
    how text NOT NULL,
    agent text,
    taken_at timestamptz,
    done_by text,
    done_at timestamptz,
    outcome text NOT NULL DEFAULT ''
);
"""

_BY_QUEUE = "CREATE INDEX ix_voicemails_queue_left_at ON voicemails (queue, left_at);"
_BY_END = "CREATE INDEX ix_voicemails_done_at ON voicemails (done_at);"

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
            connected_at, voicemail_at, called_back_at, turned_away_at, withdrawn_at,
            abandoned_at, ended_at
        ) - queued_at AS wait
    ) AS its
) AS record;
"""


def upgrade() -> None:
    """Forward only."""
    run(_COLUMN)
    run(_TABLE)
    run(_BY_QUEUE)
    run(_BY_END)
    run(_VIEW)
