"""The tables, by theme. The migrations make them; a test compares the two."""

from callcenter.storage.tables import customers, house, journal, phones, records
from callcenter.storage.tables.metadata import metadata

__all__ = ["customers", "house", "journal", "metadata", "phones", "records"]
