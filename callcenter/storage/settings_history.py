"""The versions of the settings: kept with each change, never altered.

What was changed past us, in SQL or by another release, is found at the next change and kept as a
version of its own, so that no difference is laid at the door of somebody else.
"""

import msgspec

from callcenter.administration.book import Version, VersionsWanted, Wish
from callcenter.administration.document import Document, Edit, changes, told, untold
from callcenter.administration.faults import Change
from callcenter.administration.plain import Plain
from callcenter.storage.database import Connection, Row
from callcenter.storage.texts import plain

PAST_US = "database"
"""Who is said to have changed what nobody told us of."""

_READ = """
SELECT version, at, by, remark, restored, changes FROM settings_versions
WHERE ($1 = '' OR version = 1 OR EXISTS (
        SELECT FROM json_array_elements(changes) AS one
        WHERE one->>'path' = $1 OR one->>'path' LIKE $2
    )) AND ($3::integer IS NULL OR version < $3)
ORDER BY version DESC LIMIT $4
"""


async def keep_what_stands(connection: Connection, before: Document) -> None:
    """Keep the document before a change, unless the newest version is just that."""
    newest = await connection.fetchrow(
        "SELECT version, document FROM settings_versions ORDER BY version DESC LIMIT 1"
    )
    found: tuple[Change, ...] = ()
    if newest is not None:
        found = changes(untold(msgspec.json.decode(newest["document"])), before)
        if not found:
            return
    await _insert(connection, Wish(edit=Edit(), by=PAST_US), before, found)


async def keep_version(
    connection: Connection, wish: Wish, after: Document, found: tuple[Change, ...]
) -> int:
    """Keep a change; its version."""
    return await _insert(connection, wish, after, found)


async def _insert(
    connection: Connection, wish: Wish, document: Document, found: tuple[Change, ...]
) -> int:
    return int(
        await connection.fetchval(
            "INSERT INTO settings_versions (version, by, remark, restored, changes, document) "
            "SELECT coalesce(max(version), 0) + 1, $1, $2, $3, $4, $5 FROM settings_versions "
            "RETURNING version",
            wish.by,
            plain(wish.remark),
            wish.restored,
            msgspec.json.encode(found).decode(),
            msgspec.json.encode(told(document)).decode(),
        )
    )


async def read_versions(connection: Connection, wanted: VersionsWanted) -> list[Version]:
    """Newest first; what was found at the beginning is among them, so that it can come back."""
    under = plain(wanted.under)
    escaped = under.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = await connection.fetch(_READ, under, f"{escaped}.%", wanted.before, wanted.limit)
    return [_version(row) for row in rows]


def _version(row: Row) -> Version:
    return Version(
        version=row["version"],
        at=row["at"],
        by=row["by"],
        remark=row["remark"],
        restored=row["restored"],
        changes=tuple(Change(**one) for one in msgspec.json.decode(row["changes"])),
    )


async def read_version(connection: Connection, version: int) -> Document | None:
    """The document as it was, complete."""
    text = await connection.fetchval(
        "SELECT document FROM settings_versions WHERE version = $1", version
    )
    if text is None:
        return None
    whole: Plain = msgspec.json.decode(text)
    return untold(whole)
