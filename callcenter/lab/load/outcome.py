"""Everything a load found out, and whether all was well. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

from callcenter.lab.load.calls import AgentSide, CallerSide, Calls, Ended
from callcenter.lab.load.costs import Cost
from callcenter.lab.load.figures import Figure, figure
from callcenter.lab.load.recordings import Recording, Side
from callcenter.lab.load.sound import Leg

EFFECTIVE: frozenset[int] = frozenset({480, 486, 600, 603})
"""Statuses that are the called person's answer and no failure (RFC 6076 §4.6)."""

LATE = 0.06


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """How many calls became what."""

    attempted: int
    answered: int
    connected: int
    """An agent and the caller heard each other."""
    well: int
    """… until the caller hung up as planned."""
    others: dict[str, int]
    """Those that were not: why, and how many."""
    seer: float
    """Session establishment effectiveness ratio, % (RFC 6076 §4.7)."""
    repeated: int
    """SIP messages that were sent more than once."""


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds. What begins with an INVITE begins when it was *planned*."""

    trying: Figure
    answered: Figure
    first_sound: Figure
    """From the 200; sound that came before it counts as 0."""
    rang: Figure
    """From the caller's INVITE to the INVITE at the agent's phone; without those who had to wait
    for an agent.
    """
    joined: Figure
    """From the phone's 200 until both had heard each other."""
    offered: Figure
    """From the offer until both had heard each other, without the ringing."""
    gaps: Figure
    """Between one RTP packet and the next of the same leg."""
    our_lateness: Figure
    """By which our own packets were sent late: what this machine does to everybody."""


class Packets(msgspec.Struct, frozen=True, kw_only=True):
    """RTP towards the phones."""

    received: int
    lost: int
    late: int
    """That came more than 60 ms after the one before."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The recordings."""

    wanted: int
    there: int
    right: int
    exact: int
    """… of which every sample is as it was said, without a seam."""
    equal: int
    """Samples of both voices, as they were said."""
    wrong: int
    """Samples that are not, in frames that are in order."""
    smoothed: int
    """Samples that a jitter buffer made up or bent."""
    seams: int
    """Places where it did."""
    missing: int
    """Frames of 20 ms that are not there, between a voice's first and last."""
    repeated: int
    """… that are there once more, or out of order."""
    late: float
    """Seconds of a voice that are missing at its beginning, at most."""
    early: float
    """… and at its end."""
    faults: dict[int, tuple[str, ...]]
    """By the call's number in this load."""


