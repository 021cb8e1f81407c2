"""When a caller need not, or must not, wait in a queue, and where the call goes then: pure data.

What the rules do is `acd.overflowing`'s; whether they make sense, `acd.overflow_sense`'s.
"""

from enum import StrEnum

import msgspec

from acd.targets import Because, Target


class Presence(StrEnum):
    """What an agent does, as far as it matters to a caller who waits."""

    SIGNED_OUT = "signed_out"
    NOT_READY = "not_ready"
    """By her choice, or for a pause after an offer that came to nothing."""
    ON_BREAK = "on_break"
    """Not ready for a reason that takes one of the places for breaks."""
    NOT_RESPONDING = "not_responding"
    UNREACHABLE = "unreachable"
    WRAP_UP = "wrap_up"
    BUSY = "busy"
    """Held out a call, being connected, or in a conversation."""
    FREE = "free"


ABSENT = frozenset(
    {
        Presence.SIGNED_OUT,
        Presence.NOT_READY,
        Presence.ON_BREAK,
        Presence.NOT_RESPONDING,
        Presence.UNREACHABLE,
    }
)
"""Nobody of these works."""

MAY_COUNT = ABSENT | {Presence.WRAP_UP}
"""What may count as nobody; whoever is free or busy is there."""


class When(StrEnum):
    """What is measured. Each holds when it is more than the rule's `over`."""

    LENGTH = "length"
    """At entry: callers of the queue who are not connected yet, this one included."""
    EXPECTED_WAIT = "expected_wait"
    """At entry: seconds that four of five callers in its place wait at most. Where nobody works
    nothing can be said, and it does not hold.
    """
    WAITED = "waited"
    """Seconds that this call has waited in this queue."""
    UNSTAFFED = "unstaffed"
    """Seconds in a row in which nobody has worked who could serve this call."""


AT_ENTRY = frozenset({When.LENGTH, When.EXPECTED_WAIT})

BECAUSE = {
    When.LENGTH: Because.FULL,
    When.EXPECTED_WAIT: Because.LONG_WAIT,
    When.WAITED: Because.WAITED,
    When.UNSTAFFED: Because.UNSTAFFED,
}


class Overflow(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of a queue's list; the first that holds is carried out."""

    when: When
    over: int
    to: Target


class WhenEmpty(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where calls go when nobody is there for them."""

    counting: tuple[Presence, ...]
    """What an agent may be and count as nobody: of `MAY_COUNT`."""
    to: Target
    empty_for: int = 0
    """Seconds in a row, before a call that waits goes; not asked at entry."""
