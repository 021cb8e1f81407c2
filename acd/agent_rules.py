"""The rules of an agent's life: after an offer that came to nothing, after a call, on a break.

Only data, part of the configuration: a queue's own rule wins over the house's. What they do is
decided in `acd.decisions` and `acd.changes`; nothing in here knows of states or of calls. Times are
whole seconds unless a field says minutes.
"""

from enum import StrEnum

import msgspec


class Then(StrEnum):
    """Where an agent stands after an offer that came to nothing."""

    PAUSE = "pause"
    """She gets no offer for `seconds`, then she is free again."""
    CHOOSES = "chooses"
    """Not responding, until she chooses."""
    PROBE = "probe"
    """Unreachable until her page or her audio answers anew, or `seconds` have passed; with 0, until
    it answers or she chooses.
    """


class After(msgspec.Struct, frozen=True, kw_only=True):
    """What follows for her, and for how long."""

    then: Then
    seconds: int = 0


class AfterOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What follows for her, by why the offer ended; None: as the house, then as usual.

    The first three are her own doing, the last three her device's: those are never counted as
    missed by her.
    """

    expired: After | None = None
    """Nobody reacted while it rang; usual: she has to choose."""
    rejected: After | None = None
    """She declined; usual: a pause of `Refusals.rejected`."""
    busy: After | None = None
    """Her desk phone was in use; usual: a pause of `Refusals.rejected`."""
    unreachable: After | None = None
    """Her desk phone could not be rung; usual: a probe of `Refusals.unreachable`."""
    device_lost: After | None = None
    """Her page or her audio went away while it rang; usual: a probe of `Refusals.unreachable`."""
    connect_failed: After | None = None
    """She accepted, but the voices were not joined; usual: a probe of `Refusals.unreachable`."""


class WrapUp(StrEnum):
    """Work after a call of a queue: whether it comes, and what ends it."""

    OPTIONAL = "optional"
    """Only if she asks for it before the call ends; then until she is done."""
    REQUIRED = "required"
    """Until she is done, however long that takes."""
    TIMED = "timed"
    """Until she is done, `wrap_up_for` seconds at most."""
    TIMED_EXTENDABLE = "timed_extendable"
    """As `TIMED`; once she may have `wrap_up_extension` seconds more."""
    ON_REQUEST = "on_request"
    """Only if she asks for it before the call ends; then as `TIMED`."""


class NotReadyReason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for which an agent may be not ready. Nothing is forced when a limit is passed."""

    code: str
    zh: str = ""
    en: str = ""
    """What it is called; empty: by the catalogue of the desk."""
    once: int = 0
    """Minutes at a stretch; 0: no limit."""
    a_day: int = 0
    """Minutes a day; 0: no limit."""
    takes_place: bool = False
    """Whether it takes one of the places that a team has for breaks."""


USUAL_REASONS = (
    NotReadyReason(code="break", once=15, a_day=30, takes_place=True),
    NotReadyReason(code="meal", once=45, a_day=45, takes_place=True),
    NotReadyReason(code="training"),
    NotReadyReason(code="meeting"),
    NotReadyReason(code="coaching", a_day=30),
    NotReadyReason(code="follow_up", once=20, a_day=60),
    NotReadyReason(code="restroom"),
    NotReadyReason(code="fault"),
)
"""Of a house that names none."""


class OverQuota(StrEnum):
    """What becomes of a request for which a team has no place."""

    WAITS = "waits"
    """In line; granted in order as others return."""
    LEADER = "leader"
    """Until the team's leader grants or refuses it, or somebody returns."""


class BreakQuota(msgspec.Struct, frozen=True, kw_only=True):
    """A team's places for breaks; a team without a quota asks nobody.

    With one, a reason whose minutes of the day are used up is for the leader to grant.
    """

    most: int
    """How many may be out at once."""
    over: OverQuota = OverQuota.WAITS


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """How many conversations an agent has at once, by kind."""

    voice: int = 1
    """One: nobody is offered a call beside another."""
    chat: int = 0
    """Of messages; none are offered yet."""
