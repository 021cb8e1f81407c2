"""The settings as one document, read from their tables.

A field that has a column is read from it, every other one from its row's `rules`, and else it has
its default. Rules that make no sense are read as they are, so that they can be mended.
"""

import asyncio
from collections.abc import Sequence

import msgspec

from acd.agent_rules import USUAL_REASONS
from callcenter.administration.description import plain_of
from callcenter.administration.document import Document, Items, normal_item
from callcenter.administration.plain import Item, Plain, as_items
from callcenter.administration.plan import Uses
from callcenter.administration.sections import SECTIONS, THE_HOUSE
from callcenter.storage.database import Connection, Row

RENAMED = {"team_id": "team", "site_id": "site", "employer_id": "employer", "leader_id": "leader"}
"""Column to field, where they differ."""

KEYS = {"numbers": "number"}
"""Columns that are the key, where it is not `id`."""

_NEEDS = """SELECT queue_id AS owner,
    jsonb_agg(jsonb_build_object('skill', skill_id, 'at_least', at_least) ORDER BY skill_id) AS told
FROM queue_skills GROUP BY queue_id"""
_QUEUES = """SELECT agent_id AS owner, jsonb_agg(queue_id ORDER BY queue_id) AS told
FROM agent_queues GROUP BY agent_id"""
_PLACES = """SELECT agent_id AS owner, jsonb_object_agg(queue_id, place) AS told
FROM agent_queues WHERE place <> 0 GROUP BY agent_id"""
_SKILLS = """SELECT agent_id AS owner, jsonb_object_agg(skill_id, proficiency) AS told
FROM agent_skills GROUP BY agent_id"""


async def read_document(connection: Connection) -> Document:
    """Everything, complete; call it inside a transaction that sees one moment."""
    house_row = await connection.fetchrow("SELECT * FROM house")
    house = _item("house", house_row)
    house["default_queue"] = house_row["default_queue"] or ""
    house["refusals"] = {
        "rejected": house_row["rejected_pause"],
        "unreachable": house_row["unreachable_pause"],
    }
    breaks = as_items(house.pop("breaks", {}))
    calendars = as_items(house.pop("calendars", {}))
    reasons = house.pop("reasons", plain_of(USUAL_REASONS))
    needs = {"needs": await _linked(connection, _NEEDS)}
    hers = {
        "queues": await _linked(connection, _QUEUES),
        "places": await _linked(connection, _PLACES),
        "skills": await _linked(connection, _SKILLS),
    }
    found: Document = {
        "house": {THE_HOUSE: house},
        "queues": _linked_to(await _items(connection, "queues", "sort, id"), needs),
        "agents": _linked_to(await _items(connection, "agents"), hers),
        "teams": {
            team: {**as_items(item), "breaks": breaks.get(team)}
            for team, item in (await _items(connection, "teams")).items()
        },
        "calendars": calendars,
        "reasons": _reasons(reasons),
        "numbers": await _items(connection, "numbers", "number"),
        **{name: await _items(connection, name) for name in ("skills", "sites", "employers")},
    }
    return await asyncio.to_thread(_complete, found)


def _complete(found: Document) -> Document:
    return {
        name: {key: normal_item(name, item) for key, item in found[name].items()}
        for name in SECTIONS
    }


async def _items(connection: Connection, section: str, order: str = "id") -> Items:
    rows = await connection.fetch(f"SELECT * FROM {section} ORDER BY {order}")
    return {row[KEYS.get(section, "id")]: _item(section, row) for row in rows}


async def _linked(connection: Connection, sql: str) -> dict[str, Plain]:
    rows = await connection.fetch(sql)
    return {row["owner"]: msgspec.json.decode(row["told"]) for row in rows}


def _linked_to(items: Items, links: dict[str, dict[str, Plain]]) -> Items:
    return {
        key: {
            **as_items(item),
            **{field: by_key[key] for field, by_key in links.items() if key in by_key},
        }
        for key, item in items.items()
    }


def _item(section: str, row: Row) -> Item:
    """Defaults, then columns, then rules: the last that speaks of a field is right."""
    kind = SECTIONS[section]
    fields = {one.name for one in kind.fields}
    columns = {RENAMED.get(name, name): value for name, value in row.items()}
    item: Item = {**kind.defaults, **{one: columns[one] for one in columns if one in fields}}
    rules: Sequence[tuple[str, Plain]] = ()
    if "rules" in columns:
        rules = tuple(msgspec.json.decode(columns["rules"], type=dict[str, object]).items())  # type: ignore[arg-type]
    return {**item, **dict(rules)}


def _reasons(value: Plain) -> Items:
    """By code; a reason without one keeps its place as its name, to be mended."""
    found: Items = {}
    for number, one in enumerate(value if isinstance(value, list) else []):
        item = dict(as_items(one))
        code = item.pop("code", None)
        found[code if isinstance(code, str) else f"reason-{number}"] = item
    return found


# -- what else refers to it ----------------------------------------------------------------------


class _Node(msgspec.Struct):
    queue: str = ""


class _Flow(msgspec.Struct):
    name: str
    default_queue: str = ""
    nodes: list[_Node] = []


class _Flows(msgspec.Struct):
    flows: list[_Flow] = []


async def read_uses(connection: Connection, removed: Sequence[tuple[str, str]] = ()) -> Uses:
    """Which flows there are, and what outside the document refers to it.

    Only of what is to be removed the call records are asked: they may be many.
    """
    names = await connection.fetch("SELECT DISTINCT name FROM flows")
    by: dict[str, list[str]] = {}
    content = await connection.fetchval(
        "SELECT content FROM configuration_versions WHERE kind = 'flows' "
        "ORDER BY version DESC LIMIT 1"
    )
    for flow in msgspec.json.decode(content, type=_Flows).flows if content else ():
        for queue in sorted({flow.default_queue, *(node.queue for node in flow.nodes)} - {""}):
            by.setdefault(f"queues.{queue}", []).append(f"flow {flow.name}")
    for row in await connection.fetch("SELECT sign_in, agent_id FROM users ORDER BY sign_in"):
        by.setdefault(f"agents.{row['agent_id']}", []).append(f"sign-in {row['sign_in']}")
    for section, key in removed:
        if section == "agents" and await _has_calls(connection, key):
            by.setdefault(f"agents.{key}", []).append("her calls")
    return Uses(
        flows=frozenset(row["name"] for row in names),
        by={path: tuple(users) for path, users in by.items()},
    )


async def _has_calls(connection: Connection, agent: str) -> bool:
    return bool(
        await connection.fetchval(
            "SELECT true FROM call_records WHERE agents @> ARRAY[$1] LIMIT 1", agent
        )
    )
