"""The distributor's errors, one small family.

AcdError
└─ NotPermitted   a step that the table of agent states does not know; nothing was changed
"""


class AcdError(Exception):
    """Root of the family."""


class NotPermitted(AcdError):
    """Our own code asked for a step that is not in the table; the state is as it was."""
