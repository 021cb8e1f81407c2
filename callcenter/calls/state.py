"""What the room of all calls holds; the snapshot is exactly this."""

from datetime import datetime

import msgspec

from acd.configuration import NumberProfile
from acd.facts.listening import Voice
from acd.ids import AgentId, CallId, FlowName, IncidentId, LegId, QueueId, SkillName
from callcenter.calls.call import CallState


class Listener(msgspec.Struct, kw_only=True):
    """Somebody who is attached to an agent's calls."""

    agent: AgentId
    uri: str
    """Where her legs are dialled to; empty while her audio is away."""
    in_browser: bool = True
    voice: Voice = Voice.SILENT
    voices: int = 0
    """How often that was chosen anew."""
    trouble: str = ""
    """Why she does not hear the present call; empty when nothing went wrong."""


class Ear(msgspec.Struct, kw_only=True):
    """The one leg of a listener, from the wish for it to its end."""

    call: CallId
    leg: LegId
    agent: AgentId
    heard_since: datetime | None = None
    dropped: str = ""
    """Why nobody wants it any more: over, stopped or replaced; empty: it is wanted."""


class CallsState(msgspec.Struct, kw_only=True):
    """All calls in the house, and what was published. Fields are only ever added."""

    calls: dict[str, CallState] = {}
    numbers: dict[str, FlowName] = {}
    flows_version: int = 0
    configuration_version: int = 0
    default_queue: QueueId = QueueId("")
    exit_keys: dict[QueueId, tuple[str, ...]] = {}
    """Keys that mean something to a caller who waits, by queue."""
    exit_words: dict[QueueId, dict[SkillName, str]] = {}
    """Which key does what, by queue and language."""
    comfort_after: int = 0
    """Seconds of music on hold until a word of comfort; 0: never."""
    tells_work_number: bool = False
    surveys: dict[QueueId, FlowName] = {}
    """Which flow asks callers to rate a conversation, by queue."""
    outbound_numbers: dict[QueueId, str] = {}
    """Which number of the house a customer sees who is called, by queue."""
    voicemail_most: dict[QueueId, int] = {}
    """Seconds a message may last that a rule of the queue asks for."""
    incidents: dict[IncidentId, dict[SkillName, str]] = {}
    """What is said of each that is open, by language."""
    number_rules: dict[str, NumberProfile] = {}
    exchange: str = ""
    """The one that spoke last: calls of our own go out through it."""
    listeners: dict[str, Listener] = {}
    """By the listener's number."""
    ears: dict[str, Ear] = {}
    """By the listener's number; a leg may outlive the wish to listen by a moment."""

    def of_leg(self, call: CallId, *legs: LegId) -> CallState | None:
        """The call of these legs: the consultation on its line to which one of them belongs, else
        the call itself.
        """
        for leg in legs:
            found = self.calls.get(leg.partition(".")[0])
            if found is not None and found.within == call:
                return found
        return self.calls.get(call)

    def number(self, dialled: str) -> NumberProfile:
        """What a call brings along that dialled this number."""
        return self.number_rules.get(dialled) or NumberProfile()
