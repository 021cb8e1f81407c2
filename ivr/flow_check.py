"""Whether a flow can be walked: every target exists, every caller gets out, everything is said in
every language.

`flow_file` asks before a flow is used. The shape of a file is not its business.
"""

import re
from collections import deque
from collections.abc import Collection, Iterator

from acd.ids import NodeName, QueueId
from ivr.condition_file import condition_problems
from ivr.errors import Problem, nearest
from ivr.flow import (
    AnyNode,
    BranchNode,
    CallbackNode,
    CollectNode,
    DirectoryNode,
    Flow,
    HangUpNode,
    HoursNode,
    MenuNode,
    OutsideNode,
    QueueNode,
    RequestNode,
    SayNode,
    SetLanguageNode,
    Texts,
    VoicemailNode,
)
from ivr.leads import leads
from ivr.request_file import VARIABLE, request_problems, said_problems

KEYS = "0123456789*#"
NUMBER = r"\+?[0-9]{3,20}"

_OF_A_QUEUE = (QueueNode, CallbackNode, VoicemailNode, HoursNode, DirectoryNode)
_MAY_SAY = (QueueNode, VoicemailNode, OutsideNode, HangUpNode, RequestNode)
_INTO_A_QUEUE = (QueueNode, DirectoryNode)

Graph = dict[NodeName, list[NodeName]]


def check(flow: Flow, queues: Collection[QueueId] | None = None) -> list[Problem]:
    """Everything that is wrong, in the order of the file; empty when the flow can be used.

    `queues`, where given, are all that exist.
    """
    problems = list(_targets(flow))
    problems += [problem for node in flow.nodes for problem in _node(node, flow)]
    problems += _queues(flow, queues)
    for node in flow.nodes:
        if isinstance(node, BranchNode):
            problems += condition_problems(node, flow, queues)
        if isinstance(node, RequestNode):
            problems += request_problems(node, flow)
        problems += said_problems(node, flow)
    if any(problem.what.startswith("leads to") for problem in problems):
        return problems
    ways = {node.name: [target for _, target in leads(node)] for node in flow.nodes}
    return [*problems, *_unreachable(flow, ways), *_loops(flow), *_ends(flow, ways)]


def _targets(flow: Flow) -> Iterator[Problem]:
    names = [node.name for node in flow.nodes]
    if flow.start not in names:
        what = f"leads to {flow.start} at the start, which is no node"
        yield Problem("flow", what, nearest(flow.start, names))
    for node in flow.nodes:
        for by, target in leads(node):
            if target not in names:
                what = f"leads to {target} by {by}, which is no node"
                yield Problem(_at(node), what, nearest(target, names))


def _node(node: AnyNode, flow: Flow) -> Iterator[Problem]:
    for texts in _all_texts(node):
        yield from _texts(node, texts, flow)
    if node.label:
        yield from _label(node, flow)
    yield from _kind(node, flow)


def _kind(node: AnyNode, flow: Flow) -> Iterator[Problem]:
    """What only one kind of node can have wrong."""
    if isinstance(node, SetLanguageNode) and node.language not in flow.languages:
        what = f"sets the language {node.language}, which the flow does not speak"
        yield Problem(_at(node), what, nearest(node.language, flow.languages))
    if isinstance(node, CollectNode):
        yield from _entry(node)
    if isinstance(node, OutsideNode) and not re.fullmatch(NUMBER, node.number):
        cure = "write digits, with + and the country first where it is a long one, in quotes"
        yield Problem(_at(node), f"{node.number!r} is no number that can be called", cure)
    if isinstance(node, MenuNode):
        if not node.choices:
            yield Problem(_at(node), "has no keys", "give at least one")
        for key in node.choices:
            if len(key) != 1 or key not in KEYS:
                cure = "use one of 0-9, * and #, in quotes"
                yield Problem(_at(node), f"{key!r} is no key of a telephone", cure)


def _entry(node: CollectNode) -> Iterator[Problem]:
    if node.variable and not re.fullmatch(VARIABLE, node.variable):
        cure = "use lower case letters, digits and _, a letter first"
        yield Problem(_at(node), f"{node.variable} is no name for a variable", cure)
    if node.min_digits > node.max_digits:
        what = f"min_digits {node.min_digits} are more than max_digits {node.max_digits}"
        yield Problem(_at(node), what, "let max_digits be the larger one")


