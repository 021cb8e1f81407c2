"""Facts about waiting calls, and about thinking itself."""

from datetime import datetime

from acd.configuration import Configuration
from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName
from acd.step import Fact
from acd.targets import Because, Target


class ConfigurationPublished(Fact, frozen=True, kw_only=True):
    """A new version of queues and agents takes effect. Made by control from storage."""

    configuration: Configuration
    seed: int = 0
    """What draws by lot are made of until the next version: drawn once, by control."""


class ThinkingResumed(Fact, frozen=True, kw_only=True):
    """Control thinks again after it was away (control, before the facts it missed).

    Offers decided from here on are made at this instant or later, however old the fact that led
    to them: an agent must not be timed out for seconds in which nobody thought.
    """


class CallQueued(Fact, frozen=True, kw_only=True):
    """A call entered a queue (the call, when its dialogue ended there). The 20 s clock starts."""

    call: CallId
    party: PartyId
    queue: QueueId
    language: SkillName | None = None
    priority: int = 0
    """What its flow and the dialled number give, beside the queue and the customer."""
    head_start: int = 0
    """Seconds by which it counts as having entered earlier, by the dialled number."""
    path: tuple[str, ...] = ()
    """The IVR's way, for the agent's screen: node names and keys."""
    preferred: AgentId | None = None
    """An agent this call should rather wait for, for a while."""
    preferred_for: int | None = None
    """For so many seconds, for the caller asked for her by name or number: she need not serve the
    queue. None: as the queue says, of one who serves it.
    """
    recording_declined: bool = False


class CallRequeued(Fact, frozen=True, kw_only=True):
    """A call went back to the head of its queue, keeping its first entry (the distributor)."""

    call: CallId
    queue: QueueId
    because: str


class ExitKeyPressed(Fact, frozen=True, kw_only=True):
    """A caller in line pressed one of the queue's exit keys (the call)."""

    call: CallId
    key: str


class CallerReturned(Fact, frozen=True, kw_only=True):
    """The caller of a conversation that broke has called again in time: first in line, and rather
    for the same agent (the distributor).
    """

    call: CallId
    broken: CallId
    """The call that broke."""
    agent: AgentId
    """With whom the caller spoke."""
    since: datetime
    """The entry by which the broken call stood in line."""


class PlaceRegained(Fact, frozen=True, kw_only=True):
    """A caller who had hung up in line has come again in time (the distributor). The call stands
    where the earlier one stood; its own clock and every figure count from its own entry.
    """

    call: CallId
    given_up: CallId
    """The earlier call."""
    since: datetime
    """The entry by which it stood in line."""


class CallDiverted(Fact, frozen=True, kw_only=True):
    """A call does not enter a queue, or does not stay in it (the distributor).

    Into another queue it keeps its first entry and the end of its promise. A callback is followed
    by `CallbackRequested`. Into the dialogue, to leave a message, or to hear an announcement before
    it is let go, the call leaves the distributor (the call carries it out).
    """

    call: CallId
    queue: QueueId
    """The one it does not enter, or leaves."""
    because: Because
    target: Target


class SearchWidened(Fact, frozen=True, kw_only=True):
    """More agents may serve a waiting call from now on (the distributor)."""

    call: CallId
    width: int
    """Which of the queue's widenings holds now; the first is 1."""


class PriorityRaised(Fact, frozen=True, kw_only=True):
    """A waiting call goes before others from now on (the distributor)."""

    call: CallId
    priority: int
    because: str


class PreferenceEnded(Fact, frozen=True, kw_only=True):
    """A call no longer waits for one agent alone (the distributor)."""

    call: CallId
    agent: AgentId
    because: str
    """`time`, or the state in which she cannot take it."""


class CallerLeft(Fact, frozen=True, kw_only=True):
    """The caller is gone (the call). While waiting or offered that is an abandon."""

    call: CallId


class CallAbandoned(Fact, frozen=True, kw_only=True):
    """The caller hung up before an agent was connected (the distributor)."""

    call: CallId
    queue: QueueId
    waited: float
    """Seconds since first entry."""
    short: bool


class PlaceTold(Fact, frozen=True, kw_only=True):
    """The caller was told the place in line (the distributor; the call plays it)."""

    call: CallId
    ahead: int
    """Calls in front; 0 is next."""
    wait: int | None = None
    """The wait that was told, seconds; never longer than what was told before."""
    p50: int | None = None
    """The wait from now on as it was foreseen, seconds: as likely longer as shorter; None when
    nobody works.
    """
    p80: int | None = None
    """Four of five were to wait no longer."""


class CustomerIdentified(Fact, frozen=True, kw_only=True):
    """Who is calling, as far as the customer book knows (the worker)."""

    call: CallId
    party: PartyId
    customers: tuple[str, ...] = ()
    """Ids of matching records: none is unknown, several is a choice for the agent."""
    tier: str = ""
    language: str = ""
    travels_soon: bool = False
    """A journey begins within 72 hours, as far as the customer book knows."""
    last_agent: AgentId | None = None
    """With whom the caller spoke last ..."""
    last_talk_at: datetime | None = None
    """... and when they began to."""
