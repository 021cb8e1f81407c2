"""Who works here, what things are called, and who may sign in, as plain values.

Storage reads them, web shows them. Not for facts: these are names of persons.
"""

from datetime import datetime

import msgspec


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A name in both languages of the interface."""

    zh: str
    en: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a work number."""

    agent: str
    name: Named
    team: str
    site: str
    employer: str
    device: str = "browser"
    takes_calls: bool = True
    leads: tuple[str, ...] = ()
    """Teams."""


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What the house and its parts are called, by id."""

    house: Named
    people: dict[str, Person]
    """By work number; those who have left are in it too, for old calls."""
    queues: dict[str, Named]
    """In the order in which they are shown."""
    teams: dict[str, Named]
    sites: dict[str, Named]
    employers: dict[str, Named]
    skills: dict[str, Named]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in. Rights are role × scope."""

    sign_in: str
    agent: str
    password_hash: str
    role: str
    """agent, supervisor, qa or admin."""
    scope: str
    """own, team, site or all."""


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in browser or token; its secret is kept only as a hash."""

    account: Account
    csrf: str
    created_at: datetime
    expires_at: datetime
