"""The house: people, queues, flows, published versions, users and their sessions."""

from callcenter.storage.statements import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE configuration_stamp (
    sole boolean DEFAULT true NOT NULL,
    stamp bigint DEFAULT 0 NOT NULL,
    CONSTRAINT pk_configuration_stamp PRIMARY KEY (sole),
    CONSTRAINT ck_configuration_stamp_one_row CHECK (sole)
);

CREATE TABLE configuration_versions (
    kind text NOT NULL,
    version integer NOT NULL,
    content jsonb NOT NULL,
    published_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_configuration_versions PRIMARY KEY (kind, version),
    CONSTRAINT ck_configuration_versions_kind CHECK (kind IN ('routing', 'flows'))
);

CREATE TABLE employers (
    id text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    CONSTRAINT pk_employers PRIMARY KEY (id)
);

CREATE TABLE flows (
    name text NOT NULL,
    version integer NOT NULL,
    yaml text NOT NULL,
    published_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_flows PRIMARY KEY (name, version)
);

CREATE TABLE numbers (
    number text NOT NULL,
    flow text NOT NULL,
    CONSTRAINT pk_numbers PRIMARY KEY (number)
);

CREATE TABLE queues (
    id text NOT NULL,
    number text DEFAULT '' NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    sort integer DEFAULT 0 NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    answer_within integer DEFAULT 20 NOT NULL,
    handle_within integer DEFAULT 180 NOT NULL,
    service_target float DEFAULT 0.9 NOT NULL,
    ring_for integer DEFAULT 10 NOT NULL,
    short_abandon_under integer DEFAULT 5 NOT NULL,
    wrap_up_for integer DEFAULT 30 NOT NULL,
    wrap_up_extension integer DEFAULT 15 NOT NULL,
    announce_every integer DEFAULT 30 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT pk_queues PRIMARY KEY (id)
);

CREATE TABLE sites (
    id text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    CONSTRAINT pk_sites PRIMARY KEY (id)
);

CREATE TABLE skills (
    id text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    CONSTRAINT pk_skills PRIMARY KEY (id)
);

CREATE TABLE house (
    sole boolean DEFAULT true NOT NULL,
    name text DEFAULT '' NOT NULL,
    name_en text DEFAULT '' NOT NULL,
    default_queue text,
    rejected_pause integer DEFAULT 15 NOT NULL,
    unreachable_pause integer DEFAULT 5 NOT NULL,
    CONSTRAINT pk_house PRIMARY KEY (sole),
    CONSTRAINT ck_house_one_row CHECK (sole),
    CONSTRAINT fk_house_default_queue
        FOREIGN KEY (default_queue) REFERENCES queues (id)
);

CREATE TABLE queue_skills (
    queue_id text NOT NULL,
    skill_id text NOT NULL,
    at_least integer DEFAULT 1 NOT NULL,
    CONSTRAINT pk_queue_skills PRIMARY KEY (queue_id, skill_id),
    CONSTRAINT ck_queue_skills_at_least CHECK (at_least BETWEEN 1 AND 5),
    CONSTRAINT fk_queue_skills_queue_id
        FOREIGN KEY (queue_id) REFERENCES queues (id) ON DELETE CASCADE,
    CONSTRAINT fk_queue_skills_skill_id
        FOREIGN KEY (skill_id) REFERENCES skills (id)
);

CREATE TABLE teams (
    id text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    site_id text NOT NULL,
    leader_id text,
    CONSTRAINT pk_teams PRIMARY KEY (id),
    CONSTRAINT fk_teams_site_id
        FOREIGN KEY (site_id) REFERENCES sites (id)
);

CREATE TABLE agents (
    id text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    team_id text NOT NULL,
    site_id text NOT NULL,
    employer_id text NOT NULL,
    device text DEFAULT 'browser' NOT NULL,
    takes_calls boolean DEFAULT true NOT NULL,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT pk_agents PRIMARY KEY (id),
    CONSTRAINT fk_agents_team_id
        FOREIGN KEY (team_id) REFERENCES teams (id),
    CONSTRAINT fk_agents_site_id
        FOREIGN KEY (site_id) REFERENCES sites (id),
    CONSTRAINT fk_agents_employer_id
        FOREIGN KEY (employer_id) REFERENCES employers (id)
);

CREATE TABLE agent_queues (
    agent_id text NOT NULL,
    queue_id text NOT NULL,
    CONSTRAINT pk_agent_queues PRIMARY KEY (agent_id, queue_id),
    CONSTRAINT fk_agent_queues_agent_id
        FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE,
    CONSTRAINT fk_agent_queues_queue_id
        FOREIGN KEY (queue_id) REFERENCES queues (id) ON DELETE CASCADE
);

CREATE TABLE agent_skills (
    agent_id text NOT NULL,
    skill_id text NOT NULL,
    proficiency integer NOT NULL,
    CONSTRAINT pk_agent_skills PRIMARY KEY (agent_id, skill_id),
    CONSTRAINT ck_agent_skills_proficiency CHECK (proficiency BETWEEN 1 AND 5),
    CONSTRAINT fk_agent_skills_agent_id
        FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE,
    CONSTRAINT fk_agent_skills_skill_id
        FOREIGN KEY (skill_id) REFERENCES skills (id)
);

CREATE TABLE users (
    sign_in text NOT NULL,
    agent_id text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL,
    scope text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (sign_in),
    CONSTRAINT ck_users_role CHECK (role IN ('agent', 'supervisor', 'qa', 'admin')),
    CONSTRAINT ck_users_scope CHECK (scope IN ('own', 'team', 'site', 'all')),
    CONSTRAINT fk_users_agent_id
        FOREIGN KEY (agent_id) REFERENCES agents (id)
);

CREATE TABLE sessions (
    token_hash text NOT NULL,
    sign_in text NOT NULL,
    csrf text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (token_hash),
    CONSTRAINT fk_sessions_sign_in
        FOREIGN KEY (sign_in) REFERENCES users (sign_in) ON DELETE CASCADE
);

CREATE INDEX ix_sessions_sign_in ON sessions (sign_in);

ALTER TABLE teams
    ADD CONSTRAINT fk_teams_leader_id
        FOREIGN KEY (leader_id) REFERENCES agents (id);
"""

_ROWS = """
INSERT INTO house DEFAULT VALUES;

INSERT INTO configuration_stamp DEFAULT VALUES;

CREATE FUNCTION raise_configuration_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE configuration_stamp SET stamp = stamp + 1;
    RETURN NULL;
END
$$;
"""

_WATCHED = (
    "agents",
    "agent_queues",
    "agent_skills",
    "flows",
    "house",
    "numbers",
    "queues",
    "queue_skills",
)

_WATCH = """
CREATE TRIGGER raise_stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_stamp();
"""


def upgrade() -> None:
    """Forward only."""
    run(_TABLES)
    run(_ROWS)
    for table in _WATCHED:
        run(_WATCH.format(table=table))
