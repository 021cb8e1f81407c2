"""The dialogue's stories, walked through the main flow as it is shipped."""

from pathlib import Path

import pytest

from acd.ids import CallId, FlowName, LegId, PartyId, PromptId
from ivr.dialogues import Dialogues
from ivr.facts import DialogueStarted, DigitPressed, FlowsPublished, PromptEnded
from ivr.flow_file import MAIN_FLOW, read
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import Story, play, stories

STORIES = list(stories(Path(__file__).parents[1] / "scenarios" / "ivr"))


def _started(bench: Bench, call: str) -> None:
    """Greeted."""
    bench.told(
        DialogueStarted(
            at=at(0),
            call=CallId(call),
            leg=LegId(f"{call}.1"),
            party=PartyId("p"),
            flow=FlowName("main"),
            flows_version=1,
        )
    )


def _in_menu(bench: Bench, call: str) -> None:
    """English, heard the notice; the main menu is being said as prompt 4."""
    _started(bench, call)
    _ended(bench, call, 1)
    bench.told(DigitPressed(at=at(0), call=CallId(call), leg=LegId(f"{call}.1"), digit="2"))
    _ended(bench, call, 3)
    bench.passes_until(at(10))


def _ended(bench: Bench, call: str, prompt: int) -> None:
    bench.told(
        PromptEnded(
            at=at(0),
            call=CallId(call),
            leg=LegId(f"{call}.1"),
            prompt=PromptId(f"{call}:p{prompt}"),
            how="finished",
        )
    )


@pytest.mark.thinking
@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.file}: {story.title}")
def test_story(story: Story, carrying: Carrying) -> None:
    flow = read(MAIN_FLOW.read_text(encoding="utf-8"))
    bench = Bench(Dialogues(), carrying=carrying)
    numbers = {"8000": FlowName("main")}
    bench.told(FlowsPublished(at=at(-1), version=1, flows=(flow,), numbers=numbers))
    play(story, bench, {"started": _started, "in_menu": _in_menu})
    replica = Dialogues()
    for fact in bench.journal:
        replica.apply(fact)
    assert replica.dump() == bench.rooms[0].dump()
    again = Dialogues()
    again.load(replica.dump())
    assert again.dump() == replica.dump()
    assert again.next_deadline() == replica.next_deadline()
