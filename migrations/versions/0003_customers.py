"""Persons: numbers, customers and what is known of them."""

from callcenter.storage.statements import run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE customers (
    id text NOT NULL,
    name text NOT NULL,
    name_key text DEFAULT '' NOT NULL,
    tier text DEFAULT '' NOT NULL,
    segment text DEFAULT '' NOT NULL,
    language text DEFAULT '' NOT NULL,
    city text DEFAULT '' NOT NULL,
    email text DEFAULT '' NOT NULL,
    company text DEFAULT '' NOT NULL,
    birthday date,
    since_year integer DEFAULT 0 NOT NULL,
    verified boolean DEFAULT false NOT NULL,
    preferences jsonb DEFAULT '[]' NOT NULL,
    marks jsonb DEFAULT '[]' NOT NULL,
    remark text DEFAULT '' NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_customers PRIMARY KEY (id)
);

CREATE INDEX ix_customers_name_key ON customers (name_key);

CREATE TABLE parties (
    party text NOT NULL,
    number text NOT NULL,
    display_name text DEFAULT '' NOT NULL,
    first_seen_at timestamptz DEFAULT now() NOT NULL,
    last_seen_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_parties PRIMARY KEY (party)
);

CREATE INDEX ix_parties_number ON parties (number);

CREATE TABLE bookings (
    id text NOT NULL,
    customer_id text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    detail text DEFAULT '' NOT NULL,
    at timestamptz,
    state text DEFAULT '' NOT NULL,
    CONSTRAINT pk_bookings PRIMARY KEY (id),
    CONSTRAINT fk_bookings_customer_id
        FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);

CREATE INDEX ix_bookings_customer_id_at ON bookings (customer_id, at);

CREATE TABLE call_customers (
    call_id text NOT NULL,
    customer_id text NOT NULL,
    CONSTRAINT pk_call_customers PRIMARY KEY (call_id),
    CONSTRAINT fk_call_customers_customer_id
        FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);

CREATE INDEX ix_call_customers_customer_id ON call_customers (customer_id);

CREATE TABLE cases (
    id text NOT NULL,
    customer_id text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    department text DEFAULT '' NOT NULL,
    state text NOT NULL,
    opened_at timestamptz NOT NULL,
    due_at timestamptz,
    closed_at timestamptz,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT fk_cases_customer_id
        FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);

CREATE INDEX ix_cases_customer_id ON cases (customer_id);

CREATE TABLE contacts (
    id bigint GENERATED ALWAYS AS IDENTITY,
    customer_id text NOT NULL,
    at timestamptz NOT NULL,
    channel text NOT NULL,
    title text DEFAULT '' NOT NULL,
    detail text DEFAULT '' NOT NULL,
    outcome text DEFAULT '' NOT NULL,
    call_id text,
    agent_id text,
    CONSTRAINT pk_contacts PRIMARY KEY (id),
    CONSTRAINT uq_contacts_customer_id_call_id UNIQUE (customer_id, call_id),
    CONSTRAINT fk_contacts_customer_id
        FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);

CREATE INDEX ix_contacts_customer_id_at ON contacts (customer_id, at);

CREATE TABLE customer_numbers (
    number text NOT NULL,
    customer_id text NOT NULL,
    label text DEFAULT '' NOT NULL,
    CONSTRAINT pk_customer_numbers PRIMARY KEY (number, customer_id),
    CONSTRAINT fk_customer_numbers_customer_id
        FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);

CREATE INDEX ix_customer_numbers_customer_id ON customer_numbers (customer_id);
"""


def upgrade() -> None:
    """Forward only."""
    run(_TABLES)
