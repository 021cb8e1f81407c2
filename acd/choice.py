"""Which free agent takes the call, and why the others did not.

The lane's order, by the queue's strategy, has made the choice already; this module explains it, in
a bounded number of candidates, so that an offer costs the same on a large floor as on a small one.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from math import isfinite

from acd.agent import Agent
from acd.configuration import AgentProfile
from acd.facts import AgentState, Candidate
from acd.ids import AgentId
from acd.queue import Lane
from acd.strategy import IN_TRAINING, lost_to

MOST_EXPLAINED = 8
"""Candidates named in one offer."""


def explain(
    winner: Agent,
    others: Iterable[Agent],
    profile_of: Callable[[AgentId], AgentProfile],
    lane: Lane,
    at: datetime,
) -> tuple[Candidate, ...]:
    """The winner first, then who was looked at beside her and what each lost by.

    `lost` is what the queue's strategy set her behind by (`LOST_BY`), `skill:<name>`,
    `in_training:<name>`, or the state in which she could take no call.
    """
    best_rank = lane.rank(winner, profile_of(winner.id))
    found = [Candidate(winner.id, "", idle_for(winner, at), _told(best_rank))]
    for agent in others:
        if agent.id == winner.id:
            continue
        rank = lane.stands(agent.id)
        if rank is not None:
            lost = lost_to(best_rank, rank, lane.strategy)
            found.append(Candidate(agent.id, lost, idle_for(agent, at), _told(rank)))
        elif agent.state is not AgentState.LOGGED_OUT:
            lost = lost_by(agent, profile_of(agent.id), lane)
            found.append(Candidate(agent.id, lost, idle_for(agent, at) if agent.is_free else 0.0))
        if len(found) == MOST_EXPLAINED:
            break
    return tuple(found)


def lost_by(agent: Agent, profile: AgentProfile, lane: Lane) -> str:
    """Why she can take no call of the lane: `skill:<name>`, or her state; empty: she can."""
    short_of = lane.short(profile)
    if short_of is not None:
        return f"skill:{short_of}"
    too_hard = lane.too_hard(profile)
    if too_hard is not None:
        return f"{IN_TRAINING}:{too_hard}"
    return "" if agent.is_free else str(agent.state)


def idle_for(agent: Agent, at: datetime) -> float:
    """Seconds since a free agent came free."""
    if agent.since is None:
        return 0.0
    return max(0.0, (at - (agent.free_since or agent.since)).total_seconds())


def _told(rank: float) -> float | None:
    """A rank as a fact may hold it; nothing for one that is endless."""
    return rank if isfinite(rank) else None
