"""Runs a program so that it does not see itself as root: ``unprivileged.py HOW PROGRAM ARGS…``.

PostgreSQL refuses to run as root. ``namespace`` enters a user namespace in which our own user
appears as 65534, so files stay ours and no permission anywhere is changed; ``nobody`` really
becomes 65534. PostgreSQL is started through this file by ``postgres.py``; it is run by path, so it
imports nothing of ours. Exit 77: the kernel refuses user namespaces here.
"""

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000  # sched.h
NOBODY = 65534
REFUSED = 77


def enter_namespace() -> None:
    """Map 65534 inside to our own user outside. Exits 77 when the kernel says no."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        sys.exit(REFUSED)
    try:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1", encoding="ascii")
    except OSError:
        sys.exit(REFUSED)


def become_nobody() -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def main(how: str, argv: list[str]) -> None:
    """Change who we are, then become the program."""
    if how == "namespace":
        enter_namespace()
    else:
        become_nobody()
    os.chdir("/")
    os.execv(argv[0], argv)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
