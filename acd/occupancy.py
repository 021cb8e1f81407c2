"""How occupied an agent was lately: the share of time in which calls had her, the last hour most.

An exponential mean with one window for everybody, so that all who are idle grow less occupied at
the same rate: their order stays as it is until one of them takes a call.
"""

from datetime import datetime
from math import exp, inf, log

from acd.agent import Agent

WINDOW = 1800.0
"""Seconds in which what was counts for 1/e of what is."""


def after(occupied: float, seconds: float, *, busy: bool) -> float:
    """The share, 0 to 1, after some more seconds with a call or without one."""
    kept = exp(-max(0.0, seconds) / WINDOW)
    return 1.0 - (1.0 - occupied) * kept if busy else occupied * kept


def occupied_at(agent: Agent, at: datetime) -> float:
    """Her share at an instant, 0 to 1."""
    if agent.since is None:
        return agent.occupied
    seconds = (at - agent.since).total_seconds()
    return after(agent.occupied, seconds, busy=agent.is_occupied)


def standing_at_epoch(agent: Agent) -> float:
    """A number that orders idle agents as their shares do, at any instant: its logarithm, with
    the decay since she came free taken out.
    """
    if agent.occupied <= 0.0 or agent.since is None:
        return -inf
    return log(agent.occupied) + agent.since.timestamp() / WINDOW
