"""All dialogues with callers before the queue: where each goes next, and what is said.

The house hands it facts of the line (keys, ends of prompts) and of the call (a caller enters a
flow, or leaves). It answers with the caller's way through the flow, and with `Say`. It knows no
queue but by name, no audio and no clock.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from acd.deadlines import Deadlines
from acd.ids import CallId, CommandId, DeadlineId, NodeName, QueueId
from acd.step import NOTHING, Command, CommandClosed, Deadline, DeadlineReached, Fact, Step
from ivr import facts as f
from ivr.commands import Say
from ivr.dialogue import Dialogue, is_optional
from ivr.flow import (
    AnyNode,
    CallbackNode,
    DeclineRecordingNode,
    Flow,
    HangUpNode,
    MenuNode,
    QueueNode,
    SayNode,
    SetLanguageNode,
)
from ivr.library import Edition, Library

NO_FLOW_QUEUE = QueueId("default")
"""For a caller whose flow does not exist; the distributor knows no such queue and takes its own
default.
"""

_SAY = ":say"


class _State(msgspec.Struct, kw_only=True):
    """Fields are only ever added, with a default."""

    editions: list[Edition] = []
    dialogues: list[Dialogue] = []


class Dialogues:
    """Implements `acd.step.Room`."""

    def __init__(self) -> None:
        self._sit_down(_State())
        self._changes: dict[type[Fact], Callable[[Any], None]] = {
            f.FlowsPublished: self._flows_published,
            f.DialogueStarted: self._started,
            f.NodeEntered: self._node_entered,
            f.LanguageChosen: self._language_chosen,
            f.ChoiceMade: self._choice_made,
            f.DialogueEnded: self._over,
            f.DialogueDropped: self._over,
            f.DigitPressed: self._digit_pressed,
            f.PromptEnded: self._prompt_ended,
            CommandClosed: self._command_closed,
            DeadlineReached: self._deadline_reached,
        }
        self._decisions: dict[type[Fact], Callable[[Dialogue, Any], Step]] = {
            f.DialogueStarted: self._begin,
            f.NodeEntered: self._arrive,
            f.ChoiceMade: self._follow_choice,
            f.DigitPressed: self._hear_key,
            f.PromptEnded: self._after_words,
            CommandClosed: self._after_words,
            DeadlineReached: self._after_time,
        }

    def _sit_down(self, state: _State) -> None:
        self._library = Library(state.editions)
        self._dialogues = {one.call: one for one in state.dialogues}
        self._deadlines = Deadlines()
        for dialogue in self._dialogues.values():
            self._arm(dialogue)

    # -- the room --------------------------------------------------------------------------------

    def apply(self, fact: Fact) -> None:
        """Take a fact into the state."""
        change = self._changes.get(type(fact))
        if change is not None:
            change(fact)

    def handle(self, fact: Fact) -> Step:
        """Decide what follows from a fact that was applied."""
        decide = self._decisions.get(type(fact))
        dialogue = self._dialogue_of(fact) if decide is not None else None
        return decide(dialogue, fact) if decide is not None and dialogue is not None else NOTHING

    def next_deadline(self) -> Deadline | None:
        """The earliest instant waited for."""
        return self._deadlines.next()

    @property
    def library(self) -> Library:
        """The published flows, to tell a caller's way in words. To be read only."""
        return self._library

    def dump(self) -> bytes:
        """The state as msgpack; equal states give equal bytes."""
        return msgspec.msgpack.encode(
            _State(
                editions=self._library.editions(),
                dialogues=[self._dialogues[one] for one in sorted(self._dialogues)],
            )
        )

    def load(self, dumped: bytes) -> None:
        """Replace the state; raises msgspec.ValidationError for what is no dump."""
        self._sit_down(msgspec.msgpack.decode(dumped, type=_State))

    def card(self, call: CallId) -> bytes:
        """Where the caller is in the flow; empty when in none."""
        found = self._dialogues.get(call)
        return msgspec.msgpack.encode(found) if found is not None else b""

    def adopt(self, call: CallId, card: bytes) -> None:
        """Take over a caller in mid-dialogue, unless known; the prompt's end leads on."""
        if card and call not in self._dialogues:
            self._dialogues[call] = msgspec.msgpack.decode(card, type=Dialogue)
            self._arm(self._dialogues[call])

    # -- what facts change -----------------------------------------------------------------------

    def _flows_published(self, fact: f.FlowsPublished) -> None:
        """Callers in a flow finish in the version they began; versions nobody is in are dropped."""
        in_use = {dialogue.flows_version for dialogue in self._dialogues.values()}
        self._library.keep(in_use)
        self._library.add(Edition(version=fact.version, flows=fact.flows))

    def _started(self, fact: f.DialogueStarted) -> None:
        if fact.call not in self._dialogues:
            self._dialogues[fact.call] = Dialogue(
                call=fact.call,
                leg=fact.leg,
                flow=fact.flow,
                flows_version=fact.flows_version,
                party=fact.party,
                language=fact.language,
                path=fact.path,
                recording_declined=fact.recording_declined,
                prompts=fact.prompts,
            )

    def _node_entered(self, fact: f.NodeEntered) -> None:
        dialogue = self._dialogues.get(fact.call)
        if dialogue is None:
            return
        dialogue.leaves(self._node(dialogue), fact.node)
        node = self._node(dialogue, fact.node)
        dialogue.enters(fact.node, node, fact.attempt, fact.at)
        if isinstance(node, DeclineRecordingNode):
            dialogue.recording_declined = True
        self._arm(dialogue)

    def _language_chosen(self, fact: f.LanguageChosen) -> None:
        dialogue = self._dialogues.get(fact.call)
        if dialogue is not None:
            dialogue.language = fact.language

    def _choice_made(self, fact: f.ChoiceMade) -> None:
        dialogue = self._dialogues.get(fact.call)
        if dialogue is not None:
            dialogue.chooses(fact.node, fact.choice)

    def _over(self, fact: f.DialogueEnded | f.DialogueDropped) -> None:
        self._disarm(fact.call)
        self._dialogues.pop(fact.call, None)

    def _digit_pressed(self, fact: f.DigitPressed) -> None:
        dialogue = self._dialogues.get(fact.call)
        if dialogue is not None and dialogue.leg == fact.leg:
            dialogue.presses(fact.digit)

    def _prompt_ended(self, fact: f.PromptEnded) -> None:
        dialogue = self._dialogues.get(fact.call)
        if dialogue is not None and dialogue.saying == fact.prompt:
            self._fall_silent(dialogue, fact)

    def _command_closed(self, fact: CommandClosed) -> None:
        """A prompt that cannot be said is over: a missing file must not trap the caller."""
        dialogue = self._dialogue_of(fact)
        if dialogue is not None and dialogue.saying == fact.command.removesuffix(_SAY):
            self._fall_silent(dialogue, fact)

    def _deadline_reached(self, fact: DeadlineReached) -> None:
        dialogue = self._dialogue_of(fact)
        if self._deadlines.reached(fact) and dialogue is not None and dialogue.saying is not None:
            self._fall_silent(dialogue, fact)

    def _fall_silent(self, dialogue: Dialogue, fact: Fact) -> None:
        dialogue.falls_silent(self._node(dialogue), fact.at)
        self._arm(dialogue)

    # -- what follows ----------------------------------------------------------------------------

    def _begin(self, dialogue: Dialogue, fact: f.DialogueStarted) -> Step:
        flow = self._flow(dialogue)
        if dialogue.node:
            return NOTHING
        if flow is None:
            return self._lost(dialogue, fact, "no_flow")
        start = fact.node or flow.start
        return _facts(f.NodeEntered(at=fact.at, call=dialogue.call, node=start))

    def _arrive(self, dialogue: Dialogue, fact: f.NodeEntered) -> Step:
        flow, node = self._flow(dialogue), self._node(dialogue)
        if flow is None or node is None:
            return self._lost(dialogue, fact, "no_node")
        if dialogue.steps > flow.step_budget:
            return self._lost(dialogue, fact, "budget")
        if isinstance(node, CallbackNode):
            return self._call_back(dialogue, node, flow, fact)
        if dialogue.saying is None:
            return self._go_on(dialogue, fact)
        return Step(commands=_words(dialogue, node, flow))

    def _call_back(
        self, dialogue: Dialogue, node: CallbackNode, flow: Flow, fact: f.NodeEntered
    ) -> Step:
        """It counts from here, whether its words are heard to the end or not."""
        if not dialogue.party:
            return _facts(f.NodeEntered(at=fact.at, call=dialogue.call, node=node.otherwise))
        chosen = f.CallbackChosen(
            at=fact.at,
            call=dialogue.call,
            node=node.name,
            queue=node.queue,
            priority=node.priority,
            path=dialogue.path,
            recording_declined=dialogue.recording_declined,
        )
        return Step(facts=(chosen,), commands=_words(dialogue, node, flow))

    def _after_words(self, dialogue: Dialogue, fact: f.PromptEnded | CommandClosed) -> Step:
        """Only the prompt of this very node leads on, not one that was left behind."""
        prompt = fact.prompt if isinstance(fact, f.PromptEnded) else fact.command.removesuffix(_SAY)
        return self._go_on(dialogue, fact) if dialogue.said == prompt else NOTHING

    def _hear_key(self, dialogue: Dialogue, fact: f.DigitPressed) -> Step:
        node = self._node(dialogue)
        return self._answer(dialogue, node, fact) if isinstance(node, MenuNode) else NOTHING

    def _after_time(self, dialogue: Dialogue, fact: DeadlineReached) -> Step:
        """The longest prompt is over: go on. Patience is over: once more, or away."""
        if self._deadlines.is_armed(fact.deadline):
            return NOTHING
        if fact.deadline == _prompt_deadline(dialogue.call):
            return self._go_on(dialogue, fact) if dialogue.said is not None else NOTHING
        node = self._node(dialogue)
        if not isinstance(node, MenuNode) or dialogue.answered or dialogue.saying is not None:
            return NOTHING
        return self._try_again(dialogue, node, fact)

    def _go_on(self, dialogue: Dialogue, fact: Fact) -> Step:
        """From a node whose words are over, or that has none."""
        call, node = dialogue.call, self._node(dialogue)
        match node:
            case SayNode() | DeclineRecordingNode():
                return _facts(f.NodeEntered(at=fact.at, call=call, node=node.next))
            case SetLanguageNode():
                return _facts(
                    f.LanguageChosen(at=fact.at, call=call, language=node.language),
                    f.NodeEntered(at=fact.at, call=call, node=node.next),
                )
            case MenuNode():
                return self._answer(dialogue, node, fact)
            case QueueNode():
                return self._end(dialogue, fact, node.queue, priority=node.priority)
            case HangUpNode() | CallbackNode():
                return self._end(dialogue, fact, None)
            case None:
                return self._lost(dialogue, fact, "no_node")

    def _answer(self, dialogue: Dialogue, node: MenuNode, fact: Fact) -> Step:
        key = dialogue.key(node)
        if not key or dialogue.answered:
            return NOTHING
        if key in node.choices:
            choice = f.ChoiceMade(at=fact.at, call=dialogue.call, node=node.name, choice=key)
            return _facts(choice)
        return self._try_again(dialogue, node, fact)

    def _follow_choice(self, dialogue: Dialogue, fact: f.ChoiceMade) -> Step:
        node = self._node(dialogue)
        if not isinstance(node, MenuNode) or fact.choice not in node.choices:
            return NOTHING
        target = node.choices[fact.choice]
        return _facts(f.NodeEntered(at=fact.at, call=dialogue.call, node=target))

    def _try_again(self, dialogue: Dialogue, node: MenuNode, fact: Fact) -> Step:
        """A wrong key or none: the menu once more, or where it goes otherwise."""
        if is_optional(node) or dialogue.attempt > node.retries:
            return _facts(f.NodeEntered(at=fact.at, call=dialogue.call, node=node.otherwise))
        again = f.NodeEntered(
            at=fact.at, call=dialogue.call, node=node.name, attempt=dialogue.attempt + 1
        )
        return _facts(again)

    def _lost(self, dialogue: Dialogue, fact: Fact, because: str) -> Step:
        """The flow cannot go on: the caller is not left alone, but goes to a queue."""
        flow = self._flow(dialogue)
        queue = NO_FLOW_QUEUE if flow is None else flow.default_queue
        return self._end(dialogue, fact, queue, because=because)

    def _end(
        self,
        dialogue: Dialogue,
        fact: Fact,
        queue: QueueId | None,
        *,
        priority: int = 0,
        because: str = "flow",
    ) -> Step:
        ended = f.DialogueEnded(
            at=fact.at,
            call=dialogue.call,
            queue=queue,
            priority=priority,
            language=dialogue.language,
            path=dialogue.path,
            recording_declined=dialogue.recording_declined,
            because=because,
        )
        return _facts(ended)

    # -- finding things --------------------------------------------------------------------------

    def _dialogue_of(self, fact: Fact) -> Dialogue | None:
        if isinstance(fact, DeadlineReached):
            return self._dialogues.get(CallId(fact.deadline.partition(":")[2]))
        if isinstance(fact, CommandClosed):
            return self._silenced_by(fact)
        return self._dialogues.get(getattr(fact, "call", CallId("")))

    def _silenced_by(self, fact: CommandClosed) -> Dialogue | None:
        if fact.outcome == "done" or not fact.command.endswith(_SAY):
            return None
        return self._dialogues.get(CallId(fact.command.rpartition(":p")[0]))

    def _flow(self, dialogue: Dialogue) -> Flow | None:
        return self._library.flow(dialogue.flows_version, dialogue.flow)

    def _node(self, dialogue: Dialogue, name: NodeName | None = None) -> AnyNode | None:
        node = dialogue.node if name is None else name
        return self._library.node(dialogue.flows_version, dialogue.flow, node)

    def _arm(self, dialogue: Dialogue) -> None:
        self._disarm(dialogue.call)
        if dialogue.until is not None:
            name = _key_deadline if dialogue.saying is None else _prompt_deadline
            self._deadlines.arm(name(dialogue.call), dialogue.until)

    def _disarm(self, call: CallId) -> None:
        self._deadlines.disarm(_key_deadline(call))
        self._deadlines.disarm(_prompt_deadline(call))


def _facts(*facts: Fact) -> Step:
    commands: tuple[Command, ...] = ()
    return Step(facts, commands)


def _words(dialogue: Dialogue, node: AnyNode, flow: Flow) -> tuple[Command, ...]:
    """Say the node's words now, if it has any."""
    if dialogue.saying is None:
        return ()
    say = Say(
        id=CommandId(f"{dialogue.saying}{_SAY}"),
        call=dialogue.call,
        leg=dialogue.leg,
        prompt=dialogue.saying,
        texts=dialogue.words(node, flow),
        barge_in=_may_be_interrupted(node),
    )
    return (say,)


def _may_be_interrupted(node: AnyNode) -> bool:
    return node.barge_in if isinstance(node, SayNode | MenuNode) else isinstance(node, QueueNode)


def _key_deadline(call: CallId) -> DeadlineId:
    return DeadlineId(f"key:{call}")


def _prompt_deadline(call: CallId) -> DeadlineId:
    return DeadlineId(f"prompt:{call}")
