"""PostgreSQL from its wheel under our own care: start, stop, adopt, crash, refuse."""

from __future__ import annotations

import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from callcenter.embedded.postgres import Postgres
from callcenter.embedded.postgres_programs import find_programs
from callcenter.embedded.process import RunningProcess
from callcenter.embedded.trouble import CannotStart
from callcenter.embedded.unprivileged import NOBODY

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    """A server of this test's own, with fsync on; whatever still runs is ended."""
    made = Postgres(tmp_path / "pg", tmp_path / "postgres.log")
    yield made
    made.release()
    left = Postgres(made.data, made.log).adopt()
    if left is not None:
        made.stop(left)


def kill(process: RunningProcess) -> None:
    process.send(signal.SIGKILL)
    assert process.wait(5)
    process.reap()


def test_first_start_makes_a_private_folder_and_the_database(server: Postgres) -> None:
    process = server.start()
    server.ensure_database()
    server.ensure_database()
    assert server.execute("SELECT current_database()", "callcenter") == "callcenter"
    assert server.execute("SHOW listen_addresses") == ""
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    server.stop(process)
    assert not (server.data / "postmaster.pid").exists()


def test_committed_rows_outlive_kill_9(server: Postgres) -> None:
    process = server.start()
    server.execute("CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 500)")
    kill(process)
    assert (server.data / "postmaster.pid").exists()  # stale, and it says ready
    assert server.adopt() is None
    again = server.start()
    assert again.pid != process.pid
    assert server.execute("SELECT count(*) FROM kept") == "500"
    server.stop(again)


def test_a_live_server_is_adopted_by_the_next_supervisor(server: Postgres) -> None:
    process = server.start()
    server.release()  # what the kernel does for a supervisor that was killed
    following = Postgres(server.data, server.log)
    adopted = following.start()
    assert adopted.pid == process.pid
    assert following.execute("SELECT 1") == "1"
    following.stop(adopted)
    assert process.wait(5)


def test_a_server_of_another_folder_is_not_adopted(server: Postgres, tmp_path: Path) -> None:
    process = server.start()
    stranger = tmp_path / "other"
    stranger.mkdir()
    (stranger / "postmaster.pid").write_text((server.data / "postmaster.pid").read_text())
    assert Postgres(stranger, tmp_path / "other.log").adopt() is None
    server.stop(process)


def test_a_second_supervisor_is_refused(server: Postgres) -> None:
    process = server.start()
    with pytest.raises(CannotStart, match="already looks after"):
        Postgres(server.data, server.log).launch()
    server.stop(process)


def test_a_first_start_cut_short_is_made_anew(server: Postgres) -> None:
    half_made = server.data.with_name("pg.new")
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18")
    process = server.start()
    assert not half_made.exists()
    server.stop(process)


def test_a_long_data_path_still_gets_a_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 25)
    server = Postgres(deep / "pg", tmp_path / "postgres.log")
    process = server.start()
    assert server.socket_folder != server.data
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert server.execute("SELECT 1") == "1"
    server.stop(process)
    server.socket_folder.rmdir()


def test_no_programs_is_told_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="CALLCENTER_PG_BIN"):
        find_programs(tmp_path)


def test_a_folder_of_another_version_is_refused(server: Postgres) -> None:
    server.stop(server.start())
    (server.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 14"):
        server.start()


if os.geteuid() == 0:  # only root can become nobody; an ordinary user needs no disguise

    def test_as_root_without_namespaces_a_copy_runs_as_nobody(
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("callcenter.embedded.identity.namespaces_allowed", lambda runner: False)
        with tempfile.TemporaryDirectory() as folder:
            server = Postgres(Path(folder) / "pg", Path(folder) / "postgres.log")
            process = server.start()
            assert server.execute("SELECT 1") == "1"
            assert Path(f"/proc/{process.pid}").stat().st_uid == NOBODY
            assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o711
            server.stop(process)

    def test_as_root_without_namespaces_a_closed_parent_is_told(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("callcenter.embedded.identity.namespaces_allowed", lambda runner: False)
        closed = tmp_path / "closed"
        (closed / "data").mkdir(parents=True)
        closed.chmod(0o700)
        server = Postgres(closed / "data" / "pg", tmp_path / "postgres.log")
        with pytest.raises(CannotStart, match="closed to other users.*CALLCENTER_DATA"):
            server.start()
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        server.release()
