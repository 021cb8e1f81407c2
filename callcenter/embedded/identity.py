"""As whom PostgreSQL runs: it wants a user that is not root and has a name.

Failing that: a user namespace if the kernel lets us; else, as root, a copy of the programs run by
nobody. ``postgres.py`` asks once for each start. Permissions of folders not ours are never changed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from callcenter.embedded import unprivileged
from callcenter.embedded.postgres_programs import PostgresPrograms
from callcenter.embedded.trouble import CannotStart


@dataclass(frozen=True, slots=True)
class Identity:
    """What stands before a program's name on its command line, and where the program lies."""

    prefix: tuple[str, ...]
    programs: PostgresPrograms
    is_nobody: bool = False

    def own(self, folder: Path) -> None:
        """Give a fresh folder to whom PostgreSQL runs as."""
        if self.is_nobody:
            os.chown(folder, unprivileged.NOBODY, unprivileged.NOBODY)


def choose_identity(data: Path, programs: PostgresPrograms) -> Identity:
    """As whom to run on this data folder, which keeps the identity it was made with.

    Raises CannotStart when there is no way.
    """
    if _fits_postgres(os.geteuid()):
        return Identity((), programs)
    runner = (sys.executable, "-I", "-S", unprivileged.__file__)
    made_by_nobody = data.exists() and data.stat().st_uid == unprivileged.NOBODY
    if not made_by_nobody and namespaces_allowed(runner):
        return Identity((*runner, "namespace"), programs)
    if os.geteuid() != 0:
        raise CannotStart(
            f"PostgreSQL cannot run here: user {os.geteuid()} has no name and user namespaces are "
            "refused",
            "run as a user that is in /etc/passwd, or set CALLCENTER_DATABASE_URL",
        )
    _open_the_way(data.parent)
    return Identity((*runner, "nobody"), _staged(programs, data.parent), is_nobody=True)


def namespaces_allowed(runner: tuple[str, ...]) -> bool:
    """Whether the kernel lets this user make a user namespace (containers often do not)."""
    tried = subprocess.run([*runner, "namespace", "/bin/true"], capture_output=True, check=False)
    return tried.returncode == 0


def _fits_postgres(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return uid != 0


def _open_the_way(own: Path) -> None:
    """Nobody must be able to walk to the data; we open our own folder, never one above it."""
    if own.exists():
        own.chmod(own.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)
    for folder in own.parents:
        if not folder.stat().st_mode & stat.S_IXOTH:
            raise CannotStart(
                f"PostgreSQL cannot run as root here: user namespaces are refused and {folder} is "
                "closed to other users",
                "run as an ordinary user, or set CALLCENTER_DATA to a folder under /var/lib",
            )


def _staged(programs: PostgresPrograms, data: Path) -> PostgresPrograms:
    """The wheel's programs, copied to where any user may run them, once for each version."""
    if programs.folder.is_relative_to("/usr"):
        return programs
    package = programs.folder.parents[1]
    staged = data / f"pg-programs-{programs.major}"
    if not staged.exists():
        fresh = staged.with_name(f"{staged.name}.{os.getpid()}")
        shutil.copytree(programs.folder.parent, fresh / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        fresh.chmod(0o755)
        fresh.rename(staged)
    return PostgresPrograms(staged / package.name / "pginstall" / "bin", programs.major)
