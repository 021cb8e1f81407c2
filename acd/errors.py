"""The distributor's errors, one small family.

AcdError
├─ NotPermitted          a step that the table of agent states does not know; nothing was changed
└─ ConfigurationInvalid  a configuration that makes no sense; it is not published
"""


class AcdError(Exception):
    """Root of the family."""


class NotPermitted(AcdError):
    """Our own code asked for a step that is not in the table; the state is as it was."""


class ConfigurationInvalid(AcdError):
    """Rules that make no sense; the message names each place and its cure, one a line."""