class Costing(msgspec.Struct, frozen=True, kw_only=True):
    """What it took."""

    seconds: float
    """Of the load, from the first INVITE to the end of the last call."""
    call_seconds: float
    """Of all calls together, from the answer to the end."""
    at_most: int
    """Conversations at the same time, when the memory was looked at."""
    processes: dict[str, Cost]
    cores: float
    """Used by the whole centre, on average."""
    core_per_call: float
    """% of a core for each call that was up, its setting up included."""
    line_memory: float
    """Megabytes of one line, on average."""
    generator: float
    """Cores that the phones took, on average."""
    load_before: float
    """The machine's, over the minute before."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    happened: Happened
    times: Times
    packets: Packets
    kept: Kept
    costing: Costing

    @property
    def is_well(self) -> bool:
        """No call was lost, and every recording is right."""
        return self.happened.well == self.happened.attempted and self.kept.right == self.kept.wanted


def happened(calls: Calls, repeated: int) -> Happened:
    """Count them."""
    ends = Counter(_end(calls, one) for one in calls.callers)
    statuses = [one.status for one in calls.callers if one.ended is Ended.REFUSED]
    answered = sum(1 for one in calls.callers if one.answered)
    good = answered + sum(1 for status in statuses if status in EFFECTIVE)
    return Happened(
        attempted=len(calls.callers),
        answered=answered,
        connected=sum(1 for one in calls.callers if _heard_each_other(calls, one)),
        well=ends.pop(str(Ended.WELL), 0),
        others=dict(ends.most_common()),
        seer=round(good / len(calls.callers) * 100, 2) if calls.callers else 0.0,
        repeated=repeated,
    )


def _end(calls: Calls, one: CallerSide) -> str:
    ended = one.ended or Ended.UNFINISHED
    if ended is Ended.WELL and not _heard_each_other(calls, one):
        ended = Ended.DEAF
    return f"{ended} with {one.status}" if ended is Ended.REFUSED else str(ended)


def pairs(calls: Calls) -> list[tuple[CallerSide, AgentSide]]:
    """Those who heard each other."""
    by_leg = {one.leg.voice.leg: one for one in calls.agents}
    found = ((one, by_leg.get(one.leg.hears)) for one in calls.callers)
    return [
        (one, agent)
        for one, agent in found
        if agent is not None and agent.leg.hears == one.leg.voice.leg
    ]


def _heard_each_other(calls: Calls, one: CallerSide) -> bool:
    agent = calls.agent_of(one)
    return agent is not None and agent.leg.hears == one.leg.voice.leg


def times(
    calls: Calls, offered: Iterable[float], lateness: Iterable[float], straight: float
) -> Times:
    """`offered` are the seconds that the centre's timelines tell; who was rung up later than
    `straight` seconds had to wait for an agent.
    """
    answered = [one for one in calls.callers if one.answered]
    there = pairs(calls)
    legs = _legs(calls)
    return Times(
        trying=figure(one.trying - one.scheduled for one in calls.callers if one.trying),
        answered=figure(one.answered - one.scheduled for one in answered),
        first_sound=figure(
            max(0.0, one.first_sound - one.answered) for one in answered if one.first_sound
        ),
        rang=figure(
            agent.rang - one.scheduled
            for one, agent in there
            if agent.rang - one.scheduled <= straight
        ),
        joined=figure(both_heard(one, agent) - agent.answered for one, agent in there),
        offered=figure(offered),
        gaps=figure(chain.from_iterable(leg.arrivals.gaps for leg in legs)),
        our_lateness=figure(lateness),
    )


def both_heard(one: CallerSide, agent: AgentSide) -> float:
    """When the later of the two heard the other first."""
    return max(one.leg.heard_at, agent.leg.heard_at)


def packets(calls: Calls) -> Packets:
    """All legs together."""
    legs = _legs(calls)
    return Packets(
        received=sum(leg.arrivals.received for leg in legs),
        lost=sum(leg.arrivals.lost for leg in legs),
        late=sum(1 for leg in legs for gap in leg.arrivals.gaps if gap > LATE),
    )


def _legs(calls: Calls) -> list[Leg]:
    return [*(one.leg for one in calls.callers), *(one.leg for one in calls.agents)]


def kept(recordings: Sequence[Recording]) -> Kept:
    """All recordings together."""
    sides: list[Side] = [side for one in recordings for side in (one.caller, one.agent)]
    there = [side.there for side in sides]
    return Kept(
        wanted=len(recordings),
        there=sum(1 for one in recordings if one.seconds),
        right=sum(1 for one in recordings if not one.faults),
        exact=sum(1 for one in recordings if one.is_exact),
        equal=sum(one.equal for one in there),
        wrong=sum(one.wrong for one in there),
        smoothed=sum(one.smoothed for one in there),
        seams=sum(one.seams for one in there),
        missing=sum(one.missing for one in there),
        repeated=sum(one.repeated for one in there),
        late=round(max((side.late for side in sides), default=0.0), 3),
        early=round(max((side.early for side in sides), default=0.0), 3),
        faults={one.call: one.faults for one in recordings if one.faults},
    )


def call_seconds(calls: Calls) -> float:
    """How long all of them were up, together."""
    return sum(one.over - one.answered for one in calls.callers if one.answered and one.over)
