"""The published flows, each in the editions that callers are still in.

`Dialogues` adds an edition when flows are published and looks up flows and nodes. It knows no
caller.
"""

from collections.abc import Collection, Iterable

import msgspec

from acd.ids import FlowName, NodeName
from ivr.flow import AnyNode, Flow


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

    def flow(self, version: int, name: FlowName) -> Flow | None:
        """A flow in its version; when that edition is gone, in the newest."""
        return self._flows.get((self._version(version, name), name))

    def node(self, version: int, flow: FlowName, name: NodeName) -> AnyNode | None:
        """A node of that flow."""
        return self._nodes.get((self._version(version, flow), flow), {}).get(name)

    def _version(self, version: int, name: FlowName) -> int:
        return version if (version, name) in self._flows else max(self._editions, default=0)
