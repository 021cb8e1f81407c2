"""What can keep the embedded parts from starting, always with its cause and its cure.

The command line prints these as one line; nothing here knows how.

CallcenterError
├─ SettingsInvalid
│  └─ CannotStart      something outside must change first: exit 2
├─ SupervisorRuns      another `up` looks after this data folder: exit 1
└─ StopAsked           the operator asked to stop while we were starting: exit 0
"""

from callcenter.errors import CallcenterError, SettingsInvalid


class CannotStart(SettingsInvalid):
    """Something outside must change before the centre can start."""

    def __init__(self, cause: str, cure: str) -> None:
        super().__init__(f"{cause}: {cure}")
        self.cause = cause
        self.cure = cure


class SupervisorRuns(CallcenterError):
    """Another ``callcenter up`` already runs this data folder."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"this data folder is already up, supervised by pid {pid}")
        self.pid = pid


class StopAsked(CallcenterError):
    """Ctrl-C or SIGTERM came before everything was up."""
