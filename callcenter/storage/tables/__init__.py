"""The tables, by theme. The migrations make them; a test compares the two."""

from callcenter.storage.tables import journal
from callcenter.storage.tables.metadata import metadata

__all__ = ["journal", "metadata"]
