"""What every test may ask for: a real PostgreSQL database and a real NATS server.

One server of each a session. Each test module gets a database of its own, made from a template
that has the migrations applied, so modules never see each other's rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from callcenter.embedded.nats import Nats, NatsAddress
from callcenter.embedded.postgres import Postgres
from callcenter.storage.migration import migrate
from tests.running_centre import RunningCentre

pytest_plugins = ["tests.outside_programs"]

_numbers = itertools.count(1)
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One PostgreSQL for the session; it never waits for the disk."""
    folder = tmp_path_factory.mktemp("postgres")
    server = Postgres(folder / "pg", folder / "postgres.log", options=_FAST)
    process = server.start()
    yield server
    server.stop(process)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres) -> str:
    """The name of a database with all migrations applied, to be copied."""
    name = "migrated"
    postgres_server.execute(f"CREATE DATABASE {name}")
    migrate(postgres_server.dsn(name))
    return name


@pytest.fixture(scope="module")
def postgres_dsn(postgres_server: Postgres, postgres_template: str) -> Iterator[str]:
    """A database of this module's own, migrated: ``postgresql://…?host=<socket folder>``."""
    yield from _database(postgres_server, f"TEMPLATE {postgres_template}")


@pytest.fixture
def fresh_postgres_dsn(postgres_server: Postgres, postgres_template: str) -> Iterator[str]:
    """A migrated database of this one test's own (about 0.1 s)."""
    yield from _database(postgres_server, f"TEMPLATE {postgres_template}")


@pytest.fixture
def empty_postgres_dsn(postgres_server: Postgres) -> Iterator[str]:
    """A database without any table, for tests of the migrations themselves."""
    yield from _database(postgres_server, "")


def _database(server: Postgres, like: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name} {like}")
    yield server.dsn(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def nats_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsAddress]:
    """One NATS server for the session."""
    folder = tmp_path_factory.mktemp("nats")
    keys, run = folder / "keys", folder / "run"
    for each in (keys, run):
        Path(each).mkdir()
    server = Nats(keys, run)
    process = server.start()
    yield server.address()
    server.stop(process)


@pytest.fixture(scope="session")
def nats_url(nats_address: NatsAddress) -> str:
    """The bus's address, without the token."""
    return nats_address.url


@pytest.fixture(scope="session")
def nats_token(nats_address: NatsAddress) -> str:
    """The token that opens the bus."""
    return nats_address.token


@pytest.fixture(scope="session")
def running_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCentre]:
    """One whole demo centre for the session, started as a user starts it; kill nothing in it."""
    centre = RunningCentre(tmp_path_factory.mktemp("centre") / "data")
    try:
        centre.start("--demo")
        yield centre
    finally:
        centre.clear_away()


@pytest.fixture
def own_centre(tmp_path: Path) -> Iterator[RunningCentre]:
    """A whole demo centre of this one test's own, for tests that kill."""
    centre = RunningCentre(tmp_path / "data")
    try:
        centre.start("--demo")
        yield centre
    finally:
        centre.clear_away()
