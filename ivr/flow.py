"""A flow as data: nodes and branches, as they are stored, published and walked.

`ivr.flow_file` reads them from YAML and checks them; this module only says what they are. Texts map
a language (`mandarin`, `english`) to the words said; a node with several languages and no language
chosen yet says them one after another. A node's label is never said: agents read it.
"""

import re

import msgspec

from acd.ids import FlowName, NodeName, QueueId

Texts = dict[str, str]

ALWAYS_KNOWN = ("call", "customer", "dialled", "language")
"""Variables that no node collects; empty while they are not known."""

BROUGHT = re.compile(r"x_[a-z0-9_]{1,38}|diversion")
"""Variables that a call brings along, named as the header fields of its INVITE that are kept."""


class Node(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="node"):
    """One place in a flow."""

    name: NodeName
    label: Texts = {}
    """What an agent reads of a caller who came here, by language; empty: the queue's name."""
    need: str = ""
    """What a caller who came here most likely needs: a code of the desk's list of needs."""


class SayNode(Node, frozen=True, kw_only=True, tag="say"):
    """Say something and go on."""

    texts: Texts
    next: NodeName
    barge_in: bool = True


class SetLanguageNode(Node, frozen=True, kw_only=True, tag="language"):
    """Fix the language and go on; the words after it are in that language only."""

    language: str
    next: NodeName


class MenuNode(Node, frozen=True, kw_only=True, tag="menu"):
    """Say the choices and wait for one key."""

    texts: Texts
    choices: dict[str, NodeName]
    """Key (0-9 * #) to node. A key that leads to the menu itself repeats it."""
    otherwise: NodeName
    """Where it goes after `retries` wrong or missing keys."""
    patience: int = 5
    """Seconds to the first key, from the end of the words."""
    retries: int = 2
    bad_key: Texts = {}
    no_key: Texts = {}
    barge_in: bool = True


class CollectNode(Node, frozen=True, kw_only=True, tag="collect"):
    """Say which digits are wanted, and take them: a booking's number, the last four of a card."""

    texts: Texts
    variable: str
    """The name under which the digits are kept while the caller is in the flow."""
    max_digits: int
    """With so many the entry is over, though for a second its end key may still come."""
    next: NodeName
    otherwise: NodeName
    """Where it goes after `retries` entries with too few digits, or none."""
    min_digits: int = 1
    end_key: str = "#"
    """Ends the entry before `max_digits`, `*` or `#`; empty: only time does."""
    patience: int = 5
    """Seconds to the first key, from the end of the words."""
    key_patience: int = 3
    """Seconds from one key to the next; then the entry is over as it is."""
    retries: int = 2
    too_few: Texts = {}
    no_key: Texts = {}
    barge_in: bool = True
    masked: bool = True
    """The digits are personal data: nobody is shown more than how many there were."""


class DirectoryNode(Node, frozen=True, kw_only=True, tag="directory"):
    """Ask for a colleague by her work number or the letters of her name, and enter a queue to wait
    for her: the end of the dialogue, where she is found.
    """

    texts: Texts
    queue: QueueId
    """Where the caller stands while she waits for her, and from which others serve her then."""
    otherwise: NodeName
    """Where it goes when nobody is found, or chosen, in `retries` further tries."""
    by: str = "any"
    """`number`, `name`, or `any`: whichever fits."""
    absent: NodeName = NodeName("")
    """Where it goes when she takes no calls now; empty: to the queue, for whoever is free."""
    wait_for: int = 20
    """Seconds for which the caller waits for her alone, if she is busy."""
    priority: int = 0
    patience: int = 5
    """Seconds to the first key, from the end of the words."""
    key_patience: int = 2
    """Seconds from one key to the next; then the entry is over as it is."""
    retries: int = 2
    barge_in: bool = True


class RequestNode(Node, frozen=True, kw_only=True, tag="request"):
    """Ask a web service, and go on by whether it answered in time as it should."""

    url: str
    method: str
    """GET: what is given stands in the address; POST: it is the JSON body."""
    given: dict[str, str]
    """Name there to a variable of the dialogue: what a caller entered, or `ALWAYS_KNOWN`."""
    taken: dict[str, str]
    """Variable to where its value stands in the answer, such as `order.items.0.status`."""
    ok: NodeName
    failed: NodeName
    """Not in time, not as it should be, or not at all."""
    within: float = 3.0
    """Seconds."""
    texts: Texts = {}
    """Said meanwhile; then there is music."""


