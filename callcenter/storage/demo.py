"""Fills a database with the demo centre: people, queues, flows, customers, sign-ins.

`callcenter up --demo` calls it at each start. What is there already stays as the operator has
changed it; only the customers' journeys move along, so that somebody always flies tomorrow.
"""

import asyncio
import json
import os
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from callcenter.clock import now
from callcenter.storage import demo_calendars, demo_customers, demo_house
from callcenter.storage.database import Connection, Database
from ivr.flow_file import MAIN_FLOW, SURVEY_FLOW

PASSWORDS_FILE: Final = "demo-passwords.json"
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without the letters that are taken for one another."""
_LENGTH: Final = 10
_hasher = PasswordHash((Argon2Hasher(),))


def fill(
    dsn: str,
    keys: Path | None = None,
    passwords: Mapping[str, str] | None = None,
    *,
    time_zone: str = "Asia/Shanghai",
) -> dict[str, str]:
    """Fill a migrated database; sign-in name to password. Call it in a thread inside a loop.

    `time_zone` is the house's: journeys begin at hours that are usual there.
    Passwords are those given, else those kept in `keys`, else random ones, kept there (0600).
    Raises Unavailable when the database does not answer.
    """
    known = dict(passwords or _kept(keys))
    chosen = {person[0]: known.get(person[0]) or _password() for person in demo_house.PEOPLE}
    asyncio.run(_fill(dsn, chosen, ZoneInfo(time_zone)))
    if keys is not None:
        _keep(keys, chosen)
    return chosen


def _password() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _kept(keys: Path | None) -> dict[str, str]:
    if keys is None or not (keys / PASSWORDS_FILE).exists():
        return {}
    return msgspec.json.decode((keys / PASSWORDS_FILE).read_bytes(), type=dict[str, str])


def _keep(keys: Path, chosen: Mapping[str, str]) -> None:
    """Written aside and moved, so that it is never half there nor readable by others."""
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = keys / f"{PASSWORDS_FILE}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(dict(chosen), file, indent=1)
    fresh.rename(keys / PASSWORDS_FILE)


async def _fill(dsn: str, passwords: Mapping[str, str], zone: ZoneInfo) -> None:
    database = Database(dsn)
    moment = now()
    try:
        async with database.transaction() as connection:
            await _house(connection)
            await _people(connection)
            await _flows(connection)
            await _users(connection, passwords)
            await _customers(connection, moment, zone)
    finally:
        await database.close()


async def _house(connection: Connection) -> None:
    for table, rows in (
        ("sites", demo_house.SITES),
        ("employers", demo_house.EMPLOYERS),
        ("skills", demo_house.SKILLS),
    ):
        await connection.executemany(
            f"INSERT INTO {table} (id, name, name_en) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            rows,
        )
    await connection.executemany(
        "INSERT INTO teams (id, name, name_en, site_id) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT DO NOTHING",
        demo_house.TEAMS,
    )
    await connection.executemany(
        "INSERT INTO queues (id, number, name, name_en, sort, priority, handle_within, rules) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        [(*row, json.dumps(_queue_rules(row[0]))) for row in demo_house.QUEUES],
    )
    await connection.executemany(
        "INSERT INTO queue_skills (queue_id, skill_id, at_least) VALUES ($1, $2, $3) "
        "ON CONFLICT DO NOTHING",
        demo_house.NEEDS,
    )
    await connection.execute(
        "UPDATE house SET name = $1, name_en = $2, default_queue = $3, rules = $4 WHERE name = ''",
        *demo_house.HOUSE,
        json.dumps(
            {
                **demo_house.HOUSE_RULES,
                "calendars": demo_calendars.CALENDARS,
                "announcements": demo_calendars.ANNOUNCEMENTS,
            }
        ),
    )


def _queue_rules(queue: str) -> dict[str, object]:
    return {**demo_calendars.of_queue(queue), **demo_house.QUEUE_RULES.get(queue, {})}


async def _people(connection: Connection) -> None:
    """Abilities only for people who are new here: an agent's queues may have been changed."""
    agents = {work_number for work_number, _, _ in demo_house.ABILITIES}
    fresh = set()
    for person in demo_house.PEOPLE:
        made = await connection.fetchval(
            "INSERT INTO agents "
            "(id, name, name_en, team_id, site_id, employer_id, takes_calls, rules) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id",
            *person[:6],
            person[0] in agents,
            json.dumps(demo_house.AGENT_RULES.get(person[0], {})),
        )
        fresh.add(made)
    for work_number, queues, skills in demo_house.ABILITIES:
        if work_number in fresh:
            await connection.executemany(
                "INSERT INTO agent_queues (agent_id, queue_id) VALUES ($1, $2)",
                [(work_number, queue) for queue in queues],
            )
            await connection.executemany(
                "INSERT INTO agent_skills (agent_id, skill_id, proficiency) VALUES ($1, $2, $3)",
                [(work_number, skill, level) for skill, level in skills.items()],
            )
    await connection.executemany(
        "UPDATE teams SET leader_id = $1 WHERE id = $2 AND leader_id IS NULL", demo_house.LEADS
    )


