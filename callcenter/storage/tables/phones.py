"""Desk phones that register: the hashes of their passwords, and where each is reached."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text, func

from callcenter.storage.tables.columns import key, text
from callcenter.storage.tables.metadata import INSTANT, metadata

phones = Table(
    "phones",
    metadata,
    key("extension"),
    text("ha1_md5"),
    text("ha1_sha256"),
    Column("set_at", INSTANT, nullable=False, server_default=func.now()),
    CheckConstraint("extension ~ '^[0-9]{2,10}$'", name="extension"),
)

phone_bindings = Table(
    "phone_bindings",
    metadata,
    Column(
        "extension",
        Text,
        ForeignKey("phones.extension", ondelete="CASCADE"),
        primary_key=True,
    ),
    key("contact"),
    text("host"),
    Column("port", Integer, nullable=False),
    text("transport"),
    text("call_id"),
    Column("cseq", Integer, nullable=False),
    Column("q", Integer, nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("until", INSTANT, nullable=False),
)
"""`host` and `port` are where the REGISTER came from; `contact` is what the phone called itself."""
