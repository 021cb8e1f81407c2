"""`callcenter flow check`, `try` and `draw`: a flow file by itself, without a centre.

`try` walks the very room that walks callers, in virtual time: what is heard, at which node, and
where the way ends.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

import ivr.facts as f
from acd.ids import CallId, FlowName, LegId, NodeName, PartyId
from acd.step import DeadlineReached, Fact
from callcenter.errors import SettingsInvalid
from callcenter.flow_given import NOTHING_GIVEN, Given
from ivr.commands import AskWeb, Say
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow import AnyNode, CollectNode, DirectoryNode, Flow, MenuNode, RequestNode
from ivr.flow_file import read
from ivr.flow_picture import picture
from ivr.web_answer import AnswerUnfit, Because, values_of
from ivr.words import voicemail_texts

KEYS: Final = "0123456789*#"
NO_KEY: Final = "."
"""In a line of keys: the caller lets the time pass."""
Answering = Callable[[str], str]
"""Asked with what the flow asks, answers as the web service would: JSON, or nothing at all."""
_CALL, _LEG, _PARTY = CallId("try"), LegId("try.1"), PartyId("caller")
_START: Final = datetime(2026, 1, 1, tzinfo=UTC)


def flow_of(file: Path) -> Flow:
    """Raises FlowInvalid with every problem, SettingsInvalid for what is no readable file."""
    try:
        return read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as wrong:
        raise SettingsInvalid(f"{file}: cannot be read ({wrong}); name a flow file") from None


def problems(file: Path) -> list[str]:
    """Every problem with its node and its cure; nothing when the flow is good."""
    try:
        flow_of(file)
    except FlowInvalid as wrong:
        return [f"{file}: {problem}" for problem in wrong.problems]
    return []


def draw(file: Path, out: Path | None, say: Callable[[str], None]) -> None:
    """The flow as SVG, into a file or said; raises SettingsInvalid for where it cannot go."""
    drawn = picture(flow_of(file))
    if out is None:
        say(drawn)
        return
    try:
        out.write_text(drawn, encoding="utf-8")
    except OSError as wrong:
        raise SettingsInvalid(f"{out}: cannot be written ({wrong}); name a file") from None


class Walk:
    """One caller's way through a flow."""

    def __init__(
        self,
        flow: Flow,
        say: Callable[[str], None],
        *,
        withheld: bool = False,
        given: Given = NOTHING_GIVEN,
        answering: Answering = lambda asked: "",
    ) -> None:
        self._room = Dialogues(given)
        self._nodes: dict[NodeName, AnyNode] = {one.name: one for one in flow.nodes}
        self._say = say
        self._at = _START
        self._node: AnyNode | None = None
        self._language = ""
        self._is_chosen = False
        self._saying: Say | None = None
        self._asking: AskWeb | None = None
        self._answering = answering
        self.is_over = False
        self._tell(f.FlowsPublished(at=_START, version=1, flows=(flow,), numbers={}))
        begins = f.DialogueStarted(
            at=_START,
            call=_CALL,
            leg=_LEG,
            party=PartyId("") if withheld else _PARTY,
            flow=FlowName(flow.name),
            flows_version=1,
        )
        self._tell(begins)
        self._goes_on()

    def presses(self, key: str) -> None:
        """A key of hers; one that comes into words that must be heard is kept until their end."""
        stops = self._saying is not None and self._saying.barge_in
        if stops:
            self._words_end("barged")
        self._tell(f.DigitPressed(at=self._at, call=_CALL, leg=_LEG, digit=key))
        if not stops:
            self._words_end("finished")
        self._goes_on()

    def waits(self) -> None:
        """She presses nothing for as long as the node has patience."""
        before = self._node
        self._words_end("finished")
        due = self._room.next_deadline()
        if self._node is before and due is not None and not self.is_over:
            self._at = due.at
            self._tell(DeadlineReached(at=due.at, deadline=due.id))
        self._goes_on()

    def _goes_on(self) -> None:
        """Words that ask for no key are heard to their end."""
        while not self.is_over and not self._asks():
            if self._saying is not None:
                self._words_end("finished")
            elif self._asking is not None:
                self._hears_back(self._asking)
            else:
                return

    def _asks(self) -> bool:
        """She may press a key; a colleague who was chosen is only announced."""
        asking = isinstance(self._node, MenuNode | CollectNode | DirectoryNode)
        return asking and not self._is_chosen

    def _hears_back(self, asked: AskWeb) -> None:
        self._asking = None
        given = " ".join(f"{name}={value}" for name, value in asked.given.items())
        answer = self._answering(f"{asked.method} {asked.url} {given}".rstrip())
        self._tell(_answered(asked, answer, self._at))

    def _words_end(self, how: str) -> None:
        said, self._saying = self._saying, None
        if said is not None and not self.is_over:
            ended = f.PromptEnded(at=self._at, call=_CALL, leg=_LEG, prompt=said.prompt, how=how)
            self._tell(ended)

    def _tell(self, fact: Fact) -> None:
        waiting = deque((fact,))
        self._room.apply(fact)
        while waiting:
            fact = waiting.popleft()
            for line in self._told(fact):
                self._say(line)
            step = self._room.handle(fact)
            for derived in step.facts:
                self._room.apply(derived)
            waiting.extend(step.facts)
            for command in step.commands:
                if isinstance(command, Say):
                    self._saying = command
                    self._hears(command)
                if isinstance(command, AskWeb):
                    self._asking = command

    def _hears(self, words: Say) -> None:
        for language, text in words.texts:
            self._say(f"    {language:9} {text}")

    def _told(self, fact: Fact) -> Iterator[str]:
        match fact:
            case f.NodeEntered(node=name, attempt=attempt):
                self._node, self._saying = self._nodes.get(name), None
                self._is_chosen = False
                again = f" ({attempt})" if attempt > 1 else ""
                yield f"{name}{again}{_choices(self._node)}"
            case f.LanguageChosen(language=language):
                self._language = language
            case f.ColleaguesFound():
                self._saying = None
            case f.ColleagueChosen():
                self._saying, self._is_chosen = None, True
            case f.VoicemailChosen():
                yield from _message(fact, self._language)
            case f.DialogueEnded():
                self.is_over = True
                yield _end(fact)
            case _:
                pass
        yield from (f"  = {what}" for what in _came_of(fact))


