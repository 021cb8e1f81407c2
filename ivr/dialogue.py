"""One caller's walk through a flow: where the caller is, what is being said, which keys came.

`Dialogues` changes it by facts and asks it what comes next. Keys in here are menu keys; digits that
are data never reach it. It knows no other call and no clock.
"""

from datetime import datetime, timedelta

import msgspec

from acd.ids import CallId, FlowName, LegId, NodeName, PartyId, PromptId
from ivr.flow import (
    AnyNode,
    CallbackNode,
    Flow,
    HangUpNode,
    MenuNode,
    QueueNode,
    SayNode,
    Texts,
)

LONGEST_PROMPT = timedelta(seconds=60)
"""A prompt whose end was not told by then counts as over: nobody is left in silence."""

NO_KEY = "-"
"""Stands in a path for a menu that was left without an answer."""

_MOST_KEYS = 16
"""Keys kept for the menus to come."""


class Dialogue(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One caller in a flow."""

    call: CallId
    leg: LegId
    flow: FlowName
    flows_version: int
    node: NodeName = NodeName("")
    attempt: int = 1
    steps: int = 0
    prompts: int = 0
    saying: PromptId | None = None
    """The prompt that plays now."""
    said: PromptId | None = None
    """The prompt of this node that is over."""
    until: datetime | None = None
    """When patience, or the longest prompt, is over."""
    keys: str = ""
    """Pressed, and not yet used by a menu."""
    answered: bool = False
    """The menu the caller is in has its answer."""
    wrong_key: bool = False
    """This attempt at the menu follows a wrong key, not a missing one."""
    language: str = ""
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    party: PartyId = PartyId("")
    """Who calls; empty when the number is withheld."""

    # -- what facts change -----------------------------------------------------------------------

    def presses(self, digit: str) -> None:
        """A key, for this menu or the next."""
        self.keys = (self.keys + digit)[:_MOST_KEYS]

    def leaves(self, node: AnyNode | None, target: NodeName) -> None:
        """Away from a node: a menu without its answer has no use for the keys it could not take."""
        if not isinstance(node, MenuNode) or self.answered:
            return
        again = target == self.node
        self.wrong_key = again and bool(self.keys)
        if is_optional(node):
            return
        self.keys = ""
        if not again:
            self.path = (*self.path, f"{self.node}:{NO_KEY}")

    def enters(self, name: NodeName, node: AnyNode | None, attempt: int, at: datetime) -> None:
        """At a node: keys that fit it stay, and its words begin."""
        if isinstance(node, MenuNode) and not is_optional(node):
            self.keys = self.keys if self.keys[:1] in node.choices else ""
        self.node, self.attempt, self.answered = name, attempt, False
        self.steps += 1
        self.saying = self.said = None
        if self._speaks(node):
            self.prompts += 1
            self.saying = PromptId(f"{self.call}:p{self.prompts}")
            self.until = at + LONGEST_PROMPT
        else:
            self._waits(node, at)

    def chooses(self, node: NodeName, choice: str) -> None:
        """The first key answered the menu."""
        self.path = (*self.path, f"{node}:{choice}")
        self.keys = self.keys[1:]
        self.answered = True

    def falls_silent(self, node: AnyNode | None, at: datetime) -> None:
        """The prompt is over; in a menu, patience begins."""
        self.said, self.saying = self.saying, None
        self._waits(node, at)

    def _waits(self, node: AnyNode | None, at: datetime) -> None:
        patience = node.patience if isinstance(node, MenuNode) else None
        self.until = None if patience is None else at + timedelta(seconds=patience)

    def _speaks(self, node: AnyNode | None) -> bool:
        """Nothing is said by a menu whose key is here already."""
        if isinstance(node, MenuNode) and node.barge_in and self.keys:
            return False
        return bool(_texts(node))

    # -- what comes next -------------------------------------------------------------------------

    def words(self, node: AnyNode, flow: Flow) -> tuple[tuple[str, str], ...]:
        """What is said at this node now, as (language, text): in the caller's language, or in all
        of the flow's, one after another, until one was chosen.
        """
        texts = [_texts(node)]
        if isinstance(node, MenuNode) and self.attempt > 1:
            texts.insert(0, node.bad_key if self.wrong_key else node.no_key)
        languages = (self.language,) if self.language in texts[-1] else flow.languages
        return tuple(
            (language, said[language])
            for language in languages
            for said in texts
            if language in said
        )

    def key(self, node: MenuNode) -> str:
        """The key that answers the menu now; empty: none, or not yet."""
        if self.saying is not None and not node.barge_in:
            return ""
        return self.keys[:1]


def is_optional(menu: MenuNode) -> bool:
    """A menu without retries offers something in passing: a key it does not know is for the next
    menu.
    """
    return menu.retries == 0


def _texts(node: AnyNode | None) -> Texts:
    if isinstance(node, SayNode | MenuNode | QueueNode | CallbackNode | HangUpNode):
        return node.texts
    return {}
