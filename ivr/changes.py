"""What facts change in the callers' dialogues.

`Dialogues` hands it every fact, derived ones included, and replay calls nothing else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from acd.ids import CommandId
from acd.step import CommandClosed, DeadlineReached, Fact
from ivr import facts as f
from ivr.callers import ASK, SAY, Callers, answer_deadline
from ivr.dialogue import Dialogue
from ivr.flow import DeclineRecordingNode
from ivr.library import Edition


class Changes:
    """Takes facts into the state of all callers."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers
        self._changes: dict[type[Fact], Callable[[Any], None]] = {
            f.FlowsPublished: self._flows_published,
            f.DialogueStarted: self._started,
            f.NodeEntered: self._node_entered,
            f.LanguageChosen: self._language_chosen,
            f.ChoiceMade: self._choice_made,
            f.DigitsCollected: self._digits_collected,
            f.ColleaguesFound: self._colleagues_found,
            f.ColleagueMissed: self._colleague_missed,
            f.ColleagueChosen: self._colleague_chosen,
            f.DialogueEnded: self._over,
            f.DialogueDropped: self._over,
            f.DigitPressed: self._digit_pressed,
            f.PromptEnded: self._prompt_ended,
            f.WebAnswered: self._web_answered,
            CommandClosed: self._command_closed,
            DeadlineReached: self._deadline_reached,
        }

    def take(self, fact: Fact) -> None:
        """What is none of this room's business changes nothing."""
        change = self._changes.get(type(fact))
        if change is not None:
            change(fact)

    def _flows_published(self, fact: f.FlowsPublished) -> None:
        """Callers in a flow finish in the version they began; versions nobody is in are dropped."""
        in_use = {dialogue.flows_version for dialogue in self._callers.dialogues.values()}
        self._callers.library.keep(in_use)
        self._callers.library.add(Edition(version=fact.version, flows=fact.flows))

    def _started(self, fact: f.DialogueStarted) -> None:
        if fact.call not in self._callers.dialogues:
            self._callers.dialogues[fact.call] = Dialogue(
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
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is None:
            return
        dialogue.leaves(self._callers.node(dialogue), fact.node)
        node = self._callers.node(dialogue, fact.node)
        dialogue.enters(fact.node, node, fact.attempt, fact.at)
        if isinstance(node, DeclineRecordingNode):
            dialogue.recording_declined = True
        self._callers.arm(dialogue)

    def _language_chosen(self, fact: f.LanguageChosen) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None:
            dialogue.language = fact.language

    def _choice_made(self, fact: f.ChoiceMade) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None:
            dialogue.chooses(fact.node, fact.choice)

    def _digits_collected(self, fact: f.DigitsCollected) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None:
            dialogue.takes(self._callers.node(dialogue, fact.node), fact.variable, fact.count)

    def _colleagues_found(self, fact: f.ColleaguesFound) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None:
            node = self._callers.node(dialogue)
            dialogue.finds(node, fact.colleagues, fact.attempt, fact.at)
            self._callers.arm(dialogue)

    def _colleague_missed(self, fact: f.ColleagueMissed) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None:
            dialogue.misses(fact.because, fact.kept)

    def _colleague_chosen(self, fact: f.ColleagueChosen) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None:
            dialogue.asks_for(fact.colleague, fact.at)
            self._callers.arm(dialogue)

    def _over(self, fact: f.DialogueEnded | f.DialogueDropped) -> None:
        self._callers.disarm(fact.call)
        self._callers.dialogues.pop(fact.call, None)

    def _digit_pressed(self, fact: f.DigitPressed) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None and dialogue.leg == fact.leg:
            waited = dialogue.until, dialogue.saying
            dialogue.presses(fact.digit, self._callers.node(dialogue), fact.at)
            if (dialogue.until, dialogue.saying) != waited:
                self._callers.arm(dialogue)

    def _prompt_ended(self, fact: f.PromptEnded) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None and dialogue.saying == fact.prompt:
            self._fall_silent(dialogue, fact)

    def _command_closed(self, fact: CommandClosed) -> None:
        """A prompt that cannot be said is over: a missing file must not trap the caller. Nor must a
        service that nobody could ask.
        """
        dialogue = self._callers.concerned(fact)
        if dialogue is None:
            return
        if fact.command.endswith(ASK):
            self._hear_back(dialogue, fact.command, ok=False)
        elif dialogue.saying == fact.command.removesuffix(SAY):
            self._fall_silent(dialogue, fact)

    def _web_answered(self, fact: f.WebAnswered) -> None:
        dialogue = self._callers.dialogues.get(fact.call)
        if dialogue is not None:
            self._hear_back(dialogue, fact.request, ok=fact.ok, values=fact.values)

    def _hear_back(
        self,
        dialogue: Dialogue,
        request: CommandId,
        *,
        ok: bool,
        values: Mapping[str, str] | None = None,
    ) -> None:
        if dialogue.asked == request and not dialogue.answer:
            dialogue.hears_back(ok, values or {})
            self._callers.arm(dialogue)

    def _deadline_reached(self, fact: DeadlineReached) -> None:
        dialogue = self._callers.concerned(fact)
        if not self._callers.deadlines.reached(fact) or dialogue is None:
            return
        if fact.deadline == answer_deadline(dialogue.call):
            self._hear_back(dialogue, dialogue.asked, ok=False)
        elif dialogue.saying is not None:
            self._fall_silent(dialogue, fact)

    def _fall_silent(self, dialogue: Dialogue, fact: Fact) -> None:
        dialogue.falls_silent(self._callers.node(dialogue), fact.at)
        self._callers.arm(dialogue)
