"""Reads the conditions of a branch from a flow file, and checks what they ask.

`flow_file` and `flow_check` call it. Where a condition leads is checked there.
"""

from collections.abc import Collection, Iterator

from acd.ids import NodeName, QueueId
from ivr.digits import DIGITS, MOST_DIGITS
from ivr.errors import Problem, nearest
from ivr.flow import BROUGHT, BranchNode, CollectNode, Condition, Flow, RequestNode
from ivr.flow_entry import Entry

_NUMBER = {"known": False, "withheld": True}
_KEYS = (
    *("dialled", "number", "language", "tier", "travels_soon"),
    *("variable", "equals", "one_of", "length", "queue", "nobody_there", "waiting_at_least"),
)
_MOST_WAITING = 10_000


def conditions(entry: Entry) -> tuple[Condition, ...]:
    """Those of one node, in order."""
    listed = entry.entries.get("branch")
    if not isinstance(listed, list) or not listed:
        entry.wrong("branch is no list", "write one condition after another, each with a dash")
        return ()
    numbered = enumerate(listed, 1)
    return tuple(found for n, one in numbered if (found := _condition(one, n, entry)) is not None)


def _condition(said: object, number: int, node: Entry) -> Condition | None:
    entry = Entry(f"{node.where}, condition {number}", {}, node.problems)
    if not isinstance(said, dict):
        entry.wrong("is no table", "write what must be so, and next: <node>")
        return None
    entry.entries = {str(key): value for key, value in said.items()}
    entry.allows((*_KEYS, "next"))
    if not entry.entries.keys() & set(_KEYS):
        entry.wrong("asks nothing", f"give it one of {', '.join(_KEYS)}")
    _belongs(entry, "variable", ("equals", "one_of", "length"))
    _belongs(entry, "queue", ("nobody_there", "waiting_at_least"))
    return Condition(
        next=NodeName(entry.name("next")),
        dialled=entry.words("dialled"),
        withheld=_withheld(entry),
        languages=entry.words("language"),
        tiers=entry.words("tier"),
        travels_soon=_flag(entry, "travels_soon"),
        variable=entry.word("variable"),
        one_of=(*entry.words("equals"), *entry.words("one_of")),
        length=_whole(entry, "length", MOST_DIGITS),
        queue=QueueId(entry.word("queue")),
        nobody_there=_flag(entry, "nobody_there"),
        waiting_at_least=_whole(entry, "waiting_at_least", _MOST_WAITING),
    )


def _belongs(entry: Entry, subject: str, asked: tuple[str, ...]) -> None:
    """Something is asked of a variable or a queue, and only of one that is named."""
    found = [key for key in asked if key in entry.entries]
    if subject in entry.entries and not found:
        entry.wrong(f"asks nothing of its {subject}", f"give it one of {', '.join(asked)}")
    if found and subject not in entry.entries:
        entry.wrong(f"{found[0]} is asked of no {subject}", f"write {subject}: <name>")


def _withheld(entry: Entry) -> bool | None:
    said = entry.word("number")
    if said and said not in _NUMBER:
        entry.wrong(f"number is {said!r}", "use known or withheld")
    return _NUMBER.get(said)


def _flag(entry: Entry, key: str) -> bool | None:
    return entry.flag(key, True) if key in entry.entries else None


def _whole(entry: Entry, key: str, most: int) -> int | None:
    return entry.whole(key, None, 1, most) if key in entry.entries else None


# -- what they ask -------------------------------------------------------------------------------


def condition_problems(
    node: BranchNode, flow: Flow, queues: Collection[QueueId] | None
) -> Iterator[Problem]:
    """Everything that can never be so."""
    entered = {one.variable for one in flow.nodes if isinstance(one, CollectNode)}
    taken = {name for one in flow.nodes if isinstance(one, RequestNode) for name in one.taken}
    for number, condition in enumerate(node.conditions, 1):
        where = f"node {node.name}, condition {number}"
        for what, cure in _nonsense(condition, flow, (entered, taken), queues):
            yield Problem(where, what, cure)


def _nonsense(
    condition: Condition,
    flow: Flow,
    variables: tuple[Collection[str], Collection[str]],
    queues: Collection[QueueId] | None,
) -> Iterator[tuple[str, str]]:
    entered, taken = variables
    names = {*entered, *taken}
    for language in condition.languages:
        if language not in flow.languages:
            what = f"asks for the language {language}, which the flow does not speak"
            yield what, nearest(language, flow.languages)
    brought = BROUGHT.fullmatch(condition.variable) is not None
    if condition.variable and condition.variable not in names and not brought:
        what = f"no node collects {condition.variable}"
        yield what, nearest(condition.variable, names) if names else "add a collect node"
    for digits in condition.one_of if condition.variable not in taken and not brought else ():
        if not digits or set(digits) - set(DIGITS):
            yield f"{digits!r} can never be entered", "write digits only, in quotes"
    if condition.queue and queues is not None and condition.queue not in queues:
        yield f"there is no queue {condition.queue}", nearest(condition.queue, queues)
