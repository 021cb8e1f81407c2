"""A changed document written back to its tables: only the items that differ.

A field without a column stands in its row's `rules`, and only while it is not its default.
"""

from typing import Any

import msgspec

from acd.agent_rules import USUAL_REASONS
from callcenter.administration.description import plain_of
from callcenter.administration.document import Document, Items
from callcenter.administration.plain import Item, Plain, as_items
from callcenter.administration.sections import SECTIONS, THE_HOUSE
from callcenter.storage.database import Connection
from callcenter.storage.settings_reading import KEYS, RENAMED
from callcenter.storage.tables import metadata
from callcenter.storage.texts import json_text

_IN_ORDER = ("sites", "employers", "skills", "queues", "teams", "agents", "numbers")
"""What is referred to before what refers to it."""
_LINKS = {"queues": {"needs"}, "agents": {"queues", "places", "skills"}, "teams": {"leader"}}
"""Fields that have a table of their own, or wait until the others are written."""


async def write_document(connection: Connection, before: Document, after: Document) -> None:
    """Bring the tables from one document to another; call it inside a transaction."""
    for section in _IN_ORDER:
        for key, item in _changed(section, before, after).items():
            await _put(connection, section, key, as_items(item))
    await _put_links(connection, before, after)
    await _put_house(connection, before, after)
    await _remove(connection, before, after)


def _changed(section: str, before: Document, after: Document) -> Items:
    """What is new or different."""
    old = before[section]
    return {key: item for key, item in after[section].items() if key not in old or old[key] != item}


async def _put(connection: Connection, section: str, key: str, item: Item) -> None:
    """One row, its links aside."""
    table = {one.name for one in metadata.tables[section].columns}
    id_column = KEYS.get(section, "id")
    columns: dict[str, Any] = {id_column: key}
    rest: Item = {}
    for name, value in item.items():
        if name in _LINKS.get(section, set()):
            continue
        column = next((one for one, field in RENAMED.items() if field == name), name)
        if column in table or name in table:
            columns[column if column in table else name] = value
        else:
            rest[name] = value
    if "rules" in table:
        columns["rules"] = _rules(section, rest)
    names = list(columns)
    places = ", ".join(f"${number}" for number in range(1, len(names) + 1))
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    await connection.execute(
        f"INSERT INTO {section} ({', '.join(names)}) VALUES ({places}) "
        f"ON CONFLICT ({id_column}) DO UPDATE SET {sets}",
        *columns.values(),
    )


def _rules(section: str, rest: Item) -> str:
    """Those that are not as usual."""
    defaults = SECTIONS[section].defaults
    told = {
        name: value
        for name, value in rest.items()
        if name in SECTIONS[section].told_fields and not _same(value, defaults.get(name))
    }
    return json_text(msgspec.json.encode(told))


def _same(one: object, other: object) -> bool:
    return msgspec.json.encode(one) == msgspec.json.encode(other)


async def _put_links(connection: Connection, before: Document, after: Document) -> None:
    for key, value in _changed("queues", before, after).items():
        await _replace(
            connection,
            "queue_skills (queue_id, skill_id, at_least)",
            key,
            [(as_items(n)["skill"], as_items(n)["at_least"]) for n in _list(value, "needs")],
        )
    for key, value in _changed("agents", before, after).items():
        item = as_items(value)
        places = as_items(item["places"])
        await _replace(
            connection,
            "agent_queues (agent_id, queue_id, place)",
            key,
            [(queue, places.get(str(queue), 0)) for queue in _list(item, "queues")],
        )
        await _replace(
            connection,
            "agent_skills (agent_id, skill_id, proficiency)",
            key,
            list(as_items(item["skills"]).items()),
        )
    for key, value in _changed("teams", before, after).items():
        leader = as_items(value)["leader"]
        await connection.execute("UPDATE teams SET leader_id = $2 WHERE id = $1", key, leader)


def _list(item: Plain, field: str) -> list[Plain]:
    value = as_items(item).get(field)
    return value if isinstance(value, list) else []


async def _replace(
    connection: Connection, into: str, owner: str, rows: list[tuple[Plain, Plain]]
) -> None:
    """All of one owner's rows of a table of links: `table (owner, other, value)`."""
    table, _, columns = into.partition(" ")
    column = columns.strip("()").split(",")[0]
    await connection.execute(f"DELETE FROM {table} WHERE {column} = $1", owner)
    await connection.executemany(
        f"INSERT INTO {into} VALUES ($1, $2, $3)", [(owner, *row) for row in rows]
    )


async def _put_house(connection: Connection, before: Document, after: Document) -> None:
    """One row holds the house, the reasons, the calendars and the teams' places."""
    parts = ("house", "reasons", "teams", "calendars")
    if all(_same(before[part], after[part]) for part in parts):
        return
    item = dict(as_items(after["house"][THE_HOUSE]))
    refusals = as_items(item.pop("refusals"))
    table = {one.name for one in metadata.tables["house"].columns}
    columns: dict[str, Any] = {name: item.pop(name) for name in [*item] if name in table}
    columns["default_queue"] = columns["default_queue"] or None
    columns |= {f"{cause}_pause": refusals[cause] for cause in ("rejected", "unreachable")}
    columns["rules"] = json_text(msgspec.json.encode(_house_rules(item, after)))
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, 1))
    await connection.execute(f"UPDATE house SET {sets}", *columns.values())


def _house_rules(item: Item, after: Document) -> dict[str, Plain]:
    rules = msgspec.json.decode(_rules("house", item), type=dict[str, Any])
    reasons: Plain = [{"code": key, **as_items(one)} for key, one in after["reasons"].items()]
    if not _same(_complete(reasons), plain_of(USUAL_REASONS)):
        rules["reasons"] = reasons
    if after["calendars"]:
        rules["calendars"] = dict(after["calendars"])
    breaks = {key: as_items(one)["breaks"] for key, one in after["teams"].items()}
    if used := {key: quota for key, quota in breaks.items() if quota is not None}:
        rules["breaks"] = used
    return rules


def _complete(reasons: Plain) -> Plain:
    """In the order of the type's fields, as the usual ones are written."""
    fields = list(as_items(plain_of(USUAL_REASONS[0])))
    found = reasons if isinstance(reasons, list) else []
    return [{name: as_items(one).get(name) for name in fields} for one in found]


async def _remove(connection: Connection, before: Document, after: Document) -> None:
    """What refers before what is referred to."""
    for section in reversed(_IN_ORDER):
        gone = [key for key in before[section] if key not in after[section]]
        column = KEYS.get(section, "id")
        if gone:
            await connection.execute(f"DELETE FROM {section} WHERE {column} = ANY($1)", gone)
