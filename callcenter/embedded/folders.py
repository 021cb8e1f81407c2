"""The data folder: made, closed to others, and checked, before anything is started in it.

``up`` and ``doctor`` call it. It knows the names of the folders and nothing of their contents.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from callcenter.embedded.trouble import CannotStart

SOCKET_PATH_LIMIT: Final = 107  # sun_path in unix(7), less its closing zero
FOLDERS: Final = ("spool", "archive", "prompts", "run", "keys", "control")
"""Folders of the data folder; PostgreSQL makes its own, ``pg``."""


def prepare_folders(data: Path) -> None:
    """Make the data folder and its parts, each 0700. Raises CannotStart naming the folder."""
    for folder in (data, *(data / name for name in FOLDERS)):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError:
            raise CannotStart(f"{folder} is not a folder", "move it away") from None
        except OSError as wrong:
            raise CannotStart(f"cannot make {folder} ({wrong.strerror})", _cure()) from wrong
        if not os.access(folder, os.W_OK | os.X_OK):
            raise CannotStart(f"cannot write to {folder}", _cure())


def prepare_shared_memory(folder: Path) -> None:
    """Make the folder in which recordings grow, ours alone. Raises CannotStart.

    It lies where every user may make folders, so one of somebody else's must not be trusted.
    """
    cure = "remove it, or set CALLCENTER_SHARED_MEMORY to another folder"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as wrong:
        raise CannotStart(f"cannot make {folder} ({wrong.strerror})", cure) from wrong
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotStart(f"{folder} is not a folder of this user", cure)


def check_socket_length(path: Path) -> None:
    """A unix socket's path is at most 107 bytes (unix(7)). Raises CannotStart."""
    if len(os.fsencode(path)) > SOCKET_PATH_LIMIT:
        raise CannotStart(
            f"the path {path} is too long for a socket", "set CALLCENTER_DATA to a shorter path"
        )


def _cure() -> str:
    return "give it to this user, or set CALLCENTER_DATA to a folder of yours"
