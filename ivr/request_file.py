"""Reads the node that asks a web service from a flow file, and checks what it asks.

`flow_file` and `flow_check` call it. Where it leads is checked there.
"""

import re
from collections.abc import Collection, Iterator
from urllib.parse import SplitResult, urlsplit

from acd.ids import NodeName
from ivr.errors import Problem, nearest
from ivr.flow import ALWAYS_KNOWN, BROUGHT, AnyNode, CollectNode, Flow, RequestNode, VoicemailNode
from ivr.flow_entry import Entry
from ivr.leads import leads
from ivr.variables import every_words, named_in
from ivr.web_answer import MOST_TAKEN

KEYS = ("method", "give", "take", "within", "say", "ok", "failed")
VARIABLE = "[a-z][a-z0-9_]{0,39}"
METHODS = ("GET", "POST")
_PATH = r"[^.\s]+(\.[^.\s]+)*"

Said = tuple[str, str]
"""What is wrong, and its cure."""


def request(name: NodeName, entry: Entry) -> RequestNode:
    """The node as the file has it."""
    given = entry.mapping("give", "<name in the request>: <variable>")
    method = entry.word("method") or ("POST" if given else "GET")
    if method not in METHODS:
        entry.wrong(f"method is {method!r}", "use GET or POST")
    return RequestNode(
        name=name,
        url=entry.name("request"),
        method=method,
        given=given,
        taken=entry.mapping("take", "<variable>: <where it stands in the answer>"),
        within=entry.seconds("within", 3.0, 0.5, 10.0),
        texts=entry.texts("say"),
        ok=NodeName(entry.name("ok")),
        failed=NodeName(entry.name("failed")),
    )


# -- what it asks --------------------------------------------------------------------------------


def request_problems(node: RequestNode, flow: Flow) -> Iterator[Problem]:
    """Everything that can never be answered."""
    for what, cure in (*_address(node.url), *_given(node, flow), *_taken(node, flow)):
        yield Problem(f"node {node.name}", what, cure)


def _address(url: str) -> Iterator[Said]:
    try:
        parts = urlsplit(url)
        good = _is_good(parts)
    except ValueError:
        good = False
    if not good:
        yield f"{url} cannot be asked", "write https://<host>/<path>, without a name, ? or #"


def _is_good(parts: SplitResult) -> bool:
    named = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    return parts.scheme in ("http", "https") and named and not (parts.query or parts.fragment)


def _given(node: RequestNode, flow: Flow) -> Iterator[Said]:
    """A web server writes down every address it is asked for."""
    known = variables_of(flow)
    masked = {one.variable for one in flow.nodes if isinstance(one, CollectNode) and one.masked}
    for variable in node.given.values():
        if variable not in known and not BROUGHT.fullmatch(variable):
            yield f"gives {variable}, which is no variable here", nearest(variable, known)
        elif variable in masked and node.method == "GET":
            what = f"{variable} is personal, and would stand in the address"
            yield what, "write method: POST, or masked: false where it is collected"


def _taken(node: RequestNode, flow: Flow) -> Iterator[Said]:
    elsewhere = {one.variable for one in flow.nodes if isinstance(one, CollectNode)}
    if len(node.taken) > MOST_TAKEN:
        yield f"takes {len(node.taken)} values", f"take {MOST_TAKEN} at most"
    for variable, path in node.taken.items():
        if not re.fullmatch(VARIABLE, variable):
            cure = "use lower case letters, digits and _, a letter first"
            yield f"{variable} is no name for a variable", cure
        known = variable in ALWAYS_KNOWN or BROUGHT.fullmatch(variable)
        if variable in elsewhere or known:
            yield f"takes {variable}, which is another variable already", "use another name"
        if not re.fullmatch(_PATH, path):
            cure = "write the keys to it with dots between, such as order.status"
            yield f"takes {variable} from {path!r}, which leads nowhere", cure


def variables_of(flow: Flow) -> set[str]:
    """Everything that can be given, asked or said somewhere in a flow."""
    return {*ALWAYS_KNOWN, *(name for node in flow.nodes for name in sets(node))}


def sets(node: AnyNode) -> Collection[str]:
    """The variables that are known behind a node, where it went well."""
    if isinstance(node, CollectNode):
        return (node.variable,)
    return tuple(node.taken) if isinstance(node, RequestNode) else ()


# -- what is said of it --------------------------------------------------------------------------


def said_problems(node: AnyNode, flow: Flow) -> Iterator[Problem]:
    """Every variable in a node's words is known there, whichever way the caller came, and is
    hers to hear.
    """
    said = {
        name for texts in every_words(node) for text in texts.values() for name in named_in(text)
    }
    collected = {one.variable: one for one in flow.nodes if isinstance(one, CollectNode)}
    takes = {name for one in flow.nodes if isinstance(one, RequestNode) for name in one.taken}
    for name in sorted(said):
        where = f"node {node.name}"
        if isinstance(node, VoicemailNode):
            what = f"says {{{name}}}, but words before a message are the same for all"
            yield Problem(where, what, "say it in a node of its own before")
        elif name not in collected and name not in takes:
            names = {*collected, *takes}
            cure = nearest(name, names) if names else "take the braces out"
            yield Problem(where, f"says {{{name}}}, which is no variable here", cure)
        elif name in collected and collected[name].masked:
            what = f"says {{{name}}}, which is personal"
            yield Problem(where, what, "write masked: false where it is collected, or leave it out")
        elif node.name in _reached_without(name, flow):
            what = f"says {{{name}}}, which is not known on every way there"
            yield Problem(where, what, "lead here only from where it is known")


def _reached_without(variable: str, flow: Flow) -> set[NodeName]:
    """Where a caller can come of whom it is not known."""
    nodes = {node.name: node for node in flow.nodes}
    reached: set[NodeName] = set()
    waiting = [flow.start]
    while waiting:
        node = nodes.get(waiting.pop())
        if node is None or node.name in reached:
            continue
        reached.add(node.name)
        known_by = {"next", "ok"} if variable in sets(node) else set()
        waiting += [target for by, target in leads(node) if by not in known_by]
    return reached
