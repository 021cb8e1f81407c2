"""Why a leg ended: from a SIP status and the leg's role to an `Ending`.

A table of RFC 3261 §21 statuses, read from the callee's point of view. It must not know how the leg
was carried.
"""

from typing import Final

from callcenter.calls.facts import Ending, Reason, Role, Side

_SIDES: Final = {Role.CALLER: Side.CALLER, Role.AGENT: Side.AGENT}

_UNANSWERED: Final = {
    403: Reason.REJECTED,
    408: Reason.NO_ANSWER,
    480: Reason.NO_ANSWER,
    486: Reason.BUSY,
    487: Reason.CANCELLED,
    600: Reason.BUSY,
    603: Reason.REJECTED,
    607: Reason.REJECTED,
}
_REFUSED: Final = {486: Reason.BUSY, 600: Reason.BUSY, 503: Reason.UNREACHABLE}


def side_of(role: Role) -> Side:
    """Which side a leg of that role is on; a third party is the network."""
    return _SIDES.get(role, Side.NETWORK)


def remote_ending(role: Role, *, answered: bool, incoming: bool, code: int, text: str) -> Ending:
    """The far end (or nobody any more) ended the dialog."""
    if answered:
        return _of_answered(role, code, text)
    if incoming:
        return Ending(side=Side.CALLER, reason=Reason.CANCELLED, code=code)
    reason = _UNANSWERED.get(code, Reason.UNREACHABLE)
    side = Side.NETWORK if reason is Reason.UNREACHABLE else side_of(role)
    return Ending(side=side, reason=reason, code=code)


def _of_answered(role: Role, code: int, text: str) -> Ending:
    if code < 300:
        return Ending(side=side_of(role), reason=Reason.HANGUP, code=code)
    expired = code == 408 and "session" in text.lower()
    reason = Reason.SESSION_EXPIRED if expired else Reason.UNREACHABLE
    return Ending(side=Side.NETWORK, reason=reason, code=code)


def refused_ending(code: int) -> Ending:
    """We refused the caller's INVITE with a final status."""
    return Ending(side=Side.HOUSE, reason=_REFUSED.get(code, Reason.REJECTED), code=code)


def asked_ending(reason: str) -> Ending:
    """Control asked for the end, and said why in a word of the closed list."""
    known = reason in {each.value for each in Reason}
    return Ending(side=Side.HOUSE, reason=Reason(reason) if known else Reason.UNCLASSIFIED)
