"""A consultation: an agent asks another one, or a queue, while her caller hears music.

For the distributor it is a call of its own, `<call>~<n>`, in which nobody waits but a colleague. It
stands in line as its caller does. Nobody but the decisions, the changes and the call speaks of it.
"""

from acd.ids import CallId
from acd.waiting_call import Kind, WaitingCall

_BETWEEN = "~"


def consult_id(call: CallId, number: int) -> CallId:
    """The name of a call's n-th consultation, from 1 on."""
    return CallId(f"{call}{_BETWEEN}{number}")


def is_consult(call: str) -> bool:
    """Whether a call of this name is a consultation."""
    return _BETWEEN in call


def consulted_in(consult: str) -> CallId:
    """The call whose caller hears music meanwhile."""
    return CallId(consult.partition(_BETWEEN)[0])


def is_open(call: WaitingCall | None) -> bool:
    """It is a consultation, and somebody still wants it."""
    return call is not None and call.kind is Kind.CONSULT and not call.gone
