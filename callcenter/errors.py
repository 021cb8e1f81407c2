"""The pipe side's errors, one family.

CallcenterError
├─ SettingsInvalid   our operator's mistake: exit 2, one line with cause and cure
├─ AlreadyRunning    another process of this name lives (callcenter/state_file.py): exit 1
├─ StaleEpoch        another control has taken over: stop at once
├─ PeerMisbehaved    a carrier, browser or file sent nonsense: record, protect the call, go on
└─ Unavailable       something we need is away for now: try again, say so
"""


class CallcenterError(Exception):
    """Root of the family."""


class SettingsInvalid(CallcenterError):
    """A setting, file or folder is wrong; one line of text names the place and the cure."""


class StaleEpoch(CallcenterError):
    """The fencing epoch in storage is higher than ours."""


class PeerMisbehaved(CallcenterError):
    """Input from outside broke its rules."""


class Unavailable(CallcenterError):
    """The database, the bus or a process does not answer at present."""
