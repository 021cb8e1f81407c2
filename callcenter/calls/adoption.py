"""A live call that nobody knew: what can be told of it from its line alone.

Spoken to by `callcenter.calls.changes`. With its card it is known again before this is asked.
"""

import callcenter.calls.facts as c
from acd.ids import LegId
from callcenter.calls.call import CallState, Leg, LegState
from callcenter.calls.state import CallsState


def adopted(state: CallsState, fact: c.CallAdopted) -> None:
    """Without a card the call is rebuilt from what its line can see of it."""
    if fact.call in state.calls:
        return
    up = any(leg.answered and leg.role is c.Role.CALLER for leg in fact.legs)
    state.calls[fact.call] = CallState(
        id=fact.call,
        line=fact.line,
        exchange=fact.exchange,
        party=fact.party,
        dialled=fact.dialled,
        arrived_at=fact.at,
        answered_at=fact.at if up else None,
        legs={leg.leg: found(leg) for leg in fact.legs},
        recording="running" if up else "none",
    )


def found(leg: c.FoundLeg) -> Leg:
    """A leg as its line described it at recovery."""
    waiting = LegState.RINGING if leg.role is c.Role.CALLER else LegState.DIALLED
    return Leg(
        id=LegId(leg.leg),
        role=leg.role,
        state=LegState.UP if leg.answered else waiting,
        agent=leg.agent,
        joined=leg.joined,
        held=leg.held,
        muted=leg.muted,
    )
