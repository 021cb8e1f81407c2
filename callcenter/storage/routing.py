"""Queues, agents, numbers and the house, read from their tables as the distributor is told them.

A rule that has a column is read from it; every other field of a profile may stand in its row's
`rules`. It must not know what a rule does.
"""

from typing import Any, TypeVar

import msgspec

from acd.configuration import AgentProfile, Configuration, NumberProfile, QueueProfile, Refusals
from acd.errors import ConfigurationInvalid
from acd.ids import SkillName
from acd.sense import Fault, faults
from callcenter.administration.listing import listing
from callcenter.storage.database import Connection, Row

Profile = TypeVar("Profile", bound=msgspec.Struct)

_QUEUE_COLUMNS = (
    "id",
    "strategy",
    "priority",
    "answer_within",
    "handle_within",
    "service_target",
    "ring_for",
    "short_abandon_under",
    "wrap_up_for",
    "wrap_up_extension",
    "announce_every",
)


async def routing(connection: Connection, version: int) -> Configuration:
    """What the tables say, under a version's number; raises ConfigurationInvalid."""
    queues = await connection.fetch(
        "SELECT queues.*, coalesce((SELECT jsonb_agg(jsonb_build_array(skill_id, at_least) "
        "ORDER BY skill_id) FROM queue_skills WHERE queue_id = id), '[]') AS needs "
        "FROM queues WHERE active ORDER BY sort, id"
    )
    agents = await connection.fetch(
        "SELECT agents.*, array(SELECT queue_id FROM agent_queues JOIN queues ON queues.id = "
        "queue_id WHERE agent_id = agents.id AND queues.active ORDER BY sort, queue_id) AS queues, "
        "coalesce((SELECT jsonb_object_agg(queue_id, place ORDER BY queue_id) FROM agent_queues "
        "WHERE agent_id = agents.id AND place <> 0), '{}') AS places, "
        "coalesce((SELECT jsonb_object_agg(skill_id, proficiency) FROM agent_skills "
        "WHERE agent_id = agents.id), '{}') AS skills "
        "FROM agents WHERE active AND takes_calls ORDER BY id"
    )
    numbers = await connection.fetch(
        "SELECT number, rules FROM numbers WHERE rules <> '{}' ORDER BY number"
    )
    house = await connection.fetchrow("SELECT * FROM house")
    skills = await connection.fetch("SELECT id FROM skills")
    told = configuration(version, queues, agents, house, numbers)
    wrong = faults(told, frozenset(SkillName(row["id"]) for row in skills))
    if wrong:
        raise ConfigurationInvalid("\n".join(map(str, wrong)))
    return told


def configuration(
    version: int, queues: list[Row], agents: list[Row], house: Row, numbers: list[Row]
) -> Configuration:
    """The rows put together; raises ConfigurationInvalid for a rule of a wrong name or shape."""
    fields = {
        "version": version,
        "default_queue": house["default_queue"] or "",
        "refusals": Refusals(
            rejected=house["rejected_pause"], unreachable=house["unreachable_pause"]
        ),
        "queues": tuple(_queue(row) for row in queues),
        "agents": tuple(_agent(row) for row in agents),
        "numbers": {row["number"]: _number(row) for row in numbers},
    }
    return _profile(Configuration, fields, house, "house")


def _queue(row: Row) -> QueueProfile:
    fields = {column: row[column] for column in _QUEUE_COLUMNS}
    needs = msgspec.json.decode(row["needs"], type=list[tuple[str, int]])
    fields["needs"] = [{"skill": skill, "at_least": least} for skill, least in needs]
    names = {"mandarin": row["name"], "english": row["name_en"]}
    fields["spoken_name"] = {language: name for language, name in names.items() if name}
    return _profile(QueueProfile, fields, row, f"queues.{row['id']}")


def _agent(row: Row) -> AgentProfile:
    fields = {
        "id": row["id"],
        "queues": row["queues"],
        "places": msgspec.json.decode(row["places"]),
        "skills": msgspec.json.decode(row["skills"]),
        "device": row["device"],
        "team": row["team_id"],
        "site": row["site_id"],
        "employer": row["employer_id"],
        "listing": None,
    }
    profile = _profile(AgentProfile, fields, row, f"agents.{row['id']}")
    if not profile.listed:
        return profile
    found = listing(profile.id, {"name": row["name"], "name_en": row["name_en"]})
    return msgspec.structs.replace(profile, listing=found)


def _number(row: Row) -> NumberProfile:
    return _profile(NumberProfile, {}, row, f"numbers.{row['number']}")


def _profile(kind: type[Profile], columns: dict[str, Any], row: Row, place: str) -> Profile:
    """A rule that has a column of its own must not stand among the others."""
    rules: dict[str, Any] = msgspec.json.decode(row["rules"])
    free = set(kind.__struct_fields__) - set(columns)
    for name in sorted(set(rules) - free):
        wrong = Fault(f"{place}.{name}", "there is no such rule", f"one of: {sorted(free)}")
        raise ConfigurationInvalid(str(wrong))
    try:
        return msgspec.convert({**columns, **rules}, kind)
    except msgspec.ValidationError as wrong:
        said, _, where = str(wrong).partition(" - at `$.")
        path = f"{place}.{where.rstrip('`')}" if where else place
        raise ConfigurationInvalid(str(Fault(path, said, "correct it"))) from wrong
