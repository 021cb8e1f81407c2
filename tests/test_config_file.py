"""`callcenter config` as an operator types it: out of the house, checked, tried and brought in."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from callcenter.cli import app
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from ivr.flow_file import read
from tests.storage.test_settings_book import HOUSE

pytestmark = pytest.mark.postgres


@pytest.fixture
def house(fresh_postgres_dsn: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small house, and the command line pointed at it."""

    async def fill() -> None:
        database = Database(fresh_postgres_dsn)
        async with database.connection() as connection:
            await connection.execute(HOUSE)
            await connection.execute("DELETE FROM numbers")
        await database.close()

    asyncio.run(fill())
    monkeypatch.setenv("CALLCENTER_DATABASE_URL", fresh_postgres_dsn)
    return fresh_postgres_dsn


def config(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["config", *map(str, arguments)])


def ring_for(dsn: str) -> int:
    """What routing is told of the queue `flights`."""

    async def ask() -> int:
        database = Database(dsn)
        told = await Directory(database, read).configuration()
        await database.close()
        return next(one.ring_for for one in told.queues if one.id == "flights")

    return asyncio.run(ask())


def test_a_house_goes_out_and_comes_back_in(house: str, tmp_path: Path) -> None:
    file = tmp_path / "house.yaml"
    assert config("export", file).exit_code == 0
    assert config("check", file).exit_code == 0
    again = config("import", file)
    assert (again.exit_code, again.stdout) == (0, "0 changed\n")
    text = file.read_text()
    assert "ring_for: 10  # s, 1 to 300, default 10" in text
    at = text.index("  flights:")
    file.write_text(text[:at] + text[at:].replace("ring_for: 10", "ring_for: 12", 1))
    tried = config("import", "--dry-run", file)
    assert tried.stdout == "queues.flights.ring_for: 10 -> 12\n1 would change\n"
    assert ring_for(house) == 10
    assert config("import", file).exit_code == 0
    assert ring_for(house) == 12


def test_what_makes_no_sense_changes_nothing_and_says_where(house: str, tmp_path: Path) -> None:
    file = tmp_path / "house.yaml"
    file.write_text("queues:\n  flights:\n    name: a\n    name_en: b\n    ring_for: 0\n")
    for verb in ("check", "import"):
        wrong = config(verb, file)
        assert wrong.exit_code == 2
        said = f"{file}:5: queues.flights.ring_for: 0 s is out of range; use 1 to 300 s"
        assert said in wrong.stderr
    assert "agents.1004.queues[1]: this still names the queue" in config("import", file).stderr
    assert ring_for(house) == 10
