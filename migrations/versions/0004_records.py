"""Call records, notes, recordings, and the view that derives lengths."""

from callcenter.storage.statements import run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE call_notes (
    call_id text NOT NULL,
    agent_id text NOT NULL,
    text text DEFAULT '' NOT NULL,
    need text DEFAULT '' NOT NULL,
    needs text[] DEFAULT '{}' NOT NULL,
    outcome text DEFAULT '' NOT NULL,
    saved_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_call_notes PRIMARY KEY (call_id, agent_id)
);

CREATE TABLE call_records (
    call_id text NOT NULL,
    party text DEFAULT '' NOT NULL,
    dialled text DEFAULT '' NOT NULL,
    started_at timestamptz NOT NULL,
    rang_at timestamptz,
    answered_at timestamptz,
    dialogue_ended_at timestamptz,
    queued_at timestamptz,
    first_offered_at timestamptz,
    connected_at timestamptz,
    released_at timestamptz,
    abandoned_at timestamptz,
    ended_at timestamptz,
    wrapped_at timestamptz,
    called_back_at timestamptz,
    language text DEFAULT '' NOT NULL,
    path text[] DEFAULT '{}' NOT NULL,
    queue text,
    agent text,
    agents text[] DEFAULT '{}' NOT NULL,
    customers text[] DEFAULT '{}' NOT NULL,
    need text DEFAULT '' NOT NULL,
    needs text[] DEFAULT '{}' NOT NULL,
    outcome text DEFAULT '' NOT NULL,
    ending_side text DEFAULT '' NOT NULL,
    ending_reason text DEFAULT '' NOT NULL,
    ending_code integer DEFAULT 0 NOT NULL,
    result text NOT NULL,
    short boolean DEFAULT false NOT NULL,
    answer_within integer DEFAULT 20 NOT NULL,
    offers integer DEFAULT 0 NOT NULL,
    talk float DEFAULT 0 NOT NULL,
    hold float DEFAULT 0 NOT NULL,
    wrap_up float DEFAULT 0 NOT NULL,
    recording text DEFAULT 'none' NOT NULL,
    is_over boolean DEFAULT false NOT NULL,
    body jsonb NOT NULL,
    CONSTRAINT pk_call_records PRIMARY KEY (call_id)
);

CREATE INDEX ix_call_records_agents ON call_records USING gin (agents);

CREATE INDEX ix_call_records_customers ON call_records USING gin (customers);

CREATE INDEX ix_call_records_party ON call_records (party);

CREATE INDEX ix_call_records_queue_queued_at ON call_records (queue, queued_at);

CREATE INDEX ix_call_records_started_at_call_id ON call_records (started_at, call_id);

CREATE TABLE recordings (
    call_id text NOT NULL,
    file text NOT NULL,
    seconds float NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    peaks bytea NOT NULL,
    stored_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_recordings PRIMARY KEY (call_id)
);
"""

_VIEW = """
CREATE VIEW call_figures AS
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
        SELECT coalesce(connected_at, called_back_at, abandoned_at, ended_at) - queued_at AS wait
    ) AS its
) AS record;
"""


def upgrade() -> None:
    """Forward only."""
    run(_TABLES)
    run(_VIEW)
