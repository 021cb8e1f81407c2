"""Short ways to write the columns that every table is made of."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB


def key(name: str, *, to: str = "", cascade: bool = False) -> Column[Any]:
    """Part of a primary key; a text, or the key of the row it belongs to."""
    if not to:
        return Column(name, Text, primary_key=True)
    return Column(name, Text, _foreign(to, cascade), primary_key=True)


def text(name: str, default: str | None = None) -> Column[Any]:
    """A text that is always there; with a default it may be left out."""
    return Column(name, Text, nullable=False, server_default=default)


def link(name: str, to: str, *, optional: bool = False, cascade: bool = False) -> Column[Any]:
    """The key of another table's row."""
    return Column(name, Text, _foreign(to, cascade), nullable=optional)


def rules() -> Column[Any]:
    """Rules that need no column of their own: an object of field names and values."""
    return Column(
        "rules",
        JSONB,
        CheckConstraint("jsonb_typeof(rules) = 'object'", name="rules"),
        nullable=False,
        server_default="{}",
    )


def _foreign(to: str, cascade: bool) -> ForeignKey:
    return ForeignKey(f"{to}.id", ondelete="CASCADE" if cascade else None)
