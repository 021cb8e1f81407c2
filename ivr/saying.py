"""The wish to say something to a caller in a dialogue: a node's words, or others."""

from acd.ids import CommandId
from acd.step import Command
from ivr.callers import SAY
from ivr.commands import Say
from ivr.dialogue import Dialogue
from ivr.flow import AnyNode, CollectNode, DirectoryNode, Flow, MenuNode, QueueNode, SayNode


def words(dialogue: Dialogue, node: AnyNode, flow: Flow) -> tuple[Command, ...]:
    """Say the node's words now, if it has any."""
    return say(dialogue, dialogue.words(node, flow), barge_in=_may_be_interrupted(node))


def say(
    dialogue: Dialogue, texts: tuple[tuple[str, str], ...], *, barge_in: bool
) -> tuple[Command, ...]:
    """Say these as the prompt that has just begun; nothing where none has."""
    if dialogue.saying is None:
        return ()
    wish = Say(
        id=CommandId(f"{dialogue.saying}{SAY}"),
        call=dialogue.call,
        leg=dialogue.leg,
        prompt=dialogue.saying,
        texts=texts,
        barge_in=barge_in,
    )
    return (wish,)


def _may_be_interrupted(node: AnyNode) -> bool:
    if isinstance(node, SayNode | MenuNode | CollectNode | DirectoryNode):
        return node.barge_in
    return isinstance(node, QueueNode)
