"""What can keep the embedded parts from starting, always with its cause and its cure.

The command line prints these as one line and exits with 2; nothing here knows how.
"""


class CannotStart(Exception):
    """Something outside must change before the centre can start."""

    def __init__(self, cause: str, cure: str) -> None:
        super().__init__(f"{cause}: {cure}")
        self.cause = cause
        self.cure = cure


class SupervisorRuns(Exception):
    """Another ``callcenter up`` already runs this data folder."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"this data folder is already up, supervised by pid {pid}")
        self.pid = pid
