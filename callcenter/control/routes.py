"""A table: which process carries out which command, and how long the wish is worth having.

Spoken to by the switchboard. THINKING: it looks at nothing but the house.
"""

from datetime import timedelta

from acd.step import Command
from callcenter.calls.commands import (
    AnswerLeg,
    DialLeg,
    EndLeg,
    JoinLegs,
    LookUpCustomer,
    PlaceCall,
    SpeakTexts,
)
from callcenter.house import House
from ivr.commands import AskWeb

WORKER = "cc.worker.do"

WORTH: dict[type[Command], timedelta] = {
    LookUpCustomer: timedelta(seconds=2),
    AnswerLeg: timedelta(seconds=30),
    DialLeg: timedelta(seconds=5),
    PlaceCall: timedelta(seconds=5),
    JoinLegs: timedelta(seconds=5),
    EndLeg: timedelta(hours=4),
    SpeakTexts: timedelta(hours=24),
}
"""A leg must end however late the wish arrives; words and music are soon pointless, but not words
that many are to hear.
"""

USUAL_WORTH = timedelta(seconds=10)


def subject_of(command: Command, house: House) -> str | None:
    """The bus subject that carries it; None when the call is no longer in the house."""
    if isinstance(command, LookUpCustomer | AskWeb | SpeakTexts):
        return WORKER
    call = house.calls.on(getattr(command, "call", ""))
    return f"cc.exchange.{call.exchange}.do" if call is not None else None


def worth_of(command: Command) -> timedelta:
    """How long after its cause the command may still be carried out."""
    return WORTH.get(type(command), USUAL_WORTH)
