"""The directory: queues, agents, skills and flows as published versions, and what they are called.

Control asks for the newest versions each second and hands them to the rooms; web asks for names. A
version is an immutable row, so a journal can always be explained. A stamp that triggers raise makes
asking cheap. It must not know how routing uses what it publishes.
"""

from collections.abc import Callable
from typing import Final

import msgspec
import structlog

from acd.configuration import Configuration
from acd.errors import ConfigurationInvalid
from acd.ids import FlowName, QueueId
from callcenter.staff import Named, Names, Person
from callcenter.storage.database import Connection, Database, Row
from callcenter.storage.routing import routing
from ivr.errors import FlowInvalid
from ivr.flow import Flow

log = structlog.get_logger()

_NOBODY: Final = Configuration(version=0, queues=(), agents=(), default_queue=QueueId(""))

FlowReader = Callable[[str], Flow]
"""From YAML to a flow; raises FlowInvalid for a broken one."""


class _Flows(msgspec.Struct, frozen=True, kw_only=True):
    """What a version of the flows holds."""

    flows: tuple[Flow, ...] = ()
    numbers: dict[str, FlowName] = {}


class Directory:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database, read_flow: FlowReader) -> None:
        self._database = database
        self._read_flow = read_flow
        self._stamp = -1
        self._configuration = _NOBODY
        self._flows_version = 0
        self._flows = _Flows()

    async def configuration(self) -> Configuration:
        """The newest published queues and agents; publishes first what has changed.

        Rules that make no sense are not published: the version before stays in force. Version 0
        without a queue: nothing is set up yet.
        """
        await self._look()
        return self._configuration

    async def flows(self) -> tuple[int, tuple[Flow, ...], dict[str, FlowName]]:
        """The newest published flows: version, flows, and which dialled number starts which.

        Flows that cannot be read are not published: the version before stays in force.
        """
        await self._look()
        return self._flows_version, self._flows.flows, dict(self._flows.numbers)

    async def save_flow(self, name: str, yaml: str) -> int:
        """Keep a new version of a flow, to be published; its number; raises FlowInvalid."""
        self._read_flow(yaml)
        return int(
            await self._database.fetch_value(
                "INSERT INTO flows (name, version, yaml) SELECT $1, "
                "coalesce((SELECT max(version) FROM flows WHERE name = $1), 0) + 1, $2 "
                "RETURNING version",
                name,
                yaml,
            )
        )

    async def names(self) -> Names:
        """What everybody and everything is called."""
        house = await self._database.fetch_one("SELECT name, name_en FROM house")
        people = await self._database.fetch(
            "SELECT agents.*, array(SELECT teams.id FROM teams WHERE leader_id = agents.id "
            "ORDER BY teams.id) AS leads FROM agents ORDER BY id"
        )
        return Names(
            house=_named(house) if house else Named(zh="", en=""),
            people={row["id"]: _person(row) for row in people},
            queues=await self._named("queues", "sort, id"),
            teams=await self._named("teams"),
            sites=await self._named("sites"),
            employers=await self._named("employers"),
            skills=await self._named("skills"),
        )

    async def _named(self, table: str, order: str = "id") -> dict[str, Named]:
        rows = await self._database.fetch(f"SELECT id, name, name_en FROM {table} ORDER BY {order}")
        return {row["id"]: _named(row) for row in rows}

    async def _look(self) -> None:
        stamp = await self._database.fetch_value("SELECT stamp FROM configuration_stamp")
        if stamp == self._stamp:
            return
        async with self._database.transaction() as connection:
            # Who else would publish waits here, and then finds nothing changed.
            stamp = await connection.fetchval(
                "SELECT stamp FROM configuration_stamp FOR NO KEY UPDATE"
            )
            configuration = await self._publish_routing(connection)
            version, flows = await self._publish_flows(connection)
        self._configuration = configuration
        self._flows_version, self._flows = version, flows
        self._stamp = stamp

    async def _publish_routing(self, connection: Connection) -> Configuration:
        version, content = await _newest(connection, "routing")
        known = msgspec.json.decode(content, type=Configuration) if content else _NOBODY
        known = msgspec.structs.replace(known, version=version)
        try:
            told = await routing(connection, version)
        except ConfigurationInvalid as wrong:
            log.error("directory.routing_broken", because=str(wrong))
            return known
        if told == known:
            return known
        fresh = msgspec.structs.replace(told, version=version + 1)
        await _publish(connection, "routing", version + 1, msgspec.json.encode(fresh))
        return fresh

    async def _publish_flows(self, connection: Connection) -> tuple[int, _Flows]:
        version, content = await _newest(connection, "flows")
        known = msgspec.json.decode(content, type=_Flows) if content else _Flows()
        told = await self._read_flows(connection)
        if told is None or told == known:
            return version, known
        await _publish(connection, "flows", version + 1, msgspec.json.encode(told))
        return version + 1, told

    async def _read_flows(self, connection: Connection) -> _Flows | None:
        rows = await connection.fetch(
            "SELECT DISTINCT ON (name) name, version, yaml FROM flows ORDER BY name, version DESC"
        )
        found: list[Flow] = []
        for row in rows:
            try:
                found.append(self._read_flow(row["yaml"]))
            except FlowInvalid as wrong:
                log.error(
                    "directory.flow_broken",
                    flow=row["name"],
                    version=row["version"],
                    because=str(wrong),
                )
                return None
        numbers = await connection.fetch("SELECT number, flow FROM numbers ORDER BY number")
        return _Flows(
            flows=tuple(found),
            numbers={row["number"]: FlowName(row["flow"]) for row in numbers},
        )


async def _newest(connection: Connection, kind: str) -> tuple[int, str | None]:
    row = await connection.fetchrow(
        "SELECT version, content FROM configuration_versions WHERE kind = $1 "
        "ORDER BY version DESC LIMIT 1",
        kind,
    )
    return (row["version"], row["content"]) if row else (0, None)


async def _publish(connection: Connection, kind: str, version: int, content: bytes) -> None:
    await connection.execute(
        "INSERT INTO configuration_versions (kind, version, content) VALUES ($1, $2, $3)",
        kind,
        version,
        content.decode(),
    )


def _named(row: Row) -> Named:
    return Named(zh=row["name"], en=row["name_en"])


def _person(row: Row) -> Person:
    return Person(
        agent=row["id"],
        name=_named(row),
        team=row["team_id"],
        site=row["site_id"],
        employer=row["employer_id"],
        device=row["device"],
        takes_calls=row["takes_calls"],
        leads=tuple(row["leads"]),
    )