def _came_of(fact: Fact) -> Iterator[str]:
    match fact:
        case f.LanguageChosen(language=language):
            yield language
        case f.DigitsCollected(variable=variable, count=count, digits=digits):
            yield f"{variable}: {digits or f'{count} digits'}"
        case f.BranchTaken(by=by):
            yield f"condition {by}" if by.isdecimal() else by
        case f.WebAnswered(because=because, values=values):
            yield from (f"{name}: {value}" for name, value in values.items())
            yield from (because,) if because else ()
        case f.CallbackChosen(queue=queue):
            yield f"is called back by {queue}"
        case f.OutsideChosen(number=number, ring_for=seconds, otherwise=node):
            yield f"rings at {number} for {seconds} s; if nobody answers, on at {node}"
        case _:
            yield from _came_of_directory(fact)


def _came_of_directory(fact: Fact) -> Iterator[str]:
    match fact:
        case f.ColleaguesFound(colleagues=colleagues):
            yield f"found {', '.join(colleagues)}"
        case f.ColleagueMissed(because=because):
            yield because
        case f.ColleagueChosen(colleague=colleague, there=there):
            yield f"asks for {colleague}{'' if there else ', who takes no calls now'}"
        case _:
            pass


def _answered(asked: AskWeb, answer: str, at: datetime) -> f.WebAnswered:
    """As the worker would tell of it; no answer at all comes too late."""
    told = f.WebAnswered(at=at, call=asked.call, request=asked.id, ok=False)
    if not answer.strip():
        return structs.replace(told, because=Because.TOO_LATE)
    try:
        values = values_of(msgspec.json.decode(answer), asked.taken)
    except msgspec.DecodeError:
        return structs.replace(told, because=Because.UNREADABLE)
    except AnswerUnfit:
        return structs.replace(told, because=Because.VALUE_MISSING)
    return structs.replace(told, ok=True, values=values)


def _message(fact: f.VoicemailChosen, language: str) -> Iterator[str]:
    yield f"  = leaves a message for {fact.queue}, up to {fact.seconds} s"
    for spoken, text in voicemail_texts(language, fact.words):
        yield f"    {spoken:9} {text}"


def _choices(node: AnyNode | None) -> str:
    if isinstance(node, RequestNode):
        return f"   [ok {node.ok}; failed {node.failed}]"
    if isinstance(node, CollectNode):
        many = {node.min_digits, node.max_digits}
        end = f" and {node.end_key}" if node.end_key else ""
        return f"   [{'-'.join(map(str, sorted(many)))} digits{end}; else {node.otherwise}]"
    if isinstance(node, DirectoryNode):
        absent = f"; absent {node.absent}" if node.absent else ""
        return f"   [number or name{absent}; else {node.otherwise}]"
    if not isinstance(node, MenuNode):
        return ""
    keys = ", ".join(f"{key} {to}" for key, to in node.choices.items())
    return f"   [{keys}; else {node.otherwise}]"


_ELSEWHERE = {"voicemail": "message", "outside": "outside"}
"""Ends that are neither a queue nor a good-bye."""


def _end(fact: f.DialogueEnded) -> str:
    where = f"queue {fact.queue}" if fact.queue is not None else "hang up"
    because = fact.because != "flow"
    if fact.because in _ELSEWHERE:
        where, because = _ELSEWHERE[fact.because], False
    parts = [
        where,
        f"language {fact.language}" if fact.language else "no language",
        *([f"priority {fact.priority}"] if fact.priority else ()),
        *([f"for {fact.asked_for} alone, {fact.wait_for} s"] if fact.asked_for else ()),
        *(["not recorded"] if fact.recording_declined else ()),
        *([f"because: {fact.because}"] if because else ()),
    ]
    return f"→ {' · '.join(parts)}"


def try_with(walk: Walk, keys: Iterable[str]) -> bool:
    """Press these, one after another; whether the way came to an end."""
    for key in keys:
        if walk.is_over:
            break
        if key == NO_KEY:
            walk.waits()
        else:
            walk.presses(key)
    return walk.is_over