class HoursNode(Node, frozen=True, kw_only=True, tag="hours"):
    """Go on by whether a queue is open, by its calendar and the emergency switch."""

    queue: QueueId
    open: NodeName
    closed: NodeName
    holiday: NodeName = NodeName("")
    """On a day that is closed by name, not by its week; empty: as `closed`."""
    emergency: NodeName = NodeName("")
    """Empty: as `closed`."""


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Holds when all that it names is so."""

    next: NodeName
    dialled: tuple[str, ...] = ()
    """One of these numbers was called."""
    withheld: bool | None = None
    """The caller's number is, or is not, withheld."""
    languages: tuple[str, ...] = ()
    """One of these was chosen."""
    tiers: tuple[str, ...] = ()
    """The customer book has answered, and the customer is of one of these."""
    travels_soon: bool | None = None
    """A journey begins within 72 hours, as far as is known by then."""
    variable: str = ""
    """Digits were collected under this name ..."""
    one_of: tuple[str, ...] = ()
    """... which are one of these ..."""
    length: int | None = None
    """... or so many."""
    queue: QueueId = QueueId("")
    """In this queue ..."""
    nobody_there: bool | None = None
    """... no agent works, or some do ..."""
    waiting_at_least: int | None = None
    """... or so many callers wait."""


class BranchNode(Node, frozen=True, kw_only=True, tag="branch"):
    """Go on by the first condition that holds."""

    conditions: tuple[Condition, ...]
    otherwise: NodeName
    """Where it goes when none does."""


class DeclineRecordingNode(Node, frozen=True, kw_only=True, tag="decline_recording"):
    """The caller does not want to be recorded; note it and go on."""

    next: NodeName


class QueueNode(Node, frozen=True, kw_only=True, tag="queue"):
    """Say a last word and enter a queue: the end of the dialogue."""

    queue: QueueId
    texts: Texts = {}
    priority: int = 0


class CallbackNode(Node, frozen=True, kw_only=True, tag="callback"):
    """Keep the caller's place in a queue and call back: say so, and end the call."""

    queue: QueueId
    texts: Texts
    otherwise: NodeName
    """Where a caller goes who withholds the number, and so cannot be called."""
    priority: int = 0


class VoicemailNode(Node, frozen=True, kw_only=True, tag="voicemail"):
    """Ask for a message to a queue, take it after a tone, and end the call: # ends it, or the
    caller hangs up.
    """

    queue: QueueId
    otherwise: NodeName
    """Where a caller goes who is not recorded: nothing of her is kept, so no message either."""
    texts: Texts = {}
    """What is said before the tone; empty: the usual words."""
    seconds: int = 120
    """How long a message may be."""


class OutsideNode(Node, frozen=True, kw_only=True, tag="outside"):
    """Say a word and give the caller to a number outside: the call is theirs once they answer."""

    number: str
    """As it is dialled: E.164, or a short number of the network's."""
    otherwise: NodeName
    """Where a caller goes on whom nobody there has answered."""
    texts: Texts = {}
    ring_for: int = 30
    """Seconds their telephone rings."""


class HangUpNode(Node, frozen=True, kw_only=True, tag="hang_up"):
    """Say a last word and end the call."""

    texts: Texts = {}


AnyNode = (
    SayNode
    | SetLanguageNode
    | MenuNode
    | CollectNode
    | DirectoryNode
    | RequestNode
    | HoursNode
    | BranchNode
    | DeclineRecordingNode
    | QueueNode
    | CallbackNode
    | VoicemailNode
    | OutsideNode
    | HangUpNode
)


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """One flow: where it starts, and its nodes by name."""

    name: FlowName
    start: NodeName
    nodes: tuple[AnyNode, ...]
    default_queue: QueueId
    """Where the caller goes when the flow is lost (a step budget, a failed prompt)."""
    languages: tuple[str, ...] = ("mandarin", "english")
    step_budget: int = 100
    after_call: bool = False
    """It is walked when the conversation is over, and need lead to no queue."""
