"""``callcenter`` as a user types it: wrong use is one line with a cure and exit code 2."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from callcenter.embedded.folders import FOLDERS, prepare_folders, prepare_shared_memory
from callcenter.embedded.nats import NatsAddress
from callcenter.embedded.ports import check_exposure
from callcenter.embedded.trouble import CannotStart
from callcenter.settings import Settings
from ivr.flow_file import MAIN_FLOW

FREE_PORTS = {
    "CALLCENTER_SIP_PORT": "25260",
    "CALLCENTER_WEB_PORT": "25280",
    "CALLCENTER_SOFTPHONE_SIP_PORT": "25266",
}


def execute(dsn: str, sql: str) -> None:
    """One statement on a database."""

    async def once() -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    asyncio.run(once())


def callcenter(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with nothing set but these settings."""
    clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
    return subprocess.run(
        [sys.executable, "-m", "callcenter", *arguments],
        env={**clean, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("setting", "word", "told"),
    [
        ("CALLCENTER_SIPPORT", "5060", "did you mean sip_port?"),
        ("CALLCENTER_SIP_PORT", "many", "setting sip_port"),
        ("CALLCENTER_WEB_PORT", "70000", "setting web_port"),
        ("CALLCENTER_CONFIG", "/no/such/file", "CALLCENTER_CONFIG=/no/such/file"),
        ("CALLCENTER_DATA", "/proc/callcenter", "set CALLCENTER_DATA to a folder of yours"),
        ("CALLCENTER_DATA", "/dev/null", "is not a folder"),
        ("CALLCENTER_DATA", f"/tmp/{'long' * 30}", "shorter path"),
        ("CALLCENTER_WEB_HOST", "0.0.0.0", "--behind-proxy"),
        ("CALLCENTER_TIME_ZONE", "Asia/Moon", "setting time_zone"),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_code_2(setting: str, word: str, told: str) -> None:
    said = callcenter("up", **{setting: word})
    assert said.returncode == 2
    assert told in said.stderr
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sipport = 5060\n", "setting sipport"),
        ("sipport = 5060\n", "did you mean sip_port?"),
        ('sip_port = "many"\n', "setting sip_port"),
        ("sip_port = \n", "not TOML"),
        ("[exchange]\nsip_port = 5060\n", "setting exchange"),
    ],
)
def test_a_wrong_line_of_the_file_is_one_line_and_exit_code_2(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "callcenter.toml"
    file.write_text(text)
    data = tmp_path / "data"
    said = callcenter("up", CALLCENTER_CONFIG=str(file), CALLCENTER_DATA=str(data))
    assert said.returncode == 2
    assert told in said.stderr
    assert said.stderr.count("\n") == 1
    assert not data.exists()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "callcenter.toml"
    file.write_text("sip_port = 70000\n")
    said = callcenter("doctor", CALLCENTER_CONFIG=str(file))
    assert (said.returncode, "sip_port" in said.stderr) == (2, True)
    settings = {"CALLCENTER_CONFIG": str(file), "CALLCENTER_SIP_PORT": "25999"}
    assert "25999" in callcenter("doctor", CALLCENTER_DATA=str(tmp_path / "d"), **settings).stdout


@pytest.mark.postgres
@pytest.mark.nats
def test_a_foreign_database_ends_the_start_and_is_left_alone(
    tmp_path: Path, empty_postgres_dsn: str, nats_address: NatsAddress
) -> None:
    execute(empty_postgres_dsn, "CREATE TABLE invoices AS SELECT 7 AS number")
    said = callcenter(
        "up",
        "--demo",
        CALLCENTER_DATA=str(tmp_path / "data"),
        CALLCENTER_DATABASE_URL=empty_postgres_dsn,
        CALLCENTER_NATS_URL=nats_address.url,
        CALLCENTER_NATS_TOKEN=nats_address.token,
        **FREE_PORTS,
    )
    assert said.returncode == 2
    assert "belongs to another program (it has the tables invoices)" in said.stdout + said.stderr
    assert not (tmp_path / "data" / "pg").exists()
    assert not list((tmp_path / "data" / "run").glob("*.json"))
    execute(empty_postgres_dsn, "SELECT 1 / count(*) FROM invoices WHERE number = 7")


# -- flows and tokens ----------------------------------------------------------------------------


def test_a_good_flow_is_checked_without_a_word() -> None:
    said = callcenter("flow", "check", str(MAIN_FLOW))
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_a_broken_flow_names_every_node(tmp_path: Path) -> None:
    file = tmp_path / "main.yaml"
    text = MAIN_FLOW.read_text(encoding="utf-8")
    file.write_text(text.replace("3: hotels", "3: hotel").replace("next: notice", "next: notise"))
    said = callcenter("flow", "check", str(file))
    assert said.returncode == 2
    assert "node menu: leads to hotel by key 3, which is no node; did you mean hotels?" in (
        said.stderr
    )
    for node in ("node in_mandarin", "node in_english"):
        assert f"{node}: leads to notise by next" in said.stderr
    missing = callcenter("flow", "check", str(tmp_path / "none.yaml"))
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say for whom, with --role or --agent"),
        (("--role", "king"), "roles are agent, supervisor, qa, admin"),
        (("--role", "qa"), "nobody has the role qa"),
        (("--agent", "7777"), "nobody signs in as 7777"),
    ],
)
@pytest.mark.postgres
def test_a_token_for_nobody_is_refused(
    postgres_dsn: str, arguments: tuple[str, ...], told: str
) -> None:
    said = callcenter("token", *arguments, CALLCENTER_DATABASE_URL=postgres_dsn)
    assert (said.returncode, said.stdout) == (2, "")
    assert told in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_token_without_database_says_so(tmp_path: Path) -> None:
    said = callcenter("token", "--role", "admin", CALLCENTER_DATA=str(tmp_path))
    assert (said.returncode, said.stdout) == (1, "")
    assert "database" in said.stderr
    assert said.stderr.count("\n") == 1


