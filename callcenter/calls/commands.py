"""The call's wishes, carried out by its line (through the exchange) or by the worker.

Every one is closed by exactly one `CommandClosed`; what it led to in the world comes as facts of
its own (`LegAnswered`, `LegsJoined` …).
"""

from datetime import datetime

import msgspec

from acd.facts.listening import Voice
from acd.ids import AgentId, CallId, LegId, PartyId
from acd.step import Command
from callcenter.calls.facts import Role


class LineCommand(Command, frozen=True, kw_only=True):
    """A wish for the line that carries the call."""

    call: CallId


class AnswerLeg(LineCommand, frozen=True, kw_only=True):
    """Send 200 to the caller."""

    leg: LegId


class RefuseLeg(LineCommand, frozen=True, kw_only=True):
    """Refuse the caller's INVITE with a final status."""

    leg: LegId
    code: int


class PlayMusic(LineCommand, frozen=True, kw_only=True):
    """The leg hears a tune in a loop until it is joined, spoken to or ends."""

    leg: LegId
    tune: str = "music"
    """`music`, `comfort`, `hold`, `ringback`: a file of the prompts folder."""


class Way(msgspec.Struct, frozen=True):
    """One way to whom is dialled."""

    uri: str
    sender: str = ""
    """Whom the called party sees."""
    login: tuple[str, str] | None = None
    """User and password, should whoever is called ask for them."""


class DialLeg(LineCommand, frozen=True, kw_only=True):
    """Dial a further leg. `ring_for` and `first_reply_for` are seconds."""

    leg: LegId
    role: Role
    uri: str
    """Empty where the exchange finds it: the number of `party`, through the trunk."""
    party: PartyId = PartyId("")
    number: str = ""
    """In place of a party: a number that is nobody's, but the house's own choice."""
    shown: str = ""
    """The house's number that the party is to see; empty: the usual one."""
    sender: str = ""
    """Whom the called party sees; empty: the line's own name."""
    login: tuple[str, str] | None = None
    """As the exchange fills it in: user and password, should they be asked for."""
    others: tuple[Way, ...] = ()
    """Further ways, each tried when nothing came of the one before."""
    agent: AgentId | None = None
    join: LegId | None = None
    """Joined to this leg by reflex as soon as its media is up."""
    ring_for: float = 10.0
    first_reply_for: float = 5.0
    beep: bool = False
    """Half a second of beep to this leg alone, before it is joined."""
    announce: tuple[tuple[str, str], ...] = ()
    """Pairs (language, text): said to this leg alone behind the beep, over the join."""


class PlaceCall(LineCommand, frozen=True, kw_only=True):
    """Take a line for a call of the house's own, and dial its first leg: an agent's, or the
    customer's where there is none yet. `ring_for` and `first_reply_for` are seconds.
    """

    party: PartyId
    """Whom it is about; with an agent's leg, nobody is called yet but her."""
    leg: LegId
    agent: AgentId | None = None
    """None: it is the customer's leg."""
    uri: str = ""
    """Empty where the exchange finds it: the number of `party`, through the trunk."""
    shown: str = ""
    """The house's number that the customer is to see; empty: the usual one."""
    sender: str = ""
    """Whom the customer sees; empty: the line's own name."""
    login: tuple[str, str] | None = None
    """As the exchange fills it in: user and password, should they be asked for."""
    others: tuple[Way, ...] = ()
    """Further ways, each tried when nothing came of the one before."""
    ring_for: float = 10.0
    first_reply_for: float = 5.0


class JoinLegs(LineCommand, frozen=True, kw_only=True):
    """The two hear each other; music and prompts at them stop. `b` may be somebody outside whose
    telephone rings: they do when it is answered, and `a` hears the network until then.
    """

    a: LegId
    b: LegId


class PartLegs(LineCommand, frozen=True, kw_only=True):
    """The two hear each other no more."""

    a: LegId
    b: LegId


class HoldLeg(LineCommand, frozen=True, kw_only=True):
    """The leg hears hold music and nobody hears it; no re-INVITE."""

    leg: LegId


class RetrieveLeg(LineCommand, frozen=True, kw_only=True):
    """Undo `HoldLeg`."""

    leg: LegId


class MuteLeg(LineCommand, frozen=True, kw_only=True):
    """Nobody hears the leg, its own recording track neither; or undo it."""

    leg: LegId
    muted: bool


class PromoteLeg(LineCommand, frozen=True, kw_only=True):
    """A listener's leg is an agent's from now on: heard by whom it is joined with, and recorded."""

    leg: LegId


class VoiceLeg(LineCommand, frozen=True, kw_only=True):
    """A listener's leg is heard by nobody, by the agents, or by all."""

    leg: LegId
    voice: Voice


class SendDigits(LineCommand, frozen=True, kw_only=True):
    """Send keys by RFC 4733 to a leg."""

    leg: LegId
    digits: str


class EndLeg(LineCommand, frozen=True, kw_only=True):
    """BYE, CANCEL or a final status, whatever the leg's state asks for."""

    leg: LegId
    reason: str = "hangup"


class PauseRecording(LineCommand, frozen=True, kw_only=True):
    """True silence on both tracks until `ResumeRecording`."""


class ResumeRecording(LineCommand, frozen=True, kw_only=True):
    """Voices are written again."""


class DropRecording(LineCommand, frozen=True, kw_only=True):
    """The caller declined: stop, and keep nothing."""


class LookUpCustomer(Command, frozen=True, kw_only=True):
    """Find the party in the customer book (the worker); answered by `CustomerIdentified`."""

    call: CallId
    party: PartyId


class SpeakTexts(Command, frozen=True, kw_only=True):
    """Make audio of words that will be said to callers (the worker). Done: it lies ready."""

    texts: tuple[tuple[str, str], ...]
    """Pairs (language, text)."""
    until: datetime
    """It is kept at least until then."""
