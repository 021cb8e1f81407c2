"""One caller's walk through a flow: where the caller is, what is being said, which keys came,
which service was asked.

`Changes` changes it by facts, `Decisions` asks it what comes next. Digits that a caller was asked
for are kept in here, and go with it when the dialogue is over. It knows no other call and no clock.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from acd.ids import AgentId, CallId, CommandId, FlowName, LegId, NodeName, PartyId, PromptId
from ivr.digits import DIGITS, END, Entered, end_key, fitting, leftover
from ivr.directory_words import AGAIN, STAR, TOO_MANY
from ivr.flow import (
    AnyNode,
    CallbackNode,
    CollectNode,
    DirectoryNode,
    Flow,
    HangUpNode,
    MenuNode,
    OutsideNode,
    QueueNode,
    RequestNode,
    SayNode,
    Texts,
)
from ivr.variables import said_parts

LONGEST_PROMPT = timedelta(seconds=60)
"""A prompt whose end was not told by then counts as over: nobody is left in silence."""

NO_KEY = "-"
"""Stands in a path for a menu that was left without an answer."""

END_KEY_WITHIN = timedelta(seconds=1)
"""So long an end key is waited for that nobody needs, for there is no room for another digit; it
would be a wrong key of the next node.
"""

_MOST_KEYS = 48
"""Keys kept for the nodes to come: more than the longest entry and a few menus."""


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
    """Pressed, and not yet used by a menu or an entry."""
    answered: bool = False
    """The menu, or the entry, the caller is in has its answer."""
    wrong_key: bool = False
    """This attempt follows a wrong key, or too few digits, not a missing key."""
    collected: dict[str, str] = {}
    """Variable to the digits entered for it."""
    language: str = ""
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    party: PartyId = PartyId("")
    """Who calls; empty when the number is withheld."""
    asked: CommandId = CommandId("")
    """The wish to ask a web service that this node began with."""
    answer: str = ""
    """What came of it: ok or failed; empty as long as it is awaited."""
    answer_by: datetime | None = None
    told: dict[str, str] = {}
    """Variable to what a web service said."""
    colleagues: tuple[AgentId, ...] = ()
    """Whom the directory has found: one of them is to be chosen, or the only one was."""
    entered: str = ""
    """What was entered in the directory so far, where too many were found: it goes on from there.
    """
    missed: str = ""
    """Why the directory asks again."""

    # -- what facts change -----------------------------------------------------------------------

    def presses(self, digit: str, node: AnyNode | None, at: datetime) -> None:
        """A key, for this node or the next; in an entry it ends the words and renews patience."""
        entering = isinstance(node, CollectNode | DirectoryNode) and not self.answered
        if entering and not self._fits(node, digit):
            return
        self.keys = (self.keys + digit)[:_MOST_KEYS]
        if entering and self.may_answer(node):
            if self.saying is not None:
                self.said, self.saying = self.saying, None
            self._waits(node, at)

    def _fits(self, node: AnyNode | None, key: str) -> bool:
        """It means something in this entry, or in this choice of colleagues."""
        if self.colleagues:
            return key == STAR or key in DIGITS[1 : len(self.colleagues) + 1]
        return isinstance(node, CollectNode | DirectoryNode) and bool(fitting(node, key))

    def leaves(self, node: AnyNode | None, target: NodeName) -> None:
        """Away from a node: a question without its answer has no use for the keys it could not
        take.
        """
        again = target == self.node
        self.colleagues = ()
        if not again:
            self.entered = self.missed = ""
        if not isinstance(node, MenuNode | CollectNode | DirectoryNode) or self.answered:
            return
        self.wrong_key = again and bool(self.keys)
        if is_optional(node):
            return
        self.keys = ""
        if isinstance(node, MenuNode) and not again:
            self.path = (*self.path, f"{self.node}:{NO_KEY}")

    def enters(self, name: NodeName, node: AnyNode | None, attempt: int, at: datetime) -> None:
        """At a node: keys that fit it stay, and its words begin."""
        if isinstance(node, MenuNode) and not is_optional(node):
            self.keys = self.keys if self.keys[:1] in node.choices else ""
        if isinstance(node, CollectNode | DirectoryNode):
            self.keys = fitting(node, self.keys).lstrip(end_key(node))
        self.node, self.attempt, self.answered = name, attempt, False
        self.steps += 1
        self.saying = self.said = None
        self._asks(node, at)
        if self._speaks(node):
            self._begins_words(at)
        else:
            self._waits(node, at)

    def _begins_words(self, at: datetime) -> None:
        self.prompts += 1
        self.saying, self.said = PromptId(f"{self.call}:p{self.prompts}"), None
        self.until = at + LONGEST_PROMPT

    def chooses(self, node: NodeName, choice: str) -> None:
        """The first key answered the menu."""
        self.path = (*self.path, f"{node}:{choice}")
        self.keys = self.keys[1:]
        self.answered = True

    def takes(self, node: AnyNode | None, variable: str, count: int) -> None:
        """The first keys are the digits that were asked for."""
        self.collected = {**self.collected, variable: self.keys[:count]}
        self.keys = leftover(node, self.keys, count)
        self.answered = True

    def finds(
        self, node: AnyNode | None, colleagues: tuple[AgentId, ...], attempt: int, at: datetime
    ) -> None:
        """Who was found is told, unless the key of one of them is here already."""
        keys = "" if self.colleagues else self.keys.partition(END)[2]
        self.colleagues, self.attempt = colleagues, attempt
        self.keys = "".join(key for key in keys if self._fits(node, key))
        self.entered = self.missed = ""
        if self.keys:
            self._waits(node, at)
        else:
            self._begins_words(at)

    def misses(self, because: str, kept: int) -> None:
        """Nobody was found or chosen; some of the keys may count in the next try."""
        entered = self.entered + self.keys.partition(END)[0]
        self.entered = entered[-kept:] if kept else ""
        self.missed, self.keys, self.colleagues = because, "", ()

    def asks_for(self, colleague: AgentId, at: datetime) -> None:
        """Somebody was found, and the caller wants her; it is said before it is done."""
        by_key = bool(self.colleagues)
        self.keys = self.keys[1:] if by_key else self.keys.partition(END)[2]
        self.path = (*self.path, f"{self.node}:{colleague}")
        self.colleagues, self.answered = (colleague,), True
        self._begins_words(at)

    def _asks(self, node: AnyNode | None, at: datetime) -> None:
        self.asked, self.answer, self.answer_by = CommandId(""), "", None
        if isinstance(node, RequestNode):
            self.prompts += 1
            self.asked = CommandId(f"{self.call}:w{self.prompts}:ask")
            self.answer_by = at + timedelta(seconds=node.within)

    def hears_back(self, ok: bool, values: Mapping[str, str]) -> None:
        """The service has answered, or will not be waited for any longer."""
        self.answer, self.answer_by = ("ok" if ok else "failed"), None
        if ok:
            self.told = {**self.told, **values}

    def falls_silent(self, node: AnyNode | None, at: datetime) -> None:
        """The prompt is over; where a key is awaited, patience begins."""
        self.said, self.saying = self.saying, None
        self._waits(node, at)

    def _waits(self, node: AnyNode | None, at: datetime) -> None:
        patience = self._patience(node)
        self.until = None if patience is None else at + patience

    def _patience(self, node: AnyNode | None) -> timedelta | None:
        if isinstance(node, CollectNode) and self.keys:
            full = Entered.of(node, self.keys).digits == node.max_digits
            return END_KEY_WITHIN if full else timedelta(seconds=node.key_patience)
        if isinstance(node, DirectoryNode) and self.keys and not self.colleagues:
            return timedelta(seconds=node.key_patience)
        if isinstance(node, _ASKING) and not self.answered:
            return timedelta(seconds=node.patience)
        return None

    def _speaks(self, node: AnyNode | None) -> bool:
        """Nothing is said by a question whose key is here already."""
        if isinstance(node, _ASKING) and node.barge_in and self.keys:
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
        if isinstance(node, CollectNode) and self.attempt > 1:
            texts.insert(0, node.too_few if self.wrong_key else node.no_key)
        if isinstance(node, DirectoryNode) and self.missed in AGAIN:
            texts = [AGAIN[self.missed], *(texts if self.missed != TOO_MANY else ())]
        languages = (self.language,) if self.language in texts[-1] else flow.languages
        return tuple(
            (language, part)
            for language in languages
            for said in texts
            if language in said
            for part in said_parts(said[language], self.collected, self.told)
        )

    def key(self, node: MenuNode) -> str:
        """The key that answers the menu now; empty: none, or not yet."""
        return self.keys[:1] if self.may_answer(node) else ""

    def may_answer(self, node: AnyNode | None) -> bool:
        """Keys count now; where the words must be heard, only after them."""
        if self.answered or not isinstance(node, _ASKING):
            return False
        return self.saying is None or node.barge_in or bool(self.colleagues)


_ASKING = (MenuNode, CollectNode, DirectoryNode)
_SPEAKING = (
    *(SayNode, *_ASKING, RequestNode),
    *(QueueNode, CallbackNode, OutsideNode, HangUpNode),
)


def is_optional(node: AnyNode) -> bool:
    """A menu without retries offers something in passing: a key it does not know is for the next
    menu.
    """
    return isinstance(node, MenuNode) and node.retries == 0


def _texts(node: AnyNode | None) -> Texts:
    return node.texts if isinstance(node, _SPEAKING) else {}
