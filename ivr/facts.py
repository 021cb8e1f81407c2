"""The dialogue's facts. "The line" is the process that carries the call."""

from acd.ids import (
    AgentId,
    CallId,
    CommandId,
    FlowName,
    LegId,
    NodeName,
    PartyId,
    PromptId,
    QueueId,
)
from acd.step import Fact
from ivr.flow import Flow, Texts


class FlowsPublished(Fact, frozen=True, kw_only=True):
    """A new version of the flows, and which number starts which. Made by control from storage."""

    version: int
    flows: tuple[Flow, ...]
    numbers: dict[str, FlowName]
    """Dialled number (user part of the URI) to flow."""


class DigitPressed(Fact, frozen=True, kw_only=True):
    """A key of the telephone, heard by RFC 4733 or SIP INFO (the line). Where digits are collected
    this fact alone holds them: it is for thinking, and not to be shown or written to a log.
    """

    call: CallId
    leg: LegId
    digit: str
    """One of 0-9 * #."""
    method: str = "rfc4733"


class PromptEnded(Fact, frozen=True, kw_only=True):
    """A prompt is over (the line): `how` is finished, barged, stopped or failed."""

    call: CallId
    leg: LegId
    prompt: PromptId
    how: str


class DialogueStarted(Fact, frozen=True, kw_only=True):
    """The caller entered a flow (the call, at the caller's answer; or when a queue's rule sent her
    back into one, with what was known of her).
    """

    call: CallId
    leg: LegId
    party: PartyId
    flow: FlowName
    flows_version: int
    node: NodeName = NodeName("")
    """Where it begins; empty: at the flow's start."""
    language: str = ""
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    prompts: int = 0
    """Prompts of this call may have been numbered up to here before."""


class NodeEntered(Fact, frozen=True, kw_only=True):
    """The dialogue came to a node (the dialogue)."""

    call: CallId
    node: NodeName
    attempt: int = 1
    masked: bool = False
    """Keys pressed here are personal data, and are shown to nobody."""
    flow: FlowName = FlowName("")
    source: NodeName = NodeName("")
    """The node before; empty at the dialogue's first."""
    by: str = ""
    """By what, as `ivr.leads` names it: next, key 1, otherwise ...; empty when it is asked again,
    and at the dialogue's first.
    """
    step: int = 0
    """Which of the dialogue's nodes it is, counted from 1."""


class LanguageChosen(Fact, frozen=True, kw_only=True):
    """The caller's language is known (the dialogue)."""

    call: CallId
    language: str
    """`mandarin` or `english`."""


class ChoiceMade(Fact, frozen=True, kw_only=True):
    """A menu was answered (the dialogue); digits that are data are never in here."""

    call: CallId
    node: NodeName
    choice: str


class DigitsCollected(Fact, frozen=True, kw_only=True):
    """The caller has entered enough digits (the dialogue). What they were the dialogue keeps to
    itself, unless the flow says that they are no personal data.
    """

    call: CallId
    node: NodeName
    variable: str
    count: int
    digits: str = ""
    """Empty when they are masked."""


class ColleaguesFound(Fact, frozen=True, kw_only=True):
    """What the caller entered in a directory leads to these, and she is asked which one she means
    (the dialogue); told again where she did not say.
    """

    call: CallId
    node: NodeName
    colleagues: tuple[AgentId, ...]
    """In the order of their keys, from 1 on."""
    attempt: int = 1


class ColleagueMissed(Fact, frozen=True, kw_only=True):
    """A try in a directory has led to nobody (the dialogue)."""

    call: CallId
    node: NodeName
    because: str
    """`nobody`, `too_many`, `no_key`, or `star`: the caller wants to search again."""
    kept: int = 0
    """So many of the last keys count in the next try: she is to go on."""


class ColleagueChosen(Fact, frozen=True, kw_only=True):
    """The caller has asked for a colleague, by her number or with a key (the dialogue)."""

    call: CallId
    node: NodeName
    colleague: AgentId
    there: bool
    """She takes calls now, or when she is done with one."""


class BranchTaken(Fact, frozen=True, kw_only=True):
    """The flow parted, and it was not the caller who chose (the dialogue)."""

    call: CallId
    node: NodeName
    by: str
    """What was so: open, closed, holiday or emergency; the number of the condition that held,
    counted from 1, or otherwise; of a request ok or failed.
    """


class AnswerAwaited(Fact, frozen=True, kw_only=True):
    """The words are over, and a web service has not answered: the caller hears music (the
    dialogue).
    """

    call: CallId
    node: NodeName
    request: CommandId


class WebAnswered(Fact, frozen=True, kw_only=True):
    """A web service was asked, and has answered or not (the worker). An answer that comes after the
    dialogue's own deadline changes nothing.
    """

    call: CallId
    request: CommandId
    """The id of the `AskWeb` that it answers."""
    ok: bool
    because: str = ""
    """Why not: a code of `ivr.web_answer.Because`."""
    values: dict[str, str] = {}
    """Variable to what the answer says. They are for thinking, as keys are, and shown to nobody."""


class CallbackChosen(Fact, frozen=True, kw_only=True):
    """The caller wants to be called back at this number (the dialogue); the words about it are
    still to be said.
    """

    call: CallId
    node: NodeName
    queue: QueueId
    priority: int = 0
    path: tuple[str, ...] = ()
    recording_declined: bool = False


class VoicemailChosen(Fact, frozen=True, kw_only=True):
    """The caller is to leave a message for a queue (the dialogue); the call takes it."""

    call: CallId
    node: NodeName
    queue: QueueId
    seconds: int
    """How long it may be."""
    words: Texts = {}
    """By language, said before the tone; empty: the usual ones."""


class OutsideChosen(Fact, frozen=True, kw_only=True):
    """The caller is given to a number outside (the dialogue); the call dials it."""

    call: CallId
    node: NodeName
    number: str
    """The flow's own, nobody's: it stands in a file of the house."""
    ring_for: int
    """Seconds their telephone rings."""
    flow: FlowName
    otherwise: NodeName
    """Where in the flow the caller goes on whom nobody there has answered."""


class DialogueEnded(Fact, frozen=True, kw_only=True):
    """The dialogue is over (the dialogue): to a queue, to a message, outside, or hung up."""

    call: CallId
    queue: QueueId | None = None
    priority: int = 0
    language: str = ""
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    because: str = "flow"
    asked_for: AgentId | None = None
    """In that queue the caller waits for her alone ..."""
    wait_for: int = 0
    """... for so many seconds."""


class DialogueDropped(Fact, frozen=True, kw_only=True):
    """The caller is gone before the dialogue ended (the call)."""

    call: CallId
