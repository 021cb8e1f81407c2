"""Where a call goes that cannot enter a queue or stay in it, and why: pure data.

A queue names a target for each such rule. Which target a call gets is decided by `acd.entry`;
whether targets make sense is `acd.target_sense`'s.
"""

from enum import StrEnum

import msgspec

from acd.ids import FlowName, NodeName, QueueId, SkillName


class Because(StrEnum):
    """Why a call was turned to a target. Further reasons are only ever added."""

    CLOSED = "closed"
    """Outside the queue's opening hours."""
    HOLIDAY = "holiday"
    """On a day on which its calendar is closed all day, other than by its week."""
    EMERGENCY = "emergency"
    """Somebody closed it with the emergency switch."""
    NOBODY_THERE = "nobody_there"
    """Every agent who could serve the call counts as nobody, by the queue's rule."""
    FULL = "full"
    """As many callers wait as the queue allows."""
    LONG_WAIT = "long_wait"
    """The estimated wait is longer than the queue allows."""
    WAITED = "waited"
    """It has waited for as long as the queue allows."""
    UNSTAFFED = "unstaffed"
    """Nobody has worked for it for as long as the queue allows."""
    KEY = "key"
    """The caller pressed one of the queue's exit keys."""


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of five ways on. As a rule it is written `{"queue": "hotels"}`, `{"callback": true}`,
    `{"voicemail": true}`, `{"flow": "main/menu"}` or `{"hang_up": {"english": "…"}}`.
    """

    queue: QueueId | None = None
    """Into this queue, with the place it had: first entry and end of promise stay."""
    callback: bool = False
    """The caller becomes a callback. Who withholds the number hears `hang_up` instead."""
    voicemail: bool = False
    """The caller may leave a message for the queue. Who is not recorded hears `hang_up` instead."""
    flow: str = ""
    """`<flow>/<node>`: back into the dialogue, at this node."""
    hang_up: dict[SkillName, str] | None = None
    """What is said, by language, before the caller is let go; empty: the house's usual words."""

    @property
    def way(self) -> str:
        """`queue`, `callback`, `voicemail`, `flow` or `hang_up`."""
        if self.queue is not None:
            return "queue"
        if self.callback:
            return "callback"
        if self.voicemail:
            return "voicemail"
        return "flow" if self.flow else "hang_up"

    @property
    def place(self) -> tuple[FlowName, NodeName]:
        """The flow and the node of it, for a target in the dialogue."""
        flow, _, node = self.flow.partition("/")
        return FlowName(flow), NodeName(node)


USUAL = Target(hang_up={})
"""The house's usual words for the reason, then good-bye."""