def test_an_unknown_role_to_leave_out_names_those_there_are() -> None:
    said = callcenter("up", "--without", "moon")
    assert said.returncode == 2
    assert "control, exchange, softphone, web, worker" in said.stderr


def test_a_taken_port_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as taker:
        taker.bind(("127.0.0.1", 0))
        port = str(taker.getsockname()[1])
        said = callcenter("up", CALLCENTER_DATA=str(tmp_path), CALLCENTER_SIP_PORT=port)
    assert said.returncode == 2
    assert f"{port}/udp" in said.stderr
    assert "CALLCENTER_SIP_PORT" in said.stderr
    assert not (tmp_path / "pg").exists()


def test_the_doctor_finds_what_the_centre_needs(tmp_path: Path) -> None:
    said = callcenter("doctor", CALLCENTER_DATA=str(tmp_path / "data"))
    for what in ("Python", "pjsua2", "PostgreSQL", "NATS server", "data folder", "port"):
        assert what in said.stdout
    assert "4 legs" in said.stdout
    assert not (tmp_path / "data").exists()


def test_the_doctor_fails_when_something_needed_is_missing(tmp_path: Path) -> None:
    said = callcenter("doctor", CALLCENTER_DATA=str(tmp_path), CALLCENTER_PG_BIN=str(tmp_path))
    assert said.returncode == 1
    assert "MISSING  PostgreSQL" in said.stdout


def test_folders_are_closed_to_others(tmp_path: Path) -> None:
    prepare_folders(tmp_path / "deep" / "data")
    for name in ("", *FOLDERS):
        mode = stat.S_IMODE((tmp_path / "deep" / "data" / name).stat().st_mode)
        assert mode == 0o700


def test_shared_memory_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    prepare_shared_memory(tmp_path / "ours")
    prepare_shared_memory(tmp_path / "ours")
    (tmp_path / "link").symlink_to(tmp_path)
    for strange in (tmp_path / "link", Path("/dev/null"), tmp_path / "no" / "parent"):
        with pytest.raises(CannotStart, match="CALLCENTER_SHARED_MEMORY"):
            prepare_shared_memory(strange)


@pytest.mark.parametrize(
    ("given", "fine"),
    [
        ({}, True),
        ({"demo": True}, True),
        ({"web_host": "localhost"}, True),
        ({"web_host": "::1"}, True),
        ({"web_host": "10.0.0.5"}, False),
        ({"web_host": "10.0.0.5", "behind_proxy": True}, True),
        ({"web_host": "10.0.0.5", "tls_certificate": "/c", "tls_key": "/k"}, True),
        ({"web_host": "10.0.0.5", "tls_certificate": "/c"}, False),
        ({"web_host": "10.0.0.5", "behind_proxy": True, "demo": True}, False),
        ({"sip_host": "0.0.0.0", "demo": True}, False),
        ({"sip_host": "10.0.0.5"}, True),
    ],
)
def test_nothing_unprotected_is_reachable_by_others(given: dict[str, object], fine: bool) -> None:
    settings = Settings(**given)  # type: ignore[arg-type]
    if fine:
        check_exposure(settings)
    else:
        with pytest.raises(CannotStart):
            check_exposure(settings)


@pytest.mark.faults
def test_ctrl_c_while_starting_stops_what_was_started(tmp_path: Path) -> None:
    clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
    ports = {"CALLCENTER_SIP_PORT": "25160", "CALLCENTER_WEB_PORT": "25180"}
    started = subprocess.Popen(
        [sys.executable, "-m", "callcenter", "up", "--without", "softphone"],
        env={**clean, **ports, "CALLCENTER_DATA": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    for line in started.stdout:
        if line.startswith("starting postgres"):
            started.send_signal(signal.SIGINT)
            break
    assert started.wait(60) == 0
    started.stdout.close()
    assert not (tmp_path / "pg" / "postmaster.pid").exists()
    assert not list((tmp_path / "run").glob("*.json"))