def _all_texts(node: AnyNode) -> list[Texts]:
    if isinstance(node, MenuNode):
        return [node.texts, *(texts for texts in (node.bad_key, node.no_key) if texts)]
    if isinstance(node, CollectNode):
        return [node.texts, *(texts for texts in (node.too_few, node.no_key) if texts)]
    if isinstance(node, SayNode | CallbackNode | DirectoryNode):
        return [node.texts]
    if isinstance(node, _MAY_SAY) and node.texts:
        return [node.texts]
    return []


def _texts(node: AnyNode, texts: Texts, flow: Flow) -> Iterator[Problem]:
    for language in flow.languages:
        if not texts.get(language, "").strip():
            what = f"says nothing in {language}"
            yield Problem(_at(node), what, f"give the words in {language}")
    for language in texts:
        if language not in flow.languages:
            what = f"speaks {language}, which the flow does not"
            yield Problem(_at(node), what, nearest(language, flow.languages))


def _label(node: AnyNode, flow: Flow) -> Iterator[Problem]:
    """Whoever names a node names it for every agent."""
    for language in flow.languages:
        if not node.label.get(language, "").strip():
            cure = f"give the label in {language}, or none at all"
            yield Problem(_at(node), f"has no label in {language}", cure)
    for language in node.label:
        if language not in flow.languages:
            what = f"has a label in {language}, which the flow does not speak"
            yield Problem(_at(node), what, nearest(language, flow.languages))


def _queues(flow: Flow, queues: Collection[QueueId] | None) -> Iterator[Problem]:
    if queues is None:
        return
    if flow.default_queue not in queues:
        what = f"default_queue {flow.default_queue} does not exist"
        yield Problem("flow", what, nearest(flow.default_queue, queues))
    for node in flow.nodes:
        if isinstance(node, _OF_A_QUEUE) and node.queue not in queues:
            what = f"there is no queue {node.queue}"
            yield Problem(_at(node), what, nearest(node.queue, queues))


def _unreachable(flow: Flow, ways: Graph) -> Iterator[Problem]:
    reached = _reach(ways, [flow.start])
    for node in flow.nodes:
        if node.name not in reached:
            yield Problem(_at(node), "cannot be reached", "lead to it, or take it out")


def _ends(flow: Flow, ways: Graph) -> Iterator[Problem]:
    """Every node leads to an end, and the flow to a queue."""
    back: Graph = {name: [] for name in ways}
    for name, targets in ways.items():
        for target in targets:
            back[target].append(name)
    queues = [node.name for node in flow.nodes if isinstance(node, _INTO_A_QUEUE)]
    ending = (*_INTO_A_QUEUE, CallbackNode, VoicemailNode, OutsideNode, HangUpNode)
    ends = [node.name for node in flow.nodes if isinstance(node, ending)]
    finds_end = _reach(back, ends)
    for node in flow.nodes:
        if node.name not in finds_end:
            cure = "lead to a queue or hang_up node"
            yield Problem(_at(node), "there is no way to an end from here", cure)
    if not flow.after_call and flow.start not in _reach(back, queues):
        yield Problem("flow", "no way leads to a queue", "add a queue node and lead to it")


def _loops(flow: Flow) -> Iterator[Problem]:
    """Where a caller who presses nothing would go round and round, were it by one way of several
    that nobody but the house chooses.
    """
    silent = {node.name: list(_without_key(node)) for node in flow.nodes}
    looped: set[NodeName] = set()
    for node in flow.nodes:
        way = [] if node.name in looped else _way_back(silent, node.name)
        if way:
            looped.update(way)
            around = " → ".join([*way, node.name])
            what = f"a caller who presses no key goes round for ever ({around})"
            yield Problem(_at(node), what, "lead out of it, to a queue in the end")


def _way_back(ways: Graph, start: NodeName) -> list[NodeName]:
    """The shortest way from a node to itself, beginning with it; empty when there is none."""
    seen: set[NodeName] = set()
    waiting = deque([[start]])
    while waiting:
        way = waiting.popleft()
        for onward in ways[way[-1]]:
            if onward == start:
                return way
            if onward not in seen:
                seen.add(onward)
                waiting.append([*way, onward])
    return []


def _without_key(node: AnyNode) -> Iterator[NodeName]:
    if isinstance(node, MenuNode | CollectNode | DirectoryNode):
        return iter((node.otherwise,))
    return (target for _, target in leads(node))


def _reach(ways: Graph, start: list[NodeName]) -> set[NodeName]:
    reached: set[NodeName] = set()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += ways[one]
    return reached


def _at(node: AnyNode) -> str:
    return f"node {node.name}"
