"""Stories: what happened and what was to follow, as a table that a team leader can review.

    == maria does not answer
    given    ready maria
    0        CallQueued call=c1 queue=flights
             > OfferMade offer=c1/1 agent=maria until=@10
             > AgentStateChanged agent=maria state=offered
    passes 10
             > OfferEnded how=expired
             …

A line that begins with a number is an incoming fact at that second; `passes N` lets time pass to
that second. Under it, `>` is a derived fact, `!` a command: all of them, in order, each with the
fields that matter. `@N` is the instant N; `~` is a blank inside a word.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

import acd.facts
import ivr.facts
from acd.facts import AgentSignedIn, AudioReady, Intent, IntentChosen
from acd.ids import AgentId, DeskId
from acd.step import Command, CommandClosed, Fact
from tests.bench.rooms import Bench, at

_MODULES = (acd.facts, ivr.facts)


class Story(msgspec.Struct):
    """One story of a file."""

    file: str
    title: str
    lines: list[tuple[int, str]]


def stories(folder: Path) -> Iterator[Story]:
    """All stories of the files of a folder."""
    for path in sorted(folder.glob("*.story")):
        story: Story | None = None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("=="):
                if story is not None:
                    yield story
                story = Story(path.stem, line.strip("= "), [])
            elif line.strip() and not line.startswith("#"):
                assert story is not None, f"{path.name}:{number}: a line before the first =="
                story.lines.append((number, line.strip()))
        if story is not None:
            yield story


def play(story: Story, bench: Bench, given: dict[str, Callable[[Bench, str], None]]) -> None:
    """Tell the story to the bench and hold its expectations against what came."""
    followed: list[Fact] = []
    wished: list[Command] = []
    last = 0
    for number, line in [*story.lines, (0, "end")]:
        if line[0] in ">!":
            came: list[Fact] | list[Command] = followed if line[0] == ">" else wished
            _expect(story, number, line[1:].strip(), came)
            last = number
            continue
        assert not followed, f"{story.file}:{last}: not expected: {followed[0]}"
        assert not wished, f"{story.file}:{last}: not expected: {wished[0]}"
        last, before = number, len(bench.commands)
        followed = _told(line, bench, given)
        wished = [] if line.startswith("given") else bench.commands[before:]


def _told(line: str, bench: Bench, given: dict[str, Callable[[Bench, str], None]]) -> list[Fact]:
    word, _, rest = line.partition(" ")
    if word == "given":
        verb, _, whom = rest.strip().partition(" ")
        given[verb](bench, whom)
        return []
    if word == "passes":
        return bench.passes_until(at(float(rest)))
    if word == "end":
        return []
    early = bench.passes_until(at(float(word)), also=False)
    return early + bench.told(_fact(float(word), rest.strip()))


def _fact(seconds: float, written: str) -> Fact:
    kind, *fields = written.split()
    values = {name: _value(value) for name, _, value in (one.partition("=") for one in fields)}
    if kind == "CommandClosed":
        return msgspec.convert({"kind": kind, "at": at(seconds), **values}, CommandClosed)
    found = next(getattr(module, kind) for module in _MODULES if hasattr(module, kind))
    fact: Fact = msgspec.convert({"kind": kind, "at": at(seconds), **values}, found, strict=False)
    return fact


def _expect(story: Story, number: int, written: str, came: list[Fact] | list[Command]) -> None:
    where = f"{story.file}:{number}"
    assert came, f"{where}: expected {written}, but nothing more followed"
    fact = came.pop(0)
    kind, *fields = written.split()
    assert type(fact).__name__ == kind, f"{where}: expected {written}, but {fact} followed"
    for name, _, value in (one.partition("=") for one in fields):
        assert _shown(getattr(fact, name)) == value, f"{where}: {name} of {fact}"


def _value(written: str) -> object:
    return written.replace("~", " ") if not written.startswith("@") else at(float(written[1:]))


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"@{(value - at(0)).total_seconds():g}"
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ",".join(_shown(one[1] if isinstance(one, tuple) else one) for one in value)
    return str(value).replace(" ", "~")


def signed_in(bench: Bench, who: str) -> None:
    """At her desk with her audio, not ready."""
    agent, device = AgentId(who), "sip:lin@127.0.0.1:5070" if who == "lin" else "browser"
    bench.told(AgentSignedIn(at=at(0), agent=agent, desk=DeskId(f"desk-{who}"), device=device))
    if device == "browser":
        bench.told(AudioReady(at=at(0), agent=agent, uri=f"sip:{who}@softphone"))


def ready(bench: Bench, who: str) -> None:
    """At her desk, and wants calls."""
    signed_in(bench, who)
    bench.told(IntentChosen(at=at(0), agent=AgentId(who), intent=Intent.AVAILABLE))
