"""Tables of what was: one row a call, its notes, its recording.

`body` is the whole record; the columns beside it are what lists are filtered and figures counted
by. The view `call_figures` derives the lengths.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from callcenter.storage.tables.columns import key, text
from callcenter.storage.tables.metadata import INSTANT, metadata

call_records = Table(
    "call_records",
    metadata,
    key("call_id"),
    text("party", ""),
    text("dialled", ""),
    Column("started_at", INSTANT, nullable=False),
    Column("rang_at", INSTANT),
    Column("answered_at", INSTANT),
    Column("dialogue_ended_at", INSTANT),
    Column("queued_at", INSTANT),
    Column("first_offered_at", INSTANT),
    Column("connected_at", INSTANT),
    Column("released_at", INSTANT),
    Column("abandoned_at", INSTANT),
    Column("ended_at", INSTANT),
    Column("wrapped_at", INSTANT),
    Column("called_back_at", INSTANT),
    Column("turned_away_at", INSTANT),
    Column("voicemail_at", INSTANT),
    Column("withdrawn_at", INSTANT),
    text("language", ""),
    Column("path", ARRAY(Text), nullable=False, server_default="{}"),
    Column("queue", Text),
    Column("agent", Text),
    Column("agents", ARRAY(Text), nullable=False, server_default="{}"),
    Column("customers", ARRAY(Text), nullable=False, server_default="{}"),
    text("need", ""),
    Column("needs", ARRAY(Text), nullable=False, server_default="{}"),
    text("outcome", ""),
    text("ending_side", ""),
    text("ending_reason", ""),
    Column("ending_code", Integer, nullable=False, server_default="0"),
    text("result"),
    Column("short", Boolean, nullable=False, server_default="false"),
    Column("answer_within", Integer, nullable=False, server_default="20"),
    Column("offers", Integer, nullable=False, server_default="0"),
    Column("talk", Float, nullable=False, server_default="0"),
    Column("hold", Float, nullable=False, server_default="0"),
    Column("wrap_up", Float, nullable=False, server_default="0"),
    text("recording", "none"),
    Column("is_over", Boolean, nullable=False, server_default="false"),
    Column("body", JSONB, nullable=False),
    Index(None, "started_at", "call_id"),
    Index(None, "queue", "queued_at"),
    Index(None, "party"),
    Index(None, "agents", postgresql_using="gin"),
    Index(None, "customers", postgresql_using="gin"),
)
"""`started_at` is the earliest instant known; `answer_within` the queue's promise at that time."""

call_notes = Table(
    "call_notes",
    metadata,
    key("call_id"),
    key("agent_id"),
    text("text", ""),
    text("need", ""),
    Column("needs", ARRAY(Text), nullable=False, server_default="{}"),
    text("outcome", ""),
    Column("saved_at", INSTANT, nullable=False, server_default=func.now()),
)
"""What each agent wrote about a call; a draft until the outcome is given."""

recordings = Table(
    "recordings",
    metadata,
    key("call_id"),
    text("file"),
    Column("seconds", Float, nullable=False),
    Column("size", BigInteger, nullable=False),
    text("sha256"),
    Column("peaks", LargeBinary, nullable=False),
    Column("stored_at", INSTANT, nullable=False, server_default=func.now()),
)
"""One playable file in the archive; `file` is relative to it, `peaks` is the worker's own."""

voicemails = Table(
    "voicemails",
    metadata,
    key("call_id"),
    text("queue"),
    text("party", ""),
    Column("left_at", INSTANT, nullable=False),
    Column("since", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    text("how"),
    Column("agent", Text),
    Column("taken_at", INSTANT),
    Column("done_by", Text),
    Column("done_at", INSTANT),
    text("outcome", ""),
    Index(None, "queue", "left_at"),
    Index(None, "done_at"),
)
"""A message that a caller left: a stretch of the call's recording, and who dealt with it."""
