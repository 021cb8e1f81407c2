"""Which free agent takes the call, and why the others did not.

The lane's order, by the queue's strategy, has made the choice already; this module explains it, in
a bounded number of candidates, so that an offer costs the same on a large floor as on a small one.
"""

from collections.abc import Iterable
from datetime import datetime
from math import isfinite

from acd.agent import Agent
from acd.configuration import AgentProfile
from acd.facts import AgentState, Candidate
from acd.neighbour import Neighbour, idle_for
from acd.queue import Lane
from acd.strategy import IN_TRAINING, lost_to

_LOGGED_OUT, _IDLE = AgentState.LOGGED_OUT, AgentState.IDLE

MOST_EXPLAINED = 8
"""Candidates named in one offer."""


def explain(
    winner: Agent,
    rank: float,
    free: Iterable[Agent],
    neighbours: Iterable[Neighbour],
    lane: Lane,
    at: datetime,
) -> tuple[Candidate, ...]:
    """The winner first, then those who were free too, then others of the queue, and what each lost
    by.

    `lost` is what the queue's strategy set her behind by (`LOST_BY`), `skill:<name>`,
    `in_training:<name>`, or the state in which she could take no call.
    """
    found = [Candidate(winner.id, "", idle_for(winner, at), _told(rank))]
    for agent in free:
        hers = lane.stands(agent.id) or 0.0
        lost = lost_to(rank, hers, lane.strategy)
        found.append(Candidate(agent.id, lost, idle_for(agent, at), _told(hers)))
    for one in neighbours:
        if len(found) >= MOST_EXPLAINED:
            break
        agent = one.agent
        if agent.state is _LOGGED_OUT or agent is winner:
            continue
        # One who stands in the lane is among the free already.
        if agent.state is not _IDLE or lane.stands(agent.id) is None:
            found.append(one.candidate(at))
    return tuple(found)


def shut_out(profile: AgentProfile, lane: Lane) -> str:
    """What keeps the lane's calls from her whatever she does: `skill:<name>`, or
    `in_training:<name>` for one that she still learns; empty: nothing does.
    """
    short_of = lane.short(profile)
    if short_of is not None:
        return f"skill:{short_of}"
    too_hard = lane.too_hard(profile)
    return "" if too_hard is None else f"{IN_TRAINING}:{too_hard}"


def lost_by(agent: Agent, profile: AgentProfile, lane: Lane) -> str:
    """Why she can take no call of the lane: what shuts her out, or her state; empty: she can."""
    return shut_out(profile, lane) or ("" if agent.is_free else str(agent.state))


def _told(rank: float) -> float | None:
    """A rank as a fact may hold it; nothing for one that is endless."""
    return rank if isfinite(rank) else None
