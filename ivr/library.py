"""The published flows, each in the editions that callers are still in.

`Dialogues` adds an edition when flows are published and looks up flows and nodes; whoever tells a
caller's way looks up what its steps led to. It knows no caller.
"""

from collections.abc import Collection, Iterable

import msgspec

from acd.ids import FlowName, NodeName
from ivr.dialogue import NO_KEY
from ivr.flow import AnyNode, Flow, MenuNode


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """All flows of one published version."""

    version: int
    flows: tuple[Flow, ...]


class Library:
    """Editions by version, flows and nodes by name."""

    def __init__(self, editions: Iterable[Edition] = ()) -> None:
        self._editions: dict[int, Edition] = {}
        self._flows: dict[tuple[int, FlowName], Flow] = {}
        self._nodes: dict[tuple[int, FlowName], dict[NodeName, AnyNode]] = {}
        self._fill(editions)

    def _fill(self, editions: Iterable[Edition]) -> None:
        for edition in editions:
            self.add(edition)

    def add(self, edition: Edition) -> None:
        """A new version is there."""
        self._editions[edition.version] = edition
        for flow in edition.flows:
            self._flows[edition.version, flow.name] = flow
            self._nodes[edition.version, flow.name] = {node.name: node for node in flow.nodes}

    def keep(self, versions: Collection[int]) -> None:
        """Drop every edition but these."""
        kept = [one for version, one in self._editions.items() if version in versions]
        self._editions, self._flows, self._nodes = {}, {}, {}
        self._fill(kept)

    def editions(self) -> list[Edition]:
        """All of them in order of version."""
        return [self._editions[version] for version in sorted(self._editions)]

    def newest(self) -> tuple[Flow, ...]:
        """The flows of the newest edition."""
        newest = max(self._editions, default=None)
        return self._editions[newest].flows if newest is not None else ()

    def flow(self, version: int, name: FlowName) -> Flow | None:
        """A flow in its version; when that edition is gone, in the newest."""
        return self._flows.get((self._version(version, name), name))

    def node(self, version: int, flow: FlowName, name: NodeName) -> AnyNode | None:
        """A node of that flow."""
        return self._nodes.get((self._version(version, flow), flow), {}).get(name)

    def find(self, flow: FlowName | None, name: NodeName) -> AnyNode | None:
        """A node by name: in the newest edition of its flow that has it, else in any flow.

        For telling an old path: the caller may have gone through an edition before the newest.
        """
        ways = [nodes for (_, known), nodes in self._by_age() if known == flow]
        ways += [nodes for (_, known), nodes in self._by_age() if known != flow]
        return next((nodes[name] for nodes in ways if name in nodes), None)

    def led_to(self, flow: FlowName | None, step: str) -> AnyNode | None:
        """The node to which a step of a path (`menu:1`, `menu:-`) led; None for no such step."""
        name, _, key = step.rpartition(":")
        menu = self.find(flow, NodeName(name))
        if not isinstance(menu, MenuNode):
            return None
        target = menu.otherwise if key == NO_KEY else menu.choices.get(key)
        return self.find(flow, target) if target is not None else None

    def _by_age(self) -> list[tuple[tuple[int, FlowName], dict[NodeName, AnyNode]]]:
        return sorted(self._nodes.items(), key=lambda one: one[0], reverse=True)

    def _version(self, version: int, name: FlowName) -> int:
        return version if (version, name) in self._flows else max(self._editions, default=0)
