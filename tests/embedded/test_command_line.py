"""``callcenter`` as a user types it: wrong use is one line with a cure and exit code 2."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from callcenter.embedded.folders import FOLDERS, prepare_folders, prepare_shared_memory
from callcenter.embedded.ports import check_exposure
from callcenter.embedded.trouble import CannotStart
from callcenter.settings import Settings


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
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_code_2(setting: str, word: str, told: str) -> None:
    said = callcenter("up", **{setting: word})
    assert said.returncode == 2
    assert told in said.stderr
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""


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
