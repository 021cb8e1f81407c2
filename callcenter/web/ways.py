"""A caller's way through the dialogue in words: what was chosen, and what that says of the need.

Desks and call pages ask; the published flows of the house know. A step is told by the label of
the node it led to, else by its queue, else by its name. It must not know sockets or stores.
"""

from collections.abc import Callable

from acd.ids import FlowName, NodeName
from agent_desktop.catalogue import NEED_CODES, need_of
from agent_desktop.view import Words
from callcenter.history.call_record import CallRecord
from callcenter.house import House
from callcenter.web.naming import Naming
from ivr.dialogue import NO_KEY
from ivr.flow import AnyNode, CallbackNode, DirectoryNode, QueueNode

NOTHING_CHOSEN = Words(zh="未按键", en="No key")
NO_FLOW = Words(zh="未经语音导航", en="Past the IVR")
_NO_FLOW_STEP = "default"
"""The only step of a call that came to its queue without a dialogue."""


class Ways:
    """Paths and nodes in words."""

    def __init__(self, house: Callable[[], House], naming: Naming) -> None:
        self._house = house
        self._naming = naming

    def words(self, record: CallRecord) -> tuple[Words, ...]:
        """What the caller chose, in order."""
        flow = self._flow(record.dialled)
        return tuple(self._step(flow, step) for step in record.path)

    def need(self, record: CallRecord) -> str:
        """What the caller most likely needs: by the last choice that says so, else by the queue."""
        flow, library = self._flow(record.dialled), self._house().dialogues.library
        for step in reversed(record.path):
            node = library.led_to(flow, step)
            if node is not None and node.need in NEED_CODES:
                return node.need
        return need_of(record.queue or "")

    def choice(self, dialled: str, node: str, key: str) -> Words:
        """What a key chose in a menu."""
        return self._step(self._flow(dialled), f"{node}:{key}")

    def node(self, dialled: str, name: str) -> Words:
        """A place in the dialogue."""
        found = self._house().dialogues.library.find(self._flow(dialled), NodeName(name))
        return self.named(found) if found is not None else Words(zh=name, en=name)

    def _flow(self, dialled: str) -> FlowName | None:
        return self._house().calls.state.numbers.get(dialled)

    def _step(self, flow: FlowName | None, step: str) -> Words:
        if step == _NO_FLOW_STEP:
            return NO_FLOW
        if step.endswith(f":{NO_KEY}"):
            return NOTHING_CHOSEN
        place, _, agent = step.rpartition(":")
        if isinstance(self._house().dialogues.library.find(flow, NodeName(place)), DirectoryNode):
            name = self._naming.person_name(agent)
            return Words(zh=f"找 {name.zh}", en=f"asked for {name.en}")
        node = self._house().dialogues.library.led_to(flow, step)
        return self.named(node) if node is not None else Words(zh=step, en=step)

    def number(self, record: CallRecord) -> str:
        """Of whom it is, masked; empty when withheld or not known in memory."""
        return self._naming.number(record.party)

    def named(self, node: AnyNode) -> Words:
        """A node by its label, else its queue, else its name."""
        label = node.label
        if label:
            some = next(iter(label.values()))
            return Words(zh=label.get("mandarin", some), en=label.get("english", some))
        if isinstance(node, QueueNode | CallbackNode):
            return self._naming.queue(node.queue)
        return Words(zh=node.name, en=node.name)
