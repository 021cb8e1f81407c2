"""Reads a flow from YAML; an error names the node and the cure.

Called by the command line, by storage when a flow is published, and by the demo. What a file looks
like: `ivr/flows/main.yaml`. Whether the flow can be walked is `flow_check`'s.
"""

from collections.abc import Callable, Collection
from pathlib import Path

from msgspec import structs

from acd.ids import FlowName, NodeName, QueueId
from ivr.colleagues import ANY, WAYS
from ivr.condition_file import conditions
from ivr.digits import MOST_DIGITS
from ivr.errors import FlowInvalid, Problem
from ivr.flow import (
    AnyNode,
    BranchNode,
    CallbackNode,
    CollectNode,
    DeclineRecordingNode,
    DirectoryNode,
    Flow,
    HangUpNode,
    HoursNode,
    MenuNode,
    OutsideNode,
    QueueNode,
    SayNode,
    SetLanguageNode,
    VoicemailNode,
)
from ivr.flow_check import check
from ivr.flow_entry import Entry, parsed
from ivr.request_file import KEYS, request

MAIN_FLOW = Path(__file__).with_name("flows") / "main.yaml"
"""The flow of the demo's main number."""

SURVEY_FLOW = MAIN_FLOW.with_name("survey.yaml")
"""The flow in which the demo's callers rate a conversation."""

NO_END_KEY = "none"
"""Written where an entry has no end key."""

_FLOW_KEYS = (
    "flow",
    "languages",
    "start",
    "default_queue",
    "nodes",
    "step_budget",
    "after_call",
)


def read(
    text: str,
    *,
    queues: Collection[QueueId] | None = None,
    first_language: str = "",
) -> Flow:
    """The flow a file describes, checked. `first_language` is said first while none is chosen.

    `queues`, where given, are all that exist. Raises FlowInvalid with every problem found.
    """
    problems: list[Problem] = []
    flow = _flow(Entry("flow", parsed(text), problems), first_language)
    if not problems and flow is not None:
        problems += check(flow, queues)
    if problems or flow is None:
        raise FlowInvalid(problems)
    return flow


def _flow(entry: Entry, first_language: str) -> Flow | None:
    entry.allows(_FLOW_KEYS)
    nodes = entry.entries.get("nodes")
    if not isinstance(nodes, dict) or not nodes:
        entry.wrong("nodes are missing", "write nodes: and below it one node after another")
        return None
    return Flow(
        name=FlowName(entry.name("flow")),
        start=NodeName(entry.name("start")),
        default_queue=QueueId(entry.name("default_queue")),
        languages=_languages(entry, first_language),
        step_budget=entry.whole("step_budget", 100, 1, 10_000),
        after_call=entry.flag("after_call", False),
        nodes=tuple(
            node
            for name, entries in nodes.items()
            if (node := _node(str(name), entries, entry)) is not None
        ),
    )


def _languages(entry: Entry, first: str) -> tuple[str, ...]:
    languages = entry.entries.get("languages", ["mandarin", "english"])
    if not isinstance(languages, list) or not languages:
        entry.wrong("languages is no list", "write languages: [mandarin, english]")
        return ()
    return tuple(sorted(map(str, languages), key=lambda language: language != first))


def _node(name: str, entries: object, flow: Entry) -> AnyNode | None:
    entry = Entry(f"node {name}", {}, flow.problems)
    if not isinstance(entries, dict):
        entry.wrong("is empty", f"say what it does: {', '.join(_KINDS)}")
        return None
    entry.entries = {str(key): value for key, value in entries.items()}
    kind = next((kind for kind in _KINDS if kind in entry.entries), None)
    if kind is None:
        entry.wrong("does nothing known", f"give it one of {', '.join(_KINDS)}")
        return None
    build, keys = _KINDS[kind]
    entry.allows((kind, *keys, *_OF_EVERY_NODE))
    node = build(NodeName(name), entry)
    return structs.replace(node, label=entry.texts("label"), need=entry.word("need"))


def _say(name: NodeName, entry: Entry) -> AnyNode:
    return SayNode(
        name=name,
        texts=entry.texts("say"),
        next=NodeName(entry.name("next")),
        barge_in=entry.flag("barge_in", True),
    )


def _language(name: NodeName, entry: Entry) -> AnyNode:
    return SetLanguageNode(
        name=name, language=entry.name("language"), next=NodeName(entry.name("next"))
    )


def _menu(name: NodeName, entry: Entry) -> AnyNode:
    keys = entry.mapping("keys", "<key>: <node>")
    return MenuNode(
        name=name,
        texts=entry.texts("menu"),
        choices={key: NodeName(target) for key, target in keys.items()},
        otherwise=NodeName(entry.name("otherwise")),
        patience=entry.whole("patience", 5, 1, 60),
        retries=entry.whole("retries", 2, 0, 9),
        bad_key=entry.texts("bad_key"),
        no_key=entry.texts("no_key"),
        barge_in=entry.flag("barge_in", True),
    )


def _collect(name: NodeName, entry: Entry) -> AnyNode:
    return CollectNode(
        name=name,
        texts=entry.texts("collect"),
        variable=entry.name("variable"),
        min_digits=entry.whole("min_digits", 1, 1, MOST_DIGITS),
        max_digits=entry.whole("max_digits", None, 1, MOST_DIGITS),
        end_key=_end_key(entry),
        patience=entry.whole("patience", 5, 1, 60),
        key_patience=entry.whole("key_patience", 3, 1, 60),
        retries=entry.whole("retries", 2, 0, 9),
        too_few=entry.texts("too_few"),
        no_key=entry.texts("no_key"),
        barge_in=entry.flag("barge_in", True),
        masked=entry.flag("masked", True),
        next=NodeName(entry.name("next")),
        otherwise=NodeName(entry.name("otherwise")),
    )


