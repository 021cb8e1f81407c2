"""A caller in line presses a key: from the key to what the line is told."""

import msgspec
import pytest

import acd.facts as a
import ivr.facts as i
from acd.configuration import Configuration
from acd.ids import SkillName
from acd.targets import Target
from ivr.commands import Say
from tests.bench.rooms import at
from tests.calls.story import CALL, CONFIGURATION, FLIGHTS, Story

pytestmark = pytest.mark.thinking


def house(**keys: Target) -> Configuration:
    """Keys are written `k1`."""
    exit_keys = {key.removeprefix("k"): target for key, target in keys.items()}
    queues = tuple(
        msgspec.structs.replace(one, exit_keys=exit_keys) for one in CONFIGURATION.queues
    )
    return msgspec.structs.replace(CONFIGURATION, queues=queues)


def in_line(**keys: Target) -> Story:
    """The menu's 1 has led into the queue."""
    story = Story(house(**keys))
    story.arrives()
    story.presses("1")
    assert story.all(a.CallQueued)
    assert story.all(a.ExitKeyPressed) == []
    return story


def test_the_key_for_a_callback_is_heard_and_the_caller_is_let_go_with_a_promise() -> None:
    story = in_line(k1=Target(callback=True))
    story.presses("1")
    [asked] = story.all(a.CallbackRequested)
    assert (asked.call, asked.queue, asked.by) == (CALL, FLIGHTS, "key")
    said = [one.prompt for one in story.wished("Say")]  # type: ignore[attr-defined]
    assert said[-1] == f"{CALL}:callback"
    assert [one.because.value for one in story.all(a.CallDiverted)] == ["key"]


def test_a_key_that_means_nothing_leaves_the_music_on() -> None:
    story = in_line(k1=Target(callback=True))
    before = len(story.commands)
    story.presses("5")
    assert story.all(a.ExitKeyPressed) == []
    assert len(story.commands) == before
    found = story.house.acd.call(CALL)
    assert found is not None


def test_a_key_may_lead_back_into_the_menu_and_the_place_is_kept() -> None:
    story = in_line(k9=Target(flow="main/menu"))
    entered = story.all(a.CallQueued)[0].at
    story.wait(40)
    story.presses("9")
    assert story.house.acd.call(CALL) is None
    story.wait(1)
    story.presses("1")
    found = story.house.acd.call(CALL)
    assert found is not None
    assert found.entered_at == entered


@pytest.mark.parametrize("language", ["mandarin", "english", ""])
def test_the_words_about_the_keys_are_said_after_the_place(language: str) -> None:
    words = {SkillName("mandarin"): "请按 1", SkillName("english"): "Press 1."}
    queues = tuple(
        msgspec.structs.replace(one, exit_words=words)
        for one in house(k1=Target(callback=True)).queues
    )
    story = Story(msgspec.structs.replace(CONFIGURATION, queues=queues))
    story.arrives()
    if language:
        story.tell(i.LanguageChosen(at=at(0), call=CALL, language=language))
    story.presses("1")
    place = [one for one in story.commands if isinstance(one, Say) and ":place" in one.prompt][-1]
    spoken = [pair for pair in place.texts if pair[1] in words.values()]
    known = SkillName(language)
    assert spoken == ([(language, words[known])] if language else list(words.items()))
    assert place.texts[-1] in spoken


def test_a_key_says_good_bye() -> None:
    story = in_line(k0=Target(hang_up={}))
    story.presses("0")
    said = [one.prompt for one in story.wished("Say")]  # type: ignore[attr-defined]
    assert said[-1] == f"{CALL}:away"


def test_while_an_agent_is_being_rung_the_key_means_nothing() -> None:
    story = in_line(k1=Target(callback=True))
    story.ready()
    assert story.all(a.OfferMade)
    story.presses("1")
    assert story.all(a.CallbackRequested) == []
