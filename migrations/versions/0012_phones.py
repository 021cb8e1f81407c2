"""Desk phones that register: the hashes of their passwords, and where each is reached."""

from callcenter.storage.statements import run

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PHONES = """
CREATE TABLE phones (
    extension text NOT NULL,
    ha1_md5 text NOT NULL,
    ha1_sha256 text NOT NULL,
    set_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_phones PRIMARY KEY (extension),
    CONSTRAINT ck_phones_extension CHECK (extension ~ '^[0-9]{2,10}$')
);
"""

_BINDINGS = """
CREATE TABLE phone_bindings (
    extension text NOT NULL,
    contact text NOT NULL,
    host text NOT NULL,
    port integer NOT NULL,
    transport text NOT NULL,
    call_id text NOT NULL,
    cseq integer NOT NULL,
    q integer NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    CONSTRAINT pk_phone_bindings PRIMARY KEY (extension, contact),
    CONSTRAINT fk_phone_bindings_extension_phones FOREIGN KEY (extension)
        REFERENCES phones (extension) ON DELETE CASCADE
);
"""


def upgrade() -> None:
    """Forward only."""
    run(_PHONES)
    run(_BINDINGS)
