"""Which free agent takes the call, and why the others did not.

The lane's order, by the queue's strategy, has made the choice already; this module explains it, in
a bounded number of candidates, so that an offer costs the same on a large floor as on a small one.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from acd.agent import Agent
from acd.configuration import AgentProfile
from acd.facts import AgentState, Candidate
from acd.queue import Lane
from acd.skills import missing
from acd.strategy import LOST_BY, SHORTER_IDLE

MOST_EXPLAINED = 8
"""Candidates named in one offer."""

_NOT_CONSIDERED = frozenset({AgentState.LOGGED_OUT})


def explain(
    winner: Agent,
    winners: AgentProfile,
    others: Iterable[tuple[Agent, AgentProfile]],
    lane: Lane,
    at: datetime,
) -> tuple[Candidate, ...]:
    """The winner first, then who was looked at beside her and what each lost by.

    `lost` is what the queue's strategy set her behind by (`less_skilled`, `offered_later`,
    `shorter_idle`), `skill:<name>`, or the state in which she could take no call.
    """
    best_rank = lane.rank(winner, winners)
    beside = (
        Candidate(
            agent=agent.id,
            lost=_why(agent, profile, lane, best_rank),
            idle_for=_idle_for(agent, at),
        )
        for agent, profile in others
        if agent.id != winner.id and agent.state not in _NOT_CONSIDERED
    )
    best = Candidate(agent=winner.id, idle_for=_idle_for(winner, at))
    return (best, *islice(beside, MOST_EXPLAINED - 1))


def _why(agent: Agent, profile: AgentProfile, lane: Lane, best_rank: float) -> str:
    short_of = missing(profile, lane.needs)
    if short_of is not None:
        return f"skill:{short_of}"
    if not agent.is_free:
        return agent.state.value
    return LOST_BY[lane.strategy] if lane.rank(agent, profile) > best_rank else SHORTER_IDLE


def _idle_for(agent: Agent, at: datetime) -> float:
    if not agent.is_free or agent.since is None:
        return 0.0
    return max(0.0, (at - agent.since).total_seconds())