def _directory(name: NodeName, entry: Entry) -> AnyNode:
    by = entry.word("by") or ANY
    if by not in WAYS:
        entry.wrong(f"by is {by!r}", f"use one of {', '.join(WAYS)}")
    return DirectoryNode(
        name=name,
        texts=entry.texts("directory"),
        queue=QueueId(entry.name("queue")),
        by=by,
        wait_for=entry.whole("wait_for", 20, 0, 600),
        absent=NodeName(entry.word("absent")),
        otherwise=NodeName(entry.name("otherwise")),
        priority=entry.whole("priority", 0, -10, 10),
        patience=entry.whole("patience", 5, 1, 60),
        key_patience=entry.whole("key_patience", 2, 1, 60),
        retries=entry.whole("retries", 2, 0, 9),
        barge_in=entry.flag("barge_in", True),
    )


def _hours(name: NodeName, entry: Entry) -> AnyNode:
    return HoursNode(
        name=name,
        queue=QueueId(entry.name("hours")),
        open=NodeName(entry.name("open")),
        closed=NodeName(entry.name("closed")),
        holiday=NodeName(entry.word("holiday")),
        emergency=NodeName(entry.word("emergency")),
    )


def _branch(name: NodeName, entry: Entry) -> AnyNode:
    return BranchNode(
        name=name, conditions=conditions(entry), otherwise=NodeName(entry.name("otherwise"))
    )


def _end_key(entry: Entry) -> str:
    """A bare # begins a comment: then there is no value at all."""
    key = entry.entries.get("end_key", "#")
    if key not in ("#", "*", NO_END_KEY):
        entry.wrong(f"end_key is {key!r}", f'write "#" or "*", in quotes, or {NO_END_KEY}')
    return "" if key == NO_END_KEY else str(key)


def _decline_recording(name: NodeName, entry: Entry) -> AnyNode:
    return DeclineRecordingNode(name=name, next=NodeName(entry.name("next")))


def _queue(name: NodeName, entry: Entry) -> AnyNode:
    return QueueNode(
        name=name,
        queue=QueueId(entry.name("queue")),
        texts=entry.texts("say"),
        priority=entry.whole("priority", 0, -10, 10),
    )


def _callback(name: NodeName, entry: Entry) -> AnyNode:
    return CallbackNode(
        name=name,
        queue=QueueId(entry.name("callback")),
        texts=entry.texts("say"),
        otherwise=NodeName(entry.name("otherwise")),
        priority=entry.whole("priority", 0, -10, 10),
    )


def _voicemail(name: NodeName, entry: Entry) -> AnyNode:
    return VoicemailNode(
        name=name,
        queue=QueueId(entry.name("voicemail")),
        texts=entry.texts("say"),
        seconds=entry.whole("seconds", 120, 5, 600),
        otherwise=NodeName(entry.name("otherwise")),
    )


def _number(entry: Entry) -> str:
    """As text: a number loses its plus and its first zeros."""
    value = entry.entries.get("outside")
    if isinstance(value, str):
        return value
    entry.wrong(f"outside is {value!r}", 'write the number in quotes: outside: "+862012345678"')
    return "000"


def _outside(name: NodeName, entry: Entry) -> AnyNode:
    return OutsideNode(
        name=name,
        number=_number(entry),
        texts=entry.texts("say"),
        ring_for=entry.whole("ring_for", 30, 5, 180),
        otherwise=NodeName(entry.name("otherwise")),
    )


def _hang_up(name: NodeName, entry: Entry) -> AnyNode:
    return HangUpNode(name=name, texts=entry.texts("say"))


_OF_EVERY_NODE = ("label", "need")

_KINDS: dict[str, tuple[Callable[[NodeName, Entry], AnyNode], tuple[str, ...]]] = {
    "directory": (
        _directory,
        (
            *("queue", "by", "wait_for", "absent", "otherwise", "priority"),
            *("patience", "key_patience", "retries", "barge_in"),
        ),
    ),
    "queue": (_queue, ("say", "priority")),
    "hang_up": (_hang_up, ("say",)),
    "menu": (
        _menu,
        ("keys", "otherwise", "patience", "retries", "bad_key", "no_key", "barge_in"),
    ),
    "collect": (
        _collect,
        (
            *("variable", "min_digits", "max_digits", "end_key", "patience", "key_patience"),
            *("retries", "too_few", "no_key", "barge_in", "masked", "next", "otherwise"),
        ),
    ),
    "request": (request, KEYS),
    "branch": (_branch, ("otherwise",)),
    "hours": (_hours, ("open", "closed", "holiday", "emergency")),
    "language": (_language, ("next",)),
    "decline_recording": (_decline_recording, ("next",)),
    "callback": (_callback, ("say", "otherwise", "priority")),
    "voicemail": (_voicemail, ("say", "seconds", "otherwise")),
    "outside": (_outside, ("say", "ring_for", "otherwise")),
    "say": (_say, ("next", "barge_in")),
}
"""The key that says what a node does, the first of these that it has, and the keys beside it."""
