"""A centre whose roles are tiny: what ``callcenter up`` does, quick enough to be killed in tests.

``fake_centre.py up [--servers] [kind…]`` is the supervisor; ``fake_centre.py <role>`` is a role,
which behaves as the file ``<data>/behaviour-<role>`` tells it to when it starts.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from callcenter.embedded.programs import ROLES
from callcenter.embedded.up import Plan, up
from callcenter.errors import CallcenterError, SettingsInvalid
from callcenter.settings import Settings
from callcenter.state_file import StateFile


def run_centre(names: list[str]) -> None:
    """What ``callcenter up`` does, with ourselves as the roles' program."""
    settings = Settings.read()
    if "--servers" in names:
        names.remove("--servers")
    else:  # outside addresses: nothing embedded is started
        settings = settings.model_copy(update={"database_url": "none", "nats_url": "none"})
    plan = Plan(
        settings,
        kinds=tuple(kind for kind in ROLES if kind.name in names),
        command=(sys.executable, __file__),
    )
    try:
        up(plan, lambda line: print(line, flush=True))
    except SettingsInvalid as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)
    except CallcenterError as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(1)


def run_role(name: str) -> None:
    """Be one role until SIGTERM."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    data = Path(os.environ["CALLCENTER_DATA"])
    told = data / f"behaviour-{name}"
    behaviour = told.read_text(encoding="utf-8") if told.exists() else ""
    if behaviour == "wrong configuration":
        print("setting web_port: the moon is in the way")
        sys.exit(2)
    if behaviour == "die":
        sys.exit(3)
    state = StateFile(data / "run", name)
    state.starting()
    if behaviour == "lines":
        subprocess.Popen([sys.executable, __file__, "line-1"], start_new_session=True)
    state.ready()
    wait_for_the_end()
    state.remove()


def run_line(name: str) -> None:
    """Be a line with a call up, deaf to SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    state = StateFile(Path(os.environ["CALLCENTER_DATA"]) / "run", name, sole=False)
    state.starting(call=True)
    while True:
        time.sleep(60)


def wait_for_the_end() -> None:
    """Sleep until SIGTERM."""
    signal.sigwait({signal.SIGTERM})


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "up":
        run_centre(rest)
    elif what == "prepare":
        print("prepared")
    elif what.startswith("line"):
        run_line(what)
    else:
        run_role(what)
