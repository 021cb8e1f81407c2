"""The order in which a queue's free agents take its calls.

A strategy gives each free agent a rank in a lane; the lowest rank takes the next call, and among
equals whoever is idle longest. A rank is fixed while she is idle, so that the lane can keep her in
order. Who may serve a call at all is none of a strategy's business; that is `acd.skills`.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from math import inf, log
from typing import NamedTuple

from acd.agent import Agent
from acd.configuration import AgentProfile, IdleSince, QueueProfile, SkillNeed, Strategy
from acd.occupancy import standing_at_epoch

SHORTER_IDLE = "shorter_idle"

BEHIND = inf
"""The rank of an agent who learns a skill of the lane: after everybody else, whatever the strategy;
among her equals whoever is idle longest.
"""
IN_TRAINING = "in_training"

LOST_BY: dict[Strategy, str] = {
    Strategy.LONGEST_IDLE: SHORTER_IDLE,
    Strategy.BEST_SKILLED: "less_skilled",
    Strategy.ROUND_ROBIN: "offered_later",
    Strategy.LINEAR: "placed_lower",
    Strategy.FEWEST_CALLS: "more_calls",
    Strategy.LEAST_OCCUPIED: "more_occupied",
    Strategy.WEIGHTED_RANDOM: "drew_later",
}
"""What a free agent of a higher rank lost by."""


class Seen(NamedTuple):
    """Everything a rank is made of."""

    agent: Agent
    profile: AgentProfile
    queue: QueueProfile
    needs: tuple[SkillNeed, ...]
    seed: int


def lost_to(best: float, other: float, strategy: Strategy) -> str:
    """What a free agent lost by, from the winner's rank and her own."""
    if other <= best:
        return SHORTER_IDLE
    return IN_TRAINING if other == BEHIND else LOST_BY[strategy]


def rank(seen: Seen) -> float:
    """Where she stands among a lane's free agents; lower is first."""
    return _RANKS[seen.queue.strategy](seen)


def idle_from(agent: Agent, queue: QueueProfile) -> datetime | None:
    """Since when she counts as idle in this queue; None: she is not free."""
    if queue.idle_since is IdleSince.CONTACT and agent.last_contact is not None:
        return agent.last_contact
    return agent.free_since or agent.since


def _equal(seen: Seen) -> float:
    return 0.0


def _skill(seen: Seen) -> float:
    return -float(sum(seen.profile.skills.get(need.skill, 0) for need in seen.needs))


def _round(seen: Seen) -> float:
    """Whoever was offered nothing yet comes first: the round starts with her."""
    offered_at = seen.agent.offered_at.get(seen.queue.id)
    return 0.0 if offered_at is None else offered_at.timestamp()


def _place(seen: Seen) -> float:
    return float(seen.profile.places.get(seen.queue.id, 0))


def _calls(seen: Seen) -> float:
    return float(seen.agent.taken)


def _occupancy(seen: Seen) -> float:
    return standing_at_epoch(seen.agent)


def _drawn(seen: Seen) -> float:
    """An exponential draw over her weight: whoever draws least, is drawn first.

    One draw for each time she comes free, made of the seed and of her own; the chance to be first
    is in proportion to the weights (Efraimidis and Spirakis, 2006).
    """
    own = f"{seen.seed}/{seen.queue.id}/{seen.agent.id}/{seen.agent.free_since}"
    digest = blake2b(own.encode(), digest_size=7).digest()
    share = (int.from_bytes(digest, "big") + 1) / (1 << 56)
    return -log(share) / seen.profile.weights.get(seen.queue.id, 1)


_RANKS: dict[Strategy, Callable[[Seen], float]] = {
    Strategy.LONGEST_IDLE: _equal,
    Strategy.BEST_SKILLED: _skill,
    Strategy.ROUND_ROBIN: _round,
    Strategy.LINEAR: _place,
    Strategy.FEWEST_CALLS: _calls,
    Strategy.LEAST_OCCUPIED: _occupancy,
    Strategy.WEIGHTED_RANDOM: _drawn,
}
