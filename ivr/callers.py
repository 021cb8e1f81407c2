"""All callers in flows, and where each thing of theirs is found: flow, node, deadline.

`Changes` changes it and `Decisions` reads it. It decides nothing.
"""

from collections.abc import Iterable

from acd.deadlines import Deadlines
from acd.ids import CallId, DeadlineId, NodeName
from acd.step import CommandClosed, DeadlineReached, Fact
from ivr.dialogue import Dialogue
from ivr.flow import AnyNode, Flow
from ivr.library import Edition, Library

SAY = ":say"
"""Ends the id of each wish to say a prompt; before it stands the prompt's own."""
ASK = ":ask"
"""Ends the id of each wish to ask a web service."""


class Callers:
    """The state of the room."""

    def __init__(
        self, editions: Iterable[Edition] = (), dialogues: Iterable[Dialogue] = ()
    ) -> None:
        self.library = Library(editions)
        self.dialogues = {one.call: one for one in dialogues}
        self.deadlines = Deadlines()
        for dialogue in self.dialogues.values():
            self.arm(dialogue)

    def concerned(self, fact: Fact) -> Dialogue | None:
        """The dialogue a fact is about, if there is one."""
        if isinstance(fact, DeadlineReached):
            return self.dialogues.get(CallId(fact.deadline.partition(":")[2]))
        if isinstance(fact, CommandClosed):
            return self._let_down_by(fact)
        return self.dialogues.get(getattr(fact, "call", CallId("")))

    def _let_down_by(self, fact: CommandClosed) -> Dialogue | None:
        """Whose prompt cannot be said, or whose service cannot be asked."""
        if fact.outcome == "done":
            return None
        if fact.command.endswith(SAY):
            return self.dialogues.get(CallId(fact.command.rpartition(":p")[0]))
        if fact.command.endswith(ASK):
            return self.dialogues.get(CallId(fact.command.rpartition(":w")[0]))
        return None

    def flow(self, dialogue: Dialogue) -> Flow | None:
        """The flow a caller is in, in the edition it began in."""
        return self.library.flow(dialogue.flows_version, dialogue.flow)

    def node(self, dialogue: Dialogue, name: NodeName | None = None) -> AnyNode | None:
        """A node of that flow; without a name the one where the caller is."""
        node = dialogue.node if name is None else name
        return self.library.node(dialogue.flows_version, dialogue.flow, node)

    def arm(self, dialogue: Dialogue) -> None:
        """Wait for the end of its patience, of its longest prompt, of its wait for an answer."""
        self.disarm(dialogue.call)
        if dialogue.until is not None:
            name = key_deadline if dialogue.saying is None else prompt_deadline
            self.deadlines.arm(name(dialogue.call), dialogue.until)
        if dialogue.answer_by is not None:
            self.deadlines.arm(answer_deadline(dialogue.call), dialogue.answer_by)

    def disarm(self, call: CallId) -> None:
        """Wait for nothing of it."""
        self.deadlines.disarm(key_deadline(call))
        self.deadlines.disarm(prompt_deadline(call))
        self.deadlines.disarm(answer_deadline(call))


def key_deadline(call: CallId) -> DeadlineId:
    """A caller's patience, or ours, is over."""
    return DeadlineId(f"key:{call}")


def prompt_deadline(call: CallId) -> DeadlineId:
    """A prompt has lasted longer than any does."""
    return DeadlineId(f"prompt:{call}")


def answer_deadline(call: CallId) -> DeadlineId:
    """A web service has had its time."""
    return DeadlineId(f"web:{call}")
