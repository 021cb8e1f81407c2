"""How a process stands beside others in its turns at the cores."""

import contextlib
import os
from pathlib import Path


def stand(pid: int, nice: int) -> None:
    """Give a process and its session this niceness (-20 to 19), as far as this user may.

    Where the kernel shares cores among sessions (autogroups, sched(7)), niceness counts only inside
    one, and each of our processes is a session of its own. The session is left alone where another
    process leads it, so that nobody else stands otherwise than before.
    """
    with contextlib.suppress(PermissionError, ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, pid, nice)
    # OSError: no such file without autogroups, no privilege, too soon after another change.
    with contextlib.suppress(OSError):
        if os.getsid(pid) == pid:
            Path(f"/proc/{pid}/autogroup").write_text(str(nice), encoding="ascii")