async def _flows(connection: Connection) -> None:
    texts = {
        "main": MAIN_FLOW.read_text(encoding="utf-8"),
        "survey": SURVEY_FLOW.read_text(encoding="utf-8"),
    }
    numbers = {demo_house.MAIN_NUMBER: "main"}
    for queue, number, *_ in demo_house.QUEUES:
        texts[queue] = demo_house.DIRECT.format(queue=queue)
        numbers[number] = queue
    await connection.executemany(
        "INSERT INTO flows (name, version, yaml) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING",
        list(texts.items()),
    )
    await connection.executemany(
        "INSERT INTO numbers (number, flow) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        list(numbers.items()),
    )


async def _users(connection: Connection, passwords: Mapping[str, str]) -> None:
    """An account keeps its hash while it fits the password; hashing is slow on purpose."""
    rows = await connection.fetch("SELECT sign_in, password_hash FROM users")
    hashes = {row["sign_in"]: row["password_hash"] for row in rows}
    for work_number, _, _, _, _, _, role, scope in demo_house.PEOPLE:
        password = passwords[work_number]
        known = hashes.get(work_number)
        if known and await asyncio.to_thread(_hasher.verify, password, known):
            continue
        await connection.execute(
            "INSERT INTO users (sign_in, agent_id, password_hash, role, scope) "
            "VALUES ($1, $1, $2, $3, $4) "
            "ON CONFLICT (sign_in) DO UPDATE SET password_hash = excluded.password_hash",
            work_number,
            await asyncio.to_thread(_hasher.hash, password),
            role,
            scope,
        )


async def _customers(connection: Connection, moment: datetime, zone: ZoneInfo) -> None:
    """All of them once; somebody who was erased stays erased. Afterwards only dates move."""
    if await connection.fetchval("SELECT true FROM customers LIMIT 1"):
        await connection.executemany(
            "UPDATE bookings SET at = $2 WHERE id = $1",
            list(demo_customers.bookings(moment, zone).items()),
        )
        return
    for one in demo_customers.customers(moment, zone):
        await _customer(connection, one, moment.astimezone(zone))


async def _customer(connection: Connection, one: demo_customers.Demo, here: datetime) -> None:
    """`here` is the instant in the house's time zone: a birthday is a day there."""
    who = one.customer
    birthday = (here + timedelta(days=one.birthday_in)).date()
    await connection.execute(
        "INSERT INTO customers (id, name, name_key, tier, segment, language, city, email, "
        "company, birthday, since_year, verified, preferences, marks, remark) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        who.id,
        who.name,
        one.name_key,
        who.tier,
        who.segment,
        who.language,
        who.city,
        who.email,
        who.company,
        # 32 years before a leap year there is a 29th of February too.
        birthday.replace(year=birthday.year - 32),
        who.since_year,
        who.verified,
        msgspec.json.encode(who.preferences).decode(),
        msgspec.json.encode(who.marks).decode(),
        who.remark,
    )
    await connection.executemany(
        "INSERT INTO customer_numbers (number, customer_id) VALUES ($1, $2)",
        [(number, who.id) for number in one.numbers],
    )
    await _parts(connection, one)


async def _parts(connection: Connection, one: demo_customers.Demo) -> None:
    owner = one.customer.id
    await connection.executemany(
        "INSERT INTO bookings (id, customer_id, kind, title, detail, at, state) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [(b.order, owner, b.kind, b.title, b.detail, b.at, b.state) for b in one.bookings],
    )
    await connection.executemany(
        "INSERT INTO contacts (customer_id, at, channel, title, detail, outcome, agent_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (owner, c.at, c.channel, c.title, c.detail, c.outcome, c.agent or None)
            for c in one.contacts
        ],
    )
    await connection.executemany(
        "INSERT INTO cases (id, customer_id, kind, title, department, state, opened_at, due_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            (c.case, owner, c.kind, c.title, c.department, c.state, c.opened_at, c.due_at)
            for c in one.cases
        ],
    )
