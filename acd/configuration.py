"""What the distributor is told about queues and agents, as immutable versions.

No names and no numbers of persons are in here: it travels inside a fact.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from acd.agent_rules import (
    USUAL_REASONS,
    AfterOffer,
    BreakQuota,
    Capacity,
    NotReadyReason,
    WrapUp,
)
from acd.hours import Calendar
from acd.ids import AgentId, QueueId, SkillName
from acd.overflow import Overflow, WhenEmpty
from acd.targets import USUAL, Target
from acd.zones import Zone


class SkillNeed(msgspec.Struct, frozen=True):
    """A skill a call needs, with the least proficiency (1-5) that will do."""

    skill: SkillName
    at_least: int = 1


class Strategy(StrEnum):
    """Which of a queue's free agents takes the next call; among equals the longest idle."""

    LONGEST_IDLE = "longest_idle"
    """Since she came free."""
    BEST_SKILLED = "best_skilled"
    """The highest proficiency, summed over the skills the call needs."""
    ROUND_ROBIN = "round_robin"
    """Whoever was offered a call of this queue longest ago, taken or not; a newcomer first."""
    LINEAR = "linear"
    """From the top: by her place in the queue."""
    FEWEST_CALLS = "fewest_calls"
    """The fewest calls taken since she signed in; a newcomer starts at the median of all."""
    LEAST_OCCUPIED = "least_occupied"
    """The smallest share of time with calls, the last half hour counting most."""
    WEIGHTED_RANDOM = "weighted_random"
    """By lot, in proportion to her weight in the queue."""


class IdleSince(StrEnum):
    """From when an agent's idle time counts."""

    READY = "ready"
    """Since she came free, whatever from."""
    CONTACT = "contact"
    """Since her last conversation ended: who was on a break meanwhile comes earlier."""


class CallbackFirst(StrEnum):
    """Whom a callback brings to the telephone first."""

    AGENT = "agent"
    """She accepts it, then the customer is called: nobody who answers has to wait."""
    CUSTOMER = "customer"
    """He is called as soon as somebody is free, and waits for her: no agent listens to ringing."""


Seconds = Annotated[int, msgspec.Meta(ge=0, le=3600)]
"""Up to an hour."""

Priority = Annotated[int, msgspec.Meta(ge=0, le=10)]
"""Added to a call's class; there is none that takes away."""


class Widening(msgspec.Struct, frozen=True, kw_only=True):
    """From some seconds of waiting on, a call asks for this instead, and may ask further queues."""

    after: Annotated[int, msgspec.Meta(ge=1, le=3600)]
    needs: tuple[SkillNeed, ...] = ()
    also: tuple[QueueId, ...] = ()
    """Queues whose agents may serve it too."""


class QueueProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One queue's rules. Times are whole seconds where nothing else is said."""

    id: QueueId
    needs: tuple[SkillNeed, ...] = ()
    strategy: Strategy = Strategy.LONGEST_IDLE
    idle_since: IdleSince = IdleSince.READY
    widening: tuple[Widening, ...] = ()
    """How the search widens while a call waits; what nobody works for is skipped."""
    preferred_for: Annotated[int, msgspec.Meta(ge=0, le=600)] = 15
    """How long a call may wait for the one agent it prefers, while she works."""
    last_agent_within: Annotated[int, msgspec.Meta(ge=0, le=720)] = 0
    """Hours in which a caller is rather for the agent with whom she spoke last; 0: not at all."""
    dropped_back_within: Annotated[int, msgspec.Meta(ge=0, le=7200)] = 600
    """How long the caller of a conversation that broke is first in line on calling again, rather
    for the same agent; 0: not at all.
    """
    ring_at_once: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1
    """To how many agents a call is held out at the same time; the first accept wins."""
    ring_next_after: Annotated[int, msgspec.Meta(ge=0, le=60)] = 0
    """Pause until one more of them is asked; 0: all at once."""
    starves_after: Annotated[int, msgspec.Meta(ge=0, le=7200)] = 600
    """A call that waits this long is served before every priority; 0: never."""
    priority: int = 0
    """Added to a call's own priority; higher is served first."""
    easy_up_to: Priority = 0
    """A call whose priority is at most this beyond the queue's own is easy: one for agents who
    learn a skill that it needs.
    """
    keep_place_for: Seconds = 120
    """Who hangs up in line and calls again within this time has the old place; 0: nobody."""
    head_start: Seconds = 0
    """Its calls count as having entered this much earlier, in the order across queues."""
    answer_within: int = 20
    """The promise T of the service level."""
    handle_within: int = 180
    service_target: float = 0.9
    answer_target: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.9
    """Share of its callers who are to be answered at all."""
    ring_for: int = 10
    short_abandon_under: int = 5
    wrap_up: WrapUp = WrapUp.TIMED_EXTENDABLE
    wrap_up_for: int = 30
    wrap_up_extension: int = 15
    wrap_up_early: bool = True
    """Whether the outcome ends a timed wrap-up; else she is free at its deadline."""
    announce_every: int = 30
    """Pause between position announcements; the first comes on entry."""
    after_offer: AfterOffer = AfterOffer()
    """Where an agent stands after an offer of this queue that came to nothing."""
    auto_answer: bool = False
    """Whether a browser answers its calls by itself, unless the agent's own rule says otherwise."""
    spoken_name: dict[SkillName, str] = {}
    """What the queue is called, by language: said to an agent whose call is answered by itself."""
    agents_may_pull: bool = False
    """Whether an agent of the queue may take a particular waiting call of it from her desk."""
    promise_within: int = 1800
    """A callback's first attempt is to begin within this time."""
    callback_tries: int = 3
    """How often a customer who is not reached is tried, before the callback has failed."""
    callback_retry_after: int = 600
    callback_first: CallbackFirst = CallbackFirst.AGENT
    """Who is brought to the telephone first when a customer is called back."""
    outbound_numbers: tuple[str, ...] = ()
    """Numbers of the house that a person may see who is called on behalf of the queue; the first is
    the usual one; none: as the trunk says.
    """
    outbound_ring_for: Annotated[int, msgspec.Meta(ge=5, le=180)] = 45
    """How long the telephone of a person rings whom an agent calls."""
    voicemail_most: int = 120
    """How long a message may be that a caller leaves for the queue by one of its rules."""
    join_empty: WhenEmpty | None = None
    """When nobody is there, a call does not enter."""
    leave_when_empty: WhenEmpty | None = None
    """When nobody is there any more, calls leave the line."""
    overflow: tuple[Overflow, ...] = ()
    """By length, estimated wait, waiting, and waiting without staff: the first that holds."""
    exit_keys: dict[str, Target] = {}
    """Where a caller goes who presses this key while she waits; any other means nothing."""
    exit_words: dict[SkillName, str] = {}
    """Which key does what, by language: said after each place in line; empty: nothing."""
    survey: str = ""
    """The flow in which a caller rates the conversation that its agent has ended; empty: none."""
    calendar: str = ""
    """The name of its calendar; none: always open."""
    closed: Target = USUAL
    """Where a call goes that comes while the queue is closed."""
    closing: Literal["serve"] | Target = "serve"
    """What becomes of callers in line when it closes: served, or sent to a target."""
    emergency: Target = USUAL
    """Where calls go, those in line too, while the emergency switch is pressed."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """How callers find an agent in the directory. Her name is not in it: configurations are facts,
    and names of persons are not.
    """

    keypad: tuple[str, ...]
    """What her name is on a telephone's keypad (2 is ABC), in each way it may be entered."""
    spoken: dict[SkillName, str]
    """By language what stands for her name in words that are said; the worker knows the name."""


class AgentProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One agent as routing sees her."""

    id: AgentId
    queues: tuple[QueueId, ...] = ()
    places: dict[QueueId, int] = {}
    """Where she stands in a queue that asks from the top, the lowest first; 0 unless named."""
    weights: dict[QueueId, Annotated[int, msgspec.Meta(ge=1, le=100)]] = {}
    """Her share where a queue's agents are drawn by lot; 1 unless named."""
    skills: dict[SkillName, int] = {}
    """Skill to proficiency 1-5; languages are skills."""
    expires: dict[SkillName, date] = {}
    """From this day on, in the house's time zone, a skill of hers counts as missing."""
    device: str = "browser"
    """`browser`, or the SIP URI of a desk phone."""
    team: str = ""
    site: str = ""
    employer: str = "own"
    auto_answer: bool | None = None
    """Whether her browser answers by itself; None: as each queue says."""
    capacity: Capacity = Capacity()
    mentor: AgentId | None = None
    """Whose calls she may listen to while she learns."""
    listed: bool = False
    """Whether callers may ask for her in a directory, by her work number or her name."""
    listing: Listing | None = None
    """How she is found there; made of her names, and only where she is listed."""
    in_training: tuple[SkillName, ...] = ()
    """Skills that she is learning: of calls that need one she gets the easy ones alone, and those
    only after everybody who has learnt it.
    """


class NumberProfile(msgspec.Struct, frozen=True, kw_only=True):
    """What a call brings along that dialled this number."""

    priority: Annotated[int, msgspec.Meta(ge=-10, le=10)] = 0
    head_start: Seconds = 0
    """It counts as having entered this much earlier, in the order across queues."""


class Refusals(msgspec.Struct, frozen=True, kw_only=True):
    """How long an agent gets no offer after one that was not taken. Whole seconds."""

    rejected: int = 15
    unreachable: int = 5


def usual_tiers() -> dict[str, int]:
    """Of a house that names none."""
    return {"gold": 3}


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """One published version of everything the distributor needs to know."""

    version: int
    queues: tuple[QueueProfile, ...]
    agents: tuple[AgentProfile, ...]
    default_queue: QueueId
    """Where a call goes that was found without a card, or whose flow failed."""
    numbers: dict[str, NumberProfile] = {}
    """Dialled numbers (user part of the URI) that say more than which flow they start."""
    tiers: dict[str, Priority] = msgspec.field(default_factory=usual_tiers)
    """What a customer's tier adds to the priority of her calls; a tier not named adds nothing."""
    trip_within_priority: Priority = 0
    """What a journey that begins within 72 hours adds to the priority of her calls."""
    refusals: Refusals = Refusals()
    after_offer: AfterOffer = AfterOffer()
    """Where an agent stands after an offer that came to nothing, unless its queue says more."""
    reasons: tuple[NotReadyReason, ...] = USUAL_REASONS
    """Why an agent may be not ready: there are no others."""
    breaks: dict[str, BreakQuota] = {}
    """Team to its places for breaks."""
    calendars: dict[str, Calendar] = {}
    """Opening hours, by name."""
    announcements: dict[str, dict[SkillName, str]] = {}
    """What may be said at an emergency, by name and language."""
    listening_is_shown: bool = True
    """Whether an agent sees on her desk that somebody listens."""
    hold_reminder_after: Seconds = 45
    """On hold for so long, an agent is reminded of her caller; 0: never."""
    work_number_told: bool = False
    """Whether callers hear, at the connection, with which work number they speak."""
    hold_comfort_after: Seconds = 90
    """A caller on hold is told after so long, again and again, that she is not forgotten; 0: never.
    """
    zones: tuple[Zone, ...] = ()
    """Where agents may call of their own accord; none named: wherever the trunk goes."""
    outbound_cost_a_day: Annotated[float, msgspec.Meta(ge=0, le=10_000_000)] = 0.0
    """What such calls may cost in a day, all together; 0: as much as they do."""
    time_zone: str = "Asia/Shanghai"
    """In which an agent's day begins at midnight."""
