"""What follows from a fact of a caller's dialogue: where it goes next, and what is said.

`Dialogues` asks after each fact it has applied. It changes nothing.
"""

from collections.abc import Callable
from typing import Any

from acd.ids import NodeName, QueueId
from acd.step import NOTHING, Command, CommandClosed, DeadlineReached, Fact, Step
from ivr import facts as f
from ivr.branching import lead_of, way_on
from ivr.callers import ASK, SAY, Callers, answer_deadline, prompt_deadline
from ivr.dialogue import Dialogue, is_optional
from ivr.digits import Entered
from ivr.flow import (
    BranchNode,
    CallbackNode,
    CollectNode,
    DeclineRecordingNode,
    DirectoryNode,
    Flow,
    HangUpNode,
    HoursNode,
    MenuNode,
    OutsideNode,
    QueueNode,
    RequestNode,
    SayNode,
    SetLanguageNode,
    VoicemailNode,
)
from ivr.leads import ABSENT, NEXT, OTHERWISE
from ivr.requests import ask
from ivr.saying import say, words
from ivr.seeking import seek, texts
from ivr.surroundings import Surroundings

NO_FLOW_QUEUE = QueueId("default")
"""For a caller whose flow does not exist; the distributor knows no such queue and takes its own
default.
"""


Asking = MenuNode | CollectNode | DirectoryNode


