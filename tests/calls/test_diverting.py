"""Calls that may not enter a queue: what the caller hears, and how the call goes on or ends."""

from typing import Any

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.configuration import Configuration
from acd.decisions.diverting import MOST_DIVERTED
from acd.ids import CommandId, PromptId, SkillName
from acd.step import CommandClosed
from acd.targets import Target
from ivr.commands import Say
from ivr.words import refusal_texts
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, MARIA, Story

pytestmark = pytest.mark.thinking

AWAY = PromptId(f"{CALL}:away")


def with_rules(**rules: Any) -> Configuration:
    [flights] = CONFIGURATION.queues
    english = {SkillName("flight"): 3, SkillName("english"): 3}
    return msgspec.structs.replace(
        CONFIGURATION,
        queues=(msgspec.structs.replace(flights, **rules),),
        agents=tuple(msgspec.structs.replace(one, skills=english) for one in CONFIGURATION.agents),
    )


def shut(story: Story, *, on: bool = True) -> None:
    story.tell(a.EmergencyPressed(at=at(story.seconds), on=on))


def said(story: Story) -> list[Say]:
    return [one for one in story.commands if isinstance(one, Say)]


def turned_away(target: Target | None = None) -> Story:
    """A caller at a queue that an emergency has closed."""
    story = Story(with_rules(emergency=target) if target else CONFIGURATION)
    shut(story)
    story.arrives()
    story.presses()
    return story


def test_the_caller_hears_why_and_is_let_go() -> None:
    story = turned_away()
    [*_, away] = said(story)
    assert (away.prompt, away.texts) == (AWAY, refusal_texts("", "emergency", {}))
    assert not story.wished("EndLeg")
    story.tell(i.PromptEnded(at=at(9), call=CALL, leg=CALLER, prompt=AWAY, how="finished"))
    [end] = story.wished("EndLeg")
    assert (end.leg, end.reason) == (CALLER, "flow_end")  # type: ignore[attr-defined]
    story.ends(CALLER, c.Side.HOUSE, c.Reason.FLOW_END)
    assert not story.all(a.CallAbandoned)
    assert story.all(c.CallEnded)


def test_what_cannot_be_said_keeps_nobody_waiting() -> None:
    story = turned_away()
    story.tell(
        CommandClosed(at=at(1), command=CommandId(f"{AWAY}:say"), outcome="refused", reason="x")
    )
    assert story.wished("EndLeg")


def test_own_words_are_said_in_the_callers_language() -> None:
    words = {SkillName("mandarin"): "再见", SkillName("english"): "Goodbye"}
    story = Story(with_rules(emergency=Target(hang_up=words)))
    shut(story)
    story.arrives()
    story.tell(i.LanguageChosen(at=at(0), call=CALL, language="english"))
    story.presses()
    assert said(story)[-1].texts == (("english", "Goodbye"),)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("english", (("english", "Bye"),)),
        ("mandarin", (("english", "Bye"),)),
        ("", (("english", "Bye"),)),
    ],
)
def test_words_of_one_language_are_better_than_silence(
    language: str, texts: tuple[tuple[str, str], ...]
) -> None:
    assert refusal_texts(language, "closed", {"english": "Bye"}) == texts


def test_into_the_dialogue_with_what_is_known_and_back_into_line_at_the_old_place() -> None:
    story = Story(with_rules(emergency=Target(flow="main/menu")))
    story.arrives()
    story.tell(i.LanguageChosen(at=at(0), call=CALL, language="english"))
    story.presses()
    story.wait(30)
    shut(story)
    [_, again] = story.all(i.DialogueStarted)
    assert (again.flow, again.node, again.language) == ("main", "menu", "english")
    assert again.path == ("menu:1",)
    shut(story, on=False)
    story.presses()
    first, second = story.all(a.CallQueued)
    assert second.at > first.at
    call = story.house.acd.call(CALL)
    assert call is not None
    assert call.entered_at == first.at
    names = [one.id for one in story.commands]
    assert len(set(names)) == len(names), "a wish was named twice and would be done once"
    story.ready()
    story.accepts()
    story.joins(story.dialled())
    assert story.state_of(MARIA) is a.AgentState.ON_CALL


def test_who_hangs_up_in_that_dialogue_leaves_nothing_behind() -> None:
    story = Story(with_rules(emergency=Target(flow="main/menu")))
    story.arrives()
    story.presses()
    shut(story)
    story.ends(CALLER)
    assert story.all(i.DialogueDropped)
    assert not story.all(a.CallAbandoned)
    assert story.house.calls.on(CALL) is None
    assert story.house.dialogues.card(CALL) == b""


def test_as_a_callback_the_caller_hears_good_bye_and_stands_in_line() -> None:
    story = turned_away(Target(callback=True))
    [asked] = story.all(a.CallbackRequested)
    assert asked.by == "emergency"
    story.ends(CALLER)
    assert story.all(a.CallbackQueued)
    assert not story.all(a.CallAbandoned)


def test_a_call_turned_away_does_not_take_the_place_of_the_customers_callback() -> None:
    story = Story()
    story.arrives()
    story.presses()
    story.tell(a.CallbackWished(at=at(1), call=CALL))
    story.ends(CALLER)
    [callback] = story.house.callbacks.open()
    shut(story)
    queued = story.all(a.CallQueued)[0]
    again = msgspec.structs.replace(queued, at=at(2), call="02CALL")
    story.tell(again)
    assert [one.call for one in story.all(a.CallDiverted)] == ["02CALL"]
    assert [one.id for one in story.house.callbacks.open()] == [callback.id]
    shut(story, on=False)
    story.tell(msgspec.structs.replace(queued, at=at(3), call="03CALL"))
    assert not list(story.house.callbacks.open())


def test_a_flow_that_is_not_there_turns_nobody_round_and_round() -> None:
    """The flow is lost, so the caller comes to the default queue, which is closed: at last he is
    told so and let go, all in one instant.
    """
    story = turned_away(Target(flow="nowhere/menu"))
    ways = [one.target.way for one in story.all(a.CallDiverted)]
    assert ways == ["flow"] * MOST_DIVERTED + ["hang_up"]
    assert said(story)[-1].prompt == AWAY
    story.tell(i.PromptEnded(at=at(9), call=CALL, leg=CALLER, prompt=AWAY, how="finished"))
    story.ends(CALLER, c.Side.HOUSE, c.Reason.FLOW_END)
    assert story.house.calls.on(CALL) is None
