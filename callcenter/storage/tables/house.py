"""Tables of the house: who works here, which queues there are, and what was published of it.

Rights are role × scope; every agent has a work number, a team with a leader, a site and an
employer, so that any figure can be split by them.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from callcenter.storage.tables.columns import key, link, rules, text
from callcenter.storage.tables.metadata import INSTANT, metadata

sites = Table("sites", metadata, key("id"), text("name"), text("name_en"))

employers = Table("employers", metadata, key("id"), text("name"), text("name_en"))
"""Our own company, and those who lend us people."""

teams = Table(
    "teams",
    metadata,
    key("id"),
    text("name"),
    text("name_en"),
    link("site_id", "sites"),
    Column("leader_id", Text, ForeignKey("agents.id", use_alter=True)),
)

skills = Table("skills", metadata, key("id"), text("name"), text("name_en"))

queues = Table(
    "queues",
    metadata,
    key("id"),
    text("number", ""),
    text("name"),
    text("name_en"),
    Column("sort", Integer, nullable=False, server_default="0"),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("answer_within", Integer, nullable=False, server_default="20"),
    Column("handle_within", Integer, nullable=False, server_default="180"),
    Column("service_target", Float, nullable=False, server_default="0.9"),
    Column("ring_for", Integer, nullable=False, server_default="10"),
    Column("short_abandon_under", Integer, nullable=False, server_default="5"),
    Column("wrap_up_for", Integer, nullable=False, server_default="30"),
    Column("wrap_up_extension", Integer, nullable=False, server_default="15"),
    Column("announce_every", Integer, nullable=False, server_default="30"),
    Column("active", Boolean, nullable=False, server_default="true"),
    text("strategy", "longest_idle"),
    rules(),
)
"""Times are whole seconds; `rules` holds every other field of `acd.configuration.QueueProfile`."""

queue_skills = Table(
    "queue_skills",
    metadata,
    key("queue_id", to="queues", cascade=True),
    key("skill_id", to="skills"),
    Column("at_least", Integer, nullable=False, server_default="1"),
    CheckConstraint("at_least BETWEEN 1 AND 5", name="at_least"),
)

agents = Table(
    "agents",
    metadata,
    key("id"),
    text("name"),
    text("name_en"),
    link("team_id", "teams"),
    link("site_id", "sites"),
    link("employer_id", "employers"),
    text("device", "browser"),
    Column("takes_calls", Boolean, nullable=False, server_default="true"),
    Column("active", Boolean, nullable=False, server_default="true"),
    rules(),
)
"""Everybody with a work number; `takes_calls` says who is known to the distributor."""

agent_skills = Table(
    "agent_skills",
    metadata,
    key("agent_id", to="agents", cascade=True),
    key("skill_id", to="skills"),
    Column("proficiency", Integer, nullable=False),
    CheckConstraint("proficiency BETWEEN 1 AND 5", name="proficiency"),
)

agent_queues = Table(
    "agent_queues",
    metadata,
    key("agent_id", to="agents", cascade=True),
    key("queue_id", to="queues", cascade=True),
    Column("place", Integer, nullable=False, server_default="0"),
)
"""`place`: where she stands in a queue that asks its agents from the top; the lowest first."""

flows = Table(
    "flows",
    metadata,
    key("name"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    text("yaml"),
    Column("published_at", INSTANT, nullable=False, server_default=func.now()),
)
"""Each flow's texts; the highest version counts."""

numbers = Table("numbers", metadata, key("number"), text("flow"), rules())
"""Dialled number (user part of the URI) to flow; `rules` is `acd.configuration.NumberProfile`."""

house = Table(
    "house",
    metadata,
    Column("sole", Boolean, primary_key=True, server_default="true"),
    text("name", ""),
    text("name_en", ""),
    link("default_queue", "queues", optional=True),
    Column("rejected_pause", Integer, nullable=False, server_default="15"),
    Column("unreachable_pause", Integer, nullable=False, server_default="5"),
    CheckConstraint("sole", name="one_row"),
    rules(),
)
"""One row: what belongs to no queue and no agent. Pauses are whole seconds."""

configuration_stamp = Table(
    "configuration_stamp",
    metadata,
    Column("sole", Boolean, primary_key=True, server_default="true"),
    Column("stamp", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("sole", name="one_row"),
)
"""One row, raised by triggers on every change that routing or the dialogue has to know of."""

configuration_versions = Table(
    "configuration_versions",
    metadata,
    key("kind"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", JSONB, nullable=False),
    Column("published_at", INSTANT, nullable=False, server_default=func.now()),
    CheckConstraint("kind IN ('routing', 'flows')", name="kind"),
)
"""Immutable: what control was given under each version number."""

settings_versions = Table(
    "settings_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", INSTANT, nullable=False, server_default=func.now()),
    text("by"),
    text("remark", ""),
    Column("restored", Integer),
    Column("changes", JSON, nullable=False),
    Column("document", JSON, nullable=False),
)
"""Who changed the settings, when, what, and what they were then; `json`, for order counts.

`by` is a work number, `command line`, or `database` for what was changed past all of us.
"""

users = Table(
    "users",
    metadata,
    key("sign_in"),
    link("agent_id", "agents"),
    text("password_hash"),
    text("role"),
    text("scope"),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("created_at", INSTANT, nullable=False, server_default=func.now()),
    CheckConstraint("role IN ('agent', 'supervisor', 'qa', 'admin')", name="role"),
    CheckConstraint("scope IN ('own', 'team', 'site', 'all')", name="scope"),
)

sessions = Table(
    "sessions",
    metadata,
    key("token_hash"),
    Column("sign_in", Text, ForeignKey("users.sign_in", ondelete="CASCADE"), nullable=False),
    text("csrf"),
    Column("created_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
    Index(None, "sign_in"),
)
"""Only the SHA-256 of a session's token is kept."""