class Decisions:
    """Decides for one caller at a time."""

    def __init__(self, callers: Callers, around: Surroundings) -> None:
        self._callers = callers
        self._around = around
        self._decisions: dict[type[Fact], Callable[[Dialogue, Any], Step]] = {
            f.DialogueStarted: self._begin,
            f.NodeEntered: self._arrive,
            f.ChoiceMade: self._follow_choice,
            f.DigitsCollected: self._follow_digits,
            f.ColleaguesFound: self._follow_found,
            f.ColleagueMissed: self._follow_missed,
            f.ColleagueChosen: self._follow_chosen,
            f.DigitPressed: self._hear_key,
            f.PromptEnded: self._after_words,
            f.WebAnswered: self._hear_back,
            CommandClosed: self._give_up,
            DeadlineReached: self._after_time,
        }

    def follow(self, fact: Fact) -> Step:
        """Nothing follows from what is about no caller in a flow."""
        decide = self._decisions.get(type(fact))
        dialogue = self._callers.concerned(fact) if decide is not None else None
        return decide(dialogue, fact) if decide is not None and dialogue is not None else NOTHING

    def _begin(self, dialogue: Dialogue, fact: f.DialogueStarted) -> Step:
        flow = self._callers.flow(dialogue)
        if dialogue.node:
            return NOTHING
        if flow is None:
            return self._lost(dialogue, fact, "no_flow")
        return self._enter(dialogue, fact, fact.node or flow.start, "")

    def _arrive(self, dialogue: Dialogue, fact: f.NodeEntered) -> Step:
        flow, node = self._callers.flow(dialogue), self._callers.node(dialogue)
        if flow is None or node is None:
            return self._lost(dialogue, fact, "no_node")
        if dialogue.steps > flow.step_budget:
            return self._lost(dialogue, fact, "budget")
        if isinstance(node, CallbackNode):
            return self._call_back(dialogue, node, flow, fact)
        if isinstance(node, VoicemailNode):
            return self._take_message(dialogue, node, fact)
        if isinstance(node, RequestNode):
            return self._ask(dialogue, node, flow, fact)
        if dialogue.saying is None:
            return self._go_on(dialogue, fact)
        return Step(commands=words(dialogue, node, flow))

    def _ask(self, dialogue: Dialogue, node: RequestNode, flow: Flow, fact: f.NodeEntered) -> Step:
        asked = ask(dialogue, node, flow, self._around.caller(dialogue.call))
        waits = self._wait(dialogue, node, fact).facts if dialogue.saying is None else ()
        return Step(waits, (asked, *words(dialogue, node, flow)))

    def _call_back(
        self, dialogue: Dialogue, node: CallbackNode, flow: Flow, fact: f.NodeEntered
    ) -> Step:
        """It counts from here, whether its words are heard to the end or not."""
        if not dialogue.party:
            return self._enter(dialogue, fact, node.otherwise, OTHERWISE)
        chosen = f.CallbackChosen(
            at=fact.at,
            call=dialogue.call,
            node=node.name,
            queue=node.queue,
            priority=node.priority,
            path=dialogue.path,
            recording_declined=dialogue.recording_declined,
        )
        return Step(facts=(chosen,), commands=words(dialogue, node, flow))

    def _take_message(self, dialogue: Dialogue, node: VoicemailNode, fact: Fact) -> Step:
        """The call says the words and takes it; the way through the flow ends here."""
        recorded = self._around.caller(dialogue.call).recorded
        if dialogue.recording_declined or not recorded:
            return self._enter(dialogue, fact, node.otherwise, OTHERWISE)
        chosen = f.VoicemailChosen(
            at=fact.at,
            call=dialogue.call,
            node=node.name,
            queue=node.queue,
            seconds=node.seconds,
            words=node.texts,
        )
        return _facts(chosen, *self._end(dialogue, fact, None, because="voicemail").facts)

    def _give_outside(self, dialogue: Dialogue, node: OutsideNode, fact: Fact) -> Step:
        """The call dials them; should nobody answer, another dialogue goes on from here."""
        chosen = f.OutsideChosen(
            at=fact.at,
            call=dialogue.call,
            node=node.name,
            number=node.number,
            ring_for=node.ring_for,
            flow=dialogue.flow,
            otherwise=node.otherwise,
        )
        return _facts(chosen, *self._end(dialogue, fact, None, because="outside").facts)

    def _give_up(self, dialogue: Dialogue, fact: CommandClosed) -> Step:
        """Words that cannot be said, or a service that cannot be asked."""
        if fact.command.endswith(ASK):
            return self._hear_back(dialogue, fact)
        return self._after_words(dialogue, fact)

    def _hear_back(self, dialogue: Dialogue, fact: Fact) -> Step:
        """Not into the words that are being said: they are short, and are heard to their end."""
        node = self._callers.node(dialogue)
        if not isinstance(node, RequestNode) or dialogue.saying is not None:
            return NOTHING
        return self._answered(dialogue, node, fact) if dialogue.answer else NOTHING

    def _after_words(self, dialogue: Dialogue, fact: f.PromptEnded | CommandClosed) -> Step:
        """Only the prompt of this very node leads on, not one that was left behind."""
        prompt = fact.prompt if isinstance(fact, f.PromptEnded) else fact.command.removesuffix(SAY)
        return self._go_on(dialogue, fact) if dialogue.said == prompt else NOTHING

    def _hear_key(self, dialogue: Dialogue, fact: f.DigitPressed) -> Step:
        node = self._callers.node(dialogue)
        return self._hear(dialogue, node, fact) if isinstance(node, Asking) else NOTHING

    def _hear(self, dialogue: Dialogue, node: Asking, fact: Fact) -> Step:
        """What its keys come to, if they are here already."""
        if isinstance(node, CollectNode):
            return self._collect(dialogue, node, fact)
        if isinstance(node, DirectoryNode):
            return self._seek(dialogue, node, fact)
        return self._answer(dialogue, node, fact)

    def _after_time(self, dialogue: Dialogue, fact: DeadlineReached) -> Step:
        """The longest prompt is over: go on. Patience is over: once more, or away."""
        if self._callers.deadlines.is_armed(fact.deadline):
            return NOTHING
        if fact.deadline == prompt_deadline(dialogue.call):
            return self._go_on(dialogue, fact) if dialogue.said is not None else NOTHING
        if fact.deadline == answer_deadline(dialogue.call):
            return self._hear_back(dialogue, fact)
        if dialogue.answered or dialogue.saying is not None:
            return NOTHING
        match self._callers.node(dialogue):
            case CollectNode() as node:
                return self._collect(dialogue, node, fact, time_is_over=True)
            case DirectoryNode() as node:
                return self._seek(dialogue, node, fact, time_is_over=True)
            case MenuNode() as node:
                return self._try_again(dialogue, node, fact)
        return NOTHING

    def _go_on(self, dialogue: Dialogue, fact: Fact) -> Step:
        """From a node whose words are over, or that has none."""
        node = self._callers.node(dialogue)
        match node:
            case SayNode() | DeclineRecordingNode():
                return self._enter(dialogue, fact, node.next, NEXT)
            case SetLanguageNode():
                chosen = f.LanguageChosen(at=fact.at, call=dialogue.call, language=node.language)
                return _facts(chosen, *self._enter(dialogue, fact, node.next, NEXT).facts)
            case MenuNode() | CollectNode() | DirectoryNode():
                return self._hear(dialogue, node, fact)
            case RequestNode():
                going = self._answered if dialogue.answer else self._wait
                return going(dialogue, node, fact)
            case HoursNode() | BranchNode():
                return self._branch(dialogue, node, fact)
            case QueueNode() | HangUpNode() | CallbackNode() | OutsideNode():
                return self._finish(dialogue, node, fact)
            case VoicemailNode() | None:
                return self._lost(dialogue, fact, "no_node")

    def _branch(self, dialogue: Dialogue, node: HoursNode | BranchNode, fact: Fact) -> Step:
        by, target = way_on(node, dialogue, self._around)
        lead = lead_of(node, by)
        taken = f.BranchTaken(at=fact.at, call=dialogue.call, node=dialogue.node, by=by)
        return _facts(taken, *self._enter(dialogue, fact, target, lead).facts)

    def _wait(self, dialogue: Dialogue, node: RequestNode, fact: Fact) -> Step:
        awaited = f.AnswerAwaited(
            at=fact.at, call=dialogue.call, node=node.name, request=dialogue.asked
        )
        return _facts(awaited)

    def _answered(self, dialogue: Dialogue, node: RequestNode, fact: Fact) -> Step:
        target = node.ok if dialogue.answer == "ok" else node.failed
        taken = f.BranchTaken(at=fact.at, call=dialogue.call, node=node.name, by=dialogue.answer)
        return _facts(taken, *self._enter(dialogue, fact, target, dialogue.answer).facts)

    def _answer(self, dialogue: Dialogue, node: MenuNode, fact: Fact) -> Step:
        key = dialogue.key(node)
        if not key:
            return NOTHING
        if key in node.choices:
            choice = f.ChoiceMade(at=fact.at, call=dialogue.call, node=node.name, choice=key)
            return _facts(choice)
        return self._try_again(dialogue, node, fact)

    def _follow_choice(self, dialogue: Dialogue, fact: f.ChoiceMade) -> Step:
        node = self._callers.node(dialogue)
        if not isinstance(node, MenuNode) or fact.choice not in node.choices:
            return NOTHING
        return self._enter(dialogue, fact, node.choices[fact.choice], f"key {fact.choice}")

    def _collect(
        self, dialogue: Dialogue, node: CollectNode, fact: Fact, *, time_is_over: bool = False
    ) -> Step:
        """Once the entry is over, or time is, its digits are enough or too few."""
        count, is_over = Entered.of(node, dialogue.keys)
        if not dialogue.may_answer(node) or not (is_over or time_is_over):
            return NOTHING
        if count < node.min_digits:
            return self._try_again(dialogue, node, fact)
        collected = f.DigitsCollected(
            at=fact.at,
            call=dialogue.call,
            node=node.name,
            variable=node.variable,
            count=count,
            digits="" if node.masked else dialogue.keys[:count],
        )
        return _facts(collected)

    def _follow_digits(self, dialogue: Dialogue, fact: f.DigitsCollected) -> Step:
        node = self._callers.node(dialogue)
        if not isinstance(node, CollectNode) or fact.node != node.name:
            return NOTHING
        return self._enter(dialogue, fact, node.next, NEXT)

    def _seek(
        self, dialogue: Dialogue, node: DirectoryNode, fact: Fact, *, time_is_over: bool = False
    ) -> Step:
        if dialogue.answered:
            return self._finish(dialogue, node, fact) if dialogue.saying is None else NOTHING
        told = seek(dialogue, node, self._around, fact.at, time_is_over=time_is_over)
        return NOTHING if told is None else _facts(told)

    def _follow_found(self, dialogue: Dialogue, fact: f.ColleaguesFound) -> Step:
        node, flow = self._callers.node(dialogue), self._callers.flow(dialogue)
        if not isinstance(node, DirectoryNode) or flow is None:
            return NOTHING
        if dialogue.saying is None:
            return self._seek(dialogue, node, fact)
        told = texts(dialogue, flow, self._around.colleagues())
        return Step(commands=say(dialogue, told, barge_in=True))

    def _follow_missed(self, dialogue: Dialogue, fact: f.ColleagueMissed) -> Step:
        node = self._callers.node(dialogue)
        return self._try_again(dialogue, node, fact) if isinstance(node, DirectoryNode) else NOTHING

    def _follow_chosen(self, dialogue: Dialogue, fact: f.ColleagueChosen) -> Step:
        """To her, if she works; else as the flow says."""
        node, flow = self._callers.node(dialogue), self._callers.flow(dialogue)
        if not isinstance(node, DirectoryNode) or flow is None:
            return NOTHING
        if not fact.there and node.absent:
            return self._enter(dialogue, fact, node.absent, ABSENT)
        told = texts(dialogue, flow, self._around.colleagues(), there=fact.there)
        return Step(commands=say(dialogue, told, barge_in=False))

    def _try_again(self, dialogue: Dialogue, node: Asking, fact: Fact) -> Step:
        """A wrong key, too few or none: the same once more, or where it goes otherwise."""
        if is_optional(node) or dialogue.attempt > node.retries:
            return self._enter(dialogue, fact, node.otherwise, OTHERWISE)
        return self._enter(dialogue, fact, node.name, "", attempt=dialogue.attempt + 1)

    def _enter(
        self, dialogue: Dialogue, fact: Fact, name: NodeName, by: str, *, attempt: int = 1
    ) -> Step:
        node = self._callers.node(dialogue, name)
        entered = f.NodeEntered(
            at=fact.at,
            call=dialogue.call,
            node=name,
            attempt=attempt,
            masked=isinstance(node, CollectNode) and node.masked,
            flow=dialogue.flow,
            source=dialogue.node,
            by=by,
            step=dialogue.steps + 1,
        )
        return _facts(entered)

    def _finish(
        self,
        dialogue: Dialogue,
        node: QueueNode | DirectoryNode | HangUpNode | CallbackNode | OutsideNode,
        fact: Fact,
    ) -> Step:
        if isinstance(node, OutsideNode):
            return self._give_outside(dialogue, node, fact)
        if isinstance(node, QueueNode | DirectoryNode):
            return self._end(dialogue, fact, node.queue, priority=node.priority)
        return self._end(dialogue, fact, None)

    def _lost(self, dialogue: Dialogue, fact: Fact, because: str) -> Step:
        """The flow cannot go on: the caller is not left alone, but goes to a queue."""
        flow = self._callers.flow(dialogue)
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
        node = self._callers.node(dialogue)
        asks = isinstance(node, DirectoryNode) and dialogue.answered
        ended = f.DialogueEnded(
            at=fact.at,
            call=dialogue.call,
            queue=queue,
            priority=priority,
            asked_for=dialogue.colleagues[0] if asks else None,
            wait_for=node.wait_for if isinstance(node, DirectoryNode) and asks else 0,
            language=dialogue.language,
            path=dialogue.path,
            recording_declined=dialogue.recording_declined,
            because=because,
        )
        return _facts(ended)


def _facts(*facts: Fact) -> Step:
    commands: tuple[Command, ...] = ()
    return Step(facts, commands)
