"""Tables of persons: the only ones that hold numbers and names of callers, all erasable."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from callcenter.storage.tables.columns import key, link, text
from callcenter.storage.tables.metadata import INSTANT, metadata

parties = Table(
    "parties",
    metadata,
    key("party"),
    text("number"),
    text("display_name", ""),
    Column("first_seen_at", INSTANT, nullable=False, server_default=func.now()),
    Column("last_seen_at", INSTANT, nullable=False, server_default=func.now()),
    Index(None, "number"),
)
"""The number behind a party id; facts carry only the id."""

customers = Table(
    "customers",
    metadata,
    key("id"),
    text("name"),
    text("name_key", ""),
    text("tier", ""),
    text("segment", ""),
    text("language", ""),
    text("city", ""),
    text("email", ""),
    text("company", ""),
    Column("birthday", Date),
    Column("since_year", Integer, nullable=False, server_default="0"),
    Column("verified", Boolean, nullable=False, server_default="false"),
    Column("preferences", JSONB, nullable=False, server_default="[]"),
    Column("marks", JSONB, nullable=False, server_default="[]"),
    text("remark", ""),
    Column("created_at", INSTANT, nullable=False, server_default=func.now()),
    Index(None, "name_key"),
)
"""`name_key` is the name as it is typed and sorted: pinyin or lower case."""

customer_numbers = Table(
    "customer_numbers",
    metadata,
    key("number"),
    key("customer_id", to="customers", cascade=True),
    text("label", ""),
    Index(None, "customer_id"),
)
"""E.164 where possible; one number may belong to several customers."""

bookings = Table(
    "bookings",
    metadata,
    key("id"),
    link("customer_id", "customers", cascade=True),
    text("kind"),
    text("title"),
    text("detail", ""),
    Column("at", INSTANT),
    text("state", ""),
    Index(None, "customer_id", "at"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    link("customer_id", "customers", cascade=True),
    Column("at", INSTANT, nullable=False),
    text("channel"),
    text("title", ""),
    text("detail", ""),
    text("outcome", ""),
    Column("call_id", Text),
    Column("agent_id", Text),
    UniqueConstraint("customer_id", "call_id"),
    Index(None, "customer_id", "at"),
)
"""The timeline: every contact by any channel."""

cases = Table(
    "cases",
    metadata,
    key("id"),
    link("customer_id", "customers", cascade=True),
    text("kind"),
    text("title"),
    text("department", ""),
    text("state"),
    Column("opened_at", INSTANT, nullable=False),
    Column("due_at", INSTANT),
    Column("closed_at", INSTANT),
    Index(None, "customer_id"),
)

call_customers = Table(
    "call_customers",
    metadata,
    key("call_id"),
    link("customer_id", "customers", cascade=True),
    Index(None, "customer_id"),
)
"""Whom the agent chose, or made, for a call."""
